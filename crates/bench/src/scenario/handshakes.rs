//! The first handshake for a name whose certificate is in memory, on disk, or nowhere; beside caddy.

use crate::client::{Leaves, Measured, OncePerName, measure};
use crate::control_plane::ControlPlane;
use crate::failure::{Failure, chain};
use crate::latency::{median, ms};
use crate::peer::{Peer, Running, WORKERS, start_caddy_on_demand, start_nameplate_edge};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::free_address;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// A server that needs longer for one pass over the names has failed.
const PASS_MAX: Duration = Duration::from_secs(120);

/// Where the certificates of a pass are.
const PASSES: [&str; 3] = ["absent, made on the spot", "in memory", "stored, not in memory"];

/// One pass over all names.
#[derive(Debug)]
struct Pass {
    measured: Measured,
    asks: u64,
}

/// The passes of one round, in the order of [`PASSES`].
type Round = Vec<Pass>;

/// # Errors
/// [`Failure`] when caddy is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    let mut peers = vec![Peer::Caddy];
    match run.has_binary() {
        true => peers.push(Peer::Nameplate),
        false => progress!("{} is not built: measuring caddy alone", run.binary.display()),
    }
    let versions = peers.iter().map(|peer| peer.version(&run.binary)).collect::<Result<Vec<_>, _>>()?;
    let (rounds, names) = (run.count(5, 2), run.count(1000, 100));
    let mut series: Vec<Vec<Round>> = peers.iter().map(|_| Vec::new()).collect();
    for at_round in 0..rounds {
        for turn in 0..peers.len() {
            // Whoever comes first in one round comes last in the next.
            let whose = (turn + at_round) % peers.len();
            let round = one(run, peers[whose], at_round, names).await?;
            report(peers[whose], &round);
            series[whose].push(round);
        }
    }
    let title = "First handshake for a name, by where its certificate is";
    let body = format!(
        "Internal CA, ECDSA P-256, {WORKERS} workers, a control plane that allows everything. {names} names, each visited once in a pass, one at a \
         time, without a request: first on an empty store, then once more, then after a restart of the server. Each pass has to show \
         the certificates of the first. Medians of {rounds} interleaved rounds; the ratio is taken round by round, in brackets its least and its \
         most. Nameplate's keys are sealed at rest. Asks are questions to the control plane for each handshake: caddy 2.6 asks \
         only before it makes a certificate, Nameplate also before it serves one that it holds, and after a start about every one that it \
         holds, visited or not, 200 in a second. Versions: {}.\n\n{}",
        versions.join("; "),
        table(&peers, &series),
    );
    Ok(Section { name: "handshakes", title, body })
}

async fn one(run: &Run, peer: Peer, at_round: usize, names: usize) -> Result<Round, Failure> {
    // Nobody is there: no request is made.
    let origin = free_address()?;
    let control_plane = ControlPlane::start(origin).await?;
    let folder = run.folder(&format!("handshakes-{}-{at_round}", peer.name()))?;
    let leaves = Leaves::default();
    let mut running = start(run, peer, &control_plane, origin, &folder).await?;
    // The first certificate of all also makes the CA; that is not what is measured.
    pass(&running, &control_plane, vec!["warm-up.customer.test".to_owned()], &leaves).await?;
    let all: Vec<String> = (0..names).map(|number| format!("shop-{number}.customer.test")).collect();
    let mut round = Vec::new();
    for certificates in PASSES {
        if certificates == PASSES[2] {
            drop(running);
            running = start(run, peer, &control_plane, origin, &folder).await?;
            pass(&running, &control_plane, vec!["warm-up.customer.test".to_owned()], &leaves).await?;
        }
        round.push(pass(&running, &control_plane, all.clone(), &leaves).await?);
    }
    Ok(round)
}

async fn start(
    run: &Run,
    peer: Peer,
    control_plane: &ControlPlane,
    origin: SocketAddr,
    folder: &Path,
) -> Result<Running, Failure> {
    match peer {
        Peer::Nameplate => start_nameplate_edge(&run.binary, control_plane.address, folder).await,
        _ => start_caddy_on_demand(control_plane.address, origin, folder).await,
    }
}

async fn pass(
    running: &Running,
    control_plane: &ControlPlane,
    names: Vec<String>,
    leaves: &Leaves,
) -> Result<Pass, Failure> {
    let before = control_plane.asks();
    let client = OncePerName::new(running.address, names, leaves)?;
    let measured = measure(&running.server, vec![client], PASS_MAX).await?;
    match measured.failures.first() {
        Some(failure) => Err(running.server.blame(&format!("failed at a handshake ({})", chain(failure)))),
        None => Ok(Pass { measured, asks: control_plane.asks() - before }),
    }
}

fn report(peer: Peer, round: &Round) {
    for (certificates, pass) in PASSES.iter().zip(round) {
        progress!(
            "handshakes: {}: {certificates}: p50 {} ms, CPU {} ms each",
            peer.name(),
            number(ms(pass.measured.latencies.quantile(0.5))),
            number(pass.measured.cpu_us() / 1e3),
        );
    }
}

/// A column of figures: what it says, and how it is read from a pass.
type Figure<'a> = (&'a str, &'a dyn Fn(&Pass) -> f64);

fn table(peers: &[Peer], series: &[Vec<Round>]) -> Table {
    let figures: [Figure<'_>; 4] = [
        ("p50, ms", &|pass| ms(pass.measured.latencies.quantile(0.5))),
        ("p99, ms", &|pass| ms(pass.measured.latencies.quantile(0.99))),
        ("CPU ms each", &|pass| pass.measured.cpu_us() / 1e3),
        ("asks each", &|pass| pass.asks as f64 / pass.measured.latencies.len() as f64),
    ];
    let mut table = Table::new(["the certificate is …", ""]);
    peers.iter().for_each(|peer| table.column(peer.name()));
    if peers.len() == 2 {
        table.column("ratio");
    }
    for (at, certificates) in PASSES.iter().enumerate() {
        for (title, of) in figures {
            let of_servers: Vec<Vec<f64>> =
                series.iter().map(|rounds| rounds.iter().map(|round| of(&round[at])).collect()).collect();
            let mut cells = vec![(*certificates).to_owned(), title.to_owned()];
            cells.extend(of_servers.iter().map(|values| number(median(values.iter().copied()))));
            if let [caddy, nameplate] = &of_servers[..] {
                cells.push(ratio(caddy, nameplate));
            }
            table.row(cells);
        }
    }
    table
}

/// Round by round.
fn ratio(caddy: &[f64], nameplate: &[f64]) -> String {
    if caddy.contains(&0.0) {
        return "–".to_owned();
    }
    let ratios: Vec<f64> = nameplate.iter().zip(caddy).map(|(ours, theirs)| ours / theirs).collect();
    let least = ratios.iter().copied().fold(f64::INFINITY, f64::min);
    let most = ratios.iter().copied().fold(0.0, f64::max);
    format!("{} [{} – {}]", number(median(ratios)), number(least), number(most))
}
