//! Asks, as an edge puts them.

use super::{Client, KeepAlive, get};
use crate::failure::Failure;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::net::TcpStream;

/// Asks about a sequence of host names over one kept stream.
pub(crate) struct Asks {
    stream: KeepAlive<TcpStream>,
    names: Box<dyn Iterator<Item = String> + Send>,
    next: Option<String>,
    body_bytes: usize,
}

impl Asks {
    /// Connects to the control plane at `address`. Every answer has to have `body_bytes` bytes, which tells a yes from a no.
    ///
    /// # Errors
    /// [`Failure::Io`] when it refuses.
    pub(crate) async fn new(
        address: SocketAddr,
        mut names: impl Iterator<Item = String> + Send + 'static,
        body_bytes: usize,
    ) -> Result<Self, Failure> {
        let doing = format!("connecting to the control plane at {address}");
        let stream = TcpStream::connect(address).await.map_err(Failure::io(&doing))?;
        stream.set_nodelay(true).map_err(Failure::io(doing))?;
        let next = names.next();
        Ok(Self { stream: KeepAlive::new(stream), names: Box::new(names), next, body_bytes })
    }
}

impl Client for Asks {
    async fn once(&mut self) -> Result<Duration, Failure> {
        let Some(name) = self.next.take() else {
            return Err(Failure::unexpected("no name is left to ask about"));
        };
        self.next = self.names.next();
        let exchange = self.stream.exchange(&get("localhost", &format!("/internal/ask?domain={name}"))).await?;
        match exchange.body_bytes == self.body_bytes {
            true => Ok(exchange.whole),
            false => Err(Failure::unexpected(format!("the answer about {name} is not the expected one"))),
        }
    }

    fn has_more(&self) -> bool {
        self.next.is_some()
    }
}
