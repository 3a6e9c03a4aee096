//! Answering the challenges of certification authorities, whichever edge of the fleet ordered.

use crate::ServerName;
use nameplate_certificates::Certificates;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::server::{ClientHello, ResolvesServerCert, ServerConfig};
use rustls::sign::CertifiedKey;
use std::fmt;
use std::sync::Arc;
use tokio::runtime::Handle;

/// The protocol of a validation by TLS (RFC 8737 section 3).
const ACME_TLS: &[u8] = b"acme-tls/1";
/// Where answers by HTTP are looked for (RFC 8555 section 8.3).
const HTTP_PATH: &str = "/.well-known/acme-challenge/";

/// Finds answers. They may have to be read from the shelf, which is done on the shared runtime. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Challenges {
    certificates: Certificates,
    runtime: Handle,
}

impl Challenges {
    pub(crate) fn new(certificates: Certificates, runtime: Handle) -> Self {
        Self { certificates, runtime }
    }

    /// Whether this is the handshake of a validation: its protocol is the only one offered. Such a handshake never
    /// reaches a site.
    pub(crate) fn is_validation(hello: &ClientHello<'_>) -> bool {
        hello.alpn().is_some_and(|mut offered| offered.next() == Some(ACME_TLS) && offered.next().is_none())
    }

    /// How to shake hands with who validates a name; `None` if no answer is known.
    pub(crate) async fn tls_for(&self, name: &ServerName) -> Option<Arc<ServerConfig>> {
        let (certificates, name) = (self.certificates.clone(), name.clone());
        let answer = self.runtime.spawn(async move { certificates.tls_alpn01(&name).await }).await.ok()??;
        let mut config = ServerConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .ok()?
            .with_no_client_auth()
            .with_cert_resolver(Arc::new(Answer(answer)));
        config.alpn_protocols = vec![ACME_TLS.to_vec()];
        config.send_tls13_tickets = 0;
        Some(Arc::new(config))
    }

    /// The token that a request is about, if its path is that of a challenge.
    pub(crate) fn token(path: &str) -> Option<&str> {
        path.strip_prefix(HTTP_PATH)
    }

    /// What is to be answered to a request about a token; `None` if it is not known.
    pub(crate) async fn http(&self, token: &str) -> Option<String> {
        let (certificates, token) = (self.certificates.clone(), token.to_owned());
        self.runtime.spawn(async move { certificates.http01(&token).await }).await.ok()?
    }
}

impl fmt::Debug for Challenges {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Challenges")
    }
}

/// One certificate for one handshake.
#[derive(Debug)]
struct Answer(Arc<CertifiedKey>);

impl ResolvesServerCert for Answer {
    fn resolve(&self, _hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(Arc::clone(&self.0))
    }
}
