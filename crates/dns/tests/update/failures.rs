//! Servers that are gone, silent, or not who they seem to be.

use crate::middle::Middle;
use crate::server::{Maker, SECRET, Server, WallClock, ZONE};
use crate::writing::set;
use nameplate_dns::update::{Primary, TsigKey, UpdateError};
use nameplate_domain::zone::Change;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::net::TcpListener;

fn at(server: SocketAddr) -> Primary {
    let key = TsigKey::parse("hmac-sha256", "hmac-sha256", SECRET).unwrap();
    Primary::new(server, ZONE, key, Arc::new(WallClock)).with_timeout(Duration::from_millis(300))
}

fn create() -> Change {
    Change::create(set("new.customer.test", "A", 60, &["192.0.2.7"]))
}

fn is_outage<T: std::fmt::Debug>(result: Result<T, UpdateError>) -> UpdateError {
    let error = result.unwrap_err();
    assert!(matches!(error, UpdateError::Outage { .. }) && !error.may_have_changed(), "{error:?}");
    error
}

#[tokio::test]
async fn a_server_that_is_gone_is_an_outage() {
    for maker in Maker::UPDATED {
        let mut server = Server::start(maker, "").await;
        server.kill();
        let primary = at(server.at);
        is_outage(primary.soa().await);
        is_outage(primary.transfer().await);
        is_outage(primary.read(&[ZONE.to_owned()]).await);
        let error = is_outage(primary.apply(&[create()]).await);
        assert!(error.to_string().contains("connection refused"), "{error}");
    }
}

#[tokio::test]
async fn after_an_update_silence_leaves_everything_open() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
    let primary = at(listener.local_addr().unwrap());
    is_outage(primary.soa().await);
    is_outage(primary.transfer().await);
    let error = primary.apply(&[create()]).await.unwrap_err();
    assert!(matches!(error, UpdateError::Unknown { .. }) && error.may_have_changed(), "{error:?}");
    assert!(error.to_string().contains("the server was silent for 0.3 s"), "{error}");
    // A text is looked at first: without an answer nothing was sent that changes anything.
    is_outage(primary.apply(&[Change::delete(set("new.customer.test", "TXT", 60, &["x"]))]).await);
}

#[tokio::test]
async fn an_update_whose_answer_is_cut_off_may_have_been_carried_out() {
    let server = Server::start(Maker::Knot, "").await;
    let middle = Middle::altering(server.at, |answer| answer.clear()).await;
    let error = at(middle.at).apply(&[create()]).await.unwrap_err();
    assert!(matches!(error, UpdateError::Malformed { .. }) && error.may_have_changed(), "{error:?}");
    let name = "new.customer.test".to_owned();
    assert_eq!(at(server.at).read(&[name]).await.unwrap().sets.len(), 1);
}

/// Changes an answer.
type Alter = fn(&mut Vec<u8>);

/// As if it had never been signed: the key's name begins the last record.
fn strip(answer: &mut Vec<u8>) {
    let name = b"\x0bhmac-sha256\x00\x00\xfa";
    let at = answer.windows(name.len()).position(|octets| octets == name).unwrap();
    answer.truncate(at);
    let additional = u16::from_be_bytes([answer[10], answer[11]]) - 1;
    answer[10..12].copy_from_slice(&additional.to_be_bytes());
}

#[tokio::test]
async fn an_answer_that_was_changed_on_its_way_is_not_believed() {
    let server = Server::start(Maker::Bind, "www A 192.0.2.1").await;
    let swap = |answer: &mut Vec<u8>| {
        // Another address; where there is none, another code.
        match answer.windows(4).position(|octets| octets == [192, 0, 2, 1]) {
            Some(at) => answer[at + 3] = 66,
            None => answer[3] ^= 5,
        }
    };
    let alterations = [(swap as Alter, "something changed it on its way"), (strip, "it is not signed")];
    for (alter, why) in alterations {
        let middle = Middle::altering(server.at, alter).await;
        let primary = at(middle.at);
        let errors = [
            primary.soa().await.unwrap_err(),
            primary.transfer().await.unwrap_err(),
            primary.read(&["www.customer.test".to_owned()]).await.unwrap_err(),
        ];
        for error in errors {
            assert!(matches!(error, UpdateError::ForgedAnswer { .. }) && error.to_string().contains(why), "{error:?}");
        }
    }
    let middle = Middle::altering(server.at, swap).await;
    let error = at(middle.at).apply(&[create()]).await.unwrap_err();
    assert!(matches!(error, UpdateError::ForgedAnswer { .. }) && error.may_have_changed(), "{error:?}");
}

#[tokio::test]
async fn an_answer_to_another_question_is_not_believed() {
    let server = Server::start(Maker::Knot, "").await;
    let middle = Middle::altering(server.at, |answer| answer[0] ^= 1).await;
    let error = at(middle.at).soa().await.unwrap_err();
    assert!(matches!(error, UpdateError::ForgedAnswer { .. }), "{error:?}");
}

#[tokio::test]
async fn a_transfer_is_believed_up_to_its_last_signature_only() {
    let records: String = (0..5000).map(|number| format!("n{number} TXT \"the text of this name\"\n")).collect();
    let server = Server::start(Maker::Bind, &records).await;
    let messages = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&messages);
    let middle = Middle::altering(server.at, move |answer| {
        if seen.fetch_add(1, Ordering::Relaxed) > 0 {
            strip(answer);
        }
    });
    let error = at(middle.await.at).transfer().await.unwrap_err();
    assert!(error.to_string().ends_with("the last message of the transfer is not signed"), "{error}");
    assert!(messages.load(Ordering::Relaxed) > 2);
}
