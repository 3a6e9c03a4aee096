//! Who watches which certificate is shown. Verifying it is the library's business, whole and unchanged.

use nameplate_domain::time::Timestamp;
use nameplate_domain::visit::{Distrust, ShownCertificate};
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// A verifier that remembers what it saw.
#[derive(Debug)]
pub(super) struct Witness {
    verifier: Arc<WebPkiServerVerifier>,
    provider: Arc<CryptoProvider>,
    seen: Mutex<Seen>,
}

#[derive(Debug, Default)]
struct Seen {
    certificate: Option<ShownCertificate>,
    distrust: Option<Distrust>,
}

impl Witness {
    /// Believes who is signed for by `roots`.
    ///
    /// # Errors
    /// Without any root, in words.
    pub(super) fn new(roots: RootCertStore) -> Result<Self, String> {
        let provider = Arc::new(aws_lc_rs::default_provider());
        let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), Arc::clone(&provider)).build();
        let verifier = verifier.map_err(|error| format!("this server believes no authority: {error}"))?;
        Ok(Self { verifier, provider, seen: Mutex::default() })
    }

    /// The certificate that was shown last.
    pub(super) fn certificate(&self) -> Option<ShownCertificate> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).certificate.clone()
    }

    /// Why it was not believed.
    pub(super) fn distrust(&self) -> Option<Distrust> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).distrust.clone()
    }
}

/// TLS under the eyes of `witness`, with nothing remembered of earlier handshakes.
pub(super) fn watched(witness: &Arc<Witness>) -> Result<ClientConfig, String> {
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&witness.provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .dangerous()
        .with_custom_certificate_verifier(Arc::clone(witness) as Arc<dyn ServerCertVerifier>)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

impl ServerCertVerifier for Witness {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verified = self.verifier.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now);
        let seen = Seen { certificate: facts(end_entity), distrust: verified.as_ref().err().map(distrust) };
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = seen;
        verified
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls12_signature(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verifier.verify_tls13_signature(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.verifier.supported_verify_schemes()
    }
}

fn distrust(error: &Error) -> Distrust {
    match error {
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            Distrust::Expired
        }
        Error::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
            Distrust::NotYetValid
        }
        Error::InvalidCertificate(
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
        ) => Distrust::OtherName,
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => Distrust::UnknownIssuer,
        other => Distrust::Other(other.to_string()),
    }
}

/// What a leaf says about itself; `None` when it cannot be read.
fn facts(leaf: &[u8]) -> Option<ShownCertificate> {
    let (_, certificate) = X509Certificate::from_der(leaf).ok()?;
    let issuer = certificate.issuer();
    let signer = issuer.iter_organization().chain(issuer.iter_common_name()).find_map(|part| part.as_str().ok());
    let mut serial = String::new();
    for byte in certificate.raw_serial() {
        let _ = write!(serial, "{byte:02x}");
    }
    let not_after = Timestamp::from_ms(certificate.validity().not_after.timestamp().saturating_mul(1000));
    Some(ShownCertificate { issuer: signer.unwrap_or_default().to_owned(), not_after, serial })
}
