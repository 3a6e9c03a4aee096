//! HTTP/2: several requests in flight on each of several streams.

use super::{Client, Tls};
use crate::failure::Failure;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::client::conn::http2::{Builder, SendRequest};
use hyper::{Request, StatusCode};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::time::{Duration, Instant};

/// Flow-control windows: large enough that the client never slows a server down.
const STREAM_WINDOW_BYTES: u32 = 4 << 20;
const CONNECTION_WINDOW_BYTES: u32 = 16 << 20;

/// One of the requests in flight on a shared stream.
pub(crate) struct Http2 {
    sender: SendRequest<Empty<Bytes>>,
    url: String,
    body_bytes: usize,
}

impl Http2 {
    /// Opens one stream and gives `in_flight` clients on it.
    ///
    /// # Errors
    /// [`Failure`] when the server does not agree on `h2`, or does not answer with `body_bytes` bytes.
    pub(crate) async fn clients(
        tls: &Tls,
        name: &str,
        path: &str,
        body_bytes: usize,
        in_flight: usize,
    ) -> Result<Vec<Self>, Failure> {
        let stream = tls.connect(name).await?;
        if stream.get_ref().1.alpn_protocol() != Some(b"h2") {
            return Err(Failure::unexpected("a server did not agree to HTTP/2"));
        }
        let mut builder = Builder::new(TokioExecutor::new());
        builder.initial_stream_window_size(STREAM_WINDOW_BYTES).initial_connection_window_size(CONNECTION_WINDOW_BYTES);
        let (sender, connection) = builder
            .handshake(TokioIo::new(stream))
            .await
            .map_err(|error| Failure::unexpected(format!("HTTP/2 did not start: {error}")))?;
        tokio::spawn(connection);
        let url = format!("https://{name}{path}");
        let mut first = Self { sender, url, body_bytes };
        first.once().await?;
        Ok((0..in_flight).map(|_| Self { sender: first.sender.clone(), url: first.url.clone(), body_bytes }).collect())
    }
}

impl Client for Http2 {
    async fn once(&mut self) -> Result<Duration, Failure> {
        let broken = |error: hyper::Error| Failure::unexpected(format!("an HTTP/2 request broke: {error}"));
        let start = Instant::now();
        let request =
            Request::get(&self.url).body(Empty::new()).map_err(|error| Failure::unexpected(error.to_string()))?;
        let response = self.sender.send_request(request).await.map_err(broken)?;
        if response.status() != StatusCode::OK {
            return Err(Failure::unexpected(format!("a response is {} instead of 200", response.status())));
        }
        let mut body = response.into_body();
        let mut received = 0;
        while let Some(frame) = body.frame().await {
            received += frame.map_err(broken)?.data_ref().map_or(0, Bytes::len);
        }
        match received == self.body_bytes {
            true => Ok(start.elapsed()),
            false => Err(Failure::unexpected(format!("a body has {received} bytes instead of {}", self.body_bytes))),
        }
    }
}
