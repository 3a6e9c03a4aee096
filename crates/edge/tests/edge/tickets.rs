//! Sessions resumed anywhere in the fleet.

use crate::world::{Origin, World, client_trusting, eventually_so, soon};
use nameplate_certificates::Shelf as _;
use rustls::HandshakeKind;
use rustls::pki_types::ServerName;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio_rustls::TlsConnector;

const SHOP: &str = "shop.example.test";
const PERIOD: Duration = Duration::from_secs(6 * 3600);

/// Two edges over one shelf, and a visitor with one memory of sessions for both.
struct Fleet {
    first: World,
    second: World,
    visitor: TlsConnector,
}

impl Fleet {
    async fn new() -> Self {
        let first = World::with(|settings| settings.look_every = Duration::from_millis(20)).await;
        first.plane.allow(SHOP, Origin::saying("hello").await.url);
        let second = first.beside().await;
        let visitor = TlsConnector::from(Arc::new(client_trusting(first.edge.root_certificate().unwrap())));
        Self { first, second, visitor }
    }

    /// One visit, long enough to be given a ticket: whether it was resumed.
    async fn resumed(&self, world: &World) -> bool {
        let name = ServerName::try_from(SHOP).unwrap();
        let mut stream = soon(self.visitor.connect(name, world.tcp().await)).await.unwrap();
        let request = format!("GET / HTTP/1.1\r\nHost: {SHOP}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.unwrap();
        let _ = soon(stream.read_to_end(&mut Vec::new())).await;
        stream.get_ref().1.handshake_kind() == Some(HandshakeKind::Resumed)
    }

    /// Moves the clock, and waits until the keys have changed.
    async fn after(&self, time: Duration) {
        let version = self.version().await;
        self.first.clock.advance(time);
        eventually_so("the keys have changed", async || self.version().await > version).await;
    }

    async fn version(&self) -> i64 {
        self.first.shelf.secret("session-tickets").await.unwrap().unwrap().0
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_begun_on_one_edge_is_resumed_on_the_other() {
    let fleet = Fleet::new().await;
    assert!(!fleet.resumed(&fleet.first).await);
    assert!(fleet.resumed(&fleet.second).await);
    assert!(fleet.resumed(&fleet.first).await);
    assert_eq!(fleet.version().await, 1, "one edge made the keys, the other took them");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_session_lasts_one_change_of_keys_and_not_two() {
    let fleet = Fleet::new().await;
    assert!(!fleet.resumed(&fleet.first).await);
    fleet.after(PERIOD).await;
    assert!(fleet.resumed(&fleet.second).await);
    fleet.after(PERIOD).await;
    assert!(fleet.resumed(&fleet.first).await, "the last visit brought a ticket under the next key");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_not_accepted_after_two_changes_of_keys() {
    let fleet = Fleet::new().await;
    assert!(!fleet.resumed(&fleet.first).await);
    fleet.after(PERIOD).await;
    fleet.after(PERIOD).await;
    assert!(!fleet.resumed(&fleet.first).await);
    assert!(fleet.resumed(&fleet.first).await, "under the new keys");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_edge_that_cannot_read_the_keys_seals_under_its_own() {
    let first = World::with(|settings| settings.look_every = Duration::from_millis(20)).await;
    first.plane.allow(SHOP, Origin::saying("hello").await.url);
    first.serial(SHOP).await;
    let before = first.shelf.secret("session-tickets").await.unwrap();
    first.shelf.break_down(true);
    let second = first.beside().await;
    let visitor = TlsConnector::from(Arc::new(client_trusting(first.edge.root_certificate().unwrap())));
    let fleet = Fleet { first, second, visitor };
    assert!(!fleet.resumed(&fleet.first).await);
    fleet.first.shelf.break_down(false);
    assert_eq!(fleet.first.shelf.secret("session-tickets").await.unwrap(), before);
    // As soon as it can read them it has the fleet's.
    soon(async { while !(fleet.resumed(&fleet.first).await && fleet.resumed(&fleet.second).await) {} }).await;
}
