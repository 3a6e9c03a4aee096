//! What of a provider is believed, and what is not.

use crate::world::{World, visit};
use nameplate_domain::time::Clock as _;
use nameplate_testkit::{IdentityProvider as Far, Signing};
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_person_is_who_the_provider_says() {
    let world = World::start().await;
    let ada = world.come().await.unwrap();
    assert_eq!((ada.subject.as_str(), ada.verified_email.as_deref()), ("u-1", Some("ada@acme.example")));
    assert_eq!(ada.name.as_deref(), Some("Ada Lovelace"));
    world
        .far
        .plays(|script| script.metadata = json!({"token_endpoint_auth_methods_supported": ["client_secret_post"]}));
    world.clock.pass(Duration::from_hours(2));
    assert_eq!(world.come().await.unwrap(), ada, "a provider that wants the secret in the form gets it there");
}

#[tokio::test]
async fn what_is_said_wrongly_is_not_believed() {
    let world = World::start().await;
    let now = world.clock.now().as_ms() / 1000;
    let other = "somebody-else";
    for (lies, why) in [
        (json!({"nonce": "of another visit"}), "it is of another visit"),
        (json!({"nonce": null}), "it is of another visit"),
        (json!({"aud": other}), "it is for somebody else"),
        (json!({"aud": [Far::CLIENT_ID, other]}), "it is for somebody else"),
        (json!({"aud": [Far::CLIENT_ID, other], "azp": other}), "it was given to somebody else"),
        (json!({"azp": other}), "it was given to somebody else"),
        (json!({"iss": format!("{}/", world.far.issuer())}), "another issuer made it"),
        (json!({"exp": now - 61}), "it has expired"),
        (json!({"iat": now + 120}), "it is from the future"),
        (json!({"exp": null}), "its signature is wrong, or it lacks a claim"),
        (json!({"sub": ""}), "it names nobody"),
    ] {
        world.far.plays(|script| script.lies = lies.clone());
        assert!(world.refused().await.ends_with(why), "{lies}: {}", world.refused().await);
    }
    for fine in [
        json!({"exp": now - 30}),
        json!({"iat": now + 30}),
        json!({"aud": [Far::CLIENT_ID]}),
        json!({"aud": [Far::CLIENT_ID, other], "azp": Far::CLIENT_ID}),
    ] {
        world.far.plays(|script| script.lies = fine.clone());
        assert!(world.come().await.is_ok(), "{fine}");
    }
}

#[tokio::test]
async fn only_the_providers_own_signature_counts() {
    let world = World::start().await;
    for (signing, why) in [
        (Signing::Stranger, "its signature is wrong, or it lacks a claim"),
        (Signing::Nobody, "it is no signed token"),
        (Signing::PublicKey, "it is signed in a way that is not believed"),
    ] {
        world.far.plays(|script| script.signing = signing);
        assert!(world.refused().await.ends_with(why), "{signing:?}: {}", world.refused().await);
    }
}

#[tokio::test]
async fn a_new_key_is_fetched_once_a_minute_at_most() {
    let world = World::start().await;
    for _ in 0..2 {
        assert!(world.come().await.is_ok());
    }
    assert_eq!(world.far.keys_fetched(), 1);
    world.far.plays(|script| script.key = 1);
    for _ in 0..2 {
        assert!(world.refused().await.ends_with("its key is none of the provider's"));
    }
    assert_eq!(world.far.keys_fetched(), 1, "tokens cannot have us ask as often as they like");
    world.clock.pass(Duration::from_mins(1));
    assert!(world.come().await.is_ok());
    assert_eq!(world.far.keys_fetched(), 2);
}

#[tokio::test]
async fn an_address_counts_when_it_is_verified() {
    let world = World::start().await;
    for (verified, is_taken) in [
        (json!(true), true),
        (json!("true"), true),
        (json!(false), false),
        (json!("false"), false),
        (Value::Null, false),
    ] {
        world.far.plays(|script| script.lies = json!({"email_verified": verified}));
        assert_eq!(world.come().await.unwrap().verified_email.is_some(), is_taken, "{verified}");
    }
}

#[tokio::test]
async fn an_address_that_the_token_lacks_is_asked_for() {
    let world = World::start().await;
    world.far.plays(|script| {
        script.lies = json!({"email": null, "email_verified": null});
        script.user_info = Some(json!({"sub": "u-1", "email": "ada@other.example", "email_verified": true}));
    });
    assert_eq!(world.come().await.unwrap().verified_email.as_deref(), Some("ada@other.example"));
    // So is whether it is verified; a token that says no is believed.
    for (lies, email) in [
        (json!({"email_verified": null}), Some("ada@other.example")),
        (json!({"email_verified": false}), None),
        (json!({}), Some("ada@acme.example")),
    ] {
        world.far.plays(|script| script.lies = lies.clone());
        assert_eq!(world.come().await.unwrap().verified_email.as_deref(), email, "{lies}");
    }
    world.far.plays(|script| script.lies = json!({"email": null, "email_verified": null}));
    world.far.plays(|script| script.user_info.as_mut().unwrap()["sub"] = json!("u-2"));
    assert!(world.refused().await.ends_with("the user's information is of another person"));
}

#[tokio::test]
async fn a_browser_comes_back_from_the_provider_and_from_its_own_visit() {
    let world = World::start().await;
    let own = visit(1);
    let brought = world.sent(&own).await;
    for issuer in [Some("https://other.example"), None] {
        let refused = world.near.person(&own, &brought["code"], issuer).await.unwrap_err();
        assert!(refused.to_string().ends_with("the browser comes back from another issuer"), "{refused}");
    }
    // Somebody else's code: the provider sees it by the verifier.
    let stolen = world.near.person(&visit(100), &brought["code"], Some(&brought["iss"])).await.unwrap_err();
    assert!(stolen.to_string().ends_with("status 400, invalid_grant"), "{stolen}");
}
