//! What the provider tells of itself (OpenID Connect Discovery 1.0).

use crate::{IdentityError, IdentityProvider, http};
use nameplate_domain::time::Timestamp;
use serde::Deserialize;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// For how long it is remembered.
const KEPT_FOR: Duration = Duration::from_hours(1);

/// What is used of it.
#[derive(Debug, Deserialize)]
pub(crate) struct Metadata {
    issuer: String,
    pub(crate) authorization_endpoint: String,
    pub(crate) token_endpoint: String,
    pub(crate) jwks_uri: String,
    pub(crate) userinfo_endpoint: Option<String>,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
    /// Whether people come back with `iss` (RFC 9207).
    #[serde(default)]
    pub(crate) authorization_response_iss_parameter_supported: bool,
}

/// The last that it told.
#[derive(Debug, Default)]
pub(crate) struct Discovered(Mutex<Option<(Timestamp, Arc<Metadata>)>>);

impl Metadata {
    /// Whether the client's secret goes into the form; else it goes into the header, which every provider takes that says nothing.
    pub(crate) fn wants_secret_in_form(&self) -> bool {
        let takes = |method: &str| {
            let methods = self.token_endpoint_auth_methods_supported.as_ref();
            methods.map_or(method == "client_secret_basic", |all| all.iter().any(|one| one == method))
        };
        takes("client_secret_post") && !takes("client_secret_basic")
    }

    fn check(&self, issuer: &str) -> Result<(), IdentityError> {
        // Exactly: whoever may answer at a longer or shorter name is somebody else (4.3).
        if self.issuer != issuer {
            return Err(IdentityError::OtherIssuer { told: self.issuer.chars().take(200).collect() });
        }
        let Self { authorization_endpoint, token_endpoint, jwks_uri, userinfo_endpoint, .. } = self;
        let mut all = [authorization_endpoint, token_endpoint, jwks_uri].into_iter().chain(userinfo_endpoint);
        let is_safe = |url: &String| url.starts_with("https://") || !issuer.starts_with("https://");
        let is_url = |url: &String| url.starts_with("http") && url.bytes().all(|byte| byte.is_ascii_graphic());
        match all.all(|url| is_safe(url) && is_url(url)) {
            true => Ok(()),
            false => Err(IdentityError::Unusable("one of its endpoints is no https URL")),
        }
    }
}

impl IdentityProvider {
    pub(crate) async fn metadata(&self) -> Result<Arc<Metadata>, IdentityError> {
        let now = self.clock.now();
        let kept = self.discovered.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, metadata)) = kept
            && now.since(at) < KEPT_FOR
        {
            return Ok(metadata);
        }
        let issuer = &self.settings.issuer;
        let url = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
        let metadata: Metadata = http::read("configuration", self.http.get(&url)).await?;
        metadata.check(issuer)?;
        let metadata = Arc::new(metadata);
        *self.discovered.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, Arc::clone(&metadata)));
        Ok(metadata)
    }
}
