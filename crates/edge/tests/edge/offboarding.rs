//! A name that is not served any more: its certificate is not renewed, its key is deleted, its tunnels end.

use crate::world::{Origin, World, eventually, eventually_so, soon};
use nameplate_certificates::Shelf as _;
use std::time::Duration;

const SHOP: &str = "shop.example.test";
const OTHER: &str = "other.example.test";
const DAY: Duration = Duration::from_secs(24 * 3600);

async fn with_shop() -> World {
    let world = World::with(|settings| {
        settings.look_every = Duration::from_millis(20);
        settings.census_per_second = 1000;
    })
    .await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.allow(OTHER, None);
    for name in [SHOP, OTHER] {
        world.serial(name).await;
    }
    world
}

async fn is_removed(world: &World) -> bool {
    world.entry(SHOP).await.is_none_or(|entry| entry.removed_at.is_some())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_told_to_have_changed_and_denied_loses_its_key_after_a_day_though_nobody_visits() {
    let world = with_shop().await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP, OTHER]).await;
    eventually_so("removed", async || is_removed(&world).await).await;
    eventually("reported", || world.plane.heard_of_removal(SHOP)).await;
    assert_eq!(world.edge.counters().certificates_removed_total, 1);
    assert!(world.entry(SHOP).await.is_some(), "for a day it can still be had back");
    world.clock.advance(DAY + Duration::from_secs(1));
    eventually_so("deleted", async || world.entry(SHOP).await.is_none()).await;
    assert!(world.entry(OTHER).await.unwrap().removed_at.is_none());
    assert!(world.shelf.verdict(SHOP).await.unwrap().is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_wildcard_removes_the_certificates_below_it_that_are_denied() {
    let world = with_shop().await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&["*.example.test"]).await;
    eventually_so("removed", async || is_removed(&world).await).await;
    assert!(world.entry(OTHER).await.unwrap().removed_at.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_denied_during_an_outage_is_removed_after_it_though_nobody_tells_or_visits() {
    let world = with_shop().await;
    world.plane.die(true);
    world.plane.fail_to_tell().await;
    world.plane.deny(SHOP);
    world.clock.advance(DAY);
    assert!(!is_removed(&world).await, "nobody has said so yet");
    world.plane.die(false);
    eventually_so("removed", async || is_removed(&world).await).await;
    eventually("reported", || world.plane.heard_of_removal(SHOP)).await;
    assert!(world.entry(OTHER).await.unwrap().removed_at.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_denied_while_the_edge_was_down_is_removed_after_its_start() {
    let world = with_shop().await.restarted_after(|plane| plane.deny(SHOP)).await;
    eventually_so("removed", async || is_removed(&world).await).await;
    assert!(world.entry(OTHER).await.unwrap().removed_at.is_none());
    assert_eq!(world.edge.counters().certificates_loaded_total, 0, "nothing is loaded for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_denied_visit_removes_the_certificate_too() {
    let world = World::with(|settings| settings.ask_positive_ttl = Duration::from_millis(20)).await;
    world.plane.allow(SHOP, None);
    world.serial(SHOP).await;
    world.plane.deny(SHOP);
    soon(async { while world.try_tls(SHOP, b"h2").await.is_ok() {} }).await;
    eventually_so("removed", async || is_removed(&world).await).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_removed_because_nobody_answers() {
    let world = with_shop().await;
    world.plane.hold_back(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    world.plane.tell_all_changed().await;
    world.plane.die(true);
    world.plane.let_go(SHOP);
    let errors = world.edge.counters().ask_errors_total;
    eventually("asked in vain", || world.edge.counters().ask_errors_total > errors + 2).await;
    assert!(!is_removed(&world).await);
    world.plane.die(false);
    soon(async { while world.try_tls(SHOP, b"h2").await.is_err() {} }).await;
    assert_eq!(world.edge.counters().certificates_issued_total, 2, "one for each name, at the start");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_comes_back_is_served_again() {
    let world = with_shop().await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    eventually_so("removed", async || is_removed(&world).await).await;
    world.plane.allow(SHOP, Origin::saying("back").await.url);
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(world.get(SHOP, "/").await.1, "back");
    assert!(!is_removed(&world).await);
    world.clock.advance(DAY + Duration::from_secs(1));
    assert_eq!(world.get(SHOP, "/").await.1, "back");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_removed_by_one_edge_is_not_served_by_the_other_once_it_has_heard() {
    let first = with_shop().await;
    let second = first.beside().await;
    second.serial(SHOP).await;
    for world in [&first, &second] {
        world.plane.deny(SHOP);
    }
    first.plane.tell_changed(&[SHOP]).await;
    eventually_so("removed", async || is_removed(&first).await).await;
    second.plane.tell_changed(&[SHOP]).await;
    let error = second.try_tls(SHOP, b"h2").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
    let removed = |world: &World| world.edge.counters().certificates_removed_total;
    assert_eq!(removed(&first) + removed(&second), 1);
}
