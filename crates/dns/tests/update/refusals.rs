//! Why a server refuses is said in words.

use crate::server::{Maker, SECRET, Server, WallClock, ZONE};
use crate::writing::set;
use nameplate_dns::update::{BadKey, Primary, TsigAlgorithm, TsigKey, UpdateError};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::Change;
use std::sync::Arc;
use std::time::Duration;

fn change() -> [Change; 1] {
    [Change::create(set("new.customer.test", "A", 60, &["192.0.2.7"]))]
}

/// What each of the calls answers.
async fn all_calls(primary: &Primary) -> [UpdateError; 4] {
    [
        primary.soa().await.unwrap_err(),
        primary.transfer().await.unwrap_err(),
        primary.read(&[format!("new.{ZONE}")]).await.unwrap_err(),
        primary.apply(&change()).await.unwrap_err(),
    ]
}

#[tokio::test]
async fn every_algorithm_is_understood() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        for algorithm in TsigAlgorithm::ALL.map(TsigAlgorithm::as_str) {
            let primary = server.primary_with(algorithm, algorithm, SECRET);
            let made = set(&format!("{algorithm}.customer.test"), "A", 60, &["192.0.2.7"]);
            primary.apply(&[Change::create(made.clone())]).await.unwrap();
            let contents = primary.transfer().await.unwrap();
            assert_eq!(contents.at(&made.name, &made.rtype).map(|stored| &stored.set), Some(&made), "{maker:?}");
        }
    }
}

#[tokio::test]
async fn a_wrong_secret_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let expected = UpdateError::BadKey(BadKey::WrongSecret { name: "hmac-sha256".into() });
        for error in all_calls(&server.primary_with("hmac-sha256", "hmac-sha256", "AAAA")).await {
            assert_eq!(error, expected, "{maker:?}");
        }
        assert!(expected.to_string().contains("copy the secret again"));
    }
}

#[tokio::test]
async fn an_unknown_key_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        for (name, algorithm) in [("stranger", TsigAlgorithm::HmacSha256), ("hmac-sha256", TsigAlgorithm::HmacSha512)] {
            let expected = UpdateError::BadKey(BadKey::UnknownKey { name: name.into(), algorithm });
            for error in all_calls(&server.primary_with(name, algorithm.as_str(), SECRET)).await {
                assert_eq!(error, expected, "{maker:?}");
            }
            assert!(expected.is_denial() && !expected.may_have_changed());
        }
    }
}

/// Ten minutes before or after the others.
struct OffClock {
    is_ahead: bool,
}

impl Clock for OffClock {
    fn now(&self) -> Timestamp {
        let by = Duration::from_mins(10);
        if self.is_ahead { WallClock.now().plus(by) } else { WallClock.now().minus(by) }
    }
}

#[tokio::test]
async fn a_clock_that_is_off_is_told_with_both_times() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        for is_ahead in [false, true] {
            let key = TsigKey::parse("hmac-sha256", "hmac-sha256", SECRET).unwrap();
            let primary = Primary::new(server.at, ZONE, key, Arc::new(OffClock { is_ahead }));
            for error in all_calls(&primary).await {
                let UpdateError::BadKey(BadKey::ClockSkew { ours, server: Some(theirs) }) = error else {
                    panic!("{maker:?}: {error:?}")
                };
                let apart = if is_ahead { ours.since(theirs) } else { theirs.since(ours) };
                assert!(apart.abs_diff(Duration::from_mins(10)) < Duration::from_secs(5), "{maker:?}: {apart:?}");
                assert!(error.to_string().contains(&format!("ours shows {ours}, the server's {theirs}")), "{error}");
            }
        }
    }
}

#[tokio::test]
async fn what_the_policy_forbids_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let no_update = server.primary_with("no-update", "hmac-sha256", SECRET);
        let no_transfer = server.primary_with("no-transfer", "hmac-sha256", SECRET);
        let refused = [
            (no_update.apply(&change()).await.unwrap_err(), "updates", "no-update"),
            (no_transfer.transfer().await.unwrap_err(), "transfers", "no-transfer"),
        ];
        for (error, what, key) in refused {
            let expected = match maker {
                // Knot does not tell a key that it does not know from one that may not.
                Maker::Knot => UpdateError::BadKey(BadKey::UnknownKey {
                    name: key.to_owned(),
                    algorithm: TsigAlgorithm::HmacSha256,
                }),
                _ => UpdateError::Refused { what, key: key.to_owned() },
            };
            assert_eq!(error, expected, "{maker:?}");
            assert!(error.is_denial() && !error.may_have_changed());
        }
        no_update.transfer().await.unwrap();
        no_transfer.apply(&change()).await.unwrap();
    }
}

/// BIND wants addresses of mail servers in the zone.
#[tokio::test]
async fn records_that_the_policy_forbids_are_told() {
    let server = Server::start(Maker::Bind, "").await;
    let mail = set(ZONE, "MX", 60, &["10 mail.customer.test"]);
    let error = server.primary().apply(&[Change::create(mail)]).await.unwrap_err();
    assert!(matches!(error, UpdateError::Refused { what: "updates", .. }), "{error:?}");
}

#[tokio::test]
async fn a_zone_that_the_server_does_not_have_is_told() {
    for maker in Maker::UPDATED {
        let server = Server::start(maker, "").await;
        let key = TsigKey::parse("hmac-sha256", "hmac-sha256", SECRET).unwrap();
        let not_auth = |zone: &str| UpdateError::NotAuth { zone: zone.to_owned() };
        // The name of a host in the zone is no zone, either.
        for zone in ["other.test", "www.customer.test"] {
            let primary = Primary::new(server.at, zone, key.clone(), Arc::new(WallClock));
            assert_eq!(primary.soa().await, Err(not_auth(zone)), "{maker:?}");
            assert_eq!(primary.transfer().await, Err(not_auth(zone)), "{maker:?}");
            let change = [Change::create(set(&format!("a.{zone}"), "A", 60, &["192.0.2.7"]))];
            let applied = primary.apply(&change).await.unwrap_err();
            match maker {
                // Knot does not sign that, and an update might have been carried out by whom somebody kept from answering.
                Maker::Knot => assert!(applied.to_string().ends_with("it is not signed; it says NOTAUTH"), "{applied}"),
                _ => assert_eq!(applied, not_auth(zone), "{maker:?}"),
            }
        }
    }
}

/// It does not sign that, and anybody could have said it.
#[tokio::test]
async fn what_a_server_without_updates_says_is_passed_on() {
    let server = Server::start(Maker::Nsd, "").await;
    let error = server.primary().apply(&change()).await.unwrap_err();
    assert!(error.to_string().ends_with("it is not signed; it says NOTIMP"), "{error}");
}
