//! What workers do without being asked, on a clock that is moved by hand.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_domain::ask::Purpose;
use nameplate_domain::time::Timestamp;
use nameplate_testkit::{Answer, EDGE_TARGET, World, until};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);

async fn connection(world: &World, id: &str) -> Answer {
    world.people.demo.get(&format!("/v1/connections/{id}")).await.expect(200)
}

/// Waits until the workers have brought the connection into `state`; time passes meanwhile.
async fn becomes(world: &World, id: &str, state: &str) -> Answer {
    until(&format!("{id} to be {state}"), async || {
        world.pass(Duration::from_secs(10));
        let now = connection(world, id).await;
        (now.at("/state") == state).then_some(now)
    })
    .await
}

async fn allowed(world: &World, name: &str, purpose: Purpose) -> bool {
    world.control.ask(name, purpose).await.unwrap().allow
}

async fn note_certificate(world: &World, hostname: &str) {
    let outcome = CertificateOutcome::Stored {
        issuer: "internal".into(),
        serial: "01".into(),
        fingerprint_sha256: "ab".repeat(32),
        not_before: world.control.now(),
        not_after: Timestamp::from_ms(world.control.now().as_ms() + 90 * 24 * 3_600_000),
        names: vec![],
        authority: None,
        chain: vec![],
        renew_at: None,
        renewal: None,
    };
    let report = CertificateReport { hostname: hostname.into(), outcome };
    world.control.note_certificate("edge-1", report).await.unwrap();
}

#[tokio::test]
async fn what_nobody_proves_within_seven_days_is_given_up() {
    let mut world = World::start().await;
    let pending = world.connect("shop.customer.test").await;
    world.start_workers();
    world.pass(6 * DAY);
    until("a check on the sixth day", async || {
        let now = connection(&world, pending.at("/id")).await;
        (now.json["problem"]["code"] == "ownership_missing").then_some(())
    })
    .await;
    assert_eq!(connection(&world, pending.at("/id")).await.at("/state"), "pending_ownership");
    world.pass(DAY);
    let failed = becomes(&world, pending.at("/id"), "failed").await;
    assert_eq!(failed.at("/problem/code"), "ownership_expired");
    assert!(failed.json["next_check_at"].is_null(), "{failed:?}");
}

#[tokio::test]
async fn a_drifted_name_is_served_for_its_grace_and_comes_back() {
    let mut world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    let record = world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    world.start_workers();
    becomes(&world, proven.at("/id"), "live").await;
    note_certificate(&world, "shop.customer.test").await;

    world.unpublish("customer.test", &record).await;
    becomes(&world, proven.at("/id"), "drifted").await;
    assert!(allowed(&world, "shop.customer.test", Purpose::Serve).await, "served, for it has a certificate");
    assert!(!allowed(&world, "shop.customer.test", Purpose::Issue).await, "and gets no new one");
    world.pass(7 * DAY);
    assert!(!allowed(&world, "shop.customer.test", Purpose::Serve).await, "the grace is over");
    assert_eq!(connection(&world, proven.at("/id")).await.at("/state"), "drifted", "the claim is not");

    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    becomes(&world, proven.at("/id"), "live").await;
    assert!(allowed(&world, "shop.customer.test", Purpose::Serve).await);
}

#[tokio::test]
async fn records_that_take_too_long_stall_and_go_on_when_they_come() {
    let mut world = World::start().await;
    let proven = world.proven("shop.customer.test").await;
    world.start_workers();
    becomes(&world, proven.at("/id"), "propagating").await;
    world.pass(3 * DAY);
    let stalled = becomes(&world, proven.at("/id"), "stalled").await;
    assert_eq!(stalled.at("/problem/code"), "record_missing");
    assert!(allowed(&world, "shop.customer.test", Purpose::Serve).await, "the claim is held");
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    becomes(&world, proven.at("/id"), "live").await;
}

#[tokio::test]
async fn who_waits_for_a_name_that_is_held_is_told() {
    let mut world = World::start().await;
    let waiting = world.connect("shop.customer.test").await;
    let _ = world.live("shop.customer.test").await;
    world.start_workers();
    until("the conflict to be noted", async || {
        world.pass(Duration::from_secs(10));
        let now = connection(&world, waiting.at("/id")).await;
        (now.json["problem"]["code"] == "hostname_conflict").then_some(())
    })
    .await;
}

#[tokio::test]
async fn an_edge_that_falls_silent_over_a_certificate_makes_nothing_live() {
    let mut world = World::start().await;
    let _ = world.control.edge_orders("edge-1", None, Duration::ZERO).await.unwrap();
    let proven = world.proven("shop.customer.test").await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    world.start_workers();
    let hear_of_the_edge = async || world.control.edge_orders("edge-1", None, Duration::ZERO).await.unwrap();
    until("the certificate to be ordered", async || {
        hear_of_the_edge().await;
        (connection(&world, proven.at("/id")).await.at("/state") == "issuing_cert").then_some(())
    })
    .await;
    let before = connection(&world, proven.at("/id")).await;
    world.pass(Duration::from_secs(300));
    let after = until("a check after the silence", async || {
        let now = connection(&world, proven.at("/id")).await;
        (now.at("/checked_at") > before.at("/updated_at") && now.json["updated_at"] != before.json["updated_at"])
            .then_some(now)
    })
    .await;
    assert_eq!(after.at("/state"), "issuing_cert");
    note_certificate(&world, "shop.customer.test").await;
    assert_eq!(connection(&world, proven.at("/id")).await.at("/state"), "live");
}
