//! Certificates of a public authority, ordered when their first visitor comes; beside caddy.

use crate::authority::{self, Authority};
use crate::client::{Leaves, Measured, OncePerName, measure};
use crate::control_plane::ControlPlane;
use crate::failure::{Failure, chain};
use crate::latency::{median, ms};
use crate::name_server::{self, PLATFORM, Zone};
use crate::peer::{Peer, Ports, Running, WORKERS, launch_nameplate_edge, start_caddy_with_authority};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::free_address;
use std::fmt::Write as _;
use std::net::SocketAddr;
use std::path::Path;
use std::time::Duration;

/// Visitors at once, where they are many.
const AT_ONCE: usize = 16;
/// By what name CAA records permit pebble.
const IN_CAA: &str = "pebble.letsencrypt.org";
/// A server that needs longer for all its names has failed.
const ROUND_MAX: Duration = Duration::from_secs(240);

/// One server's certificates.
#[derive(Debug)]
struct Round {
    visits: Measured,
    authority_cpu: Duration,
    name_server_cpu: Duration,
}

impl Round {
    fn each_ms(&self, cpu: Duration) -> f64 {
        ms(cpu) / self.visits.latencies.len() as f64
    }
}

/// Who is measured, and how many visit at once.
#[derive(Clone, Copy, Debug)]
struct Column {
    title: &'static str,
    peer: Peer,
    at_once: usize,
    names: usize,
    rounds: usize,
}

fn columns(run: &Run) -> [Column; 3] {
    let (few, many) = (run.count(20, 5), run.count(200, 20));
    let one_at_a_time = |title, peer| Column { title, peer, at_once: 1, names: few, rounds: 1 };
    let rounds = run.count(3, 1);
    [
        one_at_a_time("caddy, one at a time", Peer::Caddy),
        one_at_a_time("nameplate, one at a time", Peer::Nameplate),
        Column { title: "nameplate, 16 at once", peer: Peer::Nameplate, at_once: AT_ONCE, names: many, rounds },
    ]
}

/// # Errors
/// [`Failure`] when a program is missing or a server breaks.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let versions = [Peer::Caddy, Peer::Nameplate].map(|peer| peer.version(&run.binary));
    let versions = versions.into_iter().collect::<Result<Vec<_>, _>>()?;
    let columns = columns(run);
    let mut series: Vec<Vec<Round>> = Vec::new();
    for column in &columns {
        let mut rounds = Vec::new();
        for at_round in 0..column.rounds {
            let round = one(run, *column, at_round).await?;
            progress!(
                "issuance: {}: {} certificates, {} per second, CPU {} ms each",
                column.title,
                round.visits.latencies.len(),
                number(round.visits.rate()),
                number(round.each_ms(round.visits.server_cpu)),
            );
            rounds.push(round);
        }
        series.push(rounds);
    }
    let body = format!(
        "Pebble ({}) as the authority, without pauses in its validation, refused nonces or reused authorizations; nsd for all of DNS; {WORKERS} workers. \
         Each visitor comes to a new name and waits for its certificate: ask, DNS looked at (Nameplate only: addresses, challenge, CAA), order, \
         challenge (HTTP-01 or TLS-ALPN-01), key, certificate, store. All on the same cores: **CPU per certificate is the number that \
         counts**; what a visitor waits is mostly the authority's answers, which are asked for again at intervals. caddy throttles its orders \
         by itself, ten in ten seconds, and refuses some of several new names at once: its rate and its p99 are its throttle's, and it has no third \
         column. Median of {} rounds there, one round before. Versions: {}.\n\n{}",
        pebble_version(),
        columns[2].rounds,
        versions.join("; "),
        table(&columns, &series),
    );
    Ok(Section { name: "issuance", title: "Certificates of a public authority", body })
}

async fn one(run: &Run, column: Column, at_round: usize) -> Result<Round, Failure> {
    let folder = run.folder(&format!("issuance-{}-{}-{at_round}", column.peer.name(), column.at_once))?;
    let (dns, ports, origin) = (free_address()?, Ports::free()?, free_address()?);
    let all: Vec<String> = (0..column.names).map(|number| format!("shop-{number}")).collect();
    let name_server = name_server::start(dns, &[Zone::platform(), customers(&all)], &folder).await?;
    let authority = authority::start(dns, ports, &folder).await?;
    let control_plane = ControlPlane::start(origin).await?;
    let running = match column.peer {
        Peer::Nameplate => start_nameplate(run, &authority, ports, control_plane.address, dns, &folder).await?,
        _ => start_caddy_with_authority(&authority, ports, control_plane.address, origin, &folder).await?,
    };
    let leaves = Leaves::default();
    // The first order of all also makes the account.
    visits(&running, &["warm-up".to_owned()], 1, &leaves).await?;
    let before = (authority.server.cpu()?, name_server.cpu()?);
    let visits = visits(&running, &all, column.at_once, &leaves).await?;
    if leaves.len() != column.names + 1 {
        return Err(running.server.blame("did not show a certificate for each name"));
    }
    Ok(Round {
        visits,
        authority_cpu: authority.server.cpu()?.saturating_sub(before.0),
        name_server_cpu: name_server.cpu()?.saturating_sub(before.1),
    })
}

/// The zone of all customers. All names are this machine's, and CAA permits pebble.
fn customers(names: &[String]) -> Zone {
    let mut records = format!("@ CAA 0 issue \"{IN_CAA}\"\nwarm-up.customer A 127.0.0.1\n");
    for name in names {
        // Writing to a String cannot fail.
        let _ = writeln!(records, "{name}.customer A 127.0.0.1");
    }
    Zone { name: "test".to_owned(), records }
}

async fn start_nameplate(
    run: &Run,
    authority: &Authority,
    ports: Ports,
    control_plane: SocketAddr,
    dns: SocketAddr,
    folder: &Path,
) -> Result<Running, Failure> {
    let (root, resolver, port) = (authority.root.display().to_string(), dns.to_string(), dns.port().to_string());
    let settings = [
        ("EDGE_ISSUER", "letsencrypt"),
        ("EDGE_ACME_DIRECTORY", &authority.directory),
        ("EDGE_ACME_CA_FILE", &root),
        ("EDGE_ACME_CAA", IN_CAA),
        ("BASE_DOMAIN", PLATFORM),
        ("EDGE_IPV4", "127.0.0.1"),
        ("DNS_RESOLVERS", &resolver),
        ("DNS_AUTHORITATIVE_PORT", &port),
    ];
    let mut running = launch_nameplate_edge(&run.binary, control_plane, ports, &settings, folder)?;
    running.server.listening(running.address).await?;
    Ok(running)
}

async fn visits(running: &Running, names: &[String], at_once: usize, leaves: &Leaves) -> Result<Measured, Failure> {
    let clients = (0..at_once)
        .map(|first| {
            let of_client = names.iter().skip(first).step_by(at_once).map(|name| format!("{name}.customer.test"));
            OncePerName::new(running.address, of_client, leaves)
        })
        .collect::<Result<Vec<_>, _>>()?;
    let measured = measure(&running.server, clients, ROUND_MAX).await?;
    match measured.failures.first() {
        Some(failure) => Err(running.server.blame(&format!("refused a visitor ({})", chain(failure)))),
        None => Ok(measured),
    }
}

/// A line of the table: what it says, and how it is read from a round.
type Line<'a> = (&'a str, &'a dyn Fn(&Round) -> f64);

fn table(columns: &[Column], series: &[Vec<Round>]) -> Table {
    let lines: [Line<'_>; 7] = [
        ("certificates", &|r| r.visits.latencies.len() as f64),
        ("server CPU ms per certificate", &|r| r.each_ms(r.visits.server_cpu)),
        ("pebble CPU ms per certificate", &|r| r.each_ms(r.authority_cpu)),
        ("nsd CPU ms per certificate", &|r| r.each_ms(r.name_server_cpu)),
        ("first visit p50, ms", &|r| ms(r.visits.latencies.quantile(0.5))),
        ("first visit p99, ms", &|r| ms(r.visits.latencies.quantile(0.99))),
        ("certificates per second", &|r| r.visits.rate()),
    ];
    let mut table = Table::new([""]);
    columns.iter().for_each(|column| table.column(column.title));
    for (title, of) in lines {
        let values = series.iter().map(|rounds| number(median(rounds.iter().map(of))));
        table.row(std::iter::once(title.to_owned()).chain(values).collect());
    }
    table
}

/// As Debian numbers it; the program itself says "dev".
fn pebble_version() -> String {
    let mut command = std::process::Command::new("dpkg-query");
    command.args(["-W", "-f", "${Version}", "pebble"]);
    crate::machine::first_line(&mut command).unwrap_or_else(|| "unknown version".to_owned())
}
