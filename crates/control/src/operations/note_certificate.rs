//! What edges report of certificates, and what they are asked to obtain.

use super::apply::{Applied, Findings, RACES_MAX};
use crate::routes::RouteChanges;
use crate::{Control, Refused};
use nameplate_domain::certificate::{Certificate, CertificateStatus, ChainLink, Renewal};
use nameplate_domain::connection::{Announcement, Connection, Event, Problem, State, UsageKind};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::observation::Seen;
use nameplate_domain::route::{OwnName, tenant_wildcard};
use nameplate_domain::tenancy::EventId;
use nameplate_domain::time::Timestamp;
use nameplate_store::Signal;
use std::time::Duration;

/// Most names an edge is asked for at a time.
const WANTED_MAX: u32 = 200;
/// Longest an edge may wait in one request.
const WAIT_MAX: Duration = Duration::from_secs(30);
/// When an edge tries again that does not say when.
const RETRY_AFTER: Duration = Duration::from_secs(60);
/// Longest text of an issuer that is kept, in characters.
const DETAIL_LENGTH_MAX: usize = 500;
/// Most certificates of a chain that are kept.
const CHAIN_LENGTH_MAX: usize = 10;
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
        /// The names in it; empty from edges that do not tell.
        names: Vec<String>,
        /// Which authority, by its name in the edge's settings.
        authority: Option<String>,
        /// The leaf and what signed it, as the edge sends them; empty from edges that do not tell.
        chain: Vec<ChainLink>,
        /// When it is to be replaced.
        renew_at: Option<Timestamp>,
        /// Who decided on that; `None` from edges that do not tell.
        renewal: Option<Renewal>,
    },
    /// It could not be obtained.
    Failed {
        /// In the issuer's words.
        detail: String,
        /// The same, with who must do what.
        problem: Option<IssuanceProblem>,
    },
    /// The edge holds none any more: the name is not served.
    Removed,
}

/// What an edge is told when it asks.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct EdgeOrders {
    /// Names that want a certificate ahead of their first visitor.
    pub hostnames: Vec<String>,
    /// Names whose certificate somebody wants to have replaced now.
    pub renew: Vec<String>,
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
        let first = self.orders_after(start).await?;
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
                let orders = self.orders_after(self.routes.since(Some(&cursor))).await?;
                if orders.has_news() {
                    return Ok(orders);
                }
            }
        };
        tokio::time::timeout(wait.min(WAIT_MAX), waiting).await.unwrap_or(Ok(first))
    }

    async fn orders_after(&self, changes: RouteChanges) -> Result<EdgeOrders, Refused> {
        let now = self.now();
        let (mut hostnames, renew) =
            tokio::try_join!(async { self.reader().certificates_wanted(now, WANTED_MAX).await }, async {
                self.reader().certificates_to_renew(WANTED_MAX).await
            })?;
        let wildcards = self.reader().labels_wanting_certificates(now, WANTED_MAX).await?;
        hostnames.extend(wildcards.iter().map(|label| tenant_wildcard(label, &self.platform.base_domain)));
        Ok(EdgeOrders { hostnames, renew, changes })
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
        let mut tx = self.store.begin().await?;
        let before = tx.hold_certificate(&Certificate::pending(&hostname, now)).await?;
        let known = before.trouble.as_ref().map(|trouble| trouble.code.clone());
        let held_one = !before.serial.is_empty();
        let (certificate, event, problem) = read_report(&hostname, report.outcome, before, now);
        let is_new = tx.upsert_certificate(&certificate).await?;
        if let Some(OwnName::Wildcard { tenant }) = OwnName::read(&hostname, &self.platform.base_domain) {
            let retry_at = certificate.trouble.as_ref().and_then(|trouble| trouble.retry_at);
            tx.note_wildcard(&tenant, &hostname, certificate.not_after, retry_at).await?;
        }
        // The same trouble again is no news.
        if let (Some(holder), Some(told), Some(trouble)) = (&holder, &problem, &certificate.trouble)
            && known.as_ref() != Some(&trouble.code)
        {
            let id = EventId(self.chance.id(now));
            let data = told_to_subscribers(&hostname, told, trouble);
            tx.announce(holder, Announcement::CertificateFailed, id, &data, now).await?;
        }
        if let (true, Some(holder)) = (is_new, &holder) {
            tx.count_usage(holder.tenant, UsageKind::Cert, 1, now).await?;
        }
        if let (Some(holder), Some(seen)) = (&holder, seen_of(&certificate, is_new, known.as_deref(), held_one)) {
            self.observe(&mut tx, holder, seen).await?;
        }
        tx.commit().await?;
        match (holder, event) {
            (Some(holder), Some(event)) => self.tell(holder, event, Findings { problem, ..Findings::default() }).await,
            _ => Ok(()),
        }
    }

    async fn tell(&self, mut holder: Connection, event: Event, findings: Findings) -> Result<(), Refused> {
        for _ in 0..RACES_MAX {
            if holder.state != State::IssuingCert {
                return self.look_soon(&holder, event).await;
            }
            match self.apply(&holder, event, &findings).await? {
                Applied::Moved(_) | Applied::Unchanged => return Ok(()),
                Applied::Outdated => holder = self.read_again(&holder).await?,
            }
        }
        Err(Refused::Contended)
    }

    /// A certificate that came while its connection had stalled was what it stalled for: the next check is now.
    async fn look_soon(&self, holder: &Connection, event: Event) -> Result<(), Refused> {
        if (holder.state, event) != (State::Stalled, Event::CertificateStored) {
            return Ok(());
        }
        let now = self.now();
        let mut tx = self.store.begin().await?;
        tx.note_check(holder, None, holder.problem.as_ref(), Some(now), now).await?;
        tx.commit().await?;
        Ok(())
    }
}

/// The mirror's next row. A failure keeps what is known of a certificate that is still valid.
fn read_report(
    hostname: &str,
    outcome: CertificateOutcome,
    before: Certificate,
    now: Timestamp,
) -> (Certificate, Option<Event>, Option<Problem>) {
    let renew_requested_at = before.renew_requested_at;
    match outcome {
        CertificateOutcome::Stored {
            issuer,
            serial,
            fingerprint_sha256,
            not_before,
            not_after,
            names,
            authority,
            chain,
            renew_at,
            renewal,
        } => {
            let certificate = Certificate {
                status: CertificateStatus::Issued,
                issuer,
                serial,
                fingerprint_sha256,
                not_before: Some(not_before),
                not_after: Some(not_after),
                authority,
                names: if names.is_empty() { vec![hostname.to_owned()] } else { names },
                chain: chain.into_iter().take(CHAIN_LENGTH_MAX).map(presentable).collect(),
                renew_at,
                renewal,
                renew_requested_at,
                ..Certificate::pending(hostname, now)
            };
            (certificate, Some(Event::CertificateStored), None)
        }
        CertificateOutcome::Failed { detail, problem } => {
            let detail: String = detail.chars().filter(|c| !c.is_control()).take(DETAIL_LENGTH_MAX).collect();
            let told = told_to_people(hostname, &detail, problem.as_ref());
            let problem = with_retry(problem, &told, &detail, now);
            let still_valid = Some(before).filter(|c| c.not_after.is_some_and(|end| end > now));
            let certificate = Certificate {
                status: still_valid.as_ref().map_or(CertificateStatus::Failed, |valid| valid.status),
                problem: Some(told.message.clone()),
                trouble: Some(problem),
                reported_at: now,
                renew_requested_at,
                ..still_valid.unwrap_or_else(|| Certificate::pending(hostname, now))
            };
            (certificate, Some(Event::CertificateFailed), Some(told))
        }
        CertificateOutcome::Removed => (Certificate::pending(hostname, now), None, None),
    }
}

/// What of a report is news: another certificate, another trouble, or that there is none any more. `known` is the trouble before.
fn seen_of(certificate: &Certificate, is_new: bool, known: Option<&str>, held_one: bool) -> Option<Seen> {
    let Certificate { issuer, serial, not_after, renew_at, renewal, trouble, .. } = certificate;
    match (trouble, not_after) {
        (Some(trouble), _) if known != Some(&trouble.code) => Some(Seen::CertificateFailed {
            code: trouble.code.clone(),
            message: trouble.message.clone(),
            actor: trouble.actor,
            retry_at: trouble.retry_at,
        }),
        (None, Some(not_after)) if is_new => Some(Seen::CertificateStored {
            issuer: issuer.clone(),
            serial: serial.clone(),
            not_after: *not_after,
            renew_at: *renew_at,
            renewal: *renewal,
        }),
        (None, None) if held_one => Some(Seen::CertificateRemoved),
        _ => None,
    }
}

fn presentable(link: ChainLink) -> ChainLink {
    let short = |text: String| text.chars().filter(|c| !c.is_control()).take(DETAIL_LENGTH_MAX).collect();
    let ChainLink { subject, issuer, not_before, not_after, serial, fingerprint_sha256 } = link;
    ChainLink {
        subject: short(subject),
        issuer: short(issuer),
        not_before,
        not_after,
        serial: short(serial),
        fingerprint_sha256: short(fingerprint_sha256),
    }
}

/// A failure has an instant at which it is tried again: without, the name would be wanted again at once, for ever.
fn with_retry(problem: Option<IssuanceProblem>, told: &Problem, detail: &str, now: Timestamp) -> IssuanceProblem {
    let problem = problem.unwrap_or_else(|| IssuanceProblem {
        code: told.code.clone(),
        message: told.message.clone(),
        actor: Actor::Nobody,
        detail: Some(detail.to_owned()).filter(|detail| !detail.is_empty()),
        authority: None,
        retry_at: None,
    });
    IssuanceProblem { retry_at: problem.retry_at.or(Some(now.plus(RETRY_AFTER))), ..problem }
}

/// What an announcement of the failure says.
fn told_to_subscribers(hostname: &str, told: &Problem, trouble: &IssuanceProblem) -> serde_json::Value {
    let mut data = serde_json::json!({"hostname": hostname, "code": told.code, "message": told.message});
    if let Some(at) = trouble.retry_at {
        data["retry_at"] = at.to_string().into();
    }
    data
}

/// The authority's own words stand behind ours.
fn told_to_people(hostname: &str, detail: &str, problem: Option<&IssuanceProblem>) -> Problem {
    let Some(problem) = problem else {
        let message = format!("The certificate for {hostname} could not be obtained: {detail}. It is tried again.");
        return Problem { code: "certificate_failed".into(), message };
    };
    let words = problem.detail.as_ref().map(|words| {
        let authority = problem.authority.as_deref().unwrap_or("The authority");
        format!(" {authority} says: {}", words.trim_end_matches('.'))
    });
    let message = match words {
        Some(words) => format!("{}{words}.", problem.message),
        None => problem.message.clone(),
    };
    Problem { code: problem.code.clone(), message }
}

impl EdgeOrders {
    fn has_news(&self) -> bool {
        !self.hostnames.is_empty()
            || !self.renew.is_empty()
            || !self.changes.changed.is_empty()
            || self.changes.all_changed
    }
}

pub(super) fn check_edge_id(edge: &str) -> Result<(), Refused> {
    let fits = (1..=EDGE_ID_LENGTH_MAX).contains(&edge.len()) && edge.bytes().all(|byte| byte.is_ascii_graphic());
    match fits {
        true => Ok(()),
        false => {
            Err(Refused::invalid("edge_id", format!("must have 1 to {EDGE_ID_LENGTH_MAX} visible ASCII characters")))
        }
    }
}
