//! The listening side: an HTTP server that can break off a connection without an answer.

use super::message::pairs;
use super::{Outcome, Request};
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::Connected;
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use std::collections::BTreeSet;
use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

/// Peers whose connections are broken off at the next octet that would be sent to them.
type Broken = Arc<Mutex<BTreeSet<SocketAddr>>>;

/// What answers.
type Answering = Arc<dyn Fn(Request) -> Outcome + Send + Sync>;

/// Serves on a free port of the loopback until the runtime ends; the base URL.
pub(crate) async fn serve(answering: impl Fn(Request) -> Outcome + Send + Sync + 'static) -> String {
    let answering: Answering = Arc::new(answering);
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    let broken = Broken::default();
    let app = axum::Router::new().fallback(handle).with_state((answering, broken.clone()));
    let service = app.into_make_service_with_connect_info::<Peer>();
    tokio::spawn(async move { axum::serve(Breakable { listener, broken }, service).await });
    base
}

async fn handle(
    State((answering, broken)): State<(Answering, Broken)>,
    ConnectInfo(Peer(peer)): ConnectInfo<Peer>,
    request: axum::extract::Request,
) -> Response {
    let (parts, body) = request.into_parts();
    let request = Request {
        method: parts.method.to_string(),
        path: parts.uri.path().to_owned(),
        query: pairs(parts.uri.query().unwrap_or_default()),
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
    };
    match answering(request) {
        Outcome::Answered(answer) => {
            let mut response = Response::builder().status(answer.status);
            for (name, value) in &answer.headers {
                response = response.header(name, value);
            }
            response.body(Body::from(answer.body)).unwrap()
        }
        Outcome::Broken => {
            broken.lock().unwrap().insert(peer);
            Response::new(Body::empty())
        }
    }
}

#[derive(Clone)]
struct Peer(SocketAddr);

impl Connected<IncomingStream<'_, Breakable>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Breakable>) -> Self {
        Self(*stream.remote_addr())
    }
}

struct Breakable {
    listener: TcpListener,
    broken: Broken,
}

impl Listener for Breakable {
    type Io = BreakableStream;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        let (stream, peer) = self.listener.accept().await.unwrap();
        // The port may have belonged to a connection that was broken off before.
        self.broken.lock().unwrap().remove(&peer);
        (BreakableStream { stream, peer, broken: self.broken.clone() }, peer)
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        self.listener.local_addr()
    }
}

struct BreakableStream {
    stream: TcpStream,
    peer: SocketAddr,
    broken: Broken,
}

impl AsyncRead for BreakableStream {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl AsyncWrite for BreakableStream {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, octets: &[u8]) -> Poll<io::Result<usize>> {
        if self.broken.lock().unwrap().contains(&self.peer) {
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.stream).poll_write(cx, octets)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
