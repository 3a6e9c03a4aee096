//! What people ask for: checkout, the portal, leaving.

use crate::stage::Stage;
use serde_json::{Value, json};

fn pair(plan: &str, status: &str) -> (String, String) {
    (plan.to_owned(), status.to_owned())
}

#[tokio::test]
async fn checkout_sells_one_plan_to_one_customer() {
    let stage = Stage::set().await;
    let urls = json!({"plan": "growth", "success_url": "https://saas.example/paid?x=1&y=2", "cancel_url": "https://saas.example/"});
    let page = stage.tenant.post("/v1/billing/checkout", urls).await.expect(200);
    assert_eq!(page.at("/url"), "https://checkout.stripe.com/c/pay/cs_test_1");
    assert_eq!(stage.check_out("pro").await.expect(200).at("/url"), "https://checkout.stripe.com/c/pay/cs_test_2");

    {
        let account = stage.stripe.account.lock().unwrap();
        let (customer, made) = account.customers.iter().next().unwrap();
        assert_eq!((account.customers.len(), made["name"].as_str()), (1, "Müller & Söhne"));
        let sold = &account.checkouts[0];
        let tenant = stage.caller.tenant.to_string();
        for (field, value) in [
            ("mode", "subscription"),
            ("customer", customer),
            ("client_reference_id", &tenant),
            ("line_items[0][price]", "price_growth"),
            ("line_items[0][quantity]", "1"),
            ("success_url", "https://saas.example/paid?x=1&y=2"),
            ("cancel_url", "https://saas.example/"),
        ] {
            assert_eq!(sold[field], value, "{field}");
        }
        assert_eq!(account.checkouts[1]["success_url"], "http://localhost:8080/console/usage/plan");
    }
    assert_eq!(stage.plan().await, pair("free", "active"), "nothing is paid yet");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ten_at_checkout_at_once_are_one_customer() {
    let stage = Stage::set().await;
    let tasks: Vec<_> = (0..10)
        .map(|_| {
            let tenant = stage.tenant.clone();
            tokio::spawn(async move { tenant.post("/v1/billing/checkout", json!({"plan": "pro"})).await.status })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap(), 200);
    }
    let (customers, checkouts) = {
        let account = stage.stripe.account.lock().unwrap();
        (account.customers.len(), account.checkouts.len())
    };
    assert_eq!((customers, checkouts), (1, 10));
    let deeds = stage.deeds().await;
    assert_eq!(deeds.iter().filter(|(action, _)| action == "subscription.customer").count(), 1);
}

#[tokio::test]
async fn what_is_not_for_sale_is_said_to_be_so() {
    let stage = Stage::set().await;
    stage.check_out("enterprise").await.refused(400, "invalid", "plan cannot be enterprise");
    stage.check_out("free").await.refused(400, "invalid", "POST /v1/subscriptions");
    stage.check_out("gold").await.refused(400, "invalid", "plan cannot be");
    for url in
        ["javascript:alert(1)", "/paid", "https://", "https://saas.example/ä", "https://good.example@evil.example/"]
    {
        let answer = stage.tenant.post("/v1/billing/checkout", json!({"plan": "pro", "success_url": url})).await;
        answer.refused(400, "invalid", "success_url must be a URL");
    }
    let account = stage.stripe.account.lock().unwrap();
    assert_eq!((account.customers.len(), account.checkouts.len()), (0, 0), "Stripe is not asked");
}

#[tokio::test]
async fn a_plan_that_is_paid_for_goes_through_checkout() {
    let stage = Stage::set().await;
    let answer = stage.tenant.post("/v1/subscriptions", json!({"plan": "pro"})).await;
    answer.refused(409, "checkout_required", "/v1/billing/checkout");
    assert_eq!(stage.plan().await, pair("free", "active"));
    let same = stage.tenant.post("/v1/subscriptions", json!({"plan": "free"})).await.expect(200);
    assert_eq!(same.at("/plan"), "free");
    let plans = stage.tenant.get("/v1/plans").await.expect(200);
    let for_sale: Vec<_> = (0..4).map(|at| plans.value(&format!("/data/{at}/is_for_sale")).clone()).collect();
    assert_eq!(for_sale, [json!(false), json!(true), json!(true), json!(false)]);
}

#[tokio::test]
async fn a_running_subscription_is_changed_instead_of_paid_for_twice() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    stage.check_out("pro").await.refused(400, "invalid", "nothing to buy");
    let page = stage.check_out("growth").await.expect(200);
    assert!(page.at("/url").starts_with("https://billing.stripe.com/"));
    let account = stage.stripe.account.lock().unwrap();
    let confirm = &account.portals[0];
    assert_eq!(confirm["flow_data[type]"], "subscription_update_confirm");
    assert_eq!(confirm["flow_data[subscription_update_confirm][subscription]"], subscription);
    assert_eq!(confirm["flow_data[subscription_update_confirm][items][0][price]"], "price_growth");
    assert_eq!(account.checkouts.len(), 1, "only the first one was sold");
}

#[tokio::test]
async fn the_portal_is_open_to_whoever_never_paid() {
    let stage = Stage::set().await;
    let page = stage.tenant.post("/v1/billing/portal", Value::Null).await.expect(200);
    assert!(page.at("/url").starts_with("https://billing.stripe.com/"));
    let page = stage.tenant.post("/v1/billing/portal", json!({"return_url": "https://saas.example/back"})).await;
    assert_eq!(page.status, 200);
    let account = stage.stripe.account.lock().unwrap();
    assert_eq!(account.portals[1]["return_url"], "https://saas.example/back");
    assert_eq!(account.customers.len(), 1);
}

#[tokio::test]
async fn leaving_ends_the_subscription_at_once() {
    let stage = Stage::set().await;
    let subscription = stage.paying("price_pro").await;
    assert_eq!(stage.plan().await, pair("pro", "active"));
    let left = stage.tenant.post("/v1/subscriptions", json!({"plan": "free"})).await.expect(200);
    assert_eq!((left.at("/plan"), left.value("/limits/connect")), ("free", &json!(3)));
    assert_eq!(stage.stripe.object(&subscription)["status"], "canceled");
    // What Stripe tells of it afterwards is nothing new.
    let _ =
        stage.tell("evt_gone", "customer.subscription.deleted", &stage.stripe.object(&subscription)).await.expect(204);
    let changes: Vec<_> =
        stage.deeds().await.into_iter().filter(|(action, _)| action == "subscription.change").collect();
    assert_eq!(changes, [("subscription.change".into(), "billing"), ("subscription.change".into(), "api_key")]);
}
