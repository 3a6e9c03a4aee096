//! One certificate for every name one label below another.

use crate::world::{Origin, World, eventually, soon};
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

const WILDCARD: &str = "*.example.test";
const SHOP: &str = "shop.example.test";
const OTHER: &str = "other.example.test";

/// A world that holds a wildcard certificate, and knows two names below it.
async fn with_wildcard(look_every: Duration) -> World {
    let world = World::with(|settings| settings.look_every = look_every).await;
    world.plane.allow(WILDCARD, None);
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.allow(OTHER, None);
    world.plane.want(&[WILDCARD]);
    eventually("reported", || world.plane.stored(WILDCARD).len() == 1).await;
    world
}

const NEVER: Duration = Duration::from_secs(3600);

#[tokio::test(flavor = "multi_thread")]
async fn a_wanted_wildcard_certificate_serves_the_names_below_it() {
    let world = with_wildcard(NEVER).await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    assert_eq!(world.serial(SHOP).await, world.serial(OTHER).await);
    assert_eq!(world.edge.counters().certificates_issued_total, 1);
    assert_eq!(world.plane.issue_asks.load(SeqCst), 1, "only for the wildcard itself");
    assert!(world.plane.stored(SHOP).is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_below_is_served_only_if_the_control_plane_says_so() {
    let world = with_wildcard(NEVER).await;
    let error = world.try_tls("stranger.example.test", b"h2").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wildcard_certificate_is_used_again_after_a_restart() {
    let world = with_wildcard(NEVER).await;
    let before = world.serial(SHOP).await;
    let world = world.restarted().await;
    assert_eq!(world.serial(SHOP).await, before);
    assert_eq!(world.serial(OTHER).await, before);
    let counters = world.edge.counters();
    assert_eq!((counters.certificates_issued_total, counters.certificates_loaded_total), (0, 1));
    world.plane.want(&[WILDCARD]);
    eventually("reported once more", || world.plane.stored(WILDCARD).len() == 2).await;
    assert_eq!(world.edge.counters().certificates_issued_total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn neither_the_parent_nor_a_name_two_labels_below_is_covered() {
    let world = with_wildcard(NEVER).await;
    let wildcard = world.serial(SHOP).await;
    for (name, issued) in [("b.shop.example.test", 2), ("example.test", 3)] {
        world.plane.allow(name, None);
        assert_ne!(world.serial(name).await, wildcard);
        assert_eq!(world.edge.counters().certificates_issued_total, issued);
        eventually("reported", || world.plane.stored(name).len() == 1).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_the_names_own_comes_before_the_wildcard() {
    let world = with_wildcard(NEVER).await;
    let wildcard = world.serial(SHOP).await;
    world.plane.want(&[SHOP]);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    let own = world.serial(SHOP).await;
    assert_ne!(own, wildcard);
    let world = world.restarted().await;
    assert_eq!((world.serial(OTHER).await, world.serial(SHOP).await), (wildcard, own));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_renewed_wildcard_certificate_replaces_the_old_one_in_sites_being_served() {
    let world = with_wildcard(Duration::from_millis(20)).await;
    world.serial(SHOP).await;
    world.clock.advance(Duration::from_secs(61 * 86_400));
    eventually("renewed", || world.plane.stored(WILDCARD).len() == 2).await;
    // The new one starts in the future of this test's TLS client, which is how it is told from the old one.
    let told = async {
        loop {
            if let Err(error) = world.try_tls(SHOP, b"h2").await {
                return error.to_string();
            }
        }
    };
    let shown = soon(told).await;
    assert!(shown.contains("not valid yet"), "{shown}");
    assert_eq!(world.edge.counters().certificates_issued_total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_expired_wildcard_certificate_covers_nothing() {
    let world = with_wildcard(NEVER).await;
    world.serial(SHOP).await;
    world.clock.advance(Duration::from_secs(91 * 86_400));
    let error = world.try_tls(SHOP, b"h2").await.unwrap_err();
    assert!(error.to_string().contains("not valid yet"), "it is shown a new one: {error}");
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
}
