//! Other people's changes, broken connections, and servers that leave something out in silence.

use crate::middle::{Gate, Middle};
use crate::server::{Maker, SECRET, Server};
use crate::stage::{ZONE, name, set, writer, writer_of};
use nameplate_domain::zone::{Change, RrSet, ZoneContents};
use nameplate_providers::{ErrorKind, Left, Part, Zone, carry_out};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

fn zone() -> Zone {
    Zone::named(ZONE)
}

fn replace(before: RrSet, after: RrSet) -> Change {
    Change { before: Some(before), after: Some(after) }
}

async fn whole(server: &Server) -> ZoneContents {
    server.primary().transfer().await.unwrap()
}

/// Applies `ours` while `theirs` arrives between our look and our write.
async fn applied_too_late(server: &Server, ours: &[Change], theirs: &[Change]) -> Result<(), ErrorKind> {
    let gate = Arc::new(Gate::default());
    let middle = Middle::holding(server.at, Arc::clone(&gate)).await;
    let writer = writer_of(middle.at, "hmac-sha256", SECRET);
    let meanwhile = async {
        gate.has_come.notified().await;
        server.primary().apply(theirs).await.unwrap();
        loop {
            gate.may_go.notify_one();
            gate.has_come.notified().await;
        }
    };
    let zone = zone();
    tokio::select! {
        result = writer.apply(&zone, ours) => result.map_err(|failed| failed.error.kind),
        () = meanwhile => unreachable!("it goes on until we are done"),
    }
}

#[tokio::test]
async fn what_others_changed_is_not_written_over() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "www A 192.0.2.1\ntext TXT ours").await;
        let writer = writer(&server);
        let (ours, theirs) = (set("www", "A", &["192.0.2.2"]), set("www", "A", &["192.0.2.9"]));
        let was = set("www", "A", &["192.0.2.1"]);
        let new = Change::create(set("new", "A", &["192.0.2.3"]));
        let planned = [new.clone(), replace(was.clone(), ours)];
        server.primary().apply(&[replace(was, theirs)]).await.unwrap();
        let before = whole(&server).await;
        let failed = writer.apply(&zone(), &planned).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::ZoneChanged), "{maker:?}: {failed}");
        assert_eq!(whole(&server).await, before, "{maker:?}");
    }
}

#[tokio::test]
async fn what_others_change_in_the_last_moment_survives() {
    for maker in Maker::UPDATED {
        for rtype in ["A", "TXT"] {
            let [first, second, third] = ["192.0.2.1", "192.0.2.2", "192.0.2.9"].map(|text| set("www", rtype, &[text]));
            let server = Server::start(maker, &format!("www {rtype} 192.0.2.1")).await;
            let new = Change::create(set("new", "A", &["192.0.2.3"]));
            let ours = [replace(first.clone(), second), new];
            let applied = applied_too_late(&server, &ours, &[replace(first, third.clone())]).await;
            assert_eq!(applied, Err(ErrorKind::ZoneChanged), "{maker:?} {rtype}");
            let contents = whole(&server).await;
            assert_eq!(contents.at(&third.name, &third.rtype).map(|stored| &stored.set), Some(&third), "{maker:?}");
            assert_eq!(contents.named(&name("new")).count(), 0, "{maker:?}");
        }
    }
}

#[tokio::test]
async fn what_others_did_of_ours_in_the_last_moment_is_not_in_the_way() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "www A 192.0.2.1").await;
        let (one, both) = (set("www", "A", &["192.0.2.1"]), set("www", "A", &["192.0.2.1", "192.0.2.2"]));
        let new = Change::create(set("new", "TXT", &["x"]));
        let theirs = [new.clone()];
        applied_too_late(&server, &[new, replace(one, both.clone())], &theirs).await.unwrap();
        let contents = whole(&server).await;
        assert_eq!(contents.at(&both.name, &both.rtype).map(|stored| &stored.set), Some(&both), "{maker:?}");
        assert_eq!(contents.named(&name("new")).count(), 1, "{maker:?}");
    }
}

#[tokio::test]
async fn an_update_whose_answer_is_lost_ends_well() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        // Only answers to updates are lost: opcode 5.
        let middle = Middle::altering(server.at, |answer| {
            if answer[2] >> 3 & 0x0f == 5 {
                answer.clear();
            }
        })
        .await;
        let writer = writer_of(middle.at, "hmac-sha256", SECRET);
        let one = [Change::create(set("one", "A", &["192.0.2.7"]))];
        let failed = writer.apply(&zone(), &one).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::UnknownOutcome), "{maker:?}: {failed}");
        writer.apply(&zone(), &one).await.unwrap();
        let two = [Change::create(set("two", "A", &["192.0.2.7"]))];
        carry_out(&*writer, &zone(), &two).await.unwrap();
        assert_eq!(server.primary().soa().await.unwrap().serial, 3, "{maker:?}");
    }
}

#[tokio::test]
async fn an_answer_that_was_changed_on_its_way_is_not_believed() {
    let server = Server::start(Maker::Bind, "www A 192.0.2.1").await;
    let middle = Middle::altering(server.at, |answer| {
        if let Some(at) = answer.windows(4).position(|octets| octets == [192, 0, 2, 1]) {
            answer[at + 3] = 66;
        }
    })
    .await;
    let writer = writer_of(middle.at, "hmac-sha256", SECRET);
    let error = writer.read(&zone(), Part::Names(&[name("www")])).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Misunderstood, "{error}");
    let change = [Change::delete(set("www", "A", &["192.0.2.1"]))];
    assert_eq!(writer.apply(&zone(), &change).await.unwrap_err().error.kind, ErrorKind::Misunderstood);
    assert_eq!(server.primary().soa().await.unwrap().serial, 1);
}

#[tokio::test]
async fn a_failure_that_passes_is_not_seen() {
    let server = Server::start(Maker::Knot, "").await;
    let has_failed = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&has_failed);
    // SERVFAIL would have to be signed; a connection that breaks does not.
    let middle = Breaking::start(server.at, seen).await;
    let writer = writer_of(middle, "hmac-sha256", SECRET);
    assert_eq!(writer.zone(ZONE).await, Ok(Some(zone())));
    assert!(has_failed.load(Ordering::Relaxed));
}

/// Closes the first connection, and passes the others on.
struct Breaking;

impl Breaking {
    async fn start(server: std::net::SocketAddr, has_failed: Arc<AtomicBool>) -> std::net::SocketAddr {
        let listener = tokio::net::TcpListener::bind((std::net::Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(async move {
            drop(listener.accept().await.unwrap());
            has_failed.store(true, Ordering::Relaxed);
            loop {
                let (mut client, _) = listener.accept().await.unwrap();
                let mut upstream = tokio::net::TcpStream::connect(server).await.unwrap();
                // Either side may go when it has what it wanted.
                let _ = tokio::io::copy_bidirectional(&mut client, &mut upstream).await;
            }
        });
        at
    }
}

#[tokio::test]
async fn nothing_is_written_beside_a_cname() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "app CNAME edge.platform.test.\nwww A 192.0.2.1").await;
        let writer = writer(&server);
        for change in [set("app", "A", &["192.0.2.7"]), set("www", "CNAME", &["edge.platform.test"])] {
            let changes = [Change::create(set("new", "A", &["192.0.2.3"])), Change::create(change)];
            let failed = carry_out(&*writer, &zone(), &changes).await.unwrap_err();
            assert_eq!((failed.error.kind, &failed.left), (ErrorKind::Conflict, &Left::AsItWas), "{maker:?}: {failed}");
            assert!(failed.error.message.contains("CNAME must be the only record of its name"), "{maker:?}: {failed}");
        }
        assert_eq!(server.primary().soa().await.unwrap().serial, 1, "{maker:?}");
    }
}

/// Questions do not show what is not written here. The server leaves the CNAME out and says that all is well.
async fn a_cname_is_left_out_in_silence(maker: Maker) {
    let server = Server::start(maker, "host PTR other.test.\nwww A 192.0.2.1").await;
    let writer = writer(&server);
    let before = whole(&server).await;
    let alias = Change::create(set("host", "CNAME", &["edge.platform.test"]));
    let other = replace(set("www", "A", &["192.0.2.1"]), set("www", "A", &["192.0.2.2"]));
    let failed = carry_out(&*writer, &zone(), &[other, alias]).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::NotApplied, &Left::AsItWas), "{maker:?}: {failed}");
    let says = |contents: &ZoneContents| -> Vec<String> {
        contents.sets.iter().map(|stored| format!("{} {:?}", stored.set.name, stored.set.data)).collect()
    };
    assert_eq!(says(&whole(&server).await), says(&before), "{maker:?}");
    // The changes were carried out and taken back.
    assert_eq!(server.primary().soa().await.unwrap().serial, 3, "{maker:?}");
}

#[tokio::test]
async fn a_cname_that_the_server_leaves_out_is_noticed_and_the_rest_taken_back() {
    // Most of the time is waiting, for a server that shows writes late.
    tokio::join!(a_cname_is_left_out_in_silence(Maker::Knot), a_cname_is_left_out_in_silence(Maker::Bind));
}
