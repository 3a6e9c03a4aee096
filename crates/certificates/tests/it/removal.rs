//! Names that are not ours any more.

use super::world::*;
use nameplate_certificates::Shelf as _;

#[tokio::test]
async fn a_removed_name_is_not_served_not_renewed_and_deleted_after_a_day() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    world.delegates("example.com");
    let wildcard = name("*.example.com");
    edge.obtain(&wildcard).await.unwrap();
    edge.remove(&wildcard).await.unwrap();
    assert!(edge.at_hand(&wildcard).is_none(), "memory forgets");
    assert!(edge.find(vec![wildcard.clone()]).await.unwrap().is_none());
    assert_eq!(world.heard()["removed"], 1);
    edge.remove(&wildcard).await.unwrap();
    assert_eq!(world.heard()["removed"], 1, "once is enough");
    world.live(&edge, HOUR * 23).await;
    assert!(world.shelf.entry(&wildcard).await.unwrap().is_some());
    world.live(&edge, HOUR * 2).await;
    assert_eq!(world.shelf.entry(&wildcard).await.unwrap(), None);
    assert_eq!(ca.certificates()[0].revoked_at, None);
}

#[tokio::test]
async fn who_comes_back_within_a_day_gets_the_same_certificate_back() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let before = edge.obtain(&shop).await.unwrap();
    edge.remove(&shop).await.unwrap();
    world.live(&edge, HOUR * 20).await;
    assert_eq!(edge.obtain(&shop).await.unwrap().facts, before.facts);
    world.live(&edge, DAY * 5).await;
    assert!(edge.find(vec![shop]).await.unwrap().is_some(), "it is not deleted any more");
    assert_eq!(ca.counters().orders, 1);
}

#[tokio::test]
async fn if_that_is_wanted_a_removed_certificate_is_revoked_when_it_is_deleted() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge_with("a", &[("first", &ca)], |settings| settings.revoke_removed = true, None);
    let shop = world.points_here("shop.example.com");
    edge.obtain(&shop).await.unwrap();
    edge.remove(&shop).await.unwrap();
    assert_eq!(ca.certificates()[0].revoked_at, None);
    world.live(&edge, DAY * 2).await;
    assert!(ca.certificates()[0].revoked_at.is_some());
    assert_eq!(world.shelf.entry(&shop).await.unwrap(), None);
}

#[tokio::test]
async fn removing_what_never_had_a_certificate_leaves_nothing() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    edge.remove(&name("unknown.example.com")).await.unwrap();
    world.dns.add("shop.example.com", Record::A, "198.51.100.7");
    let shop = name("shop.example.com");
    problem(edge.obtain(&shop).await);
    edge.remove(&shop).await.unwrap();
    assert!(world.shelf.entries(None, 10).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_removal_waits_for_an_order_under_way_and_then_counts() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edges = [world.edge("a", &[("first", &ca)]), world.edge("b", &[("first", &ca)])];
    for (number, remover) in edges.iter().enumerate() {
        let shop = world.points_here(&format!("shop-{number}.example.com"));
        let obtain = edges[0].obtain(&shop);
        let (_, removed) = tokio::join!(obtain, async {
            tokio::task::yield_now().await;
            while world.shelf.entry(&shop).await.unwrap().is_none() {
                tokio::task::yield_now().await;
            }
            remover.remove(&shop).await
        });
        removed.unwrap();
        assert!(edges[0].find(vec![shop.clone()]).await.unwrap().is_none());
        assert!(world.entry(&shop).await.removed_at.is_some());
    }
}
