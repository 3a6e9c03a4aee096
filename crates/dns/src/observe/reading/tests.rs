use super::*;
use hickory_proto::op::{MessageType, OpCode, Query};
use hickory_proto::rr::Name;
use hickory_proto::rr::rdata::{A, CNAME, MX, NS, SOA, TXT};

fn named(text: &str) -> Name {
    name::parse(text).unwrap()
}

fn record(owner: &str, ttl: u32, data: RData) -> Record {
    Record::from_rdata(named(owner), ttl, data)
}

fn cname(owner: &str, target: &str) -> Record {
    record(owner, 300, RData::CNAME(CNAME(named(target))))
}

fn a(owner: &str, last: u8) -> Record {
    record(owner, 60, RData::A(A([192, 0, 2, last].into())))
}

fn ns(owner: &str, server: &str) -> Record {
    record(owner, 600, RData::NS(NS(named(server))))
}

fn soa(owner: &str) -> Record {
    record(owner, 60, RData::SOA(SOA::new(named("ns.test"), named("root.test"), 1, 2, 3, 4, 5)))
}

fn question(qtype: RecordType) -> Question {
    Question::new("app.customer.test", qtype, false).unwrap()
}

fn reply(code: ResponseCode, answers: Vec<Record>, authorities: Vec<Record>) -> Message {
    let mut message = Message::new(1, MessageType::Response, OpCode::Query);
    message.metadata.authoritative = true;
    message.metadata.response_code = code;
    message.add_query(Query::query(named("app.customer.test"), RecordType::A));
    message.answers = answers;
    message.authorities = authorities;
    message
}

fn read_a(message: &Message) -> Result<Reading, Unanswered> {
    read(message, &question(RecordType::A), Witness::Zone("customer.test"))
}

fn answered(message: &Message) -> (Answer, Option<String>) {
    match read_a(message) {
        Ok(Reading::Answer { answer, continues_at }) => (answer, continues_at),
        other => panic!("an answer was expected, not {other:?}"),
    }
}

#[test]
fn values_in_order_and_the_smallest_ttl_are_read_at_the_end_of_the_chain() {
    let message = reply(
        ResponseCode::NoError,
        vec![cname("app.customer.test", "web.customer.test"), a("web.customer.test", 2), a("web.customer.test", 1)],
        vec![],
    );
    let (answer, continues_at) = answered(&message);
    assert_eq!(answer.aliases, ["web.customer.test"]);
    assert_eq!(answer.values, ["192.0.2.1", "192.0.2.2"]);
    assert_eq!((answer.ttl, continues_at), (Some(60), None));
}

#[test]
fn what_a_server_says_about_a_foreign_zone_is_not_believed() {
    let message = reply(
        ResponseCode::NoError,
        vec![cname("app.customer.test", "edge.platform.test"), a("edge.platform.test", 66)],
        vec![],
    );
    let (answer, continues_at) = answered(&message);
    assert_eq!(answer.values, Vec::<String>::new());
    assert_eq!(continues_at.as_deref(), Some("edge.platform.test"));
}

#[test]
fn a_name_error_about_a_foreign_target_is_not_believed_either() {
    let message = reply(
        ResponseCode::NXDomain,
        vec![cname("app.customer.test", "edge.platform.test")],
        vec![soa("platform.test")],
    );
    let (answer, continues_at) = answered(&message);
    assert!(!answer.no_such_name);
    assert_eq!(continues_at.as_deref(), Some("edge.platform.test"));
}

#[test]
fn an_alias_in_the_zone_to_nothing_is_settled() {
    let message = reply(
        ResponseCode::NXDomain,
        vec![cname("app.customer.test", "gone.customer.test")],
        vec![soa("customer.test")],
    );
    let (answer, continues_at) = answered(&message);
    assert_eq!((answer.aliases.len(), answer.values.len(), answer.no_such_name), (1, 0, false));
    assert_eq!(continues_at, None);
}

#[test]
fn an_alias_in_the_zone_that_the_server_left_alone_is_gone_after() {
    let message = reply(ResponseCode::NoError, vec![cname("app.customer.test", "web.customer.test")], vec![]);
    assert_eq!(answered(&message).1.as_deref(), Some("web.customer.test"));
}

#[test]
fn aliases_in_a_circle_are_settled_without_values() {
    let message = reply(
        ResponseCode::NoError,
        vec![cname("app.customer.test", "b.customer.test"), cname("b.customer.test", "app.customer.test")],
        vec![],
    );
    let (answer, continues_at) = answered(&message);
    assert_eq!(answer.aliases, ["b.customer.test", "app.customer.test"]);
    assert_eq!((answer.values.len(), continues_at), (0, None));
}

#[test]
fn absence_of_the_name_differs_from_absence_of_the_type() {
    let no_name = reply(ResponseCode::NXDomain, vec![], vec![soa("customer.test")]);
    assert!(answered(&no_name).0.no_such_name);
    let no_type = reply(ResponseCode::NoError, vec![], vec![soa("customer.test")]);
    assert_eq!(answered(&no_type).0, Answer::default());
}

#[test]
fn a_failure_is_never_absence() {
    let code = |code| read_a(&reply(code, vec![], vec![])).unwrap_err();
    assert_eq!(code(ResponseCode::ServFail), Unanswered::ServerFailure);
    assert_eq!(code(ResponseCode::Refused), Unanswered::Refused);
    assert_eq!(code(ResponseCode::NotImp), Unanswered::OtherCode("NOTIMP".into()));
    assert_eq!(code(ResponseCode::FormErr), Unanswered::OtherCode("FORMERR".into()));
    assert_eq!(code(ResponseCode::NotAuth), Unanswered::OtherCode("RCODE 9".into()));
}

#[test]
fn without_authority_a_server_is_lame_unless_it_refers_down() {
    let mut message = reply(ResponseCode::NoError, vec![a("app.customer.test", 1)], vec![]);
    message.metadata.authoritative = false;
    assert_eq!(read_a(&message), Err(Unanswered::Lame));
    for upward_or_beside in ["test", "customer.test", "other.customer.test"] {
        let mut message = reply(ResponseCode::NoError, vec![], vec![ns(upward_or_beside, "ns.child.test")]);
        message.metadata.authoritative = false;
        assert_eq!(read_a(&message), Err(Unanswered::Lame), "{upward_or_beside}");
    }
    let mut no_name = reply(ResponseCode::NXDomain, vec![], vec![soa("customer.test")]);
    no_name.metadata.authoritative = false;
    assert_eq!(read_a(&no_name), Err(Unanswered::Lame));
}

#[test]
fn a_referral_carries_the_addresses_its_zone_may_vouch_for() {
    let mut message = reply(
        ResponseCode::NoError,
        vec![],
        vec![ns("app.customer.test", "ns.app.customer.test"), ns("app.customer.test", "ns.elsewhere.test")],
    );
    message.metadata.authoritative = false;
    message.additionals = vec![a("ns.app.customer.test", 7), a("ns.elsewhere.test", 66)];
    let expected = Referral {
        zone: "app.customer.test".into(),
        servers: vec![
            ("ns.app.customer.test".into(), vec!["192.0.2.7".parse().unwrap()]),
            ("ns.elsewhere.test".into(), vec![]),
        ],
        ttl: 600,
    };
    assert_eq!(read_a(&message), Ok(Reading::Referral(expected)));
}

#[test]
fn a_resolver_must_recurse_or_know() {
    let mut message = reply(ResponseCode::NoError, vec![], vec![]);
    message.metadata.authoritative = false;
    let ask = |message: &Message| read(message, &question(RecordType::A), Witness::Resolver);
    assert_eq!(ask(&message), Err(Unanswered::Lame));
    message.metadata.recursion_available = true;
    assert_eq!(ask(&message), Ok(Reading::Answer { answer: Answer::default(), continues_at: None }));
}

#[test]
fn values_have_one_form() {
    let texts = TXT::from_bytes(vec![b"cd-verify-", b"Abc"]);
    let message = reply(
        ResponseCode::NoError,
        vec![
            record("app.customer.test", 60, RData::TXT(texts)),
            record("app.customer.test", 60, RData::TXT(TXT::from_bytes(vec![b"v=spf1 -all"]))),
            record("app.customer.test", 60, RData::MX(MX::new(10, named("Mail.Example.COM")))),
        ],
        vec![],
    );
    let values = |qtype| match read(&message, &question(qtype), Witness::Zone("customer.test")) {
        Ok(Reading::Answer { answer, .. }) => answer.values,
        other => panic!("an answer was expected, not {other:?}"),
    };
    assert_eq!(values(RecordType::TXT), ["cd-verify-Abc", "v=spf1 -all"]);
    assert_eq!(values(RecordType::MX), ["10 mail.example.com"]);
}
