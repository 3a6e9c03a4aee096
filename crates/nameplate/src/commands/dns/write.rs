//! From changes to a zone that has them: shown, written, looked up, and told.

use super::hand::Hand;
use super::output;
use super::receipt::{Place, Receipt};
use super::show::{self, Palette, say};
use crate::commands::ending::{Outcome, Stop};
use crate::wire::system_clock::SystemClock;
use nameplate_domain::time::Clock as _;
use nameplate_domain::zone::Change;
use nameplate_providers::{Left, WriteFailed, Zone, carry_out};
use serde_json::json;
use std::path::PathBuf;

/// How to go about it.
#[derive(Clone, Debug)]
pub(super) struct Manner {
    /// Only say what would change.
    pub(super) dry_run: bool,
    pub(super) json: bool,
    pub(super) palette: Palette,
    pub(super) receipt: Place,
}

/// Shows `changes` and carries them out, unless it is only to be told what they are.
pub(super) async fn write(hand: &Hand, zone: &Zone, changes: Vec<Change>, manner: &Manner) -> Result<Outcome, Stop> {
    if changes.is_empty() {
        match manner.json {
            true => tell_json(hand, zone, &changes, None)?,
            false => say(format_args!("Nothing to do: {} is as wished.", zone.name)),
        }
        return Ok(Outcome::Done);
    }
    if !manner.json {
        for line in manner.palette.diff(&changes) {
            say(line);
        }
        say(show::summary(&changes));
    }
    if manner.dry_run {
        if manner.json {
            tell_json(hand, zone, &changes, None)?;
        }
        return Ok(Outcome::Pending);
    }
    let receipt = Receipt {
        provider: hand.spec.key.to_owned(),
        zone: zone.name.clone(),
        zone_id: zone.id.clone(),
        written_at: SystemClock.now(),
        changes: changes.clone(),
    };
    let kept = receipt.begin(&manner.receipt)?;
    output::progress(format_args!("Writing {} at {} …", zone.name, hand.spec.name));
    let path = match (carry_out(hand.writer.as_ref(), zone, &changes).await, kept) {
        (Ok(()), Some(kept)) => Some(kept.finish()?),
        (Ok(()), None) => None,
        (Err(failed), kept) => {
            let path = match (&failed.left, kept) {
                (Left::AsItWas, Some(kept)) => {
                    kept.discard();
                    None
                }
                (_, kept) => kept.map(|kept| kept.path),
            };
            return Err(why_not(hand, zone, &failed, path));
        }
    };
    if manner.json {
        tell_json(hand, zone, &changes, Some(path))?;
        return Ok(Outcome::Done);
    }
    say(format_args!("Written, and seen at {}.", hand.spec.name));
    if let Some(path) = path {
        say(format_args!(
            "Receipt: {0}. `nameplate dns undo {0} --provider {1}` takes it back.",
            path.display(),
            hand.spec.key
        ));
    }
    Ok(Outcome::Done)
}

/// `written` is `None` when nothing was written, else holds the receipt.
fn tell_json(hand: &Hand, zone: &Zone, changes: &[Change], written: Option<Option<PathBuf>>) -> Result<(), Stop> {
    let document = json!({
        "provider": hand.spec.key, "zone": zone.name, "changes": show::changes(changes), "applied": written.is_some(),
        "receipt": written.flatten().map(|path| path.display().to_string()),
    });
    tell(&document)
}

/// A document as the result.
pub(super) fn tell(document: &serde_json::Value) -> Result<(), Stop> {
    say(serde_json::to_string_pretty(document).map_err(|error| Stop::failed(error.to_string()))?);
    Ok(())
}

fn why_not(hand: &Hand, zone: &Zone, failed: &WriteFailed, receipt: Option<PathBuf>) -> Stop {
    let undo = match &receipt {
        Some(path) => format!(" `nameplate dns undo {} --provider {}` takes it back.", path.display(), hand.spec.key),
        None => String::new(),
    };
    let left = match &failed.left {
        Left::AsItWas => format!("The zone {} is as it was.", zone.name),
        Left::Unknown => format!(
            "Whether anything was written is not known: look with `nameplate dns records list {} --provider {}`.{undo}",
            zone.name, hand.spec.key
        ),
        Left::With(standing) => {
            let places = standing.iter().filter_map(|change| {
                let (name, rtype) = change.key()?;
                Some(format!("{rtype} {name}"))
            });
            let places: Vec<String> = places.collect();
            format!("What was written at {} stands, and could not be taken back.{undo}", places.join(", "))
        }
    };
    Stop::failed(format!("{} {left}", hand.words(&failed.error)))
}
