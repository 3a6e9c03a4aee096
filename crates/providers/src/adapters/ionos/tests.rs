use super::*;

fn zone() -> Zone {
    Zone { id: "z".into(), ..Zone::named("customer.example") }
}

fn listed(name: &str, rtype: &str, content: &str, prio: Option<u16>) -> Listed {
    let record = json!({"id": "1", "name": name, "rootName": "customer.example", "type": rtype, "content": content,
        "changeDate": "2026-07-02T12:00:00.000Z", "ttl": 3600, "prio": prio, "disabled": false});
    serde_json::from_value::<Record>(record).unwrap().into_listed(&zone())
}

#[test]
fn records_are_written_and_read_back() {
    let long = format!("say \"hi\"; \\ {}", "x".repeat(300));
    for (rtype, text, sent, priority) in [
        ("A", "192.0.2.1", "192.0.2.1", 0),
        ("AAAA", "2001:db8::1", "2001:db8::1", 0),
        ("CNAME", "xn--bcher-kva.example", "xn--bcher-kva.example", 0),
        ("MX", "10 mail.customer.example", "mail.customer.example", 10),
        ("MX", "0 ", ".", 0),
        ("SRV", "1 2 443 sip.customer.example", "2 443 sip.customer.example", 1),
        ("CAA", "0 issue \"ca.example\"", "0 issue \"ca.example\"", 0),
        ("TXT", "v=spf1 -all; p=none", "v=spf1 -all; p=none", 0),
        ("TXT", "say \"hi\"", r#""say \"hi\"""#, 0),
    ] {
        let data = RrData::parse(&rtype.into(), text).unwrap();
        assert_eq!((content(&data).as_str(), prio(&data)), (sent, priority), "{rtype} {text}");
        let shown = if rtype == "TXT" { data.to_master() } else { sent.to_owned() };
        assert_eq!(listed("*.customer.example", rtype, &shown, Some(priority)).data, data, "{rtype} {text}");
    }
    let data = RrData::Txt(long);
    assert_eq!(listed("customer.example", "TXT", &content(&data), None).data, data);
}

#[test]
fn names_and_addresses_are_compared_by_their_meaning() {
    let record = listed("WWW.Customer.example", "AAAA", "2001:8d8:100f:f000:0:0:0:2aa", None);
    assert_eq!(record.name, "www.customer.example");
    assert_eq!(record.data, RrData::parse(&RrType::Aaaa, "2001:8d8:100f:f000::2aa").unwrap());
    let srv = listed("_sip._tcp.customer.example", "SRV", "1 2 443 sip.example", Some(1));
    assert_eq!(srv.data.to_string(), "1 2 443 sip.example");
}

#[test]
fn name_servers_and_what_is_not_understood_are_left_alone() {
    for (name, rtype, content, is_untouchable) in [
        ("customer.example", "NS", "ns1088.ui-dns.org", true),
        ("sub.customer.example", "NS", "ns.other.example", false),
        ("odd.customer.example", "A", "nonsense", true),
        ("h.customer.example", "HTTPS", "1 . alpn=h2", false),
    ] {
        assert_eq!(listed(name, rtype, content, None).untouchable.is_some(), is_untouchable, "{name} {rtype}");
    }
}
