//! Listening: HTTP/1.1 with limits on what a stream may cost before it has said anything.

use crate::limits::{HEAD_LENGTH_MAX, HEAD_TIME_MAX, STREAMS_MAX, STREAMS_OF_ADDRESS_MAX, WRITE_TIME_MAX};
use crate::peer;
use crate::rate::block_of;
use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use nameplate_domain::cidr::Cidr;
use std::collections::HashMap;
use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, watch};
use tokio_io_timeout::TimeoutStream;

/// How long accepting pauses when the process has no descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Serves `router` on `listener` until `stop` completes, and then until the requests in flight are answered. Handlers get their
/// peer's address.
///
/// A request whose head does not arrive within 75 s ends its stream, as does a stream that is idle for that long, or takes nothing of
/// an answer for 60 s; a head of more than 64 KiB or 100 headers gets 431. Beyond 12,000 streams, further ones wait; of one address
/// that is no proxy's in `trusted` there are 2,000 at most.
///
/// # Errors
/// None at present; streams that break are nobody's error.
pub async fn serve_with_peers(
    listener: TcpListener,
    router: Router,
    trusted: Vec<Cidr>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    let bounds = Bounds {
        streams_max: STREAMS_MAX,
        of_address_max: STREAMS_OF_ADDRESS_MAX,
        head_time_max: HEAD_TIME_MAX,
        write_time_max: WRITE_TIME_MAX,
        trusted,
    };
    serve_within(listener, router, stop, bounds).await
}

/// What streams may cost.
struct Bounds {
    streams_max: usize,
    of_address_max: usize,
    head_time_max: Duration,
    write_time_max: Duration,
    trusted: Vec<Cidr>,
}

/// How many streams each address has.
#[derive(Clone, Default)]
struct Addresses(Arc<Mutex<HashMap<u128, usize>>>);

/// A stream's place among those of its address, until it is dropped.
struct Place {
    addresses: Addresses,
    block: u128,
}

impl Addresses {
    /// A place for one more, unless the address has `max`.
    fn place(&self, block: u128, max: usize) -> Option<Place> {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.get(&block).copied().unwrap_or_default();
        (count < max).then(|| {
            counts.insert(block, count + 1);
            Place { addresses: self.clone(), block }
        })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut counts = self.addresses.0.lock().unwrap_or_else(PoisonError::into_inner);
        match counts.get_mut(&self.block) {
            Some(count) if *count > 1 => *count -= 1,
            _ => drop(counts.remove(&self.block)),
        }
    }
}

async fn serve_within(
    listener: TcpListener,
    router: Router,
    stop: impl Future<Output = ()> + Send + 'static,
    bounds: Bounds,
) -> io::Result<()> {
    let room = Arc::new(Semaphore::new(bounds.streams_max));
    let addresses = Addresses::default();
    let (stopping, stopped) = watch::channel(());
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut stop => break,
            accepted = accepted => accepted,
        };
        match (place, accepted) {
            (Ok(place), Ok((stream, peer))) => {
                let of_address = match peer::is_trusted(&bounds.trusted, peer.ip()) {
                    true => None,
                    false => match addresses.place(block_of(peer.ip()), bounds.of_address_max) {
                        Some(of_address) => Some(of_address),
                        None => continue,
                    },
                };
                // Answers are small and whole; a stream that refuses is served all the same.
                let _ = stream.set_nodelay(true);
                let conversation = converse(stream, peer, router.clone(), stopped.clone(), &bounds);
                tokio::spawn(async move {
                    let _places: (OwnedSemaphorePermit, Option<Place>) = (place, of_address);
                    conversation.await;
                });
            }
            (_, Err(error)) if is_of_one_stream(&error) => {}
            (_, Err(error)) => {
                tracing::error!(
                    error = &error as &dyn std::error::Error,
                    "No further stream can be accepted at the moment."
                );
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
            (Err(_), Ok(_)) => break,
        }
    }
    drop((listener, stopped));
    // Streams hear that it ends when they are told, and hold on to the other end until they are done.
    let _ = stopping.send(());
    stopping.closed().await;
    Ok(())
}

/// One stream, until it ends or is asked to.
fn converse(
    stream: TcpStream,
    peer: SocketAddr,
    router: Router,
    mut stopped: watch::Receiver<()>,
    bounds: &Bounds,
) -> impl Future<Output = ()> + Send + use<> {
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        router.call(request)
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(bounds.head_time_max).max_header_size(HEAD_LENGTH_MAX);
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(bounds.write_time_max));
    async move {
        let mut conversation = std::pin::pin!(http.serve_connection(TokioIo::new(Box::pin(stream)), service));
        let ended = tokio::select! {
            ended = &mut conversation => ended,
            _ = stopped.changed() => {
                conversation.as_mut().graceful_shutdown();
                conversation.await
            }
        };
        if let Err(error) = ended {
            tracing::trace!(error = &error as &dyn std::error::Error, "A stream broke.");
        }
    }
}

/// Whether another stream may well be accepted.
fn is_of_one_stream(error: &io::Error) -> bool {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    matches!(error.kind(), ConnectionAborted | ConnectionRefused | ConnectionReset)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::routing::get;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::sync::oneshot;
    use tokio::task::JoinHandle;
    use tokio::time::timeout;

    const SOON: Duration = Duration::from_secs(20);
    const REQUEST: &[u8] = b"GET / HTTP/1.1\r\nhost: a\r\n\r\n";

    async fn start(streams_max: usize, head_time_max: Duration) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        start_within(Bounds { streams_max, head_time_max, ..bounds() }).await
    }

    fn bounds() -> Bounds {
        Bounds { streams_max: 10, of_address_max: 10, head_time_max: SOON, write_time_max: SOON, trusted: vec![] }
    }

    async fn start_within(bounds: Bounds) -> (SocketAddr, oneshot::Sender<()>, JoinHandle<()>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let slow = || async {
            tokio::time::sleep(Duration::from_millis(500)).await;
            "late"
        };
        let router = Router::new()
            .route("/", get(|| async { "here" }))
            .route("/slow", get(slow))
            .route("/long", get(|| async { vec![0; 64 * 1024 * 1024] }));
        let (stop, stopped) = oneshot::channel();
        let stopped = async move { stopped.await.unwrap_or_default() };
        let serving = serve_within(listener, router, stopped, bounds);
        (addr, stop, tokio::spawn(async move { serving.await.unwrap() }))
    }

    async fn answer(stream: &mut TcpStream) -> String {
        let mut got = vec![0; 4096];
        let length = timeout(SOON, stream.read(&mut got)).await.expect("an answer").unwrap();
        String::from_utf8_lossy(&got[..length]).into_owned()
    }

    #[tokio::test]
    async fn a_head_that_does_not_come_ends_the_stream() {
        let (addr, _stop, _serving) = start(10, Duration::from_millis(200)).await;
        for beginning in ["", "GET / HT", "GET / HTTP/1.1\r\nhost: a\r\nx-slow: "] {
            let mut stream = TcpStream::connect(addr).await.unwrap();
            stream.write_all(beginning.as_bytes()).await.unwrap();
            let mut rest = Vec::new();
            timeout(SOON, stream.read_to_end(&mut rest)).await.expect("the stream ends").unwrap();
        }
    }

    #[tokio::test]
    async fn a_flood_of_streams_waits_and_is_served_in_turn() {
        let (addr, _stop, _serving) = start(2, SOON).await;
        let silent = [TcpStream::connect(addr).await.unwrap(), TcpStream::connect(addr).await.unwrap()];
        let mut third = TcpStream::connect(addr).await.unwrap();
        third.write_all(REQUEST).await.unwrap();
        assert!(timeout(Duration::from_millis(300), third.readable()).await.is_err(), "there is no room yet");
        drop(silent);
        assert!(answer(&mut third).await.ends_with("here"));
    }

    #[tokio::test]
    async fn one_address_does_not_get_all_the_room_unless_it_is_a_proxys() {
        let (addr, _stop, _serving) = start_within(Bounds { of_address_max: 1, ..bounds() }).await;
        let mut first = TcpStream::connect(addr).await.unwrap();
        first.write_all(REQUEST).await.unwrap();
        assert!(answer(&mut first).await.ends_with("here"));
        let mut second = TcpStream::connect(addr).await.unwrap();
        assert_eq!(timeout(SOON, second.read(&mut [0; 8])).await.expect("it is hung up on").unwrap(), 0);
        drop(first);
        loop {
            let mut third = TcpStream::connect(addr).await.unwrap();
            // It may be hung up on until the end of the first was seen.
            let asked = third.write_all(REQUEST).await;
            if asked.is_ok() && third.read(&mut [0; 8]).await.is_ok_and(|length| length > 0) {
                break;
            }
        }
        let trusted = vec!["127.0.0.0/8".parse().unwrap()];
        let (addr, _stop, _serving) = start_within(Bounds { of_address_max: 0, trusted, ..bounds() }).await;
        let mut proxy = TcpStream::connect(addr).await.unwrap();
        proxy.write_all(REQUEST).await.unwrap();
        assert!(answer(&mut proxy).await.ends_with("here"));
    }

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_loses_the_stream() {
        let bounds = Bounds { streams_max: 1, write_time_max: Duration::from_millis(200), ..bounds() };
        let (addr, _stop, _serving) = start_within(bounds).await;
        let mut silent = TcpStream::connect(addr).await.unwrap();
        silent.write_all(b"GET /long HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut next = TcpStream::connect(addr).await.unwrap();
        next.write_all(REQUEST).await.unwrap();
        assert!(answer(&mut next).await.ends_with("here"), "its place was free again");
    }

    #[tokio::test]
    async fn what_is_under_way_is_finished_and_idle_streams_are_not_waited_for() {
        let (addr, stop, serving) = start(10, SOON).await;
        let mut idle = TcpStream::connect(addr).await.unwrap();
        idle.write_all(REQUEST).await.unwrap();
        assert!(answer(&mut idle).await.ends_with("here"));
        let mut busy = TcpStream::connect(addr).await.unwrap();
        busy.write_all(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        tokio::time::sleep(Duration::from_millis(100)).await;
        stop.send(()).unwrap();
        assert!(answer(&mut busy).await.ends_with("late"));
        timeout(Duration::from_secs(5), serving).await.expect("it ends").unwrap();
        assert!(TcpStream::connect(addr).await.is_err(), "nobody listens any more");
    }
}
