//! The control plane is gone, and the edge is restarted: it serves what it served, and nothing else.

use crate::world::{Origin, World, eventually, eventually_so, soon};
use nameplate_certificates::Shelf as _;
use std::time::Duration;

const SHOP: &str = "shop.example.test";

async fn with_shop() -> World {
    let world = World::with(|settings| {
        settings.ask_positive_ttl = Duration::from_millis(100);
        settings.ask_retry_pause = Duration::from_millis(20);
    })
    .await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edge_restarted_without_a_control_plane_serves_what_it_served() {
    let world = with_shop().await;
    world.plane.allow("new.example.test", None);
    let world = world.restarted_after(|plane| plane.die(true)).await;
    while world.edge.counters().ask_stale_total < 5 {
        assert_eq!(world.get(SHOP, "/").await.1, "hello");
    }
    for unknown in ["new.example.test", "stranger.example.test"] {
        let error = world.try_tls(unknown, b"h2").await.unwrap_err();
        assert!(error.to_string().contains("InternalError"), "{error}");
    }
    world.plane.die(false);
    world.plane.deny(SHOP);
    soon(async { while world.try_tls(SHOP, b"h2").await.is_ok() {} }).await;
    eventually_so("forgotten", async || world.shelf.verdict(SHOP).await.unwrap().is_none()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_edge_of_the_fleet_serves_it_too() {
    let world = with_shop().await;
    eventually_so("kept", async || world.shelf.verdict(SHOP).await.unwrap().is_some()).await;
    let second = world.beside().await;
    second.plane.die(true);
    assert_eq!(second.get(SHOP, "/").await.1, "hello");
    assert_eq!(second.edge.counters().certificates_issued_total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_origin_is_kept_in_place_of_the_old_one() {
    let world = with_shop().await;
    world.plane.allow(SHOP, Origin::saying("moved").await.url);
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(world.get(SHOP, "/").await.1, "moved");
    let world = world.restarted_after(|plane| plane.die(true)).await;
    assert_eq!(world.get(SHOP, "/").await.1, "moved");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_was_told_to_have_changed_and_not_asked_about_since_is_not_served() {
    let world = with_shop().await;
    world.plane.hold_back(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    let world = world
        .restarted_after(|plane| {
            plane.die(true);
            plane.let_go(SHOP);
        })
        .await;
    let error = world.try_tls(SHOP, b"h2").await.unwrap_err();
    assert!(error.to_string().contains("InternalError"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_plane_that_never_answers_delays_one_visitor_and_not_the_rest() {
    let world = World::with(|settings| {
        settings.ask_timeout = Duration::from_millis(1500);
        settings.ask_retry_pause = Duration::from_secs(60);
    })
    .await;
    let names: Vec<String> = (0..20).map(|number| format!("shop-{number}.example.test")).collect();
    for name in &names {
        world.plane.allow(name, None);
        world.serial(name).await;
    }
    let world = world.restarted().await;
    world.plane.be_slow(Duration::from_secs(3600));
    world.serial(&names[0]).await;
    let begun = tokio::time::Instant::now();
    for name in &names[1..] {
        world.serial(name).await;
    }
    assert!(begun.elapsed() < Duration::from_millis(1500), "{:?}", begun.elapsed());
    eventually("believed for the time being", || world.edge.counters().ask_stale_total >= 20).await;
}
