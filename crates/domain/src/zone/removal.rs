//! What we wrote, taken out of a zone that may have changed since: our values and nothing else. What they replaced does not come back;
//! that is [`super::undo`].

use super::change::Change;
use super::rrset::{RrData, RrSet, RrType, ZoneContents};

/// The way to a zone without our values.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Removal {
    /// What has to change.
    pub changes: Vec<Change>,
    /// What stays although we had to do with it.
    pub left: Vec<LeftAlone>,
}

/// An rrset that is not touched.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LeftAlone {
    /// What stands there now.
    pub set: RrSet,
    /// Why it stays: a clause, without a full stop.
    pub why: String,
}

/// Our values at one name and type.
struct Ours {
    name: String,
    rtype: RrType,
    /// Added by us.
    added: Vec<RrData>,
    /// Made by us out of something of the customer's, such as an SPF record that got another entry.
    completed: Vec<RrData>,
}

/// What has to change in `contents` so that the values that `done` (oldest first) brought are gone.
#[must_use]
pub fn removal(contents: &ZoneContents, done: &[Change]) -> Removal {
    let mut result = Removal::default();
    for ours in written(done) {
        let Some(stored) = contents.at(&ours.name, &ours.rtype) else { continue };
        let set = &stored.set;
        let is_there = |values: &[RrData]| set.data.iter().any(|data| values.contains(data));
        let mut leave = |set: &RrSet, why: &str| result.left.push(LeftAlone { set: set.clone(), why: why.to_owned() });
        if let Some(why) = stored.untouchable.as_ref().filter(|_| is_there(&ours.added) || is_there(&ours.completed)) {
            leave(set, why.trim_end_matches('.'));
            continue;
        }
        if is_there(&ours.completed) {
            leave(set, "it stood there before and was completed; undo that change set instead");
        }
        let rest: Vec<RrData> = set.data.iter().filter(|data| !ours.added.contains(data)).cloned().collect();
        let rest = (!rest.is_empty()).then(|| RrSet::new(&set.name, set.rtype.clone(), set.ttl, rest));
        if let Some(rest) = rest.as_ref().filter(|_| ours.rtype.leads_visitors()) {
            leave(rest, "it has another value than the one that was written");
        }
        if is_there(&ours.added) {
            result.changes.push(Change { before: Some(set.clone()), after: rest });
        }
    }
    result
}

fn written(done: &[Change]) -> Vec<Ours> {
    let mut all: Vec<Ours> = Vec::new();
    for change in done {
        let Some((name, rtype)) = change.key() else { continue };
        let data = |set: &Option<RrSet>| set.as_ref().map_or(vec![], |set| set.data.clone());
        let (before, after) = (data(&change.before), data(&change.after));
        let known = all.iter().position(|ours| ours.name == name && ours.rtype == *rtype);
        let at = known.unwrap_or_else(|| {
            all.push(Ours { name: name.to_owned(), rtype: rtype.clone(), added: vec![], completed: vec![] });
            all.len() - 1
        });
        let Some(ours) = all.get_mut(at) else { continue };
        let took_another = before.iter().any(|data| !after.contains(data) && !ours.added.contains(data));
        let brought = after.into_iter().filter(|data| !before.contains(data));
        match took_another && !rtype.leads_visitors() {
            true => ours.completed.extend(brought),
            false => ours.added.extend(brought),
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::zone::{StoredSet, carried_out, undo};
    use proptest::prelude::*;

    fn set(rtype: &RrType, values: &[&str]) -> RrSet {
        let data = values.iter().map(|value| RrData::parse(rtype, value).unwrap()).collect();
        RrSet::new("shop.customer.test", rtype.clone(), 300, data)
    }

    fn zone(sets: Vec<RrSet>) -> ZoneContents {
        ZoneContents { zone: "customer.test".into(), sets: sets.into_iter().map(StoredSet::from).collect() }
    }

    fn values(contents: &ZoneContents) -> Vec<String> {
        contents.sets.iter().flat_map(|stored| &stored.set.data).map(RrData::to_master).collect()
    }

    #[test]
    fn a_value_goes_and_its_neighbours_stay() {
        let txt = RrType::Txt;
        let done = [Change { before: Some(set(&txt, &["theirs"])), after: Some(set(&txt, &["theirs", "ours"])) }];
        let now = zone(vec![set(&txt, &["theirs", "ours", "new"])]);
        let removal = removal(&now, &done);
        assert_eq!(values(&carried_out(&now, &removal.changes)), values(&zone(vec![set(&txt, &["theirs", "new"])])));
        assert_eq!(removal.left, []);
    }

    #[test]
    fn what_was_replaced_does_not_come_back() {
        let (a, cname) = (RrType::A, RrType::Cname);
        let done = [Change::delete(set(&a, &["192.0.2.1"])), Change::create(set(&cname, &["edge.saas.example"]))];
        let now = zone(vec![set(&cname, &["edge.saas.example"])]);
        let after = carried_out(&now, &removal(&now, &done).changes);
        assert_eq!(after.sets.len(), 0);
        assert_eq!(undo(&now, &done).unwrap().len(), 2, "an undo brings it back");
    }

    #[test]
    fn what_stands_there_otherwise_now_is_left_and_told() {
        let cname = RrType::Cname;
        let done = [Change::create(set(&cname, &["edge.saas.example"]))];
        let now = zone(vec![set(&cname, &["elsewhere.example"])]);
        let removal = removal(&now, &done);
        assert_eq!(removal.changes, []);
        assert_eq!(removal.left.len(), 1);
        assert_eq!(super::removal(&zone(vec![]), &done), Removal::default(), "what is gone is gone");
    }

    #[test]
    fn what_was_completed_is_not_taken_from_its_owner() {
        let txt = RrType::Txt;
        let (before, after) = ("v=spf1 mx -all", "v=spf1 mx include:mail.example -all");
        let done = [Change { before: Some(set(&txt, &[before])), after: Some(set(&txt, &[after])) }];
        let now = zone(vec![set(&txt, &[after])]);
        let removal = removal(&now, &done);
        assert_eq!((removal.changes, removal.left.len()), (vec![], 1));
    }

    #[test]
    fn our_own_change_of_our_own_value_is_ours() {
        let txt = RrType::Txt;
        let done = [
            Change::create(set(&txt, &["one"])),
            Change { before: Some(set(&txt, &["one"])), after: Some(set(&txt, &["two"])) },
        ];
        let now = zone(vec![set(&txt, &["two"])]);
        assert_eq!(removal(&now, &done).changes, [Change::delete(set(&txt, &["two"]))]);
    }

    #[test]
    fn a_set_that_cannot_be_touched_is_left() {
        let a = RrType::A;
        let mut now = zone(vec![set(&a, &["192.0.2.1"])]);
        now.sets[0].untouchable = Some("it belongs to a routing policy.".into());
        let removal = removal(&now, &[Change::create(set(&a, &["192.0.2.1"]))]);
        assert_eq!(removal.changes, []);
        assert_eq!(removal.left[0].why, "it belongs to a routing policy");
    }

    const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

    fn some(which: &[bool]) -> Option<RrSet> {
        let chosen: Vec<&str> = NAMES.iter().zip(which).filter(|(_, is_in)| **is_in).map(|(name, _)| *name).collect();
        (!chosen.is_empty()).then(|| set(&RrType::Txt, &chosen))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// Whatever we added and whatever happened since: nothing of others goes, and nothing comes.
        #[test]
        fn only_our_values_go(
            before in prop::collection::vec(any::<bool>(), 5),
            added in prop::collection::vec(any::<bool>(), 5),
            now in prop::collection::vec(any::<bool>(), 5),
        ) {
            let after: Vec<bool> = before.iter().zip(&added).map(|(old, new)| *old || *new).collect();
            let change = Change { before: some(&before), after: some(&after) };
            let contents = zone(some(&now).into_iter().collect());
            let removal = removal(&contents, &[change]);
            let left = carried_out(&contents, &removal.changes);
            let expected: Vec<bool> =
                (0..5).map(|at| now[at] && (before[at] || !added[at])).collect();
            prop_assert_eq!(values(&left), values(&zone(some(&expected).into_iter().collect())));
            // Doing it again does nothing.
            prop_assert_eq!(super::removal(&left, &[Change { before: some(&before), after: some(&after) }]).changes, vec![]);
        }
    }
}
