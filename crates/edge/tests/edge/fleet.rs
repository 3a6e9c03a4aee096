//! Edges that share a shelf.

use crate::world::{Origin, World, eventually, soon};
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

const SHOP: &str = "shop.example.test";

#[tokio::test(flavor = "multi_thread")]
async fn visitors_of_two_edges_cause_one_certificate() {
    let first = World::new().await;
    first.plane.allow(SHOP, Origin::saying("hello").await.url);
    let second = Arc::new(first.beside().await);
    let first = Arc::new(first);
    let visits: Vec<_> = (0..40)
        .map(|number| {
            let world = Arc::clone(if number % 2 == 0 { &first } else { &second });
            tokio::spawn(async move { world.serial(SHOP).await })
        })
        .collect();
    let mut seen = Vec::new();
    for visit in visits {
        seen.push(visit.await.unwrap());
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
    let issued = |world: &World| world.edge.counters().certificates_issued_total;
    assert_eq!(issued(&first) + issued(&second), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_renewed_by_one_edge_is_shown_by_the_other_within_a_second() {
    let first = World::new().await;
    first.plane.allow(SHOP, Origin::saying("hello").await.url);
    let second = first.beside().await;
    let before = first.serial(SHOP).await;
    assert_eq!(second.serial(SHOP).await, before);
    first.plane.want_renewed(&[SHOP]);
    eventually("renewed", || first.edge.counters().certificates_issued_total == 2).await;
    let renewed = Instant::now();
    soon(async { while second.serial(SHOP).await == before {} }).await;
    assert!(renewed.elapsed() < Duration::from_secs(1), "{:?}", renewed.elapsed());
    assert_eq!(second.serial(SHOP).await, first.serial(SHOP).await);
    assert_eq!(second.edge.counters().certificates_issued_total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wildcard_certificate_renewed_by_one_edge_is_shown_by_the_other() {
    let first = World::new().await;
    first.plane.allow("*.example.test", None);
    first.plane.allow(SHOP, None);
    let second = first.beside().await;
    first.plane.want(&["*.example.test"]);
    eventually("obtained", || first.plane.stored("*.example.test").len() == 1).await;
    let before = second.serial(SHOP).await;
    assert_eq!(first.serial(SHOP).await, before);
    first.plane.want_renewed(&["*.example.test"]);
    eventually("renewed", || first.plane.stored("*.example.test").len() == 2).await;
    soon(async { while second.serial(SHOP).await == before {} }).await;
    soon(async { while first.serial(SHOP).await != second.serial(SHOP).await {} }).await;
    assert_eq!(second.edge.counters().certificates_issued_total, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn after_news_were_lost_each_certificate_is_looked_up_again_behind_its_next_visitor() {
    let first = World::new().await;
    first.plane.allow(SHOP, None);
    let second = first.beside().await;
    let before = second.serial(SHOP).await;
    first.serial(SHOP).await;
    first.shelf.be_silent();
    first.plane.want_renewed(&[SHOP]);
    eventually("renewed", || first.plane.stored(SHOP).len() == 1).await;
    assert_eq!(second.serial(SHOP).await, before, "it has not heard");
    let loaded = second.edge.counters().certificates_loaded_total;
    first.shelf.lose_news();
    soon(async { while second.serial(SHOP).await == before {} }).await;
    assert_eq!(second.edge.counters().certificates_loaded_total, loaded + 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_site_goes_on_with_its_wildcard_certificate_when_news_and_the_shelf_are_gone() {
    let world = World::new().await;
    world.plane.allow("*.example.test", None);
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.want(&["*.example.test"]);
    eventually("obtained", || world.plane.stored("*.example.test").len() == 1).await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    world.shelf.break_down(true);
    world.shelf.lose_news();
    let errors = world.edge.counters().storage_errors_total;
    soon(async {
        while world.edge.counters().storage_errors_total == errors {
            assert_eq!(world.get(SHOP, "/").await.1, "hello");
        }
    })
    .await;
    world.plane.tell_all_changed().await;
    assert_eq!(
        world.get(SHOP, "/").await.1,
        "hello",
        "its verdict is asked for anew, its certificate is that in memory"
    );
}
