use nameplate_api::{ApiSettings, EdgeToken};
use nameplate_testkit::{World, WorldSettings};
use serde_json::{Value, json};
use std::time::Duration;

/// What an edge says, and a field that is not known here.
pub(crate) fn told(id: &str) -> Value {
    json!({
        "edge_id": id, "version": "0.1.0", "started_at": 1_793_491_200_000_i64, "certificates": 12, "asks": 100,
        "ask_hits": 96, "handshakes": 80, "streams": 3, "mood": "good",
        "authorities": [{
            "name": "letsencrypt", "resting_until": null, "colour": "red",
            "budgets": [{"limit": "orders", "capacity": 300, "available": 290, "refills_per_hour": 100.0, "closed_until": null}],
        }],
    })
}

#[tokio::test]
async fn what_an_edge_tells_is_kept_until_it_is_silent_for_a_day() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    let _ = edge.post("/internal/edges", told("edge-1")).await.expect(204);
    let _ = edge.get("/internal/certificates/wanted?edge_id=edge-0&wait_ms=0").await.expect(200);
    let edges = world.control.fleet_edges().await.unwrap();
    let shown: Vec<_> = edges.iter().map(|edge| (edge.seen.id.as_str(), edge.is_attached)).collect();
    assert_eq!(shown, [("edge-0", true), ("edge-1", true)]);
    assert_eq!(edges[0].seen.status, None, "an older edge only asks");
    let status = edges[1].seen.status.clone().unwrap();
    assert_eq!((status.certificates, status.ask_hits, status.streams), (Some(12), Some(96), Some(3)));
    assert_eq!(status.authorities[0].budgets[0].available, 290);
    world.pass(Duration::from_secs(61));
    let edges = world.control.fleet_edges().await.unwrap();
    assert!(edges.iter().all(|edge| !edge.is_attached));
    assert_eq!(world.control.fleet_authorities().await.unwrap(), []);
}

#[tokio::test]
async fn with_a_token_only_its_bearer_is_listened_to() {
    let api = ApiSettings { edge_token: Some(EdgeToken::new("edge secret")), ..ApiSettings::default() };
    let world = World::with(WorldSettings { api, ..WorldSettings::default() }).await;
    let nobody = &world.people.nobody;
    for person in [nobody, &nobody.with_key("wrong"), &world.people.demo] {
        person.post("/internal/edges", told("edge-1")).await.refused(401, "unauthorized", "EDGE_TOKEN");
    }
    let _ = nobody.with_key("edge secret").post("/internal/edges", told("edge-1")).await.expect(204);
}

#[tokio::test]
async fn an_edge_says_at_least_who_it_is() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    let _ = edge.post("/internal/edges", json!({"edge_id": "edge-1"})).await.expect(204);
    edge.post("/internal/edges", json!({})).await.refused(400, "invalid", "edge_id");
    edge.post("/internal/edges", told("")).await.refused(400, "invalid", "edge_id");
    edge.post("/internal/edges", told(&"x".repeat(101))).await.refused(400, "invalid", "edge_id");
    let wrong = json!({"edge_id": "edge-1", "asks": "many"});
    edge.post("/internal/edges", wrong).await.refused(400, "invalid", "");
}
