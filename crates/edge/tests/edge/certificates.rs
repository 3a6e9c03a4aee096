//! Issued once, kept, renewed, repaired.

use crate::world::{Origin, World, eventually};
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
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
async fn key_files_are_for_the_owner_only() {
    let world = with_shop().await;
    world.serial(SHOP).await;
    let path = world.settings.storage_dir.join(format!("certificates/{SHOP}.pem"));
    eventually("stored", || path.exists()).await;
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_corrupt_stored_certificate_is_set_aside_and_issued_anew() {
    let world = with_shop().await;
    let before = world.serial(SHOP).await;
    let path = world.settings.storage_dir.join(format!("certificates/{SHOP}.pem"));
    eventually("stored", || path.exists()).await;
    let whole = fs::read(&path).unwrap();
    fs::write(&path, &whole[..whole.len() / 2]).unwrap();
    let world = world.restarted().await;
    assert_ne!(world.serial(SHOP).await, before);
    assert!(path.with_extension("pem.set-aside").exists());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_certificate_of_another_name_is_not_served() {
    let world = with_shop().await;
    world.plane.allow("other.example.test", None);
    world.serial("other.example.test").await;
    let dir = world.settings.storage_dir.join("certificates");
    eventually("stored", || dir.join("other.example.test.pem").exists()).await;
    fs::copy(dir.join("other.example.test.pem"), dir.join(format!("{SHOP}.pem"))).unwrap();
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    assert_eq!(world.edge.counters().certificates_issued_total, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_unwritable_folder_does_not_keep_a_site_from_being_served() {
    let world = with_shop().await;
    // A file where the folder should be: refused for root as well, unlike permissions.
    fs::write(world.settings.storage_dir.join("certificates"), "in the way").unwrap();
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    eventually("reported all the same", || world.plane.stored(SHOP).len() == 1).await;
    assert!(world.edge.counters().storage_errors_total >= 1);
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
    let world = World::with(|settings| settings.renew_check_every = Duration::from_millis(20)).await;
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
