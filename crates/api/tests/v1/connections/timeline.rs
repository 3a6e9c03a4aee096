//! `GET /v1/connections/{id}/timeline`.

use nameplate_testkit::{Answer, EDGE_TARGET, World};
use serde_json::{Value, json};

fn titles(story: &[Value]) -> Vec<&str> {
    story.iter().map(|entry| entry["title"].as_str().unwrap()).collect()
}

/// All pages, the oldest entry first.
async fn told(world: &World, connection: &Answer, limit: usize) -> Vec<Value> {
    let path = format!("/v1/connections/{}/timeline", connection.at("/id"));
    let (mut story, mut query) = (Vec::new(), format!("?limit={limit}"));
    loop {
        let page = world.people.reader.get(&format!("{path}{query}")).await.expect(200);
        let entries = page.value("/data").as_array().unwrap().clone();
        assert!(entries.len() <= limit);
        story.extend(entries);
        match page.value("/next_cursor").as_str() {
            Some(cursor) => query = format!("?limit={limit}&cursor={cursor}"),
            None => break,
        }
    }
    story.reverse();
    story
}

/// Whether these stand in that order, with anything between them.
fn assert_in_order(story: &[Value], wanted: &[&str]) {
    let said = titles(story);
    let mut rest = said.iter();
    for wanted in wanted {
        assert!(rest.any(|title| title == wanted), "{wanted:?} is missing, or not in its place: {said:#?}");
    }
}

#[tokio::test]
async fn it_tells_what_was_done_seen_and_announced_in_order() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}", shop.at("/id"));
    world.publish("A", "old.customer.test", "192.0.2.80").await;
    let wrong = world.publish("CNAME", "shop.customer.test", "old.customer.test").await;
    let verify = async || world.people.demo.post(&format!("{path}/verify"), Value::Null).await;
    let check = async || world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
    verify().await.refused(409, "ownership_not_found", "TXT");
    world.publish("TXT", shop.at("/ownership_challenge/name"), shop.at("/ownership_challenge/value")).await;
    let _ = verify().await.expect(200);
    let _ = check().await;
    // The same again is no news.
    let _ = check().await;
    world.unpublish("customer.test", &wrong).await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    assert_eq!(check().await.at("/state"), "live");
    let _ = world.people.demo.delete(&path).await.expect(200);

    let story = told(&world, &shop, 100).await;
    assert_in_order(
        &story,
        &[
            "The connection was created.",
            "_customdomain-challenge.shop.customer.test has no TXT record. Publish the one in ownership_challenge at exactly that name.",
            "Ownership was proven by txt.",
            "The records are waited for (record_differs).",
            "It went live.",
            "It was taken down.",
        ],
    );
    let of_kind = |kind: &str| story.iter().filter(|entry| entry["kind"] == kind).cloned().collect::<Vec<Value>>();
    let observed = of_kind("observation");
    let seen: Vec<&str> = titles(&observed).into_iter().filter(|title| title.starts_with("CNAME shop.")).collect();
    assert_eq!(
        seen,
        [
            "CNAME shop.customer.test has old.customer.test in its place, and 1 more changed.",
            "CNAME shop.customer.test is in place."
        ],
        "{observed:#?}"
    );
    assert_eq!(observed[1]["data"]["records"][0]["vantages"][0]["after"]["observed_value"], "old.customer.test");
    let events: Vec<Value> = of_kind("event").iter().map(|event| event["data"]["type"].clone()).collect();
    assert_eq!(events, ["domain.verified", "ssl.issued", "domain.flow.completed", "domain.archived"]);
    let live = story.iter().find(|entry| entry["title"] == "It went live.").unwrap();
    assert_eq!((&live["kind"], &live["data"]["before"]["state"]), (&json!("transition"), &json!("propagating")));
    assert_eq!(live["actor"]["kind"], "api_key");
    // Whoever reads page by page reads the same.
    for limit in [1, 3] {
        assert_eq!(told(&world, &shop, limit).await, story);
    }
    // What is added meanwhile does not move what was read.
    let first = world.people.reader.get(&format!("{path}/timeline?limit=5")).await.expect(200);
    assert_eq!(first.value("/data/4/id"), &story[story.len() - 5]["id"]);
}

#[tokio::test]
async fn certificates_are_told_when_they_change() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    let report = async |outcome: Value| {
        let body = [json!({"edge_id": "edge-1", "hostname": "shop.customer.test"}), outcome];
        let mut whole = body[0].clone();
        whole.as_object_mut().unwrap().extend(body[1].as_object().unwrap().clone());
        let _ = world.people.nobody.post("/internal/certificates", whole).await.expect(204);
    };
    let stored = json!({
        "outcome": "stored", "issuer": "Let's Encrypt", "serial": "0a", "fingerprint_sha256": "ff", "not_before_ms": 1_793_491_200_000_i64,
        "not_after_ms": 1_801_267_200_000_i64, "renew_at_ms": 1_798_000_000_000_i64, "renewal": "authority",
        "chain": [
            {"subject": "CN=shop.customer.test", "issuer": "CN=E7", "not_before_ms": 1, "not_after_ms": 2, "serial": "0a", "fingerprint_sha256": "ff"},
            {"subject": "CN=E7", "issuer": "CN=Root", "not_before_ms": 1, "not_after_ms": 2, "serial": "0b", "fingerprint_sha256": "ee"},
        ],
    });
    report(stored.clone()).await;
    report(stored.clone()).await;
    let failed = json!({"outcome": "failed", "detail": "no", "problem": {"code": "caa_forbids", "message": "CAA forbids it.", "actor": "customer"}});
    report(failed.clone()).await;
    report(failed).await;
    let story = told(&world, &live, 100).await;
    let told: Vec<&Value> = story.iter().filter(|entry| entry["kind"] == "certificate").collect();
    assert_eq!(told.len(), 2, "{told:#?}");
    assert_eq!(told[0]["title"], "A certificate by Let's Encrypt is there, valid until 2027-01-30 00:00:00 UTC.");
    assert_eq!(told[0]["data"]["renewal"], "authority");
    assert!(
        told[1]["title"]
            .as_str()
            .unwrap()
            .starts_with("The certificate could not be had: CAA forbids it; it is tried again at ")
    );

    let shown = world.people.reader.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!(shown.at("/certificate/chain/1/subject"), "CN=E7");
    assert_eq!(shown.at("/certificate/chain/0/not_after"), "1970-01-01T00:00:00.002Z");
    assert_eq!(shown.at("/certificate/renewal"), "authority");
    assert!(shown.at("/explanation/sentence").contains("could not be had yet (CAA forbids it)"), "{shown:#?}");
    // An edge of before tells neither, and one of later may tell more.
    let mut other = stored;
    other["serial"] = json!("0c");
    other.as_object_mut().unwrap().remove("chain");
    other["renewal"] = json!("lottery");
    report(other).await;
    let shown = world.people.reader.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!((shown.value("/certificate/chain"), shown.value("/certificate/renewal")), (&json!([]), &Value::Null));
}

#[tokio::test]
async fn it_is_told_to_its_owner_only() {
    let world = World::start().await;
    let theirs = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": "shop.customer.test"});
    let loser = world.people.stranger.post("/v1/connections", body).await.expect(201);
    let live = world.live("shop.customer.test").await;
    let path = format!("/v1/connections/{}/timeline", live.at("/id"));
    world.people.stranger.get(&path).await.refused(404, "not_found", "connection");
    world.people.demo.get(&format!("{path}?cursor=x")).await.refused(400, "invalid", "cursor");
    world.people.demo.get(&format!("{path}?limit=0")).await.refused(400, "invalid", "limit");
    // Whoever wants the same name is told nothing of who has it.
    let story = world.people.stranger.get(&format!("/v1/connections/{}/timeline", loser.at("/id"))).await.expect(200);
    assert!(!story.text.contains(live.at("/id")) && !story.text.contains(&world.application.tenant.to_string()));
}
