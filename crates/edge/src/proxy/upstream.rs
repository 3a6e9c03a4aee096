//! Streams to origins, kept for the next request. Each serving thread has a pool of its own.

use super::body::RequestBody;
use super::origin::Origin;
use crate::meter::Counters;
use crate::settings::EdgeSettings;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::rt::TokioIo;
use rustls::pki_types::{CertificateDer, ServerName as DialledName};
use rustls::{ClientConfig, RootCertStore};
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Unused streams by origin.
pub(crate) struct Pool {
    idle: Mutex<HashMap<Box<str>, Vec<Idle>>>,
    idle_max: usize,
    idle_timeout: Duration,
    connect_timeout: Duration,
    tls: TlsConnector,
    counters: Arc<Counters>,
}

struct Idle {
    sender: SendRequest<RequestBody>,
    since: Instant,
}

/// A stream that goes back to its pool once its response has been read to the end, and is closed if that never happens.
pub(crate) struct Lent {
    pub(crate) sender: SendRequest<RequestBody>,
    /// How long it lay unused; none if it was opened for this request. What has lain for long, the origin may just be
    /// closing.
    pub(crate) unused_for: Option<Duration>,
    origin: Arc<Origin>,
    pool: Arc<Pool>,
}

/// Why there is no stream to an origin.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ConnectError {
    #[error("no connection within {0:?}")]
    Timeout(Duration),
    #[error("no connection")]
    Io(#[source] io::Error),
    #[error("the host of the origin is no name a certificate can be for")]
    Name,
    #[error("no HTTP on the connection")]
    Http(#[source] hyper::Error),
}

/// How https origins are verified: against the machine's roots and those of the settings.
pub(crate) fn origin_tls(extra: &[CertificateDer<'static>]) -> Result<TlsConnector, rustls::Error> {
    let mut roots = RootCertStore::empty();
    let native = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(native.certs);
    roots.add_parsable_certificates(extra.iter().cloned());
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(TlsConnector::from(Arc::new(config)))
}

impl Pool {
    pub(crate) fn new(settings: &EdgeSettings, tls: TlsConnector, counters: Arc<Counters>) -> Self {
        Self {
            idle: Mutex::default(),
            idle_max: settings.origin_idle_max,
            idle_timeout: settings.origin_idle_timeout,
            connect_timeout: settings.connect_timeout,
            tls,
            counters,
        }
    }

    /// An unused stream, the one used last first: it is the least likely to be closed by its origin.
    pub(crate) fn reuse(self: &Arc<Self>, origin: &Arc<Origin>) -> Option<Lent> {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        let streams = idle.get_mut(origin.key())?;
        streams.retain(|stream| !stream.sender.is_closed());
        let newest_ready = streams.iter().rposition(|stream| stream.sender.is_ready())?;
        let Idle { sender, since } = streams.remove(newest_ready);
        Some(Lent { sender, unused_for: Some(since.elapsed()), origin: Arc::clone(origin), pool: Arc::clone(self) })
    }

    /// A new stream.
    pub(crate) async fn open(self: &Arc<Self>, origin: &Arc<Origin>) -> Result<Lent, ConnectError> {
        self.counters.upstream_connects_total.up();
        let sender = tokio::time::timeout(self.connect_timeout, self.connect(origin))
            .await
            .map_err(|_| ConnectError::Timeout(self.connect_timeout))??;
        Ok(Lent { sender, unused_for: None, origin: Arc::clone(origin), pool: Arc::clone(self) })
    }

    async fn connect(&self, origin: &Origin) -> Result<SendRequest<RequestBody>, ConnectError> {
        let tcp = TcpStream::connect((origin.host(), origin.port())).await.map_err(ConnectError::Io)?;
        tcp.set_nodelay(true).map_err(ConnectError::Io)?;
        if !origin.is_tls() {
            return speak_http(tcp).await;
        }
        let name = DialledName::try_from(origin.host().to_owned()).map_err(|_| ConnectError::Name)?;
        speak_http(self.tls.connect(name, tcp).await.map_err(ConnectError::Io)?).await
    }

    fn keep(&self, origin: &Origin, sender: SendRequest<RequestBody>) {
        if sender.is_closed() {
            return;
        }
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if !idle.contains_key(origin.key()) {
            idle.insert(origin.key().into(), Vec::new());
        }
        if let Some(streams) = idle.get_mut(origin.key())
            && streams.len() < self.idle_max
        {
            streams.push(Idle { sender, since: Instant::now() });
        }
    }

    /// Closes what has lain unused for too long.
    pub(crate) fn sweep(&self) {
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        idle.retain(|_, streams| {
            streams.retain(|stream| !stream.sender.is_closed() && stream.since.elapsed() < self.idle_timeout);
            !streams.is_empty()
        });
    }
}

impl Lent {
    /// Puts the stream back for the next request.
    pub(crate) fn give_back(self) {
        self.pool.keep(&self.origin, self.sender);
    }
}

async fn speak_http<S>(stream: S) -> Result<SendRequest<RequestBody>, ConnectError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let (sender, connection) = http1::Builder::new()
        .max_buf_size(128 * 1024)
        .handshake(TokioIo::new(stream))
        .await
        .map_err(ConnectError::Http)?;
    // How the stream ends is told to whoever waits for its response.
    tokio::spawn(async move { connection.with_upgrades().await.unwrap_or_default() });
    Ok(sender)
}

impl std::fmt::Debug for Pool {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Pool")
    }
}

impl std::fmt::Debug for Lent {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lent").field("origin", &self.origin.key()).finish_non_exhaustive()
    }
}
