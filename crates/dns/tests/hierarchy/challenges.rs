//! Delegated challenges, found by a resolver that comes down from the root.

use crate::client::{ask, ask_until, values};
use crate::tree::{APEX, LATER, TOKEN, Tree};
use hickory_proto::op::ResponseCode;
use hickory_proto::rr::RecordType;
use std::time::{Duration, Instant};

const CHALLENGE: &str = "_acme-challenge.www.customer.test";

fn texts(texts: &[String]) -> Vec<(String, nameplate_domain::time::Timestamp)> {
    texts.iter().map(|text| (text.clone(), LATER)).collect()
}

#[tokio::test]
async fn a_challenge_is_found_through_its_alias_and_a_new_one_soon_after() {
    let tree = Tree::grow("", "").await;
    // Absence first: neither it, nor that the token has no address, may hide the text that comes.
    assert_eq!(values(&ask(tree.resolver, CHALLENGE, RecordType::TXT).await), [""; 0]);
    let address = ask(tree.resolver, &format!("{TOKEN}.{APEX}"), RecordType::A).await;
    assert_eq!((address.metadata.response_code, address.answers.len()), (ResponseCode::NoError, 0));
    let below = ask(tree.resolver, &format!("x.{TOKEN}.{APEX}"), RecordType::TXT).await;
    assert_eq!(below.metadata.response_code, ResponseCode::NXDomain);
    tree.acme.set_values(TOKEN, texts(&["first".into(), "second".into()])).unwrap();
    let published = Instant::now();
    ask_until(tree.resolver, CHALLENGE, RecordType::TXT, |reply| values(reply) == ["first", "second"]).await;
    assert!(published.elapsed() < Duration::from_secs(3), "absence was remembered for {:?}", published.elapsed());
    tree.acme.set_values(TOKEN, texts(&["third".into()])).unwrap();
    let published = Instant::now();
    ask_until(tree.resolver, CHALLENGE, RecordType::TXT, |reply| values(reply) == ["third"]).await;
    assert!(published.elapsed() < Duration::from_secs(3), "texts were remembered for {:?}", published.elapsed());
}

#[tokio::test]
async fn a_token_that_was_asked_for_too_early_is_found_once_it_exists() {
    let tree = Tree::grow("", "").await;
    let token = "ffeeddccbbaa99887766554433221100";
    let name = format!("{token}.{APEX}");
    let early = ask(tree.resolver, &name, RecordType::TXT).await;
    assert_eq!(early.metadata.response_code, ResponseCode::NXDomain);
    tree.acme.add_token(token).unwrap();
    tree.acme.set_values(token, texts(&["here".into()])).unwrap();
    let added = Instant::now();
    ask_until(tree.resolver, &name, RecordType::TXT, |reply| values(reply) == ["here"]).await;
    assert!(added.elapsed() < Duration::from_secs(3), "absence was remembered for {:?}", added.elapsed());
}

#[tokio::test]
async fn more_texts_than_a_datagram_holds_come_over_tcp() {
    let tree = Tree::grow("", "").await;
    let many: Vec<String> = (0..40).map(|n| format!("{n:043}")).collect();
    tree.acme.set_values(TOKEN, texts(&many)).unwrap();
    assert_eq!(values(&ask(tree.resolver, CHALLENGE, RecordType::TXT).await), many);
}

#[tokio::test]
async fn the_zone_itself_is_found() {
    let tree = Tree::grow("", "").await;
    assert_eq!(values(&ask(tree.resolver, APEX, RecordType::NS).await), [format!("ns.{APEX}.")]);
    assert_eq!(values(&ask(tree.resolver, APEX, RecordType::SOA).await).len(), 1);
    assert_eq!(values(&ask(tree.resolver, &format!("ns.{APEX}"), RecordType::A).await).len(), 1);
    let caa = ask(tree.resolver, APEX, RecordType::CAA).await;
    assert_eq!((caa.metadata.response_code, caa.answers.len()), (ResponseCode::NoError, 0));
}
