//! A lease that is kept alive while the work goes on.

use super::Stepped;
use crate::certificates::Inner;
use nameplate_domain::certificate_name::CertificateName;
use std::time::Duration;

/// An authority's own patience ends long before. Who hangs for longer must not keep a name for ever.
const LONGEST: Duration = Duration::from_secs(15 * 60);

/// Works while the lease is ours; `Ok(None)` when it was lost, and the work is broken off: whatever it came to, others may have
/// begun anew.
pub(super) async fn under_lease(inner: &Inner, name: &CertificateName, work: impl Future<Output = Stepped>) -> Stepped {
    tokio::select! {
        biased;
        done = work => done,
        () = keep(inner, name) => {
            tracing::warn!(server.name = %name, "The lease of a name was lost; its work is broken off.");
            Ok(None)
        }
    }
}

/// Extends the lease every third; returns when it is lost.
async fn keep(inner: &Inner, name: &CertificateName) {
    let third = inner.settings.lease / 3;
    let times = LONGEST.as_millis().checked_div(third.as_millis()).unwrap_or(0);
    for _ in 0..times {
        tokio::time::sleep(third).await;
        let until = inner.clock.now().plus(inner.settings.lease);
        match inner.shelf.extend(name, &inner.settings.holder, until).await {
            Ok(true) => {}
            Ok(false) => return,
            Err(error) => tracing::warn!(
                server.name = %name, error = &error as &dyn std::error::Error,
                "The lease of a name could not be extended; it is tried again."
            ),
        }
    }
}
