//! Servers that fail, lie or are fussy. None of it is ever an absence.

use crate::world::{Script, World, a, only, reply_to, txt};
use hickory_proto::op::{Message, ResponseCode};
use hickory_proto::rr::rdata::TXT;
use hickory_proto::rr::{RData, Record};
use nameplate_dns::serve::Fault;
use nameplate_domain::evidence::{Answer, QueryType, Unanswered};

/// Outcome of asking the only server of `customer.test` for TXT, while it has a fault.
async fn with_fault(fault: Fault) -> Result<Answer, Unanswered> {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "customer.test", txt("here"), 60);
    zone.set_fault("customer.test", Some(fault));
    only(&world.observer().observe("customer.test", QueryType::Txt).await).clone()
}

/// The same with a server that does as scripted.
async fn with_script(script: Script) -> Result<Answer, Unanswered> {
    let mut world = World::new().await;
    world.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2])]);
    world.scripted([127, 0, 0, 2], script).await;
    only(&world.observer().observe("customer.test", QueryType::Txt).await).clone()
}

fn here(request: &Message) -> Message {
    let mut reply = reply_to(request);
    let data = RData::TXT(TXT::from_bytes(vec![b"here"]));
    reply.add_answer(Record::from_rdata(request.queries[0].name.clone(), 60, data));
    reply
}

fn bytes(message: &Message) -> Vec<u8> {
    message.to_vec().unwrap()
}

#[tokio::test]
async fn each_failure_is_told_by_its_reason() {
    assert_eq!(with_fault(Fault::ServerFailure).await, Err(Unanswered::ServerFailure));
    assert_eq!(with_fault(Fault::Refused).await, Err(Unanswered::Refused));
    assert_eq!(with_fault(Fault::Silence).await, Err(Unanswered::Timeout));
    assert_eq!(with_fault(Fault::Lameness).await, Err(Unanswered::Lame));
    assert_eq!(
        with_fault(Fault::WrongQuestion).await,
        Err(Unanswered::Malformed("the reply is to another question".into()))
    );
}

#[tokio::test]
async fn truncation_alone_is_cured_by_tcp() {
    assert_eq!(with_fault(Fault::Truncation).await.unwrap().values, ["here"]);
}

#[tokio::test]
async fn a_forged_reply_before_the_true_one_changes_nothing() {
    let outcome = with_script(|request| {
        let mut forged = here(request);
        forged.metadata.id ^= 0x5555;
        forged.answers[0].data = RData::TXT(TXT::from_bytes(vec![b"forged"]));
        vec![bytes(&forged), b"noise".to_vec(), bytes(&here(request))]
    });
    assert_eq!(outcome.await.unwrap().values, ["here"]);
}

#[tokio::test]
async fn nothing_but_forged_replies_is_malformed() {
    let outcome = with_script(|request| {
        let mut forged = here(request);
        forged.metadata.id ^= 0x5555;
        vec![bytes(&forged)]
    });
    assert_eq!(outcome.await, Err(Unanswered::Malformed("the reply has another id".into())));
}

#[tokio::test]
async fn a_server_that_lowers_the_name_is_asked_in_lower_case() {
    let outcome = with_script(|request| {
        let mut reply = here(request);
        reply.queries[0].name = reply.queries[0].name.to_lowercase();
        vec![bytes(&reply)]
    });
    assert_eq!(outcome.await.unwrap().values, ["here"]);
}

#[tokio::test]
async fn a_server_without_edns_is_asked_without() {
    let outcome = with_script(|request| {
        if request.edns.is_none() {
            return vec![bytes(&here(request))];
        }
        let mut reply = reply_to(request);
        reply.metadata.response_code = ResponseCode::FormErr;
        vec![bytes(&reply)]
    });
    assert_eq!(outcome.await.unwrap().values, ["here"]);
}

#[tokio::test]
async fn a_lost_packet_is_asked_again() {
    use std::sync::atomic::{AtomicBool, Ordering};
    static LOST: AtomicBool = AtomicBool::new(false);
    let outcome =
        with_script(|request| if LOST.swap(true, Ordering::Relaxed) { vec![bytes(&here(request))] } else { vec![] });
    assert_eq!(outcome.await.unwrap().values, ["here"]);
}

#[tokio::test]
async fn nobody_listening_is_unreachable() {
    let world = World::new().await;
    world.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2])]);
    let sighting = world.observer().observe("customer.test", QueryType::A).await;
    assert_eq!(only(&sighting), &Err(Unanswered::Unreachable("connection refused".into())));
}

#[tokio::test]
async fn a_server_whose_name_has_no_address_could_not_be_asked() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "customer.test", a(1), 60);
    let nameless = nameplate_dns::serve::RecordData::Ns("missing.test".into());
    world.resolver.insert("customer.test", "customer.test", nameless, 60);
    let sighting = world.observer().observe("customer.test", QueryType::A).await;
    assert_eq!(
        crate::world::lines(&sighting),
        ["missing.test: could not be asked: its name has no address that could be found", "ns1.test:  > 192.0.2.1"]
    );
}

#[tokio::test]
async fn a_zone_cannot_send_us_into_our_own_network() {
    let mut world = World::new().await;
    world.customer().await.insert("customer.test", "customer.test", a(1), 60);
    let mut settings = world.settings();
    settings.allow_private_servers = false;
    let sighting = crate::world::observer(settings).observe("customer.test", QueryType::A).await;
    assert_eq!(only(&sighting), &Err(Unanswered::Unreachable("private address".into())));
}

#[tokio::test]
async fn what_is_no_name_is_told_so() {
    let world = World::new().await;
    let sighting = world.observer().observe(&"a".repeat(70), QueryType::A).await;
    assert!(matches!(only(&sighting), Err(Unanswered::NoServers(_))));
}
