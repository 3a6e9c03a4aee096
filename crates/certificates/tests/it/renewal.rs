//! Renewal, by hand clock.

use super::world::*;
use nameplate_certificates::{Authorities, LocalCa, Permission, Settings};
use nameplate_domain::time::Clock;
use nameplate_test_ca::{Outage, OutageKind, Profile, RenewalWindow, TestCa};
use std::sync::Arc;
use std::time::Duration;

fn lasting(world: &World, days: f64) -> TestCa {
    world.authority("first", |settings| {
        settings.profiles = [("classic".to_owned(), Profile::lasting(DAY.mul_f64(days)))].into();
    })
}

/// Never without a valid certificate in this time, looking every hour.
async fn always_served(world: &World, edge: &nameplate_certificates::Certificates, shop: &str, time: Duration) {
    let end = world.now().plus(time);
    while world.now() < end {
        world.live(edge, HOUR).await;
        assert!(edge.find(vec![name(shop)]).await.unwrap().is_some(), "without a certificate at {}", world.now());
    }
}

#[tokio::test]
async fn certificates_of_every_lifetime_are_renewed_in_time_and_not_too_often() {
    for (days, least, most) in [(90.0, 5, 7), (45.0, 11, 14), (160.0 / 24.0, 90, 125)] {
        let world = World::new();
        let ca = lasting(&world, days);
        let edge = world.edge("a", &[("first", &ca)]);
        let shop = world.points_here("shop.example.com");
        edge.obtain(&shop).await.unwrap();
        always_served(&world, &edge, "shop.example.com", DAY * 365).await;
        let counters = ca.counters();
        assert!((least..=most).contains(&counters.certificates), "{days} days: {} in a year", counters.certificates);
        assert!(counters.refusals.is_empty());
        assert_eq!(counters.exempt_orders, counters.certificates - 1, "each renewal replaces");
    }
}

#[tokio::test]
async fn a_window_that_moves_to_now_is_followed_within_a_day() {
    let world = World::new();
    let ca = lasting(&world, 90.0);
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let old = edge.obtain(&shop).await.unwrap();
    world.live(&edge, DAY).await;
    let now = world.now();
    let window = RenewalWindow { start: now.minus(DAY), end: now.minus(HOUR) };
    assert!(ca.set_renewal_window(&ca.certificates()[0].serial, window));
    world.live(&edge, DAY).await;
    let new = edge.find(vec![shop]).await.unwrap().unwrap();
    assert_ne!(new.facts.serial, old.facts.serial);
    let records = ca.certificates();
    assert!(records.iter().any(|record| record.replaced_by.is_some()), "{records:?}");
    assert_eq!(ca.counters().exempt_orders, 1);
}

#[tokio::test]
async fn a_window_that_moves_is_told_to_the_control_plane() {
    let world = World::new();
    let ca = lasting(&world, 90.0);
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    edge.obtain(&shop).await.unwrap();
    world.live(&edge, DAY).await;
    let told = world.heard()["rescheduled"];
    let window = RenewalWindow { start: world.now().plus(DAY * 30), end: world.now().plus(DAY * 31) };
    assert!(ca.set_renewal_window(&ca.certificates()[0].serial, window));
    world.live(&edge, DAY).await;
    assert!(world.heard()["rescheduled"] > told);
    let renew_at = world.entry(&shop).await.renew_at.unwrap();
    assert!((window.start..=window.end).contains(&renew_at));
}

#[tokio::test]
async fn a_renewal_that_fails_leaves_the_old_certificate_and_is_tried_again() {
    let world = World::new();
    let ca = lasting(&world, 90.0);
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let old = edge.obtain(&shop).await.unwrap();
    ca.set_outage(Some(Outage::now(OutageKind::DropConnection)));
    always_served(&world, &edge, "shop.example.com", DAY * 75).await;
    assert_eq!(edge.find(vec![shop.clone()]).await.unwrap().unwrap().facts, old.facts);
    let entry = world.entry(&shop).await;
    assert!(entry.failures > 0, "{entry:?}");
    assert_eq!(entry.problem.unwrap().code, "authority_unavailable");
    ca.set_outage(None);
    always_served(&world, &edge, "shop.example.com", DAY).await;
    assert_ne!(edge.find(vec![shop.clone()]).await.unwrap().unwrap().facts.serial, old.facts.serial);
    assert_eq!(world.entry(&shop).await.problem, None);
}

#[tokio::test]
async fn a_name_that_is_not_ours_at_renewal_is_removed_and_one_that_nobody_knows_about_is_renewed() {
    let world = World::new();
    let ca = lasting(&world, 90.0);
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    edge.obtain(&shop).await.unwrap();
    *world.plane.permission.lock().unwrap() = Permission::Unknown;
    always_served(&world, &edge, "shop.example.com", DAY * 80).await;
    assert_eq!(ca.counters().certificates, 2, "renewed without the control plane");
    *world.plane.permission.lock().unwrap() = Permission::No;
    world.live(&edge, DAY * 80).await;
    assert_eq!(ca.counters().certificates, 2);
    assert_eq!(world.heard()["removed"], 1);
    assert!(edge.find(vec![shop.clone()]).await.unwrap().is_none());
    use nameplate_certificates::Shelf as _;
    assert_eq!(world.shelf.entry(&shop).await.unwrap(), None, "deleted a day after its removal");
}

#[tokio::test]
async fn the_internal_authority_signs_at_once_looks_at_no_dns_and_renews() {
    let world = World::new();
    let dir = tempfile::tempdir().unwrap();
    let clock: Arc<dyn Clock> = world.clock.clone();
    let internal = || Authorities::Internal(LocalCa::open(dir.path(), clock.clone()).unwrap());
    let edge = world.start(Settings::new("a"), internal(), None);
    let shop = name("nowhere.example.com");
    let first = edge.obtain(&shop).await.unwrap();
    assert_eq!((first.facts.authority.as_str(), first.facts.issuer.as_str()), ("internal", "internal"));
    always_served(&world, &edge, "nowhere.example.com", DAY * 100).await;
    assert_eq!(world.heard()["stored"], 2);
    assert_eq!(world.dns.looks.load(std::sync::atomic::Ordering::SeqCst), 0);

    let ca = lasting(&world, 90.0);
    let public = world.edge("b", &[("first", &ca)]);
    world.points_here("nowhere.example.com");
    assert!(
        public.find(vec![shop.clone()]).await.unwrap().is_none(),
        "the internal authority's do not count in public"
    );
    assert_eq!(public.obtain(&shop).await.unwrap().facts.authority, "first");
}
