//! When the first authority is not to be had, the second issues within the same attempt.

use crate::stack::PATIENCE;
use crate::world::{First, World, assert_from_the_second};
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::{TcpListener, UdpSocket};

/// What the edge says when an attempt came to nothing.
const ATTEMPT_FAILED: &str = "There is no new certificate for a name.";
/// What pebble writes down about a new order.
const ORDERED: &str = "POST /order-plz";

/// Connects and publishes everything; gives the connection once it is live.
async fn goes_live(world: &World) -> serde_json::Value {
    let connection = world.stack.connect("shop.customer.test").await;
    world.stack.publish_all("customer.test", &connection).await;
    world.live(connection["id"].as_str().unwrap()).await
}

#[tokio::test]
async fn the_first_is_asked_first() {
    let world = World::start(First::Pebble).await;
    let live = goes_live(&world).await;
    assert_eq!(live["certificate"]["authority"], "letsencrypt", "{live}");
    assert_eq!(world.second.signed(), 0);
}

#[tokio::test]
async fn the_first_is_down() {
    let mut world = World::start(First::Pebble).await;
    world.pebble.as_mut().unwrap().kill();
    assert_from_the_second(&goes_live(&world).await);
    assert!(!world.stack.program.output().contains(ATTEMPT_FAILED), "{}", world.stack.program.output());
    world.is_served_with_the_seconds("shop.customer.test").await;
}

#[tokio::test]
async fn caa_permits_only_the_second() {
    let world = World::start(First::Pebble).await;
    let only = format!("0 issue \"{}\"", crate::second::CAA_IDENTITY);
    world.stack.publish("customer.test", "customer.test", "CAA", &only).await;
    assert_from_the_second(&goes_live(&world).await);
    assert!(!world.stack.program.output().contains(ATTEMPT_FAILED), "{}", world.stack.program.output());
    let log = world.pebble.as_ref().unwrap().log();
    assert!(!log.contains(ORDERED), "the first was asked for what it may not sign: {log}");
}

/// A DNS server that hears questions and says nothing: whoever asks is held up.
struct SilentDns {
    udp: UdpSocket,
    tcp: TcpListener,
}

impl SilentDns {
    async fn start() -> Self {
        let tcp = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let udp = UdpSocket::bind(tcp.local_addr().unwrap()).await.unwrap();
        Self { udp, tcp }
    }

    fn address(&self) -> SocketAddr {
        self.tcp.local_addr().unwrap()
    }

    /// Somebody has asked.
    async fn is_asked(&self) {
        let asked = async {
            let mut question = [0; 512];
            tokio::select! {
                asked = self.udp.recv_from(&mut question) => { asked.unwrap(); }
                asked = self.tcp.accept() => { asked.unwrap(); }
            }
        };
        tokio::time::timeout(PATIENCE, asked).await.expect("nobody has asked the silent DNS server");
    }
}

#[tokio::test]
async fn the_first_dies_half_way() {
    let dns = SilentDns::start().await;
    let mut world = World::start(First::PebbleLookingAt(dns.address())).await;
    let connection = world.stack.connect("shop.customer.test").await;
    world.stack.publish_all("customer.test", &connection).await;
    // The challenge was accepted and pebble is looking for the name, which takes it for ever.
    dns.is_asked().await;
    let pebble = world.pebble.as_mut().unwrap();
    assert!(pebble.log().contains(ORDERED), "{}", pebble.log());
    pebble.kill();
    let live = world.live(connection["id"].as_str().unwrap()).await;
    assert_from_the_second(&live);
    assert!(!world.stack.program.output().contains(ATTEMPT_FAILED), "{}", world.stack.program.output());
    world.is_served_with_the_seconds("shop.customer.test").await;
}
