//! What is to be done: what is wanted against what stands there. Only what carries our labels is ever changed or deleted.

use crate::contract::{Portion, Refusal};
use crate::manifest::{Key, Manifest, contains};
use crate::manifests::Wish;
use nameplate_domain::tenancy::ConnectionId;
use std::collections::{BTreeMap, BTreeSet};

/// An object that stands there.
#[derive(Clone, PartialEq, Debug)]
pub struct Standing {
    /// Of it, what we put there; for somebody else's, nothing but its labels matters.
    pub ours: Manifest,
    /// Which of the objects of that name it is, so that no other one is changed in its place.
    pub uid: Option<String>,
}

/// One object to be made, changed or deleted.
#[derive(Clone, PartialEq, Debug)]
pub struct Change {
    /// Which.
    pub key: Key,
    /// Whose labels it carries.
    pub connection: Option<ConnectionId>,
    /// What we had put there; `None` where nothing stands.
    pub before: Option<Manifest>,
    /// What is to stand there; `None` for nothing.
    pub after: Option<Manifest>,
    /// Which object it was that stood there.
    pub uid: Option<String>,
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Plan {
    /// In this order: made as others refer to them, then deleted the other way round.
    pub changes: Vec<Change>,
    /// Connections that are left as they are, each with the reason.
    pub refused: Vec<(ConnectionId, Refusal)>,
}

impl Plan {
    /// Whether nothing is to be done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The plan that takes this one back. What others made under our labels is theirs to make again.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let back = |change: &Change| Change {
            before: change.after.clone(),
            after: change.before.clone(),
            uid: None,
            ..change.clone()
        };
        let is_others = |change: &&Change| change.before.as_ref().is_some_and(|before| before.digest().is_none());
        let mut changes: Vec<Change> = self.changes.iter().filter(|change| !is_others(change)).map(back).collect();
        changes.sort_by(in_order);
        Self { changes, refused: vec![] }
    }

    /// The plan in pieces that do not hang on each other: what belongs to nobody first, then each connection.
    #[must_use]
    pub fn in_portions(self, portion: Portion) -> Vec<(Option<ConnectionId>, Self)> {
        if portion == Portion::Everything {
            return if self.changes.is_empty() { vec![] } else { vec![(None, self)] };
        }
        let mut pieces: BTreeMap<Option<ConnectionId>, Self> = BTreeMap::new();
        for change in self.changes {
            pieces.entry(change.connection).or_default().changes.push(change);
        }
        pieces.into_iter().collect()
    }
}

/// Made in the order of kinds, and deleted against it: a crash in between leaves nothing that refers to what is not there.
fn in_order(one: &Change, other: &Change) -> std::cmp::Ordering {
    let place = |change: &Change| change.after.is_none();
    place(one).cmp(&place(other)).then_with(|| match place(one) {
        false => one.key.cmp(&other.key),
        true => other.key.cmp(&one.key),
    })
}

/// What is to be done so that exactly `wishes` and `others` stand there, of all that is `owner`'s.
///
/// `standing` is what was found: everything that carries the labels, and whatever else stands in a place that is wanted.
#[must_use]
pub fn plan(wishes: &[Wish], others: &[Manifest], standing: &[Standing], owner: &str) -> Plan {
    let there: BTreeMap<&Key, &Standing> = standing.iter().map(|one| (one.ours.key(), one)).collect();
    let mut plan = Plan::default();
    let mut wanted: BTreeSet<&Key> = BTreeSet::new();
    let groups = wishes.iter().map(|wish| (Some(wish.connection), &wish.manifests[..], &wish.keeps[..]));
    for (connection, manifests, keeps) in groups.chain([(None, others, &[][..])]) {
        wanted.extend(manifests.iter().map(Manifest::key).chain(keeps));
        let foreign =
            manifests.iter().map(Manifest::key).find(|key| there.get(key).is_some_and(|one| !one.ours.is_of(owner)));
        match (foreign, connection) {
            (Some(key), Some(connection)) => {
                plan.refused.push((connection, Refusal::Foreign { key: key.clone() }));
            }
            (Some(_), None) | (None, _) => {
                let ours =
                    manifests.iter().filter(|one| there.get(one.key()).is_none_or(|there| there.ours.is_of(owner)));
                plan.changes.extend(
                    ours.filter_map(|manifest| change(manifest, there.get(manifest.key()).copied(), connection)),
                );
            }
        }
    }
    let gone = standing.iter().filter(|one| one.ours.is_of(owner) && !wanted.contains(one.ours.key()));
    plan.changes.extend(gone.map(|one| Change {
        key: one.ours.key().clone(),
        connection: one.ours.connection(),
        before: Some(one.ours.clone()),
        after: None,
        uid: one.uid.clone(),
    }));
    plan.changes.sort_by(in_order);
    plan
}

fn change(wanted: &Manifest, there: Option<&Standing>, connection: Option<ConnectionId>) -> Option<Change> {
    let is_so = there.is_some_and(|one| contains(one.ours.value(), wanted.value()));
    (!is_so).then(|| Change {
        key: wanted.key().clone(),
        connection,
        before: there.map(|one| one.ours.clone()),
        after: Some(wanted.clone()),
        uid: there.and_then(|one| one.uid.clone()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;
    use uuid::Uuid;

    const US: &str = "nameplate";
    const CONNECTIONS: u128 = 4;

    /// One of few objects, so that wanted and standing ones meet.
    fn object(owner: &str, connection: u128, kind: usize, text: u8) -> Manifest {
        let kind = ["Secret", "Certificate", "HTTPRoute"][kind];
        let key = Key::new(kind, "shops", &format!("n{connection}")).unwrap();
        let of = ConnectionId(Uuid::from_u128(connection));
        Manifest::ours(key, owner, Some((of, "www.customer.com")), json!({ "spec": { "text": text } }))
    }

    fn objects(owner: &'static str) -> impl Strategy<Value = BTreeMap<(u128, usize), Manifest>> {
        let one = (0..CONNECTIONS, 0..3usize, 0..3u8);
        prop::collection::vec(one, 0..8)
            .prop_map(move |all| all.into_iter().map(|(c, k, t)| ((c, k), object(owner, c, k, t))).collect())
    }

    fn wishes(objects: &BTreeMap<(u128, usize), Manifest>) -> Vec<Wish> {
        let of = |connection| Wish {
            connection: ConnectionId(Uuid::from_u128(connection)),
            hostname: "www.customer.com".into(),
            manifests: objects.iter().filter(|((c, _), _)| *c == connection).map(|(_, m)| m.clone()).collect(),
            keeps: vec![],
        };
        (0..CONNECTIONS).map(of).filter(|wish| !wish.manifests.is_empty()).collect()
    }

    /// The first `steps` changes of a plan, and nothing after them.
    fn carry_out(there: &mut BTreeMap<Key, Manifest>, plan: &Plan, steps: usize) {
        for change in plan.changes.iter().take(steps) {
            match &change.after {
                Some(after) => drop(there.insert(change.key.clone(), after.clone())),
                None => drop(there.remove(&change.key)),
            }
        }
    }

    fn standing(there: &BTreeMap<Key, Manifest>) -> Vec<Standing> {
        there.values().map(|ours| Standing { ours: ours.clone(), uid: None }).collect()
    }

    proptest! {
        #[test]
        fn a_crash_between_any_two_objects_converges_and_nothing_foreign_is_touched(
            wanted in objects(US), before in objects(US), foreign in objects("somebody-else"), steps in 0..8usize,
        ) {
            let wishes = wishes(&wanted);
            let mut there: BTreeMap<Key, Manifest> = before.values().chain(foreign.values()).map(|m| (m.key().clone(), m.clone())).collect();
            let theirs = there.clone().into_iter().filter(|(_, m)| !m.is_of(US)).collect::<BTreeMap<_, _>>();
            let first = plan(&wishes, &[], &standing(&there), US);
            carry_out(&mut there, &first, steps);
            let second = plan(&wishes, &[], &standing(&there), US);
            carry_out(&mut there, &second, usize::MAX);
            let third = plan(&wishes, &[], &standing(&there), US);
            prop_assert!(third.is_empty(), "{:?}", third);
            for (key, manifest) in &theirs {
                prop_assert_eq!(there.get(key), Some(manifest));
            }
            let refused: BTreeSet<ConnectionId> = third.refused.iter().map(|(connection, _)| *connection).collect();
            for wish in &wishes {
                let is_all_there = wish.manifests.iter().all(|m| there.get(m.key()) == Some(m));
                prop_assert!(is_all_there || refused.contains(&wish.connection));
            }
            let ours = there.values().filter(|m| m.is_of(US));
            let is_wanted = |m: &Manifest| wishes.iter().any(|wish| wish.manifests.iter().any(|one| one.key() == m.key()));
            prop_assert!(ours.clone().all(is_wanted));
        }

        #[test]
        fn a_plan_taken_back_leaves_what_was(wanted in objects(US), before in objects(US)) {
            let mut there: BTreeMap<Key, Manifest> = before.values().map(|m| (m.key().clone(), m.clone())).collect();
            let was = there.clone();
            let plan = plan(&wishes(&wanted), &[], &standing(&there), US);
            carry_out(&mut there, &plan, usize::MAX);
            carry_out(&mut there, &plan.reversed(), usize::MAX);
            prop_assert_eq!(there, was);
        }
    }

    #[test]
    fn what_others_refer_to_is_made_first_and_deleted_last() {
        let new = wishes(&(0..3).map(|kind| ((0, kind), object(US, 0, kind, 0))).collect());
        let old: Vec<Standing> = (0..3).map(|kind| Standing { ours: object(US, 1, kind, 0), uid: None }).collect();
        let plan = plan(&new, &[], &old, US);
        let kinds: Vec<&str> = plan.changes.iter().map(|change| change.key.kind).collect();
        assert_eq!(kinds, ["Secret", "Certificate", "HTTPRoute", "HTTPRoute", "Certificate", "Secret"]);
    }

    #[test]
    fn what_is_kept_is_neither_made_nor_deleted() {
        let tls = object(US, 0, 0, 0);
        let wish = Wish {
            manifests: vec![],
            keeps: vec![tls.key().clone()],
            ..wishes(&BTreeMap::from([((0, 0), tls.clone())])).remove(0)
        };
        assert!(plan(std::slice::from_ref(&wish), &[], &[], US).is_empty());
        let there = [Standing { ours: tls, uid: None }];
        assert!(plan(&[wish], &[], &there, US).is_empty());
        assert_eq!(plan(&[], &[], &there, US).changes.len(), 1);
    }
}
