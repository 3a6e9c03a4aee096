//! From a TCP stream to an encrypted one, or to a refusal at the ClientHello.

use crate::ServerName;
use crate::challenges::Challenges;
use crate::proxy::Proxy;
use crate::sites::Site;
use rustls::HandshakeKind;
use rustls::server::Acceptor;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout_at};
use tokio_rustls::server::TlsStream;
use tokio_rustls::{LazyConfigAcceptor, StartHandshake};

/// What a refused visitor is told, as the description of a fatal alert (RFC 8446 section 6.2).
#[derive(Clone, Copy)]
enum Refused {
    /// There is no such site here (RFC 6066 section 3).
    UnrecognizedName = 112,
    /// There may be one, but it cannot be served now.
    InternalError = 80,
}

impl Refused {
    /// The alert in the clear: record type 21, legacy version, two bytes, level 2, description.
    fn to_record(self) -> [u8; 7] {
        [21, 3, 3, 0, 2, 2, self as u8]
    }
}

/// A finished handshake.
pub(crate) struct Encrypted {
    pub(crate) stream: TlsStream<TcpStream>,
    pub(crate) site: Arc<Site>,
    pub(crate) speaks_h2: bool,
}

/// Shakes hands within `limit`. The name is looked up on every ClientHello, resumed sessions included, so that a name
/// that is no longer allowed stops at once. `None`: refused, broken off, or an authority that has seen what it wanted to;
/// counted in each case.
pub(crate) async fn shake_hands(tcp: TcpStream, proxy: &Proxy, limit: Duration) -> Option<Encrypted> {
    let (ladder, counters) = (&proxy.ladder, &proxy.counters);
    let deadline = Instant::now() + limit;
    let Ok(Ok(start)) = timeout_at(deadline, LazyConfigAcceptor::new(Acceptor::default(), tcp)).await else {
        counters.handshakes_failed_total.up();
        return None;
    };
    let name = start.client_hello().server_name().and_then(|name| ServerName::parse(name).ok());
    if Challenges::is_validation(&start.client_hello()) {
        validate(start, name, proxy, deadline).await;
        return None;
    }
    let site = match find(name, proxy, deadline).await {
        Ok(site) => site,
        Err(refused) => {
            counters.handshakes_refused_total.up();
            refuse(start.io, refused, deadline).await;
            return None;
        }
    };
    let tls = ladder.terms().tls_for(&site, start.client_hello().cipher_suites());
    let Ok(Ok(stream)) = timeout_at(deadline, start.into_stream(tls)).await else {
        counters.handshakes_failed_total.up();
        return None;
    };
    let (_, session) = stream.get_ref();
    counters.handshakes_total.up();
    if session.handshake_kind() == Some(HandshakeKind::Resumed) {
        counters.handshakes_resumed_total.up();
    }
    let speaks_h2 = session.alpn_protocol() == Some(b"h2");
    Some(Encrypted { stream, site, speaks_h2 })
}

/// Shows an authority the certificate that it asked for (RFC 8737 section 3), and ends. No site is ever reached this way.
async fn validate(start: StartHandshake<TcpStream>, name: Option<ServerName>, proxy: &Proxy, deadline: Instant) {
    let answer = async { proxy.challenges.tls_for(&name?).await };
    let Ok(Some(tls)) = timeout_at(deadline, answer).await else {
        proxy.counters.handshakes_refused_total.up();
        refuse(start.io, Refused::UnrecognizedName, deadline).await;
        return;
    };
    match timeout_at(deadline, start.into_stream(tls)).await {
        Ok(Ok(mut stream)) => {
            proxy.counters.challenges_answered_total.up();
            let _ = timeout_at(deadline, stream.shutdown()).await;
        }
        Ok(Err(_)) | Err(_) => proxy.counters.handshakes_failed_total.up(),
    }
}

/// Says why and closes. The visitor may be gone already.
async fn refuse(mut io: TcpStream, refused: Refused, deadline: Instant) {
    // One more second for the alert, should the time be up.
    let limit = deadline.max(Instant::now() + Duration::from_secs(1));
    let _ = timeout_at(limit, io.write_all(&refused.to_record())).await;
    let _ = timeout_at(limit, io.shutdown()).await;
}

async fn find(name: Option<ServerName>, proxy: &Proxy, deadline: Instant) -> Result<Arc<Site>, Refused> {
    let ladder = &proxy.ladder;
    let name = name.ok_or(Refused::UnrecognizedName)?;
    if let Some(site) = ladder.at_hand(&name) {
        proxy.counters.sites_at_hand_total.up();
        return Ok(site);
    }
    match timeout_at(deadline, ladder.site(&name)).await {
        Ok(Ok(site)) => Ok(site),
        Ok(Err(error)) if error.is_denied() => Err(Refused::UnrecognizedName),
        Ok(Err(error)) => {
            tracing::debug!(server.name = %name, error = &error as &dyn std::error::Error, "A handshake is refused: its site cannot be had.");
            Err(Refused::InternalError)
        }
        Err(_elapsed) => {
            tracing::warn!(server.name = %name, "A handshake is refused: its certificate is not there in time. The issuance goes on.");
            Err(Refused::InternalError)
        }
    }
}
