//! One of the two servers of the ACME zone is dead.

use crate::world::{Which, World, is_issued, measured};
use std::time::Instant;

#[tokio::test]
async fn challenges_are_answered_by_the_server_that_is_left() {
    let mut world = World::start().await;
    let first = world.connect(Which::First, "first.customer.test").await;
    let second = world.connect(Which::First, "second.customer.test").await;
    for (dead, connection) in [(Which::First, &first), (Which::Second, &second)] {
        world.acme_dns_mut(dead).kill();
        let started = Instant::now();
        world.publish_proof(connection, "acme_cname");
        world.becomes(Which::First, connection, "issued", is_issued).await;
        measured(&format!("to a certificate while the {dead:?} server of the ACME zone is dead"), started.elapsed());
        world.restart_acme_dns(dead).await;
    }
}
