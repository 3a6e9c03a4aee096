//! Issued once, kept, renewed, repaired.

use crate::world::{Origin, World, eventually, soon};
use nameplate_domain::certificate::Renewal;
use nameplate_edge::CertificateOutcome;
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

const SHOP: &str = "shop.example.test";

async fn with_shop() -> World {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn sixty_four_visitors_of_a_new_name_cause_one_question_and_one_certificate() {
    let world = Arc::new(with_shop().await);
    world.plane.be_slow(Duration::from_millis(50));
    let visits: Vec<_> = (0..64)
        .map(|_| {
            let world = Arc::clone(&world);
            tokio::spawn(async move { world.serial(SHOP).await })
        })
        .collect();
    let mut seen = Vec::new();
    for visit in visits {
        seen.push(visit.await.unwrap());
    }
    seen.dedup();
    assert_eq!(seen.len(), 1);
    assert_eq!(world.plane.asked(), 1);
    assert_eq!(world.edge.counters().certificates_issued_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_reported_and_used_again_after_a_restart() {
    let world = with_shop().await;
    let before = world.serial(SHOP).await;
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    let world = world.restarted().await;
    assert_eq!(world.serial(SHOP).await, before);
    assert_eq!(world.edge.counters().certificates_issued_total, 0);
    assert_eq!(world.edge.counters().certificates_loaded_total, 1);
    assert_eq!(world.plane.issue_asks.load(SeqCst), 1, "a stored certificate only needs leave to be served");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_on_the_shelf_before_its_first_visitor_is_served() {
    let world = with_shop().await;
    world.serial(SHOP).await;
    let held = world.entry(SHOP).await.unwrap().held.unwrap();
    assert_eq!(held.authority, "internal");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_that_cannot_be_used_stops_no_site_in_memory_and_starts_no_other() {
    let world = World::with(|settings| settings.ask_positive_ttl = Duration::from_millis(20)).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.allow("new.example.test", None);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    world.shelf.break_down(true);
    world.plane.tell_changed(&[SHOP]).await;
    let asked = world.plane.asked();
    soon(async {
        while world.plane.asked() < asked + 3 {
            assert_eq!(world.get(SHOP, "/").await.1, "hello");
        }
    })
    .await;
    let error = world.try_tls("new.example.test", b"h2").await.unwrap_err();
    assert!(error.to_string().contains("InternalError"), "{error}");
    assert!(world.edge.counters().storage_errors_total >= 1);
    world.shelf.break_down(false);
    soon(async { while world.try_tls("new.example.test", b"h2").await.is_err() {} }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wanted_name_has_its_certificate_before_the_first_visitor() {
    let world = with_shop().await;
    world.plane.want(&[SHOP]);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    let asked = world.plane.asked();
    world.serial(SHOP).await;
    assert_eq!((world.plane.asked(), world.edge.counters().certificates_issued_total), (asked, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_visited_too_early_is_issued_as_soon_as_it_is_wanted() {
    let world = World::new().await;
    world.try_tls(SHOP, b"h2").await.unwrap_err();
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.plane.want(&[SHOP]);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wanted_name_that_cannot_be_had_is_reported_as_failed() {
    let world = World::new().await;
    world.plane.want(&["*.*.example.test", "denied.example.test"]);
    eventually("both reported", || world.plane.reports.lock().unwrap().len() == 2).await;
    assert!(world.plane.stored("denied.example.test").is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shelf_that_fails_for_a_moment_is_no_failure_of_the_name() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.shelf.break_down(true);
    let errors = || world.edge.counters().storage_errors_total;
    let before = errors();
    world.plane.want(&[SHOP]);
    eventually("tried, and tried again", || errors() >= before + 2).await;
    world.shelf.break_down(false);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    assert_eq!(world.plane.reports.lock().unwrap().len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_delivered_once_the_control_plane_is_back() {
    let world = with_shop().await;
    world.plane.be_deaf(true);
    world.serial(SHOP).await;
    eventually("waits", || world.edge.counters().reports_waiting == 1).await;
    world.plane.be_deaf(false);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    eventually("waits no more", || world.edge.counters().reports_waiting == 0).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_renewed_in_the_background_at_two_thirds_of_its_life() {
    let world = World::with(|settings| settings.look_every = Duration::from_millis(20)).await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.serial(SHOP).await;
    world.clock.advance(Duration::from_secs(59 * 86_400));
    assert_eq!(world.edge.counters().certificates_issued_total, 1);
    world.clock.advance(Duration::from_secs(2 * 86_400));
    eventually("renewed", || world.edge.counters().certificates_issued_total == 2).await;
    eventually("reported", || world.plane.stored(SHOP).len() == 2).await;
    // The new one starts in the future of this test's TLS client, so it is told by what was reported.
    assert_ne!(world.plane.stored(SHOP)[0], world.plane.stored(SHOP)[1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_is_replaced_once_when_somebody_asks_for_it() {
    let world = with_shop().await;
    let before = world.serial(SHOP).await;
    for _ in 0..3 {
        world.plane.want_renewed(&[SHOP]);
    }
    eventually("replaced", || world.plane.stored(SHOP).len() == 2).await;
    soon(async { while world.serial(SHOP).await == before {} }).await;
    world.plane.tell_changed(&["other.example.test"]).await;
    assert_eq!(world.edge.counters().certificates_issued_total, 2, "it was asked for three times");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_says_who_signed_for_what_and_when_it_is_replaced() {
    let world = with_shop().await;
    world.serial(SHOP).await;
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    // Once by who obtained it, once because it was wanted and is held.
    world.plane.want(&[SHOP]);
    eventually("reported again", || world.plane.stored(SHOP).len() == 2).await;
    let reports = world.plane.reports.lock().unwrap();
    for report in reports.iter() {
        let CertificateOutcome::Stored {
            names,
            authority,
            chain,
            renew_at_ms,
            renewal,
            serial,
            not_before_ms,
            not_after_ms,
            ..
        } = &report.outcome
        else {
            panic!("{report:?}")
        };
        assert_eq!((names.as_slice(), authority.as_str()), (&[SHOP.to_owned()][..], "internal"));
        assert!((not_before_ms..not_after_ms).contains(&&renew_at_ms.unwrap()), "{report:?}");
        assert_eq!(*renewal, Some(Renewal::Life));
        let leaf = chain.first().unwrap();
        assert_eq!((&leaf.serial, leaf.not_after.as_ms()), (serial, *not_after_ms));
        assert!(chain.windows(2).all(|pair| pair[0].issuer == pair[1].subject), "{chain:?}");
    }
    assert_eq!(reports[0], reports[1]);
}
