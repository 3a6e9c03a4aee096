//! One full handshake for each of many names, and what is shown in them.

use super::handshake::close;
use super::{Client, Resumption, Tls};
use crate::failure::Failure;
use std::collections::{HashMap, VecDeque};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The leaf certificate of each name, as it was shown first. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaves(Arc<Mutex<HashMap<String, Vec<u8>>>>);

impl Leaves {
    /// How many names have shown one.
    pub(crate) fn len(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }

    /// A leaf has to hold its name, and to be the one that was shown before, if there was any.
    fn check(&self, name: &str, leaf: &[u8]) -> Result<(), Failure> {
        if !leaf.windows(name.len()).any(|bytes| bytes == name.as_bytes()) {
            return Err(Failure::unexpected(format!("the certificate shown for {name} is not for it")));
        }
        let mut leaves = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match leaves.get(name) {
            Some(before) if before != leaf => {
                Err(Failure::unexpected(format!("{name} shows another certificate than before")))
            }
            Some(_) => Ok(()),
            None => {
                leaves.insert(name.to_owned(), leaf.to_vec());
                Ok(())
            }
        }
    }
}

/// Visits each of its names once, without a request.
pub(crate) struct OncePerName {
    tls: Tls,
    names: VecDeque<String>,
    leaves: Leaves,
}

impl OncePerName {
    /// # Errors
    /// [`Failure`] when the crypto provider has no TLS 1.3.
    pub(crate) fn new(
        address: SocketAddr,
        names: impl IntoIterator<Item = String>,
        leaves: &Leaves,
    ) -> Result<Self, Failure> {
        let tls = Tls::new(address, &["http/1.1"], Resumption::Never)?;
        Ok(Self { tls, names: names.into_iter().collect(), leaves: leaves.clone() })
    }
}

impl Client for OncePerName {
    /// From the TCP handshake to the end of the client's side of TLS; the operation ends when the server has closed too.
    async fn once(&mut self) -> Result<Duration, Failure> {
        let Some(name) = self.names.pop_front() else {
            return Err(Failure::unexpected("no name is left to visit"));
        };
        let start = Instant::now();
        let mut stream = self.tls.connect(&name).await?;
        let latency = start.elapsed();
        let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
        let leaf = shown.ok_or_else(|| Failure::unexpected(format!("no certificate is shown for {name}")))?;
        self.leaves.check(&name, leaf)?;
        close(&mut stream, Resumption::Never).await?;
        Ok(latency)
    }

    fn has_more(&self) -> bool {
        !self.names.is_empty()
    }

    fn survives_failure(&self) -> bool {
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_for_its_name_and_stays_the_same() {
        let leaves = Leaves::default();
        leaves.check("a.test", b"..a.test..").unwrap();
        leaves.check("a.test", b"..a.test..").unwrap();
        assert!(leaves.check("a.test", b"another a.test").is_err());
        assert!(leaves.check("b.test", b"..a.test..").is_err());
        assert_eq!(leaves.len(), 1);
    }
}
