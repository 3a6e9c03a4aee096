//! An edge whose control plane is dead.

use crate::visitor::is_refused;
use crate::world::{Which, World, measured, shared_postgres};
use std::time::{Duration, Instant};

/// Renewed after half of it.
const VALIDITY: Duration = Duration::from_secs(40);
const STAYS: &str = "stays.customer.test";
const LEAVES: &str = "leaves.customer.test";
/// Certificates are checked by visitors: to be let in is to be shown one that has not expired.
const RENEWED_WITHIN: Duration = Duration::from_secs(35);
const AT_ONCE: Duration = Duration::from_secs(8);

#[tokio::test]
async fn an_edge_without_its_control_plane_serves_renews_and_takes_on_nobody() {
    let mut world = World::start_with(&shared_postgres(), VALIDITY).await;
    let stays = world.connect(Which::First, STAYS).await;
    let leaves = world.connect(Which::Second, LEAVES).await;
    let gone = world.connect(Which::First, "gone.customer.test").await;
    for connection in [&stays, &leaves, &gone] {
        world.publish_proof(connection, "acme_cname");
        world.publish_traffic(connection);
    }
    for connection in [&stays, &leaves, &gone] {
        world.goes_live(Which::First, connection).await;
    }
    world.all_is_told(&gone).await;
    // Both names have been visited here, and nobody else will do this edge's work.
    let edge = world.edge_at(Which::First);
    let visitor = world.visitor().await;
    let first = visitor.visit(edge, STAYS).await.unwrap();
    visitor.visit(edge, LEAVES).await.unwrap();
    world.plane_mut(Which::First).kill();
    world.edge_mut(Which::Second).kill();
    let stored_before = world.edge(Which::First).lines_about("A certificate is stored", STAYS);

    let renewed = async || {
        let visit = world.visitor().await.visit(edge, STAYS).await;
        let visit = visit.unwrap_or_else(|error| panic!("a gap in what is served: {error}"));
        (visit.leaf != first.leaf).then_some(())
    };
    world.until("renewed", RENEWED_WITHIN, renewed).await.unwrap_or_else(|words| panic!("{words}"));
    assert!(world.edge(Which::First).lines_about("A certificate is stored", STAYS) > stored_before);

    // A newcomer, verified through the living plane, is nobody to an edge that cannot ask.
    let newcomer = world.connect(Which::Second, "newcomer.customer.test").await;
    world.publish_proof(&newcomer, "acme_cname");
    world
        .becomes(Which::Second, &newcomer, "verified", |connection| {
            ["verified", "propagating"].contains(&connection["state"].as_str().unwrap())
        })
        .await;
    for name in ["newcomer.customer.test", "stranger.customer.test"] {
        assert!(world.visitor().await.visit(edge, name).await.is_err(), "{name} is served on nobody's word");
    }

    world.restart_edge(Which::First).await;
    for name in [STAYS, LEAVES] {
        let visit = world.visitor().await.visit(edge, name).await;
        assert_eq!(visit.unwrap_or_else(|error| panic!("{name} after a restart: {error}")).status, 200);
    }

    // What the other plane takes away meanwhile is served by the last verdict until this edge can ask again.
    world.archive(Which::Second, &leaves).await;
    let visitor = world.visitor().await;
    assert!(visitor.visit(edge, LEAVES).await.is_ok(), "who was to tell this edge?");
    world.restart_plane(Which::First).await;
    let back = Instant::now();
    let refused = async || is_refused(&visitor.visit(edge, LEAVES).await).then_some(());
    world.until("refused", AT_ONCE, refused).await.unwrap_or_else(|words| panic!("{words}"));
    measured("from the control plane's return to the refusal of what was archived meanwhile", back.elapsed());

    // One is renewed after that, the other is not.
    let stored = |name: &str| world.edge(Which::First).lines_about("A certificate is stored", name);
    let (leaves_before, stays_before) = (stored(LEAVES), stored(STAYS));
    let renewed = async || (stored(STAYS) > stays_before + 1).then_some(());
    world.until("renewed twice more", RENEWED_WITHIN * 2, renewed).await.unwrap_or_else(|words| panic!("{words}"));
    assert_eq!(stored(LEAVES), leaves_before, "what was archived is not renewed");
    assert!(world.visitor().await.visit(edge, STAYS).await.is_ok());
}
