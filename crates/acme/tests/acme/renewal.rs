//! Renewal information, replacing, and profiles.

use crate::pebble::Pebble;
use crate::world::World;
use nameplate_acme::OrderRequest;
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::Fault;
use serde_json::json;
use std::time::Duration;
use x509_parser::prelude::{FromDer, X509Certificate};

const X: OrderRequest<'_> = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };

/// Makes pebble answer so when it is asked about the renewal of a certificate.
async fn set_renewal_info(pebble: &Pebble, leaf: &[u8], start: &str, end: &str) {
    let info = json!({ "suggestedWindow": { "start": start, "end": end }, "explanationURL": "https://ca.test/why" });
    let url = format!("{}/set-renewal-info/", pebble.management);
    pebble.tell(&url, &json!({ "certificate": pem(leaf), "ariResponse": info.to_string() })).await;
}

fn pem(der: &[u8]) -> String {
    use base64::Engine;
    let text = base64::engine::general_purpose::STANDARD.encode(der);
    let lines: Vec<&str> = text.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    format!("-----BEGIN CERTIFICATE-----\n{}\n-----END CERTIFICATE-----\n", lines.join("\n"))
}

fn validity(leaf: &[u8]) -> (i64, i64) {
    let (_, leaf) = X509Certificate::from_der(leaf).unwrap();
    (leaf.validity.not_before.timestamp() * 1000, leaf.validity.not_after.timestamp() * 1000)
}

#[tokio::test]
async fn the_window_lies_within_the_lifetime_and_is_asked_for_again_later() {
    let world = World::new().await;
    let account = world.account().await;
    assert!(account.directory_facts().await.unwrap().has_renewal_info);
    let issued = account.order(X, &world.stage()).await.unwrap();
    let (window, again) = account.renewal_info(&issued.chain[0]).await.unwrap().unwrap();
    let (not_before, not_after) = validity(&issued.chain[0]);
    assert!(not_before < window.start.as_ms() && window.end.as_ms() < not_after, "{window:?}");
    assert!(again.unwrap() > Duration::from_secs(60), "{again:?}");
}

#[tokio::test]
async fn a_window_that_the_authority_moves_is_seen() {
    let world = World::new().await;
    let account = world.account().await;
    let issued = account.order(X, &world.stage()).await.unwrap();
    set_renewal_info(&world.pebble, &issued.chain[0], "2020-01-01T00:00:00Z", "2020-01-02T00:00:00Z").await;
    let (window, _) = account.renewal_info(&issued.chain[0]).await.unwrap().unwrap();
    assert_eq!((window.start.as_ms(), window.end.as_ms()), (1_577_836_800_000, 1_577_923_200_000));
    set_renewal_info(&world.pebble, &issued.chain[0], "2020-01-02T00:00:00Z", "2020-01-01T00:00:00Z").await;
    let error = account.renewal_info(&issued.chain[0]).await.unwrap_err();
    assert_eq!(error.problem.code, "renewal_window_unfit");
}

#[tokio::test]
async fn a_certificate_that_the_authority_does_not_know_has_no_window() {
    let (world, other) = tokio::join!(World::new(), World::new());
    let issued = other.order(&["x.test"], Method::Http01).await.unwrap();
    let error = world.account().await.renewal_info(&issued.chain[0]).await.unwrap_err();
    assert!(error.problem.detail.is_some(), "{error:?}");
}

#[tokio::test]
async fn a_certificate_is_replaced_once_and_then_by_plain_orders() {
    let world = World::new().await;
    let account = world.account().await;
    let first = account.order(X, &world.stage()).await.unwrap();
    assert!(!first.is_replacement);
    let renewal = OrderRequest { replaces: Some(&first.chain[0]), ..X };
    let second = account.order(renewal, &world.stage()).await.unwrap();
    assert!(second.is_replacement);
    let again = account.order(renewal, &world.stage()).await.unwrap();
    assert!(!again.is_replacement);
    assert_eq!(world.names(&again).await, ["x.test"]);
}

#[tokio::test]
async fn a_certificate_of_another_authority_is_replaced_by_a_plain_order() {
    let (world, other) = tokio::join!(World::new(), World::new());
    let first = other.order(&["x.test"], Method::Http01).await.unwrap();
    let renewal = OrderRequest { replaces: Some(&first.chain[0]), ..X };
    let second = world.account().await.order(renewal, &world.stage()).await.unwrap();
    assert!(!second.is_replacement);
}

#[tokio::test]
async fn the_profile_of_the_order_goes_before_that_of_the_authority() {
    let world = World::new().await;
    let account = world.account().await;
    let profiles = account.directory_facts().await.unwrap().profiles;
    assert_eq!(profiles["shortlived"], "six days");
    let lifetime = |leaf: &[u8]| (validity(leaf).1 - validity(leaf).0) / 86_400_000;
    let usual = account.order(X, &world.stage()).await.unwrap();
    assert!(lifetime(&usual.chain[0]) >= 89);
    let short = account.order(OrderRequest { profile: Some("shortlived"), ..X }, &world.stage()).await.unwrap();
    assert!((5..=6).contains(&lifetime(&short.chain[0])));
    let error = account.order(OrderRequest { profile: Some("nosuch"), ..X }, &world.stage()).await.unwrap_err();
    assert_eq!(error.kind.as_deref(), Some("invalidProfile"));
    assert_eq!(error.fault, Fault::Authority);
}
