use crate::scene::{Scene, at_once, problem, refusal, request};
use instant_acme::{AuthorizationStatus, ChallengeType, Identifier, NewOrder, OrderStatus};
use rcgen::KeyPair;
use std::time::Duration;

#[tokio::test]
async fn each_method_brings_a_certificate_that_verifies() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let methods = [
        ("http.shop.test", ChallengeType::Http01),
        ("tls.shop.test", ChallengeType::TlsAlpn01),
        ("dns.shop.test", ChallengeType::Dns01),
    ];
    for (host, method) in methods {
        let issued = scene.obtain(&account, &[host], &method, |order| order).await.unwrap();
        assert!(scene.verifies(&issued, host), "{host}");
        assert!(!scene.verifies(&issued, "other.test"));
    }
    let records = scene.ca.certificates();
    assert_eq!(
        records.iter().map(|record| record.names[0].as_str()).collect::<Vec<_>>(),
        ["http.shop.test", "tls.shop.test", "dns.shop.test"]
    );
    assert_eq!(records[0].account, account.id());
    let counters = scene.ca.counters();
    assert!(counters.validations.values().all(|outcomes| outcomes.valid == 1 && outcomes.invalid == 0));
    assert_eq!((counters.validations.len(), counters.orders, counters.certificates), (3, 3, 3));
}

#[tokio::test]
async fn a_certificate_is_valid_for_its_profile_and_not_longer() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let issued =
        scene.obtain(&account, &["a.test"], &ChallengeType::Dns01, |order| order.profile("shortlived")).await.unwrap();
    let record = &scene.ca.certificates()[0];
    assert_eq!(record.profile, "shortlived");
    assert_eq!(record.not_after.since(record.not_before), Duration::from_secs(160 * 3600 - 1));
    scene.clock.pass(Duration::from_secs(158 * 3600));
    assert!(scene.verifies(&issued, "a.test"));
    scene.clock.pass(Duration::from_secs(2 * 3600));
    assert!(!scene.verifies(&issued, "a.test"));
    let unknown = scene.obtain(&account, &["a.test"], &ChallengeType::Dns01, |order| order.profile("none")).await;
    assert_eq!(refusal(unknown).0, "invalidProfile");
}

#[tokio::test]
async fn a_wildcard_and_its_base_need_two_dns_values_at_one_name() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let issued = scene.issue(&account, &["*.shop.test", "shop.test"]).await.unwrap();
    assert!(scene.verifies(&issued, "any.shop.test") && scene.verifies(&issued, "shop.test"));
    assert_eq!(scene.world.txt.lock().unwrap()["_acme-challenge.shop.test"].len(), 2);
    let by_http = scene.obtain(&account, &["*.other.test"], &ChallengeType::Http01, |order| order).await;
    assert!(by_http.is_err_and(|error| error.to_string().contains("challenge not offered")));
}

#[tokio::test]
async fn what_a_client_did_not_set_up_is_invalid_with_the_reason() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    let cases = [
        (ChallengeType::Http01, "connection", "Connection refused"),
        (ChallengeType::Dns01, "unauthorized", "No TXT record found at _acme-challenge.bare.test"),
    ];
    for (method, kind, words) in cases {
        let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns("bare.test".into())])).await.unwrap();
        {
            let mut authorizations = order.authorizations();
            let mut authorization = authorizations.next().await.unwrap().unwrap();
            authorization.challenge(method).unwrap().set_ready().await.unwrap();
        }
        assert_eq!(order.poll_ready(&at_once()).await.unwrap(), OrderStatus::Invalid);
        let (found, problem) = problem(scene.why(&mut order).await);
        assert_eq!(found, kind);
        assert!(problem.detail.unwrap().contains(words));
        let key = KeyPair::generate().unwrap();
        assert_eq!(refusal(order.finalize_csr(&request(&["bare.test"], &key)).await).0, "orderNotReady");
    }
}

#[tokio::test]
async fn the_value_of_another_account_does_not_count() {
    let scene = Scene::new().await;
    let (one, other) = (scene.account().await, scene.account().await);
    scene.issue(&one, &["a.test"]).await.unwrap();
    let mut order = other.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await.unwrap();
    {
        let mut authorizations = order.authorizations();
        let mut authorization = authorizations.next().await.unwrap().unwrap();
        assert_eq!(authorization.status, AuthorizationStatus::Pending);
        authorization.challenge(ChallengeType::Dns01).unwrap().set_ready().await.unwrap();
    }
    assert_eq!(order.poll_ready(&at_once()).await.unwrap(), OrderStatus::Invalid);
    let (kind, found) = problem(scene.why(&mut order).await);
    assert_eq!(kind, "unauthorized");
    assert!(found.detail.unwrap().starts_with("Incorrect TXT record"));
}

#[tokio::test]
async fn a_valid_authorization_is_reused_as_long_as_it_may_be() {
    let scene = Scene::with(|settings| settings.authorization_reuse = Duration::from_secs(7 * 3600)).await;
    let account = scene.account().await;
    scene.issue(&account, &["a.test"]).await.unwrap();
    scene.issue(&account, &["a.test", "b.test"]).await.unwrap();
    assert_eq!(scene.ca.counters().reused_authorizations, 1);
    scene.clock.pass(Duration::from_secs(7 * 3600));
    scene.issue(&account, &["a.test", "c.test"]).await.unwrap();
    assert_eq!(scene.ca.counters().reused_authorizations, 1);
    scene.issue(&scene.account().await, &["a.test", "b.test", "c.test"]).await.unwrap();
    assert_eq!(scene.ca.counters().reused_authorizations, 1, "authorizations are an account's own");
}

#[tokio::test]
async fn a_request_must_have_the_names_of_its_order_and_a_key_of_its_own() {
    let scene = Scene::new().await;
    let (account, credentials) = scene.open(None).await.unwrap();
    let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await.unwrap();
    scene.prove(&mut order, &ChallengeType::Dns01).await.unwrap();
    let key = KeyPair::generate().unwrap();
    let (kind, words) = refusal(order.finalize_csr(&request(&["a.test", "b.test"], &key)).await);
    assert_eq!(kind, "badCSR");
    assert_eq!(words, "CSR does not specify same identifiers as Order: a.test, b.test instead of a.test");
    let mut broken = request(&["a.test"], &key);
    *broken.last_mut().unwrap() ^= 1;
    assert_eq!(refusal(order.finalize_csr(&broken).await).0, "badCSR");
    let account_key = KeyPair::try_from(credentials.private_key().secret_pkcs8_der()).unwrap();
    let reused = order.finalize_csr(&request(&["a.test"], &account_key)).await;
    assert!(refusal(reused).1.contains("must be different than account key"));
    scene.finish(order, &["a.test"]).await.unwrap();
}

#[tokio::test]
async fn slow_issuance_is_shown_as_processing() {
    let scene = Scene::with(|settings| settings.processing_polls = 2).await;
    let account = scene.account().await;
    let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await.unwrap();
    scene.prove(&mut order, &ChallengeType::Dns01).await.unwrap();
    order.finalize_csr(&request(&["a.test"], &KeyPair::generate().unwrap())).await.unwrap();
    assert_eq!(order.state().status, OrderStatus::Processing);
    assert_eq!(order.refresh().await.unwrap().status, OrderStatus::Processing);
    assert!(order.poll_certificate(&at_once()).await.unwrap().starts_with("-----BEGIN CERTIFICATE"));
}
