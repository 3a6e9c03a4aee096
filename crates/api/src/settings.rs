//! What the API needs to know besides its operations.

use crate::assets::Assets;
use crate::rate::RateLimits;
use nameplate_control::hash_of;
use nameplate_domain::cidr::Cidr;
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// Settings of the API.
#[derive(Clone, Debug, Default)]
pub struct ApiSettings {
    /// `EDGE_TOKEN`: what an edge shows for the endpoints beyond `ask`; `None` leaves them open.
    pub edge_token: Option<EdgeToken>,
    /// Where `/internal/*` and `/metrics` are served.
    pub internal: Internal,
    /// `CORS_ALLOWED_ORIGINS`.
    pub cors: CorsOrigins,
    /// `PUBLIC_URL`: where browsers reach the API, without a slash at the end. Empty: links are told as paths.
    pub public_url: String,
    /// `RATE_LIMIT_…`: how often requests may come.
    pub rates: RateLimits,
    /// `TRUSTED_PROXIES`: peers whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Cidr>,
    /// Browsers reach the API by TLS only (`PUBLIC_URL` is https).
    pub is_https: bool,
    /// `OIDC_NAME`: what the provider is called that people sign in with; `None` where nobody does.
    pub oidc_name: Option<String>,
    /// What is served below `/sdk/v1/`.
    pub assets: Assets,
    /// The counter that the workers of this process count finished checks in.
    pub checks_done: Arc<AtomicU64>,
}

/// Whether the public port also serves what is not for the public.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Internal {
    /// `/internal/*` and `/metrics` are on the public port.
    #[default]
    Here,
    /// They are on a port of their own (`INTERNAL_PORT`) and nowhere else.
    Elsewhere,
}

/// Browser origins that may read answers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub enum CorsOrigins {
    /// Every origin, reflected. No answer to another origin depends on a cookie, so this gives nothing away.
    #[default]
    Any,
    /// These (`scheme://host[:port]`), compared without regard to case.
    Listed(Vec<String>),
}

/// The secret that edges and control plane share; kept as a hash, so that comparing it takes the same time whatever is shown.
#[derive(Clone, PartialEq, Eq)]
pub struct EdgeToken {
    hash: [u8; 32],
}

impl EdgeToken {
    /// Remembers the hash of `secret`.
    #[must_use]
    pub fn new(secret: &str) -> Self {
        Self { hash: hash_of(secret.as_bytes()) }
    }

    pub(crate) fn is(&self, shown: &str) -> bool {
        hash_of(shown.as_bytes()) == self.hash
    }
}

impl fmt::Debug for EdgeToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EdgeToken(…)")
    }
}
