//! The way back from changes that were carried out, in a zone that may have changed since.

use super::change::Change;
use super::plan::{Obstacle, ObstacleCode, blocked_by_cname};
use super::rrset::{RrData, RrSet, ZoneContents};

/// What has to change in `contents` so that what `done` brought is gone and what it took is back. Values that others added since
/// stay; what others removed or changed since is left as it is.
///
/// # Errors
/// The [`Obstacle`]s: what took the place since and would be destroyed.
pub fn undo(contents: &ZoneContents, done: &[Change]) -> Result<Vec<Change>, Vec<Obstacle>> {
    let mut back = Vec::new();
    let mut obstacles = Vec::new();
    for change in done.iter().rev() {
        let Some((name, rtype)) = change.key() else { continue };
        let now = contents.at(name, rtype);
        if let Some(why) = now.and_then(|stored| stored.untouchable.as_ref()) {
            obstacles.push(Obstacle::new(
                ObstacleCode::Untouchable,
                name,
                format!("{rtype} {name} is left alone: {why}"),
            ));
            continue;
        }
        let now = now.map(|stored| &stored.set);
        let wanted = value_by_value(now, change);
        if now.map(|set| &set.data) != wanted.as_ref().map(|set| &set.data) {
            back.push(Change { before: now.cloned(), after: wanted });
        }
    }
    // What goes first makes room for what comes.
    back.sort_by_key(|change| change.after.is_some());
    let after = super::change::carried_out(contents, &back);
    obstacles.extend(back.iter().filter_map(|change| blocked_by_cname(&after, change.after.as_ref()?)));
    if obstacles.is_empty() { Ok(back) } else { Err(obstacles) }
}

/// The set that stands now, without what the change added, with what it took.
fn value_by_value(now: Option<&RrSet>, change: &Change) -> Option<RrSet> {
    let none: &[RrData] = &[];
    let data = |set: &Option<RrSet>| set.as_ref().map_or(none.to_vec(), |set| set.data.clone());
    let (before, after) = (data(&change.before), data(&change.after));
    let stands = now.map_or(none, |set| &set.data);
    // A name has one CNAME: what others put there since is theirs.
    let is_single = change.key().is_some_and(|(_, rtype)| rtype.leads_visitors());
    if is_single && stands != after {
        return now.cloned();
    }
    let kept = stands.iter().filter(|data| before.contains(data) || !after.contains(data));
    let restored = before.iter().filter(|data| !after.contains(data));
    let data: Vec<RrData> = kept.chain(restored).cloned().collect();
    let template = change.before.as_ref().or(now).or(change.after.as_ref())?;
    (!data.is_empty()).then(|| RrSet::new(&template.name, template.rtype.clone(), template.ttl, data))
}
