//! The edge beside nginx, haproxy and caddy: handshakes, requests, large bodies.

use crate::client::{Client, Handshakes, Http2, Measured, Repeat, Resumption, Tls, get, measure};
use crate::control_plane::ControlPlane;
use crate::failure::{Failure, chain};
use crate::latency::{median, ms};
use crate::peer::{LARGE_BODY_BYTES, Peer, Running, SMALL_BODY_BYTES, Site, WORKERS, start, start_origin};
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::{identity, progress};
use std::time::Duration;

const NAME: &str = "shop.customer.test";

/// What is repeated.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Operation {
    FullHandshake,
    ResumedHandshake,
    Http1,
    Http2,
    LargeHttp1,
    LargeHttp2,
}

impl Operation {
    const ALL: [Self; 6] =
        [Self::FullHandshake, Self::ResumedHandshake, Self::Http1, Self::Http2, Self::LargeHttp1, Self::LargeHttp2];

    const fn name(self) -> &'static str {
        match self {
            Self::FullHandshake => "full TLS 1.3 handshake",
            Self::ResumedHandshake => "resumed TLS 1.3 handshake",
            Self::Http1 => "HTTP/1.1 request, keep-alive",
            Self::Http2 => "HTTP/2 request",
            Self::LargeHttp1 => "1 MiB body, HTTP/1.1",
            Self::LargeHttp2 => "1 MiB body, HTTP/2",
        }
    }

    /// The CPU ratio to nginx that the edge has to stay at or below.
    const fn goal(self) -> f64 {
        match self {
            Self::FullHandshake => 0.5,
            Self::ResumedHandshake => 0.45,
            Self::Http1 => 1.2,
            Self::Http2 => 1.6,
            Self::LargeHttp1 | Self::LargeHttp2 => 1.0,
        }
    }
}

/// All rounds of one operation on one server.
#[derive(Debug, Default)]
struct Series(Vec<Measured>);

impl Series {
    fn median(&self, of: impl Fn(&Measured) -> f64) -> f64 {
        median(self.0.iter().map(of))
    }

    /// This series' CPU time over another's, round by round: median, least, most.
    fn cpu_ratios(&self, other: &Self) -> (f64, f64, f64) {
        let ratios: Vec<f64> =
            self.0.iter().zip(&other.0).map(|(mine, theirs)| mine.cpu_per_10k() / theirs.cpu_per_10k()).collect();
        let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
        let most = ratios.iter().copied().fold(0.0, f64::max);
        (median(ratios), least, most)
    }
}

/// What was measured of one server, operation by operation.
#[derive(Debug)]
struct Column {
    running: Running,
    version: String,
    series: [Series; Operation::ALL.len()],
}

/// # Errors
/// [`Failure`] when a peer is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    let identity = identity::make(NAME, &run.folder("edge")?)?;
    let (_origin, origin) = start_origin(&run.folder("edge-origin")?).await?;
    let control_plane = ControlPlane::start(origin).await?;
    let site =
        Site { name: NAME, identity: &identity, origin, control_plane: control_plane.address, binary: &run.binary };
    let mut columns = start_all(run, &site).await?;
    let rounds = run.count(5, 3);
    let window = run.window(Duration::from_secs(2));
    for round in 0..rounds {
        for (at, operation) in Operation::ALL.into_iter().enumerate() {
            for turn in 0..columns.len() {
                // Whoever comes first in one round comes last in the next.
                let whose = (turn + round) % columns.len();
                let column = &mut columns[whose];
                let measured = one(&column.running, operation, window).await?;
                report(round, &column.running, operation, &measured);
                column.series[at].0.push(measured);
            }
        }
    }
    let title = "Edge beside nginx, haproxy and caddy";
    Ok(Section { name: "edge", title, body: body(&columns, rounds, window) })
}

async fn start_all(run: &Run, site: &Site<'_>) -> Result<Vec<Column>, Failure> {
    let mut columns = Vec::new();
    for peer in Peer::ALL {
        if peer == Peer::Nameplate && !run.has_binary() {
            progress!("{} is not built: measuring the peers alone", run.binary.display());
            continue;
        }
        let version = peer.version(&run.binary)?;
        let running = start(peer, site, &run.folder(&format!("edge-{}", peer.name()))?).await?;
        columns.push(Column { running, version, series: Default::default() });
    }
    Ok(columns)
}

fn report(round: usize, running: &Running, operation: Operation, measured: &Measured) {
    progress!(
        "edge: round {}, {}, {}: {} CPU s per 10,000, {} per second, p99 {} ms",
        round + 1,
        operation.name(),
        running.peer.name(),
        number(measured.cpu_per_10k()),
        number(measured.rate()),
        number(ms(measured.latencies.quantile(0.99)))
    );
    if let Some(failure) = measured.failures.first() {
        progress!("edge: {} operations failed: {}", measured.failures.len(), chain(failure));
    }
}

async fn one(running: &Running, operation: Operation, window: Duration) -> Result<Measured, Failure> {
    let address = running.address;
    let one = match operation {
        Operation::FullHandshake => {
            load(running, window, 8, async || Ok(vec![Handshakes::full(address, NAME).await?])).await
        }
        Operation::ResumedHandshake => {
            load(running, window, 8, async || Ok(vec![Handshakes::resumed(address, NAME).await?])).await
        }
        Operation::Http1 => {
            load(running, window, 32, async || Ok(vec![http1(running, "/", SMALL_BODY_BYTES).await?])).await
        }
        Operation::Http2 => load(running, window, 8, async || http2(running, "/", SMALL_BODY_BYTES, 8).await).await,
        Operation::LargeHttp1 => {
            load(running, window, 8, async || Ok(vec![http1(running, "/1m", LARGE_BODY_BYTES).await?])).await
        }
        Operation::LargeHttp2 => {
            load(running, window, 4, async || http2(running, "/1m", LARGE_BODY_BYTES, 2).await).await
        }
    };
    one.map_err(|failure| {
        running.server.blame(&format!("cannot be measured ({}: {})", operation.name(), chain(&failure)))
    })
}

/// Opens `streams` streams, then measures.
async fn load<C: Client>(
    running: &Running,
    window: Duration,
    streams: usize,
    open: impl AsyncFn() -> Result<Vec<C>, Failure>,
) -> Result<Measured, Failure> {
    let mut clients = Vec::new();
    for _ in 0..streams {
        clients.extend(open().await?);
    }
    measure(&running.server, clients, window).await
}

type TlsStream = tokio_rustls::client::TlsStream<tokio::net::TcpStream>;

async fn http1(running: &Running, path: &str, body_bytes: usize) -> Result<Repeat<TlsStream>, Failure> {
    let stream = Tls::new(running.address, &["http/1.1"], Resumption::Never)?.connect(NAME).await?;
    Repeat::new(stream, get(NAME, path), body_bytes).await
}

async fn http2(running: &Running, path: &str, body_bytes: usize, in_flight: usize) -> Result<Vec<Http2>, Failure> {
    let tls = Tls::new(running.address, &["h2"], Resumption::Never)?;
    Http2::clients(&tls, NAME, path, body_bytes, in_flight).await
}

fn body(columns: &[Column], rounds: usize, window: Duration) -> String {
    let mut cpu = header("CPU seconds per 10,000 operations", columns);
    let mut rate = header("operations per second", columns);
    let mut latency = header("latency in ms, p50 / p99", columns);
    for (at, operation) in Operation::ALL.into_iter().enumerate() {
        let row = |cell: &dyn Fn(&Series) -> String| {
            let mut cells = vec![operation.name().to_owned()];
            cells.extend(columns.iter().map(|column| cell(&column.series[at])));
            cells
        };
        let nginx_rate = columns[0].series[at].median(Measured::rate);
        let quantile = |series: &Series, share: f64| number(series.median(|m| ms(m.latencies.quantile(share))));
        cpu.row(row(&|series| number(series.median(Measured::cpu_per_10k))));
        rate.row(row(&|series| {
            let per_second = series.median(Measured::rate);
            format!("{} ({}×)", number(per_second), number(per_second / nginx_rate))
        }));
        latency.row(row(&|series| format!("{} / {}", quantile(series, 0.5), quantile(series, 0.99))));
    }
    let versions: Vec<&str> = columns.iter().map(|column| column.version.as_str()).collect();
    format!(
        "{WORKERS} workers each, one ECDSA P-256 certificate, X25519, the same nginx as origin (1 KiB and 1 MiB) over kept streams. Client and \
         server share the cores, so **CPU time per operation is the number that counts**; rates and latencies also show what the client \
         leaves over. Medians of {rounds} interleaved rounds of {} s; in brackets the least and the most of the per-round ratios. Every handshake \
         counted as resumed was checked to be so. Versions: {}.\n\n{cpu}\n{}{rate}\n{latency}",
        window.as_secs_f64(),
        versions.join("; "),
        ratios(columns),
    )
}

/// Our CPU time over each peer's, with the goals; nothing when our own server was not measured.
fn ratios(columns: &[Column]) -> String {
    let Some((ours, peers)) = columns.split_last().filter(|(last, _)| last.running.peer == Peer::Nameplate) else {
        return String::new();
    };
    let mut table = header("nameplate's CPU over that of …", peers);
    table.column("goal over nginx");
    for (at, operation) in Operation::ALL.into_iter().enumerate() {
        let mut cells = vec![operation.name().to_owned()];
        cells.extend(peers.iter().map(|peer| {
            let (middle, least, most) = ours.series[at].cpu_ratios(&peer.series[at]);
            format!("{} [{} – {}]", number(middle), number(least), number(most))
        }));
        cells.push(format!("≤ {}", operation.goal()));
        table.row(cells);
    }
    format!("{table}\n")
}

fn header(title: &str, columns: &[Column]) -> Table {
    Table::new([title].into_iter().chain(columns.iter().map(|column| column.running.peer.name())))
}
