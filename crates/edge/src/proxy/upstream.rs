//! Streams to origins, kept for the next request. Each serving thread has a pool of its own.

use super::body::RequestBody;
use super::origin::Origin;
use crate::lookup::Lookup;
use crate::meter::Counters;
use crate::settings::EdgeSettings;
use hyper::client::conn::http1::{self, SendRequest};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioIo;
use nameplate_domain::networks::Network;
use rustls::pki_types::{CertificateDer, ServerName as DialledName};
use rustls::{ClientConfig, RootCertStore};
use std::collections::HashMap;
use std::convert::Infallible;
use std::error::Error;
use std::future::ready;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tower::ServiceExt as _;

/// Unused streams by origin.
pub(crate) struct Pool {
    idle: Mutex<HashMap<Box<str>, Vec<Idle>>>,
    idle_max: usize,
    idle_timeout: Duration,
    connect_timeout: Duration,
    networks: Arc<[Network]>,
    lookup: Lookup,
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
    #[error("its addresses are not known")]
    Lookup(#[source] io::Error),
    #[error("no connection")]
    Io(#[source] io::Error),
    #[error("no connection")]
    Tcp(#[source] Box<dyn Error + Send + Sync>),
    #[error("it is at an address that is in none of EDGE_ORIGIN_NETWORKS")]
    Forbidden,
    #[error("the host of the origin is no name a certificate can be for")]
    Name,
    #[error("no HTTP on the connection")]
    Http(#[source] hyper::Error),
}

impl ConnectError {
    /// Whether it may only have been slow.
    pub(crate) fn is_late(&self) -> bool {
        let timed_out = |error: &io::Error| error.kind() == io::ErrorKind::TimedOut;
        match self {
            Self::Timeout(_) => true,
            Self::Lookup(error) | Self::Io(error) => timed_out(error),
            Self::Tcp(error) => {
                std::iter::successors(Some(error.as_ref() as &(dyn Error + 'static)), |error| (*error).source())
                    .any(|error| error.downcast_ref().is_some_and(timed_out))
            }
            Self::Forbidden | Self::Name | Self::Http(_) => false,
        }
    }
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
    pub(crate) fn new(settings: &EdgeSettings, lookup: Lookup, tls: TlsConnector, counters: Arc<Counters>) -> Self {
        Self {
            idle: Mutex::default(),
            idle_max: settings.origin_idle_max,
            idle_timeout: settings.origin_idle_timeout,
            connect_timeout: settings.connect_timeout,
            networks: settings.origin_networks.as_slice().into(),
            lookup,
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
        let tcp = self.dial(origin).await?;
        let sender = if origin.is_tls() {
            let name = DialledName::try_from(origin.host().to_owned()).map_err(|_| ConnectError::Name)?;
            let handshake = tokio::time::timeout(self.connect_timeout, self.tls.connect(name, tcp));
            speak_http(
                handshake.await.map_err(|_| ConnectError::Timeout(self.connect_timeout))?.map_err(ConnectError::Io)?,
            )
            .await?
        } else {
            speak_http(tcp).await?
        };
        Ok(Lent { sender, unused_for: None, origin: Arc::clone(origin), pool: Arc::clone(self) })
    }

    /// Tries one address after the other, and IPv4 beside IPv6 when the first is silent (RFC 8305 section 5).
    async fn dial(&self, origin: &Origin) -> Result<TcpStream, ConnectError> {
        let addresses = match origin.address() {
            Some(address) => Arc::from([address]),
            None => self.lookup.addresses(origin.host()).await.map_err(ConnectError::Lookup)?,
        };
        let sockets: Vec<SocketAddr> =
            addresses.iter().filter(|address| self.is_allowed(**address)).map(|address| (*address, 0).into()).collect();
        if sockets.is_empty() {
            return Err(ConnectError::Forbidden);
        }
        let found = tower::service_fn(move |_: Name| ready(Ok::<_, Infallible>(sockets.clone().into_iter())));
        let mut connector = HttpConnector::new_with_resolver(found);
        connector.set_nodelay(true);
        connector.set_connect_timeout(Some(self.connect_timeout));
        let stream = connector.oneshot(origin.socket().clone()).await;
        Ok(stream.map_err(|error| ConnectError::Tcp(error.into()))?.into_inner())
    }

    fn is_allowed(&self, address: IpAddr) -> bool {
        self.networks.is_empty() || self.networks.iter().any(|network| network.contains(address))
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::{Ipv4Addr, TcpListener};

    /// A host that the kernel takes no stream for: its queue is full, and stays so.
    struct Silent {
        _socket: socket2::Socket,
        _queue: Vec<std::net::TcpStream>,
    }

    impl Silent {
        fn at(address: IpAddr, port: u16) -> Self {
            let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
            socket.bind(&SocketAddr::new(address, port).into()).unwrap();
            socket.listen(0).unwrap();
            let (full, wait) = (SocketAddr::new(address, port), Duration::from_millis(200));
            let queue = std::iter::from_fn(|| std::net::TcpStream::connect_timeout(&full, wait).ok()).collect();
            Self { _socket: socket, _queue: queue }
        }
    }

    /// Listens at the address, and tells the port.
    fn listener(address: IpAddr) -> (TcpListener, u16) {
        let listener = TcpListener::bind((address, 0)).unwrap();
        let port = listener.local_addr().unwrap().port();
        (listener, port)
    }

    /// Opens a stream to a host of these addresses.
    async fn open(addresses: &[IpAddr], port: u16, networks: &[&str]) -> Result<(), ConnectError> {
        let settings = EdgeSettings {
            connect_timeout: Duration::from_secs(1),
            origin_networks: networks.iter().map(|network| network.parse().unwrap()).collect(),
            ..EdgeSettings::default()
        };
        let pool = Pool::new(&settings, Lookup::telling(addresses.to_vec()), origin_tls(&[]).unwrap(), Arc::default());
        let origin = Arc::new(Origin::parse(&format!("http://app.example:{port}")).unwrap());
        Arc::new(pool).open(&origin).await.map(drop)
    }

    fn v4(last: u8) -> IpAddr {
        Ipv4Addr::new(127, 0, 0, last).into()
    }

    #[tokio::test]
    async fn where_every_address_is_silent_it_is_late() {
        let (_elsewhere, port) = listener(v4(1));
        let _one = Silent::at(v4(2), port);
        let _other = Silent::at(v4(3), port);
        let began = Instant::now();
        let error = open(&[v4(2), v4(3)], port, &[]).await.unwrap_err();
        assert!(error.is_late(), "{error:?}");
        assert!(began.elapsed() < Duration::from_secs(5), "they share the time, and took {:?}", began.elapsed());
    }

    #[tokio::test]
    async fn behind_a_silent_address_the_next_one_is_found() {
        let (_listens, port) = listener(v4(5));
        let _silent = Silent::at(v4(4), port);
        open(&[v4(4), v4(5)], port, &[]).await.unwrap();
    }

    #[tokio::test]
    async fn where_nobody_listens_it_is_not_late() {
        let (_elsewhere, port) = listener(v4(1));
        assert!(!open(&[v4(6)], port, &[]).await.unwrap_err().is_late());
    }

    #[tokio::test]
    async fn of_several_addresses_those_in_a_named_network_are_tried() {
        let (_listens, port) = listener(v4(7));
        open(&[v4(8), v4(7)], port, &["127.0.0.7"]).await.unwrap();
        let error = open(&[v4(8), v4(7)], port, &["public", "10.0.0.0/8"]).await.unwrap_err();
        assert!(matches!(error, ConnectError::Forbidden), "{error:?}");
    }
}
