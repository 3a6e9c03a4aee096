//! Names of another system: who gets them, and what the operator's word is worth.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_control::{ImportPlan, NameStanding, Refused, Vouched};
use nameplate_domain::connection::{Connection, SetupType};
use nameplate_domain::evidence::ProofMethod;
use nameplate_domain::time::Timestamp;
use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
const NAME: &str = "shop.customer.test";

fn word(name: &str) -> Vouched {
    Vouched {
        system: "caddy".into(),
        issuer: "Old CA".into(),
        serial: "0a1b".into(),
        fingerprint_sha256: "c0ffee".into(),
        names: vec![name.into()],
        not_after: Timestamp::from_ms(1_900_000_000_000),
    }
}

async fn plan(world: &World, name: &str) -> Result<ImportPlan, Refused> {
    world.control.plan_import(&world.application, name).await
}

async fn imported(world: &World, name: &str) -> Connection {
    let plan = plan(world, name).await.unwrap();
    world.control.import_connection(&world.application, &plan).await.unwrap()
}

async fn held_by_a_stranger(world: &World) -> Answer {
    let stranger = &world.people.stranger;
    let theirs = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": NAME});
    let made = stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", made.at("/ownership_challenge/name"), made.at("/ownership_challenge/value")).await;
    stranger.post(&format!("/v1/connections/{}/verify", made.at("/id")), Value::Null).await.expect(200)
}

fn reason(refused: &Refused) -> &str {
    match refused {
        Refused::Invalid { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn a_name_comes_in_once_and_waits_for_its_proof_with_nobodys_zone_touched() {
    let world = World::start().await;
    world.lend("sandbox-token-9876").await;
    let new = plan(&world, NAME).await.unwrap();
    assert_eq!((&new.standing, new.no_vouching), (&NameStanding::New, None));
    let first = imported(&world, NAME).await;
    assert_eq!((first.setup_type, first.standing().holds_claim()), (SetupType::Manual, false));
    assert_eq!(imported(&world, NAME).await.id, first.id);
    let audit = world.people.demo.get("/v1/audit?action=connection.create").await.expect(200);
    assert_eq!(audit.at("/data/0/actor/kind"), "operator");
}

#[tokio::test]
async fn a_vouched_name_is_held_and_the_word_is_written_down_with_it() {
    let world = World::start().await;
    let pending = imported(&world, NAME).await;
    let refused = world.control.vouch_for(pending.clone(), &word("other.customer.test")).await.unwrap_err();
    assert!(reason(&refused).contains("does not name"), "{refused}");
    let proven = world.control.vouch_for(pending.clone(), &word(NAME)).await.unwrap();
    let proof = proven.proof.clone().unwrap();
    assert_eq!((proof.method, proof.servers.len(), proof.zone), (ProofMethod::Operator, 0, None));
    assert_eq!(proof.name, format!("_customdomain-challenge.{NAME}"));
    assert_eq!(world.control.vouch_for(pending, &word(NAME)).await.unwrap().version, proven.version, "once is enough");
    assert!(matches!(plan(&world, NAME).await.unwrap().standing, NameStanding::Held(_)));
    let path = format!("/v1/audit?target_id={}", proven.id);
    let audit = world.people.demo.get(&path).await.expect(200);
    let entries = audit.value("/data").as_array().unwrap();
    let of = |action: &str| entries.iter().filter(|entry| entry["action"] == action).collect::<Vec<_>>();
    assert_eq!((of("connection.vouch").len(), of("connection.verified").len()), (1, 1), "{entries:?}");
    assert_eq!(of("connection.vouch")[0]["after"]["certificate"]["serial"], "0a1b");
    assert_eq!(of("connection.verified")[0]["actor"]["kind"], "operator");
}

#[tokio::test]
async fn nothing_is_taken_from_who_holds_a_name() {
    let world = World::start().await;
    // It was pending here before the stranger proved it.
    let pending = imported(&world, NAME).await;
    held_by_a_stranger(&world).await;
    assert!(reason(&plan(&world, NAME).await.unwrap_err()).contains("held by another tenant"));
    let refused = world.control.vouch_for(pending, &word(NAME)).await.unwrap_err();
    assert!(matches!(refused, Refused::HostnameConflict { .. }), "{refused}");
}

#[tokio::test]
async fn the_word_is_not_enough_for_a_name_that_another_tenant_let_go_lately() {
    let world = World::start().await;
    let early = imported(&world, NAME).await;
    let theirs = held_by_a_stranger(&world).await;
    let archived = world.people.stranger.delete(&format!("/v1/connections/{}", theirs.at("/id"))).await.expect(200);
    assert_eq!(archived.at("/state"), "archived");
    assert!(plan(&world, NAME).await.unwrap().no_vouching.is_some());
    let refused = world.control.vouch_for(early, &word(NAME)).await.unwrap_err();
    assert!(reason(&refused).contains("within the last 30 days"), "{refused}");
    world.pass(31 * DAY);
    let later = plan(&world, "blog.customer.test").await.unwrap();
    assert_eq!((later.standing, later.no_vouching), (NameStanding::New, None));
}

#[tokio::test]
async fn what_is_no_customers_name_is_refused() {
    let world = World::start().await;
    for name in ["localhost", "com", "127.0.0.1", &format!("app.{}", nameplate_testkit::BASE_DOMAIN)] {
        assert!(matches!(plan(&world, name).await, Err(Refused::Invalid { .. })), "{name}");
    }
}
