use nameplate_testkit::{Answer, EDGE_TARGET, World};
use serde_json::{Value, json};
use std::time::Duration;

async fn entries(world: &World, query: &str) -> Vec<Value> {
    let page = world.people.admin.get(&format!("/v1/audit?limit=100{query}")).await.expect(200);
    page.value("/data").as_array().unwrap().clone()
}

async fn about(world: &World, thing: &Answer) -> Vec<Value> {
    entries(world, &format!("&target_id={}", thing.at("/id"))).await
}

#[tokio::test]
async fn an_entry_says_who_did_what_to_what_by_which_request() {
    let world = World::start().await;
    let before = world.people.demo.get(&format!("/v1/applications/{}", world.application.id)).await.expect(200);
    let request = world.people.demo.request(reqwest::Method::PATCH, &format!("/v1/applications/{}", before.at("/id")));
    let request = request.header("x-request-id", "req-7").json(&json!({"name": "Renamed"}));
    let _ = world.people.demo.send(request).await.expect(200);

    let found = entries(&world, "&action=application.update").await;
    assert_eq!(found.len(), 1, "{found:#?}");
    let entry = &found[0];
    assert_eq!(entry["actor"], json!({"kind": "api_key", "id": entry["actor"]["id"], "name": "demo", "last4": "demo"}));
    assert_eq!(entry["target"], json!({"kind": "application", "id": before.at("/id")}));
    assert_eq!((&entry["before"]["name"], &entry["after"]["name"]), (&json!("Demo"), &json!("Renamed")));
    assert_eq!(entry["request_id"], "req-7");
}

#[tokio::test]
async fn a_connections_way_is_told_with_who_took_each_step() {
    let mut world = World::start().await;
    let live = world.proven("shop.customer.test").await;
    let record = world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    let check = format!("/v1/connections/{}/records:check", live.at("/id"));
    assert_eq!(world.people.demo.post(&check, Value::Null).await.expect(200).at("/state"), "live");
    world.unpublish("customer.test", &record).await;
    world.start_workers();
    world.until_state(live.at("/id"), "drifted").await;
    let _ = world.people.writer.delete(&format!("/v1/connections/{}", live.at("/id"))).await;

    let told = about(&world, &live).await;
    let step = |action: &str| {
        let found: Vec<&Value> = told.iter().filter(|entry| entry["action"] == action).collect();
        assert_eq!(found.len(), 1, "{action}: {told:#?}");
        (found[0]["actor"]["name"].clone(), found[0]["actor"]["kind"].clone(), found[0].clone())
    };
    let (by, _, created) = step("connection.create");
    assert_eq!((by, &created["after"]["hostname"]), (json!("demo"), &json!("shop.customer.test")));
    let (by, _, verified) = step("connection.verified");
    assert_eq!((by, &verified["after"]["proof"]), (json!("demo"), &json!("txt")));
    let (by, kind, drifted) = step("connection.drifted");
    assert_eq!((by, kind, &drifted["before"]["state"]), (Value::Null, json!("system"), &json!("live")));
    let (by, _, archived) = step("connection.archived");
    assert_eq!((by, &archived["before"]["state"]), (json!("writer"), &json!("drifted")));
}

#[tokio::test]
async fn nothing_secret_is_in_it() {
    let world = World::start().await;
    let credential = world.lend("sandbox-token-9876").await;
    let application = format!("/v1/applications/{}", world.application.id);
    let key =
        world.people.demo.post(&format!("{application}/keys"), json!({"scopes": ["usage:read"]})).await.expect(201);
    let connection = world.proven("shop.customer.test").await;
    let path = format!("/v1/connections/{}", connection.at("/id"));
    let _ = world.people.demo.post(&format!("{path}/records:apply"), Value::Null).await.expect(200);
    let _ = world.people.demo.delete(&format!("{application}/credentials/{}", credential.at("/id"))).await;

    let all = Value::from(entries(&world, "").await).to_string();
    for made in ["credential.create", "credential.delete", "key.create", "connection.create", "change_set.write"] {
        assert!(all.contains(made), "{made}: {all}");
    }
    let challenge = connection.at("/ownership_challenge/value");
    for secret in
        ["sandbox-token", key.at("/secret"), "sk_test_demo", challenge, challenge.trim_start_matches("cd-verify-")]
    {
        assert!(!all.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn strangers_see_their_own_and_filters_that_cannot_be_are_refused() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let theirs = world.people.stranger.get("/v1/audit").await.expect(200);
    let actions: Vec<&str> =
        theirs.value("/data").as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    assert_eq!((actions.len(), actions.contains(&"tenant.create"), actions.contains(&"key.create")), (2, true, true));
    assert_eq!(theirs.at("/data/0/actor/kind"), "operator");
    let about = format!("/v1/audit?target_id={}", connection.at("/id"));
    assert_eq!(world.people.stranger.get(&about).await.expect(200).value("/data"), &json!([]));
    world.people.demo.get("/v1/audit?action=%00").await.refused(400, "invalid", "action");
    world.people.demo.get("/v1/audit?target_id=").await.refused(400, "invalid", "target_id");
    world.people.demo.get("/v1/audit?who=me").await.refused(400, "invalid", "who");
}

#[tokio::test]
async fn entries_are_found_by_who_what_and_when() {
    let world = World::start().await;
    let _ = world.connect("first.customer.test").await;
    world.pass(Duration::from_secs(10));
    let before = world.control.now();
    let second = world.connect("second.customer.test").await;
    world.pass(Duration::from_secs(10));
    let after = world.control.now();
    let _ = world.people.demo.patch(&format!("/v1/applications/{}", world.application.id), json!({"name": "X"})).await;

    let of = async |query: &str| -> Vec<(String, String)> {
        let found = entries(&world, query).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        found.iter().map(|entry| (text(&entry["actor"]["kind"]), text(&entry["target"]["kind"]))).collect()
    };
    let all = of("").await;
    for kind in ["connection", "application", "key", "tenant"] {
        let expected: Vec<_> = all.iter().filter(|(_, target)| target == kind).cloned().collect();
        assert!(!expected.is_empty(), "{kind}");
        assert_eq!(of(&format!("&target_kind={kind}")).await, expected, "{kind}");
    }
    for kind in ["api_key", "system", "operator", "widget_token"] {
        let expected: Vec<_> = all.iter().filter(|(actor, _)| actor == kind).cloned().collect();
        assert_eq!(of(&format!("&actor_kind={kind}")).await, expected, "{kind}");
    }
    assert_eq!(of("&actor_kind=api_key&target_kind=tenant").await, []);

    let between = entries(&world, &format!("&from={before}&to={after}&target_kind=connection")).await;
    assert!(!between.is_empty());
    assert!(between.iter().all(|entry| entry["target"]["id"] == *second.value("/id")), "{between:#?}");
    let later = entries(&world, &format!("&from={after}")).await;
    assert_eq!(later.len(), 1);
    assert_eq!(later[0]["action"], "application.update");
    let earlier = entries(&world, &format!("&to={before}")).await;
    assert_eq!(earlier.len() + between.len() + later.len(), all.len());
    assert_eq!(entries(&world, "&from=2026-01-01T01:00:00%2B01:00").await.len(), all.len());
    for wrong in ["from=yesterday", "to=2026-11-22", "to=", "target_kind=", "actor_kind=%00"] {
        let name = wrong.split('=').next().unwrap();
        world.people.demo.get(&format!("/v1/audit?{wrong}")).await.refused(400, "invalid", name);
    }
}

#[tokio::test]
async fn pages_neither_repeat_nor_leave_out() {
    let world = World::start().await;
    for number in 0..7 {
        world.pass(std::time::Duration::from_millis(1));
        let _ = world.connect(&format!("shop{number}.customer.test")).await;
    }
    let (mut seen, mut cursor) = (Vec::new(), String::new());
    loop {
        let page =
            world.people.demo.get(&format!("/v1/audit?action=connection.create&limit=3{cursor}")).await.expect(200);
        seen.extend(page.value("/data").as_array().unwrap().iter().map(|entry| entry["after"]["hostname"].clone()));
        match page.value("/next_cursor").as_str() {
            Some(next) => cursor = format!("&cursor={next}"),
            None => break,
        }
    }
    let newest_first: Vec<Value> = (0..7).rev().map(|number| json!(format!("shop{number}.customer.test"))).collect();
    assert_eq!(seen, newest_first);
}
