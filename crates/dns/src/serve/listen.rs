//! UDP and TCP on one port.

use super::answer::{Transport, ZoneSource, answer};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream, UdpSocket};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Readers of the UDP socket, so that one long reply holds up no other.
const UDP_READERS: usize = 2;
/// Largest UDP request taken, in octets; requests are small.
const UDP_REQUEST_BYTES_MAX: usize = 4096;
/// TCP streams served at once; more wait in the listener's queue.
const TCP_STREAMS_MAX: usize = 256;
/// How long a TCP stream may be without a whole request (RFC 7766, 6.2.3).
const TCP_IDLE: Duration = Duration::from_secs(10);
/// How often a free port for both transports is looked for when the system chooses.
const PORT_TRIES: usize = 16;

/// Why the server could not start.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// The address is taken, not ours, or not allowed.
    #[error("cannot listen for DNS on {addr} over {transport}")]
    Bind {
        /// Where.
        addr: SocketAddr,
        /// `udp` or `tcp`.
        transport: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

/// A DNS server that answers from a [`ZoneSource`]. Dropping it stops it at once; [`DnsServer::shutdown`] lets replies go out first.
#[derive(Debug)]
pub struct DnsServer {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl DnsServer {
    /// Listens on `addr` over UDP and TCP. With port 0 the system chooses one that is free for both.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound; nothing is left running then.
    pub async fn start(addr: SocketAddr, source: Arc<dyn ZoneSource>) -> Result<Self, ListenError> {
        let (udp, tcp, addr) = bind(addr).await?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        let udp = Arc::new(udp);
        for _ in 0..UDP_READERS {
            tasks.spawn(serve_udp(Arc::clone(&udp), Arc::clone(&source), stopped.clone()));
        }
        tasks.spawn(serve_tcp(tcp, source, stopped));
        tracing::info!(dns.addr = %addr, "the DNS server listens");
        Ok(Self { addr, stop, tasks })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops listening, and returns when the requests at hand are answered.
    pub async fn shutdown(mut self) {
        let _ = self.stop.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn bind(addr: SocketAddr) -> Result<(UdpSocket, TcpListener, SocketAddr), ListenError> {
    let failed = |transport, addr| move |source| ListenError::Bind { addr, transport, source };
    let mut tries = 0;
    loop {
        tries += 1;
        let udp = UdpSocket::bind(addr).await.map_err(failed("udp", addr))?;
        let bound = udp.local_addr().map_err(failed("udp", addr))?;
        match TcpListener::bind(bound).await {
            Ok(tcp) => return Ok((udp, tcp, bound)),
            Err(_) if addr.port() == 0 && tries < PORT_TRIES => {}
            Err(source) => return Err(failed("tcp", bound)(source)),
        }
    }
}

async fn serve_udp(socket: Arc<UdpSocket>, source: Arc<dyn ZoneSource>, mut stopped: watch::Receiver<bool>) {
    let mut request = vec![0; UDP_REQUEST_BYTES_MAX];
    loop {
        let received = tokio::select! {
            received = socket.recv_from(&mut request) => received,
            _ = stopped.wait_for(|stopped| *stopped) => return,
        };
        let (length, peer) = match received {
            Ok(received) => received,
            Err(error) => {
                tracing::debug!(error = %error, "a DNS request could not be received");
                tokio::task::yield_now().await;
                continue;
            }
        };
        if let Some(reply) = answer(source.as_ref(), &request[..length], Transport::Udp)
            && let Err(error) = socket.send_to(&reply, peer).await
        {
            tracing::debug!(error = %error, dns.peer = %peer, "a DNS reply could not be sent");
        }
    }
}

async fn serve_tcp(listener: TcpListener, source: Arc<dyn ZoneSource>, mut stopped: watch::Receiver<bool>) {
    let slots = Arc::new(Semaphore::new(TCP_STREAMS_MAX));
    let mut streams = JoinSet::new();
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { return };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            _ = stopped.wait_for(|stopped| *stopped) => break,
        };
        while streams.try_join_next().is_some() {}
        match accepted {
            Ok((stream, peer)) => {
                let (source, stopped) = (Arc::clone(&source), stopped.clone());
                streams.spawn(async move {
                    if let Err(error) = serve_stream(stream, source, stopped).await {
                        tracing::debug!(error = %error, dns.peer = %peer, "a DNS stream ended early");
                    }
                    drop(slot);
                });
            }
            Err(error) => {
                tracing::warn!(error = %error, "a DNS stream could not be accepted");
                tokio::task::yield_now().await;
            }
        }
    }
    while streams.join_next().await.is_some() {}
}

/// Requests one after the other, each behind its length (RFC 1035, 4.2.2), until the peer is done or idle.
async fn serve_stream(
    mut stream: TcpStream,
    source: Arc<dyn ZoneSource>,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut request = Vec::new();
    loop {
        let read = async {
            let length = stream.read_u16().await?;
            request.resize(usize::from(length), 0);
            stream.read_exact(&mut request).await
        };
        tokio::select! {
            read = timeout(TCP_IDLE, read) => match read {
                Ok(Ok(_)) => {}
                Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Ok(()),
            },
            _ = stopped.wait_for(|stopped| *stopped) => return Ok(()),
        }
        let Some(reply) = answer(source.as_ref(), &request, Transport::Tcp) else { continue };
        let Ok(length) = u16::try_from(reply.len()) else { return Ok(()) };
        let mut framed = Vec::with_capacity(reply.len() + 2);
        framed.extend_from_slice(&length.to_be_bytes());
        framed.extend_from_slice(&reply);
        match timeout(TCP_IDLE, stream.write_all(&framed)).await {
            Ok(written) => written?,
            Err(_) => return Ok(()),
        }
    }
}
