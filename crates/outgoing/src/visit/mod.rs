//! Visiting a host that a customer connected, as a browser would: TLS by its name, the certificate verified, `GET /`.

mod trust;
mod witness;

pub use trust::Trust;

use crate::door::Door;
use crate::request::innermost;
use nameplate_domain::visit::{Page, ShownCertificate, Unreached, url};
use reqwest::{Client, redirect};
use std::error::Error;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};
use witness::Witness;

/// Whom to visit.
#[derive(Clone, Copy, Debug)]
pub struct Destination<'a> {
    /// The name, in A-labels; what TLS and HTTP are told.
    pub host: &'a str,
    /// Where the name leads; tried in order. Those that may not be reached are left out.
    pub addresses: &'a [IpAddr],
    /// TCP port.
    pub port: u16,
}

/// What a visit met.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Met {
    /// The answer, or why there is none.
    pub outcome: Result<Page, Unreached>,
    /// The certificate that was shown, believed or not.
    pub certificate: Option<ShownCertificate>,
}

impl Door {
    /// Asks `to` for its first page. Takes no longer than `time`; follows no redirect and reads no body. Nothing of one visit is used
    /// in another.
    pub async fn visit(&self, to: &Destination<'_>, trust: &Trust, time: Duration) -> Met {
        let met = |outcome| Met { outcome, certificate: None };
        let reachable: Vec<SocketAddr> = to
            .addresses
            .iter()
            .filter(|address| self.reach.has(**address))
            .map(|address| SocketAddr::new(*address, to.port))
            .collect();
        if reachable.is_empty() {
            return met(Err(Unreached::AddressNotPublic));
        }
        let (client, witness) = match visitor(to.host, &reachable, trust).await {
            Ok(visitor) => visitor,
            Err(why) => return met(Err(Unreached::TlsFailed(why))),
        };
        let start = Instant::now();
        let sent = tokio::time::timeout(time, client.get(url(to.host, to.port)).send()).await;
        let took_ms = u64::try_from(start.elapsed().as_millis()).unwrap_or(u64::MAX);
        let outcome = match (sent, witness.distrust()) {
            (Ok(Ok(response)), _) => Ok(Page { status: response.status().as_u16(), took_ms }),
            (_, Some(distrust)) => Err(Unreached::CertificateInvalid(distrust)),
            (Ok(Err(error)), None) if !error.is_timeout() => Err(unreached(&error)),
            (_, None) => Err(Unreached::Timeout(time.as_millis().div_ceil(1000).try_into().unwrap_or(u64::MAX))),
        };
        Met { outcome, certificate: witness.certificate() }
    }
}

/// A client for one visit, and who watches the certificate that it is shown.
async fn visitor(host: &str, reachable: &[SocketAddr], trust: &Trust) -> Result<(Client, Arc<Witness>), String> {
    let witness = Arc::new(Witness::new(trust.roots().await)?);
    let client = Client::builder()
        .user_agent("Nameplate")
        .tls_backend_preconfigured(witness::watched(&witness)?)
        .resolve_to_addrs(host, reachable)
        .https_only(true)
        .redirect(redirect::Policy::none())
        .no_proxy()
        .build()
        .map_err(|error| innermost(&error))?;
    Ok((client, witness))
}

/// What kept a request from its answer, by the first error of the chain that tells.
fn unreached(error: &reqwest::Error) -> Unreached {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(current) = next {
        if let Some(io) = current.downcast_ref::<io::Error>() {
            let of_tls = io.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
            if let Some(of_tls) = of_tls {
                return Unreached::TlsFailed(of_tls.to_string());
            }
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return Unreached::Refused,
                kind @ (io::ErrorKind::HostUnreachable
                | io::ErrorKind::NetworkUnreachable
                | io::ErrorKind::AddrNotAvailable
                | io::ErrorKind::TimedOut) => return Unreached::NoRoute(kind.to_string()),
                _ => {}
            }
        }
        next = current.source();
    }
    match error.is_connect() {
        true => Unreached::TlsFailed(innermost(error)),
        false => Unreached::NoAnswer(innermost(error)),
    }
}
