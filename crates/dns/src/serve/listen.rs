//! UDP and TCP on one port.

use super::answer::{Transport, ZoneSource, answer_into};
use super::udp::{self, Answering};
use std::io;
use std::net::{SocketAddr, UdpSocket};
use std::num::NonZeroUsize;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::timeout;

/// Threads for UDP when nothing else is said, so that one long reply holds up no other.
const UDP_THREADS: usize = 2;
/// TCP streams served at once; more wait in the listener's queue.
const TCP_STREAMS_MAX: usize = 512;
/// How long a TCP stream may be without a whole request (RFC 7766, 6.2.3).
const TCP_IDLE: Duration = Duration::from_secs(10);
/// The same while most places are taken, so that silent streams cannot keep others out for long (RFC 7766, 6.2.3).
const TCP_IDLE_WHEN_CROWDED: Duration = Duration::from_secs(1);
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
///
/// On a machine with several addresses give it the one that it is asked at: replies leave from the address that the system prefers.
#[derive(Debug)]
pub struct DnsServer {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    udp: Answering,
    tasks: JoinSet<()>,
}

impl DnsServer {
    /// Listens on `addr` over UDP and TCP. With port 0 the system chooses one that is free for both.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound; nothing is left running then.
    pub async fn start(addr: SocketAddr, source: Arc<dyn ZoneSource>) -> Result<Self, ListenError> {
        let threads = NonZeroUsize::new(UDP_THREADS).unwrap_or(NonZeroUsize::MIN);
        Self::start_with_threads(addr, source, threads).await
    }

    /// The same with so many threads for UDP. One for each core serves the most; TCP runs on the runtime.
    ///
    /// # Errors
    ///
    /// When the address cannot be bound; nothing is left running then.
    pub async fn start_with_threads(
        addr: SocketAddr,
        source: Arc<dyn ZoneSource>,
        threads: NonZeroUsize,
    ) -> Result<Self, ListenError> {
        let (udp, tcp, addr) = bind(addr, threads.get()).await?;
        let answering = Answering::start(udp, &source);
        let udp = answering.map_err(|source| ListenError::Bind { addr, transport: "udp", source })?;
        let (stop, stopped) = watch::channel(false);
        let mut tasks = JoinSet::new();
        tasks.spawn(serve_tcp(tcp, source, stopped));
        tracing::info!(dns.addr = %addr, "the DNS server listens");
        Ok(Self { addr, stop, udp, tasks })
    }

    /// Where it listens.
    #[must_use]
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Stops listening, and returns when the requests at hand are answered.
    pub async fn shutdown(self) {
        let Self { stop, udp, mut tasks, .. } = self;
        let _ = stop.send(true);
        // Fails only when the runtime ends, and the threads with it.
        let _ = tokio::task::spawn_blocking(move || udp.stop()).await;
        while tasks.join_next().await.is_some() {}
    }
}

async fn bind(addr: SocketAddr, threads: usize) -> Result<(Vec<UdpSocket>, TcpListener, SocketAddr), ListenError> {
    let failed = |transport, addr| move |source| ListenError::Bind { addr, transport, source };
    let mut tries = 0;
    loop {
        tries += 1;
        let udp = udp::bind(addr, threads).map_err(failed("udp", addr))?;
        let bound = udp.first().map_or(Ok(addr), UdpSocket::local_addr).map_err(failed("udp", addr))?;
        match TcpListener::bind(bound).await {
            Ok(tcp) => return Ok((udp, tcp, bound)),
            Err(_) if addr.port() == 0 && tries < PORT_TRIES => {}
            Err(source) => return Err(failed("tcp", bound)(source)),
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
                let (source, stopped, slots) = (Arc::clone(&source), stopped.clone(), Arc::clone(&slots));
                streams.spawn(async move {
                    if let Err(error) = serve_stream(stream, source, &slots, stopped).await {
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
    slots: &Semaphore,
    mut stopped: watch::Receiver<bool>,
) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (mut request, mut reply) = (Vec::new(), Vec::new());
    loop {
        let is_crowded = slots.available_permits() < TCP_STREAMS_MAX / 2;
        let idle = if is_crowded { TCP_IDLE_WHEN_CROWDED } else { TCP_IDLE };
        let read = async {
            let length = stream.read_u16().await?;
            request.resize(usize::from(length), 0);
            stream.read_exact(&mut request).await
        };
        tokio::select! {
            read = timeout(idle, read) => match read {
                Ok(Ok(_)) => {}
                Ok(Err(error)) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
                Ok(Err(error)) => return Err(error),
                Err(_) => return Ok(()),
            },
            _ = stopped.wait_for(|stopped| *stopped) => return Ok(()),
        }
        if !answer_into(source.as_ref(), &request, Transport::Tcp, &mut reply) {
            continue;
        }
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
