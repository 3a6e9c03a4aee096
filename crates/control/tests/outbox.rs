//! Events on their way out, however many there are.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_domain::connection::Announcement;
use nameplate_domain::tenancy::{EventId, WebhookEndpointId};
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::{DeliveryStatus, ENDPOINTS_MAX, Endpoint, EndpointState, EventFilter};
use nameplate_store::Signal;
use nameplate_testkit::{World, until};
use uuid::Uuid;

const EVENTS: u32 = 120;

fn endpoint(world: &World, number: u32, now: Timestamp) -> Endpoint {
    Endpoint {
        id: WebhookEndpointId(Uuid::from_u128(u128::from(number) + 1)),
        tenant: world.caller.tenant,
        application: None,
        url: "https://api.acme.example/hook".into(),
        description: None,
        events: EventFilter::default(),
        state: EndpointState::Enabled,
        trouble: None,
        former_secret_until: None,
        created_at: now,
        updated_at: now,
    }
}

#[tokio::test]
async fn many_events_for_many_endpoints_are_handed_on_in_several_transactions() {
    let world = World::start().await;
    let (tenant, now) = (world.caller.tenant, world.control.now());
    let mut tx = world.store.begin().await.unwrap();
    for number in 0..ENDPOINTS_MAX {
        assert!(tx.insert_webhook_endpoint(&endpoint(&world, number, now), b"secret", ENDPOINTS_MAX).await.unwrap());
    }
    // So that nothing is sent.
    assert!(tx.suspend_tenant(tenant, "for the test", now).await.unwrap());
    for number in 0..EVENTS {
        let id = EventId(Uuid::from_u128(u128::from(number) + 1));
        tx.announce_to_tenant(tenant, Announcement::Drift, id, &serde_json::json!({}), now).await.unwrap();
    }
    let mut heard = world.store.signals().subscribe();
    tx.commit().await.unwrap();
    until("all events to be placed", async || {
        let last = world.store.reader().last_event_position().await.unwrap();
        (last == i64::from(EVENTS)).then_some(())
    })
    .await;
    world.store.signals().send(Signal::Everything);
    let mut transactions = 0;
    loop {
        match heard.recv().await.unwrap() {
            Signal::Everything => break,
            Signal::EventPlaced => transactions += 1,
            _ => {}
        }
    }
    assert!(transactions >= 2, "{transactions}");
    let gauges = world.store.reader().gauges(now).await.unwrap();
    let expected = i64::from(EVENTS * ENDPOINTS_MAX);
    assert!(gauges.deliveries.contains(&(DeliveryStatus::Pending, expected)), "{:?}", gauges.deliveries);
}
