//! What dangles after the end is told, and what was written with a credential is removed where that is wished.

use nameplate_domain::connection::{Event, Problem, step};
use nameplate_domain::tenancy::{ConnectionId, EventId};
use nameplate_store::StepValues;
use nameplate_testkit::{Answer, Deed, EDGE_TARGET, World, WorldSettings, until};
use serde_json::{Value, json};
use std::time::Duration;

const TOKEN: &str = "sandbox-token-9876";
const NAME: &str = "shop.customer.test";
const CHALLENGE: &str = "_customdomain-challenge.shop.customer.test";

async fn delete(world: &World, made: &Answer, query: &str) -> Answer {
    world.people.demo.delete(&format!("/v1/connections/{}{query}", made.at("/id"))).await
}

/// Name, type and value of each, in order.
fn told(answer: &Answer, at: &str) -> Vec<(String, String, String)> {
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    let entries = answer.value(at).as_array().unwrap();
    let mut told: Vec<_> =
        entries.iter().map(|entry| (text(entry, "name"), text(entry, "type"), text(entry, "value"))).collect();
    told.sort();
    told
}

fn removed(answer: &Answer) -> Vec<(String, String)> {
    let entries = answer.value("/cleanup/removed").as_array().unwrap();
    let text = |entry: &Value, field: &str| entry[field].as_str().unwrap().to_owned();
    let mut removed: Vec<_> = entries.iter().map(|entry| (text(entry, "name"), text(entry, "type"))).collect();
    removed.sort();
    removed
}

/// A connection whose records we wrote, in a zone with things of its owner's.
async fn written(world: &World) -> (Answer, Vec<Value>) {
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.publish("TXT", CHALLENGE, "of somebody else").await;
    let before = world.records("customer.test").await;
    world.lend(TOKEN).await;
    let made = world.connect(NAME).await;
    assert_eq!(made.at("/state"), "propagating", "{made:#?}");
    (made, before)
}

#[tokio::test]
async fn what_dangles_is_told_with_danger_and_remedy() {
    let world = World::start().await;
    let live = world.live(NAME).await;
    let archived = delete(&world, &live, "").await.expect(200);
    assert_eq!((archived.at("/state"), archived.value("/cleanup")), ("archived", &Value::Null));
    let challenge = live.at("/ownership_proofs/0/value").to_owned();
    assert_eq!(
        told(&archived, "/dangling_records"),
        [(CHALLENGE.into(), "TXT".into(), challenge), (NAME.into(), "CNAME".into(), EDGE_TARGET.into())]
    );
    let all = archived.value("/dangling_records").as_array().unwrap();
    let cname = all.iter().find(|record| record["type"] == "CNAME").unwrap();
    assert!(cname["danger"].as_str().unwrap().contains("subdomain takeover"), "{cname}");
    assert!(cname["remedy"].as_str().unwrap().contains("Delete the CNAME record shop"), "{cname}");

    let records = world.records("customer.test").await;
    for record in records.iter().filter(|record| record["type"] == "CNAME") {
        world.unpublish("customer.test", record["id"].as_str().unwrap()).await;
    }
    let again = delete(&world, &live, "").await.expect(200);
    let left: Vec<String> = told(&again, "/dangling_records").into_iter().map(|(name, ..)| name).collect();
    assert_eq!(left, [CHALLENGE], "what is gone does not dangle");
    assert_eq!(again.at("/updated_at"), archived.at("/updated_at"));
}

#[tokio::test]
async fn when_dns_cannot_be_asked_what_was_seen_last_is_told() {
    let world = World::start().await;
    let live = world.live(NAME).await;
    world.fault("customer.test", "timeout").await;
    let started = std::time::Instant::now();
    let archived = delete(&world, &live, "").await.expect(200);
    assert!(started.elapsed() < Duration::from_secs(5), "the look is short: {:?}", started.elapsed());
    let names: Vec<String> = told(&archived, "/dangling_records").into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, [CHALLENGE, NAME]);
}

#[tokio::test]
async fn a_connection_that_never_led_anywhere_leaves_nothing() {
    let world = World::start().await;
    world.publish("CNAME", NAME, "elsewhere.example").await;
    let made = world.connect(NAME).await;
    let archived = delete(&world, &made, "").await.expect(200);
    assert_eq!(archived.value("/dangling_records"), &json!([]));
}

#[tokio::test]
async fn records_of_the_next_holder_do_not_dangle() {
    let world = World::start().await;
    let live = world.live(NAME).await;
    let body = json!({"application_id": world.application.id, "hostname": NAME, "takeover": true});
    let taking = world.people.demo.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", taking.at("/ownership_challenge/name"), taking.at("/ownership_challenge/value")).await;
    let path = format!("/v1/connections/{}/verify", taking.at("/id"));
    let _ = world.people.demo.post(&path, Value::Null).await.expect(200);
    let lost = delete(&world, &live, "").await.expect(200);
    let names: Vec<String> = told(&lost, "/dangling_records").into_iter().map(|(name, ..)| name).collect();
    assert_eq!(names, [CHALLENGE], "the CNAME leads visitors to the new holder");
}

#[tokio::test]
async fn exactly_what_was_written_is_removed() {
    let world = World::start().await;
    let (made, before) = written(&world).await;
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!((archived.at("/state"), archived.at("/cleanup/status")), ("archived", "done"), "{archived:#?}");
    assert_eq!(removed(&archived), [(CHALLENGE.into(), "TXT".into()), (NAME.into(), "CNAME".into())]);
    assert_eq!((archived.value("/cleanup/left"), archived.value("/dangling_records")), (&json!([]), &json!([])));
    assert_eq!(archived.value("/problem"), &Value::Null);
    let kept = |records: &[Value]| -> Vec<(Value, Value)> {
        let mut kept: Vec<_> = records.iter().map(|record| (record["name"].clone(), record["value"].clone())).collect();
        kept.sort_by_key(|(name, value)| format!("{name} {value}"));
        kept
    };
    assert_eq!(kept(&world.records("customer.test").await), kept(&before), "the zone is as it was before us");
    let receipt = format!("/v1/change-sets/{}", archived.at("/cleanup/change_set_id"));
    let receipt = world.people.demo.get(&receipt).await.expect(200);
    assert_eq!((receipt.at("/purpose"), receipt.at("/status")), ("cleanup", "applied"));

    let again = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!((again.at("/cleanup/status"), removed(&again)), ("done", vec![]));
    assert_eq!(again.value("/cleanup/change_set_id"), &Value::Null);
}

#[tokio::test]
async fn records_of_mail_that_were_written_go_too_and_the_customers_spf_stays() {
    let world = World::start().await;
    world.publish("TXT", "customer.test", "v=spf1 include:mailgun.org ~all").await;
    world.publish("TXT", "customer.test", "google-site-verification=1").await;
    let (made, before) = written(&world).await;
    let mail = json!({"provider": "microsoft365", "m365_tenant": "acme"});
    let path = format!("/v1/connections/{}/email:apply", made.at("/id"));
    let applied = world.people.demo.post(&path, mail).await.expect(200);
    assert_eq!(applied.value("/applied"), &json!(true), "{applied:#?}");
    // The customer completes the SPF record by hand, as the answer says.
    let records = world.records("customer.test").await;
    let spf = records.iter().find(|record| record["value"].as_str().unwrap().starts_with("v=spf1")).unwrap();
    world.unpublish("customer.test", spf["id"].as_str().unwrap()).await;
    let completed = applied.at("/manual_records/0/value");
    world.publish("TXT", "customer.test", completed).await;

    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!(
        (archived.at("/cleanup/status"), archived.value("/cleanup/left")),
        ("done", &json!([])),
        "{archived:#?}"
    );
    let mut expected: Vec<(String, String)> = [
        ("_dmarc.customer.test", "TXT"),
        ("autodiscover.customer.test", "CNAME"),
        ("customer.test", "MX"),
        ("selector1._domainkey.customer.test", "CNAME"),
        ("selector2._domainkey.customer.test", "CNAME"),
        (CHALLENGE, "TXT"),
        (NAME, "CNAME"),
    ]
    .map(|(name, rtype)| (name.to_owned(), rtype.to_owned()))
    .into();
    expected.sort();
    assert_eq!(removed(&archived), expected);
    let values = |records: &[Value]| -> Vec<String> {
        let mut values: Vec<_> = records.iter().map(|record| record["value"].as_str().unwrap().to_owned()).collect();
        values.sort();
        values
    };
    let now = world.records("customer.test").await;
    let mut kept: Vec<String> = values(&before).into_iter().filter(|value| !value.starts_with("v=spf1")).collect();
    kept.push(completed.to_owned());
    kept.sort();
    assert_eq!(values(&now), kept, "what was there before us, and the SPF record as its owner made it");
}

#[tokio::test]
async fn mail_that_went_elsewhere_before_goes_on_and_undoing_brings_it_back() {
    let world = World::start().await;
    world.publish("MX", "customer.test", "10 mail.customer.test").await;
    let (made, _) = written(&world).await;
    let path = format!("/v1/connections/{}/email:apply", made.at("/id"));
    let applied = world.people.demo.post(&path, json!({"provider": "google_workspace"})).await.expect(200);
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!((archived.at("/state"), archived.at("/cleanup/status")), ("archived", "done"), "{archived:#?}");
    let left = archived.value("/cleanup/left").as_array().unwrap();
    assert_eq!((left.len(), &left[0]["type"], &left[0]["name"]), (1, &json!("MX"), &json!("customer.test")));
    assert!(left[0].to_string().contains("undo that change set"), "{left:?}");
    let mail_at = async || -> Vec<Value> {
        let records = world.records("customer.test").await;
        records.into_iter().filter(|record| record["type"] == "MX").map(|record| record["value"].clone()).collect()
    };
    assert_eq!(mail_at().await, [json!("smtp.google.com")], "nobody's mail is cut off");
    let undo = format!("/v1/change-sets/{}/undo", applied.at("/write/change_set/id"));
    let _ = world.people.demo.post(&undo, Value::Null).await.expect(200);
    assert_eq!(mail_at().await, [json!("mail.customer.test")]);
}

#[tokio::test]
async fn what_was_replaced_does_not_come_back_and_what_stands_otherwise_stays() {
    let world = World::start().await;
    world.publish("A", NAME, "192.0.2.1").await;
    let (made, _) = written(&world).await;
    let records = world.records("customer.test").await;
    let cname = records.iter().find(|record| record["type"] == "CNAME").unwrap();
    world.unpublish("customer.test", cname["id"].as_str().unwrap()).await;
    world.publish("CNAME", NAME, "elsewhere.example").await;
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!(removed(&archived), [(CHALLENGE.into(), "TXT".into())]);
    let left = archived.value("/cleanup/left/0");
    assert_eq!((&left["name"], &left["values"]), (&json!(NAME), &json!(["elsewhere.example"])));
    let now = world.records("customer.test").await;
    assert!(now.iter().any(|record| record["value"] == "elsewhere.example"), "{now:#?}");
    assert!(!now.iter().any(|record| record["value"] == "192.0.2.1"), "{now:#?}");
}

#[tokio::test]
async fn a_removal_is_not_undone() {
    let world = World::start().await;
    let (made, _) = written(&world).await;
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    let before = world.records("customer.test").await;
    let undo = format!("/v1/change-sets/{}/undo", archived.at("/cleanup/change_set_id"));
    world.people.demo.post(&undo, Value::Null).await.refused(409, "connection_ended", "archived");
    let list = world.people.demo.get(&format!("/v1/connections/{}/change-sets", made.at("/id"))).await.expect(200);
    for set in list.value("/data").as_array().unwrap().iter().filter(|set| set["purpose"] != "cleanup") {
        assert_eq!(set["status"], "undone");
    }
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn without_the_credential_that_wrote_nothing_is_done() {
    let world = World::start().await;
    let (made, _) = written(&world).await;
    let path = format!("/v1/applications/{}/credentials", made.at("/application_id"));
    let lent = world.people.admin.get(&path).await.expect(200);
    let _ = world.people.admin.delete(&format!("{path}/{}", lent.at("/data/0/id"))).await.expect(204);
    delete(&world, &made, "?cleanup=true").await.refused(409, "no_credential", NAME);
    let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_ne!(shown.at("/state"), "archived");
}

#[tokio::test]
async fn where_nothing_was_written_no_credential_is_needed() {
    let world = World::start().await;
    let live = world.live(NAME).await;
    delete(&world, &live, "?cleanup=maybe").await.refused(400, "invalid", "cleanup");
    delete(&world, &live, "?clean=true").await.refused(400, "invalid", "clean is not a parameter");
    let shown = world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!(shown.at("/state"), "live");
    let gone = delete(&world, &live, "?cleanup=true").await.expect(200);
    assert_eq!((gone.at("/state"), gone.at("/cleanup/status")), ("archived", "done"));
    assert_eq!((removed(&gone), gone.value("/cleanup/left")), (vec![], &json!([])));
    assert!(!gone.value("/dangling_records").as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_strangers_connection_is_not_cleaned_up() {
    let world = World::start().await;
    let (made, _) = written(&world).await;
    let before = world.records("customer.test").await;
    let path = format!("/v1/connections/{}?cleanup=true", made.at("/id"));
    world.people.stranger.delete(&path).await.refused(404, "not_found", "connection");
    world.people.reader.delete(&path).await.refused(403, "forbidden", "connections:write");
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn workers_finish_what_an_outage_put_off() {
    let mut world = World::with(WorldSettings { relayed: true, ..WorldSettings::default() }).await;
    let (made, _) = written(&world).await;
    world.relay().rule(|passing| if passing.is_write() { Deed::Refuse(503) } else { Deed::Pass });
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!((archived.at("/state"), archived.at("/cleanup/status")), ("archived", "pending"), "{archived:#?}");
    assert_eq!(archived.at("/problem/code"), "cleanup_unfinished");
    world.relay().pass_everything();
    world.start_workers();
    until("the records to be removed", async || {
        world.pass(Duration::from_secs(10));
        let records = world.records("customer.test").await;
        (!records.iter().any(|record| record["value"] == EDGE_TARGET)).then_some(())
    })
    .await;
    until("the note to go", async || {
        let shown = world.people.demo.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
        (shown.value("/problem").is_null() && shown.value("/next_check_at").is_null()).then_some(())
    })
    .await;
    let names: Vec<Value> =
        world.records("customer.test").await.into_iter().map(|record| record["value"].clone()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[tokio::test]
async fn a_provider_that_refuses_for_good_is_told() {
    let world = World::with(WorldSettings { relayed: true, ..WorldSettings::default() }).await;
    let (made, _) = written(&world).await;
    world.relay().rule(|passing| if passing.is_write() { Deed::Refuse(403) } else { Deed::Pass });
    let archived = delete(&world, &made, "?cleanup=true").await.expect(200);
    assert_eq!((archived.at("/state"), archived.at("/cleanup/status")), ("archived", "failed"), "{archived:#?}");
    assert_eq!((archived.at("/problem/code"), archived.value("/next_check_at")), ("cleanup_failed", &Value::Null));
    assert_eq!(archived.value("/dangling_records").as_array().unwrap().len(), 2);
}

/// As it is left behind by a process that dies right after the end was written: both are in one transaction.
#[tokio::test]
async fn workers_finish_what_a_dead_process_left() {
    let mut world = World::start().await;
    let (made, before) = written(&world).await;
    let connection = world.store.reader().connection(world.caller.tenant, id(&made)).await.unwrap().unwrap();
    let now = world.control.now();
    let problem = Problem { code: "cleanup_unfinished".into(), message: "The records are being removed.".into() };
    let values = StepValues {
        proof: None,
        reports: None,
        problem: Some(problem),
        due_at: Some(now),
        now,
        event_ids: &[EventId(uuid::Uuid::from_u128(7))],
    };
    let end = step(connection.standing(), Event::Archive).unwrap().unwrap();
    let mut tx = world.store.begin().await.unwrap();
    tx.commit_step(&connection, end, values).await.unwrap();
    tx.commit().await.unwrap();
    world.start_workers();
    until("the removal", async || {
        world.pass(Duration::from_secs(10));
        (world.records("customer.test").await.len() == before.len()).then_some(())
    })
    .await;
}

fn id(made: &Answer) -> ConnectionId {
    ConnectionId(made.at("/id").parse().unwrap())
}
