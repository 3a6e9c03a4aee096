//! Following the other edges of the fleet: a certificate that one of them stored or removed is served by all.

use crate::sites::Ladder;
use nameplate_certificates::Change;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

/// Puts to use what others changed on the shelf, until there is nothing left to hear from.
pub(crate) async fn follow_fleet(mut changes: Receiver<Change>, ladder: Ladder) {
    loop {
        match changes.recv().await {
            Ok(Change::Certificate(name)) => ladder.certificate_changed(&name).await,
            Ok(Change::Everything) | Err(RecvError::Lagged(_)) => ladder.certificates_changed(),
            Ok(Change::Secret(_)) => {}
            Err(RecvError::Closed) => return,
        }
    }
}
