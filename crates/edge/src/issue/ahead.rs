//! Issuing before the first visitor comes, when the control plane says so.

use crate::ServerName;
use crate::ask::{CertificateOutcome, CertificateReport, ControlPlane, Reports};
use crate::backoff::Backoff;
use crate::certificates::{Found, Ladder};
use futures_util::StreamExt as _;
use std::sync::Arc;
use std::time::Duration;

/// How long the control plane may hold the question open.
const WAIT: Duration = Duration::from_secs(20);
/// A name just dealt with is not dealt with again for so long, however often it is named.
const SETTLE: Duration = Duration::from_secs(2);
/// Names dealt with at one time.
const AT_ONCE: usize = 16;

/// Asks for wanted names and sees to each, for ever. The question is also this edge's heartbeat.
pub(crate) async fn issue_ahead(plane: Arc<dyn ControlPlane>, ladder: Ladder, reports: Arc<Reports>) {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(15));
    let settled = moka::sync::Cache::builder().max_capacity(100_000).time_to_live(SETTLE).build();
    loop {
        let wanted = match plane.wanted(WAIT).await {
            Ok(wanted) => wanted,
            Err(error) => {
                let pause = backoff.pause();
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    pause_ms = crate::uptime::ms(pause),
                    "The control plane cannot be asked which certificates are wanted; it is asked again."
                );
                tokio::time::sleep(pause).await;
                continue;
            }
        };
        backoff.reset();
        let named = wanted.len();
        let fresh: Vec<String> = wanted.into_iter().filter(|name| !settled.contains_key(name)).collect();
        if fresh.is_empty() && named > 0 {
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        futures_util::stream::iter(fresh)
            .for_each_concurrent(AT_ONCE, |name| {
                let (ladder, reports, settled) = (&ladder, &reports, &settled);
                async move {
                    see_to(&name, ladder, reports).await;
                    settled.insert(name, ());
                }
            })
            .await;
    }
}

/// Whatever the outcome, the control plane hears of it: it named the name because it does not know better.
async fn see_to(wanted: &str, ladder: &Ladder, reports: &Reports) {
    let outcome = match ServerName::parse(wanted) {
        Err(error) => CertificateOutcome::Failed { detail: error.to_string() },
        Ok(name) => match ladder.site_ahead(&name).await {
            Ok((_, Found::Issued)) => return,
            Ok((site, Found::Held)) => site.certificate().facts.to_outcome(),
            Err(error) => {
                tracing::warn!(server.name = %name, error = &error as &dyn std::error::Error, "A wanted certificate could not be issued.");
                CertificateOutcome::Failed { detail: error.to_string() }
            }
        },
    };
    reports.put(CertificateReport { hostname: wanted.to_owned(), outcome });
}
