//! Binding ports, with a sentence when one is taken.

use std::io;
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// A port that could not be had.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else has it.
    #[error("port {port} ({variable}) is taken by another program; stop that one, or set {variable} to a free port")]
    Taken {
        /// The port.
        port: u16,
        /// The variable that sets it.
        variable: &'static str,
    },
    /// The system refuses.
    #[error("cannot listen on {address} ({variable}): {source}")]
    Refused {
        /// The address.
        address: SocketAddr,
        /// The variable that sets its port.
        variable: &'static str,
        /// The system's words.
        source: io::Error,
    },
}

impl ListenError {
    /// Names the variable behind a failed bind.
    pub fn new(address: SocketAddr, variable: &'static str, source: io::Error) -> Self {
        match source.kind() {
            io::ErrorKind::AddrInUse => Self::Taken { port: address.port(), variable },
            _ => Self::Refused { address, variable, source },
        }
    }
}

/// Listens on `address`, whose port `variable` sets.
///
/// # Errors
/// [`ListenError`], as a sentence that says what to do.
pub async fn on(address: SocketAddr, variable: &'static str) -> Result<TcpListener, ListenError> {
    TcpListener::bind(address).await.map_err(|source| ListenError::new(address, variable, source))
}

/// Fails when somebody listens on `address` already. For listeners that share their port on purpose and would not notice.
///
/// # Errors
/// [`ListenError`], as a sentence that says what to do.
pub async fn check_free(address: SocketAddr, variable: &'static str) -> Result<(), ListenError> {
    if address.port() == 0 { Ok(()) } else { on(address, variable).await.map(drop) }
}
