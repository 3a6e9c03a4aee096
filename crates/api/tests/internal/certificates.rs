use nameplate_api::{ApiSettings, EdgeToken};
use nameplate_testkit::{EDGE_TARGET, World, WorldSettings};
use serde_json::{Value, json};

fn stored(hostname: &str) -> Value {
    json!({
        "edge_id": "edge-1", "hostname": hostname, "outcome": "stored", "issuer": "internal", "serial": "0a",
        "fingerprint_sha256": "ff", "not_before_ms": 1_793_491_200_000_i64, "not_after_ms": 1_801_267_200_000_i64,
    })
}

#[tokio::test]
async fn an_attached_edge_is_asked_for_a_certificate_before_a_name_is_live() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    let proven = world.proven("shop.customer.test").await;
    let none = edge.get("/internal/certificates/wanted?edge_id=edge-1&wait_ms=0").await.expect(200);
    assert_eq!(none.value("/hostnames"), &json!([]));
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;

    let path = format!("/v1/connections/{}/records:check", proven.at("/id"));
    let asking = edge.get("/internal/certificates/wanted?edge_id=edge-1&wait_ms=20000");
    let obtaining = async {
        let wanted = asking.await.expect(200);
        assert_eq!(wanted.value("/hostnames"), &json!(["shop.customer.test"]));
        edge.post("/internal/certificates", stored("shop.customer.test")).await.expect(204)
    };
    let (report, _) = tokio::join!(world.people.demo.post(&path, Value::Null), obtaining);
    assert_eq!(report.expect(200).at("/state"), "live", "the check waits for the certificate");
    let shown = world.people.demo.get(&format!("/v1/connections/{}", proven.at("/id"))).await.expect(200);
    assert_eq!(shown.at("/certificate/issuer"), "internal");
    let told = events(&world, "ssl.issued").await;
    assert_eq!(
        told,
        [
            json!({"hostname": "shop.customer.test", "issuer": "internal", "serial": "0a", "not_after": "2027-01-30T00:00:00.000Z"})
        ]
    );
    assert_eq!(events(&world, "domain.flow.completed").await, [json!({"hostname": "shop.customer.test"})]);
}

#[tokio::test]
async fn an_edge_that_waits_hears_at_once_what_changed() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    let live = world.live("shop.customer.test").await;
    let wanted = "/internal/certificates/wanted?edge_id=edge-1";
    let start = edge.get(wanted).await.expect(200);
    let path = format!("/v1/connections/{}", live.at("/id"));
    let next = format!("{wanted}&wait_ms=20000&cursor={}", start.at("/cursor"));
    let (heard, _) = tokio::join!(edge.get(&next), world.people.demo.delete(&path));
    assert_eq!(heard.expect(200).value("/changed/0"), "shop.customer.test");
    let elsewhere = edge.get(&format!("{wanted}&cursor=of-another-process")).await.expect(200);
    assert_eq!(elsewhere.value("/all_changed"), &json!(true));
}

#[tokio::test]
async fn a_failure_stalls_and_says_why() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    let _ = edge.get("/internal/certificates/wanted?edge_id=edge-1").await.expect(200);
    let proven = world.proven("shop.customer.test").await;
    world.publish("CNAME", "shop.customer.test", EDGE_TARGET).await;
    let path = format!("/v1/connections/{}", proven.at("/id"));
    let failed =
        json!({"edge_id": "edge-1", "hostname": "shop.customer.test", "outcome": "failed", "detail": "rate limited"});
    let failing = async {
        let _ = edge.get("/internal/certificates/wanted?edge_id=edge-1&wait_ms=20000").await.expect(200);
        edge.post("/internal/certificates", failed).await.expect(204)
    };
    let check = format!("{path}/records:check");
    let (report, _) = tokio::join!(world.people.demo.post(&check, Value::Null), failing);
    assert_eq!(report.expect(200).at("/state"), "stalled");
    let shown = world.people.demo.get(&path).await.expect(200);
    assert_eq!(shown.at("/problem/code"), "certificate_failed");
    assert!(shown.at("/problem/message").contains("rate limited"));
}

#[tokio::test]
async fn with_a_token_only_its_bearer_gets_through() {
    let api = ApiSettings { edge_token: Some(EdgeToken::new("edge secret")), ..ApiSettings::default() };
    let world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    let nobody = &world.people.nobody;
    let path = "/internal/certificates/wanted?edge_id=edge-1";
    for person in [nobody, &nobody.with_key("wrong"), &world.people.demo] {
        person.get(path).await.refused(401, "unauthorized", "EDGE_TOKEN");
        person.post("/internal/certificates", stored("a.customer.test")).await.refused(
            401,
            "unauthorized",
            "EDGE_TOKEN",
        );
    }
    let edge = nobody.with_key("edge secret");
    let _ = edge.get(path).await.expect(200);
    let _ = edge.post("/internal/certificates", stored("a.customer.test")).await.expect(204);
    assert_eq!(nobody.get("/internal/ask?domain=a.customer.test").await.status, 200, "ask needs no token");
}

#[tokio::test]
async fn reports_that_cannot_be_used_are_refused() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    edge.get("/internal/certificates/wanted").await.refused(400, "invalid", "edge_id is required");
    edge.get("/internal/certificates/wanted?edge_id=a&wait_ms=soon").await.refused(400, "invalid", "wait_ms");
    edge.post("/internal/certificates", json!({"edge_id": "a", "hostname": ""}))
        .await
        .refused(400, "invalid", "outcome");
    edge.post("/internal/certificates", stored("")).await.refused(400, "invalid", "hostname");
}

/// What subscribers were told by events of this kind.
async fn events(world: &World, kind: &str) -> Vec<Value> {
    let all = world.store.reader().events(None, None, 100).await.unwrap();
    all.into_iter().filter(|event| event.kind.as_str() == kind).map(|event| event.data).collect()
}
