//! `nameplate dns zones`.

use super::args::At;
use super::hand::Hand;
use super::output;
use super::show::{printable, say};
use super::write::tell;
use crate::commands::ending::{Outcome, Stop};
use crate::config::Environment;
use serde_json::json;

pub(super) async fn run(at: &At, json: bool, environment: &Environment) -> Result<Outcome, Stop> {
    let hand = Hand::open(at, environment)?;
    output::progress(format_args!("Asking {} for its zones …", hand.spec.name));
    let zones = hand.writer.zones().await.map_err(|error| hand.stop(&error))?;
    if json {
        let zones: Vec<_> = zones.iter().map(|zone| json!({"name": zone.name, "id": zone.id})).collect();
        tell(&json!({ "zones": zones }))?;
        return Ok(Outcome::Done);
    }
    if zones.is_empty() {
        output::progress("The credential sees no zones.");
    }
    let widest = zones.iter().map(|zone| zone.name.len()).max().unwrap_or(0);
    for zone in &zones {
        let line = match zone.id == zone.name {
            true => zone.name.clone(),
            false => format!("{:widest$}  {}", zone.name, zone.id),
        };
        say(printable(&line));
    }
    Ok(Outcome::Done)
}
