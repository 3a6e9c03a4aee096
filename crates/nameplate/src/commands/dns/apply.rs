//! `nameplate dns plan` and `nameplate dns apply`: the records of a file.

use super::args::{Apply, Plan, Wished};
use super::credential::Typed;
use super::hand::Hand;
use super::receipt::Place;
use super::show::Palette;
use super::wished;
use super::write::{Manner, write};
use crate::commands::ending::{Outcome, Stop};
use crate::config::Environment;
use nameplate_domain::zone::{names_to_read, plan as planned};
use std::path::Path;

/// `plan`.
pub(super) async fn plan(plan: Plan, environment: &Environment) -> Result<Outcome, Stop> {
    let palette = Palette::of(environment);
    let manner = Manner { dry_run: true, json: plan.json, palette, receipt: Place::Nowhere };
    run(&plan.wished, &manner, environment).await
}

/// `apply`.
pub(super) async fn apply(apply: Apply, environment: &Environment) -> Result<Outcome, Stop> {
    let receipt = apply.receipt.map_or(Place::Here, Place::File);
    let palette = Palette::of(environment);
    let manner = Manner { dry_run: apply.dry_run, json: apply.json, palette, receipt };
    run(&apply.wished, &manner, environment).await
}

async fn run(wished: &Wished, manner: &Manner, environment: &Environment) -> Result<Outcome, Stop> {
    let place = wished.file.display();
    if wished.file == Path::new("-") && wished.at.login.credential == Some(Typed::StandardInput) {
        return Err(Stop::usage(
            "standard input cannot be both the records and the credential; put one of them into a file",
        ));
    }
    let text = wished::text_of(&wished.file)?;
    let hand = Hand::open(&wished.at, environment)?;
    let zone = hand.zone(&wished.zone).await?;
    let entries = wished::entries(&text, &zone.name).map_err(|why| Stop::failed(format!("{place}: {why}")))?;
    let wishes = wished::wishes(entries, &zone.name);
    if wishes.is_empty() {
        return Err(Stop::failed(format!("{place} holds no records that could be written")));
    }
    let contents = hand.read_to_write(&zone, &names_to_read(&zone.name, &wishes)).await?;
    let changes = planned(&contents, &wishes, &hand.abilities(&zone))?;
    write(&hand, &zone, changes, manner).await
}
