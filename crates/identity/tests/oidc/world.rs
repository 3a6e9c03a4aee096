//! A provider, and the platform in front of it.

use nameplate_identity::{ClientSecret, IdentityError, IdentityProvider, OidcSettings, Person, Visit};
use nameplate_testkit::{HandClock, IdentityProvider as Far};
use reqwest::Url;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Arc;

pub(crate) struct World {
    pub(crate) clock: Arc<HandClock>,
    pub(crate) far: Far,
    pub(crate) near: IdentityProvider,
}

pub(crate) fn visit(seed: u8) -> Visit {
    Visit::from_random([[seed; 32], [seed + 1; 32], [seed + 2; 32]])
}

impl World {
    pub(crate) async fn start() -> Self {
        let clock = Arc::new(HandClock::default());
        let ada = json!({ "sub": "u-1", "email": "ada@acme.example", "email_verified": true, "name": "Ada Lovelace" });
        let far = Far::start(ada, clock.clone()).await;
        let near = near(far.issuer(), Arc::clone(&clock));
        Self { clock, far, near }
    }

    /// What a browser brings back that was sent away.
    pub(crate) async fn sent(&self, visit: &Visit) -> HashMap<String, String> {
        let url = self.near.sign_in_url(visit).await.unwrap();
        let browser =
            reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        let answer = browser.get(url).send().await.unwrap();
        let back = Url::parse(answer.headers()["location"].to_str().unwrap()).unwrap();
        assert!(back.as_str().starts_with("https://api.saas.example/console/sign-in/oidc/return?"), "{back}");
        back.query_pairs().map(|(name, value)| (name.into_owned(), value.into_owned())).collect()
    }

    /// Who comes back from a visit.
    pub(crate) async fn come(&self) -> Result<Person, IdentityError> {
        let visit = visit(1);
        let brought = self.sent(&visit).await;
        assert_eq!(brought["state"], visit.state());
        self.near.person(&visit, &brought["code"], Some(&brought["iss"])).await
    }

    /// Why nobody comes back, with what is behind it.
    pub(crate) async fn refused(&self) -> String {
        self.come().await.unwrap_err().to_string()
    }
}

/// The platform, as it is known to `issuer`.
pub(crate) fn near(issuer: String, clock: Arc<HandClock>) -> IdentityProvider {
    let settings = OidcSettings {
        issuer,
        client_id: Far::CLIENT_ID.to_owned(),
        client_secret: ClientSecret::new(Far::CLIENT_SECRET.to_owned()),
        scopes: "openid email profile".to_owned(),
        return_url: "https://api.saas.example/console/sign-in/oidc/return".to_owned(),
        ca_file: None,
    };
    assert!(!format!("{settings:?}").contains("s3cret"));
    IdentityProvider::new(settings, clock).unwrap()
}
