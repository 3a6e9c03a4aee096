use super::{domains, register, strangers_application, target, verdict};
use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

fn statuses(shown: &Answer) -> [&str; 4] {
    ["/status", "/tls/status", "/dns/status", "/ingress/status"].map(|status| shown.at(status))
}

/// What an edge reports.
fn stored() -> Value {
    json!({
        "edge_id": "edge-1", "hostname": "www.customer.test", "outcome": "stored", "issuer": "internal", "serial": "0a",
        "fingerprint_sha256": "ff", "not_before_ms": 1_793_491_200_000_i64, "not_after_ms": 1_801_267_200_000_i64,
    })
}

#[tokio::test]
async fn a_domain_tells_where_verification_tls_dns_and_ingress_stand() {
    let world = World::start().await;
    let path = domains(&world, "www.customer.test");
    let made = register(&world, "www.customer.test").await;
    let shown = world.people.reader.get(&path).await.expect(200);
    assert_eq!(statuses(&shown), ["pending_verification", "none", "pending", "inactive"]);
    assert_eq!(shown.value("/verification"), made.value("/verification"), "the records can be looked up again");
    assert_eq!(shown.at("/ingress/app_target"), target(&world));

    let cname = world.publish("CNAME", "www.customer.test", &target(&world)).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, true, false]);
    let shown = world.people.reader.get(&path).await.expect(200);
    assert_eq!(statuses(&shown), ["verified", "none", "pending", "active"]);

    // An edge is there, and obtains the certificate that it is told of.
    let edge = &world.people.nobody;
    let _ = edge.get("/internal/certificates/wanted?edge_id=edge-1&wait_ms=0").await.expect(200);
    let obtaining = async {
        let _ = edge.get("/internal/certificates/wanted?edge_id=edge-1&wait_ms=20000").await.expect(200);
        let shown = world.people.reader.get(&path).await.expect(200);
        assert_eq!(statuses(&shown), ["verified", "pending", "propagated", "active"]);
        edge.post("/internal/certificates", stored()).await.expect(204)
    };
    let check = format!("/v1/connections/{}/records:check", made.at("/id"));
    let (checked, _) = tokio::join!(world.people.demo.post(&check, Value::Null), obtaining);
    assert_eq!(checked.expect(200).at("/state"), "live");
    let shown = world.people.reader.get(&path).await.expect(200);
    assert_eq!(statuses(&shown), ["verified", "issued", "propagated", "active"]);
    assert_eq!((shown.at("/state"), shown.at("/tls/certificate/serial")), ("live", "0a"));
    let listed = world.people.reader.get(&domains(&world, "")).await.expect(200);
    assert_eq!(listed.value("/data/0"), &shown.json, "as lists show it");

    world.unpublish("customer.test", &cname).await;
    let _ = world.people.demo.post(&check, Value::Null).await.expect(200);
    let shown = world.people.reader.get(&path).await.expect(200);
    assert_eq!(statuses(&shown), ["verified", "issued", "drifted", "active"]);
    assert_eq!(shown.at("/problem/code"), "record_missing");
}

#[tokio::test]
async fn a_domain_is_found_in_every_spelling_of_its_name() {
    let world = World::start().await;
    let wild = register(&world, "*.customer.test").await;
    let named = register(&world, "bücher.customer.test").await;
    for (made, spellings) in [
        (&wild, &["*.customer.test", "%2A.customer.test", "*.CUSTOMER.test."][..]),
        (
            &named,
            &[
                "b%C3%BCcher.customer.test",
                "B%C3%9Ccher.customer.test",
                "xn--bcher-kva.customer.test",
                "XN--BCHER-KVA.customer.test.",
            ][..],
        ),
    ] {
        for spelling in spellings {
            let shown = world.people.reader.get(&domains(&world, spelling)).await.expect(200);
            assert_eq!(shown.at("/id"), made.at("/id"), "{spelling}");
        }
    }
}

#[tokio::test]
async fn what_is_not_there_is_404_and_says_which() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    let (stranger, theirs) = strangers_application(&world).await;
    for domain in
        ["other.customer.test", "localhost", "a..b", "%00", "%ff", "..%2f..", "www.customer.test%2fverify", "x%20y"]
    {
        let path = domains(&world, domain);
        world.people.demo.get(&path).await.refused(404, "not_found", "There is no such");
        world.people.demo.delete(&path).await.refused(404, "not_found", "There is no such");
        let verify = world.people.demo.post(&format!("{path}/verify"), Value::Null).await;
        verify.refused(404, "not_found", "There is no such");
    }
    stranger.get(&domains(&world, "www.customer.test")).await.refused(404, "not_found", "application");
    let mine = format!("/v1/apps/{theirs}/domains");
    stranger.get(&format!("{mine}/www.customer.test")).await.refused(404, "not_found", "domain");
    for application in ["1", "0190f0f0-0000-7000-8000-000000000000", "%ff"] {
        let path = format!("/v1/apps/{application}/domains");
        world.people.demo.get(&path).await.refused(404, "not_found", "application");
        world.people.demo.post(&path, json!({"domain": "a.customer.test"})).await.refused(
            404,
            "not_found",
            "application",
        );
    }
}

#[tokio::test]
async fn the_origin_is_where_the_application_says() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}", world.application.id);
    let lead_to = async |origin: &str| {
        let _ = world.people.demo.patch(&path, json!({"default_origin": origin})).await.expect(200);
    };
    lead_to("https://sites.acme.example").await;
    let made = register(&world, "www.customer.test").await;
    assert_eq!(made.at("/ingress/origin"), "https://sites.acme.example");
    lead_to("https://shops.acme.example").await;
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!(shown.at("/ingress/origin"), "https://shops.acme.example");
    let listed = world.people.reader.get(&domains(&world, "")).await.expect(200);
    assert_eq!(listed.at("/data/0/ingress/origin"), "https://shops.acme.example");
}

#[tokio::test]
async fn widget_tokens_are_not_taken() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    let browser = world.browser(None).await;
    for answer in [
        browser.get(&domains(&world, "")).await,
        browser.get(&domains(&world, "www.customer.test")).await,
        browser.post(&domains(&world, ""), json!({"domain": "a.customer.test"})).await,
    ] {
        answer.refused(403, "forbidden", "widget token is not taken here");
    }
}
