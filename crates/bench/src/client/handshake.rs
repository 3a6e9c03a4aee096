//! Handshakes, full or resumed, each on a TCP stream of its own.

use super::{Client, Resumption, Tls};
use crate::failure::Failure;
use rustls::HandshakeKind;
use std::net::SocketAddr;
use std::time::{Duration, Instant};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::client::TlsStream;

/// Handshakes with one server as a visitor of one name.
pub(crate) struct Handshakes {
    tls: Tls,
    name: String,
    resumption: Resumption,
    wanted: HandshakeKind,
}

impl Handshakes {
    /// Ready to measure full handshakes.
    pub(crate) async fn full(address: SocketAddr, name: &str) -> Result<Self, Failure> {
        Self::prepare(address, name, Resumption::Never, HandshakeKind::Full).await
    }

    /// Ready to measure resumed handshakes: the first ticket is already there.
    pub(crate) async fn resumed(address: SocketAddr, name: &str) -> Result<Self, Failure> {
        Self::prepare(address, name, Resumption::WithTickets, HandshakeKind::Resumed).await
    }

    async fn prepare(
        address: SocketAddr,
        name: &str,
        resumption: Resumption,
        wanted: HandshakeKind,
    ) -> Result<Self, Failure> {
        let tls = Tls::new(address, &["http/1.1"], resumption)?;
        let mut handshakes = Self { tls, name: name.to_owned(), resumption, wanted: HandshakeKind::Full };
        handshakes.once().await?;
        handshakes.wanted = wanted;
        Ok(handshakes)
    }
}

impl Client for Handshakes {
    /// The latency ends with the client's side of the handshake. The operation ends when the server has closed too: only
    /// then has it done all of its side, and sent the ticket that the next resumption spends.
    async fn once(&mut self) -> Result<Duration, Failure> {
        let start = Instant::now();
        let mut stream = self.tls.connect(&self.name).await?;
        let latency = start.elapsed();
        let kind = stream.get_ref().1.handshake_kind();
        if kind != Some(self.wanted) {
            return Err(Failure::unexpected(format!("a handshake was {kind:?} instead of {:?}", self.wanted)));
        }
        close(&mut stream, self.resumption).await?;
        Ok(latency)
    }
}

/// Closes, and waits until the server has closed too.
///
/// # Errors
/// [`Failure`] when the server says something instead.
pub(super) async fn close(stream: &mut TlsStream<TcpStream>, resumption: Resumption) -> Result<(), Failure> {
    let doing = "closing a TLS stream";
    stream.shutdown().await.map_err(Failure::io(doing))?;
    let mut rest = [0; 64];
    match stream.read(&mut rest).await {
        // Servers that close without close_notify have closed all the same.
        Ok(0) => Ok(()),
        Err(error) if resumption == Resumption::Never || is_truncation(&error) => Ok(()),
        Err(error) => Err(Failure::io(doing)(error)),
        Ok(_) => Err(Failure::unexpected("a server spoke before it was asked")),
    }
}

fn is_truncation(error: &std::io::Error) -> bool {
    use std::io::ErrorKind::{ConnectionReset, UnexpectedEof};
    matches!(error.kind(), UnexpectedEof | ConnectionReset)
}
