use super::*;
use crate::signing::test_key;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{RrData, RrSet, StoredSet};
use serde_json::Value;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn zone() -> Zone {
    Zone { id: "customer-example".into(), ..Zone::named("customer.example") }
}

fn set(name: &str, rtype: &str, texts: &[&str]) -> RrSet {
    let data = texts.iter().map(|text| RrData::parse(&rtype.into(), text).unwrap()).collect();
    RrSet::new(name, rtype.into(), 300, data)
}

fn wire(value: Value) -> WireSet {
    serde_json::from_value(value).unwrap()
}

#[test]
fn sets_are_written_and_read_back() {
    let long = format!("say \"hi\"; \\ {}", "x".repeat(300));
    for (name, rtype, texts) in [
        ("customer.example", "TXT", vec![long.as_str(), "two"]),
        ("customer.example", "ALIAS", vec!["edge.platform.example"]),
        ("*.customer.example", "AAAA", vec!["2001:db8::1"]),
        ("www.customer.example", "CNAME", vec!["xn--bcher-kva.example"]),
        ("customer.example", "MX", vec!["0 "]),
        ("customer.example", "MX", vec!["10 mail.customer.example"]),
        ("_sip._tcp.customer.example", "SRV", vec!["1 2 443 sip.customer.example"]),
        ("customer.example", "CAA", vec!["0 issue \"ca.example\""]),
    ] {
        let written = set(name, rtype, &texts);
        let json = serde_json::to_value(WireSet::from_set(&written)).unwrap();
        assert_eq!(wire(json.clone()).stored(&zone()), StoredSet::from(written), "{json}");
    }
    assert_eq!(
        serde_json::to_value(WireSet::from_set(&set("customer.example", "MX", &["10 Mail.customer.example"]))).unwrap(),
        json!({"name": "customer.example.", "type": "MX", "ttl": 300, "rrdatas": ["10 mail.customer.example."]})
    );
}

#[test]
fn what_means_more_than_an_rrset_is_untouchable() {
    for (value, is_untouchable) in [
        (
            json!({"name": "customer.example.", "type": "NS", "ttl": 21600, "rrdatas": ["ns-cloud-c1.googledomains.com."]}),
            true,
        ),
        (json!({"name": "sub.customer.example.", "type": "NS", "ttl": 60, "rrdatas": ["ns.other.example."]}), false),
        (
            json!({"name": "geo.customer.example.", "type": "A", "ttl": 60, "routingPolicy": {"geo": {"items": []}}}),
            true,
        ),
        (json!({"name": "odd.customer.example.", "type": "A", "ttl": 60, "rrdatas": ["nonsense"]}), true),
        (json!({"name": "h.customer.example.", "type": "HTTPS", "ttl": 60, "rrdatas": ["1 . alpn=h2"]}), false),
    ] {
        let stored = wire(value.clone()).stored(&zone());
        assert_eq!((stored.untouchable.is_some(), stored.set.data.len()), (is_untouchable, 1), "{value}");
    }
}

#[test]
fn what_is_removed_is_repeated_exactly() {
    let old = json!({"name": "www.customer.example.", "type": "CNAME", "ttl": 77, "rrdatas": ["Old.example."]});
    let (before, after) = (
        set("www.customer.example", "CNAME", &["old.example"]),
        set("www.customer.example", "CNAME", &["new.example"]),
    );
    let change = Change { before: Some(before.clone()), after: Some(after.clone()) };
    let (removed, added) = step(&zone(), &change, &[wire(old.clone())]).unwrap();
    assert_eq!(serde_json::to_value(removed).unwrap(), old);
    assert_eq!(added, Some(WireSet::from_set(&after)));
    assert_eq!(step(&zone(), &change, &[WireSet::from_set(&after)]).unwrap(), (None, None));
    assert_eq!(step(&zone(), &Change::delete(before), &[]).unwrap(), (None, None));
    let stranger = wire(json!({"name": "www.customer.example.", "type": "CNAME", "ttl": 1, "rrdatas": ["x.example."]}));
    assert_eq!(step(&zone(), &change, &[stranger]).unwrap_err().kind, ErrorKind::ZoneChanged);
}

#[test]
fn a_key_file_is_taken_with_its_zone_and_never_shown() {
    let (pem, _) = test_key::rsa();
    let access = Access::new(BTreeMap::new(), true, Arc::new(Stopped)).unwrap();
    let opened = |value: &Value| open(&CredentialText::new(&value.to_string()), &access);
    let whole = json!({
        "type": "service_account", "project_id": "p", "private_key_id": "k", "private_key": pem,
        "client_email": "dns@p.iam.example", "managed_zone": "customer-example",
    });
    let printed = format!("{:?}", opened(&whole).unwrap());
    assert!(printed.contains("dns.googleapis.com") && !printed.contains("PRIVATE"), "{printed}");
    for field in ["project_id", "managed_zone", "private_key", "client_email"] {
        let mut part = whole.clone();
        part.as_object_mut().unwrap().remove(field);
        assert!(opened(&part).unwrap_err().reason.contains(field), "{field}");
    }
    let mut forged = whole.clone();
    forged["token_uri"] = "https://evil.example/token".into();
    assert!(opened(&forged).unwrap_err().reason.contains("token_uri"));
}
