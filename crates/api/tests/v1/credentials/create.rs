use super::path;
use nameplate_testkit::{Person, World};
use reqwest::Method;
use serde_json::{Value, json};

#[tokio::test]
async fn a_credential_is_kept_with_what_the_provider_says_and_never_shown() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    world.publish("A", "www.other.test", "192.0.2.80").await;
    let made = world.lend(" sandbox-token-9876\n").await;
    assert_eq!((made.at("/provider"), made.at("/last4"), made.value("/zone")), ("sandbox", "9876", &Value::Null));
    assert_eq!(made.at("/application_id"), world.application.id.to_string());
    assert_eq!((made.at("/verdict/status"), made.value("/verdict/zones_total")), ("ok", &json!(2)));
    assert_eq!(made.value("/verdict/zones"), &json!(["customer.test", "other.test"]));
    assert!(!made.text.contains("sandbox-token"), "{made:#?}");
    let keys: Vec<&str> = made.json.as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(keys, ["application_id", "created_at", "id", "last4", "provider", "verdict", "zone"]);
}

#[tokio::test]
async fn nothing_of_a_short_credential_is_shown() {
    let world = World::start().await;
    let made = world.lend("sh-1234").await;
    assert_eq!(made.at("/last4"), "····");
    assert!(!made.text.contains("1234"), "{made:#?}");
}

#[tokio::test]
async fn a_credential_is_kept_whatever_the_provider_says() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    assert_eq!(world.lend("wrong-token-5555").await.at("/verdict/status"), "bad_credential");
    let blind = world.lend("limited:nowhere.test").await;
    assert_eq!((blind.at("/verdict/status"), blind.value("/verdict/zones")), ("no_such_zone", &json!([])));
    let body = json!({"provider": "sandbox", "token": "sandbox-token-9876", "zone": "nowhere.test"});
    let bound = world.people.admin.post(&path(&world), body).await.expect(201);
    assert_eq!((bound.at("/verdict/status"), bound.at("/zone")), ("no_such_zone", "nowhere.test"));
    assert!(bound.at("/verdict/message").contains("nowhere.test"));
}

#[tokio::test]
async fn what_cannot_be_a_credential_is_refused_and_never_repeated() {
    let world = World::start().await;
    let post = async |body: Value, words: &str| {
        let answer = world.people.demo.post(&path(&world), body).await;
        answer.refused(400, "invalid", words);
        assert!(!answer.text.contains("hush"), "{answer:#?}");
    };
    post(json!({"token": "hush-hush-hush"}), "provider").await;
    post(json!({"provider": "sandbox"}), "token").await;
    post(json!({"provider": "nowhere", "token": "hush-hush-hush"}), "is no provider").await;
    post(json!({"provider": "domain-connect", "token": "hush-hush-hush"}), "the customer consents").await;
    for token in
        [json!(""), json!("  "), json!("hush hush"), json!("hush\u{7}"), json!("hüsh-hush"), json!("hush\r\nX: y")]
    {
        post(json!({"provider": "sandbox", "token": token}), "token").await;
    }
    for token in [Value::Null, json!(5), json!(["hush"]), json!(true)] {
        post(json!({"provider": "sandbox", "token": token}), "token").await;
    }
    post(json!({"provider": "sandbox", "token": "hush".repeat(5000)}), "token is longer").await;
    post(json!({"provider": "sandbox", "token": "hush-hush-hush", "tokne": "hush"}), "tokne is not a field").await;
    for zone in ["", "a b", "customer test", "zone\u{0}"] {
        post(json!({"provider": "sandbox", "token": "hush-hush-hush", "zone": zone}), "zone").await;
    }
    let text = r#"{"provider": "sandbox", "token": "hush-hush-hush"#;
    let request = world.people.demo.request(Method::POST, &path(&world)).header("content-type", "application/json");
    let broken = world.people.demo.send(request.body(text)).await.expect(400);
    assert!(!broken.text.contains("hush"), "{broken:#?}");
    assert_eq!(world.people.demo.get(&path(&world)).await.expect(200).value("/data"), &json!([]));
}

#[tokio::test]
async fn the_forms_of_other_providers_are_checked_without_asking_them() {
    let world = World::start().await;
    let refused = async |provider: &str, token: Value| {
        let body = json!({"provider": provider, "token": token});
        let answer = world.people.demo.post(&path(&world), body).await;
        answer.refused(400, "invalid", "token");
        assert!(!answer.text.contains("hush"), "{answer:#?}");
    };
    refused("digitalocean", json!("hush hush hush")).await;
}

#[tokio::test]
async fn sent_again_it_is_stored_once() {
    let world = World::start().await;
    let body = json!({"provider": "sandbox", "token": "sandbox-token-9876"});
    let send = async |person: &Person, body: &Value| {
        person.send(person.request(Method::POST, &path(&world)).header("idempotency-key", "k").json(body)).await
    };
    let first = send(&world.people.demo, &body).await.expect(201);
    let again = send(&world.people.demo, &body).await.expect(201);
    assert_eq!((again.header("idempotency-replayed"), &again.json), ("true", &first.json));
    let other = json!({"provider": "sandbox", "token": "another-token-1111"});
    send(&world.people.demo, &other).await.refused(409, "idempotency_conflict", "Idempotency-Key");
    let list = world.people.demo.get(&path(&world)).await.expect(200);
    assert_eq!(list.value("/data").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_provider_that_is_down_is_a_verdict_too() {
    let world = World::relayed().await;
    world.relay().rule(|_| nameplate_testkit::Deed::Refuse(503));
    assert_eq!(world.lend("sandbox-token-9876").await.at("/verdict/status"), "outage");
    world.relay().rule(|_| nameplate_testkit::Deed::Refuse(429));
    assert_eq!(world.lend("sandbox-token-9876").await.at("/verdict/status"), "rate_limited");
}
