//! Who somebody is, by an identity provider: OpenID Connect Core 1.0, authorisation code flow with PKCE.
//!
//! The crate `openidconnect` is not used, since it needs `rsa` (RUSTSEC-2023-0071), which `deny.toml` refuses.
#![warn(missing_docs)]

mod discovery;
mod error;
mod exchange;
mod http;
mod id_token;
mod key_ring;
mod visit;

pub use error::{IdentityError, NoHttp};
pub use visit::Visit;

use discovery::Discovered;
use http::Http;
use key_ring::KeyRing;
use nameplate_domain::time::Clock;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// A client secret. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientSecret(String);

impl ClientSecret {
    /// Takes the text over.
    #[must_use]
    pub const fn new(text: String) -> Self {
        Self(text)
    }

    fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ClientSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ClientSecret(…)")
    }
}

/// A provider, and what it knows us by.
#[derive(Clone, Debug)]
pub struct OidcSettings {
    /// `OIDC_ISSUER`, exactly as the provider writes it.
    pub issuer: String,
    /// `OIDC_CLIENT_ID`.
    pub client_id: String,
    /// `OIDC_CLIENT_SECRET`.
    pub client_secret: ClientSecret,
    /// `OIDC_SCOPES`, separated by blanks.
    pub scopes: String,
    /// Where the provider sends people back to.
    pub return_url: String,
    /// `OIDC_CA_FILE`: further roots (PEM), besides the machine's.
    pub ca_file: Option<PathBuf>,
}

/// A person as the provider shows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Person {
    /// What the provider knows them by.
    pub subject: String,
    /// Their e-mail address, if the provider says that it is verified.
    pub verified_email: Option<String>,
    /// How they are called.
    pub name: Option<String>,
}

/// An identity provider. Cheap to clone; clones share what is remembered of it.
#[derive(Clone)]
pub struct IdentityProvider {
    settings: Arc<OidcSettings>,
    http: Http,
    clock: Arc<dyn Clock>,
    discovered: Arc<Discovered>,
    keys: Arc<KeyRing>,
}

impl fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("IdentityProvider").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl IdentityProvider {
    /// Nothing is asked of the provider yet. `clock` says when tokens begin and end.
    ///
    /// # Errors
    /// [`NoHttp`] when TLS cannot be set up, or the roots cannot be read.
    pub fn new(settings: OidcSettings, clock: Arc<dyn Clock>) -> Result<Self, NoHttp> {
        let http = Http::new(settings.ca_file.as_deref())?;
        Ok(Self { settings: Arc::new(settings), http, clock, discovered: Arc::default(), keys: Arc::default() })
    }

    /// What the provider is called in everything it signs.
    #[must_use]
    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Where to send a browser to, which comes back with `visit`'s state.
    ///
    /// # Errors
    /// [`IdentityError`] when the provider does not tell where that is.
    pub async fn sign_in_url(&self, visit: &Visit) -> Result<String, IdentityError> {
        let metadata = self.metadata().await?;
        let OidcSettings { client_id, scopes, return_url, .. } = &*self.settings;
        let challenge = visit.challenge();
        let parameters = [
            ("response_type", "code"),
            ("client_id", client_id),
            ("redirect_uri", return_url),
            ("scope", scopes),
            ("state", visit.state()),
            ("nonce", visit.nonce()),
            ("code_challenge", &challenge),
            ("code_challenge_method", "S256"),
        ];
        let query: Vec<String> =
            parameters.iter().map(|(name, value)| format!("{name}={}", http::encoded(value))).collect();
        let separator = if metadata.authorization_endpoint.contains('?') { '&' } else { '?' };
        Ok(format!("{}{separator}{}", metadata.authorization_endpoint, query.join("&")))
    }
}
