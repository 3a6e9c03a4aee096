use nameplate_testkit::{BASE_DOMAIN, World};
use serde_json::{Value, json};

#[tokio::test]
async fn the_exact_record_proves_and_opens_ask() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/verify", connection.at("/id"));
    let ask = "/internal/ask?domain=shop.customer.test";
    world.publish("A", "customer.test", "192.0.2.1").await;

    world.people.demo.post(&path, Value::Null).await.refused(
        409,
        "ownership_not_found",
        "_customdomain-challenge.shop.customer.test",
    );
    let name = connection.at("/ownership_challenge/name");
    let wrong = world.publish("TXT", name, "cd-verify-wrong").await;
    world.people.demo.post(&path, Value::Null).await.refused(409, "ownership_not_found", "another value");
    assert_eq!(world.people.nobody.get(ask).await.json, json!({"allow": false, "origin": null}));

    world.unpublish("customer.test", &wrong).await;
    world.publish("TXT", name, connection.at("/ownership_challenge/value")).await;
    let verified = world.people.writer.post(&path, Value::Null).await.expect(200);
    assert_eq!((verified.at("/state"), verified.at("/proof/method")), ("verified", "txt"));
    assert_eq!(world.people.nobody.get(ask).await.value("/allow"), &json!(true));
    let again = world.people.writer.post(&path, Value::Null).await.expect(200);
    assert_eq!(again.at("/state"), "verified");
}

#[tokio::test]
async fn a_cname_to_the_application_proves_as_well() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    world.publish("CNAME", "shop.customer.test", &format!("app-{}.{BASE_DOMAIN}", world.application.id)).await;
    let path = format!("/v1/connections/{}/verify", connection.at("/id"));
    let verified = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((verified.at("/state"), verified.at("/proof/method")), ("verified", "traffic_cname"));
}

#[tokio::test]
async fn servers_that_fail_prove_nothing_either_way() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    world.publish("TXT", connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value")).await;
    let path = format!("/v1/connections/{}/verify", connection.at("/id"));
    world.fault("customer.test", "servfail").await;
    let answer = world.people.demo.post(&path, Value::Null).await;
    answer.refused(503, "dns_unreachable", "try again");
    assert_eq!(answer.header("retry-after"), "5");
    world.fault("customer.test", "none").await;
    let _ = world.people.demo.post(&path, Value::Null).await.expect(200);
}

#[tokio::test]
async fn the_first_to_prove_wins_and_the_second_is_told() {
    let world = World::start().await;
    let ours = world.connect("shop.customer.test").await;
    let theirs = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": "shop.customer.test"});
    let theirs = world.people.stranger.post("/v1/connections", body).await.expect(201);
    for connection in [&ours, &theirs] {
        world
            .publish("TXT", connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value"))
            .await;
    }
    let _ = world
        .people
        .stranger
        .post(&format!("/v1/connections/{}/verify", theirs.at("/id")), Value::Null)
        .await
        .expect(200);
    let answer = world.people.demo.post(&format!("/v1/connections/{}/verify", ours.at("/id")), Value::Null).await;
    answer.refused(409, "HostnameConflict", "shop.customer.test");
}

#[tokio::test]
async fn a_takeover_moves_the_name_once_it_is_proven_afresh() {
    let world = World::start().await;
    let before = world.live("shop.customer.test").await;
    let theirs = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": "shop.customer.test", "takeover": true});
    let after = world.people.stranger.post("/v1/connections", body).await.expect(201);
    world.publish("TXT", after.at("/ownership_challenge/name"), after.at("/ownership_challenge/value")).await;
    let _ = world
        .people
        .stranger
        .post(&format!("/v1/connections/{}/verify", after.at("/id")), Value::Null)
        .await
        .expect(200);
    let lost = world.people.demo.get(&format!("/v1/connections/{}", before.at("/id"))).await.expect(200);
    assert_eq!((lost.at("/state"), lost.at("/problem/code")), ("archived", "transferred"));
}

#[tokio::test]
async fn the_challenge_cname_proves_and_delegates() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/verify", connection.at("/id"));
    let offered = connection.value("/ownership_proofs/1");
    assert_eq!(offered["method"], "acme_cname");
    let (name, value) = (offered["name"].as_str().unwrap(), offered["value"].as_str().unwrap());
    assert_eq!(name, "_acme-challenge.shop.customer.test");
    assert!(value.ends_with(&format!(".acme.{BASE_DOMAIN}")), "{value}");

    // Whoever has begun with it hears what is wrong with it, not that another record is missing.
    let wrong = world.publish("CNAME", name, &format!("{}.acme.{BASE_DOMAIN}", "0".repeat(32))).await;
    world.people.demo.post(&path, Value::Null).await.refused(409, "ownership_not_found", value);
    world.unpublish("customer.test", &wrong).await;
    let wrong = world.publish("TXT", name, "left-over").await;
    world.people.demo.post(&path, Value::Null).await.refused(409, "ownership_not_found", "TXT");
    world.unpublish("customer.test", &wrong).await;

    world.publish("CNAME", name, value).await;
    let verified = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((verified.at("/state"), verified.at("/proof/method")), ("verified", "acme_cname"));
    let wanted = "/internal/certificates/wanted?edge_id=edge-1&wait_ms=0";
    let orders = world.people.nobody.get(wanted).await.expect(200);
    assert_eq!(orders.value("/hostnames"), &json!(["shop.customer.test"]), "a certificate before traffic moves");
}

#[tokio::test]
async fn a_proven_name_is_looked_at_again_and_keeps_its_claim() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/verify", connection.at("/id"));
    let (name, value) = (connection.at("/ownership_challenge/name"), connection.at("/ownership_challenge/value"));
    world.publish("A", "customer.test", "192.0.2.1").await;
    let record = world.publish("TXT", name, value).await;
    let proven = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((proven.value("/ownership/still_published"), proven.at("/ownership/method")), (&json!(true), "txt"));
    assert_eq!(proven.at("/ownership/checked_at"), proven.at("/proof/at"));

    world.pass(std::time::Duration::from_secs(60));
    let again = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!(again.value("/ownership/still_published"), &json!(true));
    assert!(again.at("/ownership/checked_at") > proven.at("/ownership/checked_at"), "it was looked at afresh");
    assert_eq!(again.at("/ownership/name"), name);

    world.fault("customer.test", "servfail").await;
    let unknown = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!(unknown.value("/ownership/still_published"), &Value::Null);
    assert_eq!(unknown.at("/ownership/problem/code"), "dns_unreachable");
    world.fault("customer.test", "none").await;

    world.unpublish("customer.test", &record).await;
    let gone = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((gone.at("/state"), gone.value("/ownership/still_published")), ("verified", &json!(false)));
    assert_eq!(gone.at("/ownership/problem/code"), "ownership_gone");
    assert_eq!(gone.value("/ownership/servers/0/seen"), &json!(false));
}

#[tokio::test]
async fn what_a_credential_proved_is_looked_at_as_the_record_that_it_is() {
    let world = World::start().await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    world.lend("sandbox-token-9876").await;
    let made = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/verify", made.at("/id"));
    let seen = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((seen.at("/ownership/method"), seen.at("/ownership/type")), ("credential", "TXT"));
    assert_eq!(seen.value("/ownership/still_published"), &json!(true));
}
