//! Stripe fails.

use crate::stage::Stage;
use serde_json::json;

#[tokio::test]
async fn what_was_lost_on_its_way_is_sent_again_under_the_same_key() {
    let stage = Stage::set().await;
    // The customer is made and the answer is lost; then the page, likewise.
    stage.stripe.fails(&[0]);
    let _ = stage.check_out("pro").await.expect(200);
    stage.stripe.fails(&[0]);
    let _ = stage.check_out("pro").await.expect(200);
    let account = stage.stripe.account.lock().unwrap();
    assert_eq!((account.customers.len(), account.checkouts.len()), (1, 2));
}

#[tokio::test]
async fn a_refusal_says_nothing_of_the_operators_account() {
    let stage = Stage::set().await;
    for status in [400, 401, 403] {
        stage.stripe.fails(&[status]);
        let answer = stage.check_out("pro").await;
        answer.refused(502, "billing_unavailable", "refused");
        assert!(!answer.text.contains("canary"), "{answer:#?}");
    }
    stage.stripe.fails(&[500, 503]);
    stage.check_out("pro").await.refused(502, "billing_unavailable", "cannot be reached");
    let _ = stage.check_out("pro").await.expect(200);
}

#[tokio::test]
async fn a_notice_that_could_not_be_looked_into_is_dealt_with_when_it_comes_again() {
    let stage = Stage::set().await;
    let _ = stage.check_out("pro").await.expect(200);
    let subscription = stage.stripe.pays(&stage.customer().await, "price_pro", 5);
    let object = stage.stripe.object(&subscription);
    stage.stripe.fails(&[500, 500]);
    let answer = stage.tell("evt_1", "customer.subscription.created", &object).await;
    answer.refused(502, "billing_unavailable", "cannot be reached");
    assert_eq!(stage.plan().await.0, "free");
    let _ = stage.tell("evt_1", "customer.subscription.created", &object).await.expect(204);
    assert_eq!(stage.plan().await.0, "pro");
}

#[tokio::test]
async fn nobody_leaves_while_the_subscription_goes_on() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    stage.stripe.fails(&[500, 500]);
    let answer = stage.tenant.post("/v1/subscriptions", json!({"plan": "free"})).await;
    answer.refused(502, "billing_unavailable", "cannot be reached");
    assert_eq!(
        (stage.plan().await.0.as_str(), stage.stripe.object(&subscription)["status"].as_str()),
        ("pro", Some("active"))
    );
    let _ = stage.tenant.post("/v1/subscriptions", json!({"plan": "free"})).await.expect(200);
    assert_eq!(stage.stripe.object(&subscription)["status"], "canceled");
}
