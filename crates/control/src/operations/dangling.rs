//! Records that lead to the platform after a host name was taken down.

use super::check_records::Asker;
use crate::{Control, Refused};
use futures_util::future::join_all;
use nameplate_domain::connection::Connection;
use nameplate_domain::delegated::ChangeSet;
use nameplate_domain::evidence::{OwnershipVerdict, ProofMethod, Propagation, RecordReport, judge_ownership};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::{RrSet, relative_name};
use nameplate_providers::{Detected, detect};
use std::time::Duration;

/// How long the look at DNS may take; afterwards counts what was seen before.
const LOOK_TIME_MAX: Duration = Duration::from_secs(3);

/// A record without a purpose any more, and why it must not stay.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DanglingRecord {
    /// Owner name, type and value.
    pub record: Record,
    /// When it was last seen, or written.
    pub seen_at: Timestamp,
    /// What can happen while it stays.
    pub danger: String,
    /// What to do.
    pub remedy: String,
}

/// What was seen in one look.
#[derive(Default)]
struct Look {
    /// Desired records.
    reports: Vec<RecordReport>,
    /// Records with the connection's token: whether each is there, `None` where no server could be asked.
    tokens: Vec<(ProofMethod, Record, Option<bool>)>,
    /// The zone, and who runs it.
    host: Option<(String, Detected)>,
}

impl Control {
    /// The records of an archived connection that still stand. `removed` was taken away just now, which servers may not show yet.
    pub(crate) async fn dangling_records(
        &self,
        connection: &Connection,
        removed: &[RrSet],
    ) -> Result<Vec<DanglingRecord>, Refused> {
        let written = self.reader().standing_change_sets(connection.tenant, connection.id).await?;
        // Whoever has the name now needs its visitors to be led here.
        let is_held = self.reader().holder(connection.hostname.as_str()).await?.is_some();
        let look = tokio::time::timeout(LOOK_TIME_MAX, self.look_at_what_is_left(connection));
        let look = look.await.unwrap_or_else(|_| Look { tokens: self.tokens_unseen(connection), ..Look::default() });
        let mut standing: Vec<(Option<ProofMethod>, Record, Timestamp)> = Vec::new();
        for record in connection.records.iter().filter(|_| !is_held) {
            let seen = look.reports.iter().find(|report| report.record == *record);
            if let Some((value, at)) = self.last_seen(connection, record, seen, &written) {
                standing.push((None, Record { value, ..record.clone() }, at));
            }
        }
        for (method, record, is_there) in look.tokens {
            let before = || self.token_last_seen(connection, &record, &written);
            let at = match is_there {
                Some(true) => Some(self.now()),
                Some(false) => None,
                None => before(),
            };
            if let Some(at) = at {
                standing.push((Some(method), record, at));
            }
        }
        let is_removed = |record: &Record| {
            removed.iter().any(|set| set.name == record.host && set.rtype.as_str() == record.rtype.to_string())
        };
        let told =
            standing.into_iter().filter(|(_, record, _)| !is_removed(record)).map(|(method, record, seen_at)| {
                let is_ours = wrote(&written, &record).is_some();
                let remedy = remedy(&record, look.host.as_ref(), is_ours);
                DanglingRecord { danger: danger(method, &record, connection), remedy, seen_at, record }
            });
        Ok(told.collect())
    }

    async fn look_at_what_is_left(&self, connection: &Connection) -> Look {
        let base = connection.hostname.base();
        self.observer.forget(base).await;
        let tokens = self.tokens_unseen(connection);
        let gathered = tokens.into_iter().map(|(method, record, _)| self.gather(method, record));
        let (reports, tokens, zone) = tokio::join!(
            self.look_at_records(connection, Asker::Worker),
            join_all(gathered),
            self.observer.zone_of(base)
        );
        let now = self.now();
        let tokens = tokens.into_iter().map(|evidence| {
            let is_there = match judge_ownership(&evidence, now) {
                OwnershipVerdict::Proven(_) | OwnershipVerdict::PartlySeen { .. } => Some(true),
                OwnershipVerdict::NotSeen { .. } | OwnershipVerdict::Wildcard => Some(false),
                OwnershipVerdict::CouldNotAsk { .. } => None,
            };
            (evidence.method, evidence.wanted, is_there)
        });
        let host = zone.ok().map(|zone| {
            let servers: Vec<String> = zone.servers.iter().map(|server| server.name.clone()).collect();
            let also = if self.platform.sandbox { vec![nameplate_providers::sandbox()] } else { vec![] };
            (zone.name, detect(&servers, &also))
        });
        Look { reports, tokens: tokens.collect(), host }
    }

    fn tokens_unseen(&self, connection: &Connection) -> Vec<(ProofMethod, Record, Option<bool>)> {
        let offered = self.offered_proofs(connection).into_iter();
        offered.filter(|(method, _)| method.bears_token()).map(|(method, record)| (method, record, None)).collect()
    }

    /// What stands there now in the place of `record` and leads here, or stood there when it was last looked at or written.
    fn last_seen(
        &self,
        connection: &Connection,
        record: &Record,
        seen: Option<&RecordReport>,
        written: &[ChangeSet],
    ) -> Option<(String, Timestamp)> {
        let value = |report: &RecordReport| report.observed_value.clone().unwrap_or_else(|| record.value.clone());
        match seen.map(|report| (report, report.propagation)) {
            Some((report, Propagation::Propagated)) => return Some((value(report), self.now())),
            Some((_, Propagation::Missing)) => return None,
            Some((_, Propagation::Unknown)) | None => {}
        }
        let before = connection.reports.iter().find(|report| report.record == *record);
        match before.map(|report| (report, report.propagation)) {
            Some((report, Propagation::Propagated)) => {
                Some((value(report), connection.checked_at.unwrap_or(connection.updated_at)))
            }
            _ => wrote(written, record).map(|at| (record.value.clone(), at)),
        }
    }

    fn token_last_seen(&self, connection: &Connection, record: &Record, written: &[ChangeSet]) -> Option<Timestamp> {
        let proven = connection.proof.as_ref().filter(|proof| proof.name == record.host && proof.rtype == record.rtype);
        let reported = connection
            .reports
            .iter()
            .any(|report| report.record == *record && report.propagation == Propagation::Propagated);
        let reported_at = reported.then(|| connection.checked_at.unwrap_or(connection.updated_at));
        reported_at.or_else(|| proven.map(|proof| proof.at)).or_else(|| wrote(written, record))
    }
}

/// When we wrote the record, if we did.
fn wrote(written: &[ChangeSet], record: &Record) -> Option<Timestamp> {
    let rtype = record.rtype.to_string();
    let is_it = |set: &RrSet| set.name == record.host && set.rtype.as_str() == rtype;
    let found = written.iter().find(|set| set.changes.iter().any(|change| change.after.as_ref().is_some_and(is_it)));
    found.map(|set| set.created_at)
}

fn danger(method: Option<ProofMethod>, record: &Record, connection: &Connection) -> String {
    let hostname = &connection.hostname;
    match (method, record.rtype) {
        (Some(ProofMethod::AcmeCname), _) => {
            format!("It lets this platform obtain certificates for {hostname}, which it does not serve any more.")
        }
        (Some(_), _) => "It proves nothing any more; left behind it only hides what is in use.".to_owned(),
        (None, RecordType::Cname | RecordType::Alias | RecordType::A | RecordType::Aaaa) => format!(
            "It leads visitors of {hostname} to a platform where nobody serves that name: whoever gets the name served here could answer in \
             your place (subdomain takeover)."
        ),
        (None, _) => format!("It belongs to the service that {hostname} was connected to."),
    }
}

fn remedy(record: &Record, host: Option<&(String, Detected)>, is_ours: bool) -> String {
    let label = host.map_or(record.host.as_str(), |(zone, _)| relative_name(&record.host, zone));
    let at = match host {
        Some((zone, Detected::Adapter(spec))) => match spec.records_url {
            Some(url) => format!(" at {} ({})", spec.name, url.replace("{zone}", zone)),
            None => format!(" at {}", spec.name),
        },
        Some((_, Detected::Other(other))) => format!(" at {}", other.name),
        Some((zone, _)) => format!(" wherever the zone {zone} is kept"),
        None => " at your DNS provider".to_owned(),
    };
    let by_us = match is_ours {
        true => " It was written with your credential: repeat the request with cleanup=true to have it removed.",
        false => "",
    };
    format!("Delete the {} record {label}{at}.{by_us}", record.rtype)
}
