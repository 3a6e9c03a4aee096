//! A name being served: its certificate and where its requests go, found by one look-up.

use crate::ServerName;
use crate::ask::Allowed;
use crate::tickets::Tickets;
use nameplate_certificates::Certificate;
use rustls::crypto::CryptoProvider;
use rustls::crypto::aws_lc_rs::{DEFAULT_CIPHER_SUITES, default_provider};
use rustls::server::{ClientHello, ProducesTickets, ResolvesServerCert, ServerConfig, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use rustls::{CipherSuite, SupportedCipherSuite};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

/// Everything a handshake and a request need to know about one name.
#[derive(Debug)]
pub(crate) struct Site {
    name: ServerName,
    certificate: Certificate,
    allowed: Arc<Allowed>,
    /// Whether there may be another certificate by now.
    doubted: AtomicBool,
}

impl Site {
    pub(crate) fn new(name: ServerName, certificate: Certificate, allowed: Arc<Allowed>) -> Self {
        Self { name, certificate, allowed, doubted: AtomicBool::new(false) }
    }

    pub(crate) fn name(&self) -> &ServerName {
        &self.name
    }

    pub(crate) fn certificate(&self) -> &Certificate {
        &self.certificate
    }

    pub(crate) fn allowed(&self) -> &Arc<Allowed> {
        &self.allowed
    }

    /// There may be another certificate for this site.
    pub(crate) fn doubt(&self) {
        self.doubted.store(true, Relaxed);
    }

    /// Whether somebody should look for another certificate. True once for each doubt: whoever hears it sees to it.
    pub(crate) fn take_doubt(&self) -> bool {
        self.doubted.load(Relaxed) && self.doubted.swap(false, Relaxed)
    }
}

/// What all sites have in common: versions, ALPN, and the session state, which all threads share so that a visitor
/// resumes on whichever thread the kernel picks.
#[derive(Debug)]
pub(crate) struct TlsTerms(ServerConfig);

impl TlsTerms {
    /// TLS 1.2 and 1.3; one ticket for each handshake (a second costs 6 % of it); AES-128 with SHA-256 before all else
    /// (SHA-384 costs 8 % of a handshake and brings nothing that these keys would need).
    pub(crate) fn new(tickets: Arc<Tickets>) -> Result<Self, rustls::Error> {
        let mut cipher_suites = DEFAULT_CIPHER_SUITES.to_vec();
        // The sort is stable: versions and kinds of key stay in their order.
        cipher_suites.sort_by_key(|suite| !is_aes_128(suite));
        let provider = CryptoProvider { cipher_suites, ..default_provider() };
        let mut config = ServerConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(NoCertificate));
        config.ignore_client_order = true;
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = tickets as Arc<dyn ProducesTickets>;
        config.send_tls13_tickets = 1;
        config.session_storage = ServerSessionMemoryCache::new(4096);
        Ok(Self(config))
    }

    /// How to shake hands on a site with a visitor who offers these cipher suites, the best liked first. Made for the one
    /// handshake: that takes a few allocations, and keeping it would add a sixth to what a site costs in memory.
    ///
    /// The choice is ours, unless the visitor would rather have ChaCha20: that is a device without AES in hardware.
    pub(crate) fn tls_for(&self, site: &Site, offered: &[CipherSuite]) -> Arc<ServerConfig> {
        let liked = DEFAULT_CIPHER_SUITES.iter().filter_map(|ours| {
            let place = offered.iter().position(|suite| *suite == ours.suite())?;
            Some((place, ours))
        });
        let mut config = self.0.clone();
        config.cert_resolver = Arc::clone(&site.certificate.resolver) as Arc<dyn ResolvesServerCert>;
        if liked.min_by_key(|(place, _)| *place).is_some_and(|(_, best)| is_chacha20(best)) {
            config.ignore_client_order = false;
        }
        Arc::new(config)
    }
}

fn is_aes_128(suite: &SupportedCipherSuite) -> bool {
    use CipherSuite as S;
    matches!(
        suite.suite(),
        S::TLS13_AES_128_GCM_SHA256
            | S::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256
            | S::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256
    )
}

fn is_chacha20(suite: &SupportedCipherSuite) -> bool {
    use CipherSuite as S;
    matches!(
        suite.suite(),
        S::TLS13_CHACHA20_POLY1305_SHA256
            | S::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256
            | S::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256
    )
}

/// Stands in until a site's own certificate is put in its place.
#[derive(Debug)]
struct NoCertificate;

impl ResolvesServerCert for NoCertificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        None
    }
}
