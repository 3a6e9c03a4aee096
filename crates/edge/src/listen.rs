//! The TLS port: one listener for each serving thread, and the life of a visitor's stream on it.

use crate::busy::{Busy, Hold};
use crate::handshake::{Encrypted, shake_hands};
use crate::meter::Present;
use crate::proxy::{Proxy, Visitor, answer};
use crate::settings::EdgeSettings;
use crate::silence::Impatient;
use futures_util::FutureExt as _;
use http::Request;
use hyper::body::Incoming;
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use socket2::{Domain, Protocol, Socket, Type};
use std::convert::Infallible;
use std::io;
use std::net::{IpAddr, SocketAddr, TcpListener};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, watch};

/// Streams the kernel holds for us while we are busy.
const BACKLOG: i32 = 4096;

/// `count` listeners on one address, between which the kernel divides the streams. Fails if another process has it:
/// sharing a port is for our threads, not for two edges by accident.
pub(crate) fn bind(addr: SocketAddr, count: usize) -> io::Result<Vec<TcpListener>> {
    let probe = socket(addr, false)?;
    let addr = match probe.local_addr()?.as_socket() {
        Some(bound) => bound,
        None => addr,
    };
    drop(probe);
    (0..count)
        .map(|_| {
            let socket = socket(addr, true)?;
            socket.listen(BACKLOG)?;
            socket.set_nonblocking(true)?;
            Ok(TcpListener::from(socket))
        })
        .collect()
}

fn socket(addr: SocketAddr, shared: bool) -> io::Result<Socket> {
    let socket = Socket::new(Domain::for_address(addr), Type::STREAM, Some(Protocol::TCP))?;
    socket.set_reuse_address(true)?;
    socket.set_reuse_port(shared)?;
    socket.bind(&addr.into())?;
    Ok(socket)
}

/// What one serving thread does.
pub(crate) struct Lane {
    pub(crate) proxy: Arc<Proxy>,
    pub(crate) handshakes: Arc<Semaphore>,
    /// Streams of visitors this thread takes on at most.
    pub(crate) streams_max: usize,
    /// Turns true when the edge is to stop.
    pub(crate) stopping: watch::Receiver<bool>,
}

impl Lane {
    /// Serves until told to stop, then lets what is under way end, but not beyond the drain limit.
    pub(crate) async fn run(self, listener: TcpListener) {
        let listener = match tokio::net::TcpListener::from_std(listener) {
            Ok(listener) => listener,
            Err(error) => {
                tracing::error!(error = &error as &dyn std::error::Error, "A listener cannot be used.");
                return;
            }
        };
        let busy = self.proxy.busy.clone();
        let drain_timeout = self.proxy.settings.drain_timeout;
        let pool = Arc::clone(&self.proxy.pool);
        let sweeper = tokio::spawn(async move {
            loop {
                tokio::time::sleep(Duration::from_secs(5)).await;
                pool.sweep();
            }
        });
        let lane = Arc::new(self);
        lane.accept(listener).await;
        sweeper.abort();
        if tokio::time::timeout(drain_timeout, busy.idle()).await.is_err() {
            tracing::warn!(streams = busy.count(), "Streams still open at the end of the drain time are closed.");
        }
    }

    async fn accept(self: &Arc<Self>, listener: tokio::net::TcpListener) {
        let mut stopping = self.stopping.clone();
        let mut stop = pin!(stopping.wait_for(|stopping| *stopping));
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = &mut stop => break,
            };
            match accepted {
                Ok((tcp, peer)) => self.take_on(tcp, peer.ip()),
                // The stream is gone already, or file descriptors are: wait a moment, some will come back.
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    tracing::error!(error = &error as &dyn std::error::Error, "No stream can be accepted.");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
        // What the kernel has taken on for us would be reset with the listener.
        for _ in 0..BACKLOG {
            match listener.accept().now_or_never() {
                Some(Ok((tcp, peer))) => self.take_on(tcp, peer.ip()),
                Some(Err(_)) | None => break,
            }
        }
    }

    fn take_on(self: &Arc<Self>, tcp: TcpStream, peer: IpAddr) {
        let counters = &self.proxy.counters;
        counters.streams_accepted_total.up();
        let Ok(permit) = Arc::clone(&self.handshakes).try_acquire_owned() else {
            counters.streams_shed_total.up();
            return;
        };
        if self.proxy.busy.count() >= self.streams_max {
            counters.streams_shed_total.up();
            return;
        }
        let hold = self.proxy.busy.hold();
        let lane = Arc::clone(self);
        tokio::spawn(async move {
            let _open = Present::new(&lane.proxy.counters, |counters| &counters.streams_open);
            let _ = tcp.set_nodelay(true);
            let limit = lane.proxy.settings.handshake_timeout;
            let encrypted = shake_hands(tcp, &lane.proxy, limit).await;
            drop(permit);
            if let Some(encrypted) = encrypted {
                serve(encrypted, peer, &lane, hold).await;
            }
        });
    }
}

/// How many threads serve.
pub(crate) fn lanes(settings: &EdgeSettings) -> usize {
    match settings.worker_threads {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        threads => threads,
    }
}

/// Speaks HTTP on an encrypted stream until its end. What goes wrong from here on is between the visitor's stream and
/// us, and nobody is left to tell.
async fn serve(encrypted: Encrypted, peer: IpAddr, lane: &Lane, hold: Hold) {
    let settings = &lane.proxy.settings;
    let visitor = Arc::new(Visitor::new(encrypted.site, peer, settings));
    let io = TokioIo::new(Impatient::new(encrypted.stream, settings.proxy_timeout));
    let mut stopping = lane.stopping.clone();
    let mut stop = pin!(stopping.wait_for(|stopping| *stopping));
    if encrypted.speaks_h2 {
        let requests = Busy::new();
        let service = service_fn(|request: Request<Incoming>| {
            let (proxy, visitor, under_way) = (Arc::clone(&lane.proxy), Arc::clone(&visitor), requests.hold());
            async move {
                let response = answer(&proxy, &visitor, request).await;
                drop(under_way);
                Ok::<_, Infallible>(response)
            }
        });
        let connection = http2(settings).serve_connection(io, service);
        let mut connection = pin!(connection);
        let idle = pin!(idle_for(&requests, settings.idle_timeout));
        tokio::select! {
            _ = &mut connection => return,
            _ = &mut stop => {}
            () = idle => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    } else {
        let service = service_fn(|request: Request<Incoming>| {
            let (proxy, visitor) = (Arc::clone(&lane.proxy), Arc::clone(&visitor));
            async move { Ok::<_, Infallible>(answer(&proxy, &visitor, request).await) }
        });
        let connection = http1(settings).serve_connection(io, service).with_upgrades();
        let mut connection = pin!(connection);
        tokio::select! {
            _ = &mut connection => return,
            _ = &mut stop => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }
    drop(hold);
}

/// Resolves when there was no request for so long.
async fn idle_for(requests: &Busy, limit: Duration) {
    loop {
        requests.idle().await;
        if tokio::time::timeout(limit, requests.begun()).await.is_err() {
            return;
        }
    }
}

fn http1(settings: &EdgeSettings) -> http1::Builder {
    let mut builder = http1::Builder::new();
    builder
        .timer(TokioTimer::new())
        .header_read_timeout(settings.header_timeout)
        .max_header_size(settings.header_bytes_max)
        .max_buf_size(settings.header_bytes_max.max(64 * 1024));
    builder
}

/// Windows are what a visitor may send before being told to go on: a connection can hold at most one of each per stream.
fn http2(settings: &EdgeSettings) -> http2::Builder<TokioExecutor> {
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .timer(TokioTimer::new())
        .max_concurrent_streams(settings.h2_requests_max)
        .max_header_list_size(u32::try_from(settings.header_bytes_max).unwrap_or(u32::MAX))
        .initial_stream_window_size(256 * 1024)
        .initial_connection_window_size(1024 * 1024)
        .max_send_buf_size(256 * 1024)
        .max_pending_accept_reset_streams(64)
        .max_local_error_reset_streams(256)
        .keep_alive_interval(Duration::from_secs(30))
        .keep_alive_timeout(Duration::from_secs(15));
    builder
}
