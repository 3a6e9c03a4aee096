//! HTTPS: HTTP/1.1 and HTTP/2, no proxy, no redirect, a limit on what an answer may weigh.

use super::{Transport, TransportError};
use crate::Later;
use bytes::{Bytes, BytesMut};
use http::{Request, Response};
use reqwest::redirect::Policy;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::CertificateDer;
use rustls::{ClientConfig, RootCertStore};
use std::sync::Arc;
use std::time::Duration;

/// The largest answer: chains are some kilobytes.
const ANSWER_MAX: usize = 1 << 20;
/// A machine that does not take the connection by then does not exist.
const CONNECT_MAX: Duration = Duration::from_secs(10);

/// Requests over TLS, connections kept for the next one.
pub(crate) struct OverHttps {
    client: reqwest::Client,
}

/// Why authorities cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum TransportSetupError {
    /// One of the given roots is no certificate.
    #[error("a root certificate of the authority cannot be read")]
    Root(#[source] rustls::Error),
    /// No root was given, and the machine has none (Debian: `apt-get install ca-certificates`).
    #[error("there are no root certificates to verify the authority with")]
    NoRoots,
    /// TLS could not be set up.
    #[error("TLS towards the authority could not be set up")]
    Tls(#[source] rustls::Error),
    /// HTTP could not be set up.
    #[error("HTTP towards the authority could not be set up")]
    Http(#[source] reqwest::Error),
}

#[derive(Debug, thiserror::Error)]
enum AnswerError {
    #[error("the answer is larger than {ANSWER_MAX} bytes")]
    TooLarge,
}

impl OverHttps {
    /// Verifies against `roots`, or the machine's when there are none. Connecting may take up to `ask_timeout`, 10 s at most.
    pub(crate) fn new(roots: &[CertificateDer<'static>], ask_timeout: Duration) -> Result<Self, TransportSetupError> {
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_safe_default_protocol_versions()
            .map_err(TransportSetupError::Tls)?
            .with_root_certificates(trusted(roots)?)
            .with_no_client_auth();
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        let client = reqwest::Client::builder()
            .tls_backend_preconfigured(config)
            .https_only(true)
            .no_proxy()
            .redirect(Policy::none())
            .connect_timeout(ask_timeout.min(CONNECT_MAX))
            .build()
            .map_err(TransportSetupError::Http)?;
        Ok(Self { client })
    }
}

fn trusted(roots: &[CertificateDer<'static>]) -> Result<RootCertStore, TransportSetupError> {
    let mut trusted = RootCertStore::empty();
    for root in roots {
        trusted.add(root.clone()).map_err(TransportSetupError::Root)?;
    }
    if roots.is_empty() {
        trusted.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    }
    if trusted.is_empty() { Err(TransportSetupError::NoRoots) } else { Ok(trusted) }
}

impl Transport for OverHttps {
    fn exchange(&self, request: Request<Bytes>) -> Later<'static, Result<Response<Bytes>, TransportError>> {
        let client = self.client.clone();
        Box::pin(async move { send(&client, request).await })
    }
}

async fn send(client: &reqwest::Client, request: Request<Bytes>) -> Result<Response<Bytes>, TransportError> {
    let request = reqwest::Request::try_from(request).map_err(reqwest::Error::without_url)?;
    let mut answer = client.execute(request).await.map_err(reqwest::Error::without_url)?;
    let mut body = BytesMut::new();
    while let Some(chunk) = answer.chunk().await.map_err(reqwest::Error::without_url)? {
        if body.len() + chunk.len() > ANSWER_MAX {
            return Err(AnswerError::TooLarge.into());
        }
        body.extend_from_slice(&chunk);
    }
    let mut response = Response::new(body.freeze());
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    Ok(response)
}
