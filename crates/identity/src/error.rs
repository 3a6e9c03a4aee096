//! What can go wrong with a provider.

use std::path::PathBuf;

/// Why [`IdentityProvider::new`](crate::IdentityProvider::new) could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NoHttp {
    /// TLS.
    #[error("HTTP towards the identity provider (OIDC_ISSUER) cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
    /// The roots.
    #[error("OIDC_CA_FILE ({}) cannot be read: {source}", path.display())]
    Roots {
        /// Where they should be.
        path: PathBuf,
        /// Why not.
        source: std::io::Error,
    },
}

/// Why the provider has shown nobody. For the log: people are told less.
#[derive(Debug, thiserror::Error)]
pub enum IdentityError {
    /// It cannot be reached, or is slow.
    #[error("the identity provider cannot be reached for its {what}")]
    Unreachable {
        /// What it was asked for.
        what: &'static str,
        /// Without the URL.
        source: reqwest::Error,
    },
    /// It answers with an error.
    #[error("the identity provider refuses its {what}: status {status}, {code}")]
    Refused {
        /// What it was asked for.
        what: &'static str,
        /// HTTP.
        status: u16,
        /// The `error` of RFC 6749, 5.2, or what stands for it.
        code: String,
    },
    /// Its answer is too long.
    #[error("the identity provider's {what} is longer than anybody's")]
    TooLong {
        /// What it was asked for.
        what: &'static str,
    },
    /// Its answer has another form.
    #[error("the identity provider's {what} cannot be read")]
    Unreadable {
        /// What it was asked for.
        what: &'static str,
        /// Where and how.
        source: serde_json::Error,
    },
    /// It says that it is another than `OIDC_ISSUER`.
    #[error("the identity provider says that it is {told:?}; OIDC_ISSUER must be exactly that")]
    OtherIssuer {
        /// What it says.
        told: String,
    },
    /// What it tells of itself cannot be used.
    #[error("the identity provider cannot be used: {0}")]
    Unusable(&'static str),
    /// What it says of the person is not believed.
    #[error("the identity provider's ID token is not believed: {0}")]
    Untrusted(&'static str),
}
