#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use nameplate_domain::zone::RrType;

fn customer() -> Zone {
    Zone::named("customer.example")
}

fn shown(name: &str, rtype: &str, ttl: u32, values: &Value) -> Set {
    let set = json!({"rrset_name": name, "rrset_type": rtype, "rrset_ttl": ttl, "rrset_values": values,
        "rrset_href": "https://api.gandi.net/v5/livedns/domains/customer.example/records/x"});
    serde_json::from_value(set).unwrap()
}

#[test]
fn what_is_written_is_read_back() {
    let long = format!("{}\"quoted\" back\\slash; semicolon ", "x".repeat(270));
    for (name, rtype, value, content) in [
        ("@", "A", "192.0.2.1", "192.0.2.1"),
        ("@", "ALIAS", "edge.platform.example", "edge.platform.example."),
        ("*", "CNAME", "xn--mnchen-3ya.example", "xn--mnchen-3ya.example."),
        ("@", "MX", "0 ", "0 ."),
        ("@", "MX", "10 mail.customer.example", "10 mail.customer.example."),
        ("_sip._tcp", "SRV", "1 2 443 sip.customer.example", "1 2 443 sip.customer.example."),
        ("@", "CAA", "0 issue \"ca.example; policy=x\"", "0 issue \"ca.example; policy=x\""),
        ("a.b", "TXT", long.as_str(), ""),
        ("a.b", "TXT", "Keep My Case.", "\"Keep My Case.\""),
        ("a.b", "AAAA", "2001:DB8:0:0::1", "2001:db8::1"),
    ] {
        let rtype = RrType::from(rtype);
        let set = RrSet::of_one(&absolute_name(name, "customer.example"), 300, RrData::parse(&rtype, value).unwrap());
        let sent = body(&set);
        assert_eq!(sent["rrset_ttl"], 300);
        assert!(content.is_empty() || sent["rrset_values"] == json!([content]), "{sent}");
        let stored = shown(name, rtype.as_str(), 300, &sent["rrset_values"]).stored(&customer());
        assert_eq!(stored, Some(StoredSet::from(set)));
    }
}

#[test]
fn names_of_a_zone_may_be_relative() {
    let stored = shown("www", "CNAME", 300, &json!(["target"])).stored(&customer()).unwrap();
    assert_eq!(stored.set.data, [RrData::Cname("target.customer.example".into())]);
    let stored = shown("@", "MX", 300, &json!(["10 mail", "20 mail.host.example."])).stored(&customer()).unwrap();
    let values: Vec<String> = stored.set.data.iter().map(ToString::to_string).collect();
    assert_eq!(values, ["10 mail.customer.example", "20 mail.host.example"]);
    assert!(shown("@", "NS", 300, &json!(["ns-1-a.gandi.net."])).stored(&customer()).unwrap().untouchable.is_some());
}

#[test]
fn complaints_tell_the_fields() {
    let complaint: Complaint = serde_json::from_value(json!({
        "code": 400, "message": "Validation failed.", "object": "HTTPBadRequest", "cause": "Bad Request",
        "errors": [{"location": "body", "name": "rrset_ttl", "description": "300 is the lowest"}],
    }))
    .unwrap();
    assert_eq!(complaint.words(), "Validation failed. rrset_ttl: 300 is the lowest");
}
