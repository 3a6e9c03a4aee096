#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::{RrData, RrSet};

const SECRET: &str = "c2VjcmV0IG9mIHRoZSB1bml0IHRlc3Rz";

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn opened(text: &str, setting: Option<&str>, allow_private: bool) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let base_urls = setting.map(|place| (SPEC.key.to_owned(), place.to_owned())).into_iter().collect();
    open(&CredentialText::new(text), &Access::new(base_urls, allow_private, Arc::new(Noon)).unwrap())
}

fn refused(text: &str) -> InvalidCredential {
    opened(text, Some("203.0.113.53"), false).map(|writer| format!("{writer:?}")).unwrap_err()
}

#[test]
fn a_credential_is_read_in_both_forms() {
    let full = format!(
        r#"{{"server": "Ns1.Host.example", "key_name": "Key.Host.example.", "secret": "{SECRET}",
            "algorithm": "HMAC-SHA512", "zone": "Customer.example."}}"#
    );
    let key = |algorithm: &str| format!("TsigKey {{ name: \"key.host.example\", algorithm: {algorithm}, .. }}");
    let place = |host: &str, port: u16, allow_private: bool| {
        format!("Place {{ host: {host}, port: {port}, allow_private: {allow_private} }}")
    };
    for (text, shown_place, shown_key, zone) in [
        (full, place("Name(\"ns1.host.example\")", 53, false), key("HmacSha512"), "Some(\"customer.example\")"),
        (format!("key.host.example:{SECRET}"), place("Address(10.0.0.1)", 5353, true), key("HmacSha256"), "None"),
        (
            format!("key.host.example:{SECRET}:hmac-sha1"),
            place("Address(10.0.0.1)", 5353, true),
            key("HmacSha1"),
            "None",
        ),
        (
            format!(r#"{{"key_name": "key.host.example", "secret": "{SECRET}", "algorithm": "", "zone": " "}}"#),
            place("Address(10.0.0.1)", 5353, true),
            key("HmacSha256"),
            "None",
        ),
    ] {
        let writer = opened(&text, Some("10.0.0.1:5353"), false).unwrap();
        let expected = format!("Rfc2136 {{ place: {shown_place}, key: {shown_key}, zone: {zone}, .. }}");
        assert_eq!(format!("{writer:?}"), expected, "{text}");
    }
}

#[test]
fn what_is_no_credential_is_told_by_field_and_not_shown() {
    let json = |server: &str, key_name: &str, secret: &str, more: &str| {
        format!(r#"{{"server": "{server}", "key_name": "{key_name}", "secret": "{secret}"{more}}}"#)
    };
    let good = "ns1.host.example";
    for (text, field, says) in [
        (json("https://host.example", "k", SECRET, ""), "token.server", "host:port"),
        (json("127.0.0.1:53", "k", SECRET, ""), "token.server", "not reachable from everywhere"),
        (json("[::1]", "k", SECRET, ""), "token.server", "not reachable from everywhere"),
        (json(good, "", SECRET, ""), "token.key_name", "the key's name"),
        (json(good, "c2VjcmV0Og==", SECRET, ""), "token.key_name", "the key's name"),
        (json(good, "c2VjcmV0/g", SECRET, ""), "token.key_name", "the key's name"),
        (json(good, "k", "", ""), "token.secret", "must be base64"),
        (json(good, "k", "*** not base64", ""), "token.secret", "must be base64"),
        (json(good, "k", SECRET, r#", "algorithm": "hmac-md5""#), "token.algorithm", "hmac-sha256"),
        (json(good, "k", SECRET, r#", "zone": "https://customer.example/""#), "token.zone", "the zone's name"),
        (json(good, "k", SECRET, r#", "algorythm": "hmac-sha512""#), "token", "must be JSON"),
        (format!(r#"{{"server": "{good}", "secret": "{SECRET}"}}"#), "token", "lacks the field key_name"),
        (SECRET.to_owned(), "token", "must have the form"),
        (format!("k:{SECRET}:hmac-md5"), "token.algorithm", "hmac-sha256"),
    ] {
        let error = refused(&text);
        assert_eq!(error.field, field, "{text}: {error}");
        assert!(error.reason.contains(says), "{text}: {error}");
        assert!(!error.to_string().contains(SECRET) && !error.to_string().contains("c2VjcmV0Og"), "{error}");
    }
}

#[test]
fn without_any_server_it_is_said_where_to_name_one() {
    let error = opened(&format!("k:{SECRET}"), None, true).map(|_| ()).unwrap_err();
    assert!(error.reason.contains("names no server") && error.reason.contains("PROVIDER_BASE_URL_RFC2136"), "{error}");
    let error = opened(&format!("k:{SECRET}"), Some("http://10.0.0.1"), true).map(|_| ()).unwrap_err();
    assert!(error.reason.contains("must be the primary server's host:port"), "{error}");
}

fn set(rtype: &str, values: &[&str]) -> RrSet {
    let rtype = RrType::from(rtype);
    let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
    RrSet::new("www.customer.example", rtype, 60, data)
}

fn zone(sets: &[RrSet]) -> ZoneContents {
    ZoneContents { zone: "customer.example".into(), sets: sets.iter().cloned().map(Into::into).collect() }
}

#[test]
fn only_what_is_missing_is_written() {
    let [one, two, both, other] =
        [&["192.0.2.1"][..], &["192.0.2.2"], &["192.0.2.1", "192.0.2.2"], &["192.0.2.9"]].map(|data| set("A", data));
    let replace = [Change { before: Some(one.clone()), after: Some(two.clone()) }];
    let from = |before: &RrSet| Ok(vec![Change { before: Some(before.clone()), after: Some(two.clone()) }]);
    assert_eq!(rebased(&zone(std::slice::from_ref(&one)), &replace), from(&one));
    assert_eq!(rebased(&zone(std::slice::from_ref(&both)), &replace), from(&both));
    assert_eq!(rebased(&zone(std::slice::from_ref(&two)), &replace), Ok(vec![]));
    assert_eq!(rebased(&zone(&[]), &replace), Ok(vec![Change::create(two)]));
    assert_eq!(rebased(&zone(&[other]), &replace).unwrap_err().kind, ErrorKind::ZoneChanged);
    assert_eq!(rebased(&zone(&[]), &[Change::delete(one.clone())]), Ok(vec![]));
    let mut managed = zone(std::slice::from_ref(&one));
    managed.sets[0].untouchable = Some("it is managed.".into());
    assert_eq!(rebased(&managed, &replace).unwrap_err().kind, ErrorKind::Conflict);
}

#[test]
fn nothing_is_written_beside_a_cname() {
    let (a, alias, txt) = (set("A", &["192.0.2.1"]), set("CNAME", &["edge.platform.example"]), set("TXT", &["x"]));
    let stands = zone(std::slice::from_ref(&a));
    let swap = [Change::delete(a.clone()), Change::create(alias.clone())];
    assert_eq!(check_company(&stands, &swap), Ok(()));
    assert_eq!(check_company(&stands, &[Change::create(txt.clone())]), Ok(()));
    assert_eq!(check_company(&stands, &swap[1..]).unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(check_company(&zone(&[alias]), &[Change::create(txt)]).unwrap_err().kind, ErrorKind::Conflict);
}

#[test]
fn names_are_within_the_zone_by_whole_labels() {
    let zone = Zone::named("customer.example");
    for (name, expected) in [
        ("customer.example", true),
        ("a.b.customer.example", true),
        ("*.customer.example", true),
        ("notcustomer.example", false),
        ("example", false),
    ] {
        assert_eq!(is_within(name, &zone), expected, "{name}");
    }
}
