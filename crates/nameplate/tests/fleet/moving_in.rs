//! A name moves in, is visited at both edges, and moves out.

use crate::process::PATIENCE;
use crate::visitor::{Visitor, is_refused};
use crate::world::{Which, World, is_issued, measured, proof, text};
use rustls::HandshakeKind;
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

const NAME: &str = "shop.customer.test";
/// Visitors at each edge who come before there is a certificate.
const EARLY: usize = 8;
/// What "at once" may mean on a busy machine.
const AT_ONCE: Duration = Duration::from_secs(5);

/// Comes again until let in; the certificate, and when.
async fn insists(visitor: Visitor, edge: SocketAddr) -> (Vec<u8>, Instant) {
    let start = Instant::now();
    loop {
        match visitor.visit(edge, NAME).await {
            Ok(visit) => return (visit.leaf, Instant::now()),
            Err(error) => assert!(start.elapsed() < PATIENCE, "never let in: {error}"),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn a_name_moves_in_by_its_challenge_cname_is_served_by_both_edges_and_moves_out() {
    let mut world = World::start().await;
    let connection = world.connect(Which::First, NAME).await;
    assert_eq!(proof(&connection, "acme_cname")["name"], "_acme-challenge.shop.customer.test");
    assert!(text(&proof(&connection, "acme_cname")["value"]).ends_with(".acme.platform.test"), "{connection}");
    for edge in Which::BOTH {
        let visit = world.visitor().await.visit(world.edge_at(edge), NAME).await;
        assert!(is_refused(&visit), "{edge:?} serves a name that nobody proved: {visit:?}");
    }
    let mut early = Vec::new();
    for number in 0..2 * EARLY {
        let edge = world.edge_at(Which::BOTH[number % 2]);
        early.push(tokio::spawn(insists(world.visitor().await, edge)));
    }

    world.publish_proof(&connection, "acme_cname");
    let published = Instant::now();
    let issued = world.becomes(Which::Second, &connection, "issued before traffic", is_issued).await;
    measured("from the challenge CNAME to the certificate", published.elapsed());
    assert_eq!(issued["proof"]["method"], "acme_cname", "{issued}");
    assert!(["verified", "propagating"].contains(&text(&issued["state"])), "{issued}");
    let (mut leaves, mut times) = (BTreeSet::new(), Vec::new());
    for visitor in early {
        let (leaf, at) = visitor.await.unwrap();
        leaves.insert(leaf);
        times.push(at);
    }
    assert_eq!(leaves.len(), 1, "every visitor of both edges sees one certificate");
    let spread = times.iter().max().unwrap().duration_since(*times.iter().min().unwrap());
    measured("from the first visitor let in at one edge to the last at the other", spread);
    assert!(spread < AT_ONCE, "an edge had it {spread:?} after the other");
    assert_eq!(world.pebble.orders(), 1, "{EARLY} visitors at each edge, one order:\n{}", world.pebble.process.log());

    world.publish_traffic(&connection);
    let live = world.goes_live(Which::Second, &connection).await;
    assert_eq!(live["certificate"]["serial"], issued["certificate"]["serial"]);
    for edge in Which::BOTH {
        let visit = world.visitor().await.visit(world.edge_at(edge), NAME).await.unwrap();
        assert_eq!((visit.status, leaves.contains(&visit.leaf)), (200, true));
    }
    assert_eq!(world.pebble.orders(), 1, "live without a second order");

    sessions_are_resumed_at_the_other_edge(&world).await;
    nothing_secret_lies_open_in_the_database(&world);
    what_moves_out_is_refused_at_once(&world, &connection).await;
}

async fn sessions_are_resumed_at_the_other_edge(world: &World) {
    let visitor = world.visitor().await;
    let visit = async |edge| visitor.visit(world.edge_at(edge), NAME).await.unwrap();
    assert_eq!(visit(Which::First).await.handshake, HandshakeKind::Full);
    let resumed = visit(Which::Second).await;
    assert_eq!((resumed.handshake, resumed.status), (HandshakeKind::Resumed, 200));
    // And the ticket that the second edge gave, at the first.
    assert_eq!(visit(Which::First).await.handshake, HandshakeKind::Resumed);
}

/// Version 0 and the algorithm of an elliptic curve key: how PKCS #8 begins, behind the length (RFC 5958 section 2). A certificate
/// has no such thing.
const PKCS8: &str = "020100301306072a8648ce3d0201";

fn nothing_secret_lies_open_in_the_database(world: &World) {
    let plain = rcgen::KeyPair::generate().unwrap().serialize_der();
    let hex = |octets: &[u8]| octets.iter().map(|octet| format!("{octet:02x}")).collect::<String>();
    assert!(hex(&plain).contains(PKCS8), "an open key would be recognised");
    let keys = world.sql("SELECT encode(private_key, 'hex') FROM edge_certificates");
    assert!(keys.len() > 2 * plain.len() && keys.lines().count() == 1, "one key, which sealing makes longer");
    let dump = world.dump();
    for table in ["edge_certificates", "edge_accounts", "edge_secrets"] {
        assert!(dump.contains(&format!(".{table} VALUES")), "{table} is empty or was not dumped");
    }
    assert!(!dump.contains(PKCS8), "a private key lies open in the database");
    // ACME clients keep the keys of accounts in base64, PEM has it too; and either may be in a column of octets.
    let text = rcgen::KeyPair::generate().unwrap().serialize_pem();
    for sign in ["PRIVATE KEY", "AgEAMBMGByqGSM49"] {
        assert!(text.contains(sign), "an open key would be recognised");
        assert!(!dump.contains(sign) && !dump.contains(&hex(sign.as_bytes())), "a private key lies open as text");
    }
}

async fn what_moves_out_is_refused_at_once(world: &World, connection: &serde_json::Value) {
    // Who has a session is refused as well.
    let visitor = world.visitor().await;
    visitor.visit(world.edge_at(Which::First), NAME).await.unwrap();
    world.archive(Which::First, connection).await;
    let archived = Instant::now();
    for edge in Which::BOTH {
        let refused = async || is_refused(&visitor.visit(world.edge_at(edge), NAME).await).then_some(());
        world.until("refused", AT_ONCE, refused).await.unwrap_or_else(|words| panic!("{edge:?}: {words}"));
        measured(&format!("from the archival to the refusal at the {edge:?} edge"), archived.elapsed());
    }
    assert!(archived.elapsed() < AT_ONCE, "{:?}", archived.elapsed());
    let removed = "SELECT name FROM edge_entries WHERE removed_at_ms IS NOT NULL";
    let removed = async || (world.sql(removed) == NAME).then_some(());
    world.until("struck off what is renewed", PATIENCE, removed).await.unwrap();
}
