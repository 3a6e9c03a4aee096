//! The page that connected domains show in development, until the developer's own product runs there.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// Serves the demo page where `origin` points, unless something serves there already (`None`) or it is elsewhere.
///
/// # Errors
/// Whatever keeps it from listening, other than the port being taken.
pub async fn start(origin: &str) -> io::Result<Option<tokio::task::JoinHandle<()>>> {
    let Some(port) = local_port(origin) else { return Ok(None) };
    match TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port))).await {
        Ok(listener) => Ok(Some(tokio::spawn(nameplate_sandbox::demo_page::serve(listener)))),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => Ok(None),
        Err(error) => Err(error),
    }
}

fn local_port(origin: &str) -> Option<u16> {
    let authority = origin.strip_prefix("http://")?;
    let (host, port) = authority.rsplit_once(':')?;
    matches!(host, "localhost" | "127.0.0.1").then(|| port.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::local_port;

    #[test]
    fn only_this_machine_gets_the_demo_page() {
        assert_eq!(local_port("http://localhost:3001"), Some(3001));
        assert_eq!(local_port("http://origin.example:3001"), None);
        assert_eq!(local_port("https://localhost:3001"), None);
    }
}
