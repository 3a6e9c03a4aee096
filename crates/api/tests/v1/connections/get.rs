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
