//! What Stripe tells: late, twice, in any order, and by somebody else.

use crate::stage::{Stage, WEBHOOK_SECRET, signature};
use serde_json::{Value, json};

fn pair(plan: &str, status: &str) -> (String, String) {
    (plan.to_owned(), status.to_owned())
}

#[tokio::test]
async fn what_is_paid_counts() {
    let stage = Stage::set().await;
    let _ = stage.paying("price_pro").await;
    let shown = stage.tenant.get("/v1/subscription").await.expect(200);
    assert_eq!(
        (shown.at("/plan"), shown.at("/status"), shown.value("/limits/connect")),
        ("pro", "active", &json!(100))
    );
    let deeds = stage.deeds().await;
    let wanted = [
        ("tenant.create", "operator"),
        ("key.create", "operator"),
        ("subscription.customer", "api_key"),
        ("subscription.checkout", "api_key"),
        ("subscription.change", "billing"),
    ];
    assert_eq!(deeds, wanted.map(|(action, who)| (action.to_owned(), who)));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_notice_that_is_sent_twelve_times_at_once_is_dealt_with_once() {
    let stage = Stage::set().await;
    let _ = stage.check_out("pro").await.expect(200);
    let subscription = stage.stripe.pays(&stage.customer().await, "price_growth", 5);
    let object = stage.stripe.object(&subscription);
    let sending = (0..12).map(|_| stage.tell("evt_same", "customer.subscription.created", &object));
    for answer in futures_util::future::join_all(sending).await {
        // 503 asks Stripe to send it again; it never is an answer to the first one.
        assert!([204, 503].contains(&answer.status), "{answer:#?}");
    }
    assert_eq!(stage.plan().await, pair("growth", "active"));
    let changes = stage.deeds().await.into_iter().filter(|(action, _)| action == "subscription.change").count();
    assert_eq!(changes, 1);
    // Changed since, and told of under the old identifier: that one was dealt with.
    stage.stripe.set(&subscription, "status", json!("canceled"));
    let _ = stage.tell("evt_same", "customer.subscription.created", &object).await.expect(204);
    assert_eq!(stage.plan().await, pair("growth", "active"));
}

#[tokio::test]
async fn the_order_of_notices_does_not_matter() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    let when_it_was_active = stage.stripe.object(&subscription);
    stage.stripe.set(&subscription, "status", json!("canceled"));
    let gone = stage.stripe.object(&subscription);
    let _ = stage.tell("evt_2", "customer.subscription.deleted", &gone).await.expect(204);
    assert_eq!(stage.plan().await, pair("free", "active"));
    // An older one comes later.
    let _ = stage.tell("evt_1", "customer.subscription.updated", &when_it_was_active).await.expect(204);
    assert_eq!(stage.plan().await, pair("free", "active"));
}

#[tokio::test]
async fn a_late_payment_is_waited_for_and_a_missing_one_ends_the_plan() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    let invoice =
        json!({"id": "in_1", "object": "invoice", "customer": stage.customer().await, "subscription": subscription});
    stage.stripe.set(&subscription, "status", json!("past_due"));
    let _ = stage.tell("evt_1", "invoice.payment_failed", &invoice).await.expect(204);
    assert_eq!(stage.plan().await, pair("pro", "past_due"));
    let page = stage.check_out("pro").await.expect(200);
    assert!(page.at("/url").starts_with("https://billing.stripe.com/"), "it is bought already, and not paid");
    stage.stripe.set(&subscription, "status", json!("unpaid"));
    let _ = stage.tell("evt_2", "customer.subscription.updated", &stage.stripe.object(&subscription)).await.expect(204);
    assert_eq!(stage.plan().await, pair("free", "unpaid"));
    // What is owed is paid in the portal, not by another subscription.
    assert!(stage.check_out("pro").await.expect(200).at("/url").starts_with("https://billing.stripe.com/"));
    stage.stripe.set(&subscription, "status", json!("active"));
    let _ = stage.tell("evt_3", "invoice.paid", &invoice).await.expect(204);
    assert_eq!(stage.plan().await, pair("pro", "active"));
}

#[tokio::test]
async fn whoever_does_not_pay_can_end_the_subscription() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    stage.stripe.set(&subscription, "status", json!("unpaid"));
    let _ = stage.tell("evt_1", "customer.subscription.updated", &stage.stripe.object(&subscription)).await.expect(204);
    assert_eq!(stage.plan().await, pair("free", "unpaid"));
    let left = stage.tenant.post("/v1/subscriptions", json!({"plan": "free"})).await.expect(200);
    assert_eq!((left.at("/plan"), left.at("/status")), ("free", "active"));
    assert_eq!(stage.stripe.object(&subscription)["status"], "canceled");
}

#[tokio::test]
async fn of_two_subscriptions_the_newer_one_is_paid_for() {
    for newer_first in [true, false] {
        let stage = Stage::set().await;
        let _ = stage.check_out("pro").await.expect(200);
        let customer = stage.customer().await;
        let (old, new) =
            (stage.stripe.pays(&customer, "price_pro", 10), stage.stripe.pays(&customer, "price_growth", 20));
        let mut told = [&old, &new];
        if newer_first {
            told.reverse();
        }
        for subscription in told {
            let object = stage.stripe.object(subscription);
            let _ =
                stage.tell(&format!("evt_{subscription}"), "customer.subscription.created", &object).await.expect(204);
        }
        assert_eq!(stage.plan().await, pair("growth", "active"));
        let statuses = [&old, &new].map(|id| stage.stripe.object(id)["status"].clone());
        assert_eq!(statuses, [json!("canceled"), json!("active")]);
    }
}

#[tokio::test]
async fn who_does_not_know_the_secret_is_not_believed() {
    let stage = Stage::set().await;
    let _ = stage.check_out("pro").await.expect(200);
    let subscription = stage.stripe.pays(&stage.customer().await, "price_pro", 5);
    let event = json!({"id": "evt_1", "type": "customer.subscription.created", "data": {"object": stage.stripe.object(&subscription)}});
    let body = event.to_string();
    let now = stage.now_s();
    for (signature, words) in [
        (String::new(), "t=…,v1=…"),
        (signature("whsec_guessed", now, &body), "does not fit"),
        (signature(WEBHOOK_SECRET, now, "{}"), "does not fit"),
        (signature(WEBHOOK_SECRET, now - 400, &body), "five minutes"),
        (signature(WEBHOOK_SECRET, now + 400, &body), "five minutes"),
    ] {
        stage.deliver(&signature, body.clone()).await.refused(400, "invalid", words);
    }
    stage.deliver(&signature(WEBHOOK_SECRET, now, "[]"), "[]".into()).await.refused(400, "invalid", "no event");
    assert_eq!(stage.plan().await, pair("free", "active"));
    let _ = stage.deliver(&signature(WEBHOOK_SECRET, now, &body), body).await.expect(204);
    assert_eq!(stage.plan().await, pair("pro", "active"));
}

#[tokio::test]
async fn what_is_about_nobody_of_ours_changes_nothing() {
    let stage = Stage::set().await;
    let _ = stage.check_out("pro").await.expect(200);
    let customer = stage.customer().await;
    let theirs = stage.stripe.pays("cus_of_another_shop", "price_pro", 5);
    let _ = stage.tell("evt_1", "customer.subscription.created", &stage.stripe.object(&theirs)).await.expect(204);
    // A subscription that is another customer's, whatever the notice says.
    let _ = stage
        .tell("evt_2", "customer.subscription.created", &json!({"id": theirs, "customer": customer}))
        .await
        .expect(204);
    let unknown_price = stage.stripe.pays(&customer, "price_of_a_book", 5);
    let _ =
        stage.tell("evt_3", "customer.subscription.created", &stage.stripe.object(&unknown_price)).await.expect(204);
    let _ = stage.tell("evt_4", "charge.refunded", &json!({"id": "ch_1", "customer": customer})).await.expect(204);
    let _ = stage
        .tell("evt_5", "customer.subscription.created", &json!({"id": "sub_none", "customer": customer}))
        .await
        .expect(204);
    assert_eq!(stage.plan().await, pair("free", "active"));
    let _ = stage.world.people.stranger.get("/v1/subscription").await.expect(200);
    let path = "/v1/billing/webhook";
    let answer = stage.tenant.post(path, Value::Null).await;
    answer.refused(400, "invalid", "Stripe-Signature");
}
