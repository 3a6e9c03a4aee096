//! The API over TLS, for clients that are processes of their own.

use crate::ca::{TestCa, TestCaError};
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use std::net::Ipv4Addr;
use std::sync::Arc;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;
use tokio_rustls::TlsAcceptor;

/// A listening authority; it stops when this is dropped.
#[derive(Debug)]
pub struct Listening {
    /// The directory: `https://127.0.0.1:<port>/directory`.
    pub url: String,
    /// The root of the API's own TLS, in PEM. It is another one than that of the certificates it issues, and does not
    /// follow the authority's clock.
    pub api_root_pem: String,
    task: JoinHandle<()>,
}

impl Drop for Listening {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl TestCa {
    /// Listens at a free port of 127.0.0.1, with HTTP/1.1 and HTTP/2.
    ///
    /// # Errors
    /// When TLS cannot be set up, or there is no port.
    pub async fn listen(&self) -> Result<Listening, TestCaError> {
        let (config, api_root_pem) = api_tls()?;
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let url = format!("https://127.0.0.1:{}/directory", listener.local_addr()?.port());
        let (ca, acceptor) = (self.clone(), TlsAcceptor::from(Arc::new(config)));
        let task = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(ca.clone().serve(acceptor.clone(), stream));
            }
        });
        Ok(Listening { url, api_root_pem, task })
    }

    /// Serves one connection to its end; what is wrong with it is the client's matter.
    async fn serve(self, acceptor: TlsAcceptor, stream: TcpStream) {
        let Ok(stream) = acceptor.accept(stream).await else { return };
        let is_http2 = stream.get_ref().1.alpn_protocol() == Some(b"h2");
        let service = service_fn(move |request| {
            let ca = self.clone();
            // In a task of its own: a client that goes away does not stop an operation half-way.
            let work = tokio::spawn(async move { ca.respond(request).await });
            async move { work.await.map_err(std::io::Error::other)? }
        });
        let stream = TokioIo::new(stream);
        if is_http2 {
            let _ =
                hyper::server::conn::http2::Builder::new(TokioExecutor::new()).serve_connection(stream, service).await;
        } else {
            let _ = hyper::server::conn::http1::Builder::new().serve_connection(stream, service).await;
        }
    }

    async fn respond(&self, request: Request<Incoming>) -> std::io::Result<Response<Full<Bytes>>> {
        let (parts, body) = request.into_parts();
        let Ok(body) = Limited::new(body, 1 << 16).collect().await else {
            let mut refused = Response::new(Full::default());
            *refused.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
            return Ok(refused);
        };
        let response = self.handle(Request::from_parts(parts, body.to_bytes())).await.map_err(std::io::Error::other)?;
        Ok(response.map(Full::new))
    }
}

fn api_tls() -> Result<(ServerConfig, String), TestCaError> {
    let mut root = CertificateParams::default();
    root.distinguished_name.push(DnType::CommonName, "Root of the authority's API");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root_key = KeyPair::generate()?;
    let root_pem = root.self_signed(&root_key)?.pem();
    let mut params = CertificateParams::new(["127.0.0.1".to_owned(), "localhost".to_owned()])?;
    params.use_authority_key_identifier_extension = true;
    let key = KeyPair::generate()?;
    let certificate = params.signed_by(&key, &Issuer::new(root, root_key))?;
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(vec![certificate.into()], PrivateKeyDer::Pkcs8(key.serialize_der().into()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok((config, root_pem))
}
