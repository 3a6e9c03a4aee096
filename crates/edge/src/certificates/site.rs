//! A name being served: its certificate and where its requests go, found by one look-up.

use super::Certificate;
use crate::ServerName;
use crate::ask::Allowed;
use rustls::crypto::aws_lc_rs::{Ticketer, default_provider};
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig, ServerSessionMemoryCache};
use rustls::sign::CertifiedKey;
use std::sync::Arc;

/// Everything a handshake and a request need to know about one name.
#[derive(Debug)]
pub(crate) struct Site {
    name: ServerName,
    certificate: Certificate,
    allowed: Arc<Allowed>,
    tls: Arc<ServerConfig>,
}

impl Site {
    pub(crate) fn new(name: ServerName, certificate: Certificate, allowed: Arc<Allowed>, terms: &TlsTerms) -> Self {
        let tls = terms.with(&certificate);
        Self { name, certificate, allowed, tls }
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

    pub(crate) fn tls(&self) -> &Arc<ServerConfig> {
        &self.tls
    }
}

/// What all sites have in common: versions, ALPN, and the session state, which all threads share so that a visitor
/// resumes on whichever thread the kernel picks.
#[derive(Debug)]
pub(crate) struct TlsTerms(ServerConfig);

impl TlsTerms {
    /// TLS 1.2 and 1.3; tickets under keys that rotate, one for each handshake (a second costs 6 % of it).
    pub(crate) fn new() -> Result<Self, rustls::Error> {
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(NoCertificate));
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        config.ticketer = Ticketer::new()?;
        config.send_tls13_tickets = 1;
        config.session_storage = ServerSessionMemoryCache::new(4096);
        Ok(Self(config))
    }

    fn with(&self, certificate: &Certificate) -> Arc<ServerConfig> {
        let mut config = self.0.clone();
        config.cert_resolver = Arc::clone(&certificate.resolver) as Arc<dyn ResolvesServerCert>;
        Arc::new(config)
    }
}

/// Stands in until a site's own certificate is put in its place.
#[derive(Debug)]
struct NoCertificate;

impl ResolvesServerCert for NoCertificate {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        None
    }
}
