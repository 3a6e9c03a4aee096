//! Looks over the network: HTTP and TLS at one address, whatever the host is called, and DNS at one server.

use super::{CaaRecord, FailureCause, Look, LookFailure, StubResolver, Validator, tls};
use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt, Empty, Limited};
use hyper_util::rt::TokioIo;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;

const MOST_REDIRECTS: usize = 10;

/// Connects for real. All hosts are reached at `address`, as if the DNS said so.
#[derive(Debug)]
pub struct ByConnecting {
    /// Where every host is.
    pub address: IpAddr,
    /// In the place of port 80.
    pub http_port: u16,
    /// In the place of port 443.
    pub tls_port: u16,
    /// For one connection with its answer.
    pub patience: Duration,
    /// For TXT and CAA.
    pub dns: StubResolver,
}

impl ByConnecting {
    /// Connects to 127.0.0.1 and waits at most five seconds.
    #[must_use]
    pub const fn new(http_port: u16, tls_port: u16, dns_server: SocketAddr) -> Self {
        Self {
            address: IpAddr::V4(std::net::Ipv4Addr::LOCALHOST),
            http_port,
            tls_port,
            patience: Duration::from_secs(5),
            dns: StubResolver::new(dns_server),
        }
    }

    async fn open(&self, host: &str, port: u16) -> Result<TcpStream, LookFailure> {
        TcpStream::connect((self.address, port)).await.map_err(|error| {
            LookFailure::new(FailureCause::Connection, format!("{}: Fetching {host}: {error}", self.address))
        })
    }

    /// Gets a page as Let's Encrypt does: redirects are followed to http and https, and https is not verified.
    async fn page(&self, host: &str, token: &str) -> Result<String, LookFailure> {
        let mut at: Uri = format!("http://{host}/.well-known/acme-challenge/{token}").parse().map_err(|error| {
            LookFailure::new(FailureCause::Connection, format!("{host}: no URL can be made of it: {error}"))
        })?;
        for _ in 0..=MOST_REDIRECTS {
            let invalid = |what: &str| {
                let detail = format!("{}: Invalid response from {at}: {what}", self.address);
                LookFailure::new(FailureCause::Unauthorized, detail)
            };
            let target = at.host().ok_or_else(|| invalid("a redirect without a host"))?;
            let response = if at.scheme_str() == Some("https") {
                let stream = self.open(target, self.tls_port).await?;
                get(tls::handshake(target, stream, None).await?, &at).await
            } else {
                get(self.open(target, self.http_port).await?, &at).await
            };
            let (status, location, body) = response.map_err(|what| {
                LookFailure::new(FailureCause::Connection, format!("{}: Fetching {at}: {what}", self.address))
            })?;
            match location {
                Some(location) if status.is_redirection() => {
                    at = joined(&at, &location).ok_or_else(|| invalid(&location))?
                }
                _ if status == StatusCode::OK => return Ok(body),
                _ => return Err(invalid(status.as_str())),
            }
        }
        Err(LookFailure::new(FailureCause::Connection, format!("{host}: Too many redirects")))
    }

    async fn in_time<T>(
        &self,
        host: &str,
        look: impl Future<Output = Result<T, LookFailure>>,
    ) -> Result<T, LookFailure> {
        tokio::time::timeout(self.patience, look).await.unwrap_or_else(|_| {
            let detail = format!(
                "{}: Fetching {host}: Timeout after connect (your server may be slow or overloaded)",
                self.address
            );
            Err(LookFailure::new(FailureCause::Connection, detail))
        })
    }
}

impl Validator for ByConnecting {
    fn http01<'a>(&'a self, host: &'a str, token: &'a str) -> Look<'a, String> {
        Box::pin(self.in_time(host, self.page(host, token)))
    }

    fn tls_alpn01<'a>(&'a self, host: &'a str) -> Look<'a, Vec<u8>> {
        let look = async move { tls::acme_identifier(host, self.open(host, self.tls_port).await?).await };
        Box::pin(self.in_time(host, look))
    }

    fn txt<'a>(&'a self, name: &'a str) -> Look<'a, Vec<String>> {
        Box::pin(self.dns.txt(name))
    }

    fn caa<'a>(&'a self, name: &'a str) -> Look<'a, Vec<CaaRecord>> {
        Box::pin(self.dns.caa(name))
    }
}

/// Where a redirect leads; no other port than those of http and https is followed.
fn joined(from: &Uri, location: &str) -> Option<Uri> {
    let to: Uri = location.parse().ok()?;
    if to.scheme().is_some() {
        return Some(to);
    }
    let mut parts = from.clone().into_parts();
    parts.path_and_query = Some(to.path_and_query()?.clone());
    Uri::from_parts(parts).ok()
}

type Page = (StatusCode, Option<String>, String);

/// One request over a connection of its own; the body may have 64 KiB.
async fn get(stream: impl AsyncRead + AsyncWrite + Unpin + Send + 'static, at: &Uri) -> Result<Page, String> {
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let request = Request::get(at.path_and_query().map_or("/", |path| path.as_str()))
        .header(header::HOST, at.host().unwrap_or_default())
        .header(header::USER_AGENT, "nameplate-test-ca")
        .body(Empty::<Bytes>::new())
        .map_err(|error| error.to_string())?;
    let exchange = async move {
        let response = sender.send_request(request).await.map_err(|error| error.to_string())?;
        let status = response.status();
        let location =
            response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let body = Limited::new(response.into_body(), 1 << 16).collect().await.map_err(|error| error.to_string())?;
        Ok((status, location, String::from_utf8_lossy(&body.to_bytes()).into_owned()))
    };
    let mut exchange = std::pin::pin!(exchange);
    tokio::select! {
        page = &mut exchange => page,
        _ = connection => exchange.await,
    }
}
