//! What the page with the widget may do: run its own two scripts and the widget's, talk to its own server and to Nameplate, and
//! nothing else. It is what a careful product would send.

use aws_lc_rs::rand;
use axum::http::HeaderValue;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// Ties scripts to one answer. Random, so that nobody can write it into a page beforehand (CSP 3, 7.1).
#[derive(Debug)]
pub(super) struct Nonce(String);

impl Nonce {
    /// `None` when the system gives no random numbers.
    pub(super) fn draw() -> Option<Self> {
        let mut bytes = [0; 16];
        rand::fill(&mut bytes).ok()?;
        Some(Self(STANDARD.encode(bytes)))
    }

    pub(super) fn as_str(&self) -> &str {
        &self.0
    }

    /// The policy of a page that loads the widget from `api_origin`.
    pub(super) fn policy(&self, api_origin: &str) -> Option<HeaderValue> {
        let nonce = &self.0;
        let policy = format!(
            "default-src 'none'; script-src 'nonce-{nonce}' {api_origin}; connect-src 'self' {api_origin}; \
             style-src 'self'; img-src 'self' {api_origin} data:; form-action 'self'; base-uri 'none'; \
             frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types connectdomain"
        );
        HeaderValue::try_from(policy).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::Nonce;

    #[test]
    fn a_nonce_comes_once() {
        let (one, other) = (Nonce::draw().unwrap(), Nonce::draw().unwrap());
        assert_ne!(one.as_str(), other.as_str());
        let policy = one.policy("http://localhost:8080").unwrap();
        let policy = policy.to_str().unwrap();
        assert!(policy.contains(&format!("script-src 'nonce-{}' http://localhost:8080;", one.as_str())), "{policy}");
        assert!(!policy.contains("unsafe"), "{policy}");
    }
}
