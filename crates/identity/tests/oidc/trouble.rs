//! Providers that are down, slow, or somebody else.

use crate::world::{World, near, visit};
use nameplate_identity::IdentityError;
use nameplate_testkit::Trouble;
use serde_json::json;
use std::sync::Arc;

const CONFIGURATION: &str = "/.well-known/openid-configuration";

#[tokio::test]
async fn trouble_with_the_configuration_keeps_people_here() {
    let world = World::start().await;
    world.far.plays(|script| script.trouble = Some((CONFIGURATION, Trouble::Fails)));
    let failed = world.near.sign_in_url(&visit(1)).await.unwrap_err();
    assert!(matches!(failed, IdentityError::Refused { status: 500, .. }), "{failed:?}");
    world.far.plays(|script| script.trouble = Some((CONFIGURATION, Trouble::Rambles)));
    let long = world.near.sign_in_url(&visit(1)).await.unwrap_err();
    assert!(matches!(long, IdentityError::TooLong { .. }), "{long:?}");
    world.far.plays(|script| script.trouble = None);
    assert!(world.come().await.is_ok(), "nothing bad is remembered");
}

#[tokio::test]
async fn trouble_on_the_way_back_shows_nobody() {
    let world = World::start().await;
    for path in ["/token", "/keys"] {
        world.far.plays(|script| script.trouble = Some((path, Trouble::Fails)));
        assert!(world.refused().await.contains("status 500"), "{path}");
        world.far.plays(|script| script.trouble = Some((path, Trouble::Rambles)));
        assert!(world.refused().await.contains("longer than anybody's"), "{path}");
    }
    world.far.plays(|script| script.trouble = None);
    assert!(world.come().await.is_ok());
}

#[tokio::test]
async fn a_slow_provider_is_waited_for_five_seconds() {
    let world = World::start().await;
    world.far.plays(|script| script.trouble = Some(("/token", Trouble::Hangs)));
    let begun = std::time::Instant::now();
    let slow = world.come().await.unwrap_err();
    assert!(matches!(slow, IdentityError::Unreachable { what: "token", .. }), "{slow:?}");
    assert!((4..15).contains(&begun.elapsed().as_secs()), "{:?}", begun.elapsed());
}

#[tokio::test]
async fn a_provider_is_who_it_is_called_exactly() {
    let world = World::start().await;
    for told in [format!("{}/", world.far.issuer()), "https://other.example".to_owned()] {
        world.far.plays(|script| script.metadata = json!({"issuer": told}));
        let other = world.near.sign_in_url(&visit(1)).await.unwrap_err();
        assert!(matches!(other, IdentityError::OtherIssuer { .. }), "{other:?}");
    }
    world.far.plays(|script| script.metadata = json!({"token_endpoint": "javascript:alert(1)"}));
    let unusable = world.near.sign_in_url(&visit(1)).await.unwrap_err();
    assert!(matches!(unusable, IdentityError::Unusable(_)), "{unusable:?}");
    let gone = near("http://127.0.0.1:1".to_owned(), Arc::clone(&world.clock));
    let gone = gone.sign_in_url(&visit(1)).await.unwrap_err();
    assert!(matches!(gone, IdentityError::Unreachable { what: "configuration", .. }), "{gone:?}");
}
