//! Names that are given up, and failures that are announced once.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_domain::connection::{Event, SetupType, State, step};
use nameplate_domain::issuance::problem::{Actor, IssuanceProblem};
use nameplate_domain::tenancy::ConnectionId;
use nameplate_domain::time::Timestamp;
use nameplate_store::{StepValues, StoredEvent};
use nameplate_testkit::{Answer, EDGE_TARGET, World, until};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
const NAME: &str = "shop.customer.test";

async fn connection(world: &World, id: &str) -> Answer {
    world.people.demo.get(&format!("/v1/connections/{id}")).await.expect(200)
}

async fn becomes(world: &World, id: &str, state: &str) -> Answer {
    until(&format!("{id} to be {state}"), async || {
        world.pass(Duration::from_secs(10));
        let now = connection(world, id).await;
        (now.at("/state") == state).then_some(now)
    })
    .await
}

async fn events(world: &World) -> Vec<StoredEvent> {
    world.store.reader().events(None, None, 1000).await.unwrap()
}

async fn kinds(world: &World) -> Vec<&'static str> {
    events(world).await.iter().map(|event| event.kind.as_str()).collect()
}

#[tokio::test]
async fn what_is_given_up_is_announced_to_nobody_and_takes_nothing_from_anybody() {
    let mut world = World::start().await;
    let waiting = world.connect(NAME).await;
    let holder = world.live(NAME).await;
    let before = kinds(&world).await;
    world.start_workers();
    world.pass(8 * DAY);
    becomes(&world, waiting.at("/id"), "failed").await;
    assert_eq!(kinds(&world).await, before);
    assert_eq!(connection(&world, holder.at("/id")).await.at("/state"), "live");
    let body = json!({"application_id": world.application.id, "hostname": NAME});
    world.people.demo.post("/v1/connections", body).await.refused(409, "HostnameConflict", NAME);
    let verify = format!("/v1/connections/{}/verify", waiting.at("/id"));
    world.people.demo.post(&verify, Value::Null).await.refused(409, "connection_ended", "create a new one");
}

#[tokio::test]
async fn stalled_ones_without_proof_and_those_of_a_batch_are_given_up_too() {
    let mut world = World::start().await;
    let body = json!({"application_id": world.application.id, "hostnames": ["a.customer.test", "b.customer.test"]});
    let bulk = world.people.demo.post("/v1/connections:bulk", body).await.expect(200);
    let stalled = bulk.at("/data/0/connection/id");
    let id = ConnectionId(stalled.parse().unwrap());
    let before = world.store.reader().connection(world.caller.tenant, id).await.unwrap().unwrap();
    let now = world.control.now();
    let next = step(before.standing(), Event::WriteFailed).unwrap().unwrap();
    let values = StepValues { proof: None, reports: None, problem: None, due_at: Some(now), now, event_ids: &[] };
    let mut tx = world.store.begin().await.unwrap();
    let after = tx.commit_step(&before, next, values).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!((after.state, after.setup_type, after.proof), (State::Stalled, SetupType::Manual, None));
    world.start_workers();
    world.pass(6 * DAY);
    for at in [0, 1] {
        let id = bulk.at(&format!("/data/{at}/connection/id"));
        until("a look", async || {
            world.pass(Duration::from_secs(10));
            (!connection(&world, id).await.value("/checked_at").is_null()).then_some(())
        })
        .await;
        assert_ne!(connection(&world, id).await.at("/state"), "failed");
    }
    world.pass(DAY);
    for at in [0, 1] {
        let failed = becomes(&world, bulk.at(&format!("/data/{at}/connection/id")), "failed").await;
        assert_eq!(failed.at("/problem/code"), "ownership_expired");
    }
    assert_eq!(kinds(&world).await, Vec::<&str>::new());
}

#[tokio::test]
async fn drift_and_recovery_are_each_announced_once() {
    let mut world = World::start().await;
    let proven = world.proven(NAME).await;
    let record = world.publish("CNAME", NAME, EDGE_TARGET).await;
    world.start_workers();
    becomes(&world, proven.at("/id"), "live").await;
    world.unpublish("customer.test", &record).await;
    becomes(&world, proven.at("/id"), "drifted").await;
    world.pass(8 * DAY);
    world.publish("CNAME", NAME, EDGE_TARGET).await;
    becomes(&world, proven.at("/id"), "live").await;
    let all = kinds(&world).await;
    let count = |kind: &str| all.iter().filter(|known| **known == kind).count();
    assert_eq!((count("domain.drift"), count("domain.recovered")), (1, 1), "{all:?}");
}

fn failed(code: &str, retry_at: Option<Timestamp>) -> CertificateOutcome {
    let problem = IssuanceProblem {
        code: code.into(),
        message: format!("{code}: somebody has to look."),
        actor: Actor::Customer,
        detail: None,
        authority: None,
        retry_at,
    };
    CertificateOutcome::Failed { detail: "no".into(), problem: Some(problem) }
}

fn stored(world: &World, serial: &str) -> CertificateOutcome {
    let now = world.control.now();
    CertificateOutcome::Stored {
        issuer: "internal".into(),
        serial: serial.into(),
        fingerprint_sha256: "ab".repeat(32),
        not_before: now,
        not_after: now.plus(90 * DAY),
        names: vec![],
        authority: None,
        chain: vec![],
        renew_at: None,
        renewal: None,
    }
}

async fn report(world: &World, outcome: CertificateOutcome) {
    let report = CertificateReport { hostname: NAME.into(), outcome };
    world.control.note_certificate("edge-1", report).await.unwrap();
}

async fn failures(world: &World) -> Vec<StoredEvent> {
    events(world).await.into_iter().filter(|event| event.kind.as_str() == "certificate.failed").collect()
}

#[tokio::test]
async fn a_certificate_that_fails_is_announced_when_it_begins_to() {
    let world = World::start().await;
    report(&world, failed("caa_forbids", None)).await;
    assert_eq!(failures(&world).await.len(), 0, "nobody holds the name");
    let holder = world.proven(NAME).await;
    report(&world, stored(&world, "01")).await;
    let retry_at = world.control.now().plus(DAY);
    for _ in 0..3 {
        report(&world, failed("caa_forbids", Some(retry_at))).await;
    }
    let told = failures(&world).await;
    assert_eq!(told.len(), 1, "the same trouble again is no news");
    assert_eq!(told[0].connection.to_string(), holder.at("/id"));
    assert_eq!((&told[0].data["hostname"], &told[0].data["code"]), (&json!(NAME), &json!("caa_forbids")));
    assert_eq!(told[0].data["retry_at"], json!(retry_at.to_string()));
    assert!(told[0].data["message"].as_str().unwrap().contains("look"));

    report(&world, failed("rate_limited", None)).await;
    assert_eq!(failures(&world).await.len(), 2, "another trouble is");
    report(&world, stored(&world, "02")).await;
    report(&world, failed("rate_limited", None)).await;
    assert_eq!(failures(&world).await.len(), 3, "and so is the same one after a success");
}

#[tokio::test]
async fn of_edges_that_fail_at_once_one_is_announced() {
    let world = World::start().await;
    let _ = world.proven(NAME).await;
    let all: Vec<_> = (0..8)
        .map(|edge| {
            let control = world.control.clone();
            tokio::spawn(async move {
                let report = CertificateReport { hostname: NAME.into(), outcome: failed("caa_forbids", None) };
                control.note_certificate(&format!("edge-{edge}"), report).await
            })
        })
        .collect();
    for one in all {
        one.await.unwrap().unwrap();
    }
    assert_eq!(failures(&world).await.len(), 1);
}
