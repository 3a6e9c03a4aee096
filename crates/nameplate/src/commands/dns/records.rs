//! `nameplate dns records …`.

use super::args::{ChangeArgs, Delete, List, Set};
use super::hand::Hand;
use super::receipt::Place;
use super::show::{self, Palette, say};
use super::write::{Manner, tell, write};
use super::{names, output, values};
use crate::commands::ending::{Outcome, Stop};
use crate::config::Environment;
use nameplate_domain::records::DEFAULT_TTL_S;
use nameplate_domain::zone::{RrData, RrSet, RrType, StoredSet, Wish, names_to_read, plan};
use nameplate_providers::{Part, Zone};
use serde_json::json;

/// `records list`.
pub(super) async fn list(list: List, environment: &Environment) -> Result<Outcome, Stop> {
    let hand = Hand::open(&list.at, environment)?;
    let zone = hand.zone(&list.zone).await?;
    let name = list.name.as_deref().map(|name| names::owner(name, &zone.name, &zone.name));
    let name = name.transpose().map_err(Stop::usage)?;
    let rtype = list.rtype.as_deref().map(RrType::from);
    output::progress(format_args!("Reading {} at {} …", zone.name, hand.spec.name));
    let names: Vec<String> = name.iter().cloned().collect();
    let part = if name.is_some() { Part::Names(&names) } else { Part::Whole };
    let mut contents = hand.writer.read(&zone, part).await.map_err(|error| hand.stop(&error))?;
    let is_meant = |stored: &StoredSet| {
        part.includes(&stored.set.name) && rtype.as_ref().is_none_or(|rtype| stored.set.rtype == *rtype)
    };
    contents.sets.retain(is_meant);
    // By name from the right, so that what is below a name follows it.
    contents.sets.sort_by_cached_key(|stored| {
        let labels: Vec<String> = stored.set.name.rsplit('.').map(str::to_owned).collect();
        (labels, stored.set.rtype.clone())
    });
    if list.json {
        let records: Vec<_> = contents.sets.iter().map(|StoredSet { set, untouchable }| {
            json!({"name": set.name, "type": set.rtype.as_str(), "ttl": set.ttl, "values": show::texts(set), "untouchable": untouchable})
        }).collect();
        tell(&json!({"zone": zone.name, "records": records}))?;
        return Ok(Outcome::Done);
    }
    if contents.sets.is_empty() {
        output::progress("No records.");
    }
    for line in contents.sets.iter().flat_map(show::lines) {
        say(line);
    }
    Ok(Outcome::Done)
}

/// `records set`.
pub(super) async fn set(set: Set, environment: &Environment) -> Result<Outcome, Stop> {
    let (rtype, data) = parsed(&set.rtype, &set.values)?;
    let (hand, zone, name) = place(&set.name, &set.change, environment).await?;
    let data = in_zone(data, &zone)?;
    let ttl = set.ttl.unwrap_or(DEFAULT_TTL_S);
    let kept = hand.abilities(&zone).ttl.clamp(ttl);
    if set.ttl.is_some() && kept != ttl {
        output::progress(format_args!("{} keeps no TTL of {ttl} s here; {kept} s is used.", hand.spec.name));
    }
    let wish = Wish::Exactly(RrSet::new(&name, rtype, kept, data));
    fulfil(&hand, &zone, &[wish], set.ttl.is_some(), &set.change, environment).await
}

/// `records delete`.
pub(super) async fn delete(delete: Delete, environment: &Environment) -> Result<Outcome, Stop> {
    let (rtype, data) = parsed(&delete.rtype, &delete.values)?;
    let (hand, zone, name) = place(&delete.name, &delete.change, environment).await?;
    let data = in_zone(data, &zone)?;
    let wishes: Vec<Wish> = match data.is_empty() {
        true => vec![Wish::Nothing { name, rtype }],
        false => data.into_iter().map(|data| Wish::Without { name: name.clone(), data }).collect(),
    };
    fulfil(&hand, &zone, &wishes, false, &delete.change, environment).await
}

/// What can be wrong before anybody is asked.
fn parsed(rtype: &str, values: &[String]) -> Result<(RrType, Vec<RrData>), Stop> {
    let rtype = values::rtype(rtype).map_err(Stop::usage)?;
    let data: Result<_, _> = values.iter().map(|value| values::parse(&rtype, value)).collect();
    Ok((rtype, data.map_err(Stop::usage)?))
}

fn in_zone(data: Vec<RrData>, zone: &Zone) -> Result<Vec<RrData>, Stop> {
    let data: Result<_, _> = data.into_iter().map(|data| values::in_zone(data, &zone.name)).collect();
    data.map_err(Stop::usage)
}

/// The provider, the zone and the owner's name in full.
async fn place(name: &str, change: &ChangeArgs, environment: &Environment) -> Result<(Hand, Zone, String), Stop> {
    let hand = Hand::open(&change.at, environment)?;
    let zone = match &change.zone {
        Some(zone) => hand.zone(zone).await?,
        None if name.trim_end_matches('.').contains('.') => {
            hand.zone_around(&names::absolute(name).map_err(Stop::usage)?).await?
        }
        None => {
            return Err(Stop::usage(format!(
                "{name} is in which zone? Give --zone, or the name in full, such as www.example.com"
            )));
        }
    };
    let name = names::owner(name, &zone.name, &zone.name).map_err(Stop::usage)?;
    Ok((hand, zone, name))
}

async fn fulfil(
    hand: &Hand,
    zone: &Zone,
    wishes: &[Wish],
    is_ttl_wished: bool,
    change: &ChangeArgs,
    environment: &Environment,
) -> Result<Outcome, Stop> {
    let contents = hand.read_to_write(zone, &names_to_read(&zone.name, wishes)).await?;
    let changes = plan(&contents, wishes, &hand.abilities(zone))?;
    for wish in wishes.iter().filter(|_| changes.is_empty()) {
        if let Wish::Exactly(set) = wish
            && let Some(stands) = contents.at(&set.name, &set.rtype).map(|stored| stored.set.ttl)
            && is_ttl_wished
            && stands != set.ttl
        {
            output::progress(format_args!(
                "The values stand there with a TTL of {stands} s, which stays: only values are changed."
            ));
        }
    }
    let palette = Palette::of(environment);
    let manner = Manner { dry_run: change.dry_run, json: change.json, palette, receipt: Place::Nowhere };
    write(hand, zone, changes, &manner).await
}
