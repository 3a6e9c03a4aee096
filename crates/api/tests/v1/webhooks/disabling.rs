//! Endpoints that fail for so long that they are told nothing more.

use super::{ENDPOINTS, register, until_delivery};
use crate::v1::events::{announce, stored};
use nameplate_domain::connection::Announcement::Drift;
use nameplate_domain::connection::Connection;
use nameplate_testkit::{Answer, Receiver, Reply, World, until};
use serde_json::{Value, json};
use std::time::Duration;

const THREE_DAYS: Duration = Duration::from_hours(72);
/// Longer than any wait between two attempts: 16 minutes and 5 %.
const LONGEST_WAIT: Duration = Duration::from_mins(20);

async fn shown(world: &World, endpoint: &Answer) -> Answer {
    world.people.demo.get(&format!("{ENDPOINTS}/{}", endpoint.at("/id"))).await.expect(200)
}

/// Has something happen, and lets every attempt to tell of it fail: six.
async fn fails_at_an_event(world: &World, connection: &Connection, endpoint: &Answer) {
    announce(&world.store, connection, &[Drift]).await;
    for attempts in 1..=5 {
        until_delivery(world, endpoint.at("/id"), "pending", attempts).await;
        world.pass(LONGEST_WAIT);
    }
    until_delivery(world, endpoint.at("/id"), "failed", 6).await;
}

#[tokio::test]
async fn an_endpoint_that_only_fails_for_three_days_is_disabled_and_can_be_enabled_again() {
    let world = World::start().await;
    let (broken, other) = (Receiver::start(Reply::Status(500)).await, Receiver::start(Reply::Status(200)).await);
    let endpoint = register(&world, &broken.url(), &["domain.drift"]).await;
    let listening = register(&world, &other.url(), &["webhook.disabled"]).await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    for _ in 0..3 {
        fails_at_an_event(&world, &connection, &endpoint).await;
    }
    let failing = shown(&world, &endpoint).await;
    let since = failing.at("/failing_since").to_owned();
    assert_eq!(failing.value("/enabled"), &json!(true), "often enough, and not long enough: {failing:#?}");
    world.pass(THREE_DAYS);
    announce(&world.store, &connection, &[Drift]).await;
    let nineteenth = until_delivery(&world, endpoint.at("/id"), "pending", 1).await;
    assert_eq!(shown(&world, &endpoint).await.value("/enabled"), &json!(true), "long enough, and not often enough");
    announce(&world.store, &connection, &[Drift]).await;
    until_delivery(&world, endpoint.at("/id"), "failed", 1).await;

    let off = shown(&world, &endpoint).await;
    let why = format!("every delivery has failed since {since}, 20 of them; the last one: it answered 500");
    assert_eq!((off.value("/enabled"), off.at("/disabled_reason")), (&json!(false), why.as_str()));
    let given_up = format!("/v1/webhook-deliveries/{}", nineteenth.at("/id"));
    let given_up = world.people.demo.get(&given_up).await.expect(200);
    assert_eq!((given_up.at("/status"), given_up.value("/next_retry_at")), ("failed", &Value::Null));
    until_delivery(&world, listening.at("/id"), "delivered", 1).await;
    let told = other.received()[0].json();
    assert_eq!((&told["type"], &told["jobId"]), (&json!("webhook.disabled"), &Value::Null));
    assert_eq!(told["data"], json!({"endpoint_id": endpoint.at("/id"), "url": broken.url(), "reason": why}));
    let noted = world.people.demo.get("/v1/audit?action=webhook_endpoint.disable").await.expect(200);
    assert_eq!(noted.value("/data").as_array().unwrap().len(), 1);
    assert_eq!((noted.at("/data/0/actor/kind"), noted.at("/data/0/after/reason")), ("system", why.as_str()));

    // What happens now is never told, not even later.
    announce(&world.store, &connection, &[Drift]).await;
    let reader = world.store.reader();
    until("it to be handed on", async || (!reader.has_events_to_place().await.unwrap()).then_some(())).await;
    world.pass(LONGEST_WAIT);
    broken.replies(Reply::Status(200));
    let path = format!("{ENDPOINTS}/{}", endpoint.at("/id"));
    let on = world.people.demo.patch(&path, json!({"enabled": true})).await.expect(200);
    assert_eq!((on.value("/enabled"), on.value("/failing_since")), (&json!(true), &Value::Null));
    assert_eq!(on.value("/disabled_reason"), &Value::Null);
    let expected = announce(&world.store, &connection, &[Drift]).await;
    let delivered = until_delivery(&world, endpoint.at("/id"), "delivered", 1).await;
    assert_eq!(delivered.at("/event_id"), expected[0]);
    assert_eq!(broken.received().len(), 21, "18 in the beginning, the last two, and this one");
    assert_eq!(other.received().len(), 1, "it was disabled once");
}

#[tokio::test]
async fn one_success_in_between_and_the_three_days_begin_anew() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(500)).await;
    let endpoint = register(&world, &receiver.url(), &["domain.drift"]).await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    for _ in 0..3 {
        fails_at_an_event(&world, &connection, &endpoint).await;
    }
    let before = shown(&world, &endpoint).await.at("/failing_since").to_owned();
    receiver.replies(Reply::Status(204));
    announce(&world.store, &connection, &[Drift]).await;
    until_delivery(&world, endpoint.at("/id"), "delivered", 1).await;
    assert_eq!(shown(&world, &endpoint).await.value("/failing_since"), &Value::Null);

    receiver.replies(Reply::Status(500));
    world.pass(THREE_DAYS);
    // With those before it would be more than twenty in more than three days.
    fails_at_an_event(&world, &connection, &endpoint).await;
    let failing = shown(&world, &endpoint).await;
    assert_eq!((failing.value("/enabled"), failing.value("/disabled_reason")), (&json!(true), &Value::Null));
    assert!(failing.at("/failing_since") > before.as_str(), "{failing:#?}");
}
