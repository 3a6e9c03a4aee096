//! TLS 1.3 as every server in the comparison can speak it.
//!
//! Only X25519 is offered: the peers stand on OpenSSL 3.0, which has no ML-KEM, so this is the same work for all. The
//! certificate is received and its proof of possession is part of the handshake, but the client does not verify either:
//! that would cost the client's CPU, which is shared with the server here, and show nothing about the server.

use crate::failure::Failure;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{ClientConfig, DigitallySignedStruct, SignatureScheme};
use std::net::SocketAddr;
use std::sync::Arc;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;

/// Whether a client keeps session tickets.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Resumption {
    Never,
    WithTickets,
}

/// Opens TLS streams to one server.
#[derive(Clone)]
pub(crate) struct Tls {
    connector: TlsConnector,
    address: SocketAddr,
}

impl Tls {
    /// For the server at `address`, offering the application protocols `alpn`.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] when the crypto provider has no TLS 1.3.
    pub(crate) fn new(address: SocketAddr, alpn: &[&str], resumption: Resumption) -> Result<Self, Failure> {
        let provider = CryptoProvider { kx_groups: vec![aws_lc_rs::kx_group::X25519], ..aws_lc_rs::default_provider() };
        let mut config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .map_err(|error| Failure::unexpected(format!("no TLS 1.3: {error}")))?
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Unverified))
            .with_no_client_auth();
        config.alpn_protocols = alpn.iter().map(|name| name.as_bytes().to_vec()).collect();
        config.resumption = match resumption {
            Resumption::Never => rustls::client::Resumption::disabled(),
            Resumption::WithTickets => rustls::client::Resumption::in_memory_sessions(8),
        };
        Ok(Self { connector: TlsConnector::from(Arc::new(config)), address })
    }

    /// Connects as a visitor of `name` and finishes the handshake.
    ///
    /// # Errors
    /// [`Failure::Io`] when the server refuses.
    pub(crate) async fn connect(&self, name: &str) -> Result<TlsStream<TcpStream>, Failure> {
        let doing = || format!("a TLS handshake with {} for {name}", self.address);
        let tcp = TcpStream::connect(self.address).await.map_err(Failure::io(doing()))?;
        tcp.set_nodelay(true).map_err(Failure::io(doing()))?;
        let name = ServerName::try_from(name.to_owned()).map_err(|error| Failure::unexpected(error.to_string()))?;
        self.connector.connect(name, tcp).await.map_err(Failure::io(doing()))
    }
}

/// Believes everybody.
#[derive(Debug)]
struct Unverified;

impl ServerCertVerifier for Unverified {
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
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn verify_tls13_signature(
        &self,
        _: &[u8],
        _: &CertificateDer<'_>,
        _: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        Ok(HandshakeSignatureValid::assertion())
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        vec![SignatureScheme::ECDSA_NISTP256_SHA256, SignatureScheme::ECDSA_NISTP384_SHA384, SignatureScheme::ED25519]
    }
}
