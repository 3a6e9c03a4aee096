#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use nameplate_domain::zone::{RrData, RrType, absolute_name};

fn customer() -> Zone {
    Zone { id: "7".into(), ..Zone::named("customer.example") }
}

fn shown(name: &str, rtype: &str, ttl: Option<u32>, values: &[&str]) -> Set {
    let records: Vec<Value> = values.iter().map(|value| json!({"value": value, "comment": ""})).collect();
    let set = json!({"id": format!("{name}/{rtype}"), "name": name, "type": rtype, "ttl": ttl, "labels": {},
        "protection": {"change": false}, "records": records, "zone": 7});
    serde_json::from_value(set).unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let long = format!("{}\"quoted\" back\\slash; semicolon ", "x".repeat(270));
    for (name, rtype, value, content) in [
        ("@", "A", "192.0.2.1", "192.0.2.1"),
        ("*", "CNAME", "xn--mnchen-3ya.example", "xn--mnchen-3ya.example."),
        ("@", "MX", "0 ", "0 ."),
        ("@", "MX", "10 mail.customer.example", "10 mail.customer.example."),
        ("_sip._tcp", "SRV", "1 2 443 sip.customer.example", "1 2 443 sip.customer.example."),
        ("@", "CAA", "0 issue \"ca.example; policy=x\"", "0 issue \"ca.example; policy=x\""),
        ("a.b", "TXT", long.as_str(), ""),
        ("a.b", "AAAA", "2001:DB8:0:0::1", "2001:db8::1"),
    ] {
        let rtype = RrType::from(rtype);
        let set = RrSet::of_one(&absolute_name(name, "customer.example"), 60, RrData::parse(&rtype, value).unwrap());
        let records = change_of_records(&[], Some(&set), &customer());
        assert_eq!((records.kept.len(), records.missing.len(), records.surplus.len()), (0, 1, 0));
        let sent = records.missing[0].value.as_str();
        assert!(content.is_empty() || sent == content, "{sent}");
        let stored = shown(name, rtype.as_str(), Some(60), &[sent]).stored(&customer(), 1);
        assert_eq!(stored, Some(StoredSet::from(set)));
    }
}

#[test]
fn what_stands_keeps_its_text_and_its_comment() {
    let zone = customer();
    let set = |values: &[&str]| {
        let data = values.iter().map(|value| RrData::parse(&RrType::Mx, value).unwrap()).collect();
        RrSet::new("customer.example", RrType::Mx, 60, data)
    };
    let record = |value: &str, comment: &str| Record { value: value.into(), comment: Some(comment.into()) };
    let stand = [record("10 mail", "ours"), record("20 old.host.example.", "")];
    let records = change_of_records(&stand, Some(&set(&["10 mail.customer.example", "30 new.host.example"])), &zone);
    assert_eq!((records.kept.as_slice(), records.surplus.as_slice()), (&stand[..1], &stand[1..]));
    assert_eq!(records.missing, [Record { value: "30 new.host.example.".into(), comment: None }]);
    assert_eq!(records.kept[0].body(), json!({"value": "10 mail", "comment": "ours"}));
    assert_eq!(change_of_records(&stand, None, &zone).surplus, stand);
}

#[test]
fn what_must_not_be_changed_is_marked() {
    let zone = customer();
    assert!(shown("@", "NS", None, &["helium.ns.hetzner.de."]).stored(&zone, 1).unwrap().untouchable.is_some());
    assert_eq!(
        shown("@", "SOA", None, &["hydrogen.ns.hetzner.com. dns.hetzner.com. 1 2 3 4 5"]).stored(&zone, 1),
        None
    );
    let mut set = json!({"name": "www", "type": "A", "ttl": null, "records": [{"value": "192.0.2.1"}]});
    let stored = |set: &Value| serde_json::from_value::<Set>(set.clone()).unwrap().stored(&customer(), 1234).unwrap();
    assert_eq!((stored(&set).set.ttl, stored(&set).untouchable), (1234, None));
    set["protection"] = json!({"change": true});
    assert!(stored(&set).untouchable.is_some());
}

#[test]
fn complaints_tell_the_fields() {
    let complaint: Complaint = serde_json::from_value(json!({"error": {
        "code": "invalid_input", "message": "invalid input in field 'ttl'",
        "details": {"fields": [{"name": "ttl", "messages": ["must be at least 60"]}]},
    }}))
    .unwrap();
    assert_eq!(complaint.words(), "invalid input in field 'ttl' must be at least 60");
}
