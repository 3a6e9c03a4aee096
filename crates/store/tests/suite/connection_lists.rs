//! Lists of connections: every order, searching and counting.

use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection, fresh_id};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, Order, State};
use nameplate_domain::hostname_part::HostnamePart;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId};
use nameplate_store::{ConnectionFilter, place_of};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use std::collections::BTreeSet;

/// Lists that are paged through, on each database.
const CASES: usize = 60;

/// What a connection is made of: its state, when it was created, and how long after that it came into its state.
type Seed = (usize, u64, u64);

/// A list, and somebody who pages through it while others add to it.
#[derive(Clone, Debug)]
struct Paging {
    order: Order,
    limit: u32,
    there: Vec<Seed>,
    /// What is added after each page.
    late: Vec<Seed>,
}

fn pagings() -> impl Strategy<Value = Paging> {
    let seed = || (0..State::ALL.len(), 0_u64..4, 0_u64..3);
    let seeds = || proptest::collection::vec(seed(), 0..25);
    (0..Order::ALL.len(), 1_u32..9, seeds(), seeds()).prop_map(|(order, limit, there, late)| Paging {
        order: Order::ALL[order],
        limit,
        there,
        late,
    })
}

/// Names that nobody holds the claim to may be the same, so that the host name does not decide alone.
fn grown((state, created, since): Seed, application: &Application) -> Connection {
    let state = State::ALL[state];
    let holds = state.is_after_proof() || state == State::Stalled;
    let name =
        if holds { format!("h{}.customer.com", fresh_id().simple()) } else { format!("h{created}.customer.com") };
    let created_at = after(created);
    Connection { created_at, state_since: after(created + since), ..connection(application, &name, state) }
}

async fn insert_all(lab: &Lab, connections: &[Connection]) {
    let mut tx = lab.begin().await;
    for new in connections {
        tx.insert_connection(new, None).await.unwrap();
    }
    tx.commit().await.unwrap();
}

/// As [`Order`] says it.
fn sorted(order: Order, mut connections: Vec<Connection>) -> Vec<ConnectionId> {
    connections.sort_by(|one, other| {
        let created = |it: &Connection| (it.created_at, it.id);
        let changed = |it: &Connection| (it.state_since, it.id);
        let named = |it: &Connection| (it.hostname.to_string(), it.created_at, it.id);
        let urgent = |it: &Connection| (it.state.urgency(), it.state_since, it.id);
        match order {
            Order::Newest => created(other).cmp(&created(one)),
            Order::Oldest => created(one).cmp(&created(other)),
            Order::LatestChange => changed(other).cmp(&changed(one)),
            Order::EarliestChange => changed(one).cmp(&changed(other)),
            Order::Hostname => named(one).cmp(&named(other)),
            Order::HostnameReversed => named(other).cmp(&named(one)),
            Order::Urgency => urgent(other).cmp(&urgent(one)),
        }
    });
    connections.into_iter().map(|connection| connection.id).collect()
}

async fn page_through(lab: &Lab, case: &Paging) {
    let (tenant, application) = lab.application().await;
    let there: Vec<_> = case.there.iter().map(|seed| grown(*seed, &application)).collect();
    insert_all(lab, &there).await;
    let mut late =
        case.late.chunks(3).map(|some| some.iter().map(|seed| grown(*seed, &application)).collect::<Vec<_>>());
    let (mut seen, mut place) = (Vec::new(), None);
    loop {
        let filter = ConnectionFilter::default();
        let read = lab.reader().connections_in(case.order, tenant.id, &filter, place.as_ref(), case.limit).await;
        let page = read.unwrap();
        let Some(last) = page.last() else { break };
        place = Some(place_of(case.order, last));
        seen.extend(page);
        if let Some(some) = late.next() {
            insert_all(lab, &some).await;
        }
    }
    let ids: Vec<_> = seen.iter().map(|connection| connection.id).collect();
    assert_eq!(ids, sorted(case.order, seen.clone()), "in order: {case:?}");
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "nothing twice: {case:?}");
    let were_there: BTreeSet<_> = there.iter().map(|connection| connection.id).collect();
    let found: Vec<_> = ids.into_iter().filter(|id| were_there.contains(id)).collect();
    assert_eq!(found, sorted(case.order, there), "everything once: {case:?}");
}

both! {
    async fn any_order_in_pages_of_any_size_gives_each_row_once_while_rows_are_inserted(lab: &Lab) {
        let mut runner = TestRunner::deterministic();
        for _ in 0..CASES {
            let case = pagings().new_tree(&mut runner).unwrap().current();
            page_through(lab, &case).await;
        }
    }

    async fn every_state_has_the_urgency_that_the_domain_gives_it(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let all: Vec<_> = (0..State::ALL.len()).map(|state| grown((state, 0, 0), &application)).collect();
        insert_all(lab, &all).await;
        for state in State::ALL {
            let before = place_of(Order::Urgency, &connection(&application, "x.customer.com", state));
            let above = nameplate_store::Place { id: uuid::Uuid::nil(), ..before };
            let any = ConnectionFilter::default();
            let read = lab.reader().connections_in(Order::Urgency, tenant.id, &any, Some(&above), 20).await.unwrap();
            let less: BTreeSet<_> = read.iter().map(|found| found.state).collect();
            let expected = State::ALL.into_iter().filter(|other| other.urgency() < state.urgency()).collect();
            assert_eq!(less, expected, "after {state}");
        }
    }

    async fn a_name_is_found_by_any_part_of_it(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let names = ["shop.customer.com", "*.customer.com", "xn--bcher-kva.example", "a-b.example"];
        for name in names {
            lab.insert(&connection(&application, name, State::Live)).await;
        }
        for (typed, found) in [
            ("SHOP", &["shop.customer.com"][..]),
            ("customer", &["*.customer.com", "shop.customer.com"]),
            ("bücher", &["xn--bcher-kva.example"]),
            ("Bücher.Ex", &["xn--bcher-kva.example"]),
            ("*.", &["*.customer.com"]),
            ("xn--", &["xn--bcher-kva.example"]),
            ("%", &[]),
            ("_", &[]),
            ("!", &[]),
            ("a%b", &[]),
            ("shop.customer.com.", &[]),
            ("\\", &[]),
        ] {
            let search = Some(HostnamePart::parse(typed).unwrap());
            let filter = ConnectionFilter { search, ..ConnectionFilter::default() };
            for order in [Order::Hostname, Order::HostnameReversed] {
                let read = lab.reader().connections_in(order, tenant.id, &filter, None, 9).await.unwrap();
                let mut names: Vec<_> = read.iter().map(|connection| connection.hostname.as_str()).collect();
                if order == Order::HostnameReversed {
                    names.reverse();
                }
                assert_eq!(names, found, "{typed}");
                let theirs = lab.reader().connections_in(order, stranger.id, &filter, None, 9).await.unwrap();
                assert_eq!(theirs, []);
            }
        }
    }

    async fn connections_are_counted_by_state_tenant_and_application(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, theirs) = lab.application().await;
        let other = Application { id: ApplicationId(fresh_id()), ..application.clone() };
        let mut tx = lab.begin().await;
        tx.insert_application(&other).await.unwrap();
        tx.commit().await.unwrap();
        let all = [(&application, State::Live), (&application, State::Drifted), (&other, State::Live), (&theirs, State::Failed)];
        for (n, (of, state)) in all.into_iter().enumerate() {
            lab.insert(&connection(of, &format!("h{n}.customer.com"), state)).await;
        }
        let counted = async |tenant, application| {
            let counted = lab.reader().connections_by_state(tenant, application).await.unwrap();
            counted.into_iter().collect::<std::collections::BTreeMap<_, _>>()
        };
        assert_eq!(counted(tenant.id, None).await, [(State::Live, 2), (State::Drifted, 1)].into());
        assert_eq!(counted(tenant.id, Some(other.id)).await, [(State::Live, 1)].into());
        assert_eq!(counted(tenant.id, Some(theirs.id)).await, [].into());
        assert_eq!(counted(stranger.id, None).await, [(State::Failed, 1)].into());
    }
}
