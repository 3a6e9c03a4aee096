//! Orders that fail say why, and leave nothing up.

use crate::world::{World, until};
use nameplate_acme::{OrderRequest, StageError};
use nameplate_domain::issuance::method::Method;
use nameplate_domain::issuance::problem::{Actor, Fault, IssuanceProblem};
use std::sync::atomic::Ordering;

#[tokio::test]
async fn a_challenge_that_is_not_answered_fails_in_the_authoritys_words() {
    let world = World::new().await;
    world.answers.is_mute.store(true, Ordering::SeqCst);
    for (method, word) in [(Method::Http01, "404"), (Method::Dns01, "TXT"), (Method::TlsAlpn01, "")] {
        let name = format!("{method}.customer.test");
        let error = world.order(&[&name], method).await.unwrap_err();
        assert_eq!(
            (error.problem.code.as_str(), error.problem.actor),
            ("challenge_failed", Actor::Customer),
            "{error:?}"
        );
        assert_eq!(error.fault, Fault::Name);
        assert!(error.problem.message.contains(&name) && error.problem.message.contains(method.as_str()), "{error:?}");
        assert!(error.problem.detail.as_ref().unwrap().contains(word), "{error:?}");
        assert_eq!(error.problem.authority.as_deref(), Some("pebble"));
        assert_eq!(error.problem.retry_at, None, "the wait between two looks is not one before the next order");
    }
    world.is_withdrawn(3).await;
}

#[tokio::test]
async fn of_several_names_the_one_that_failed_is_told() {
    let world = World::with(|setup| setup.with("PEBBLE_AUTHZREUSE", "100")).await;
    let account = world.account().await;
    let good = OrderRequest { names: &["good.test"], method: Method::Http01, replaces: None, profile: None };
    account.order(good, &world.stage()).await.unwrap();
    world.answers.is_mute.store(true, Ordering::SeqCst);
    let both = OrderRequest { names: &["good.test", "bad.test"], ..good };
    let error = account.order(both, &world.stage()).await.unwrap_err();
    assert_eq!(error.problem.code, "challenge_failed");
    assert!(error.problem.message.contains("bad.test") && !error.problem.message.contains("good.test"), "{error:?}");
}

#[tokio::test]
async fn a_name_that_the_authority_does_not_issue_for_is_refused_at_once() {
    let world = World::with(|mut setup| {
        setup.blocked = vec!["blocked.test"];
        setup
    })
    .await;
    let error = world.order(&["www.blocked.test"], Method::Http01).await.unwrap_err();
    assert_eq!(error.kind.as_deref(), Some("rejectedIdentifier"));
    assert_eq!(error.problem.code, "identifier_refused");
    assert!(error.problem.message.contains("www.blocked.test"), "{error:?}");
    world.is_withdrawn(0).await;
}

#[tokio::test]
async fn a_challenge_that_is_not_offered_is_told_with_those_that_are() {
    let world = World::new().await;
    let error = world.order(&["*.customer.test"], Method::Http01).await.unwrap_err();
    assert_eq!(error.problem.code, "challenge_not_offered");
    let (refused, offered) = error.problem.message.split_once("; it offers ").unwrap();
    assert!(refused.contains("http-01 for *.customer.test"), "{error:?}");
    assert!(offered.contains("dns-01") && !offered.contains("http-01"), "{error:?}");
    world.is_withdrawn(0).await;
}

#[tokio::test]
async fn what_the_stage_says_is_told_and_what_it_put_up_is_withdrawn() {
    let world = World::with(|setup| setup.with("PEBBLE_AUTHZREUSE", "0")).await;
    let problem = IssuanceProblem {
        code: "challenge_cname_missing".to_owned(),
        message: "There is no CNAME.".to_owned(),
        actor: Actor::Customer,
        detail: None,
        authority: None,
        retry_at: None,
    };
    *world.answers.refusal.lock().unwrap() = Some(StageError::from(problem.clone()));
    let error = world.order(&["customer.test"], Method::Dns01).await.unwrap_err();
    assert_eq!(*error.problem, IssuanceProblem { authority: Some("pebble".to_owned()), ..problem });
    assert_eq!(error.fault, Fault::Name);
    world.is_withdrawn(1).await;
}

#[tokio::test]
async fn an_order_that_is_dropped_withdraws_what_it_presented() {
    let world = World::new().await;
    world.answers.is_stuck.store(true, Ordering::SeqCst);
    let (account, stage) = (world.account().await, world.stage());
    let order = tokio::spawn(async move {
        let request = OrderRequest { names: &["x.test"], method: Method::Http01, replaces: None, profile: None };
        account.order(request, &stage).await.map(drop)
    });
    until("it is presented", || world.answers.presented() == 1).await;
    assert_eq!(world.answers.withdrawn(), 0);
    order.abort();
    world.is_withdrawn(1).await;
}

#[tokio::test]
async fn an_authority_that_dies_half_way_is_unavailable() {
    let world = World::new().await;
    world.answers.is_deadly.store(true, Ordering::SeqCst);
    let error = world.order(&["x.test"], Method::Http01).await.unwrap_err();
    assert_eq!(error.problem.code, "authority_unavailable", "{error:?}");
    assert_eq!(error.fault, Fault::Authority);
    world.is_withdrawn(1).await;
}
