#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;

fn zone() -> Zone {
    Zone { id: "0123456789abcdef0123456789abcdef".into(), name: "customer.example".into(), ttl_min: None }
}

fn listed(json: Value) -> Listed {
    let mut record = json!({"id": "a1", "ttl": 300, "name": "www.customer.example"});
    record.as_object_mut().unwrap().extend(json.as_object().unwrap().clone());
    serde_json::from_value::<Record>(record).unwrap().into_listed(&zone())
}

#[test]
fn records_are_read_as_cloudflare_shows_them() {
    for (json, name, data) in [
        (
            json!({"type": "A", "content": "192.0.2.1", "proxied": true}),
            "www.customer.example",
            RrData::A([192, 0, 2, 1].into()),
        ),
        (
            json!({"name": "Customer.example", "type": "CNAME", "content": "Edge.Nameplate.example"}),
            "customer.example",
            RrData::Alias("edge.nameplate.example".into()),
        ),
        (
            json!({"name": "*.customer.example", "type": "CNAME", "content": "xn--bcher-kva.example"}),
            "*.customer.example",
            RrData::Cname("xn--bcher-kva.example".into()),
        ),
        (
            json!({"type": "TXT", "content": "\"v=DKIM1; \\\"q\\\" \\\\\" \"rest\""}),
            "www.customer.example",
            RrData::Txt("v=DKIM1; \"q\" \\rest".into()),
        ),
        (json!({"type": "TXT", "content": "bare; text"}), "www.customer.example", RrData::Txt("bare; text".into())),
        (
            json!({"name": "customer.example", "type": "MX", "content": ".", "priority": 0}),
            "customer.example",
            RrData::Mx { preference: 0, exchange: String::new() },
        ),
        (
            json!({"name": "_sip._tcp.customer.example", "type": "SRV", "content": "5\t5061\tsip.example", "priority": 10,
                "data": {"priority": 10, "weight": 5, "port": 5061, "target": "sip.example"}}),
            "_sip._tcp.customer.example",
            RrData::Srv { priority: 10, weight: 5, port: 5061, target: "sip.example".into() },
        ),
        (
            json!({"name": "_sip._tcp.customer.example", "type": "SRV", "content": "5\t5061\tsip.example", "priority": 10}),
            "_sip._tcp.customer.example",
            RrData::Srv { priority: 10, weight: 5, port: 5061, target: "sip.example".into() },
        ),
        (
            json!({"type": "CAA", "content": "0\tissue\tca.example", "data": {"flags": 128, "tag": "issue", "value": ";"}}),
            "www.customer.example",
            RrData::Caa { flags: 128, tag: "issue".into(), value: ";".into() },
        ),
        (
            json!({"type": "HTTPS", "content": "1 . alpn=h2", "data": {"priority": 1, "target": ".", "value": "alpn=h2"}}),
            "www.customer.example",
            RrData::Other { rtype: "HTTPS".into(), text: "1 . alpn=h2".into() },
        ),
    ] {
        let listed = listed(json);
        assert_eq!((listed.name.as_str(), &listed.data, &listed.untouchable), (name, &data, &None));
    }
}

#[test]
fn what_is_sent_is_read_back_as_the_same() {
    let long = format!("{}\"quoted\" \\ ; {}", "x".repeat(250), "ä".repeat(20));
    for data in [
        RrData::A([192, 0, 2, 7].into()),
        RrData::Aaaa("2001:db8::7".parse().unwrap()),
        RrData::Cname("edge.nameplate.example".into()),
        RrData::Mx { preference: 0, exchange: String::new() },
        RrData::Srv { priority: 0, weight: 0, port: 443, target: String::new() },
        RrData::Caa { flags: 0, tag: "issue".into(), value: "ca.example; validationmethods=dns-01".into() },
        RrData::Txt(long),
    ] {
        assert_eq!(listed(body("www.customer.example", 300, &data)).data, data);
    }
    let apex = RrData::Alias("edge.nameplate.example".into());
    let sent = body("customer.example", 300, &apex);
    assert_eq!((&sent["type"], &sent["proxied"]), (&json!("CNAME"), &json!(false)));
    assert_eq!(listed(sent).data, apex);
}

#[test]
fn ttls_are_kept_in_bounds_and_automatic_stays_automatic() {
    assert_eq!([0, 1, 30, 300, 1_000_000].map(kept_ttl), [1, 1, 60, 300, 86400]);
}

#[test]
fn what_cloudflare_manages_is_left_alone() {
    for json in [
        json!({"type": "NS", "name": "customer.example", "content": "ada.ns.cloudflare.com"}),
        json!({"type": "A", "content": "192.0.2.1", "locked": true}),
        json!({"type": "AAAA", "content": "100::", "meta": {"origin_worker_id": "w", "read_only": true}}),
        json!({"type": "MX", "content": "route1.mx.cloudflare.net", "priority": 5, "meta": {"email_routing": true}}),
    ] {
        assert!(listed(json.clone()).untouchable.is_some(), "{json}");
    }
    let delegation = listed(json!({"type": "NS", "name": "sub.customer.example", "content": "ns1.other.example"}));
    assert_eq!(delegation.untouchable, None);
}

#[test]
fn only_zones_that_are_served_are_opened() {
    let entry = |kind: &str, status: &str| {
        serde_json::from_value::<ZoneEntry>(
            json!({"id": "z", "name": "Bücher.example", "type": kind, "status": status}),
        )
        .unwrap()
    };
    assert_eq!(entry("full", "active").checked().unwrap().name, "xn--bcher-kva.example");
    for (kind, status) in [("full", "pending"), ("full", "moved"), ("partial", "active"), ("secondary", "active")] {
        assert_eq!(entry(kind, status).checked().unwrap_err().kind, ErrorKind::NoSuchZone, "{kind} {status}");
    }
}
