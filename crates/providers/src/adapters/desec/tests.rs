#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use nameplate_domain::zone::{RrSet, RrType};
use reqwest::header::HeaderMap;

fn customer() -> Zone {
    Zone::named("customer.example")
}

#[test]
fn what_is_written_is_read_back() {
    let long = format!("{}\"quoted\" back\\slash; semicolon ", "x".repeat(270));
    for (subname, rtype, value, content) in [
        ("", "A", "192.0.2.1", "192.0.2.1"),
        ("*", "CNAME", "xn--mnchen-3ya.example", "xn--mnchen-3ya.example."),
        ("", "MX", "0 ", "0 ."),
        ("", "MX", "10 mail.customer.example", "10 mail.customer.example."),
        ("_sip._tcp", "SRV", "1 2 443 sip.customer.example", "1 2 443 sip.customer.example."),
        ("", "CAA", "0 issue \"ca.example; policy=x\"", "0 issue \"ca.example; policy=x\""),
        ("a.b", "TXT", long.as_str(), ""),
        ("a.b", "TXT", "Keep My Case.", "\"Keep My Case.\""),
        ("a.b", "AAAA", "2001:DB8:0:0::1", "2001:db8::1"),
    ] {
        let rtype = RrType::from(rtype);
        let name = absolute_name(subname, "customer.example");
        let set = RrSet::of_one(&name, 3600, RrData::parse(&rtype, value).unwrap());
        let sent = body(&customer(), &Change::create(set.clone())).unwrap();
        assert_eq!((&sent["subname"], &sent["ttl"]), (&json!(subname), &json!(3600)));
        if !content.is_empty() {
            assert_eq!(sent["records"], json!([content]));
        }
        let shown: Set = serde_json::from_value(sent).unwrap();
        assert_eq!(shown.into_stored(&customer()), Some(StoredSet::from(set)));
    }
}

#[test]
fn a_set_ends_by_having_no_records() {
    let set = RrSet::of_one("customer.example", 3600, RrData::parse(&RrType::A, "192.0.2.1").unwrap());
    let sent = body(&customer(), &Change::delete(set)).unwrap();
    assert_eq!(sent, json!({"subname": "", "type": "A", "records": []}));
}

#[test]
fn keys_that_are_managed_and_the_name_servers_are_left_alone() {
    let shown = |subname: &str, rtype: &str, record: &str| {
        let set = json!({"subname": subname, "type": rtype, "ttl": 3600, "records": [record], "touched": "now"});
        serde_json::from_value::<Set>(set).unwrap().into_stored(&customer()).unwrap().untouchable
    };
    assert!(shown("", "CDNSKEY", "257 3 13 AAAA").is_some());
    assert!(shown("", "NS", "ns1.desec.io.").is_some());
    assert_eq!(shown("sub", "NS", "ns1.host.example."), None);
    assert_eq!(shown("", "OPENPGPKEY", "AAAA"), None);
}

#[test]
fn the_next_page_is_found_in_the_link() {
    let answer = |link: &str| {
        let mut headers = HeaderMap::new();
        headers.insert("link", link.parse().unwrap());
        Answer { status: 200, headers, body: vec![] }
    };
    let list = "https://desec.io/api/v1/domains/customer.example/rrsets/?subname=&cursor=";
    let both = format!("<{list}>; rel=\"first\", <{list}cD0%3D>; rel=\"prev\", <{list}bmV4dA%3D%3D>; rel=\"next\"");
    assert_eq!(next_cursor(&answer(&both)).as_deref(), Some("bmV4dA=="));
    assert_eq!(next_cursor(&answer(&format!("<{list}>; rel=\"first\""))), None);
}

#[test]
fn complaints_are_told_with_the_fields_they_are_about() {
    let bulk =
        json!([{}, {"ttl": ["Ensure this value is greater than or equal to 3600."]}, {"non_field_errors": ["No."]}]);
    assert_eq!(words(&bulk), "ttl: Ensure this value is greater than or equal to 3600. No.");
    assert_eq!(words(&json!({"detail": "Not found."})), "Not found.");
}

#[test]
fn a_zone_has_its_own_lowest_ttl() {
    let domain: Domain = serde_json::from_value(json!({"name": "Customer.example", "minimum_ttl": 60})).unwrap();
    assert_eq!(domain.into_zone("x"), Zone { ttl_min: Some(60), ..customer() });
    assert_eq!(serde_json::from_value::<Domain>(json!({})).unwrap().into_zone("customer.example"), customer());
}
