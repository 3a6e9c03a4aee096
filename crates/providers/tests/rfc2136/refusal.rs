//! What the server refuses, in kinds, and without showing secrets.

use crate::server::{Maker, SECRET, Server, WallClock};
use crate::stage::{ZONE, access, name, open, set, writer, writer_of};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::Change;
use nameplate_providers::{ErrorKind, Part, ProviderError, Zone, ZoneWriter};
use std::sync::Arc;
use std::time::Duration;

/// A secret that the server does not have.
const WRONG_SECRET: &str = "YW5vdGhlciBzZWNyZXQgdGhhbiB0aGF0";

fn change() -> [Change; 1] {
    [Change::create(set("new", "A", &["192.0.2.7"]))]
}

/// What each of the calls answers.
async fn all_calls(writer: &dyn ZoneWriter) -> [ProviderError; 5] {
    let zone = Zone::named(ZONE);
    let names = [name("new")];
    let failed = writer.apply(&zone, &change()).await.unwrap_err();
    assert_eq!(failed.done, 0);
    [
        writer.zones().await.unwrap_err(),
        writer.zone(ZONE).await.unwrap_err(),
        writer.read(&zone, Part::Whole).await.unwrap_err(),
        writer.read(&zone, Part::Names(&names)).await.unwrap_err(),
        failed.error,
    ]
}

/// That every call fails so, in a sentence, and shows no secret; and that the zone is as it was.
async fn check(server: &Server, writer: &dyn ZoneWriter, kind: ErrorKind, code: Option<&str>, says: &str) {
    for error in all_calls(writer).await {
        assert_eq!((error.kind, error.code.as_deref()), (kind, code), "{:?}: {error}", server.maker);
        assert!(error.message.contains(says), "{:?}: {error}", server.maker);
        assert!(error.message.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()), "{error}");
        assert!(error.message.ends_with('.'), "{error}");
        let shown = format!("{error:?} {writer:?}");
        assert!(!shown.contains(SECRET) && !shown.contains(WRONG_SECRET), "{shown}");
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let stranger = writer_of(server.at, "hmac-sha256", WRONG_SECRET);
        let says = "The server has another secret for the key hmac-sha256 (BADSIG): copy the secret again.";
        check(&server, &*stranger, ErrorKind::BadCredential, Some("BADSIG"), says).await;
        assert_eq!(server.primary().soa().await.unwrap().serial, 1, "{maker:?}");
    }
}

#[tokio::test]
async fn an_unknown_key_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let stranger = writer_of(server.at, "stranger", SECRET);
        let says = "The server does not know the key stranger with hmac-sha256";
        check(&server, &*stranger, ErrorKind::BadCredential, Some("BADKEY"), says).await;
    }
}

/// An hour behind.
struct Behind;

impl Clock for Behind {
    fn now(&self) -> Timestamp {
        WallClock.now().minus(Duration::from_hours(1))
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let pasted = format!(
            r#"{{"server": "{}", "key_name": "hmac-sha256", "secret": "{SECRET}", "zone": "{ZONE}"}}"#,
            server.at
        );
        let late = open(&pasted, &access(None, true, Arc::new(Behind)));
        check(&server, &*late, ErrorKind::BadCredential, Some("BADTIME"), "The clocks differ too much").await;
    }
}

async fn a_server_is_gone(maker: Maker) {
    let mut server = Server::start(maker, "").await;
    let writer = writer(&server);
    server.kill();
    check(&server, &*writer, ErrorKind::Outage, None, "connection refused").await;
}

#[tokio::test]
async fn a_server_that_is_gone_is_an_outage() {
    tokio::join!(a_server_is_gone(Maker::Knot), a_server_is_gone(Maker::Bind));
}

#[tokio::test]
async fn a_key_that_may_not_update_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let reader = writer_of(server.at, "no-update", SECRET);
        let zone = reader.zone(ZONE).await.unwrap().unwrap();
        reader.read(&zone, Part::Whole).await.unwrap();
        let failed = reader.apply(&zone, &change()).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Forbidden), "{maker:?}: {failed}");
        assert!(failed.error.message.contains("refuses updates to the key no-update"), "{maker:?}: {failed}");
        assert_eq!(server.primary().soa().await.unwrap().serial, 1, "{maker:?}");
    }
}

#[tokio::test]
async fn a_zone_that_the_server_does_not_have_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "www A 192.0.2.1").await;
        let writer = writer(&server);
        let names = ["other.test", "www.customer.test", "test", "notcustomer.test", "", "."];
        for unknown in names {
            assert_eq!(writer.zone(unknown).await, Ok(None), "{maker:?} {unknown}");
        }
        assert_eq!(writer.zone("Customer.TEST.").await, Ok(Some(Zone::named(ZONE))), "{maker:?}");
        let other = Zone::named("other.test");
        for part in [Part::Whole, Part::Names(&["a.other.test".to_owned()])] {
            let error = writer.read(&other, part).await.unwrap_err();
            assert_eq!(error.kind, ErrorKind::NoSuchZone, "{maker:?} {part:?}: {error}");
        }
        let set = nameplate_domain::zone::RrSet::of_one("a.other.test", 60, crate::stage::data("A", "192.0.2.7"));
        let failed = writer.apply(&other, &[Change::create(set.clone())]).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::NoSuchZone), "{maker:?}: {failed}");
        let failed = writer.apply(&Zone::named(ZONE), &[Change::create(set)]).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Rejected), "{maker:?}: {failed}");
    }
}

#[tokio::test]
async fn a_credential_without_a_zone_lists_none_and_one_for_another_zone_neither() {
    let server = Server::start(Maker::Knot, "").await;
    let listed = |zone: &str| {
        let pasted = format!(
            r#"{{"server": "{}", "key_name": "hmac-sha256", "secret": "{SECRET}", "zone": "{zone}"}}"#,
            server.at
        );
        let writer = open(&pasted, &access(None, true, Arc::new(WallClock)));
        async move { writer.zones().await.unwrap() }
    };
    assert_eq!(listed("").await, []);
    assert_eq!(listed("other.test").await, []);
    assert_eq!(listed(ZONE).await, [Zone::named(ZONE)]);
}

#[tokio::test]
async fn the_short_form_goes_to_the_server_of_the_settings() {
    let server = Server::start(Maker::Bind, "").await;
    // The operator knows the own network.
    let access = access(Some(&server.at.to_string()), false, Arc::new(WallClock));
    let writer = open(&format!("hmac-sha512:{SECRET}:hmac-sha512"), &access);
    writer.apply(&Zone::named(ZONE), &change()).await.unwrap();
    assert_eq!(server.primary().soa().await.unwrap().serial, 2);
}

#[tokio::test]
async fn a_host_that_a_customer_names_must_be_public() {
    let server = Server::start(Maker::Knot, "").await;
    let pasted =
        format!(r#"{{"server": "localhost:{}", "key_name": "hmac-sha256", "secret": "{SECRET}"}}"#, server.at.port());
    let inside = open(&pasted, &access(None, false, Arc::new(WallClock)));
    let error = inside.zone(ZONE).await.unwrap_err();
    assert_eq!(error.kind, ErrorKind::Outage, "{error}");
    assert!(error.message.contains("localhost has no address that is reachable from everywhere"), "{error}");
    let allowed = open(&pasted, &access(None, true, Arc::new(WallClock)));
    assert_eq!(allowed.zone(ZONE).await, Ok(Some(Zone::named(ZONE))));
}

/// BIND wants addresses of mail servers in the zone.
#[tokio::test]
async fn records_that_the_servers_policy_forbids_are_told() {
    let server = Server::start(Maker::Bind, "").await;
    let mail = [Change::create(set("", "MX", &["10 mail.customer.test"]))];
    let failed = writer(&server).apply(&Zone::named(ZONE), &mail).await.unwrap_err();
    assert_eq!((failed.done, failed.error.code.as_deref()), (0, Some("REFUSED")), "{failed}");
    assert_eq!(failed.error.kind, ErrorKind::Forbidden, "{failed}");
}

#[tokio::test]
async fn what_no_update_can_say_is_told() {
    let server = Server::start(Maker::Knot, "").await;
    for (rtype, text) in [("ALIAS", "edge.platform.test"), ("HTTPS", "1 .")] {
        let change = [Change::create(set("", rtype, &[text]))];
        let failed = writer(&server).apply(&Zone::named(ZONE), &change).await.unwrap_err();
        assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::Unsupported), "{failed}");
        assert!(failed.error.message.contains(rtype), "{failed}");
    }
}

/// It does not sign its refusal, which anybody could have said in its place.
#[tokio::test]
async fn a_server_without_updates_leaves_the_outcome_open() {
    let server = Server::start(Maker::Nsd, "").await;
    let writer = writer(&server);
    writer.read(&Zone::named(ZONE), Part::Whole).await.unwrap();
    let failed = writer.apply(&Zone::named(ZONE), &change()).await.unwrap_err();
    assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::UnknownOutcome), "{failed}");
    assert!(failed.error.message.contains("NOTIMP"), "{failed}");
}
