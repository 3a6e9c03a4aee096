//! Rrsets over APIs that know single records, and can change many of them in one step.

use crate::contract::{Part, Zone};
use crate::problem::{ApplyError, ErrorKind, ProviderError};
use crate::record_wise::{self, Listed, RecordApi, still_as_planned};
use async_trait::async_trait;
use nameplate_domain::zone::{Change, RrData, names_of};

/// What has to be done to single records. Providers do it in the order of the fields: what goes makes room for what comes.
#[derive(Default, Debug)]
pub(crate) struct Batch<'a> {
    pub(crate) deletes: Vec<&'a Listed>,
    /// Record, new TTL, new value.
    pub(crate) updates: Vec<(&'a Listed, u32, &'a RrData)>,
    /// Owner, TTL, value.
    pub(crate) creates: Vec<(&'a str, u32, &'a RrData)>,
}

/// What such an API can do.
#[async_trait]
pub(crate) trait BatchApi: RecordApi {
    /// Most operations in one step.
    fn operations_max(&self) -> usize;

    /// Carries out all of it or nothing; `Ok(false)` when the API does not offer that to this account.
    async fn carry_out(&self, zone: &Zone, batch: &Batch<'_>) -> Result<bool, ProviderError>;
}

impl<'a> Batch<'a> {
    /// What leads from `listed` to the result of `changes`.
    ///
    /// # Errors
    /// [`ErrorKind::ZoneChanged`] when somebody changed a set since it was read.
    fn of(listed: &'a [Listed], changes: &'a [Change]) -> Result<Self, ProviderError> {
        let mut batch = Self::default();
        for change in changes {
            let Some((name, rtype)) = change.key() else { continue };
            let here: Vec<&Listed> =
                listed.iter().filter(|record| record.name == name && record.data.rtype() == *rtype).collect();
            still_as_planned(change, &here)?;
            let (ttl, wanted) = change.after.as_ref().map_or((0, &[][..]), |set| (set.ttl, set.data.as_slice()));
            let mut surplus = here.iter().copied().filter(|old| !wanted.contains(&old.data));
            for data in wanted.iter().filter(|data| !here.iter().any(|old| old.data == **data)) {
                match surplus.next() {
                    Some(old) => batch.updates.push((old, ttl, data)),
                    None => batch.creates.push((name, ttl, data)),
                }
            }
            batch.deletes.extend(surplus);
        }
        Ok(batch)
    }

    fn len(&self) -> usize {
        self.deletes.len() + self.updates.len() + self.creates.len()
    }
}

/// [`crate::ZoneWriter::apply`] over such an API: in one step, or set by set where that is too much for one.
pub(crate) async fn apply<T: BatchApi>(api: &T, zone: &Zone, changes: &[Change]) -> Result<(), ApplyError> {
    let names = names_of(changes);
    let listed = api.list(zone, Part::Names(&names)).await?;
    if Batch::of(&listed, changes)?.len() <= api.operations_max() {
        return in_one_step(api, zone, listed, &names, changes).await;
    }
    for (done, change) in changes.iter().enumerate() {
        let listed = api.list(zone, Part::Names(&names)).await.map_err(|error| ApplyError { done, error })?;
        let one = std::slice::from_ref(change);
        in_one_step(api, zone, listed, &names, one).await.map_err(|failed| ApplyError { done, error: failed.error })?;
    }
    Ok(())
}

async fn in_one_step<T: BatchApi>(
    api: &T,
    zone: &Zone,
    mut listed: Vec<Listed>,
    names: &[String],
    changes: &[Change],
) -> Result<(), ApplyError> {
    for is_last in [false, true] {
        let batch = Batch::of(&listed, changes)?;
        let error = match send(api, zone, &batch).await {
            Ok(true) => return Ok(()),
            Ok(false) => return record_wise::apply(api, zone, changes).await,
            Err(error) => error,
        };
        let is_doubtful = matches!(error.kind, ErrorKind::UnknownOutcome | ErrorKind::Outage);
        if !is_doubtful && !matches!(error.kind, ErrorKind::Conflict | ErrorKind::ZoneChanged) {
            return Err(error.into());
        }
        let Ok(fresh) = api.list(zone, Part::Names(names)).await else { return Err(error.into()) };
        // Somebody may have done just that, or this step was done and its answer got lost.
        if Batch::of(&fresh, changes)?.len() == 0 {
            return Ok(());
        }
        // Once more, unless nothing speaks for another end: a step that was done after all is refused as a double, and then seen.
        if is_last || !is_doubtful && fresh == listed {
            return Err(error.into());
        }
        listed = fresh;
    }
    Ok(())
}

/// One operation goes the narrow way, which costs the provider and its limits less.
async fn send<T: BatchApi>(api: &T, zone: &Zone, batch: &Batch<'_>) -> Result<bool, ProviderError> {
    match (&batch.deletes[..], &batch.updates[..], &batch.creates[..]) {
        ([], [], []) => Ok(true),
        ([old], [], []) => api.delete(zone, old).await.map(|()| true),
        ([], [(old, ttl, data)], []) => api.update(zone, old, *ttl, data).await,
        ([], [], [(name, ttl, data)]) => api.create(zone, name, *ttl, data).await.map(|()| true),
        _ => api.carry_out(zone, batch).await,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use super::*;
    use nameplate_domain::zone::RrSet;
    use std::sync::Mutex;

    /// Keeps records in memory, refuses the value 192.0.2.13, and notes how many operations each step had.
    #[derive(Default)]
    struct Memory {
        records: Mutex<Vec<Listed>>,
        steps: Mutex<Vec<usize>>,
        operations_max: usize,
        has_batches: bool,
    }

    impl Memory {
        fn with(addresses: &[u8]) -> Self {
            let records = addresses.iter().map(|last| record("www.customer.example", *last)).collect();
            Self { records: Mutex::new(records), operations_max: 100, has_batches: true, ..Self::default() }
        }

        fn addresses(&self) -> Vec<RrData> {
            let mut data: Vec<RrData> = self.records.lock().unwrap().iter().map(|record| record.data.clone()).collect();
            data.sort();
            data
        }

        fn step(&self, batch: &Batch<'_>) -> Result<(), ProviderError> {
            self.steps.lock().unwrap().push(batch.len());
            let news = batch.updates.iter().map(|(old, _, data)| (old.name.as_str(), *data));
            let news: Vec<_> = news.chain(batch.creates.iter().map(|(name, _, data)| (*name, *data))).collect();
            if news.iter().any(|(_, data)| **data == address(13)) {
                return Err(ProviderError::new(ErrorKind::Rejected, "Not this one."));
            }
            let mut records = self.records.lock().unwrap();
            let gone = batch.deletes.iter().copied().chain(batch.updates.iter().map(|(old, ..)| *old));
            let gone: Vec<&Listed> = gone.collect();
            records.retain(|record| !gone.contains(&record));
            records.extend(news.iter().map(|(name, data)| Listed { data: (*data).clone(), ..record(name, 0) }));
            Ok(())
        }
    }

    fn address(last: u8) -> RrData {
        RrData::A([192, 0, 2, last].into())
    }

    fn record(name: &str, last: u8) -> Listed {
        Listed { id: last.to_string(), name: name.to_owned(), ttl: 300, data: address(last), untouchable: None }
    }

    fn set(name: &str, addresses: &[u8]) -> Option<RrSet> {
        let data: Vec<RrData> = addresses.iter().copied().map(address).collect();
        (!data.is_empty()).then(|| RrSet::new(name, nameplate_domain::zone::RrType::A, 300, data))
    }

    fn change(name: &str, before: &[u8], after: &[u8]) -> Change {
        Change { before: set(name, before), after: set(name, after) }
    }

    #[async_trait]
    impl RecordApi for Memory {
        async fn list(&self, _: &Zone, _: Part<'_>) -> Result<Vec<Listed>, ProviderError> {
            Ok(self.records.lock().unwrap().clone())
        }

        async fn create(&self, _: &Zone, name: &str, ttl: u32, data: &RrData) -> Result<(), ProviderError> {
            self.step(&Batch { creates: vec![(name, ttl, data)], ..Batch::default() })
        }

        async fn update(&self, _: &Zone, old: &Listed, ttl: u32, data: &RrData) -> Result<bool, ProviderError> {
            self.step(&Batch { updates: vec![(old, ttl, data)], ..Batch::default() }).map(|()| true)
        }

        async fn delete(&self, _: &Zone, old: &Listed) -> Result<(), ProviderError> {
            self.step(&Batch { deletes: vec![old], ..Batch::default() })
        }
    }

    #[async_trait]
    impl BatchApi for Memory {
        fn operations_max(&self) -> usize {
            self.operations_max
        }

        async fn carry_out(&self, _: &Zone, batch: &Batch<'_>) -> Result<bool, ProviderError> {
            if self.has_batches { self.step(batch).map(|()| true) } else { Ok(false) }
        }
    }

    async fn applied(api: &Memory, changes: &[Change]) -> (Result<(), (usize, ErrorKind)>, Vec<RrData>, Vec<usize>) {
        let outcome = apply(api, &Zone::named("customer.example"), changes).await;
        let steps = api.steps.lock().unwrap().clone();
        (outcome.map_err(|failed| (failed.done, failed.error.kind)), api.addresses(), steps)
    }

    #[tokio::test]
    async fn all_changes_are_one_step_and_none_when_they_are_done() {
        let changes = [change("www.customer.example", &[1, 2, 3], &[2, 4]), change("app.customer.example", &[], &[5])];
        let api = Memory::with(&[1, 2, 3]);
        let after = vec![address(2), address(4), address(5)];
        assert_eq!(applied(&api, &changes).await, (Ok(()), after.clone(), vec![3]));
        assert_eq!(applied(&api, &changes).await, (Ok(()), after, vec![3]));
    }

    #[tokio::test]
    async fn without_batches_records_are_written_one_by_one() {
        let api = Memory { has_batches: false, ..Memory::with(&[1, 2, 3]) };
        let outcome = applied(&api, &[change("www.customer.example", &[1, 2, 3], &[2, 4])]).await;
        assert_eq!(outcome, (Ok(()), vec![address(2), address(4)], vec![1, 1]));
    }

    #[tokio::test]
    async fn what_is_too_much_for_one_step_is_done_set_by_set_and_counted() {
        let api = Memory { operations_max: 2, ..Memory::with(&[1, 2]) };
        let changes = [
            change("www.customer.example", &[1, 2], &[]),
            change("app.customer.example", &[], &[5]),
            change("bad.customer.example", &[], &[13]),
        ];
        assert_eq!(applied(&api, &changes).await, (Err((2, ErrorKind::Rejected)), vec![address(5)], vec![2, 1, 1]));
    }

    #[tokio::test]
    async fn nothing_is_sent_when_somebody_changed_a_set() {
        let api = Memory::with(&[1, 9]);
        let outcome = applied(&api, &[change("www.customer.example", &[1], &[2])]).await;
        assert_eq!(outcome, (Err((0, ErrorKind::ZoneChanged)), vec![address(1), address(9)], vec![]));
    }
}
