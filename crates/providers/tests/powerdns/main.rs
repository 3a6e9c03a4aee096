//! The adapter against a PowerDNS server that was not written here.

#![expect(clippy::unwrap_used, clippy::panic, reason = "tests fail by panicking")]

mod server;

use nameplate_domain::zone::{Change, undo};
use nameplate_providers::{ErrorKind, Left, Part, Zone, carry_out};
use serde_json::json;
use server::{KEY, Server, access, planned, set, whole, writer};

#[tokio::test]
async fn zones_are_found_by_name_and_by_identifier() {
    let server = Server::start().await;
    for (name, kind) in [
        ("customer.example", "Native"),
        ("other.example", "Master"),
        ("copy.example", "Slave"),
        ("0/25.2.0.192.in-addr.arpa", "Native"),
    ] {
        server.add_zone(name, kind).await;
    }
    let writer = server.writer();
    let mut names: Vec<String> = writer.zones().await.unwrap().into_iter().map(|zone| zone.name).collect();
    names.sort();
    assert_eq!(names, ["0/25.2.0.192.in-addr.arpa", "customer.example", "other.example"]);
    for (asked, id) in [
        ("customer.example", "customer.example."),
        ("customer.example.", "customer.example."),
        ("0/25.2.0.192.in-addr.arpa", "0=2F25.2.0.192.in-addr.arpa."),
        ("0=2F25.2.0.192.in-addr.arpa.", "0=2F25.2.0.192.in-addr.arpa."),
    ] {
        assert_eq!(writer.zone(asked).await.unwrap().unwrap().id, id, "{asked}");
    }
    assert_eq!(writer.zone("www.customer.example").await.unwrap(), None);
    assert_eq!(writer.zone("copy.example").await.unwrap_err().kind, ErrorKind::Unsupported);
    let gone = writer.read(&Zone::named("gone.example"), Part::Whole).await.unwrap_err();
    assert_eq!((gone.kind, gone.status), (ErrorKind::NoSuchZone, Some(404)));
}

#[tokio::test]
async fn whatever_is_written_is_read_back_and_served() {
    let server = Server::start().await;
    let (writer, zone) = server.customer().await;
    let long = format!("{}\"quoted\" back\\slash; semicolon ä", "x".repeat(270));
    let wished = [
        set("customer.example", "ALIAS", &["edge.platform.example"]),
        set("customer.example", "MX", &["10 mail.customer.example", "20 mail.host.example"]),
        set("customer.example", "CAA", &["0 issue \"ca.example; policy=ev\"", "0 issuewild \";\""]),
        set("customer.example", "TXT", &["v=spf1 -all", "Keep My Case."]),
        set("null.customer.example", "MX", &["0 "]),
        set("www.customer.example", "A", &["192.0.2.1", "192.0.2.2"]),
        set("www.customer.example", "AAAA", &["2001:db8::1"]),
        set("*.customer.example", "CNAME", &["xn--mnchen-3ya.example"]),
        set("_sip._tcp.customer.example", "SRV", &["1 2 443 sip.customer.example"]),
        set("a.b.customer.example", "TXT", &[&long, "second; \\ \""]),
    ];
    let changes = planned(&whole(&*writer, &zone).await, &wished);
    assert_eq!(changes.len(), wished.len());
    carry_out(&*writer, &zone, &changes).await.unwrap();
    let contents = whole(&*writer, &zone).await;
    for set in &wished {
        let stored = contents.at(&set.name, &set.rtype).unwrap();
        assert_eq!((&stored.set, &stored.untouchable), (set, &None));
    }
    assert_eq!(planned(&contents, &wished), []);
    let only = writer.read(&zone, Part::Names(&["www.customer.example".to_owned()])).await.unwrap();
    assert_eq!(only.sets.len(), 2);

    assert_eq!(server.dig("random.customer.example", "CNAME"), "xn--mnchen-3ya.example.");
    assert_eq!(server.dig("null.customer.example", "MX"), "0 .");
    assert_eq!(server.dig("_sip._tcp.customer.example", "SRV"), "1 2 443 sip.customer.example.");
    let served = server.dig("a.b.customer.example", "TXT");
    let pieces = served.lines().find(|line| line.starts_with("\"xxx")).unwrap();
    assert_eq!(nameplate_domain::zone::unquoted(pieces).unwrap(), long);
}

#[tokio::test]
async fn what_others_keep_there_is_not_touched() {
    let server = Server::start().await;
    let (writer, zone) = server.customer().await;
    let record = |content: &str, disabled: bool| json!({"content": content, "disabled": disabled});
    let comments = json!([{"content": "ask the owner first", "account": "ops"}]);
    let put = |name: &str, rtype: &str, records: serde_json::Value| {
        json!({"name": format!("{name}customer.example."), "type": rtype, "ttl": 77, "changetype": "REPLACE",
            "records": records, "comments": comments})
    };
    let theirs = json!([
        put("www.", "A", json!([record("192.0.2.1", false)])),
        put("www.", "LOC", json!([record("51 56 0.123 N 5 54 0.000 E 4.00m 1.00m 10000.00m 10.00m", false)])),
        put("www.", "TXT", json!([record("\"one\" \"two\"", false)])),
        put("_443._tcp.www.", "TLSA", json!([record("3 1 1 8a9a70596e869bed72c69d97a8895dfa", false)])),
        put("half.", "A", json!([record("192.0.2.8", false), record("192.0.2.9", true)])),
        put("odd.", "TXT", json!([record("\"\\255\"", false)])),
    ]);
    server.put("customer.example", theirs).await;
    let mut before = server.rrsets("customer.example").await;

    let contents = whole(&*writer, &zone).await;
    let is_left_alone = |name: &str, rtype: &str| {
        contents.sets.iter().any(|s| s.set.name == name && s.set.rtype.as_str() == rtype && s.untouchable.is_some())
    };
    assert!(is_left_alone("half.customer.example", "A"));
    assert!(is_left_alone("odd.customer.example", "TXT"));
    assert!(is_left_alone("customer.example", "NS"));

    let wished = set("www.customer.example", "A", &["192.0.2.7"]);
    let changes = planned(&contents, std::slice::from_ref(&wished));
    carry_out(&*writer, &zone, &changes).await.unwrap();
    let mut after = server.rrsets("customer.example").await;
    let key = ("www.customer.example.".to_owned(), "A".to_owned());
    let (was, is) = (before.remove(&key).unwrap(), after.remove(&key).unwrap());
    assert_eq!(before, after);
    assert_eq!((&was["comments"], &is["records"]), (&is["comments"], &json!([record("192.0.2.7", false)])));

    let half = contents.sets.iter().find(|s| s.set.name.starts_with("half.")).unwrap();
    let failed = writer.apply(&zone, &[Change::delete(half.set.clone())]).await.unwrap_err();
    assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Conflict));
}

#[tokio::test]
async fn addresses_give_way_to_a_cname_and_come_back() {
    let server = Server::start().await;
    let (writer, zone) = server.customer().await;
    let addresses =
        [set("www.customer.example", "A", &["192.0.2.1"]), set("www.customer.example", "AAAA", &["2001:db8::1"])];
    carry_out(&*writer, &zone, &planned(&whole(&*writer, &zone).await, &addresses)).await.unwrap();
    let before = server.rrsets("customer.example").await;

    let cname = set("www.customer.example", "CNAME", &["edge.platform.example"]);
    let changes = planned(&whole(&*writer, &zone).await, std::slice::from_ref(&cname));
    assert_eq!(changes.len(), 3);
    carry_out(&*writer, &zone, &changes).await.unwrap();
    assert_eq!(server.dig("www.customer.example", "CNAME"), "edge.platform.example.");
    // Once more does nothing, not even to the serial.
    let serial = server.dig("customer.example", "SOA");
    writer.apply(&zone, &changes).await.unwrap();
    assert_eq!(server.dig("customer.example", "SOA"), serial);

    let back = undo(&whole(&*writer, &zone).await, &changes).unwrap();
    carry_out(&*writer, &zone, &back).await.unwrap();
    assert_eq!(server.rrsets("customer.example").await, before);
}

#[tokio::test]
async fn all_changes_are_carried_out_or_none() {
    let server = Server::start().await;
    let (writer, zone) = server.customer().await;
    let address = set("www.customer.example", "A", &["192.0.2.1"]);
    writer.apply(&zone, &[Change::create(address.clone())]).await.unwrap();
    let before = server.rrsets("customer.example").await;
    let changes = [
        Change::create(set("new.customer.example", "TXT", &["x"])),
        Change::create(set("www.customer.example", "CNAME", &["edge.platform.example"])),
    ];
    let failed = carry_out(&*writer, &zone, &changes).await.unwrap_err();
    assert_eq!((failed.error.kind, &failed.left), (ErrorKind::Conflict, &Left::AsItWas));
    assert!(failed.error.message.contains("Conflicts with pre-existing RRset"), "{failed}");
    let outside = writer.apply(&zone, &[Change::create(set("www.elsewhere.example", "A", &["192.0.2.1"]))]).await;
    assert_eq!(outside.unwrap_err().error.kind, ErrorKind::Rejected);
    assert_eq!(server.rrsets("customer.example").await, before);

    // Somebody else was faster.
    let theirs = json!([{"name": "www.customer.example.", "type": "A", "ttl": 5, "changetype": "REPLACE",
        "records": [{"content": "192.0.2.99", "disabled": false}]}]);
    server.put("customer.example", theirs).await;
    let ours = Change { before: Some(address), after: Some(set("www.customer.example", "A", &["192.0.2.2"])) };
    let failed = writer.apply(&zone, &[ours]).await.unwrap_err();
    assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::ZoneChanged));
    assert_eq!(server.dig("www.customer.example", "A"), "192.0.2.99");
}

#[tokio::test]
async fn an_alias_needs_a_server_that_answers_it() {
    let server = Server::start_with("expand-alias=no\n").await;
    let (writer, zone) = server.customer().await;
    let alias = Change::create(set("customer.example", "ALIAS", &["edge.platform.example"]));
    let failed = writer.apply(&zone, std::slice::from_ref(&alias)).await.unwrap_err();
    assert_eq!(failed.error.kind, ErrorKind::Unsupported);
    assert!(failed.error.message.contains("expand-alias=yes"));
    assert!(whole(&*writer, &zone).await.at("customer.example", &"ALIAS".into()).is_none());
}

#[tokio::test]
async fn what_goes_wrong_is_told_without_the_key() {
    let mut server = Server::start().await;
    server.add_zone("customer.example", "Native").await;
    let url = server.url.clone();
    let pasted = |url: &str, key: &str, id: &str| json!({"url": url, "api_key": key, "server_id": id}).to_string();
    let opened = |credential: &str| writer(credential, &access(&[], true));

    let wrong_key = opened(&pasted(&url, "another-key-than-that", "localhost"));
    let error = wrong_key.zone("customer.example").await.unwrap_err();
    assert_eq!((error.kind, error.status), (ErrorKind::BadCredential, Some(401)));
    assert!(!format!("{error:?} {wrong_key:?}").contains("another-key-than-that"));

    let wrong_place = opened(&pasted(&url, KEY, "elsewhere"));
    let error = wrong_place.zone("customer.example").await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Rejected);
    assert!(error.message.contains("server_id"), "{error}");

    let by_settings = writer(KEY, &access(&[("powerdns", &url)], false));
    assert_eq!(by_settings.zones().await.unwrap().len(), 1);
    // A name that leads to a private address is no better than the address.
    let inside = writer(&pasted(&url.replace("127.0.0.1", "localhost"), KEY, "localhost"), &access(&[], false));
    assert_eq!(inside.zones().await.unwrap_err().kind, ErrorKind::Outage);

    server.stop();
    let error = by_settings.zones().await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Outage);
    assert!(!format!("{error:?} {by_settings:?}").contains(KEY));
}
