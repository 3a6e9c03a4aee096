use super::*;
use crate::serve::answer::{answer, answer_general};
use crate::serve::{Sources, Zones};
use hickory_proto::op::{Edns, Message, Query};
use hickory_proto::rr::rdata::opt::EdnsOption;
use hickory_proto::rr::{DNSClass, Name, RecordType};
use proptest::prelude::*;
use std::sync::atomic::{AtomicI64, Ordering};

mod front;

const APEX: &str = "acme.platform.test";
const LIVE: &str = "00112233445566778899aabbccddeeff";
const BARE: &str = "b3a1f6c0-0d5c-4b0f-9a53-0a1b2c3d4e5f";
const MANY: &str = "shop_1";

#[derive(Default)]
struct Watch(AtomicI64);

impl Clock for Watch {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(self.0.load(Ordering::Relaxed))
    }
}

fn at(s: i64) -> Timestamp {
    Timestamp::from_ms(s * 1000)
}

fn settings() -> AcmeZoneSettings {
    let server = |name: &str, addresses: &[&str]| crate::observe::NameServer {
        name: name.into(),
        addresses: addresses.iter().map(|address| address.parse().unwrap()).collect(),
    };
    AcmeZoneSettings::new(
        "Acme.Platform.Test.",
        vec![
            server("ns1.dns.acme.platform.test", &["192.0.2.1", "2001:db8::1"]),
            server("ns2.platform.test.", &["192.0.2.2"]),
        ],
    )
}

/// `LIVE` has two texts until 60 s and one until 120 s, `BARE` none, `MANY` forty.
fn zone() -> (AcmeZone, Arc<Watch>) {
    let watch = Arc::new(Watch::default());
    let zone = AcmeZone::new(&settings(), Arc::clone(&watch) as Arc<dyn Clock>).unwrap();
    zone.replace_all([LIVE, BARE, "Shop_1"]).unwrap();
    let texts = [("one", 60), ("two", 60), ("three", 120)];
    zone.set_values(LIVE, texts.iter().map(|(text, until)| ((*text).to_owned(), at(*until))).collect()).unwrap();
    zone.set_values(MANY, (0..40).map(|n| (format!("{n:043}"), at(60))).collect()).unwrap();
    (zone, watch)
}

fn query(name: &str, qtype: RecordType) -> Message {
    let mut message = Message::query();
    message.add_query(Query::query(Name::from_ascii(name).unwrap(), qtype));
    message
}

fn ask(zone: &dyn ZoneSource, message: &Message, over: Transport) -> Message {
    Message::from_vec(&answer(zone, &message.to_vec().unwrap(), over).unwrap()).unwrap()
}

/// The reply as one line: code, answers, then owner, TTL and minimum of the SOA beside "there is none".
fn line(zone: &dyn ZoneSource, name: &str, qtype: RecordType) -> String {
    let reply = ask(zone, &query(name, qtype), Transport::Tcp);
    let mut words = vec![format!("{:?}", reply.metadata.response_code)];
    words.extend(reply.answers.iter().map(|r| format!("{} {}", r.ttl, r.data)));
    words.extend(reply.authorities.iter().map(|r| format!("soa {} {} {}", r.name.to_lowercase(), r.ttl, r.data)));
    words.join(" | ")
}

const NODATA: &str = "NoError | soa acme.platform.test. 1 ns1.dns.acme.platform.test. hostmaster.acme.platform.test. 1 3600 600 604800 1";

fn nxdomain() -> String {
    NODATA.replace("NoError", "NXDomain")
}

#[test]
fn a_live_token_has_its_texts_and_nothing_else() {
    let (zone, _) = zone();
    let name = format!("{LIVE}.{APEX}.");
    assert_eq!(line(&zone, &name, RecordType::TXT), "NoError | 1 one | 1 two | 1 three");
    for qtype in [RecordType::A, RecordType::AAAA, RecordType::CAA, RecordType::NS, RecordType::SOA, RecordType::CNAME]
    {
        assert_eq!(line(&zone, &name, qtype), NODATA, "{qtype}");
    }
    assert_eq!(line(&zone, &name, RecordType::Unknown(65_280)), NODATA);
    assert_eq!(line(&zone, &name, RecordType::ANY), "NoError | 3600 RFC8482 ");
    assert_eq!(line(&zone, &format!("{BARE}.{APEX}."), RecordType::TXT), NODATA);
}

#[test]
fn only_unknown_tokens_and_what_is_below_known_ones_do_not_exist() {
    let (zone, _) = zone();
    for name in [format!("ff{}.{APEX}.", &LIVE[2..]), format!("x.{LIVE}.{APEX}."), format!("*.{APEX}.")] {
        for qtype in [RecordType::TXT, RecordType::A, RecordType::Unknown(65_280)] {
            assert_eq!(line(&zone, &name, qtype), nxdomain(), "{name} {qtype}");
        }
    }
}

#[test]
fn the_apex_and_its_servers_are_in_the_zone() {
    let (zone, _) = zone();
    let apex = format!("{APEX}.");
    assert_eq!(
        line(&zone, &apex, RecordType::NS),
        "NoError | 3600 ns1.dns.acme.platform.test. | 3600 ns2.platform.test."
    );
    assert_eq!(line(&zone, &apex, RecordType::A), "NoError | 3600 192.0.2.1 | 3600 192.0.2.2");
    assert_eq!(line(&zone, &apex, RecordType::CAA), NODATA);
    assert_eq!(line(&zone, &format!("ns1.dns.{APEX}."), RecordType::AAAA), "NoError | 3600 2001:db8::1");
    assert_eq!(line(&zone, &format!("dns.{APEX}."), RecordType::A), NODATA, "an empty non-terminal exists");
    assert_eq!(
        line(&zone, &format!("{APEX}."), RecordType::SOA),
        NODATA.replace("soa acme.platform.test. 1 ", "3600 ")
    );
    for outside in ["platform.test.", "acme.platform.test.evil.test.", "notacme.platform.test."] {
        assert_eq!(line(&zone, outside, RecordType::A), "Refused");
    }
}

#[test]
fn caa_at_the_apex_is_served_when_configured() {
    let with_caa = AcmeZoneSettings { caa: vec![(0, "issue".into(), "letsencrypt.org".into())], ..settings() };
    let zone = AcmeZone::new(&with_caa, Arc::new(Watch::default())).unwrap();
    assert_eq!(line(&zone, &format!("{APEX}."), RecordType::CAA), "NoError | 3600 0 issue \"letsencrypt.org\"");
}

#[test]
fn texts_end_at_their_instant_and_the_name_stays() {
    let (zone, watch) = zone();
    let name = format!("{LIVE}.{APEX}.");
    watch.0.store(59_999, Ordering::Relaxed);
    assert_eq!(line(&zone, &name, RecordType::TXT), "NoError | 1 one | 1 two | 1 three");
    watch.0.store(60_000, Ordering::Relaxed);
    assert_eq!(line(&zone, &name, RecordType::TXT), "NoError | 1 three");
    watch.0.store(120_000, Ordering::Relaxed);
    assert_eq!(line(&zone, &name, RecordType::TXT), NODATA);
}

#[test]
fn tokens_come_and_go_with_their_texts() {
    let (zone, _) = zone();
    assert_eq!((zone.len(), zone.knows(&LIVE.to_uppercase()), zone.knows("gone")), (3, true, false));
    assert_eq!(zone.set_values("gone", Vec::new()), Err(TextsError::UnknownToken));
    assert!(zone.remove_token(LIVE));
    assert!(!zone.remove_token(LIVE));
    zone.add_token(LIVE).unwrap();
    assert_eq!(
        line(&zone, &format!("{LIVE}.{APEX}."), RecordType::TXT),
        NODATA,
        "a token that comes back has no texts"
    );
    zone.replace_all([MANY]).unwrap();
    assert_eq!((zone.len(), zone.knows(LIVE)), (1, false));
    assert_eq!(line(&zone, &format!("{MANY}.{APEX}."), RecordType::TXT).matches(" | ").count(), 40);
    assert!(!zone.is_empty());
}

#[test]
fn what_does_not_fit_is_not_taken_and_changes_nothing() {
    let (zone, _) = zone();
    assert_eq!(zone.add_token("dns"), Err(TokenError::Taken("dns".into())));
    assert_eq!(zone.replace_all(["new", "a.b"]), Err(TokenError::NotALabel("a.b".into())));
    assert_eq!((zone.len(), zone.knows("new")), (3, false));
    assert_eq!(zone.set_values(LIVE, vec![("x".repeat(256), at(60))]), Err(TextsError::TooLong(256)));
    assert_eq!(zone.set_values(LIVE, vec![(String::new(), at(60)); 201]), Err(TextsError::TooMany(201)));
    assert_eq!(line(&zone, &format!("{LIVE}.{APEX}."), RecordType::TXT), "NoError | 1 one | 1 two | 1 three");
    let none = AcmeZoneSettings { name_servers: Vec::new(), ..settings() };
    assert_eq!(AcmeZone::new(&none, Arc::new(Watch::default())).unwrap_err(), AcmeZoneError::NoNameServer(APEX.into()));
}

#[test]
fn the_longest_set_of_texts_fits_a_reply_over_tcp() {
    let (zone, _) = zone();
    let texts = (0..TEXTS_MAX).map(|n| (format!("{n:0255}"), at(60))).collect();
    zone.set_values(LIVE, texts).unwrap();
    let reply = ask(&zone, &query(&format!("{LIVE}.{APEX}."), RecordType::TXT), Transport::Tcp);
    assert_eq!((reply.answers.len(), reply.metadata.truncation), (TEXTS_MAX, false));
}

#[test]
fn an_equal_text_is_served_once_for_the_longer_time() {
    let (zone, watch) = zone();
    zone.set_values(LIVE, vec![("same".into(), at(60)), ("same".into(), at(30))]).unwrap();
    watch.0.store(45_000, Ordering::Relaxed);
    assert_eq!(line(&zone, &format!("{LIVE}.{APEX}."), RecordType::TXT), "NoError | 1 same");
}

#[test]
fn texts_that_have_ended_are_let_go() {
    let (zone, watch) = zone();
    zone.replace_all((0..3000).map(|n| format!("t{n}"))).unwrap();
    for n in 0..1500 {
        zone.set_values(&format!("t{n}"), vec![("x".into(), at(10))]).unwrap();
    }
    watch.0.store(20_000, Ordering::Relaxed);
    for n in 1500..3000 {
        zone.set_values(&format!("t{n}"), vec![("x".into(), at(60))]).unwrap();
    }
    assert!(zone.read().texts.len() <= 2500, "{} are held", zone.read().texts.len());
}

#[test]
fn many_texts_go_over_tcp() {
    let (zone, _) = zone();
    let mut message = query(&format!("{MANY}.{APEX}."), RecordType::TXT);
    assert!(ask(&zone, &message, Transport::Udp).metadata.truncation);
    let mut edns = Edns::new();
    edns.set_max_payload(4096);
    message.set_edns(edns);
    let over_udp = ask(&zone, &message, Transport::Udp);
    assert_eq!((over_udp.metadata.truncation, over_udp.answers.len()), (true, 0));
    assert_eq!(over_udp.edns.unwrap().max_payload(), 1232);
    assert_eq!(ask(&zone, &message, Transport::Tcp).answers.len(), 40);
}

#[test]
fn the_closest_zone_of_several_sources_answers() {
    let (zone, _) = zone();
    let zones = Zones::new();
    let soa = zone.shared.fixed.apex.soa.clone();
    for apex in ["platform.test", "customer.test"] {
        zones.add_zone(Apex { name: apex.into(), soa: soa.clone() });
    }
    zones.insert("platform.test", "www.platform.test", RecordData::Txt("parent".into()), 60);
    zones.insert("platform.test", &format!("{LIVE}.{APEX}"), RecordData::Txt("hidden".into()), 60);
    let alias = RecordData::Cname(format!("{LIVE}.{APEX}"));
    zones.insert("customer.test", "_acme-challenge.customer.test", alias, 60);
    let sources = Sources::new(vec![Arc::new(zones), Arc::new(zone)]);
    let texts = "1 one | 1 two | 1 three";
    assert_eq!(line(&sources, &format!("{LIVE}.{APEX}."), RecordType::TXT), format!("NoError | {texts}"));
    assert_eq!(line(&sources, "www.platform.test.", RecordType::TXT), "NoError | 60 parent");
    assert_eq!(
        line(&sources, "_acme-challenge.customer.test.", RecordType::TXT),
        format!("NoError | 60 {LIVE}.{APEX}. | {texts}")
    );
    assert_eq!(line(&sources, "elsewhere.test.", RecordType::TXT), "Refused");
}

#[test]
fn what_is_asked_about_tokens_goes_the_short_way() {
    let (zone, _) = zone();
    let takes = |name: &str, qtype| {
        let octets = query(name, qtype).to_vec().unwrap();
        zone.answer_plain(&PlainRequest::read(&octets).unwrap(), Transport::Udp, &mut Vec::new())
    };
    for token in [LIVE, BARE, MANY, "unknown"] {
        assert!(
            [RecordType::TXT, RecordType::A, RecordType::AAAA, RecordType::CAA]
                .into_iter()
                .all(|qtype| takes(&format!("{token}.{APEX}."), qtype))
        );
    }
    assert!(!takes(&format!("{APEX}."), RecordType::TXT));
    assert!(!takes(&format!("dns.{APEX}."), RecordType::TXT));
    assert!(!takes(&format!("{LIVE}.{APEX}."), RecordType::ANY));
}

fn any_name() -> impl Strategy<Value = String> {
    let label = prop_oneof![
        Just(LIVE.to_owned()),
        Just(BARE.to_owned()),
        Just(MANY.to_owned()),
        Just("dns".to_owned()),
        Just("ns1.dns".to_owned()),
        Just("*".to_owned()),
        Just("a\\.b".to_owned()),
        "[0-9a-f]{32}",
        "[a-z0-9_][a-z0-9_-]{0,62}",
        "[a-z]{1,5}\\.[0-9a-f]{32}",
    ];
    let apex = prop_oneof![8 => Just(format!(".{APEX}.")), 1 => Just(".acme.".to_owned()), 1 => Just(".".to_owned())];
    (label, apex, any::<u64>()).prop_map(|(label, apex, case)| {
        let scrambled = |(at, c): (usize, char)| if case >> (at % 64) & 1 == 1 { c.to_ascii_uppercase() } else { c };
        format!("{label}{apex}").chars().enumerate().map(scrambled).collect()
    })
}

prop_compose! {
    /// Requests plain and not, readable and not.
    fn any_request()(
        name in any_name(),
        qtype in prop_oneof![3 => Just(16_u16), 3 => proptest::sample::select(vec![1, 2, 5, 6, 15, 28, 43, 65, 257, 251, 252, 255]), 1 => any::<u16>()],
        class in prop_oneof![20 => Just(DNSClass::IN), 1 => Just(DNSClass::CH), 1 => Just(DNSClass::ANY)],
        id in any::<u16>(),
        recursion in any::<bool>(),
        checking_disabled in any::<bool>(),
        edns in proptest::option::of((any::<u16>(), prop_oneof![9 => Just(0_u8), 1 => Just(1)], any::<bool>(), proptest::option::weighted(0.1, any::<[u8; 8]>()))),
        damage in proptest::option::weighted(0.2, (any::<prop::sample::Index>(), any::<u8>())),
    ) -> Vec<u8> {
        let mut message = query(&name, RecordType::from(qtype));
        message.queries[0].query_class = class;
        message.metadata.id = id;
        message.metadata.recursion_desired = recursion;
        message.metadata.checking_disabled = checking_disabled;
        if let Some((payload, version, dnssec, cookie)) = edns {
            let mut edns = Edns::new();
            edns.set_max_payload(payload);
            edns.set_version(version);
            edns.flags_mut().dnssec_ok = dnssec;
            if let Some(cookie) = cookie {
                edns.options_mut().insert(EdnsOption::Unknown(10, cookie.to_vec()));
            }
            message.set_edns(edns);
        }
        let mut octets = message.to_vec().unwrap();
        if let Some((at, octet)) = damage {
            let at = at.index(octets.len());
            octets[at] = octet;
        }
        octets
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The octets differ (names are compressed otherwise); what they say must not.
    #[test]
    fn the_short_way_says_what_the_general_rules_say(request in any_request(), tcp in any::<bool>(), now_s in prop_oneof![Just(0), Just(90), Just(200)]) {
        let over = if tcp { Transport::Tcp } else { Transport::Udp };
        let (zone, watch) = zone();
        watch.0.store(now_s * 1000, Ordering::Relaxed);
        let short = answer(&zone, &request, over);
        let general = answer_general(&zone, &request, over);
        prop_assert_eq!(short.is_some(), general.is_some());
        let (Some(short), Some(general)) = (short, general) else { return Ok(()) };
        prop_assert!(short.len() <= over.limit(Some(u16::MAX)));
        let (short, general) = (Message::from_vec(&short).unwrap(), Message::from_vec(&general).unwrap());
        prop_assert!(short.queries.iter().zip(&general.queries).all(|(a, b)| a.name.eq_case(&b.name)));
        // The two ways compress differently, so next to the limit one may be cut where the other is not.
        if short.metadata.truncation == general.metadata.truncation {
            prop_assert_eq!(&short, &general);
            prop_assert!(short.answers.iter().zip(&general.answers).all(|(a, b)| a.name.eq_case(&b.name)));
        }
    }

    #[test]
    fn noise_never_panics(noise in proptest::collection::vec(any::<u8>(), 0..600)) {
        let (zone, _) = zone();
        let _ = answer(&zone, &noise, Transport::Udp);
    }
}
