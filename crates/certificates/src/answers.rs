//! Answers to challenges, given by every edge of the fleet whichever of them ordered.

use crate::ports::{Shelf, ShelfError};
use moka::sync::Cache;
use nameplate_domain::issuance::entry::AnswerKind;
use nameplate_domain::server_name::ServerName;
use nameplate_domain::time::Clock;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::CertifiedKey;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Semaphore;

/// How long an answer stands at most; authorities ask within minutes.
const STANDS: Duration = Duration::from_secs(60 * 60);
/// Tokens cannot be guessed, so a miss for one that will be is not to be feared.
const TOKENS_REMEMBERED: Duration = Duration::from_secs(5);
/// Anybody can ask for a host: a miss is remembered no longer than [`Answers::put_tls_alpn01`] waits.
const HOSTS_REMEMBERED: Duration = Duration::from_millis(250);
const REMEMBERED_MAX: u64 = 10_000;
const KEYS_MAX: u64 = 1_000;
/// Reads of the shelf under way at once: strangers ask.
const READS_AT_ONCE: usize = 32;

/// Gives and puts up answers.
pub(crate) struct Answers {
    shelf: Arc<dyn Shelf>,
    clock: Arc<dyn Clock>,
    tokens: Cache<String, Option<String>>,
    hosts: Cache<String, Option<String>>,
    /// By host and digest.
    keys: Cache<(String, String), Arc<CertifiedKey>>,
    reads: Semaphore,
}

impl Answers {
    pub(crate) fn new(shelf: Arc<dyn Shelf>, clock: Arc<dyn Clock>) -> Self {
        let remembering = |length| Cache::builder().max_capacity(REMEMBERED_MAX).time_to_live(length).build();
        Self {
            shelf,
            clock,
            tokens: remembering(TOKENS_REMEMBERED),
            hosts: remembering(HOSTS_REMEMBERED),
            keys: Cache::builder().max_capacity(KEYS_MAX).time_to_live(STANDS).build(),
            reads: Semaphore::new(READS_AT_ONCE),
        }
    }

    /// The body for `/.well-known/acme-challenge/<token>` (RFC 8555, 8.3).
    pub(crate) async fn http01(&self, token: &str) -> Option<String> {
        if !is_token(token) {
            return None;
        }
        self.answer(&self.tokens, AnswerKind::Http01, token).await
    }

    /// The certificate for a handshake with `acme-tls/1` (RFC 8737, 3).
    pub(crate) async fn tls_alpn01(&self, host: &ServerName) -> Option<Arc<CertifiedKey>> {
        let digest = self.answer(&self.hosts, AnswerKind::TlsAlpn01, host.as_str()).await?;
        let key = (host.as_str().to_owned(), digest);
        if let Some(made) = self.keys.get(&key) {
            return Some(made);
        }
        match challenge_key(host.as_str(), &key.1) {
            Some(made) => {
                self.keys.insert(key, Arc::clone(&made));
                Some(made)
            }
            None => {
                tracing::error!(server.name = %host, "The certificate that answers a TLS-ALPN-01 challenge cannot be made.");
                None
            }
        }
    }

    async fn answer(&self, memory: &Cache<String, Option<String>>, kind: AnswerKind, key: &str) -> Option<String> {
        if let Some(remembered) = memory.get(key) {
            return remembered;
        }
        let _permit = self.reads.acquire().await.ok()?;
        match self.shelf.answer(kind, key, self.clock.now()).await {
            Ok(answer) => {
                memory.insert(key.to_owned(), answer.clone());
                answer
            }
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "The answer to a challenge cannot be looked up."
                );
                None
            }
        }
    }

    pub(crate) async fn put_http01(&self, token: &str, answer: &str) -> Result<(), ShelfError> {
        self.shelf.put_answer(AnswerKind::Http01, token, answer, self.clock.now().plus(STANDS)).await?;
        self.tokens.insert(token.to_owned(), Some(answer.to_owned()));
        Ok(())
    }

    /// Returns when no edge can still remember that there is no answer, or an older one.
    pub(crate) async fn put_tls_alpn01(&self, host: &str, digest: &[u8; 32]) -> Result<(), ShelfError> {
        let answer = crate::certificate::hex(digest);
        self.shelf.put_answer(AnswerKind::TlsAlpn01, host, &answer, self.clock.now().plus(STANDS)).await?;
        tokio::time::sleep(HOSTS_REMEMBERED).await;
        self.hosts.insert(host.to_owned(), Some(answer));
        Ok(())
    }

    pub(crate) async fn drop_http01(&self, token: &str) {
        self.tokens.invalidate(token);
        self.drop(AnswerKind::Http01, token).await;
    }

    pub(crate) async fn drop_tls_alpn01(&self, host: &str) {
        self.hosts.invalidate(host);
        self.drop(AnswerKind::TlsAlpn01, host).await;
    }

    async fn drop(&self, kind: AnswerKind, key: &str) {
        if let Err(error) = self.shelf.drop_answer(kind, key).await {
            tracing::debug!(error = &error as &dyn std::error::Error, "An answer to a challenge is left to expire.");
        }
    }
}

/// base64url, with at least the 128 bits that RFC 8555, 8.3 wants, and no longer than any authority's.
fn is_token(text: &str) -> bool {
    matches!(text.len(), 22..=128) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

fn challenge_key(host: &str, digest: &str) -> Option<Arc<CertifiedKey>> {
    let mut bytes = [0u8; 32];
    for (index, byte) in bytes.iter_mut().enumerate() {
        *byte = u8::from_str_radix(digest.get(index * 2..index * 2 + 2)?, 16).ok()?;
    }
    let made = nameplate_acme::tls_alpn_certificate(host, &bytes).ok()?;
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(made.key_pkcs8.as_bytes()));
    let signer = any_supported_type(&key).ok()?;
    Some(Arc::new(CertifiedKey::new(vec![made.certificate], signer)))
}

impl fmt::Debug for Answers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answers")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_base64url_of_at_least_128_bits() {
        assert!(is_token("DGyRejmCefe7v4NfDGDKfA"));
        assert!(is_token(&"a_-9".repeat(32)));
        for text in [
            "",
            "short",
            "../../../../etc/passwd",
            &"a".repeat(129),
            "DGyRejmCefe7v4NfDGDKf=",
            "DGyRejmCefe7v4NfDGDKfé",
        ] {
            assert!(!is_token(text), "{text}");
        }
    }
}
