mod deliveries;
mod disabling;
mod endpoints;

use nameplate_testkit::{Answer, World, until};
use serde_json::json;

const ENDPOINTS: &str = "/v1/webhook-endpoints";

async fn register(world: &World, url: &str, events: &[&str]) -> Answer {
    world.people.demo.post(ENDPOINTS, json!({"url": url, "events": events})).await.expect(201)
}

/// The endpoint's newest delivery, once it has come to `status` with as many attempts.
async fn until_delivery(world: &World, endpoint: &str, status: &str, attempts: u64) -> Answer {
    until(&format!("a delivery to be {status} after {attempts}"), async || {
        let path = format!("/v1/webhook-deliveries?endpoint_id={endpoint}");
        let list = world.people.demo.get(&path).await.expect(200);
        let newest = list.value("/data").get(0)?;
        if newest["status"] != status || newest["attempts"] != attempts {
            return None;
        }
        let id = newest["id"].as_str().unwrap();
        Some(world.people.demo.get(&format!("/v1/webhook-deliveries/{id}")).await.expect(200))
    })
    .await
}
