//! Everything an operator can set about an edge.

use nameplate_domain::cidr::Cidr;
use nameplate_domain::networks::Network;
use rustls::pki_types::CertificateDer;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// Settings of one edge. [`Default`] is what a developer's machine wants.
#[derive(Clone, Debug)]
pub struct EdgeSettings {
    /// Where TLS is spoken (`EDGE_TLS_PORT`); port 0 takes a free one.
    pub tls_addr: SocketAddr,
    /// Where plain HTTP is spoken: health, metrics, redirects (`EDGE_HTTP_PORT`); port 0 takes a free one.
    pub http_addr: SocketAddr,
    /// Where the root of the internal CA lies, if that is who signs (`EDGE_STORAGE_DIR`).
    pub storage_dir: PathBuf,
    /// What the control plane knows this edge by; also its name in `CDN-Loop`.
    pub edge_id: String,
    /// The port that visitors see, for redirects to https. 443 is left out of URLs.
    pub public_tls_port: u16,
    /// Threads that serve visitors; 0 is one for each core.
    pub worker_threads: usize,
    /// Peers whose `X-Forwarded-*` and `X-Request-Id` are believed (`EDGE_TRUSTED_PROXIES`).
    pub trusted_proxies: Vec<Cidr>,
    /// Where requests go when the control plane names no origin (`EDGE_ORIGIN_DEFAULT`); none means 502.
    pub default_origin: Option<String>,
    /// Networks that origins may be in (`EDGE_ORIGIN_NETWORKS`); none are named: any.
    pub origin_networks: Vec<Network>,
    /// Roots that https origins may chain to besides the machine's own.
    pub origin_roots: Vec<CertificateDer<'static>>,

    /// Longest wait for one answer of the control plane (`EDGE_ASK_TIMEOUT`).
    pub ask_timeout: Duration,
    /// How long a yes is believed (`EDGE_ASK_POSITIVE_TTL`).
    pub ask_positive_ttl: Duration,
    /// How long a no is believed (`EDGE_ASK_NEGATIVE_TTL`).
    pub ask_negative_ttl: Duration,
    /// Pause before a control plane that could not be asked is asked again about the same name.
    pub ask_retry_pause: Duration,

    /// From the accepted TCP stream to the finished handshake, a certificate issued on the way included.
    pub handshake_timeout: Duration,
    /// For one request's headers to arrive; also how long an idle HTTP/1.1 stream is kept.
    pub header_timeout: Duration,
    /// How long an HTTP/2 stream without requests is kept.
    pub idle_timeout: Duration,
    /// To the origin's response headers, and between two pieces of a body (`EDGE_PROXY_TIMEOUT`).
    pub proxy_timeout: Duration,
    /// For the TCP and TLS handshakes with an origin, all of its addresses together.
    pub connect_timeout: Duration,
    /// How long an upgraded stream (WebSocket) may stay silent in both directions.
    pub tunnel_idle_timeout: Duration,
    /// How long an unused stream to an origin is kept for the next request.
    pub origin_idle_timeout: Duration,
    /// How long requests in flight may go on after a shutdown was asked for.
    pub drain_timeout: Duration,
    /// Longest pause between two looks for what is to be done without being told: certificates to renew, session ticket
    /// keys to change.
    pub look_every: Duration,
    /// How long a certificate that is being obtained stays this edge's business without a sign of life. Another edge takes
    /// over then.
    pub certificate_lease: Duration,
    /// How long key and certificate of a name that is not served any more are kept.
    pub delete_after: Duration,
    /// Whether such a certificate is revoked before it is deleted.
    pub revoke_removed: bool,
    /// Certificates that nobody visits are asked about at this rate after the start and after an outage of the control
    /// plane; 0 leaves it out.
    pub census_per_second: u32,

    /// From one word to the control plane about how this edge is to the next.
    pub status_every: Duration,

    /// Handshakes in progress; further streams are closed at once.
    pub handshakes_max: usize,
    /// Open TCP streams of visitors; further ones are closed at once.
    pub streams_max: usize,
    /// Bytes of one request's headers; above it the answer is 431.
    pub header_bytes_max: usize,
    /// Requests in flight on one HTTP/2 stream of a visitor.
    pub h2_requests_max: u32,
    /// Sites (certificate and origin) held in memory; the rest is read from the shelf again.
    pub sites_max: u64,
    /// Wildcard certificates held in memory, each for however many sites.
    pub wildcards_max: u64,
    /// Verdicts remembered, yes and no each.
    pub verdicts_max: u64,
    /// Questions to the control plane in flight.
    pub asks_max: usize,
    /// Certificates being issued at one time.
    pub issuances_max: usize,
    /// Unused streams kept for one origin by each thread.
    pub origin_idle_max: usize,
}

impl Default for EdgeSettings {
    fn default() -> Self {
        Self {
            tls_addr: SocketAddr::from(([127, 0, 0, 1], 8443)),
            http_addr: SocketAddr::from(([127, 0, 0, 1], 8081)),
            storage_dir: PathBuf::from("./edge-data"),
            edge_id: "edge".to_owned(),
            public_tls_port: 443,
            worker_threads: 0,
            trusted_proxies: Vec::new(),
            default_origin: None,
            origin_networks: Vec::new(),
            origin_roots: Vec::new(),
            ask_timeout: Duration::from_secs(3),
            ask_positive_ttl: Duration::from_secs(60),
            ask_negative_ttl: Duration::from_secs(5),
            ask_retry_pause: Duration::from_secs(1),
            handshake_timeout: Duration::from_secs(10),
            header_timeout: Duration::from_secs(30),
            idle_timeout: Duration::from_secs(120),
            proxy_timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(5),
            tunnel_idle_timeout: Duration::from_secs(3600),
            origin_idle_timeout: Duration::from_secs(30),
            drain_timeout: Duration::from_secs(30),
            look_every: Duration::from_secs(30),
            certificate_lease: Duration::from_secs(60),
            delete_after: Duration::from_secs(24 * 3600),
            revoke_removed: false,
            census_per_second: 200,
            status_every: Duration::from_secs(15),
            handshakes_max: 4096,
            streams_max: 65_536,
            header_bytes_max: 32 * 1024,
            h2_requests_max: 128,
            sites_max: 20_000,
            wildcards_max: 10_000,
            verdicts_max: 200_000,
            asks_max: 256,
            issuances_max: 64,
            origin_idle_max: 64,
        }
    }
}
