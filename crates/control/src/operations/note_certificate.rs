//! What edges report of certificates, and what they are asked to obtain.

use super::apply::{Applied, Findings, RACES_MAX};
use crate::routes::RouteChanges;
use crate::{Control, Refused};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::{Connection, Event, Problem, State, UsageKind};
use nameplate_domain::time::Timestamp;
use nameplate_store::Signal;
use std::time::Duration;

/// Most names an edge is asked for at a time.
const WANTED_MAX: u32 = 200;
/// Longest an edge may wait in one request.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// Longest edge identifier, in characters.
const EDGE_ID_LENGTH_MAX: usize = 100;

/// What became of one issuance.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CertificateReport {
    /// The name it is for; `*.` first for a wildcard certificate.
    pub hostname: String,
    /// What became of it.
    pub outcome: CertificateOutcome,
}

/// Stored, or not.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum CertificateOutcome {
    /// The edge holds it and can serve it.
    Stored {
        /// Who signed it.
        issuer: String,
        /// Lower-case hex.
        serial: String,
        /// SHA-256 of the DER form, lower-case hex.
        fingerprint_sha256: String,
        /// Start of validity.
        not_before: Timestamp,
        /// End of validity.
        not_after: Timestamp,
    },
    /// It could not be obtained.
    Failed {
        /// In the issuer's words.
        detail: String,
    },
}

/// What an edge is told when it asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeOrders {
    /// Names that want a certificate ahead of their first visitor.
    pub hostnames: Vec<String>,
    /// What to ask about again.
    pub changes: RouteChanges,
}

impl Control {
    /// Takes note of an edge, and tells it which names want a certificate and whose answer changed after `cursor`. With
    /// nothing to tell, waits up to `wait` for something.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for the edge's identifier.
    pub async fn edge_orders(&self, edge: &str, cursor: Option<&str>, wait: Duration) -> Result<EdgeOrders, Refused> {
        check_edge_id(edge)?;
        let mut signals = self.store.signals().subscribe();
        let mut changing = self.routes.watch();
        let mut tx = self.store.begin().await?;
        tx.heartbeat_edge(edge, self.now()).await?;
        tx.commit().await?;
        let start = self.routes.since(cursor);
        let cursor = start.cursor.clone();
        let first = EdgeOrders { hostnames: self.reader().certificates_wanted(WANTED_MAX).await?, changes: start };
        if first.has_news() {
            return Ok(first);
        }
        let waiting = async {
            loop {
                tokio::select! {
                    () = Self::wait_for_signal(&mut signals, |signal| *signal == Signal::CertificateWanted) => {}
                    // An error means that the log is gone, and this with it.
                    _ = changing.changed() => {}
                }
                let hostnames = self.reader().certificates_wanted(WANTED_MAX).await?;
                let orders = EdgeOrders { hostnames, changes: self.routes.since(Some(&cursor)) };
                if orders.has_news() {
                    return Ok(orders);
                }
            }
        };
        tokio::time::timeout(wait.min(WAIT_MAX), waiting).await.unwrap_or(Ok(first))
    }

    /// Notes what an edge did about a certificate, and moves the connection that waits for it.
    ///
    /// # Errors
    /// [`Refused::Invalid`] for the edge's identifier or the name.
    pub async fn note_certificate(&self, edge: &str, report: CertificateReport) -> Result<(), Refused> {
        check_edge_id(edge)?;
        let hostname = report.hostname.trim().trim_end_matches('.').to_ascii_lowercase();
        if hostname.is_empty() || hostname.len() > 253 {
            return Err(Refused::invalid("hostname", "must be a host name"));
        }
        let now = self.now();
        let holder = self.reader().holder(&hostname).await?;
        let before = self.reader().certificate(&hostname).await?;
        let (certificate, event, problem) = read_report(&hostname, report.outcome, before, now);
        let mut tx = self.store.begin().await?;
        let is_new = tx.upsert_certificate(&certificate).await?;
        if let (true, Some(holder)) = (is_new, &holder) {
            tx.count_usage(holder.tenant, UsageKind::Cert, 1, now).await?;
        }
        tx.commit().await?;
        match holder {
            Some(holder) => self.tell(holder, event, Findings { problem, ..Findings::default() }).await,
            None => Ok(()),
        }
    }

    async fn tell(&self, mut holder: Connection, event: Event, findings: Findings) -> Result<(), Refused> {
        for _ in 0..RACES_MAX {
            if holder.state != State::IssuingCert {
                return Ok(());
            }
            match self.apply(&holder, event, &findings).await? {
                Applied::Moved(_) | Applied::Unchanged => return Ok(()),
                Applied::Outdated => holder = self.read_again(&holder).await?,
            }
        }
        Err(Refused::Contended)
    }
}

/// The mirror's next row. A failure keeps what is known of a certificate that is still valid.
fn read_report(
    hostname: &str,
    outcome: CertificateOutcome,
    before: Option<Certificate>,
    now: Timestamp,
) -> (Certificate, Event, Option<Problem>) {
    match outcome {
        CertificateOutcome::Stored { issuer, serial, fingerprint_sha256, not_before, not_after } => {
            let certificate = Certificate {
                hostname: hostname.to_owned(),
                status: CertificateStatus::Issued,
                issuer,
                serial,
                fingerprint_sha256,
                not_before: Some(not_before),
                not_after: Some(not_after),
                problem: None,
                reported_at: now,
            };
            (certificate, Event::CertificateStored, None)
        }
        CertificateOutcome::Failed { detail } => {
            let detail: String = detail.chars().filter(|c| !c.is_control()).take(500).collect();
            let still_valid = before.filter(|c| c.not_after.is_some_and(|end| end > now));
            let certificate = match still_valid {
                Some(valid) => Certificate { problem: Some(detail.clone()), reported_at: now, ..valid },
                None => Certificate {
                    hostname: hostname.to_owned(),
                    status: CertificateStatus::Failed,
                    issuer: String::new(),
                    serial: String::new(),
                    fingerprint_sha256: String::new(),
                    not_before: None,
                    not_after: None,
                    problem: Some(detail.clone()),
                    reported_at: now,
                },
            };
            let message = format!("The certificate for {hostname} could not be obtained: {detail}. It is tried again.");
            (certificate, Event::CertificateFailed, Some(Problem { code: "certificate_failed".into(), message }))
        }
    }
}

impl EdgeOrders {
    fn has_news(&self) -> bool {
        !self.hostnames.is_empty() || !self.changes.changed.is_empty() || self.changes.all_changed
    }
}

fn check_edge_id(edge: &str) -> Result<(), Refused> {
    let fits = (1..=EDGE_ID_LENGTH_MAX).contains(&edge.len()) && edge.bytes().all(|byte| byte.is_ascii_graphic());
    match fits {
        true => Ok(()),
        false => {
            Err(Refused::invalid("edge_id", format!("must have 1 to {EDGE_ID_LENGTH_MAX} visible ASCII characters")))
        }
    }
}
