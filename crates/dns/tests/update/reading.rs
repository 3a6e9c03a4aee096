//! What stands in a zone is what is read of it.

use crate::server::{Maker, Server, ZONE};
use nameplate_domain::zone::{RrData, RrSet, RrType, ZoneContents};

/// One set of each type that is written, as zone file lines.
pub(crate) const OF_EVERY_TYPE: &str = "
www A 192.0.2.1
www A 192.0.2.2
www 120 AAAA 2001:db8::1
@ CAA 0 issue \"ca.example\"
@ CAA 0 iodef \"mailto:x@customer.test\"
app CNAME Edge.Platform.Test.
@ MX 10 mail
nomail MX 0 .
child NS ns1.elsewhere.test.
child NS ns.child
ns.child A 192.0.2.53
_sip._tcp SRV 1 2 443 sip.elsewhere.test.
text TXT \"v=spf1 \" \"-all\"
text TXT \"quote \\\" and \\195\\164\"
*.wild A 192.0.2.9
";

/// Sets in short form: name, type, TTL, values.
pub(crate) fn listed(contents: &ZoneContents) -> Vec<String> {
    let line = |set: &RrSet| {
        let values: Vec<String> = set.data.iter().map(ToString::to_string).collect();
        format!("{} {} {} {}", set.name, set.ttl, set.rtype, values.join(" | "))
    };
    contents.sets.iter().map(|stored| line(&stored.set)).collect()
}

pub(crate) fn names(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn a_transfer_shows_the_whole_zone() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let contents = server.primary().transfer().await.unwrap();
        assert_eq!(contents.zone, ZONE);
        let expected = [
            "*.wild.customer.test 60 A 192.0.2.9",
            "_sip._tcp.customer.test 60 SRV 1 2 443 sip.elsewhere.test",
            "app.customer.test 60 CNAME edge.platform.test",
            "child.customer.test 60 NS ns.child.customer.test | ns1.elsewhere.test",
            "customer.test 60 CAA 0 iodef \"mailto:x@customer.test\" | 0 issue \"ca.example\"",
            "customer.test 60 MX 10 mail.customer.test",
            "customer.test 60 NS ns.customer.test",
            "nomail.customer.test 60 MX 0 ",
            "ns.child.customer.test 60 A 192.0.2.53",
            "ns.customer.test 60 A 127.0.0.1",
            "text.customer.test 60 TXT quote \" and ä | v=spf1 -all",
            "www.customer.test 60 A 192.0.2.1 | 192.0.2.2",
            "www.customer.test 120 AAAA 2001:db8::1",
        ];
        assert_eq!(listed(&contents), expected, "{maker:?}");
        assert!(contents.sets.iter().all(|stored| stored.untouchable.is_none()), "{maker:?}");
    }
}

#[tokio::test]
async fn what_the_model_cannot_say_is_seen_and_left_alone() {
    let records = "
@ HTTPS 1 . alpn=h2
host PTR Other.customer.test.
odd TYPE731 \\# 2 abcd
latin TXT \"caf\\233\"
child NS ns.elsewhere.test.
child DS 1 13 2 aa
";
    for maker in Maker::UPDATED {
        let records = records.replace("13 2 aa", &format!("13 2 {}", "aa".repeat(32)));
        let server = Server::start(maker, &records).await;
        let contents = server.primary().transfer().await.unwrap();
        let values = |name: &str, rtype: &str| {
            let rtype = RrType::Other(rtype.to_owned());
            contents.at(&format!("{name}{ZONE}"), &rtype).map(|stored| stored.set.data[0].to_string())
        };
        assert!(values("", "HTTPS").unwrap().starts_with("1 . alpn="), "{maker:?}");
        assert!(values("host.", "PTR").unwrap().eq_ignore_ascii_case("other.customer.test."), "{maker:?}");
        assert_eq!(values("odd.", "TYPE731").unwrap(), "\\# 2 abcd", "{maker:?}");
        assert!(values("child.", "DS").unwrap().starts_with("\\# 36 0001"), "{maker:?}");
        let latin = contents.at("latin.customer.test", &RrType::Txt).unwrap();
        assert!(latin.untouchable.is_some(), "{maker:?}");
    }
}

#[tokio::test]
async fn what_a_server_makes_by_signing_is_not_shown() {
    for (maker, more) in [
        (Maker::Knot, "    dnssec-signing: on\n"),
        (Maker::Bind, "    dnssec-policy default;\n    inline-signing no;\n"),
    ] {
        let server = Server::start_with(maker, OF_EVERY_TYPE, more).await;
        let plain = Server::start(maker, OF_EVERY_TYPE).await;
        let (signed, plain) = (server.primary(), plain.primary());
        assert_eq!(signed.transfer().await.unwrap(), plain.transfer().await.unwrap(), "{maker:?}");
        let apex = names(&[ZONE]);
        assert_eq!(signed.read(&apex).await.unwrap(), plain.read(&apex).await.unwrap(), "{maker:?}");
    }
}

#[tokio::test]
async fn a_zone_of_many_messages_is_transferred_whole() {
    const NAMES: usize = 12_000;
    let record = |number| format!("n{number} TXT \"the text of the name with the number {number}\"\n");
    let records: String = (0..NAMES).map(record).collect();
    for maker in [Maker::Knot, Maker::Bind, Maker::Nsd] {
        let server = Server::start(maker, &records).await;
        let contents = server.primary().transfer().await.unwrap();
        assert_eq!(contents.sets.len(), NAMES + 2, "{maker:?}");
        for number in 0..NAMES {
            let name = format!("n{number}.{ZONE}");
            let index = contents.sets.binary_search_by(|stored| stored.set.name.as_str().cmp(&name)).unwrap();
            let expected = RrData::Txt(format!("the text of the name with the number {number}"));
            assert_eq!(contents.sets[index].set.data, [expected], "{maker:?}");
        }
    }
}

#[tokio::test]
async fn names_are_read_as_a_transfer_shows_them() {
    let all = ["www", "app", "nomail", "_sip._tcp", "text", "*.wild", "nothing", "a.b.c"];
    let mut asked: Vec<String> = all.iter().map(|name| format!("{name}.{ZONE}")).collect();
    asked.push(ZONE.to_owned());
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        let mut expected = server.primary().transfer().await.unwrap();
        expected.sets.retain(|stored| asked.contains(&stored.set.name));
        let read = server.primary_with("no-transfer", "hmac-sha256", crate::server::SECRET).read(&asked).await;
        assert_eq!(read.unwrap(), expected, "{maker:?}");
    }
}

#[tokio::test]
async fn zone_cuts_at_and_above_a_name_are_seen() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, OF_EVERY_TYPE).await;
        for name in ["child.customer.test", "www.child.customer.test", "a.b.child.customer.test"] {
            let read = server.primary().read(&names(&[name])).await.unwrap();
            let expected = ["child.customer.test 60 NS ns.child.customer.test | ns1.elsewhere.test"];
            assert_eq!(listed(&read), expected, "{maker:?} {name}");
        }
    }
}

#[tokio::test]
async fn the_soa_tells_the_serial() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let soa = server.primary().soa().await.unwrap();
        assert_eq!((soa.serial, soa.primary.as_str(), soa.negative_ttl_s), (1, "ns.customer.test", 2), "{maker:?}");
    }
}
