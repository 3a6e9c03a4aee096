use crate::scene::{HOUR, Scene, refusal};
use instant_acme::{ChallengeType, Identifier, NewOrder};

#[tokio::test]
async fn the_closest_records_decide() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    scene.world.publish_caa("shop.test", &[r#"0 issue "other.test""#]);
    let (kind, words) = refusal(scene.issue(&account, &["www.eu.shop.test"]).await);
    assert_eq!(kind, "caa");
    assert_eq!(words, "While processing CAA for www.eu.shop.test: CAA record for shop.test prevents issuance");
    scene.world.publish_caa("eu.shop.test", &[r#"0 issue "ca.test""#]);
    scene.issue(&account, &["www.eu.shop.test"]).await.unwrap();
    assert_eq!(refusal(scene.issue(&account, &["www.us.shop.test"]).await).0, "caa");
    scene.world.publish_caa("test", &[r#"0 issue ";""#]);
    assert_eq!(refusal(scene.issue(&account, &["neighbour.test"]).await).0, "caa");
}

#[tokio::test]
async fn wildcards_have_records_of_their_own() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    scene.world.publish_caa("shop.test", &[r#"0 issue "ca.test""#, r#"0 issuewild ";""#]);
    scene.issue(&account, &["www.shop.test"]).await.unwrap();
    assert_eq!(refusal(scene.issue(&account, &["*.shop.test"]).await).0, "caa");
}

#[tokio::test]
async fn records_can_bind_issuance_to_an_account_and_a_method() {
    let scene = Scene::new().await;
    let (ours, theirs) = (scene.account().await, scene.account().await);
    let record = format!(r#"0 issue "ca.test; accounturi={}; validationmethods=dns-01""#, ours.id());
    scene.world.publish_caa("shop.test", &[&record]);
    assert_eq!(refusal(scene.issue(&theirs, &["www.shop.test"]).await).0, "caa");
    let by_http = scene.obtain(&ours, &["www.shop.test"], &ChallengeType::Http01, |order| order).await;
    assert_eq!(refusal(by_http).0, "caa");
    scene.issue(&ours, &["www.shop.test"]).await.unwrap();
}

#[tokio::test]
async fn an_old_authorization_does_not_save_from_a_new_record() {
    let scene = Scene::new().await;
    let account = scene.account().await;
    scene.issue(&account, &["a.test"]).await.unwrap();
    scene.world.publish_caa("a.test", &[r#"0 issue ";""#]);
    scene.clock.pass(8 * HOUR);
    let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns("a.test".into())])).await.unwrap();
    scene.prove(&mut order, &ChallengeType::Dns01).await.unwrap();
    let url = order.url().to_owned();
    assert_eq!(refusal(scene.finish(order, &["a.test"]).await).0, "caa");
    let mut order = account.order(url).await.unwrap();
    assert!(
        order
            .state()
            .error
            .as_ref()
            .is_some_and(|error| error.r#type.as_deref() == Some("urn:ietf:params:acme:error:caa"))
    );
    assert_eq!(scene.ca.certificates().len(), 1);
}
