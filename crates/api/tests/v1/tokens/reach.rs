//! What exists for whoever has a widget token.

use nameplate_testkit::{Answer, Person, World};
use reqwest::Method;
use serde_json::{Value, json};

fn path(connection: &Answer) -> String {
    format!("/v1/connections/{}", connection.at("/id"))
}

async fn hostnames(person: &Person, query: &str) -> Vec<String> {
    let listed = person.get(&format!("/v1/connections{query}")).await.expect(200);
    let data = listed.value("/data").as_array().unwrap();
    data.iter().map(|connection| connection["hostname"].as_str().unwrap().to_owned()).collect()
}

/// Another application of the demo tenant, with a connection.
async fn neighbour(world: &World, hostname: &str) -> (String, Answer) {
    let made = world.people.demo.post("/v1/applications", json!({"name": "Neighbour"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": hostname});
    (made.at("/id").to_owned(), world.people.demo.post("/v1/connections", body).await.expect(201))
}

/// Nothing of this connection can be seen or done.
async fn is_absent(browser: &Person, connection: &Answer) {
    browser.get(&path(connection)).await.refused(404, "not_found", "connection");
    for verb in ["/records:check", "/https:check", "/domain-connect", "/share-links"] {
        let answer = browser.post(&(path(connection) + verb), Value::Null).await;
        answer.refused(404, "not_found", "connection");
    }
    let apply = browser.post(&(path(connection) + "/email:apply"), json!({"provider": "zoho"})).await;
    apply.refused(404, "not_found", "connection");
}

#[tokio::test]
async fn an_applications_token_reaches_its_connections_only() {
    let world = World::start().await;
    let own = world.connect("shop.customer.test").await;
    let (other_id, other) = neighbour(&world, "other.customer.test").await;
    let browser = world.browser(None).await;
    assert_eq!(hostnames(&browser, "").await, ["shop.customer.test"]);
    assert_eq!(hostnames(&browser, "?hostname=shop.customer.test").await, ["shop.customer.test"]);
    assert_eq!(hostnames(&browser, "?hostname=other.customer.test").await, [""; 0]);
    assert_eq!(hostnames(&browser, &format!("?application_id={other_id}")).await, [""; 0]);
    assert_eq!(browser.get(&path(&own)).await.expect(200).at("/hostname"), "shop.customer.test");
    is_absent(&browser, &other).await;

    let create = async |application: &str| {
        let body = json!({"application_id": application, "hostname": "new.customer.test"});
        browser.post("/v1/connections", body).await
    };
    let there = create(&other_id).await;
    let nowhere = create("0190f0f0-0000-7000-8000-000000000000").await;
    there.refused(404, "not_found", "application");
    assert_eq!(
        there.at("/error/message"),
        nowhere.at("/error/message"),
        "an application that is there and one that is not are told the same"
    );
    let _ = create(&world.application.id.to_string()).await.expect(201);

    let check = async |body| browser.post("/v1/domains:check", body).await;
    check(json!({"domain": "a.customer.test", "application_id": other_id})).await.refused(
        404,
        "not_found",
        "application",
    );
}

#[tokio::test]
async fn another_tenants_things_do_not_exist() {
    let world = World::start().await;
    let made = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": "theirs.customer.test"});
    let theirs = world.people.stranger.post("/v1/connections", body.clone()).await.expect(201);
    let browser = world.browser(None).await;
    assert_eq!(hostnames(&browser, "").await, [""; 0]);
    is_absent(&browser, &theirs).await;
    browser.post("/v1/connections", body).await.refused(404, "not_found", "application");
    // And the other way round: theirs sees nothing of ours.
    let token = world.people.stranger.post("/v1/tokens", json!({"application_id": made.at("/id")})).await.expect(201);
    let ours = world.connect("shop.customer.test").await;
    is_absent(&world.people.nobody.with_key(token.at("/auth_token")), &ours).await;
}

#[tokio::test]
async fn a_domains_token_acts_on_that_name_only() {
    let world = World::start().await;
    let other = world.connect("other.customer.test").await;
    let browser = world.browser(Some("Shop.Customer.Test")).await;
    let create = async |hostname: &str| {
        let body = json!({"application_id": world.application.id, "hostname": hostname});
        browser.post("/v1/connections", body).await
    };
    let own = create("SHOP.customer.test.").await.expect(201);
    for hostname in ["other.customer.test", "customer.test", "*.customer.test", "a.shop.customer.test"] {
        create(hostname).await.refused(403, "forbidden", "shop.customer.test only");
    }
    assert_eq!(hostnames(&browser, "").await, ["shop.customer.test"]);
    assert_eq!(hostnames(&browser, "?hostname=other.customer.test").await, [""; 0]);
    assert_eq!(browser.get(&path(&own)).await.expect(200).at("/hostname"), "shop.customer.test");
    let _ = browser.post(&(path(&own) + "/records:check"), Value::Null).await.expect(200);
    is_absent(&browser, &other).await;

    let check = async |domain: &str| browser.post("/v1/domains:check", json!({"domain": domain})).await;
    assert_eq!(check("shop.customer.test").await.expect(200).at("/domain"), "shop.customer.test");
    check("other.customer.test").await.refused(403, "forbidden", "shop.customer.test only");
    let mail =
        async |domain: &str| browser.post("/v1/email/records", json!({"provider": "zoho", "domain": domain})).await;
    for own in ["shop.customer.test", "customer.test"] {
        assert_eq!(mail(own).await.expect(200).at("/domain"), own);
    }
    mail("elsewhere.test").await.refused(403, "forbidden", "shop.customer.test only");
}

#[tokio::test]
async fn mail_is_written_at_the_connections_own_domain_only() {
    let world = World::start().await;
    let credential = world.lend("sandbox-token-9876").await;
    assert!(credential.value("/id").is_string());
    let shop = world.proven("shop.customer.test").await;
    let browser = world.browser(Some("shop.customer.test")).await;
    let apply = async |body| browser.post(&(path(&shop) + "/email:apply"), body).await;
    let elsewhere = json!({"provider": "zoho", "domain": "elsewhere.test"});
    apply(elsewhere).await.refused(400, "invalid", "must be the connection's own");
    let applied = apply(json!({"provider": "zoho", "dry_run": true})).await.expect(200);
    assert_eq!(applied.at("/domain"), "customer.test");
}

#[tokio::test]
async fn a_browser_chooses_neither_records_nor_a_takeover() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    let create = async |more: Value| {
        let mut body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        browser.post("/v1/connections", body).await
    };
    let records = json!([{"host": "@", "type": "CNAME", "value": "evil.test"}]);
    create(json!({"dns_records": records})).await.refused(
        400,
        "invalid",
        "dns_records cannot be chosen with a widget token",
    );
    create(json!({"takeover": true})).await.refused(400, "invalid", "takeover cannot be chosen with a widget token");
    let plain = json!({"takeover": false, "setup_type": "manual", "batch_id": "import-1"});
    let made = create(plain).await.expect(201);
    assert_eq!((made.at("/setup_type"), made.at("/batch_id")), ("manual", "import-1"));
}

#[tokio::test]
async fn a_browser_meets_no_answer_that_another_caller_got() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test"});
    let send = async |person: &Person| {
        let request = person.request(Method::POST, "/v1/connections").header("Idempotency-Key", "guessed");
        person.send(request.json(&body)).await
    };
    let ours = send(&world.people.demo).await.expect(201);
    // Bound to another name: not even the answer to the same request under the same key.
    let other = world.browser(Some("other.customer.test")).await;
    send(&other).await.refused(403, "forbidden", "other.customer.test only");
    let own = world.browser(Some("shop.customer.test")).await;
    let theirs = send(&own).await.expect(201);
    assert_ne!(ours.at("/id"), theirs.at("/id"));
    let again = send(&own).await.expect(201);
    assert_eq!((again.at("/id"), again.header("idempotency-replayed")), (theirs.at("/id"), "true"));
}
