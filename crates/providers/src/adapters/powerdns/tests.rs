#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{RrData, RrSet};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn access(base_urls: &[(&str, &str)]) -> Access {
    let base_urls = base_urls.iter().map(|(key, url)| ((*key).to_owned(), (*url).to_owned()));
    Access::new(base_urls.collect::<BTreeMap<_, _>>(), false, Arc::new(Noon)).unwrap()
}

fn refused(credential: &str) -> InvalidCredential {
    open(&CredentialText::new(credential), &access(&[])).unwrap_err()
}

#[test]
fn a_credential_names_its_server_or_the_settings_do() {
    let opened = |credential: &str, base_urls| {
        format!("{:?}", open(&CredentialText::new(credential), &access(base_urls)).unwrap())
    };
    let by_settings = opened("key-of-the-api", &[("powerdns", "http://192.0.2.53:8081/")]);
    assert!(by_settings.contains("\"http://192.0.2.53:8081\"") && by_settings.contains("servers/localhost"));
    let own =
        opened(r#"{"url": "https://dns.customer.example:8443/pdns/api/v1/", "api_key": "k", "server_id": "a/b"}"#, &[]);
    assert!(own.contains("\"https://dns.customer.example:8443/pdns\""), "{own}");
    assert!(own.contains("/api/v1/servers/a%2Fb"), "{own}");
    assert!(refused("key-of-the-api").reason.contains("PROVIDER_BASE_URL_POWERDNS"));
}

#[test]
fn a_url_that_could_lead_inside_is_refused() {
    for url in
        ["http://127.0.0.1:8081", "http://[::1]:8081", "http://10.0.0.1", "http://0x7f.1/", "http://[::ffff:10.0.0.1]/"]
    {
        let error = refused(&format!(r#"{{"url": "{url}", "api_key": "secret-of-it"}}"#));
        assert_eq!(error.field, "token.url", "{url}");
        assert!(error.reason.contains("not reachable from everywhere"), "{url}: {error}");
    }
    for url in [
        "ftp://dns.example",
        "file:///etc/passwd",
        "https://user:word@dns.example",
        "https://dns.example/?a=b",
        "dns.example",
    ] {
        let error = refused(&format!(r#"{{"url": "{url}", "api_key": "secret-of-it"}}"#));
        assert_eq!(error.field, "token.url", "{url}");
        assert!(!error.to_string().contains("secret-of-it"));
    }
    assert!(refused(r#"{"url": "https://dns.example"}"#).reason.contains("api_key"));
    assert!(
        open(&CredentialText::new(r#"{"url": "https://192.0.0.9", "api_key": "line\nbreak"}"#), &access(&[])).is_err()
    );
}

#[test]
fn zones_are_named_as_the_server_names_them() {
    assert_eq!(zone_id("customer.example"), "customer.example.");
    assert_eq!(zone_id("customer.example."), "customer.example.");
    assert_eq!(zone_id("0/25.2.0.192.in-addr.arpa"), "0=2F25.2.0.192.in-addr.arpa.");
    assert_eq!(zone_id("0=2F25.2.0.192.in-addr.arpa."), "0=2F25.2.0.192.in-addr.arpa.");
    assert_eq!(zone_id("_tcp.customer.example"), "=5Ftcp.customer.example.");
}

#[test]
fn what_is_written_is_read_back() {
    let zone = Zone::named("customer.example");
    let long = format!("{}\"quoted\" back\\slash; semicolon ", "x".repeat(270));
    for (name, rtype, value, content) in [
        ("customer.example", "A", "192.0.2.1", "192.0.2.1"),
        ("customer.example", "ALIAS", "edge.platform.example", "edge.platform.example."),
        ("*.customer.example", "CNAME", "xn--mnchen-3ya.example", "xn--mnchen-3ya.example."),
        ("customer.example", "MX", "0 ", "0 ."),
        ("customer.example", "MX", "10 mail.customer.example", "10 mail.customer.example."),
        ("_sip._tcp.customer.example", "SRV", "1 2 443 sip.customer.example", "1 2 443 sip.customer.example."),
        ("customer.example", "CAA", "128 issuewild \";\"", "128 issuewild \";\""),
        ("a.customer.example", "TXT", long.as_str(), ""),
        ("a.customer.example", "AAAA", "2001:DB8::1", "2001:db8::1"),
    ] {
        let rtype = RrType::from(rtype);
        let set = RrSet::of_one(name, 60, RrData::parse(&rtype, value).unwrap());
        let sent = body(&Change::create(set.clone())).unwrap();
        assert_eq!(sent["name"], format!("{name}."));
        assert_eq!((&sent["changetype"], &sent["ttl"]), (&json!("REPLACE"), &json!(60)));
        if !content.is_empty() {
            assert_eq!(sent["records"], json!([{"content": content, "disabled": false}]));
        }
        let shown: Set = serde_json::from_value(sent).unwrap();
        assert_eq!(shown.into_stored(&zone), Some(StoredSet::from(set)));
    }
}

#[test]
fn a_set_with_disabled_records_is_left_alone() {
    let shown = json!({"name": "www.customer.example.", "type": "A", "ttl": 60, "comments": [], "records": [
        {"content": "192.0.2.1", "disabled": false}, {"content": "192.0.2.2", "disabled": true},
    ]});
    let stored = serde_json::from_value::<Set>(shown).unwrap().into_stored(&Zone::named("customer.example")).unwrap();
    assert!(stored.untouchable.is_some());
    let removed = body(&Change::delete(stored.set)).unwrap();
    assert_eq!(removed, json!({"name": "www.customer.example.", "type": "A", "changetype": "DELETE"}));
}
