//! Rrsets over APIs that know only single records.

use crate::contract::{Part, Zone};
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, StoredSet, ZoneContents, names_of};
use std::collections::BTreeMap;

/// A record as the API lists it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Listed {
    /// The API's identifier of the record.
    pub(crate) id: String,
    /// Owner: absolute, lower case, no trailing dot.
    pub(crate) name: String,
    /// Seconds.
    pub(crate) ttl: u32,
    pub(crate) data: RrData,
    /// Why it must not be changed, if so: one sentence.
    pub(crate) untouchable: Option<String>,
}

/// What such an API can do.
#[async_trait]
pub(crate) trait RecordApi: Send + Sync {
    /// Every record of the part (more does no harm), following every page.
    async fn list(&self, zone: &Zone, part: Part<'_>) -> Result<Vec<Listed>, ProviderError>;

    /// Adds a record. That it is there already is [`ErrorKind::Conflict`].
    async fn create(&self, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError>;

    /// Gives the record another value, in one step; `Ok(false)` when the API cannot.
    async fn update(&self, zone: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError>;

    /// Removes the record. That it is gone already is success.
    async fn delete(&self, zone: &Zone, old: &Listed) -> Result<(), ProviderError>;
}

/// The rrsets that `listed` records make up. SOA is left out. One untouchable record makes its set untouchable.
pub(crate) fn sets_of(zone: &Zone, listed: &[Listed], part: Part<'_>) -> ZoneContents {
    let mut sets: BTreeMap<(String, RrType), StoredSet> = BTreeMap::new();
    for record in listed.iter().filter(|record| part.includes(&record.name)) {
        let rtype = record.data.rtype();
        if rtype == RrType::Other("SOA".into()) {
            continue;
        }
        let key = (record.name.clone(), rtype.clone());
        let fresh = || StoredSet::from(RrSet::new(&record.name, rtype.clone(), record.ttl, vec![]));
        let stored = sets.entry(key).or_insert_with(fresh);
        stored.set.data.push(record.data.clone());
        if stored.untouchable.is_none() {
            stored.untouchable.clone_from(&record.untouchable);
        }
    }
    let sets = sets.into_values().map(|stored| {
        let RrSet { name, rtype, ttl, data } = stored.set;
        StoredSet { set: RrSet::new(&name, rtype, ttl, data), untouchable: stored.untouchable }
    });
    ZoneContents { zone: zone.name.clone(), sets: sets.collect() }
}

/// [`crate::ZoneWriter::read`] over such an API.
pub(crate) async fn read(api: &dyn RecordApi, zone: &Zone, part: Part<'_>) -> Result<ZoneContents, ProviderError> {
    Ok(sets_of(zone, &api.list(zone, part).await?, part))
}

/// [`crate::ZoneWriter::apply`] over such an API.
///
/// A record takes the place of another by an update where the API has one, so that the name is never without; else the new comes before
/// the old goes. Only a CNAME has to go before anything can come.
pub(crate) async fn apply(api: &dyn RecordApi, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
    let names = names_of(changes);
    let listed = api.list(zone, Part::Names(&names)).await?;
    for (done, change) in changes.iter().enumerate() {
        apply_one(api, zone, &listed, change).await.map_err(|error| ApplyError { done, error })?;
    }
    Ok(())
}

async fn apply_one(api: &dyn RecordApi, zone: &Zone, listed: &[Listed], change: &Change) -> Result<(), ProviderError> {
    let Some((name, rtype)) = change.key() else { return Ok(()) };
    let here: Vec<&Listed> =
        listed.iter().filter(|record| record.name == name && record.data.rtype() == *rtype).collect();
    still_as_planned(change, &here)?;
    let wanted = change.after.as_ref().map_or(&[][..], |set| &set.data);
    let ttl = change.after.as_ref().map_or(0, |set| set.ttl);
    let mut missing: Vec<&RrData> = wanted.iter().filter(|data| !here.iter().any(|old| old.data == **data)).collect();
    let mut surplus: Vec<&Listed> = here.iter().copied().filter(|old| !wanted.contains(&old.data)).collect();
    while let (Some(data), Some(old)) = (missing.first().copied(), surplus.first().copied()) {
        if !api.update(zone, old, ttl, data).await? {
            break;
        }
        missing.remove(0);
        surplus.remove(0);
    }
    let blocks = *rtype == RrType::Cname;
    if blocks {
        for old in surplus.drain(..) {
            api.delete(zone, old).await?;
        }
    }
    for data in missing {
        create(api, zone, name, ttl, data).await?;
    }
    for old in surplus {
        api.delete(zone, old).await?;
    }
    Ok(())
}

/// A duplicate is success, if it really is one; so is what was done before the answer got lost.
async fn create(api: &dyn RecordApi, zone: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
    match api.create(zone, name, ttl, data).await {
        Err(error) if matches!(error.kind, ErrorKind::Conflict | ErrorKind::UnknownOutcome | ErrorKind::Outage) => {
            let names = [name.to_owned()];
            let Ok(listed) = api.list(zone, Part::Names(&names)).await else { return Err(error) };
            match listed.iter().any(|record| record.name == name && record.data == *data) {
                true => Ok(()),
                false => Err(error),
            }
        }
        other => other,
    }
}

/// Nobody changed the set since it was read, or it is what it shall become.
pub(crate) fn still_as_planned(change: &Change, here: &[&Listed]) -> Result<(), ProviderError> {
    let Some((name, rtype)) = change.key() else { return Ok(()) };
    if let Some(why) = here.iter().find_map(|record| record.untouchable.as_ref()) {
        return Err(ProviderError::new(ErrorKind::Conflict, format!("{rtype} {name} is left alone: {why}")));
    }
    let data = here.iter().map(|record| record.data.clone()).collect();
    check_unchanged(change, &RrSet::new(name, rtype.clone(), 0, data).data)
}

/// [`ErrorKind::ZoneChanged`] unless what stands there is what the change starts from, or leads to.
pub(crate) fn check_unchanged(change: &Change, stands: &[RrData]) -> Result<(), ProviderError> {
    let data = |set: &Option<RrSet>| set.as_ref().map_or(&[][..], |set| &set.data).to_vec();
    // Parts of an interrupted write may be there: every value is an old or a new one, and no old one that was to stay is gone.
    let (before, after) = (data(&change.before), data(&change.after));
    let is_known = stands.iter().all(|value| before.contains(value) || after.contains(value));
    let has_kept = before.iter().filter(|value| after.contains(value)).all(|value| stands.contains(value));
    if is_known && has_kept {
        return Ok(());
    }
    let place = change.key().map(|(name, rtype)| format!("{rtype} {name}")).unwrap_or_default();
    Err(ProviderError::new(
        ErrorKind::ZoneChanged,
        format!("{place} was changed by somebody else in the meantime; nothing was written over it."),
    ))
}
