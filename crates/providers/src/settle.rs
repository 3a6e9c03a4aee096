//! After an answer that leaves it open whether a write was carried out: looking.

use crate::contract::{Part, Zone, ZoneWriter};
use crate::problem::{ErrorKind, ProviderError};
use nameplate_domain::zone::{Change, is_carried_out, names_of};

/// Success when the zone shows every change after all, else `error` again: a write whose answer got lost, one that was sent twice, one
/// that somebody else made at the same time.
pub(crate) async fn settle(
    writer: &dyn ZoneWriter,
    zone: &Zone,
    changes: &[Change],
    error: ProviderError,
) -> Result<(), ProviderError> {
    use ErrorKind::{Conflict, Outage, UnknownOutcome, ZoneChanged};
    if !matches!(error.kind, UnknownOutcome | Outage | Conflict | ZoneChanged) {
        return Err(error);
    }
    let names = names_of(changes);
    match writer.read(zone, Part::Names(&names)).await {
        Ok(contents) if changes.iter().all(|change| is_carried_out(&contents, change)) => Ok(()),
        _ => Err(error),
    }
}
