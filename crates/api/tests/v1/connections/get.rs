use nameplate_control::{CertificateOutcome, CertificateReport};
use nameplate_domain::time::Timestamp;
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_live_connection_shows_its_receipt_and_no_certificate_without_an_edge() {
    let world = World::start().await;
    let live = world.live("shop.customer.test").await;
    assert_eq!((live.at("/state"), live.at("/proof/method"), live.at("/proof/zone")), ("live", "txt", "customer.test"));
    assert_eq!(live.value("/proof/servers/0/seen"), &json!(true));
    assert_eq!(live.at("/proof/servers/0/vantage"), "authoritative");
    assert_eq!(live.value("/dns_records/0/propagated"), &json!(true));
    assert_eq!(
        (live.value("/certificate"), live.value("/problem"), live.value("/expires_at")),
        (&Value::Null, &Value::Null, &Value::Null)
    );
}

#[tokio::test]
async fn it_says_why_it_is_not_live_and_where_requests_go() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}", shop.at("/id"));
    let shown = async || world.people.reader.get(&path).await.expect(200);
    let waiting = shown().await;
    assert_eq!(waiting.at("/explanation/waiting_for"), "customer");
    let sentence = waiting.at("/explanation/sentence");
    for named in [shop.at("/ownership_challenge/name"), shop.at("/ownership_challenge/value"), "it is given up at "] {
        assert!(sentence.contains(named), "{sentence}");
    }
    assert_eq!((waiting.value("/route/served"), waiting.at("/route/source")), (&json!(false), "platform"));
    assert_eq!(waiting.at("/route/why_not"), "It is not served: ownership is not proven here.");
    assert!(shop.json.get("route").is_none() && shop.at("/explanation/waiting_for") == "customer", "{shop:#?}");

    world.publish("A", "old.customer.test", "192.0.2.80").await;
    let wrong = world.publish("CNAME", "shop.customer.test", "old.customer.test").await;
    world.publish("TXT", shop.at("/ownership_challenge/name"), shop.at("/ownership_challenge/value")).await;
    let _ = world.people.demo.post(&format!("{path}/verify"), Value::Null).await.expect(200);
    let _ = world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
    let proven = shown().await;
    let sentence = proven.at("/explanation/sentence");
    assert!(sentence.contains("shop.customer.test has old.customer.test; DNS is "), "{sentence}");
    assert_eq!((proven.value("/route/served"), proven.value("/route/why_not")), (&json!(true), &Value::Null));
    assert_eq!(proven.at("/dns_records/0/problem/code"), "record_differs");
    let vantage = proven.value("/dns_records/0/vantages/0");
    assert_eq!((&vantage["vantage"], &vantage["propagated"]), (&json!("authoritative"), &json!(false)));
    assert_eq!(vantage["observed_value"], "old.customer.test");
    let vantages = proven.value("/ownership_proofs/1/vantages").as_array().unwrap();
    assert!(proven.at("/ownership_proofs/1/method") == "acme_cname" && !vantages.is_empty(), "{proven:#?}");

    world.unpublish("customer.test", &wrong).await;
    world.publish("CNAME", "shop.customer.test", nameplate_testkit::EDGE_TARGET).await;
    let _ = world.people.demo.post(&format!("{path}/records:check"), Value::Null).await.expect(200);
    let origin = json!({"default_origin": "https://origin.saas.example"});
    let application = format!("/v1/applications/{}", world.application.id);
    let _ = world.people.demo.patch(&application, origin).await.expect(200);
    let live = shown().await;
    assert_eq!(live.at("/explanation/waiting_for"), "nobody");
    assert_eq!(live.at("/explanation/sentence"), "shop.customer.test is live: its records are in place.");
    assert_eq!((live.at("/route/origin"), live.at("/route/source")), ("https://origin.saas.example", "application"));
    let ask = world.people.nobody.get("/internal/ask?domain=shop.customer.test").await.expect(200);
    assert_eq!((ask.value("/allow"), ask.value("/origin")), (live.value("/route/served"), live.value("/route/origin")));

    let _ = world.people.demo.delete(&path).await.expect(200);
    let gone = shown().await;
    assert_eq!((gone.at("/explanation/waiting_for"), gone.value("/route/served")), ("developer", &json!(false)));
    assert_eq!(gone.at("/route/why_not"), "It is not served: this connection has ended.");
}

#[tokio::test]
async fn a_certificate_is_shown_to_its_holder_only() {
    let world = World::start().await;
    let theirs = world.people.stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": theirs.at("/id"), "hostname": "shop.customer.test"});
    let unproven = world.people.stranger.post("/v1/connections", body).await.expect(201);
    let live = world.live("shop.customer.test").await;
    let outcome = CertificateOutcome::Stored {
        issuer: "internal".into(),
        serial: "0a".into(),
        fingerprint_sha256: "ff".into(),
        not_before: Timestamp::from_ms(1_793_491_200_000),
        not_after: Timestamp::from_ms(1_801_267_200_000),
        names: vec![],
        authority: None,
        chain: vec![],
        renew_at: None,
        renewal: None,
    };
    let report = CertificateReport { hostname: "shop.customer.test".into(), outcome };
    world.control.note_certificate("edge-1", report).await.unwrap();

    let shown = world.people.demo.get(&format!("/v1/connections/{}", live.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/certificate/status"), shown.at("/certificate/serial")), ("issued", "0a"));
    let hidden = world.people.stranger.get(&format!("/v1/connections/{}", unproven.at("/id"))).await.expect(200);
    assert_eq!(hidden.value("/certificate"), &Value::Null);
    let list = world.people.demo.get("/v1/connections").await.expect(200);
    assert!(list.json["data"][0].get("certificate").is_none(), "lists leave certificates out");
}
