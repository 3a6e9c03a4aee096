use crate::internal::edges::told;
use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

async fn data(world: &World, path: &str) -> Value {
    let answer = world.people.operator.get(path).await.expect(200);
    assert_eq!(answer.value("/next_cursor"), &Value::Null);
    answer.value("/data").clone()
}

#[tokio::test]
async fn edges_are_shown_as_they_say_and_older_ones_with_nulls() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    assert_eq!(data(&world, "/v1/platform/edges").await, json!([]));
    let _ = edge.get("/internal/certificates/wanted?edge_id=edge-0&wait_ms=0").await.expect(200);
    world.pass(Duration::from_mins(2));
    let _ = edge.post("/internal/edges", told("edge-1")).await.expect(204);
    let edges = data(&world, "/v1/platform/edges").await;
    let expected = json!({
        "id": "edge-1", "version": "0.1.0", "started_at": "2026-11-01T00:00:00.000Z", "seen_at": edges[1]["seen_at"],
        "attached": true, "certificates": 12, "asks": 100, "ask_hits": 96, "handshakes": 80, "streams": 3,
    });
    assert_eq!(edges[1], expected);
    let silent = json!({
        "id": "edge-0", "version": null, "started_at": null, "seen_at": edges[0]["seen_at"], "attached": false,
        "certificates": null, "asks": null, "ask_hits": null, "handshakes": null, "streams": null,
    });
    assert_eq!(edges[0], silent);
    assert_eq!(edges.as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn authorities_are_shown_as_attached_edges_see_them() {
    let world = World::start().await;
    let edge = &world.people.nobody;
    assert_eq!(data(&world, "/v1/platform/authorities").await, json!([]));
    let _ = edge.post("/internal/edges", told("edge-1")).await.expect(204);
    let (soon, later) = (world.control.now().as_ms() + 60_000, world.control.now().as_ms() + 600_000);
    let mut tighter = told("edge-2");
    tighter["authorities"][0]["resting_until"] = soon.into();
    tighter["authorities"][0]["budgets"][0]["available"] = 7.into();
    tighter["authorities"][0]["budgets"][0]["closed_until"] = later.into();
    let _ = edge.post("/internal/edges", tighter).await.expect(204);
    let authorities = data(&world, "/v1/platform/authorities").await;
    let instant = |ms| nameplate_domain::time::Timestamp::from_ms(ms).to_string();
    let budget = json!({
        "limit": "orders", "capacity": 300, "available": 7, "refills_per_hour": 100.0, "closed_until": instant(later),
    });
    assert_eq!(authorities, json!([{"name": "letsencrypt", "resting_until": instant(soon), "budgets": [budget]}]));
    world.pass(Duration::from_mins(2));
    assert_eq!(data(&world, "/v1/platform/authorities").await, json!([]), "nobody is attached any more");
}
