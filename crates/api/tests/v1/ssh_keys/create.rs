use super::KEYS;
use nameplate_testkit::{Person, World};
use serde_json::{Value, json};

#[tokio::test]
async fn a_key_is_registered_and_known_by_its_fingerprint() {
    let world = World::start().await;
    let made = world.people.demo.post("/v1/ssh-keys", json!({"public_key": KEYS[0]})).await.expect(201);
    assert_eq!(
        (made.at("/name"), made.at("/public_key")),
        ("ada@laptop", KEYS[0].strip_suffix(" ada@laptop").unwrap())
    );
    assert!(made.at("/fingerprint").starts_with("SHA256:") && made.at("/fingerprint").len() == 50, "{made:?}");
    assert_eq!(made.value("/scopes"), &json!(["connections:read", "connections:write"]));
    let unset = ["/application_id", "/last_used_at", "/revoked_at"].map(|field| made.value(field));
    assert_eq!(unset, [&Value::Null; 3]);
    let about = format!("/v1/audit?action=ssh_key.create&target_id={}", made.at("/id"));
    let entry = world.people.demo.get(&about).await.expect(200);
    assert_eq!(entry.at("/data/0/after/fingerprint"), made.at("/fingerprint"));

    let body = json!({
        "public_key": format!("{}\n", KEYS[1]), "name": "ci", "application_id": world.application.id, "scopes": ["connections:read"],
    });
    let made = world.people.demo.post("/v1/ssh-keys", body).await.expect(201);
    assert_eq!((made.at("/name"), made.at("/application_id")), ("ci", world.application.id.to_string().as_str()));
    assert_eq!(made.value("/scopes"), &json!(["connections:read"]));
}

#[tokio::test]
async fn what_is_no_public_key_is_refused_and_not_repeated() {
    let world = World::start().await;
    let post = async |text: &str| world.people.demo.post("/v1/ssh-keys", json!({"public_key": text})).await;
    let secret = "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAAB";
    let private = format!("-----BEGIN OPENSSH PRIVATE KEY-----\n{secret}\n-----END OPENSSH PRIVATE KEY-----\n");
    let refused = post(&private).await;
    refused.refused(400, "invalid", "public_key is a private key");
    assert!(!refused.text.contains(secret), "{refused:?}");
    for (text, reason) in [
        ("", "public_key is empty"),
        (secret, "must begin with the type of the key"),
        ("ssh-ed25519 AAAA", "is damaged"),
        ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ", "RSA or DSA"),
        ("restrict ssh-ed25519 AAAA", "without options"),
    ] {
        let refused = post(text).await;
        refused.refused(400, "invalid", reason);
        assert!(text.is_empty() || !refused.text.contains(text), "{refused:?}");
    }
    let both = json!({"public_key": KEYS[0], "scopes": []});
    world.people.demo.post("/v1/ssh-keys", both).await.refused(400, "invalid", "scopes is empty");
    world.people.demo.post("/v1/ssh-keys", json!({})).await.refused(400, "invalid", "public_key is required");
}

#[tokio::test]
async fn a_key_acts_for_one_account_and_nobody_is_told_for_which() {
    let world = World::start().await;
    let register = async |person: &Person| person.post("/v1/ssh-keys", json!({"public_key": KEYS[0]})).await;
    let made = register(&world.people.demo).await.expect(201);
    let (again, elsewhere) = (register(&world.people.demo).await, register(&world.people.stranger).await);
    for refused in [&again, &elsewhere] {
        refused.refused(409, "ssh_key_in_use", "registered already");
    }
    assert_eq!(again.at("/error/message"), elsewhere.at("/error/message"));
    let _ = world.people.demo.delete(&format!("/v1/ssh-keys/{}", made.at("/id"))).await.expect(204);
    let _ = register(&world.people.stranger).await.expect(201);
}

#[tokio::test]
async fn nobody_hands_on_more_than_they_hold() {
    let world = World::start().await;
    let admin = &world.people.admin;
    let usual = admin.post("/v1/ssh-keys", json!({"public_key": KEYS[0]})).await;
    usual.refused(403, "forbidden", "connections:read");
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let body = json!({"public_key": KEYS[0], "application_id": other.value("/id"), "scopes": ["apps:admin"]});
    admin.post("/v1/ssh-keys", body.clone()).await.refused(404, "not_found", "application");
    world.people.stranger.post("/v1/ssh-keys", body).await.refused(404, "not_found", "application");
    let own = admin.post("/v1/ssh-keys", json!({"public_key": KEYS[0], "scopes": ["apps:admin"]})).await.expect(201);
    assert_eq!(own.at("/application_id"), world.application.id.to_string(), "a key of an application registers for it");
}

#[tokio::test]
async fn a_repeated_request_gets_the_same_answer() {
    let world = World::start().await;
    let post = async || {
        let request = world.people.demo.request(reqwest::Method::POST, "/v1/ssh-keys").header("idempotency-key", "one");
        world.people.demo.send(request.json(&json!({"public_key": KEYS[0]}))).await.expect(201)
    };
    let (first, second) = (post().await, post().await);
    assert_eq!((first.at("/id"), second.header("idempotency-replayed")), (second.at("/id"), "true"));
}
