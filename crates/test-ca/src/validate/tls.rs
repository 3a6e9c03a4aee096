//! TLS as a validator speaks it: any certificate is taken, and looked at afterwards.

use super::{FailureCause, LookFailure};
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::CryptoProvider;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, SignatureScheme};
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};

/// The ALPN protocol of TLS-ALPN-01 (RFC 8737, 6.2).
const ACME_TLS: &[u8] = b"acme-tls/1";

/// `id-pe-acmeIdentifier` (RFC 8737, 6.1).
const ACME_IDENTIFIER: &str = "1.3.6.1.5.5.7.1.31";

/// Checks that the other side has the certificate's key, and nothing else about the certificate.
#[derive(Debug)]
struct AnyCertificate(Arc<CryptoProvider>);

impl AnyCertificate {
    /// Not by rustls's own functions: they refuse certificates with a critical extension that they do not know, such as
    /// `acmeIdentifier`.
    fn check(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        let (_, parsed) = X509Certificate::from_der(certificate).map_err(|_| CertificateError::BadEncoding)?;
        let key = &parsed.public_key().subject_public_key.data;
        let algorithms = self.0.signature_verification_algorithms.mapping.iter();
        let is_right = algorithms
            .filter(|(scheme, _)| *scheme == signed.scheme)
            .flat_map(|(_, algorithms)| algorithms.iter())
            .any(|algorithm| algorithm.verify_signature(key, message, signed.signature()).is_ok());
        if is_right { Ok(HandshakeSignatureValid::assertion()) } else { Err(CertificateError::BadSignature.into()) }
    }
}

impl ServerCertVerifier for AnyCertificate {
    fn verify_server_cert(
        &self,
        _: &CertificateDer<'_>,
        _: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        _: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.check(message, certificate, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        self.check(message, certificate, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}

/// A handshake for `host` over an open stream, offering one ALPN protocol or none.
pub(super) async fn handshake(
    host: &str,
    stream: TcpStream,
    protocol: Option<&[u8]>,
) -> Result<TlsStream<TcpStream>, LookFailure> {
    let failed = |what: String| LookFailure::new(FailureCause::Tls, format!("{host}: {what}"));
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| failed(error.to_string()))?
        .dangerous()
        .with_custom_certificate_verifier(Arc::new(AnyCertificate(provider)))
        .with_no_client_auth();
    config.alpn_protocols = protocol.map(<[u8]>::to_vec).into_iter().collect();
    let name = ServerName::try_from(host.to_owned()).map_err(|error| failed(error.to_string()))?;
    TlsConnector::from(Arc::new(config))
        .connect(name, stream)
        .await
        .map_err(|error| failed(format!("TLS handshake failed: {error}")))
}

/// The digest that `host` presents for TLS-ALPN-01 (RFC 8737, 3).
pub(super) async fn acme_identifier(host: &str, stream: TcpStream) -> Result<Vec<u8>, LookFailure> {
    let wrong = |what: &str| {
        let detail = format!("Incorrect validation certificate for tls-alpn-01 challenge. Requested {host}: {what}");
        LookFailure::new(FailureCause::Unauthorized, detail)
    };
    let stream = handshake(host, stream, Some(ACME_TLS)).await?;
    let (_, session) = stream.get_ref();
    if session.alpn_protocol() != Some(ACME_TLS) {
        let detail = "Cannot negotiate ALPN protocol \"acme-tls/1\" for tls-alpn-01 challenge";
        return Err(LookFailure::new(FailureCause::Unauthorized, detail));
    }
    let der = session.peer_certificates().and_then(|chain| chain.first()).ok_or_else(|| wrong("there is none"))?;
    let (_, certificate) = X509Certificate::from_der(der).map_err(|_| wrong("it cannot be read"))?;
    let names = certificate.subject_alternative_name().ok().flatten().map(|extension| &extension.value.general_names);
    match names.map(Vec::as_slice) {
        Some([GeneralName::DNSName(name)]) if name.eq_ignore_ascii_case(host) => {}
        _ => return Err(wrong("it must have exactly one subject alternative name, the host's")),
    }
    let extension = certificate
        .extensions()
        .iter()
        .find(|extension| extension.oid.to_id_string() == ACME_IDENTIFIER)
        .ok_or_else(|| wrong("it has no acmeIdentifier extension"))?;
    if !extension.critical {
        return Err(wrong("its acmeIdentifier extension is not critical"));
    }
    match extension.value {
        [4, 32, digest @ ..] if digest.len() == 32 => Ok(digest.to_vec()),
        _ => Err(wrong("its acmeIdentifier extension is no OCTET STRING of 32 bytes")),
    }
}
