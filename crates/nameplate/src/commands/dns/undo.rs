//! `nameplate dns undo`.

use super::args::Undo;
use super::hand::Hand;
use super::output;
use super::receipt::{Place, Receipt};
use super::show::{Palette, printable};
use super::write::{Manner, write};
use crate::commands::ending::{Outcome, Stop};
use crate::config::Environment;
use nameplate_domain::zone::{RrData, RrSet, Wish, ZoneContents, names_to_read, undo};

pub(super) async fn run(arguments: Undo, environment: &Environment) -> Result<Outcome, Stop> {
    let receipt = Receipt::read(&arguments.receipt)?;
    let hand = Hand::open(&arguments.at, environment)?;
    if receipt.provider != hand.spec.key {
        return Err(Stop::usage(format!(
            "the receipt is of a write at {0}; give --provider {0}",
            printable(&receipt.provider)
        )));
    }
    let zone = hand.zone(&receipt.zone_id).await?;
    if zone.name != receipt.zone {
        return Err(Stop::failed(format!(
            "the zone {} is called {} now; the receipt is of {}",
            receipt.zone_id, zone.name, receipt.zone
        )));
    }
    let wishes = receipt.changes.iter().filter_map(|change| {
        let (name, rtype) = change.key()?;
        Some(Wish::Nothing { name: name.to_owned(), rtype: rtype.clone() })
    });
    let names = names_to_read(&zone.name, &wishes.collect::<Vec<_>>());
    let contents = hand.read_to_write(&zone, &names).await?;
    let back = undo(&contents, &receipt.changes)?;
    for place in changed_since(&contents, &receipt) {
        output::progress(format_args!("{place} was changed by somebody else since; what they wrote stays."));
    }
    let palette = Palette::of(environment);
    let manner = Manner { dry_run: arguments.dry_run, json: arguments.json, palette, receipt: Place::Nowhere };
    write(&hand, &zone, back, &manner).await
}

/// Where neither what was written stands, nor what was there before.
fn changed_since(contents: &ZoneContents, receipt: &Receipt) -> Vec<String> {
    let data = |set: &Option<RrSet>| -> Vec<RrData> { set.as_ref().map(|set| set.data.clone()).unwrap_or_default() };
    let places = receipt.changes.iter().filter_map(|change| {
        let (name, rtype) = change.key()?;
        let now = contents.at(name, rtype).map(|stored| stored.set.data.clone()).unwrap_or_default();
        (now != data(&change.before) && now != data(&change.after)).then(|| format!("{rtype} {name}"))
    });
    places.collect()
}
