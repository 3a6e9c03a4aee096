//! First visits to names that were never seen: ask, key, certificate, first byte; beside caddy.

use crate::client::{Client as _, FirstVisits, Measured, measure};
use crate::control_plane::ControlPlane;
use crate::failure::{Failure, chain};
use crate::latency::{median, ms};
use crate::peer::{Peer, Running, WORKERS, start_caddy_on_demand, start_nameplate_edge, start_origin};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use std::collections::HashSet;
use std::net::SocketAddr;
use std::time::Duration;
use tokio::task::JoinSet;

/// Visitors at once, of many names and of one.
const AT_ONCE: usize = 64;
/// A server that needs longer for one part of a round has failed.
const PART_MAX: Duration = Duration::from_secs(120);

/// One round on one server, which starts with an empty storage folder.
#[derive(Debug)]
struct Round {
    one_at_a_time: Measured,
    many_at_once: Measured,
    same_name: SameName,
}

/// What 64 visitors of one new name caused.
#[derive(Clone, Copy, Debug)]
struct SameName {
    asks: u64,
    certificates: usize,
}

/// # Errors
/// [`Failure`] when caddy is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    let (_origin, origin) = start_origin(&run.folder("new-names-origin")?).await?;
    let mut peers = vec![Peer::Caddy];
    match run.has_binary() {
        true => peers.push(Peer::Nameplate),
        false => progress!("{} is not built: measuring caddy alone", run.binary.display()),
    }
    let versions = peers.iter().map(|peer| peer.version(&run.binary)).collect::<Result<Vec<_>, _>>()?;
    let rounds = run.count(5, 2);
    let mut series: Vec<Vec<Round>> = peers.iter().map(|_| Vec::new()).collect();
    for at_round in 0..rounds {
        for (at, peer) in peers.iter().enumerate() {
            let round = one(run, *peer, at_round, origin).await?;
            report(*peer, &round);
            series[at].push(round);
        }
    }
    let names: Vec<&str> = peers.iter().map(|peer| peer.name()).collect();
    let title = "First byte on a name never seen before";
    Ok(Section { name: "new-names", title, body: body(run, &names, &series, &versions, rounds) })
}

async fn one(run: &Run, peer: Peer, at_round: usize, origin: SocketAddr) -> Result<Round, Failure> {
    let control_plane = ControlPlane::start(origin).await?;
    let folder = run.folder(&format!("new-names-{}-{at_round}", peer.name()))?;
    let running = match peer {
        Peer::Nameplate => start_nameplate_edge(&run.binary, control_plane.address, &folder).await?,
        _ => start_caddy_on_demand(control_plane.address, origin, &folder).await?,
    };
    // The first certificate of all also makes the CA; that is not what is measured.
    FirstVisits::new(running.address, [name("warm-up", 0)])?
        .once()
        .await
        .map_err(|failure| running.server.blame(&format!("refused the first name of all ({})", chain(&failure))))?;
    let one_at_a_time = visits(&running, "sequential", sequential_names(run), 1).await?;
    let many_at_once = visits(&running, "burst", burst_names(run), AT_ONCE).await?;
    let same_name = same_name(&running, &control_plane).await?;
    Ok(Round { one_at_a_time, many_at_once, same_name })
}

fn sequential_names(run: &Run) -> usize {
    run.count(200, 50)
}

fn burst_names(run: &Run) -> usize {
    run.count(20 * AT_ONCE, 4 * AT_ONCE)
}

fn name(kind: &str, number: usize) -> String {
    format!("{kind}-{number}.customer.test")
}

async fn visits(running: &Running, kind: &str, names: usize, at_once: usize) -> Result<Measured, Failure> {
    let clients = (0..at_once)
        .map(|first| {
            FirstVisits::new(running.address, (first..names).step_by(at_once).map(|number| name(kind, number)))
        })
        .collect::<Result<Vec<_>, _>>()?;
    measure(&running.server, clients, PART_MAX).await
}

async fn same_name(running: &Running, control_plane: &ControlPlane) -> Result<SameName, Failure> {
    let asks_before = control_plane.asks();
    let mut visits = JoinSet::new();
    for _ in 0..AT_ONCE {
        let mut visit = FirstVisits::new(running.address, [name("same", 0)])?;
        visits.spawn(async move { visit.once().await.map(|_| visit.into_certificates()) });
    }
    let mut certificates = HashSet::new();
    while let Some(ended) = visits.join_next().await {
        certificates.extend(ended.map_err(|error| Failure::unexpected(format!("a client broke: {error}")))??);
    }
    Ok(SameName { asks: control_plane.asks() - asks_before, certificates: certificates.len() })
}

fn report(peer: Peer, round: &Round) {
    progress!(
        "new-names: {}: one at a time p50 {} ms; {AT_ONCE} at once {} certificates/s, {} refused; {AT_ONCE} on one name: {} asks, {} certificates",
        peer.name(),
        number(ms(round.one_at_a_time.latencies.quantile(0.5))),
        number(round.many_at_once.rate()),
        round.many_at_once.failures.len(),
        round.same_name.asks,
        round.same_name.certificates,
    );
    if let Some(failure) = round.many_at_once.failures.first() {
        progress!("new-names: the first refusal: {}", chain(failure));
    }
}

/// A line of the table: what it says, and how it is read from a round.
type Line<'a> = (&'a str, &'a dyn Fn(&Round) -> f64);

fn body(run: &Run, names: &[&str], series: &[Vec<Round>], versions: &[String], rounds: usize) -> String {
    let lines: [Line<'_>; 12] = [
        ("one at a time: first byte p50, ms", &|r| ms(r.one_at_a_time.latencies.quantile(0.5))),
        ("one at a time: first byte p99, ms", &|r| ms(r.one_at_a_time.latencies.quantile(0.99))),
        ("one at a time: certificates per second", &|r| r.one_at_a_time.rate()),
        ("one at a time: CPU ms per certificate", &|r| r.one_at_a_time.cpu_us() / 1e3),
        ("64 at once: first byte p50, ms", &|r| ms(r.many_at_once.latencies.quantile(0.5))),
        ("64 at once: first byte p99, ms", &|r| ms(r.many_at_once.latencies.quantile(0.99))),
        ("64 at once: certificates per second", &|r| r.many_at_once.rate()),
        ("64 at once: CPU ms per certificate", &|r| r.many_at_once.cpu_us() / 1e3),
        ("64 at once: refused", &|r| r.many_at_once.failures.len() as f64),
        ("64 on one new name: asks", &|r| r.same_name.asks as f64),
        ("64 on one new name: different certificates", &|r| r.same_name.certificates as f64),
        ("64 on one new name: asks, worst round", &|r| r.same_name.asks as f64),
    ];
    let mut header = vec!["median of rounds"];
    header.extend(names);
    header.extend((names.len() == 2).then_some("ratio"));
    let mut table = Table::new(header);
    for (title, value) in lines {
        let of_servers: Vec<f64> = series
            .iter()
            .map(|rounds| match title.ends_with("worst round") {
                true => rounds.iter().map(value).fold(0.0, f64::max),
                false => median(rounds.iter().map(value)),
            })
            .collect();
        let mut cells = vec![title.to_owned()];
        cells.extend(of_servers.iter().copied().map(number));
        if let [caddy, nameplate] = of_servers[..] {
            cells.push(if caddy == 0.0 { "–".to_owned() } else { number(nameplate / caddy) });
        }
        table.row(cells);
    }
    format!(
        "Internal CA, ECDSA P-256, {WORKERS} workers, an empty storage folder at the start of each of {rounds} rounds, a control plane that allows \
         everything. A visit is TCP, TLS with ask, key, certificate and storage, and one request to the origin. {} names one at a time, then {} \
         names {AT_ONCE} at once, then {AT_ONCE} visitors of one new name. Goals over caddy: p50 one at a time ≤ 0.4, certificates per second ≥ 2.5, and \
         exactly one ask and one certificate for {AT_ONCE} visitors of one name. caddy 2.6 refuses some of many \
         new names at once (\"on-demand rate limit exceeded\", with a limit or without one): a refused visit counts as none, the CPU time \
         spent on it counts. Versions: {}.\n\n{table}",
        sequential_names(run),
        burst_names(run),
        versions.join("; ")
    )
}
