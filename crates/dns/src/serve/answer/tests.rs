use super::super::zone::Zones;
use super::*;

fn zones() -> Zones {
    let zones = Zones::new();
    for apex in ["customer.test", "platform.test"] {
        let soa = Soa {
            primary: "ns1.sandbox.test".into(),
            contact: "nobody.sandbox.test".into(),
            serial: 7,
            ttl: 60,
            negative_ttl: 2,
        };
        zones.add_zone(Apex { name: apex.into(), soa });
    }
    let records = [
        ("customer.test", RecordData::Alias("edge.platform.test".into())),
        ("app.customer.test", RecordData::Cname("edge.platform.test".into())),
        ("away.customer.test", RecordData::Cname("elsewhere.example".into())),
        ("gone.customer.test", RecordData::Cname("missing.platform.test".into())),
        ("round.customer.test", RecordData::Cname("about.customer.test".into())),
        ("about.customer.test", RecordData::Cname("round.customer.test".into())),
        ("*.wild.customer.test", RecordData::A([127, 0, 0, 9].into())),
        ("taken.wild.customer.test", RecordData::Txt("no address".into())),
        ("deep.ent.customer.test", RecordData::A([127, 0, 0, 8].into())),
        ("long.customer.test", RecordData::Txt("x".repeat(1500))),
        ("customer.test", RecordData::Caa { flags: 0, tag: "issue".into(), value: "letsencrypt.org".into() }),
    ];
    for (name, data) in records {
        assert!(zones.insert("customer.test", name, data, 60));
    }
    zones.insert("platform.test", "edge.platform.test", RecordData::A([127, 0, 0, 1].into()), 30);
    zones
}

fn query(name: &str, qtype: RecordType) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(name::parse(name).unwrap(), qtype));
    message
}

fn ask_over(zones: &Zones, message: &Message, over: Transport) -> Message {
    Message::from_vec(&answer(zones, &message.to_vec().unwrap(), over).unwrap()).unwrap()
}

/// The reply as one line: code, answers, then the owner of the SOA in the authority section.
fn check(name: &str, qtype: RecordType, expected: &str) {
    let reply = ask_over(&zones(), &query(name, qtype), Transport::Tcp);
    let mut words = vec![format!("{:?}", reply.metadata.response_code)];
    words.extend(reply.answers.iter().map(|r| format!("{} {} {}", r.name, r.ttl, r.data)));
    words.extend(reply.authorities.iter().map(|r| format!("soa {} {}", r.name, r.ttl)));
    assert_eq!(words.join(" | "), expected, "{name} {qtype}");
    assert_eq!(reply.metadata.authoritative, reply.metadata.response_code != ResponseCode::Refused);
}

#[test]
fn an_alias_is_followed_into_served_zones_only() {
    check(
        "app.customer.test",
        RecordType::A,
        "NoError | app.customer.test. 60 edge.platform.test. | edge.platform.test. 30 127.0.0.1",
    );
    check("away.customer.test", RecordType::A, "NoError | away.customer.test. 60 elsewhere.example.");
    check("app.customer.test", RecordType::CNAME, "NoError | app.customer.test. 60 edge.platform.test.");
}

#[test]
fn an_alias_to_nothing_is_nxdomain_with_the_alias() {
    check(
        "gone.customer.test",
        RecordType::A,
        "NXDomain | gone.customer.test. 60 missing.platform.test. | soa platform.test. 2",
    );
}

#[test]
fn aliases_in_a_circle_end() {
    check(
        "round.customer.test",
        RecordType::A,
        "NoError | round.customer.test. 60 about.customer.test. | about.customer.test. 60 round.customer.test.",
    );
}

#[test]
fn absence_of_a_name_differs_from_absence_of_a_type() {
    check("no.customer.test", RecordType::A, "NXDomain | soa customer.test. 2");
    check("customer.test", RecordType::MX, "NoError | soa customer.test. 2");
    check("ent.customer.test", RecordType::A, "NoError | soa customer.test. 2");
    check("below.deep.ent.customer.test", RecordType::A, "NXDomain | soa customer.test. 2");
}

#[test]
fn a_wildcard_stands_for_what_does_not_exist_below_its_parent() {
    check("any.wild.customer.test", RecordType::A, "NoError | any.wild.customer.test. 60 127.0.0.9");
    check("two.levels.wild.customer.test", RecordType::A, "NoError | two.levels.wild.customer.test. 60 127.0.0.9");
    check("any.wild.customer.test", RecordType::TXT, "NoError | soa customer.test. 2");
    check("taken.wild.customer.test", RecordType::A, "NoError | soa customer.test. 2");
    check("x.taken.wild.customer.test", RecordType::A, "NXDomain | soa customer.test. 2");
    check("*.wild.customer.test", RecordType::A, "NoError | *.wild.customer.test. 60 127.0.0.9");
}

#[test]
fn an_alias_at_the_apex_is_answered_as_addresses() {
    check("customer.test", RecordType::A, "NoError | customer.test. 60 127.0.0.1");
    check("customer.test", RecordType::AAAA, "NoError | soa customer.test. 2");
}

#[test]
fn names_outside_are_refused() {
    check("example.com", RecordType::A, "Refused");
    check("test", RecordType::SOA, "Refused");
}

#[test]
fn any_gets_a_small_answer() {
    check("customer.test", RecordType::ANY, "NoError | customer.test. 3600 RFC8482 ");
}

#[test]
fn the_case_of_the_question_is_kept() {
    let mut message = Message::query();
    message.add_query(Query::query(Name::from_ascii("aPP.CusTomer.tEst.").unwrap(), RecordType::CNAME));
    let reply = ask_over(&zones(), &message, Transport::Udp);
    assert!(reply.queries[0].name.eq_case(&message.queries[0].name));
    assert!(reply.answers[0].name.eq_case(&message.queries[0].name));
}

#[test]
fn a_long_answer_goes_over_tcp() {
    let mut message = query("long.customer.test", RecordType::TXT);
    let mut edns = Edns::new();
    edns.set_max_payload(4096);
    message.set_edns(edns);
    let over_udp = ask_over(&zones(), &message, Transport::Udp);
    assert!(over_udp.metadata.truncation);
    assert!(over_udp.answers.is_empty());
    assert_eq!(over_udp.edns.unwrap().max_payload(), 1232);
    let over_tcp = ask_over(&zones(), &message, Transport::Tcp);
    let RData::TXT(txt) = &over_tcp.answers[0].data else { panic!("TXT asked, {:?} got", over_tcp.answers[0]) };
    assert_eq!(txt.txt_data.iter().map(|s| s.len()).collect::<Vec<_>>(), [255, 255, 255, 255, 255, 225]);
}

#[test]
fn what_is_no_single_question_is_a_format_error() {
    let mut two = query("customer.test", RecordType::A);
    two.add_query(Query::query(Name::root(), RecordType::A));
    assert_eq!(ask_over(&zones(), &two, Transport::Udp).metadata.response_code, ResponseCode::FormErr);
    let none = Message::query();
    assert_eq!(ask_over(&zones(), &none, Transport::Udp).metadata.response_code, ResponseCode::FormErr);
}

#[test]
fn an_unreadable_request_is_a_format_error_and_a_reply_gets_no_reply() {
    let mut long_name = vec![0x12, 0x34, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
    for _ in 0..5 {
        long_name.push(63);
        long_name.extend([b'a'; 63]);
    }
    long_name.extend([0, 0, 1, 0, 1]);
    let reply = Message::from_vec(&answer(&zones(), &long_name, Transport::Udp).unwrap()).unwrap();
    assert_eq!((reply.metadata.id, reply.metadata.response_code), (0x1234, ResponseCode::FormErr));
    let mut response = query("customer.test", RecordType::A);
    response.metadata.message_type = MessageType::Response;
    assert_eq!(answer(&zones(), &response.to_vec().unwrap(), Transport::Udp), None);
    assert_eq!(answer(&zones(), b"GET / HTTP", Transport::Udp), None);
}

#[test]
fn a_later_edns_version_is_named_as_such() {
    let mut message = query("customer.test", RecordType::A);
    let mut edns = Edns::new();
    edns.set_version(1);
    message.set_edns(edns);
    let reply = ask_over(&zones(), &message, Transport::Udp);
    assert_eq!(u16::from(reply.metadata.response_code), 16, "BADVERS and BADSIG share a number");
}
