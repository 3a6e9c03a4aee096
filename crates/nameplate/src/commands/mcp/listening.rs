//! Connections of HTTP/1.1, and how they end.

use super::guarded::Guarded;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

/// Most connections at once; the next ones wait.
const CONNECTIONS_MAX: usize = 256;
/// Longest wait for the head of a request.
const HEAD_WAIT_MAX: Duration = Duration::from_secs(30);
/// How long what is being answered may still take once the program is asked to end.
const GRACE: Duration = Duration::from_secs(10);
/// Pause after a connection could not be taken, as when there are too many files.
const PAUSE: Duration = Duration::from_millis(100);

/// Serves until `asked_to_end`, and then what was begun.
pub(super) async fn serve(listener: TcpListener, guarded: Guarded, asked_to_end: impl Future<Output = ()>) {
    let (ending, is_ending) = watch::channel(false);
    let room = Arc::new(Semaphore::new(CONNECTIONS_MAX));
    let mut connections = JoinSet::new();
    let mut asked_to_end = pin!(asked_to_end);
    loop {
        let taken = async {
            let place = Arc::clone(&room).acquire_owned().await;
            (place, listener.accept().await)
        };
        let (place, accepted) = tokio::select! {
            () = &mut asked_to_end => break,
            taken = taken => taken,
            Some(_) = connections.join_next() => continue,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (guarded, is_ending) = (guarded.clone(), is_ending.clone());
                connections.spawn(async move {
                    converse(stream, peer.ip(), guarded, is_ending).await;
                    drop(place);
                });
            }
            Err(error) => {
                tracing::warn!(error = %error, "A connection could not be taken.");
                sleep(PAUSE).await;
            }
        }
    }
    drop(listener);
    ending.send_replace(true);
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if timeout(GRACE, all_ended).await.is_err() {
        guarded.end();
    }
}

async fn converse(stream: TcpStream, peer: IpAddr, guarded: Guarded, mut is_ending: watch::Receiver<bool>) {
    let service = service_fn(move |request| {
        let guarded = guarded.clone();
        async move { Ok::<_, Infallible>(guarded.answer(request, peer).await) }
    });
    let mut http = http1::Builder::new();
    http.timer(TokioTimer::new()).header_read_timeout(HEAD_WAIT_MAX);
    let mut connection = pin!(http.serve_connection(TokioIo::new(stream), service));
    let ended = tokio::select! {
        ended = &mut connection => ended,
        _ = is_ending.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(error = %error, "A connection broke off.");
    }
}
