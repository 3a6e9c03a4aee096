//! Somebody who visits a name at one edge: a TLS handshake that checks the certificate, and a request.

use rustls::client::Resumption;
use rustls::crypto::aws_lc_rs::default_provider;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, HandshakeKind, RootCertStore, Stream};
use std::io::{self, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

/// Longer than an edge lets a handshake take.
const PATIENCE: Duration = Duration::from_secs(15);

/// Trusts one root, and remembers sessions.
#[derive(Clone, Debug)]
pub(crate) struct Visitor(Arc<ClientConfig>);

/// What came of a visit.
#[derive(Debug)]
pub(crate) struct Visit {
    /// The certificate, DER.
    pub(crate) leaf: Vec<u8>,
    /// Whether a session was resumed.
    pub(crate) handshake: HandshakeKind,
    /// The HTTP status.
    pub(crate) status: u16,
}

impl Visitor {
    /// Somebody who was never here before.
    pub(crate) fn new(root: CertificateDer<'static>) -> Self {
        let mut roots = RootCertStore::empty();
        roots.add(root).unwrap();
        let mut config = ClientConfig::builder_with_provider(Arc::new(default_provider()))
            .with_protocol_versions(&[&rustls::version::TLS13])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        config.resumption = Resumption::in_memory_sessions(16);
        Self(Arc::new(config))
    }

    /// Visits a name.
    ///
    /// # Errors
    /// Nobody listens, or the handshake is refused.
    pub(crate) async fn visit(&self, edge: SocketAddr, host: &str) -> io::Result<Visit> {
        let (config, host) = (Arc::clone(&self.0), host.to_owned());
        tokio::task::spawn_blocking(move || visit(config, edge, host)).await.unwrap()
    }
}

fn visit(config: Arc<ClientConfig>, edge: SocketAddr, host: String) -> io::Result<Visit> {
    let mut tcp = TcpStream::connect_timeout(&edge, PATIENCE)?;
    tcp.set_read_timeout(Some(PATIENCE))?;
    tcp.set_write_timeout(Some(PATIENCE))?;
    let request = format!("GET / HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let name = ServerName::try_from(host).unwrap();
    let mut tls = ClientConnection::new(config, name).unwrap();
    let mut stream = Stream::new(&mut tls, &mut tcp);
    stream.write_all(request.as_bytes())?;
    let mut response = Vec::new();
    stream.read_to_end(&mut response)?;
    let text = String::from_utf8_lossy(&response);
    let status = text.split(' ').nth(1).and_then(|status| status.parse().ok());
    Ok(Visit {
        leaf: tls.peer_certificates().unwrap()[0].to_vec(),
        handshake: tls.handshake_kind().unwrap(),
        status: status.unwrap_or_else(|| panic!("no status in {text:?}")),
    })
}

/// Whether the edge said that there is no such site, as `unrecognized_name` (RFC 6066 section 3).
pub(crate) fn is_refused(visit: &io::Result<Visit>) -> bool {
    matches!(visit, Err(error) if error.to_string().contains("UnrecognisedName"))
}

/// The application behind the edges: it says 200 to everybody. Gives its URL.
pub(crate) fn application() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(stream) = stream else { continue };
            std::thread::spawn(move || answer(stream));
        }
    });
    url
}

/// One request; edges that go away in the middle are no concern of the application.
fn answer(mut stream: TcpStream) -> io::Result<()> {
    let mut request = Vec::new();
    let mut piece = [0; 1024];
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => return Ok(()),
            length => request.extend_from_slice(&piece[..length]),
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\nconnection: close\r\n\r\nhello")
}
