//! Two edges on one shelf.

use super::world::*;
use nameplate_certificates::{Change, NoCertificate, Sealer, Shelf as _};
use nameplate_domain::issuance::entry::{Lease, Settled};
use nameplate_test_ca::{Outage, OutageKind};
use std::time::Duration;

const LIMIT: Duration = Duration::from_secs(20);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn twenty_who_want_one_name_on_two_edges_cause_one_order() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edges = [world.edge("a", &[("first", &ca)]), world.edge("b", &[("first", &ca)])];
    let shop = world.points_here("shop.example.com");
    let visitors = (0..20).map(|number| {
        let (edge, shop) = (edges[number % 2].clone(), shop.clone());
        tokio::spawn(async move { edge.obtain(&shop).await.unwrap().facts.serial.clone() })
    });
    let mut serials = Vec::new();
    for visitor in visitors.collect::<Vec<_>>() {
        serials.push(tokio::time::timeout(LIMIT, visitor).await.unwrap().unwrap());
    }
    serials.dedup();
    assert_eq!((serials.len(), ca.counters().orders), (1, 1));
    assert_eq!(world.heard()["stored"], 1);
}

#[tokio::test]
async fn a_visitor_who_goes_away_does_not_cancel_the_order() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    tokio::select! {
        biased;
        _ = edge.obtain(&shop) => panic!("an order takes more than one poll"),
        () = std::future::ready(()) => {}
    }
    edge.idle().await;
    assert!(edge.find(vec![shop]).await.unwrap().is_some());
}

#[tokio::test]
async fn when_the_holder_dies_in_the_middle_of_an_order_another_edge_finishes_after_the_lease() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let survivor = world.edge("b", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    // The account is made before, so that the outage meets the order itself.
    survivor.obtain(&world.points_here("before.example.com")).await.unwrap();
    ca.set_outage(Some(Outage::after(3, OutageKind::Hang)));

    // An edge in a runtime of its own, which ends with everything in it.
    let doomed = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    *world.runtime.lock().unwrap() = Some(doomed.handle().clone());
    let edge = world.edge("a", &[("first", &ca)]);
    let half = tokio::time::timeout(Duration::from_millis(400), edge.obtain(&shop)).await;
    assert!(half.is_err(), "the order hangs half-way");
    doomed.shutdown_background();
    world.forget_last_edge();
    ca.set_outage(None);
    let held = world.shelf.lease(&shop, "somebody", world.now().plus(MINUTE), world.now()).await.unwrap();
    assert!(matches!(held, Lease::Theirs { .. }), "the dead edge holds the name");

    let obtain = tokio::spawn({
        let (survivor, shop) = (survivor.clone(), shop.clone());
        async move { survivor.obtain(&shop).await }
    });
    tokio::time::sleep(Duration::from_millis(100)).await;
    assert!(!obtain.is_finished(), "the lease is respected");
    world.clock.pass(MINUTE);
    let certificate = tokio::time::timeout(LIMIT, obtain).await.unwrap().unwrap().unwrap();
    assert_eq!(certificate.facts.authority, "first");
}

#[tokio::test]
async fn the_due_loop_of_another_edge_takes_over_what_a_dead_one_left() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("b", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    world.shelf.lease(&shop, "dead", world.now().plus(MINUTE), world.now()).await.unwrap();
    assert_eq!(edge.work_once().await.unwrap().done, 0);
    world.clock.pass(MINUTE);
    assert_eq!(edge.work_once().await.unwrap().done, 1);
    assert!(edge.find(vec![shop]).await.unwrap().is_some());
}

#[tokio::test]
async fn the_loop_works_on_what_becomes_due_by_itself() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge_with("a", &[("first", &ca)], |settings| settings.look_every = SECOND / 10, None);
    let running = tokio::spawn(edge.clone().run());
    let shop = world.points_here("shop.example.com");
    world.shelf.lease(&shop, "dead", world.now().plus(MINUTE), world.now()).await.unwrap();
    world.clock.pass(MINUTE);
    let had = async {
        while edge.find(vec![shop.clone()]).await.unwrap().is_none() {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(LIMIT, had).await.unwrap();
    running.abort();
}

#[tokio::test]
async fn who_lost_its_lease_stores_nothing() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge_with("a", &[("first", &ca)], |settings| settings.lease = Duration::from_millis(60), None);
    let shop = world.points_here("shop.example.com");
    ca.set_outage(Some(Outage::now(OutageKind::Hang)));
    let obtain = tokio::spawn({
        let (edge, shop) = (edge.clone(), shop.clone());
        async move { edge.obtain(&shop).await }
    });
    // Somebody takes the name over once its holder has it, and gives it up for good.
    let taken = async {
        while world.shelf.entry(&shop).await.unwrap().is_none() {
            tokio::task::yield_now().await;
        }
        world.clock.pass(SECOND);
        let lease = world.shelf.lease(&shop, "another", world.now().plus(HOUR), world.now()).await.unwrap();
        assert!(matches!(lease, Lease::Ours(_)));
        assert!(world.shelf.settle(&shop, "another", Settled::Deleted).await.unwrap());
    };
    tokio::time::timeout(LIMIT, taken).await.unwrap();
    let result = tokio::time::timeout(LIMIT, obtain).await.unwrap().unwrap();
    assert!(matches!(result, Err(NoCertificate::Removed)), "{result:?}");
    assert_eq!(ca.counters().certificates, 0);
}

#[tokio::test]
async fn an_edge_hears_of_what_another_one_stored() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let orders = world.edge("a", &[("first", &ca)]);
    let hears = world.edge("b", &[("first", &ca)]);
    world.delegates("example.com");
    let wildcard = name("*.example.com");
    orders.obtain(&wildcard).await.unwrap();
    let old = hears.find(vec![wildcard.clone()]).await.unwrap().unwrap();
    let mut changes = hears.changes();
    let running = tokio::spawn(hears.clone().run());
    tokio::time::timeout(LIMIT, async {
        while hears.at_hand(&wildcard).is_some() {
            tokio::task::yield_now().await;
        }
    })
    .await
    .unwrap();
    world.clock.pass(HOUR);
    let new = orders.renew(&wildcard).await.unwrap();
    assert_ne!(new.facts.serial, old.facts.serial);
    let change = tokio::time::timeout(LIMIT, changes.recv()).await.unwrap().unwrap();
    assert_eq!(change, Change::Certificate(wildcard.clone()));
    assert_eq!(hears.find(vec![wildcard]).await.unwrap().unwrap().facts.serial, new.facts.serial);
    running.abort();
}

#[tokio::test]
async fn a_key_that_cannot_be_opened_counts_as_absent_and_is_ordered_anew() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let sealer = |letter: &str| Some(Sealer::parse(&letter.repeat(64)).unwrap());
    let before = world.edge_with("a", &[("first", &ca)], |_| {}, sealer("a"));
    let shop = world.points_here("shop.example.com");
    let old = before.obtain(&shop).await.unwrap();
    let kept = world.shelf.certificate(std::slice::from_ref(&shop), world.now()).await.unwrap().unwrap();
    assert!(kept.key.starts_with(b"v1."), "it is sealed at rest");

    let both = Some(Sealer::parse(&format!("{},{}", "b".repeat(64), "a".repeat(64))).unwrap());
    let after = world.edge_with("c", &[("first", &ca)], |_| {}, both);
    assert_eq!(after.find(vec![shop.clone()]).await.unwrap().unwrap().facts, old.facts, "the old key still opens");

    let other = world.edge_with("b", &[("other", &ca)], |_| {}, sealer("b"));
    assert!(other.find(vec![shop.clone()]).await.unwrap().is_none());
    let new = other.obtain(&shop).await.unwrap();
    assert_ne!(new.facts.serial, old.facts.serial);
    assert_eq!(other.find(vec![shop]).await.unwrap().unwrap().facts, new.facts);
}

#[tokio::test]
async fn shared_secrets_are_sealed_and_one_that_cannot_be_opened_can_be_replaced() {
    let world = World::new();
    let sealer = |letter: &str| Some(Sealer::parse(&letter.repeat(64)).unwrap());
    let one = world.edge_with("a", &[], |_| {}, sealer("a"));
    assert!(one.swap_secret("tickets", 0, b"secret").await.unwrap());
    assert_eq!(one.secret("tickets").await.unwrap(), Some((1, b"secret".to_vec())));
    let (_, kept) = world.shelf.secret("tickets").await.unwrap().unwrap();
    assert!(kept.starts_with(b"v1."));
    let other = world.edge_with("b", &[], |_| {}, sealer("b"));
    assert_eq!(other.secret("tickets").await.unwrap(), Some((1, Vec::new())));
    assert!(other.swap_secret("tickets", 1, b"new").await.unwrap());
    assert_eq!(other.secret("tickets").await.unwrap(), Some((2, b"new".to_vec())));
}
