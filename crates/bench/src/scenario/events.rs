//! The event stream: every event to a thousand clients.

use crate::database::{self, Database};
use crate::failure::Failure;
use crate::happenings::{Happenings, made_at, since_1970};
use crate::latency::{Latencies, ms};
use crate::program::Workers;
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use reqwest::{Client, Response};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Everybody listens to the same tenant.
const CLIENTS: usize = 1000;
/// Between two events where latencies are measured.
const EVERY: Duration = Duration::from_millis(50);
/// Checks under way at once where the rate is measured.
const AT_ONCE: usize = 16;
/// How long one client may wait for an event.
const WAIT_MAX: Duration = Duration::from_secs(30);

/// One engine's figures.
#[derive(Debug)]
struct Line {
    engine: &'static str,
    paced: Latencies,
    paced_cpu_us: f64,
    burst_rate: f64,
    burst_cpu_us: f64,
    stream_kib: f64,
}

/// # Errors
/// [`Failure`] when the program is not built, or a client misses an event.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let (paced, burst) = (run.count(200, 40), run.count(500, 100));
    let mut databases = vec![Database::sqlite(run, "events")?];
    match &run.postgres {
        Some(url) => databases.push(Database::postgres(url, "events")?),
        None => progress!("events: NAMEPLATE_TEST_POSTGRES is not set, PostgreSQL is left out; scripts/bench sets it"),
    }
    let (mut lines, mut versions) = (Vec::new(), Vec::new());
    for database in &databases {
        let line = one(run, database, paced, burst).await?;
        progress!("events: {}: {} per second", line.engine, number(line.burst_rate));
        versions.push(database::version(database));
        lines.push(line);
    }
    let body = format!(
        "`nameplate serve`, {CLIENTS} clients of one tenant at `GET /v1/events`, each on a connection of its own, in a process that shares \
         the cores with the server. An event is a live connection that drifts when it is checked by the API (its zone is asked at nsd). \
         Paced: {paced} events, one each {} ms; latency is from the moment in the event's identifier (before the commit, whole \
         milliseconds) to its arrival at a client. Burst: {burst} events, {AT_ONCE} checks at a time; from the first check to the last \
         arrival. CPU is all that the server used, checks included, over the arrivals. Each client got each event once. Engines: {}.\n\n{}",
        EVERY.as_millis(),
        versions.join("; "),
        table(&lines)
    );
    Ok(Section { name: "events", title: "Events to a thousand streams", body })
}

async fn one(run: &Run, database: &Database, paced: usize, burst: usize) -> Result<Line, Failure> {
    let engine = database.engine();
    let directory = run.folder(&format!("events-{engine}"))?;
    let mut happenings = Happenings::prepare(run, database, "events", paced + burst, Workers::Off, &directory).await?;
    let server = &happenings.plane.server;
    let before = server.memory()?;
    let mut clients = Vec::new();
    let http = Client::builder().no_proxy().build().map_err(Failure::http("making a client"))?;
    for _ in 0..CLIENTS {
        clients.push(Follower::start(&http, &format!("http://{}", happenings.plane.address), &happenings.key).await?);
    }
    let stream_kib = (server.memory()?.anonymous_kib as f64 - before.anonymous_kib as f64) / CLIENTS as f64;

    let cpu = server.cpu()?;
    let (clients, paced_latencies) = together(&mut happenings, clients, paced, AT_ONCE, EVERY).await?;
    let paced_cpu = happenings.plane.server.cpu()?.saturating_sub(cpu);

    let cpu = happenings.plane.server.cpu()?;
    let start = Instant::now();
    let (_clients, arrivals) = together(&mut happenings, clients, burst, AT_ONCE, Duration::ZERO).await?;
    let elapsed = start.elapsed();
    let burst_cpu = happenings.plane.server.cpu()?.saturating_sub(cpu);
    Ok(Line {
        engine,
        paced_cpu_us: paced_cpu.as_secs_f64() * 1e6 / paced_latencies.len() as f64,
        paced: paced_latencies,
        burst_rate: arrivals.len() as f64 / elapsed.as_secs_f64(),
        burst_cpu_us: burst_cpu.as_secs_f64() * 1e6 / arrivals.len() as f64,
        stream_kib,
    })
}

/// Makes events happen while everybody listens, until everybody has got them all.
async fn together(
    happenings: &mut Happenings,
    clients: Vec<Follower>,
    count: usize,
    at_once: usize,
    every: Duration,
) -> Result<(Vec<Follower>, Latencies), Failure> {
    let mut listening = JoinSet::new();
    for client in clients {
        listening.spawn(client.take(count));
    }
    happenings.happen(count, at_once, every).await?;
    let (mut clients, mut latencies) = (Vec::new(), Latencies::default());
    while let Some(ended) = listening.join_next().await {
        let ended = ended.map_err(|error| Failure::unexpected(format!("a client broke: {error}")))?;
        let (client, taken) =
            ended.map_err(|failure| happenings.plane.server.blame(&crate::failure::chain(&failure)))?;
        clients.push(client);
        latencies.append(taken);
    }
    Ok((clients, latencies))
}

/// A client of the stream.
#[derive(Debug)]
struct Follower {
    response: Response,
    /// What has come of a line that is not whole yet.
    rest: Vec<u8>,
    /// The identifiers of all events, to notice one that comes twice.
    seen: std::collections::HashSet<String>,
}

impl Follower {
    async fn start(http: &Client, base: &str, key: &str) -> Result<Self, Failure> {
        let doing = "GET /v1/events";
        let response = http.get(format!("{base}/v1/events")).bearer_auth(key).send().await;
        let response = response.and_then(Response::error_for_status).map_err(Failure::http(doing))?;
        Ok(Self { response, rest: Vec::new(), seen: std::collections::HashSet::new() })
    }

    /// Takes `count` events; how long each was under way.
    async fn take(mut self, count: usize) -> Result<(Self, Latencies), Failure> {
        let mut latencies = Latencies::default();
        let mut id = String::new();
        while latencies.len() < count {
            let chunk = tokio::time::timeout(WAIT_MAX, self.response.chunk())
                .await
                .map_err(|_| Failure::unexpected(format!("sent {} of {count} events to a client", latencies.len())))?
                .map_err(Failure::http("reading events"))?
                .ok_or_else(|| Failure::unexpected("ended a stream"))?;
            let now = since_1970();
            self.rest.extend_from_slice(&chunk);
            let whole = self.rest.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let lines: Vec<u8> = self.rest.drain(..whole).collect();
            for line in String::from_utf8_lossy(&lines).lines() {
                if let Some(of_block) = line.strip_prefix("id: ") {
                    of_block.clone_into(&mut id);
                } else if line.starts_with("data: ") {
                    if !self.seen.insert(id.clone()) {
                        return Err(Failure::unexpected(format!("told of {id} twice")));
                    }
                    latencies.push(now.saturating_sub(made_at(&id)?));
                }
            }
        }
        Ok((self, latencies))
    }
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "engine",
        "paced: p50, ms",
        "p99, ms",
        "longest, ms",
        "server CPU µs per arrival",
        "burst: arrivals per second",
        "server CPU µs per arrival",
        "KiB per open stream",
    ]);
    for line in lines {
        table.row(vec![
            line.engine.to_owned(),
            number(ms(line.paced.quantile(0.5))),
            number(ms(line.paced.quantile(0.99))),
            number(ms(line.paced.quantile(1.0))),
            number(line.paced_cpu_us),
            number(line.burst_rate),
            number(line.burst_cpu_us),
            number(line.stream_kib),
        ]);
    }
    table
}
