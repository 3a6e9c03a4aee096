//! The story of a connection: what happened, merged from everything that keeps a trace of it, each in a sentence.

#[cfg(test)]
mod tests;

use crate::connection::{Announcement, State};
use crate::delegated::{Purpose, WriteStatus};
use crate::evidence::{ProofMethod, Propagation, Server};
use crate::observation::{RecordNews, RecordSeen, Seen};
use crate::webhook::DeliveryStatus;

/// What kind of entry it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Kind {
    /// The connection moved to another state.
    Transition,
    /// Somebody did something about it.
    Action,
    /// Subscribers were told.
    Event,
    /// A check saw something else than the check before.
    Observation,
    /// Records were written to the zone.
    ChangeSet,
    /// A webhook was sent.
    Delivery,
    /// An edge reported on the certificate.
    Certificate,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 7] = [
        Self::Transition,
        Self::Action,
        Self::Event,
        Self::Observation,
        Self::ChangeSet,
        Self::Delivery,
        Self::Certificate,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transition => "transition",
            Self::Action => "action",
            Self::Event => "event",
            Self::Observation => "observation",
            Self::ChangeSet => "change_set",
            Self::Delivery => "delivery",
            Self::Certificate => "certificate",
        }
    }
}

/// Something that happened, as far as its sentence hangs on it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Moment<'a> {
    /// The connection moved.
    Transition {
        /// From where.
        from: State,
        /// To where.
        to: State,
        /// How it was proven on the way.
        proof: Option<ProofMethod>,
        /// Code of what stands in the way since.
        problem: Option<&'a str>,
    },
    /// Somebody did something: the verb of the audit log.
    Action(&'a str),
    /// Subscribers were told.
    Event(Announcement),
    /// Something was seen.
    Seen(&'a Seen),
    /// Records were written.
    ChangeSet {
        /// What for.
        purpose: Purpose,
        /// How far it has come.
        status: WriteStatus,
        /// Apex of the zone.
        zone: &'a str,
    },
    /// A webhook was sent.
    Delivery {
        /// The event's name.
        event: &'a str,
        /// How far it has come.
        status: DeliveryStatus,
        /// HTTP status of the last answer.
        last_status: Option<u16>,
        /// Attempts so far.
        attempts: u32,
    },
}

/// What happened, in a sentence.
#[must_use]
pub fn title(moment: &Moment<'_>) -> String {
    match *moment {
        Moment::Transition { from, to, proof, problem } => transition(from, to, proof, problem),
        Moment::Action(verb) => action(verb),
        Moment::Event(what) => format!("Subscribers are told: {} ({what}).", event(what)),
        Moment::Seen(seen) => observation(seen),
        Moment::ChangeSet { purpose, status, zone } => change_set(purpose, status, zone),
        Moment::Delivery { event, status, last_status, attempts } => delivery(event, status, last_status, attempts),
    }
}

fn transition(from: State, to: State, proof: Option<ProofMethod>, problem: Option<&str>) -> String {
    let what = match (to, from) {
        (State::Created, _) => "The connection was begun",
        (State::PendingOwnership, State::Verifying) => "The ownership record is gone again",
        (State::PendingOwnership, _) => "The ownership record is waited for",
        (State::Verifying, _) => "The ownership record is at some name servers, and not at all of them yet",
        (State::Verified, _) => "Ownership was proven",
        (State::DnsWriting, _) => "The records are being written with a delegated credential",
        (State::Propagating, State::IssuingCert) => "A record is missing again; the records are waited for",
        (State::Propagating, _) => "The records are waited for",
        (State::Stalled, _) => "Progress has paused",
        (State::IssuingCert, _) => "Every record is in place; the certificate is being obtained",
        (State::Live, State::Drifted) => "The records are back; it is live again",
        (State::Live, _) => "It went live",
        (State::Drifted, _) => "A record lost its value; it has drifted",
        (State::Failed, _) => "It was given up",
        (State::Archived, _) => "It was taken down",
    };
    let by = proof.map(|method| format!(" by {}", method.as_str())).unwrap_or_default();
    let why = problem.map(|code| format!(" ({code})")).unwrap_or_default();
    format!("{what}{by}{why}.")
}

fn action(verb: &str) -> String {
    match verb {
        "create" => "The connection was created.".to_owned(),
        "apply_records" => "Writing the records was asked for.".to_owned(),
        "apply_email" => "Writing the records for mail was asked for.".to_owned(),
        "begin_domain_connect" => "The customer was sent to the DNS provider to consent.".to_owned(),
        "renew_certificate" => "Another certificate was asked for.".to_owned(),
        "register_acme_account" => "An acme-dns account was registered.".to_owned(),
        "transfer" => "The host name was moved by the platform's operator.".to_owned(),
        "vouch" => {
            "The platform's operator vouched for it, with the certificate that it was served with before.".to_owned()
        }
        "cleanup" => "What was written to the zone was removed.".to_owned(),
        other => format!("It was changed: {}.", other.replace('_', " ")),
    }
}

const fn event(what: Announcement) -> &'static str {
    match what {
        Announcement::Added => "the records were written",
        Announcement::Verified => "ownership is proven",
        Announcement::SslIssued => "the certificate is there",
        Announcement::FlowCompleted => "the domain is live",
        Announcement::Drift => "the domain has drifted",
        Announcement::Recovered => "the domain has recovered",
        Announcement::Transferred => "the domain was transferred",
        Announcement::Archived => "the domain was taken down",
        Announcement::CertificateFailed => "the certificate could not be had",
        Announcement::WebhookDisabled => "a webhook endpoint was disabled",
    }
}

fn observation(seen: &Seen) -> String {
    match seen {
        Seen::Records { records } => match records.as_slice() {
            [] => "Nothing changed in DNS.".to_owned(),
            [one] => format!("{}.", record(one)),
            [first, others @ ..] => format!("{}, and {} more changed.", record(first), others.len()),
        },
        Seen::Ownership { problem } => format!("{}.", problem.message.trim_end_matches('.')),
        Seen::CertificateStored { issuer, not_after, .. } => {
            format!("A certificate by {issuer} is there, valid until {}.", not_after.to_the_second())
        }
        Seen::CertificateFailed { message, retry_at, .. } => {
            let again = retry_at.map(|at| format!("; it is tried again at {}", at.to_the_second())).unwrap_or_default();
            format!("The certificate could not be had: {}{again}.", message.trim_end_matches('.'))
        }
        Seen::CertificateRemoved => "The edges hold no certificate any more.".to_owned(),
    }
}

fn record(news: &RecordNews) -> String {
    let name = format!("{} {}", news.record.rtype, news.record.host);
    if news.before.as_ref() == Some(&news.after)
        && let [vantage, others @ ..] = news.vantages.as_slice()
    {
        let has = match vantage.after.propagated {
            Some(true) => "has it now".to_owned(),
            _ => vantage
                .after
                .observed_value
                .as_ref()
                .map_or_else(|| "has none".to_owned(), |value| format!("has {value}")),
        };
        let more = if others.is_empty() { String::new() } else { format!(", {} more servers changed", others.len()) };
        return format!("{name}: {} {has}{more}", server(&vantage.server));
    }
    match &news.after {
        RecordSeen { propagation: Propagation::Propagated, .. } => format!("{name} is in place"),
        RecordSeen { propagation: Propagation::Unknown, .. } => format!("{name} could not be asked about"),
        RecordSeen { observed_value: Some(value), .. } if *value != news.record.value => {
            format!("{name} has {value} in its place")
        }
        RecordSeen { observed_value: Some(_), .. } => format!("{name} is not at all name servers"),
        RecordSeen { .. } => format!("{name} is missing"),
    }
}

fn server(server: &Server) -> String {
    server.name.clone().unwrap_or_else(|| server.to_string())
}

fn change_set(purpose: Purpose, status: WriteStatus, zone: &str) -> String {
    let what = match purpose {
        Purpose::Challenge => "The ownership record",
        Purpose::Records => "The records for visitors",
        Purpose::Email => "The records for mail",
        Purpose::Undo => "The way back from a write",
        Purpose::Cleanup => "The removal of what was written",
    };
    match status {
        WriteStatus::Applying => format!("{what}: writing to {zone} has begun."),
        WriteStatus::Applied => format!("{what}: written to {zone}."),
        WriteStatus::Failed => format!("{what}: could not be written to {zone}."),
        WriteStatus::Undone => format!("{what}: written to {zone}, and taken back later."),
    }
}

fn delivery(event: &str, status: DeliveryStatus, last_status: Option<u16>, attempts: u32) -> String {
    let answer = last_status.map(|status| format!(" with {status}")).unwrap_or_default();
    match status {
        DeliveryStatus::Delivered => format!("The webhook {event} was taken{answer}."),
        DeliveryStatus::Pending if attempts == 0 => format!("The webhook {event} is on its way."),
        DeliveryStatus::Pending => format!("The webhook {event} was refused{answer}, and is tried again."),
        DeliveryStatus::Failed => format!("The webhook {event} was given up{answer} after {attempts} attempts."),
    }
}
