//! Reading with and without the right to transfer the zone.

use crate::server::{Maker, SECRET, Server};
use crate::stage::{FURNITURE, ZONE, name, set, writer, writer_of};
use nameplate_domain::zone::{Change, RrType, ZoneContents};
use nameplate_providers::{ErrorKind, Part, Zone};

/// More names than are asked for one by one.
fn many() -> Vec<String> {
    let known = ["", "www", "pool", "deep.er.still", "mail._domainkey", "*.preview", "_sip._tcp", "any.preview"];
    known.iter().map(|relative| name(relative)).chain((0..40).map(|number| name(&format!("n{number}")))).collect()
}

fn of(mut contents: ZoneContents, names: &[String]) -> ZoneContents {
    contents.sets.retain(|stored| names.contains(&stored.set.name));
    contents
}

#[tokio::test]
async fn names_are_read_without_transfers_as_with_them() {
    let zone = Zone::named(ZONE);
    for maker in Maker::UPDATED {
        let server = Server::start(maker, FURNITURE).await;
        let whole = writer(&server).read(&zone, Part::Whole).await.unwrap();
        let (few, many) = (many()[..8].to_vec(), many());
        for key in ["hmac-sha256", "no-transfer"] {
            let writer = writer_of(server.at, key, SECRET);
            for names in [&few, &many] {
                let read = writer.read(&zone, Part::Names(names)).await.unwrap();
                assert_eq!(of(read, names), of(whole.clone(), names), "{maker:?} {key} {}", names.len());
            }
        }
        assert!(of(whole, &few).sets.len() > 8, "{maker:?}");
    }
}

#[tokio::test]
async fn without_transfers_the_whole_zone_is_not_read_and_it_is_said_why() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let writer = writer_of(server.at, "no-transfer", SECRET);
        let error = writer.read(&Zone::named(ZONE), Part::Whole).await.unwrap_err();
        assert_eq!(error.kind, ErrorKind::Unsupported, "{maker:?}: {error}");
        assert!(error.message.contains("refuses to transfer the zone customer.test to the key no-transfer"), "{error}");
    }
}

#[tokio::test]
async fn what_is_not_written_here_is_shown_and_left_alone() {
    let records = "latin TXT \"caf\\233\"\nhost PTR other.test.\nodd TYPE731 \\# 2 abcd\nchild NS ns.other.test.\n";
    for maker in Maker::UPDATED {
        let server = Server::start(maker, records).await;
        let writer = writer(&server);
        let zone = Zone::named(ZONE);
        let whole = writer.read(&zone, Part::Whole).await.unwrap();
        let untouchable = |relative: &str, rtype: &str| {
            whole.at(&name(relative), &RrType::from(rtype)).map(|stored| stored.untouchable.is_some())
        };
        for (relative, rtype, expected) in [
            ("latin", "TXT", Some(true)),
            ("", "NS", Some(true)),
            ("child", "NS", Some(false)),
            ("host", "PTR", Some(false)),
            ("odd", "TYPE731", Some(false)),
            ("", "SOA", None),
        ] {
            assert_eq!(untouchable(relative, rtype), expected, "{maker:?} {rtype} {relative}");
        }
        for (relative, rtype) in [("latin", "TXT"), ("", "NS")] {
            let stored = whole.at(&name(relative), &RrType::from(rtype)).unwrap().set.clone();
            let failed = writer.apply(&zone, &[Change::delete(stored)]).await.unwrap_err();
            assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Conflict), "{maker:?}: {failed}");
        }
        assert_eq!(writer.read(&zone, Part::Whole).await.unwrap(), whole, "{maker:?}");
        let beside = Change::create(set("host", "A", &["192.0.2.7"]));
        writer.apply(&zone, std::slice::from_ref(&beside)).await.unwrap();
        writer.apply(&zone, &[beside.reversed()]).await.unwrap();
        assert_eq!(writer.read(&zone, Part::Whole).await.unwrap(), whole, "{maker:?}");
    }
}
