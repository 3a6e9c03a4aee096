//! Changes are carried out, all or none.

use crate::middle::{Gate, Middle};
use crate::reading::{OF_EVERY_TYPE, listed, names};
use crate::server::{Maker, SECRET, Server, WallClock, ZONE};
use nameplate_dns::update::{Primary, TsigKey, UpdateError};
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, ZoneContents, carried_out};
use std::sync::Arc;

pub(crate) fn set(name: &str, rtype: &str, ttl: u32, values: &[&str]) -> RrSet {
    let rtype = RrType::from(rtype);
    let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
    RrSet::new(name, rtype, ttl, data)
}

fn replace(before: RrSet, after: RrSet) -> Change {
    Change { before: Some(before), after: Some(after) }
}

fn stored(contents: &ZoneContents, name: &str, rtype: &str) -> RrSet {
    contents.at(name, &rtype.into()).unwrap().set.clone()
}

/// In one order.
fn sorted(mut contents: ZoneContents) -> ZoneContents {
    contents.sets.sort_by(|a, b| (&a.set.name, &a.set.rtype).cmp(&(&b.set.name, &b.set.rtype)));
    contents
}

/// Applies, and holds the zone against what was expected of it.
async fn check(server: &Server, changes: &[Change]) {
    let primary = server.primary();
    let before = primary.transfer().await.unwrap();
    primary.apply(changes).await.unwrap_or_else(|error| panic!("{:?} {changes:?}: {error}", server.maker));
    let after = sorted(primary.transfer().await.unwrap());
    assert_eq!(after, sorted(carried_out(&before, changes)), "{:?}", server.maker);
}

#[tokio::test]
async fn sets_of_every_type_are_made_replaced_and_removed() {
    let long = "x".repeat(700);
    let rounds = [
        ("a", "A", ["192.0.2.1", "192.0.2.2"]),
        ("b", "AAAA", ["2001:db8::1", "2001:db8::2"]),
        ("c", "CAA", ["0 issue \"ca.example\"", "128 issuewild \";\""]),
        ("d", "CNAME", ["one.elsewhere.test", "two.elsewhere.test"]),
        ("e", "MX", ["10 mail.elsewhere.test", "0 "]),
        ("f", "NS", ["ns1.elsewhere.test", "ns2.elsewhere.test"]),
        ("_g._tcp", "SRV", ["1 2 443 sip.elsewhere.test", "0 0 0 "]),
        ("h", "TXT", ["quote \" and ä; \\", &long]),
        ("*.i", "A", ["192.0.2.1", "192.0.2.2"]),
        ("@", "TXT", ["v=spf1 -all", ""]),
    ];
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        for (name, rtype, [first, second]) in &rounds {
            let name = if *name == "@" { ZONE.to_owned() } else { format!("{name}.{ZONE}") };
            let one = set(&name, rtype, 300, &[first]);
            check(&server, &[Change::create(one.clone())]).await;
            let other = set(&name, rtype, 600, &[second]);
            check(&server, &[replace(one, other.clone())]).await;
            // A CNAME has no company.
            let last = if *rtype == "CNAME" { other } else { set(&name, rtype, 120, &[first, second]) };
            if *rtype != "CNAME" {
                check(&server, &[replace(set(&name, rtype, 600, &[second]), last.clone())]).await;
            }
            check(&server, &[Change::delete(last)]).await;
        }
    }
}

#[tokio::test]
async fn an_alias_takes_the_place_of_addresses_and_gives_it_back() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let contents = server.primary().transfer().await.unwrap();
        let alias = set("www.customer.test", "CNAME", 60, &["edge.platform.test"]);
        let [a, aaaa] = ["A", "AAAA"].map(|rtype| stored(&contents, "www.customer.test", rtype));
        // In whatever order they are given.
        let there = [Change::create(alias), Change::delete(a), Change::delete(aaaa)];
        check(&server, &there).await;
        check(&server, &there.each_ref().map(Change::reversed)).await;
        assert_eq!(server.primary().transfer().await.unwrap(), contents, "{maker:?}");
    }
}

#[tokio::test]
async fn one_condition_that_fails_stops_all_changes() {
    let new = Change::create(set("new.customer.test", "A", 60, &["192.0.2.7"]));
    let www = || set("www.customer.test", "A", 60, &["192.0.2.1", "192.0.2.2"]);
    let other = set("www.customer.test", "A", 60, &["192.0.2.3"]);
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let before = server.primary().transfer().await.unwrap();
        for failing in [
            Change::create(other.clone()),
            Change::delete(other.clone()),
            Change::delete(set("www.customer.test", "A", 60, &["192.0.2.1"])),
            Change::delete(set("gone.customer.test", "A", 60, &["192.0.2.1"])),
            Change::create(set("text.customer.test", "TXT", 60, &["x"])),
            Change::delete(set("text.customer.test", "TXT", 60, &["v=spf1 -all"])),
            Change::delete(set("gone.customer.test", "TXT", 60, &["x"])),
        ] {
            let result = server.primary().apply(&[new.clone(), failing.clone()]).await;
            assert!(matches!(result, Err(UpdateError::Changed { .. })), "{maker:?} {failing:?}: {result:?}");
        }
        assert_eq!(server.primary().transfer().await.unwrap(), before, "{maker:?}");
        check(&server, &[new.clone(), replace(www(), other.clone())]).await;
    }
}

#[tokio::test]
async fn what_changes_between_reading_and_writing_is_noticed() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let read = server.primary().read(&names(&["www.customer.test"])).await.unwrap();
        let planned =
            replace(stored(&read, "www.customer.test", "A"), set("www.customer.test", "A", 60, &["192.0.2.3"]));
        let theirs =
            replace(stored(&read, "www.customer.test", "A"), set("www.customer.test", "A", 60, &["192.0.2.4"]));
        server.primary().apply(&[theirs]).await.unwrap();
        let result = server.primary().apply(&[planned]).await;
        assert!(matches!(result, Err(UpdateError::Changed { .. })), "{maker:?}: {result:?}");
        let read = server.primary().read(&names(&["www.customer.test"])).await.unwrap();
        assert_eq!(listed(&read)[0], "www.customer.test 60 A 192.0.2.4", "{maker:?}");
    }
}

/// Texts are looked at once more before they are replaced. What changes after that look is noticed too.
#[tokio::test]
async fn what_changes_in_the_last_moment_is_noticed() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let contents = server.primary().transfer().await.unwrap();
        let text = || stored(&contents, "text.customer.test", "TXT");
        let gate = Arc::new(Gate::default());
        let middle = Middle::holding(server.at, Arc::clone(&gate)).await;
        let key = TsigKey::parse("hmac-sha256", "hmac-sha256", SECRET).unwrap();
        let ours = Primary::new(middle.at, ZONE, key, Arc::new(WallClock));
        let planned = [Change::delete(text())];
        let applying = ours.apply(&planned);
        let meanwhile = async {
            gate.has_come.notified().await;
            let theirs = replace(text(), set("text.customer.test", "TXT", 60, &["theirs"]));
            server.primary().apply(&[theirs]).await.unwrap();
            gate.may_go.notify_one();
        };
        let (result, ()) = tokio::join!(applying, meanwhile);
        assert!(matches!(result, Err(UpdateError::Changed { .. })), "{maker:?}: {result:?}");
        let read = server.primary().read(&names(&["text.customer.test"])).await.unwrap();
        assert_eq!(listed(&read), ["text.customer.test 60 TXT theirs"], "{maker:?}");
    }
}

/// The model has one writing where servers keep several.
#[tokio::test]
async fn sets_in_another_writing_are_replaced() {
    let records = "
pieces TXT \"a\" \"b\" \"\" \"c\"
twice TXT \"a\" \"b\"
twice TXT \"ab\"
loud CAA 0 ISSUE \"ca.example\"
Mixed CNAME Edge.PLATFORM.Test.
mail A 192.0.2.25
post MX 10 MAIL.Customer.Test.
call SRV 1 2 3 SIP.Customer.Test.
";
    for maker in Maker::UPDATED {
        let server = Server::start(maker, records).await;
        let contents = server.primary().transfer().await.unwrap();
        for (name, rtype, after) in [
            ("pieces", "TXT", "new"),
            ("twice", "TXT", "new"),
            ("loud", "CAA", "0 issue \"other.example\""),
            ("mixed", "CNAME", "new.platform.test"),
            ("post", "MX", "20 mail.customer.test"),
            ("call", "SRV", "1 2 4 sip.customer.test"),
        ] {
            let name = format!("{name}.{ZONE}");
            let before = stored(&contents, &name, rtype);
            assert_eq!(before.data.len(), 1, "{maker:?} {before:?}");
            check(&server, &[replace(before, set(&name, rtype, 60, &[after]))]).await;
        }
    }
}

#[tokio::test]
async fn what_cannot_be_said_is_refused_before_it_is_sent() {
    let server = Server::start(Maker::Knot, "").await;
    let many: Vec<String> = (0..300).map(|number| format!("{number}{}", "x".repeat(250))).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let a = || set("www.customer.test", "A", 60, &["192.0.2.1"]);
    for (changes, why) in [
        (vec![Change::create(set(ZONE, "ALIAS", 60, &["edge.platform.test"]))], "no name server has ALIAS records"),
        (vec![Change::create(set("www.customer.test", "HTTPS", 60, &["1 ."]))], "HTTPS records are not written"),
        (vec![Change::create(set("www.other.test", "A", 60, &["192.0.2.1"]))], "not in the zone customer.test"),
        (vec![Change::create(set("badcustomer.test", "A", 60, &["192.0.2.1"]))], "not in the zone customer.test"),
        (vec![Change::create(set("a..customer.test", "A", 60, &["192.0.2.1"]))], "is no domain name"),
        (vec![Change::create(set(ZONE, "NS", 60, &["ns.other.test"]))], "own name servers are left alone"),
        (vec![Change::create(a()), Change::delete(a())], "changed twice"),
        (vec![Change { before: Some(a()), after: Some(set(ZONE, "A", 60, &["192.0.2.1"])) }], "different names"),
        (vec![Change::create(RrSet::new("www.customer.test", RrType::A, 60, vec![]))], "without records is none"),
        (vec![Change::create(set("www.customer.test", "TXT", 60, &many))], "change less at once"),
    ] {
        let result = server.primary().apply(&changes).await;
        let Err(UpdateError::Unsupported { what }) = &result else { panic!("{why}: {result:?}") };
        assert!(what.contains(why), "{what}");
    }
    server.primary().apply(&[]).await.unwrap();
    assert_eq!(server.primary().soa().await.unwrap().serial, 1);
}

/// Servers say that all is well, and leave out what would stand beside a CNAME: whoever applies has to read.
#[tokio::test]
async fn a_company_of_an_alias_is_left_out_in_silence() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let before = server.primary().transfer().await.unwrap();
        let beside = set("app.customer.test", "A", 60, &["192.0.2.7"]);
        server.primary().apply(&[Change::create(beside)]).await.unwrap();
        assert_eq!(server.primary().transfer().await.unwrap(), before, "{maker:?}");
    }
}
