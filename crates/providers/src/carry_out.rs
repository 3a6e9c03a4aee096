//! Carrying out a plan: written, looked up, and taken back when it could not be finished.

use crate::contract::{Part, Zone, ZoneWriter};
use crate::problem::{ErrorKind, ProviderError};
use nameplate_domain::zone::{Change, ZoneContents, is_carried_out, names_of, undo};
use std::time::Duration;

/// Waits before looking again, when a provider has not shown a write at once.
const LOOK_AGAIN_AFTER: [Duration; 3] =
    [Duration::from_millis(200), Duration::from_millis(800), Duration::from_secs(3)];

/// What became of changes that were not all carried out.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Left {
    /// The zone is as it was: nothing was written, or it was taken back.
    AsItWas,
    /// These changes stand, and could not be taken back.
    With(Vec<Change>),
    /// It could not be looked up.
    Unknown,
}

/// Why changes were not carried out, and how the zone was left.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{error}")]
pub struct WriteFailed {
    /// What happened.
    pub error: ProviderError,
    /// How the zone was left.
    pub left: Left,
}

/// Carries out `changes` and looks whether the zone shows them. What could be done only in part is taken back.
///
/// # Errors
/// [`WriteFailed`]; of the kind [`ErrorKind::NotApplied`] when the provider said yes and the zone does not show it.
pub async fn carry_out(writer: &dyn ZoneWriter, zone: &Zone, changes: &[Change]) -> Result<(), WriteFailed> {
    if changes.is_empty() {
        return Ok(());
    }
    let names = names_of(changes);
    let applied = writer.apply(zone, changes).await;
    let error = match &applied {
        Ok(()) => {
            for pause in LOOK_AGAIN_AFTER {
                match writer.read(zone, Part::Names(&names)).await {
                    Ok(contents) if is_done(&contents, changes) => return Ok(()),
                    // The write was acknowledged; who cannot look now will see it in DNS.
                    Err(error) if error.kind.passes() => return Ok(()),
                    Err(error) => return Err(WriteFailed { error, left: Left::Unknown }),
                    Ok(_) => tokio::time::sleep(pause).await,
                }
            }
            ProviderError::new(
                ErrorKind::NotApplied,
                "The provider accepted the change, and its zone does not show it.",
            )
        }
        Err(failed) => failed.error.clone(),
    };
    let Ok(contents) = writer.read(zone, Part::Names(&names)).await else {
        let nothing_was_sent = matches!(&applied, Err(failed) if failed.done == 0 && !is_doubtful(failed.error.kind));
        return Err(WriteFailed { error, left: if nothing_was_sent { Left::AsItWas } else { Left::Unknown } });
    };
    if is_done(&contents, changes) {
        return Ok(());
    }
    Err(WriteFailed { left: take_back(writer, zone, &contents, changes).await, error })
}

fn is_doubtful(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::UnknownOutcome | ErrorKind::Outage | ErrorKind::Misunderstood)
}

fn is_done(contents: &ZoneContents, changes: &[Change]) -> bool {
    changes.iter().all(|change| is_carried_out(contents, change))
}

/// Takes back what was carried out of `changes`.
async fn take_back(writer: &dyn ZoneWriter, zone: &Zone, contents: &ZoneContents, changes: &[Change]) -> Left {
    let standing: Vec<Change> = changes.iter().filter(|change| was_begun(contents, change)).cloned().collect();
    if standing.is_empty() {
        return Left::AsItWas;
    }
    let Ok(back) = undo(contents, &standing) else { return Left::With(standing) };
    match writer.apply(zone, &back).await {
        Ok(()) => Left::AsItWas,
        Err(_) => Left::With(standing),
    }
}

/// Whether the zone differs from what it was before `change`, in the direction of it.
fn was_begun(contents: &ZoneContents, change: &Change) -> bool {
    let Some((name, rtype)) = change.key() else { return false };
    let stands = contents.at(name, rtype).map_or(&[][..], |stored| &stored.set.data);
    let before = change.before.as_ref().map_or(&[][..], |set| &set.data);
    let after = change.after.as_ref().map_or(&[][..], |set| &set.data);
    let has_new = after.iter().any(|data| !before.contains(data) && stands.contains(data));
    let has_lost = before.iter().any(|data| !after.contains(data) && !stands.contains(data));
    has_new || has_lost
}
