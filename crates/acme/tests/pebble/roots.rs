//! A certificate for a server on this machine, and a client that trusts it.

use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;

/// For `localhost` and 127.0.0.1, below a root of its own.
pub(crate) struct ApiCertificate {
    pub(crate) root: CertificateDer<'static>,
    pub(crate) chain_pem: String,
    pub(crate) key_pem: String,
}

impl ApiCertificate {
    pub(crate) fn new() -> Self {
        let root_key = KeyPair::generate().unwrap();
        let mut root = CertificateParams::default();
        root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        root.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let root_certificate = root.self_signed(&root_key).unwrap();
        let key = KeyPair::generate().unwrap();
        let leaf = CertificateParams::new(["localhost".to_owned(), "127.0.0.1".to_owned()]).unwrap();
        let leaf = leaf.signed_by(&key, &Issuer::new(root, root_key)).unwrap();
        Self { root: root_certificate.der().clone(), chain_pem: leaf.pem(), key_pem: key.serialize_pem() }
    }
}

/// An HTTP client that trusts this root only.
pub(crate) fn trusting(root: &CertificateDer<'static>) -> reqwest::Client {
    let mut roots = RootCertStore::empty();
    roots.add(root.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    reqwest::Client::builder()
        .tls_backend_preconfigured(config)
        .user_agent("nameplate-tests")
        .no_proxy()
        .build()
        .unwrap()
}
