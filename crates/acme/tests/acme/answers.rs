//! A stage that really answers: HTTP on one port, TLS on another, TXT in pebble's DNS server.

use crate::pebble::Pebble;
use bytes::Bytes;
use http::{Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use nameplate_acme::{ACME_TLS_ALPN, Later, Presented, Stage, StageError, tls_alpn_certificate};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::server::{ClientHello, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// Where `_acme-challenge` of every name leads in these tests.
pub(crate) fn delegated(host: &str) -> String {
    format!("{}.acme.platform.test", host.replace('.', "-"))
}

#[derive(Default)]
pub(crate) struct Answers {
    /// Ports of 127.0.0.1.
    pub(crate) http_port: OnceLock<u16>,
    pub(crate) tls_port: OnceLock<u16>,
    pub(crate) pebble: OnceLock<Arc<Pebble>>,
    /// Answers are accepted and not put up.
    pub(crate) is_mute: AtomicBool,
    /// `present` never returns.
    pub(crate) is_stuck: AtomicBool,
    /// `present` ends the authority first.
    pub(crate) is_deadly: AtomicBool,
    /// What `present` says instead.
    pub(crate) refusal: Mutex<Option<StageError>>,
    pub(crate) presented: AtomicUsize,
    pub(crate) withdrawn: AtomicUsize,
    http: Mutex<HashMap<String, String>>,
    tls: Mutex<HashMap<String, Arc<CertifiedKey>>>,
}

impl Answers {
    pub(crate) async fn start() -> Arc<Self> {
        let answers = Arc::new(Self::default());
        let http = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let tls = TcpListener::bind("127.0.0.1:0").await.unwrap();
        answers.http_port.set(http.local_addr().unwrap().port()).unwrap();
        answers.tls_port.set(tls.local_addr().unwrap().port()).unwrap();
        tokio::spawn(serve_http(http, Arc::clone(&answers)));
        tokio::spawn(serve_tls(tls, Arc::clone(&answers)));
        answers
    }

    pub(crate) fn presented(&self) -> usize {
        self.presented.load(Ordering::SeqCst)
    }

    pub(crate) fn withdrawn(&self) -> usize {
        self.withdrawn.load(Ordering::SeqCst)
    }

    async fn put_up(&self, presented: &Presented) {
        match presented {
            Presented::Http01 { token, key_authorization, .. } => {
                self.http.lock().unwrap().insert(token.clone(), key_authorization.clone());
            }
            Presented::TlsAlpn01 { host, digest } => {
                let made = tls_alpn_certificate(host, digest).unwrap();
                let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.key_pkcs8.as_bytes().to_vec()));
                let key = rustls::crypto::aws_lc_rs::sign::any_supported_type(&key).unwrap();
                let certified = CertifiedKey::new(vec![made.certificate], key);
                self.tls.lock().unwrap().insert(host.clone(), Arc::new(certified));
            }
            Presented::Dns01 { host, value } => {
                let pebble = self.pebble.get().unwrap();
                pebble.set_cname(&format!("_acme-challenge.{host}"), &delegated(host)).await;
                pebble.set_txt(&delegated(host), value).await;
            }
        }
    }
}

impl Stage for Answers {
    fn present<'a>(&'a self, presented: &'a Presented) -> Later<'a, Result<(), StageError>> {
        Box::pin(async move {
            self.presented.fetch_add(1, Ordering::SeqCst);
            if self.is_stuck.load(Ordering::SeqCst) {
                std::future::pending::<()>().await;
            }
            if self.is_deadly.load(Ordering::SeqCst) {
                self.pebble.get().unwrap().kill();
            }
            if let Some(refusal) = self.refusal.lock().unwrap().clone() {
                return Err(refusal);
            }
            if !self.is_mute.load(Ordering::SeqCst) {
                self.put_up(presented).await;
            }
            Ok(())
        })
    }

    fn withdraw<'a>(&'a self, presented: &'a Presented) -> Later<'a, ()> {
        Box::pin(async move {
            match presented {
                Presented::Http01 { token, .. } => drop(self.http.lock().unwrap().remove(token)),
                Presented::TlsAlpn01 { host, .. } => drop(self.tls.lock().unwrap().remove(host)),
                Presented::Dns01 { host, .. } => self.pebble.get().unwrap().clear_txt(&delegated(host)).await,
            }
            self.withdrawn.fetch_add(1, Ordering::SeqCst);
        })
    }
}

async fn serve_http(listener: TcpListener, answers: Arc<Answers>) {
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        let answers = Arc::clone(&answers);
        let service = service_fn(move |request: Request<Incoming>| {
            let token = request.uri().path().strip_prefix("/.well-known/acme-challenge/").unwrap_or_default();
            let answer = answers.http.lock().unwrap().get(token).cloned();
            let mut response = Response::new(Full::new(Bytes::from(answer.clone().unwrap_or_default())));
            if answer.is_none() {
                *response.status_mut() = StatusCode::NOT_FOUND;
            }
            async move { Ok::<_, Infallible>(response) }
        });
        tokio::spawn(hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}

async fn serve_tls(listener: TcpListener, answers: Arc<Answers>) {
    let mut config = ServerConfig::builder_with_provider(Arc::new(rustls::crypto::aws_lc_rs::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(BySni(answers)));
    config.alpn_protocols = vec![ACME_TLS_ALPN.to_vec()];
    let acceptor = TlsAcceptor::from(Arc::new(config));
    loop {
        let (stream, _) = listener.accept().await.unwrap();
        tokio::spawn(acceptor.accept(stream));
    }
}

struct BySni(Arc<Answers>);

impl ResolvesServerCert for BySni {
    fn resolve(&self, hello: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        self.0.tls.lock().unwrap().get(hello.server_name()?).cloned()
    }
}

impl std::fmt::Debug for BySni {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BySni")
    }
}
