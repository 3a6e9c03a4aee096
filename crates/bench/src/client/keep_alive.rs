//! HTTP/1.1 on one kept stream, with as little CPU as possible: the client shares its cores with the server.

use super::Client;
use crate::failure::Failure;
use std::time::{Duration, Instant};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};

/// Bytes read at a time; a response's headers have to fit.
const BUFFER_BYTES: usize = 64 * 1024;

/// A request without body.
pub(crate) fn get(host: &str, target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nhost: {host}\r\nuser-agent: nameplate-bench\r\naccept: */*\r\n\r\n").into_bytes()
}

/// How one request went.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exchange {
    /// Until the first bytes of the response.
    pub(crate) first_byte: Duration,
    /// Until the last byte of the response.
    pub(crate) whole: Duration,
    /// Bytes of the response's body.
    pub(crate) body_bytes: usize,
}

/// A kept stream to a server.
#[derive(Debug)]
pub(crate) struct KeepAlive<S> {
    stream: S,
    buffer: Vec<u8>,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> KeepAlive<S> {
    pub(crate) fn new(stream: S) -> Self {
        Self { stream, buffer: vec![0; BUFFER_BYTES] }
    }

    /// Sends `request` and reads the whole response, which must be a 200 with a `Content-Length`.
    ///
    /// # Errors
    /// [`Failure`] when the stream breaks, or the response is another one.
    pub(crate) async fn exchange(&mut self, request: &[u8]) -> Result<Exchange, Failure> {
        let start = Instant::now();
        self.stream.write_all(request).await.map_err(Failure::io("sending a request"))?;
        self.stream.flush().await.map_err(Failure::io("sending a request"))?;
        let (mut filled, mut first_byte) = (0, None);
        let (head_bytes, body_bytes) = loop {
            filled += self.read(filled).await?;
            first_byte.get_or_insert_with(|| start.elapsed());
            if let Some(head) = head_end(&self.buffer[..filled]) {
                break (head, content_length(&self.buffer[..head])?);
            }
            if filled == BUFFER_BYTES {
                return Err(Failure::unexpected("response headers are longer than 64 KiB"));
            }
        };
        let mut missing = (head_bytes + body_bytes)
            .checked_sub(filled)
            .ok_or_else(|| Failure::unexpected("a response is longer than it says"))?;
        while missing > 0 {
            missing = missing
                .checked_sub(self.read(0).await?)
                .ok_or_else(|| Failure::unexpected("a response is longer than it says"))?;
        }
        let whole = start.elapsed();
        Ok(Exchange { first_byte: first_byte.unwrap_or(whole), whole, body_bytes })
    }

    /// Reads into the buffer from `at` on: how much came, which is at least one byte.
    async fn read(&mut self, at: usize) -> Result<usize, Failure> {
        match self.stream.read(&mut self.buffer[at..]).await.map_err(Failure::io("reading a response"))? {
            0 => Err(Failure::unexpected("the server closed in the middle of a response")),
            count => Ok(count),
        }
    }

    /// The stream below.
    pub(crate) fn get_ref(&self) -> &S {
        &self.stream
    }
}

/// Length of the response's head, once it is complete.
fn head_end(bytes: &[u8]) -> Option<usize> {
    bytes.windows(4).position(|window| window == b"\r\n\r\n").map(|at| at + 4)
}

fn content_length(head: &[u8]) -> Result<usize, Failure> {
    let text = String::from_utf8_lossy(head);
    let mut lines = text.split("\r\n");
    let status = lines.next().unwrap_or_default();
    if !status.starts_with("HTTP/1.1 200") {
        return Err(Failure::unexpected(format!("a response is {status:?} instead of 200")));
    }
    lines
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, value)| value.trim().parse().ok())
        .ok_or_else(|| Failure::unexpected(format!("a response has no Content-Length: {text:?}")))
}

/// The same request again and again on one stream.
#[derive(Debug)]
pub(crate) struct Repeat<S> {
    stream: KeepAlive<S>,
    request: Vec<u8>,
    body_bytes: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Repeat<S> {
    /// Sends the request once, which also opens the server's stream to its origin.
    ///
    /// # Errors
    /// [`Failure`] when the response is not a 200 with `body_bytes` bytes.
    pub(crate) async fn new(stream: S, request: Vec<u8>, body_bytes: usize) -> Result<Self, Failure> {
        let mut repeat = Self { stream: KeepAlive::new(stream), request, body_bytes };
        repeat.exchange().await?;
        Ok(repeat)
    }

    async fn exchange(&mut self) -> Result<Duration, Failure> {
        let exchange = self.stream.exchange(&self.request).await?;
        match exchange.body_bytes == self.body_bytes {
            true => Ok(exchange.whole),
            false => Err(Failure::unexpected(format!(
                "a body has {} bytes instead of {}",
                exchange.body_bytes, self.body_bytes
            ))),
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send + 'static> Client for Repeat<S> {
    async fn once(&mut self) -> Result<Duration, Failure> {
        self.exchange().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_length_of_a_body_is_read_from_its_head() {
        assert_eq!(content_length(b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 17\r\n\r\n").unwrap(), 17);
        assert!(content_length(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 17\r\n\r\n").is_err());
        assert!(content_length(b"HTTP/1.1 200 OK\r\n\r\n").is_err());
    }

    #[tokio::test]
    async fn a_response_in_pieces_is_put_together() {
        let (client, mut server) = tokio::io::duplex(1024);
        let answer = tokio::spawn(async move {
            server.read_exact(&mut vec![0; get("a.test", "/").len()]).await.unwrap();
            for piece in ["HTTP/1.1 200 OK\r\nconte", "nt-length: 6\r\n\r", "\nabc", "def"] {
                server.write_all(piece.as_bytes()).await.unwrap();
                tokio::task::yield_now().await;
            }
            server
        });
        let exchange = KeepAlive::new(client).exchange(&get("a.test", "/")).await.unwrap();
        assert_eq!(exchange.body_bytes, 6);
        answer.await.unwrap();
    }
}
