use super::*;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{RrData, RrSet, StoredSet};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn zone() -> Zone {
    Zone::named("customer.example")
}

fn set(name: &str, rtype: &str, texts: &[&str]) -> RrSet {
    let data = texts.iter().map(|text| RrData::parse(&rtype.into(), text).unwrap()).collect();
    RrSet::new(name, rtype.into(), 300, data)
}

/// The set as Azure would list it after it was written with `body`.
fn listed(set: &RrSet, body: &Value) -> WireSet {
    let relative = nameplate_domain::zone::relative_name(&set.name, "customer.example");
    let kind = format!("Microsoft.Network/dnszones/{}", set.rtype);
    let properties = &body["properties"];
    serde_json::from_value(json!({"name": relative, "type": kind, "etag": "e", "properties": properties})).unwrap()
}

#[test]
fn sets_are_written_and_read_back() {
    let long = format!("say \"hi\"; \\ {}ä", "x".repeat(300));
    for (name, rtype, texts) in [
        ("customer.example", "TXT", vec![long.as_str(), "two"]),
        ("customer.example", "A", vec!["192.0.2.1", "192.0.2.2"]),
        ("*.customer.example", "AAAA", vec!["2001:db8::1"]),
        ("www.customer.example", "CNAME", vec!["xn--bcher-kva.example"]),
        ("customer.example", "MX", vec!["10 mail.customer.example", "20 mail2.customer.example"]),
        ("customer.example", "MX", vec!["0 "]),
        ("_sip._tcp.customer.example", "SRV", vec!["1 2 443 sip.customer.example"]),
        ("customer.example", "CAA", vec!["0 issue \"ca.example; policy=ev\""]),
        ("sub.customer.example", "NS", vec!["ns1.other.example"]),
    ] {
        let written = set(name, rtype, &texts);
        let body = wire::body(&written, None);
        assert_eq!(listed(&written, &body).stored(&zone()), StoredSet::from(written), "{body}");
    }
}

#[test]
fn bodies_have_the_documented_members() {
    let long = "é".repeat(200);
    for (rtype, text, properties) in [
        ("CNAME", "Edge.example", json!({"TTL": 300, "CNAMERecord": {"cname": "edge.example"}})),
        (
            "CAA",
            "0 issue \"ca.example\"",
            json!({"TTL": 300, "caaRecords": [{"flags": 0, "tag": "issue", "value": "ca.example"}]}),
        ),
        ("MX", "10 mail.example", json!({"TTL": 300, "MXRecords": [{"preference": 10, "exchange": "mail.example"}]})),
        ("TXT", long.as_str(), json!({"TTL": 300, "TXTRecords": [{"value": ["é".repeat(127), "é".repeat(73)]}]})),
    ] {
        assert_eq!(wire::body(&set("a.customer.example", rtype, &[text]), None)["properties"], properties, "{rtype}");
    }
}

#[test]
fn keys_are_read_in_any_capitals_and_metadata_goes_along() {
    let old: WireSet = serde_json::from_value(json!({
        "name": "WWW", "type": "Microsoft.Network/dnszones/A", "etag": "e",
        "properties": {"ttl": 60, "aRecords": [{"IPv4Address": "192.0.2.1"}], "metadata": {"owner": "shop"}, "targetResource": {}},
    }))
    .unwrap();
    let expected = RrSet::new("www.customer.example", "A".into(), 60, set("a", "A", &["192.0.2.1"]).data);
    assert_eq!(old.stored(&zone()), StoredSet::from(expected));
    let body = wire::body(&set("www.customer.example", "A", &["192.0.2.2"]), Some(&old));
    assert_eq!(body["properties"]["metadata"], json!({"owner": "shop"}));
}

#[test]
fn what_means_more_than_an_rrset_is_untouchable() {
    let of = |kind: &str, name: &str, properties: Value| {
        let kind = format!("Microsoft.Network/dnszones/{kind}");
        let set: WireSet =
            serde_json::from_value(json!({"name": name, "type": kind, "properties": properties})).unwrap();
        let stored = set.stored(&zone());
        (stored.set.data.len(), stored.untouchable.is_some())
    };
    let alias = json!({"targetResource": {"id": "/subscriptions/s/x"}, "ARecords": []});
    assert_eq!(of("A", "@", alias), (1, true));
    assert_eq!(of("NS", "@", json!({"TTL": 1, "NSRecords": [{"nsdname": "ns1-01.azure-dns.com."}]})), (1, true));
    assert_eq!(of("NS", "sub", json!({"TTL": 1, "NSRecords": [{"nsdname": "ns.example."}]})), (1, false));
    assert_eq!(of("A", "odd", json!({"TTL": 1, "ARecords": [{"ipv4Address": "x"}]})), (1, true));
    assert_eq!(of("PTR", "p", json!({"TTL": 1, "PTRRecords": [{"ptrdname": "x.example"}]})), (1, false));
}

fn opened(value: &Value) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let access = Access::new(BTreeMap::new(), true, Arc::new(Stopped)).unwrap();
    open(&CredentialText::new(&value.to_string()), &access)
}

#[test]
fn a_credential_names_its_faults_and_is_never_shown() {
    let id = "00000000-0000-4000-8000-000000000001";
    let whole = json!({"tenant_id": id, "client_id": id, "client_secret": "hush~hush", "subscription_id": id, "resource_group": "dns"});
    assert!(!format!("{:?}", opened(&whole).unwrap()).contains("hush"));
    for field in ["tenant_id", "client_id", "client_secret", "subscription_id", "resource_group"] {
        let mut part = whole.clone();
        part.as_object_mut().unwrap().remove(field);
        assert!(opened(&part).unwrap_err().reason.contains(field), "{field}");
        part[field] = "".into();
        assert!(opened(&part).unwrap_err().reason.contains(field), "{field}");
    }
    let mut elsewhere = whole.clone();
    elsewhere["tenant_id"] = "../evil".into();
    assert!(opened(&elsewhere).unwrap_err().reason.contains("tenant_id"));
}

#[test]
fn pages_are_followed_on_the_same_host_only() {
    let access =
        Access::new(BTreeMap::from([("azuredns".into(), "http://127.0.0.1:1/azure".into())]), true, Arc::new(Stopped))
            .unwrap();
    let application =
        Application { tenant_id: "t".into(), client_id: "c".into(), client_secret: "s".into(), scope: SCOPE };
    let http = Http::new(&access, SPEC.name, access.base_url(SPEC.key, SPEC.base_url), vec![]);
    let azure = AzureDns { http, access, application, tokens: TokenCache::default(), path: String::new() };
    for link in ["http://127.0.0.1:1/azure/next?a=1", "https://management.azure.com/next?a=1"] {
        assert_eq!(format!("{:?}", azure.followed(link).unwrap()), "GET /next?a=1", "{link}");
    }
    for link in ["https://evil.example/next", "https://management.azure.com.evil.example/next", "/next"] {
        assert!(azure.followed(link).is_err(), "{link}");
    }
}
