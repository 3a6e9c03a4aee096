//! Following the control plane: what has changed, and which certificates it wants.

use crate::CertificateName;
use crate::ahead::Ahead;
use crate::ask::{ControlPlane, Reports};
use crate::backoff::Backoff;
use crate::sites::Ladder;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long the control plane may hold the question open.
const WAIT: Duration = Duration::from_secs(20);
/// Least time from one question to the next when an answer brought nothing new.
const PAUSE: Duration = Duration::from_millis(200);

/// Asks what there is to do and sees to it, for ever. The question is also this edge's heartbeat.
///
/// Changes take effect before the next question; certificates are issued beside it. The first question does not wait,
/// for all it brings is where changes are told from: what was asked before is doubted, since a change of it may not be
/// told. An answer that is missed is told again, because the cursor stays where it was; even so everything is doubted after
/// a time without answers, for what was kept from before may have been relied on meanwhile. The question after an error does
/// not wait either: that it is answered is the news.
pub(crate) async fn follow(plane: Arc<dyn ControlPlane>, ladder: Ladder, reports: Arc<Reports>) {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(5));
    let mut ahead = Ahead::new(ladder.clone(), reports);
    let (mut cursor, mut wait) = (None, Duration::ZERO);
    let (mut is_first, mut was_silent) = (true, false);
    loop {
        let asked_at = Instant::now();
        let wanted = match plane.wanted(cursor.clone(), wait).await {
            Ok(wanted) => wanted,
            Err(error) => {
                (was_silent, wait) = (true, Duration::ZERO);
                let pause = backoff.pause();
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    pause_ms = crate::uptime::ms(pause),
                    "The control plane cannot be asked what there is to do; it is asked again."
                );
                tokio::time::sleep(pause).await;
                continue;
            }
        };
        backoff.reset();
        wait = WAIT;
        let has_moved = wanted.cursor.is_some() && wanted.cursor != cursor;
        if wanted.all_changed || std::mem::take(&mut was_silent) || std::mem::take(&mut is_first) {
            ladder.all_changed();
        }
        ladder.changed(&wanted.changed.iter().filter_map(|name| readable(name)).collect());
        cursor = wanted.cursor.or(cursor);
        let is_new = ahead.take_on(wanted.hostnames, wanted.renew);
        if !is_new && (!has_moved || wanted.all_changed) {
            tokio::time::sleep_until(asked_at + PAUSE).await;
        }
    }
}

/// A name that cannot be read was never asked about, so that nothing is remembered of it.
fn readable(changed: &str) -> Option<CertificateName> {
    CertificateName::parse(changed)
        .inspect_err(|error| {
            tracing::warn!(
                server.name = changed,
                error = error as &dyn std::error::Error,
                "The control plane tells of a change of something that is no name."
            );
        })
        .ok()
}
