use super::{ENDPOINTS, register, until_delivery};
use nameplate_testkit::{Receiver, Reply, World};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn an_endpoint_shows_its_secret_once() {
    let world = World::start().await;
    let made = register(&world, "https://api.acme.example/webhooks/cd", &["ssl.issued", "domain.drift"]).await;
    assert!(made.at("/signing_secret").starts_with("whsec_"), "{made:#?}");
    assert_eq!(made.value("/events"), &json!(["ssl.issued", "domain.drift"]));
    assert_eq!(made.value("/enabled"), &json!(true));
    let path = format!("{ENDPOINTS}/{}", made.at("/id"));
    let shown = world.people.demo.get(&path).await.expect(200);
    let listed = world.people.demo.get(ENDPOINTS).await.expect(200);
    for answer in [&shown, &listed] {
        assert!(!answer.text.contains("whsec_") && !answer.text.contains("signing_secret"), "{answer:#?}");
    }
    assert_eq!(listed.value("/data/0"), &shown.json);
    let rotated = world.people.demo.post(&format!("{path}/rotate-secret"), Value::Null).await.expect(200);
    assert_ne!(rotated.at("/signing_secret"), made.at("/signing_secret"));
    assert_ne!(rotated.value("/former_secret_until"), &Value::Null);
    // A create that is sent twice happens once, and does not repeat the secret.
    let send = async || {
        let request = world.people.demo.request(Method::POST, ENDPOINTS).header("idempotency-key", "k");
        world.people.demo.send(request.json(&json!({"url": "https://api.acme.example/"}))).await.expect(201)
    };
    let (first, again) = (send().await, send().await);
    assert_eq!((first.at("/id"), again.value("/signing_secret")), (again.at("/id"), &Value::Null));
}

#[tokio::test]
async fn what_cannot_be_an_endpoint_is_refused_by_field() {
    let world = World::start().await;
    let refused = async |body: Value, words: &str| {
        world.people.demo.post(ENDPOINTS, body).await.refused(400, "invalid", words);
    };
    refused(json!({}), "url is required").await;
    refused(json!({"url": "ftp://api.acme.example"}), "url must begin with").await;
    refused(json!({"url": "https://a:b@api.acme.example"}), "url must have no user name").await;
    refused(json!({"url": "https://api.acme.example/#x"}), "url must have no fragment").await;
    refused(json!({"url": "https://api.acme.example", "events": ["ssl.lost"]}), "events[0] cannot be \"ssl.lost\"")
        .await;
    refused(json!({"url": "https://api.acme.example", "secret": "x"}), "secret is not a field").await;
    refused(json!({"url": "https://api.acme.example", "description": "x".repeat(501)}), "description").await;
    let strange = json!({"url": "https://api.acme.example", "application_id": "0190f0f0-0000-7000-8000-000000000000"});
    world.people.demo.post(ENDPOINTS, strange).await.refused(404, "not_found", "application");
    for _ in 0..50 {
        register(&world, "https://api.acme.example", &[]).await;
    }
    refused(json!({"url": "https://api.acme.example"}), "one too many").await;
}

#[tokio::test]
async fn a_test_is_sent_at_once_and_shown() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(202)).await;
    let made = register(&world, &receiver.url(), &["domain.drift"]).await;
    let path = format!("{ENDPOINTS}/{}/test", made.at("/id"));
    let told = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((told.at("/status"), told.at("/type")), ("delivered", "webhook.test"));
    assert_eq!(told.value("/attempt_log/0/status"), &json!(202));
    assert_eq!(told.at("/attempt_log/0/answer"), "heard");
    assert_eq!(receiver.received()[0].body, told.at("/body"));
    receiver.replies(Reply::Redirect("http://127.0.0.1:9/".into()));
    let told = world.people.demo.post(&path, Value::Null).await.expect(200);
    assert_eq!((told.at("/status"), told.value("/last_status")), ("failed", &json!(307)));
    assert!(told.at("/last_problem").contains("redirects are not followed"), "{told:#?}");
}

#[tokio::test]
async fn a_disabled_endpoint_is_told_nothing_until_it_is_enabled() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(500)).await;
    let made = register(&world, &receiver.url(), &["domain.verified"]).await;
    let path = format!("{ENDPOINTS}/{}", made.at("/id"));
    world.proven("one.customer.test").await;
    let failed = until_delivery(&world, made.at("/id"), "pending", 1).await;
    let off = world.people.demo.patch(&path, json!({"enabled": false})).await.expect(200);
    assert_eq!((off.value("/enabled"), off.at("/disabled_reason")), (&json!(false), "its owner disabled it"));
    let delivery = format!("/v1/webhook-deliveries/{}", failed.at("/id"));
    let given_up = world.people.demo.get(&delivery).await.expect(200);
    assert_eq!((given_up.at("/status"), given_up.value("/next_retry_at")), ("failed", &Value::Null));
    let replay = format!("{delivery}/replay");
    world.people.demo.post(&replay, Value::Null).await.refused(409, "endpoint_disabled", "enable it first");
    let on = world.people.demo.patch(&path, json!({"enabled": true})).await.expect(200);
    assert_eq!((on.value("/enabled"), on.value("/failing_since")), (&json!(true), &Value::Null));
    receiver.replies(Reply::Status(200));
    assert_eq!(world.people.demo.post(&replay, Value::Null).await.status, 200);
    until_delivery(&world, made.at("/id"), "delivered", 2).await;
    assert_eq!(world.people.demo.delete(&path).await.status, 204);
    world.people.demo.post(&replay, Value::Null).await.refused(404, "not_found", "webhook endpoint");
}
