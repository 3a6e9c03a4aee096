use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

async fn create(world: &World, name: &str) -> Answer {
    world.people.operator.post("/v1/platform/tenants", json!({"name": name})).await.expect(201)
}

async fn names(world: &World, query: &str) -> Vec<String> {
    let page = world.people.operator.get(&format!("/v1/platform/tenants{query}")).await.expect(200);
    let rows = page.value("/data").as_array().unwrap();
    rows.iter().map(|row| row["name"].as_str().unwrap().to_owned()).collect()
}

/// What the tenant itself can read of what was done to it.
async fn audit(world: &World, key: &str) -> Vec<Value> {
    let page = world.people.nobody.with_key(key).get("/v1/audit?limit=100").await.expect(200);
    page.value("/data").as_array().unwrap().clone()
}

#[tokio::test]
async fn a_tenant_is_made_with_a_key_that_works_and_is_shown_once() {
    let world = World::start().await;
    let send = || {
        let request = world.people.operator.request(reqwest::Method::POST, "/v1/platform/tenants");
        let request = request.header("idempotency-key", "make-acme").json(&json!({"name": " Acme ", "plan": "pro"}));
        world.people.operator.send(request)
    };
    let made = send().await.expect(201);
    assert_eq!(made.at("/tenant/name"), "Acme");
    let again = send().await.expect(201);
    assert_eq!(again.header("idempotency-replayed"), "true");
    assert_eq!((again.at("/tenant/id"), again.at("/key/id")), (made.at("/tenant/id"), made.at("/key/id")));
    assert_eq!(again.value("/key/secret"), &Value::Null);
    assert_eq!(names(&world, "?search=acme").await, ["Acme"], "one was made");

    let owner = world.people.nobody.with_key(made.at("/key/secret"));
    let _ = owner.post("/v1/applications", json!({"name": "Shop"})).await.expect(201);
    let shown = world.people.operator.get(&format!("/v1/platform/tenants/{}", made.at("/tenant/id"))).await.expect(200);
    assert_eq!((shown.at("/name"), shown.at("/plan")), ("Acme", "pro"));
    assert_eq!((shown.value("/applications"), shown.value("/connections")), (&json!(1), &json!(0)));
    assert_eq!(shown.value("/suspended_at"), &Value::Null);
    assert_eq!(shown.value("/usage").as_array().unwrap().len(), 4);
    assert!(shown.value("/limits/connect").is_i64());
    assert_eq!(shown.value("/max_domains_per_app"), &json!(10));

    let entries = audit(&world, made.at("/key/secret")).await;
    let created = entries.iter().find(|entry| entry["action"] == "tenant.create").unwrap();
    assert_eq!((&created["actor"]["kind"], &created["actor"]["last4"]), (&json!("platform_key"), &json!("demo")));
    assert!(created["request_id"].is_string());
}

#[tokio::test]
async fn a_tenant_that_cannot_be_made_is_refused_by_its_field() {
    let world = World::start().await;
    for (body, field) in [
        (json!({}), "name"),
        (json!({"name": "  "}), "name"),
        (json!({"name": "x".repeat(201)}), "name"),
        (json!({"name": "Acme", "plan": "gratis"}), "plan"),
        (json!({"name": "Acme", "colour": "red"}), "colour"),
    ] {
        world.people.operator.post("/v1/platform/tenants", body).await.refused(400, "invalid", field);
    }
}

#[tokio::test]
async fn tenants_are_listed_by_pages_and_found_by_name_or_id() {
    let world = World::start().await;
    let mut ids = vec![];
    for name in ["Acme One", "Acme Two", "Other 100%"] {
        ids.push(create(&world, name).await.at("/tenant/id").to_owned());
    }
    assert_eq!(names(&world, "?search=ACME").await, ["Acme Two", "Acme One"]);
    assert_eq!(names(&world, "?search=%25").await, ["Other 100%"], "a percent sign stands for itself");
    assert_eq!(names(&world, &format!("?search={}", ids[0])).await, ["Acme One"]);
    assert_eq!(names(&world, "?search=0190f0f0-0000-7000-8000-000000000000").await, Vec::<String>::new());
    let first = world.people.operator.get("/v1/platform/tenants?limit=2").await.expect(200);
    assert_eq!((first.at("/data/0/name"), first.at("/data/1/name")), ("Other 100%", "Acme Two"));
    let rest = names(&world, &format!("?limit=2&cursor={}", first.at("/next_cursor"))).await;
    assert_eq!(rest[0], "Acme One");
    for wrong in ["?limit=0", "?limit=101", "?cursor=x", "?search=", "?colour=red"] {
        world.people.operator.get(&format!("/v1/platform/tenants{wrong}")).await.refused(400, "invalid", "");
    }
    world.people.operator.get("/v1/platform/tenants/nobody").await.refused(404, "not_found", "tenant");
}

#[tokio::test]
async fn a_suspended_tenant_is_refused_until_it_is_resumed() {
    let world = World::start().await;
    let made = create(&world, "Acme").await;
    let owner = world.people.nobody.with_key(made.at("/key/secret"));
    let path = format!("/v1/platform/tenants/{}", made.at("/tenant/id"));
    let suspend = format!("{path}/suspend");
    let suspended = world.people.operator.post(&suspend, json!({"reason": " unpaid "})).await.expect(200);
    assert_eq!(suspended.at("/suspended_reason"), "unpaid");
    owner.get("/v1/applications").await.refused(403, "suspended", "");
    let again = world.people.operator.post(&suspend, json!({"reason": "another"})).await.expect(200);
    assert_eq!(again.value("/suspended_at"), suspended.value("/suspended_at"));
    assert_eq!(again.at("/suspended_reason"), "unpaid", "the first reason stays");
    world.people.operator.post(&suspend, json!({"reason": " "})).await.refused(400, "invalid", "reason");
    world.people.operator.post(&suspend, json!({})).await.refused(400, "invalid", "reason");

    let resumed = world.people.operator.post(&format!("{path}/resume"), Value::Null).await.expect(200);
    assert_eq!(resumed.value("/suspended_at"), &Value::Null);
    let _ = owner.get("/v1/applications").await.expect(200);
    let _ = world.people.operator.post(&format!("{path}/resume"), Value::Null).await.expect(200);
    let deeds: Vec<Value> = audit(&world, made.at("/key/secret")).await;
    let by_key = |action: &str| {
        let of = deeds.iter().filter(|deed| deed["action"] == action && deed["actor"]["kind"] == "platform_key");
        of.count()
    };
    assert_eq!((by_key("tenant.suspend"), by_key("tenant.resume")), (1, 1), "{deeds:#?}");
    let absent = "/v1/platform/tenants/0190f0f0-0000-7000-8000-000000000000";
    world.people.operator.post(&format!("{absent}/suspend"), json!({"reason": "x"})).await.refused(
        404,
        "not_found",
        "tenant",
    );
    world.people.operator.post(&format!("{absent}/resume"), Value::Null).await.refused(404, "not_found", "tenant");
}

#[tokio::test]
async fn a_tenant_is_put_on_another_plan() {
    let world = World::start().await;
    let made = create(&world, "Acme").await;
    let path = format!("/v1/platform/tenants/{}", made.at("/tenant/id"));
    let changed = world.people.operator.patch(&path, json!({"plan": "pro"})).await.expect(200);
    assert_eq!(changed.at("/plan"), "pro");
    let theirs = world.people.nobody.with_key(made.at("/key/secret")).get("/v1/subscription").await.expect(200);
    assert_eq!(theirs.at("/plan"), "pro");
    let deeds = audit(&world, made.at("/key/secret")).await;
    let change = deeds.iter().find(|deed| deed["action"] == "subscription.change").unwrap();
    assert_eq!((&change["actor"]["kind"], &change["after"]["plan"]), (&json!("platform_key"), &json!("pro")));
    world.people.operator.patch(&path, json!({"plan": "gratis"})).await.refused(400, "invalid", "plan");
    world.people.operator.patch(&path, json!({})).await.refused(400, "invalid", "plan");
    let absent = "/v1/platform/tenants/0190f0f0-0000-7000-8000-000000000000";
    world.people.operator.patch(absent, json!({"plan": "pro"})).await.refused(404, "not_found", "tenant");
}
