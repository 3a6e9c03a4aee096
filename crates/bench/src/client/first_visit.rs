//! First visits: each to a host name that the server has never seen.

use super::{Client, KeepAlive, Resumption, Tls, get};
use crate::failure::Failure;
use std::collections::VecDeque;
use std::net::SocketAddr;
use std::time::{Duration, Instant};

/// Visits each of its names once.
pub(crate) struct FirstVisits {
    tls: Tls,
    names: VecDeque<String>,
    certificates: Vec<Vec<u8>>,
}

impl FirstVisits {
    /// # Errors
    /// [`Failure`] when the crypto provider has no TLS 1.3.
    pub(crate) fn new(address: SocketAddr, names: impl IntoIterator<Item = String>) -> Result<Self, Failure> {
        let tls = Tls::new(address, &["http/1.1"], Resumption::Never)?;
        Ok(Self { tls, names: names.into_iter().collect(), certificates: Vec::new() })
    }

    /// The leaf certificates that were shown, in the order of the visits.
    pub(crate) fn into_certificates(self) -> Vec<Vec<u8>> {
        self.certificates
    }
}

impl Client for FirstVisits {
    /// From the TCP handshake to the first byte of the response.
    async fn once(&mut self) -> Result<Duration, Failure> {
        let Some(name) = self.names.pop_front() else {
            return Err(Failure::unexpected("no name is left to visit"));
        };
        let start = Instant::now();
        let stream = self.tls.connect(&name).await?;
        let mut stream = KeepAlive::new(stream);
        let sent = start.elapsed();
        let exchange = stream.exchange(&get(&name, "/")).await?;
        let leaf = stream.get_ref().get_ref().1.peer_certificates().and_then(<[_]>::first);
        self.certificates.extend(leaf.map(|certificate| certificate.to_vec()));
        Ok(sent + exchange.first_byte)
    }

    fn has_more(&self) -> bool {
        !self.names.is_empty()
    }

    fn survives_failure(&self) -> bool {
        true
    }
}
