//! Certificates that another system obtained.

use super::world::*;
use nameplate_acme::Secret;
use nameplate_certificates::Shelf as _;
use nameplate_certificates::{BROUGHT_IN, Brought, Certificates, Foreign, NotBroughtIn, Use, bring_in, would_bring_in};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use rcgen::{CertificateParams, KeyPair};

/// Key and chain of a system that is left, good for ninety days.
struct Left {
    key: Secret,
    chain: Vec<Vec<u8>>,
    life: (Timestamp, Timestamp),
}

fn left(world: &World, host: &str) -> Left {
    let at = |at: Timestamp| std::time::UNIX_EPOCH + std::time::Duration::from_millis(at.as_ms().unsigned_abs());
    let mut params = CertificateParams::new([host.to_owned()]).unwrap();
    let life = (world.now(), world.now().plus(DAY * 90));
    (params.not_before, params.not_after) = (at(life.0).into(), at(life.1).into());
    let key = KeyPair::generate().unwrap();
    let chain = vec![params.self_signed(&key).unwrap().der().to_vec()];
    Left { key: Secret::new(key.serialize_der()), chain, life }
}

impl Left {
    async fn comes(&self, world: &World, name: &CertificateName, when: Use) -> Brought {
        let foreign = Foreign { name, key: &self.key, chain: &self.chain };
        let expected = would_bring_in(world.shelf.as_ref(), name, self.life, when, world.now()).await.unwrap();
        let brought = bring_in(world.shelf.as_ref(), None, "import", &foreign, when, world.now()).await.unwrap();
        assert_eq!(brought, expected, "it was foretold");
        brought
    }

    /// Whether visitors of an edge get this one.
    async fn is_served(&self, edge: &Certificates, name: &CertificateName) -> bool {
        let found = edge.find(vec![name.clone()]).await.unwrap();
        found.is_some_and(|found| found.facts.not_before() == self.life.0 && found.facts.authority == BROUGHT_IN)
    }
}

#[tokio::test]
async fn a_proven_name_is_served_with_what_was_brought_in_and_renewed_in_time() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let old = left(&world, "shop.example.com");
    assert_eq!(old.comes(&world, &shop, Use::Now).await, Brought::In);
    assert!(old.is_served(&edge, &shop).await);
    assert!(edge.obtain(&shop).await.is_ok());
    world.live(&edge, DAY * 50).await;
    assert!(old.is_served(&edge, &shop).await);
    assert_eq!(ca.counters().orders, 0, "it is there");
    assert_eq!(old.comes(&world, &shop, Use::Now).await, Brought::Before, "twice is as once");
    world.live(&edge, DAY * 15).await;
    assert_eq!(world.entry(&shop).await.held.unwrap().authority, "first", "two thirds of its life are over");
    assert_eq!(ca.counters().orders, 1);
    assert!(matches!(old.comes(&world, &shop, Use::Now).await, Brought::NotNeeded(_)), "the newer one stays");
    assert_eq!(world.entry(&shop).await.held.unwrap().authority, "first");
}

#[tokio::test]
async fn what_is_set_aside_is_nobodys_until_the_name_may_be_served_and_then_there_without_an_order() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let old = left(&world, "shop.example.com");
    assert_eq!(old.comes(&world, &shop, Use::OnceProven).await, Brought::In);
    assert_eq!(old.comes(&world, &shop, Use::OnceProven).await, Brought::Before);
    assert!(!old.is_served(&edge, &shop).await);
    assert_eq!(world.shelf.held().await.unwrap(), 0);
    // An edge that asks about every name finds that this one is removed already.
    edge.remove(&shop).await.unwrap();
    world.live(&edge, DAY * 20).await;
    let line = world.entry(&shop).await;
    assert_eq!((line.removed_at.is_some(), line.due_at), (true, Some(old.life.1)));

    let obtained = edge.obtain(&shop).await.unwrap();
    assert_eq!(obtained.facts.authority, BROUGHT_IN);
    world.live(&edge, DAY * 20).await;
    assert!(old.is_served(&edge, &shop).await);
    assert_eq!(ca.counters().orders, 0);
    world.live(&edge, DAY * 25).await;
    assert_eq!(ca.counters().orders, 1, "it is renewed in its time");
}

#[tokio::test]
async fn what_was_set_aside_is_put_to_use_by_bringing_it_in_again() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let old = left(&world, "shop.example.com");
    old.comes(&world, &shop, Use::OnceProven).await;
    assert_eq!(old.comes(&world, &shop, Use::Now).await, Brought::In);
    assert!(old.is_served(&edge, &shop).await);
    assert_eq!(old.comes(&world, &shop, Use::Now).await, Brought::Before);
    world.live(&edge, DAY * 70).await;
    assert_eq!((ca.counters().orders, world.heard().get("removed")), (1, None), "it is renewed, not deleted");
}

#[tokio::test]
async fn what_nobody_proves_is_deleted_when_it_expires() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    left(&world, "shop.example.com").comes(&world, &shop, Use::OnceProven).await;
    world.live(&edge, DAY * 89).await;
    assert!(world.shelf.entry(&shop).await.unwrap().is_some());
    world.live(&edge, DAY * 2).await;
    assert_eq!(world.shelf.entry(&shop).await.unwrap(), None);
    assert_eq!(ca.counters().orders, 0);
}

#[tokio::test]
async fn a_name_that_an_edge_works_on_is_left_to_it() {
    let world = World::new();
    let shop = name("shop.example.com");
    let old = left(&world, "shop.example.com");
    world.shelf.lease(&shop, "edge", world.now().plus(MINUTE), world.now()).await.unwrap();
    let foreign = Foreign { name: &shop, key: &old.key, chain: &old.chain };
    let refused = bring_in(world.shelf.as_ref(), None, "import", &foreign, Use::Now, world.now()).await;
    assert!(matches!(refused, Err(NotBroughtIn::Busy)), "{refused:?}");
    world.clock.pass(MINUTE * 2);
    assert_eq!(old.comes(&world, &shop, Use::Now).await, Brought::In, "its lease has ended");
}

#[tokio::test]
async fn keys_are_sealed_as_those_of_edges_are() {
    let world = World::new();
    let shop = name("shop.example.com");
    let old = left(&world, "shop.example.com");
    let sealer = nameplate_certificates::Sealer::parse(&"0123456789abcdef".repeat(4)).unwrap();
    let foreign = Foreign { name: &shop, key: &old.key, chain: &old.chain };
    bring_in(world.shelf.as_ref(), Some(&sealer), "import", &foreign, Use::Now, world.now()).await.unwrap();
    let kept = world.shelf.certificate(&[shop], world.now()).await.unwrap().unwrap();
    assert!(kept.key.starts_with(b"v1.") && kept.key != old.key.as_bytes());
}

#[tokio::test]
async fn a_key_of_another_certificate_is_refused_and_nothing_is_written() {
    let world = World::new();
    let shop = name("shop.example.com");
    let (old, other) = (left(&world, "shop.example.com"), left(&world, "shop.example.com"));
    for (name, key) in [(&shop, &other.key), (&name("other.example.com"), &old.key)] {
        let foreign = Foreign { name, key, chain: &old.chain };
        let refused = bring_in(world.shelf.as_ref(), None, "import", &foreign, Use::Now, world.now()).await;
        assert!(matches!(refused, Err(NotBroughtIn::Certificate(_))), "{refused:?}");
    }
    assert!(world.shelf.entries(None, 10).await.unwrap().is_empty());
}
