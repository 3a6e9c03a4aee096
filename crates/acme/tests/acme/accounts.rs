//! Accounts are made, kept and found again.

use crate::pebble::Pebble;
use crate::world::{World, serial};
use nameplate_acme::{ExternalAccount, OrderRequest, Reason};
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::{Actor, Fault};

const KID: &str = "kid-1";
const MAC_KEY: &str = "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W";

#[tokio::test]
async fn a_kept_account_is_the_same_account() {
    let world = World::new().await;
    let (made, keep) = world.client().open_account(None).await.unwrap();
    let keep = keep.unwrap();
    let (found, changed) = world.client().open_account(Some(keep.as_bytes())).await.unwrap();
    assert_eq!(found.uri(), made.uri());
    assert!(made.uri().starts_with("https://"));
    assert!(changed.is_none());
    let request = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    found.order(request, &world.stage()).await.unwrap();
}

#[tokio::test]
async fn an_account_that_the_authority_has_lost_is_told_apart() {
    let mut world = World::new().await;
    let keep = world.client().open_account(None).await.unwrap().1.unwrap();
    let kept: serde_json::Value = serde_json::from_slice(keep.as_bytes()).unwrap();
    let pebble = Pebble::start(&world.setup).await;
    let moved = kept.to_string().replace(&world.pebble.url, &pebble.url);
    (world.directory.url, world.directory.roots) = (pebble.url.clone(), vec![pebble.root.clone()]);
    let error = world.client().open_account(Some(moved.as_bytes())).await.unwrap_err();
    assert!(error.is_account_gone(), "{error:?}");
    assert_eq!((error.fault, error.problem.actor), (Fault::Account, Actor::Operator));
}

#[tokio::test]
async fn an_account_of_another_authority_or_a_damaged_one_is_not_used() {
    let world = World::new().await;
    let keep = world.client().open_account(None).await.unwrap().1.unwrap();
    let mut elsewhere = World::new().await;
    elsewhere.directory.name = "second".to_owned();
    let error = elsewhere.client().open_account(Some(keep.as_bytes())).await.unwrap_err();
    assert_eq!((error.problem.code.as_str(), error.fault), ("account_elsewhere", Fault::Account));
    let half = &keep.as_bytes()[..keep.as_bytes().len() / 2];
    let error = world.client().open_account(Some(half)).await.unwrap_err();
    assert_eq!(error.problem.code, "account_unreadable");
    assert!(!error.is_account_gone());
}

#[tokio::test]
async fn an_account_is_bound_to_an_external_one() {
    let mut world = World::with(|mut setup| {
        setup.external_accounts = vec![(KID, MAC_KEY)];
        setup
    })
    .await;
    let facts = world.client().directory_facts().await.unwrap();
    assert!(facts.requires_external_account);

    let error = world.client().open_account(None).await.unwrap_err();
    assert_eq!(error.kind.as_deref(), Some("externalAccountRequired"));
    assert_eq!((error.fault, error.problem.actor), (Fault::Account, Actor::Operator));

    world.directory.external_account = Some(ExternalAccount::new(KID, "d3Jvbmcga2V5IGJ1dCBsb25nIGVub3VnaA").unwrap());
    let error = world.client().open_account(None).await.unwrap_err();
    assert_eq!(error.fault, Fault::Account, "{error:?}");

    world.directory.external_account = Some(ExternalAccount::new(KID, MAC_KEY).unwrap());
    let (made, keep) = world.client().open_account(None).await.unwrap();
    let (found, _) = world.client().open_account(Some(keep.unwrap().as_bytes())).await.unwrap();
    assert_eq!(found.uri(), made.uri());
    let request = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    found.order(request, &world.stage()).await.unwrap();
}

#[tokio::test]
async fn a_revoked_certificate_is_revoked_and_may_be_revoked_again() {
    let world = World::new().await;
    let account = world.account().await;
    let request = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
    let issued = account.order(request, &world.stage()).await.unwrap();
    let serial = serial(&issued.chain[0]);
    assert_eq!(world.pebble.certificate_status(&serial).await["Status"], "Valid");
    account.revoke(&issued.chain[0], Reason::CessationOfOperation).await.unwrap();
    let status = world.pebble.certificate_status(&serial).await;
    assert_eq!(status["Status"], "Revoked");
    assert_eq!(status["Reason"], 5);
    account.revoke(&issued.chain[0], Reason::Superseded).await.unwrap();
    let error = account.revoke(&issued.chain[1], Reason::Unspecified).await.unwrap_err();
    assert!(error.kind.is_some(), "another's certificate: {error:?}");
}
