//! What an edge says of itself.

use crate::world::{Origin, World, eventually};
use nameplate_domain::edge_status::AuthorityStatus;
use nameplate_domain::time::Clock as _;
use nameplate_edge::EdgeStatus;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

const SHOP: &str = "shop.example.test";
const NEWS: &str = "news.example.test";

async fn world() -> World {
    World::with(|settings| settings.status_every = Duration::from_millis(20)).await
}

fn status(world: &World) -> EdgeStatus {
    world.plane.status.lock().unwrap().clone().unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edge_tells_what_it_does() {
    let world = world().await;
    let origin = Origin::saying("hello").await;
    world.plane.allow(SHOP, origin.url.clone());
    world.plane.allow(NEWS, origin.url);
    world.get(SHOP, "/").await;
    world.get(NEWS, "/").await;
    let open = [world.tls(SHOP).await, world.tls(SHOP).await, world.tls(NEWS).await];
    eventually("told of five handshakes and three streams", || {
        let status = status(&world);
        (status.handshakes, status.streams, status.certificates) == (Some(5), Some(3), Some(2))
    })
    .await;
    let told = status(&world);
    let asked = world.plane.asked() as u64;
    let (asks, hits) = (told.asks.unwrap(), told.ask_hits.unwrap());
    assert_eq!(asks - hits, asked, "the control plane heard the rest");
    assert!(hits >= 3, "the last three handshakes asked nobody: {told:?}");
    assert_eq!(told.version.as_deref(), Some(env!("CARGO_PKG_VERSION")));
    assert!(told.started_at.is_some_and(|at| at <= world.clock.now()));
    let internal = AuthorityStatus { name: "internal".into(), ..AuthorityStatus::default() };
    assert_eq!(told.authorities, [internal]);
    drop(open);
    eventually("told of no streams", || status(&world).streams == Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_shelf_does_not_tell_is_left_out() {
    let world = world().await;
    eventually("told", || status(&world).certificates == Some(0)).await;
    world.shelf.break_down(true);
    eventually("told without the shelf", || {
        let status = status(&world);
        status.certificates.is_none() && status.handshakes == Some(0)
    })
    .await;
    world.shelf.break_down(false);
    eventually("told with the shelf", || status(&world).certificates == Some(0)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edge_goes_on_telling_after_nobody_listened() {
    let world = world().await;
    eventually("told", || world.plane.status.lock().unwrap().is_some()).await;
    world.plane.die(true);
    eventually("told in vain", || world.plane.unheard.load(SeqCst) > 0).await;
    *world.plane.status.lock().unwrap() = None;
    world.plane.die(false);
    eventually("told again", || world.plane.status.lock().unwrap().is_some()).await;
}
