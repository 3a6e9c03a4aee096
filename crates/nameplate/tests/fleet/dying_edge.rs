//! An edge that dies in the middle of an order.

use crate::world::{Which, World, is_issued, measured};
use std::time::{Duration, Instant};

const NAME: &str = "shop.customer.test";
/// The lease of a name, and what comes after it.
const TAKEN_OVER_WITHIN: Duration = Duration::from_secs(100);

#[tokio::test]
async fn what_a_dying_edge_has_begun_another_finishes_when_its_lease_is_over() {
    let mut world = World::start().await;
    let connection = world.connect(Which::First, NAME).await;
    world.publish_proof(&connection, "acme_cname");
    let ordered = async || (world.pebble.orders() > 0).then_some(());
    world.until("ordered", Duration::from_secs(30), ordered).await.unwrap_or_else(|words| panic!("{words}"));
    world.pebble.process.signal("STOP");
    let holder = world.sql("SELECT lease_holder FROM edge_entries WHERE name = 'shop.customer.test'");
    let dying = if holder.starts_with(&World::edge_id(Which::First)) { Which::First } else { Which::Second };
    assert!(holder.starts_with(&World::edge_id(dying)), "{holder:?} is no edge");
    assert_eq!(world.edge(dying).count("A certificate is stored"), 0, "it was too fast to die in the middle");
    world.edge_mut(dying).kill();
    let died = Instant::now();
    world.pebble.process.signal("CONT");

    let other = dying.other();
    let visitor = world.visitor().await;
    let at_the_other = async || visitor.visit(world.edge_at(other), NAME).await.ok();
    let visit = world.until("served by the other edge", TAKEN_OVER_WITHIN, at_the_other).await;
    visit.unwrap_or_else(|words| panic!("{words}"));
    measured("from the death of an edge in the middle of an order to the certificate at the other", died.elapsed());
    assert_eq!(world.edge(other).lines_about("A certificate is stored", NAME), 1);
    world.becomes(Which::First, &connection, "issued", is_issued).await;
    assert_eq!(world.pebble.orders(), 2, "one that was given up, and one more");

    // Who comes back takes over what the other has.
    world.restart_edge(dying).await;
    let visits = [dying, other].map(|edge| (edge, world.edge_at(edge)));
    let mut leaves = Vec::new();
    for (edge, at) in visits {
        let visitor = world.visitor().await;
        let visit =
            world.until("served again", Duration::from_secs(10), async || visitor.visit(at, NAME).await.ok()).await;
        leaves.push(visit.unwrap_or_else(|words| panic!("{edge:?}: {words}")).leaf);
    }
    assert_eq!(leaves[0], leaves[1]);
    assert_eq!(world.pebble.orders(), 2);
}
