//! What keeps a connection from being live.

use super::{Circumstances, WaitingFor};
use crate::connection::{Connection, SetupType, State};
use crate::evidence::{ProofMethod, Propagation, RecordReport};
use crate::records::Record;

/// What stands between a connection and being live.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Hindrance {
    /// Nothing: it is live.
    Nothing,
    /// It was given up or taken down.
    Ended,
    /// The tenant is suspended.
    Suspended,
    /// Another connection holds the name.
    HeldElsewhere,
    /// The record that proves ownership is missing.
    Ownership,
    /// A record is at some of the zone's servers, and not at all of them yet.
    Spreading,
    /// Records are being written with a delegated credential.
    Writing,
    /// A record that leads visitors is missing.
    Records,
    /// Everything is published; the next check moves it on.
    Checking,
    /// The certificate is missing.
    Certificate,
    /// It was live, and a record lost its value.
    Drift,
}

pub(super) fn of(circumstances: &Circumstances<'_>) -> Hindrance {
    let Circumstances { connection, suspended, .. } = *circumstances;
    let state = connection.state;
    match state {
        State::Failed | State::Archived => Hindrance::Ended,
        _ if suspended => Hindrance::Suspended,
        State::Live => Hindrance::Nothing,
        State::Drifted => Hindrance::Drift,
        _ if !connection.standing().proven => unproven(connection),
        State::DnsWriting => Hindrance::Writing,
        State::IssuingCert => Hindrance::Certificate,
        _ => match first_missing(connection) {
            Some(_) if connection.setup_type == SetupType::Automatic && state != State::Stalled => Hindrance::Writing,
            Some((_, Some(report))) if is_spreading(report) => Hindrance::Spreading,
            Some(_) => Hindrance::Records,
            None if state == State::Stalled => Hindrance::Certificate,
            None => Hindrance::Checking,
        },
    }
}

fn unproven(connection: &Connection) -> Hindrance {
    let is_held_elsewhere = connection.problem.as_ref().is_some_and(|problem| problem.code == "hostname_conflict");
    match connection.state {
        _ if is_held_elsewhere => Hindrance::HeldElsewhere,
        State::Verifying => Hindrance::Spreading,
        _ if connection.setup_type == SetupType::Automatic && !connection.fresh_proof => Hindrance::Writing,
        _ => Hindrance::Ownership,
    }
}

pub(super) fn waiting_for(hindrance: Hindrance, circumstances: &Circumstances<'_>) -> WaitingFor {
    let Circumstances { connection, trouble, .. } = *circumstances;
    match hindrance {
        Hindrance::Nothing => WaitingFor::Nobody,
        Hindrance::Ended | Hindrance::HeldElsewhere => WaitingFor::Developer,
        Hindrance::Suspended | Hindrance::Writing | Hindrance::Checking => WaitingFor::Platform,
        // While proof spreads, the other records can be published.
        Hindrance::Spreading => match first_missing(connection) {
            Some(_) if connection.setup_type == SetupType::Automatic => WaitingFor::Platform,
            Some((_, Some(report))) if is_spreading(report) => WaitingFor::Platform,
            Some(_) => publisher(connection),
            None => WaitingFor::Platform,
        },
        Hindrance::Ownership | Hindrance::Records | Hindrance::Drift => publisher(connection),
        Hindrance::Certificate => match trouble {
            Some(trouble) => trouble.actor.into(),
            None if missing_delegation(connection).is_some() => publisher(connection),
            None => WaitingFor::Platform,
        },
    }
}

/// Who publishes records by hand: the integrator's own code where that was agreed on.
fn publisher(connection: &Connection) -> WaitingFor {
    match connection.setup_type {
        SetupType::Api => WaitingFor::Developer,
        _ => WaitingFor::Customer,
    }
}

/// A record that has to be published, and what the last check saw of it.
pub(super) type Looked<'a> = (&'a Record, Option<&'a RecordReport>);

/// The first record that leads visitors and is not there. What is surely missing comes before what could not be asked about and what was
/// not looked for.
pub(super) fn first_missing(connection: &Connection) -> Option<Looked<'_>> {
    let looked = || connection.records.iter().map(|record| (record, report_of(record, connection)));
    let surely = |(_, report): &Looked<'_>| report.is_some_and(|report| report.propagation == Propagation::Missing);
    looked().find(surely).or_else(|| looked().find(|looked| !is_there(looked)))
}

fn report_of<'a>(record: &Record, connection: &'a Connection) -> Option<&'a RecordReport> {
    connection.reports.iter().find(|report| report.record == *record)
}

fn is_there((_, report): &Looked<'_>) -> bool {
    report.is_some_and(|report| report.propagation == Propagation::Propagated)
}

/// How many records that lead visitors are not there.
pub(super) fn missing_count(connection: &Connection) -> usize {
    connection.records.iter().filter(|record| !is_there(&(record, report_of(record, connection)))).count()
}

/// The challenge CNAME, where certificates hang on it and it is missing.
pub(super) fn missing_delegation(connection: &Connection) -> Option<&RecordReport> {
    let hangs_on_it = connection.hostname.is_wildcard()
        || connection.proof.as_ref().is_some_and(|proof| proof.method == ProofMethod::AcmeCname);
    let mut others = connection.reports.iter().filter(|report| !connection.records.contains(&report.record));
    others.find(|report| hangs_on_it && report.propagation == Propagation::Missing)
}

/// Whether some servers of the zone have it already.
fn is_spreading(report: &RecordReport) -> bool {
    report.problem.as_ref().is_some_and(|problem| problem.code == "not_at_all_servers")
}
