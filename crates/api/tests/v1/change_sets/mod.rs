mod get;
mod list;
mod undo;

use nameplate_testkit::{Answer, World};

/// A connection whose records were written over an address of its customer's.
async fn written(world: &World) -> Answer {
    world.publish("A", "shop.customer.test", "192.0.2.1").await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.lend("sandbox-token-9876").await;
    let made = world.connect("shop.customer.test").await;
    assert_eq!(made.at("/state"), "propagating", "{made:#?}");
    made
}

/// Its receipts, newest first.
async fn receipts(world: &World, made: &Answer) -> Answer {
    world.people.reader.get(&format!("/v1/connections/{}/change-sets", made.at("/id"))).await.expect(200)
}
