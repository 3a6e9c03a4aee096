use crate::scene::{Scene, problem};
use instant_acme::{Account, Error, Identifier, NewOrder, Order};
use nameplate_test_ca::{Outage, OutageKind};
use std::time::Duration;

async fn order(account: &Account) -> Result<Order, Error> {
    account.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await
}

#[tokio::test]
async fn an_authority_in_maintenance_says_when_to_come_back() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let kind = OutageKind::Unavailable { retry_after: Some(Duration::from_secs(600)) };
    scene.ca.set_outage(Some(Outage::now(kind)));
    let response = scene.raw().get(&scene.listening.url).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["retry-after"].to_str().unwrap()), (503, "600"));
    let body = response.text().await.unwrap();
    assert!(body.contains("urn:ietf:params:acme:error:serverInternal"), "{body}");
    assert!(order(&account).await.is_err());
    scene.ca.set_outage(None);
    order(&account).await.unwrap();
}

#[tokio::test]
async fn an_error_page_is_no_problem_document() {
    let scene = Scene::new().await;
    scene.ca.set_outage(Some(Outage::now(OutageKind::ErrorPage)));
    let response = scene.raw().get(&scene.listening.url).send().await.unwrap();
    assert_eq!((response.status().as_u16(), response.headers()["content-type"].to_str().unwrap()), (500, "text/html"));
}

#[tokio::test]
async fn dropped_connections_bring_no_answer_and_do_nothing() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    scene.ca.set_outage(Some(Outage::now(OutageKind::DropConnection)));
    assert!(matches!(order(&account).await, Err(Error::Other(_))));
    assert_eq!(scene.ca.counters().orders, 0);
}

#[tokio::test]
async fn an_outage_can_begin_half_way_and_lose_the_answer_to_what_was_done() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    // The nonce is still answered, the order is made, and its answer is lost.
    scene.ca.set_outage(Some(Outage::after(1, OutageKind::LoseAnswer)));
    assert!(matches!(order(&account).await, Err(Error::Other(_))));
    assert!(scene.ca.counters().orders >= 1);
    scene.ca.set_outage(None);
    let (kind, _) = problem(account.order(format!("{}/acme/order/999", scene.base())).await.err().unwrap());
    assert_eq!(kind, "malformed");
}

#[tokio::test]
async fn a_hanging_authority_answers_when_the_outage_is_over() {
    let scene = Scene::new().await;
    scene.ca.set_outage(Some(Outage::now(OutageKind::Hang)));
    let mut waiting = Box::pin(scene.raw().get(&scene.listening.url).send());
    let early = tokio::time::timeout(Duration::from_millis(200), waiting.as_mut()).await;
    assert!(early.is_err());
    scene.ca.set_outage(None);
    assert_eq!(waiting.await.unwrap().status().as_u16(), 503);
}
