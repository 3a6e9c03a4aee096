//! The plain HTTP port: challenges of certification authorities, health, metrics, and the way to https.

use crate::ServerName;
use crate::busy::Busy;
use crate::challenges::Challenges;
use crate::meter::Meter;
use crate::settings::EdgeSettings;
use crate::sites::Ladder;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, HOST, HeaderValue, LOCATION};
use http::{Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::io;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

/// Everything the port answers from.
#[derive(Debug)]
pub(crate) struct HttpPort {
    pub(crate) ladder: Ladder,
    pub(crate) challenges: Challenges,
    pub(crate) meter: Meter,
    pub(crate) settings: Arc<EdgeSettings>,
    pub(crate) stopping: watch::Receiver<bool>,
    pub(crate) busy: Busy,
}

type Page = Response<Full<Bytes>>;

impl HttpPort {
    /// Answers until told to stop.
    pub(crate) async fn run(self: Arc<Self>, listener: TcpListener) {
        let mut stopping = self.stopping.clone();
        let mut stop = pin!(stopping.wait_for(|stopping| *stopping));
        loop {
            let accepted = tokio::select! {
                accepted = listener.accept() => accepted,
                _ = &mut stop => return,
            };
            match accepted {
                Ok((tcp, peer)) if self.busy.count() < self.settings.streams_max => {
                    let hold = self.busy.hold();
                    let this = Arc::clone(&self);
                    tokio::spawn(async move {
                        this.serve(tcp, peer.ip()).await;
                        drop(hold);
                    });
                }
                Ok(_shed) => {}
                Err(error) if error.kind() == io::ErrorKind::ConnectionAborted => {}
                Err(error) => {
                    tracing::error!(
                        error = &error as &dyn std::error::Error,
                        "No stream can be accepted on the HTTP port."
                    );
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            }
        }
    }

    async fn serve(&self, tcp: TcpStream, peer: IpAddr) {
        let service = service_fn(|request| async move { Ok::<_, Infallible>(self.answer(&request, peer).await) });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(self.settings.header_timeout)
            .max_header_size(self.settings.header_bytes_max)
            .serve_connection(TokioIo::new(tcp), service);
        let mut connection = pin!(connection);
        let mut stopping = self.stopping.clone();
        tokio::select! {
            _ = &mut connection => return,
            _ = stopping.wait_for(|stopping| *stopping) => {}
        }
        connection.as_mut().graceful_shutdown();
        let _ = connection.await;
    }

    /// Challenges are answered whatever the host: who asks is an authority that has looked up a name which may not be
    /// served yet. A token that is none of ours may be the origin's, so a known host is redirected all the same, whatever the path: `/healthz` of a customer's site is the
    /// customer's.
    async fn answer(&self, request: &Request<Incoming>, peer: IpAddr) -> Page {
        let token = Challenges::token(request.uri().path()).filter(|_| is_read(request));
        if let Some(token) = token
            && let Some(answer) = self.challenges.http(token).await
        {
            self.meter.shared().challenges_answered_total.up();
            return text(StatusCode::OK, "text/plain", answer);
        }
        let host = host_of(request);
        let mut asked_in_vain = false;
        // A name without a dot is how operators and probes say "this machine".
        if let Some(name) = host.filter(|name| name.as_str().contains('.')) {
            match self.ladder.is_known(&name).await {
                Ok(true) => return self.to_https(&name, request),
                Ok(false) => {}
                Err(_unknown) => asked_in_vain = true,
            }
        }
        match request.uri().path() {
            "/healthz" if is_read(request) => text(StatusCode::OK, "application/json", r#"{"status":"ok"}"#),
            "/metrics" if is_read(request) && is_near(peer) => {
                text(StatusCode::OK, "text/plain; version=0.0.4", self.meter.snapshot().to_prometheus())
            }
            _ if token.is_some() => text(StatusCode::NOT_FOUND, "text/plain", "no such challenge is known here\n"),
            _ if asked_in_vain => text(StatusCode::SERVICE_UNAVAILABLE, "text/plain", "try again in a moment\n"),
            _ => text(StatusCode::MISDIRECTED_REQUEST, "text/plain", "this host is not served here\n"),
        }
    }

    fn to_https(&self, name: &ServerName, request: &Request<Incoming>) -> Page {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let path = if path.starts_with('/') { path } else { "/" };
        let url = match self.settings.public_tls_port {
            443 => format!("https://{name}{path}"),
            port => format!("https://{name}:{port}{path}"),
        };
        let mut page = text(StatusCode::PERMANENT_REDIRECT, "text/plain", "");
        if let Ok(url) = HeaderValue::from_str(&url) {
            page.headers_mut().insert(LOCATION, url);
        }
        page
    }
}

fn host_of(request: &Request<Incoming>) -> Option<ServerName> {
    let host = match request.uri().authority() {
        Some(authority) => authority.as_str(),
        None => request.headers().get(HOST)?.to_str().ok()?,
    };
    let name = host.rsplit_once(':').map_or(host, |(name, _port)| name);
    ServerName::parse(name).ok()
}

fn is_read(request: &Request<Incoming>) -> bool {
    matches!(*request.method(), Method::GET | Method::HEAD)
}

/// Metrics are for this machine and its private network, not for the visitors of the same port.
fn is_near(peer: IpAddr) -> bool {
    match peer.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

fn text(status: StatusCode, kind: &'static str, body: impl Into<Bytes>) -> Page {
    let mut page = Response::new(Full::new(body.into()));
    *page.status_mut() = status;
    page.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    page
}

#[cfg(test)]
mod tests {
    use super::is_near;

    #[test]
    fn metrics_are_for_this_machine_and_private_networks() {
        let near = ["127.0.0.1", "10.1.2.3", "172.31.0.1", "192.168.0.9", "169.254.0.1", "::1", "fd00::1", "fe80::1"];
        let far = ["8.8.8.8", "172.32.0.1", "100.64.0.1", "203.0.113.7", "2001:db8::1", "2a01:4f8::1"];
        for (peers, expected) in [(&near[..], true), (&far[..], false)] {
            for peer in peers {
                assert_eq!(is_near(peer.parse().unwrap()), expected, "{peer}");
            }
        }
        assert!(is_near("::ffff:10.0.0.1".parse().unwrap()) && !is_near("::ffff:203.0.113.7".parse().unwrap()));
    }
}
