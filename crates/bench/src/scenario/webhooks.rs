//! Webhooks: every event to a few receivers on this machine.

use crate::api::Api;
use crate::database::{self, Database};
use crate::failure::Failure;
use crate::happenings::{Happenings, made_at, since_1970};
use crate::latency::{Latencies, ms};
use crate::program::Workers;
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use bytes::Bytes;
use http_body_util::{BodyExt as _, Empty};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio::sync::mpsc;
use tokio::task::JoinSet;

/// Endpoints, each told of every event.
const ENDPOINTS: usize = 20;
/// Checks under way at once.
const AT_ONCE: usize = 16;
/// How long nothing may arrive.
const WAIT_MAX: Duration = Duration::from_secs(60);

/// What arrived: at which path, what, and after how long.
type Arrival = (String, String, Duration);

/// One engine's figures.
#[derive(Debug)]
struct Line {
    engine: &'static str,
    latencies: Latencies,
    elapsed: Duration,
    server_cpu: Duration,
    database_cpu: Duration,
    repeated: usize,
}

/// # Errors
/// [`Failure`] when the program is not built, or deliveries stay away.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let events = run.count(500, 50);
    let mut databases = vec![Database::sqlite(run, "webhooks")?];
    match &run.postgres {
        Some(url) => databases.push(Database::postgres(url, "webhooks")?),
        None => {
            progress!("webhooks: NAMEPLATE_TEST_POSTGRES is not set, PostgreSQL is left out; scripts/bench sets it");
        }
    }
    let (mut lines, mut versions) = (Vec::new(), Vec::new());
    for database in &databases {
        let line = one(run, database, events).await?;
        progress!("webhooks: {}: {} per second", line.engine, number(line.rate()));
        versions.push(database::version(database));
        lines.push(line);
    }
    let body = format!(
        "`nameplate serve` with workers, {ENDPOINTS} webhook endpoints that each want every event, all at a receiver on this machine that answers \
         200 at once. {events} live connections drift when they are checked by the API, {AT_ONCE} at a time. From the first check to the \
         last delivery; latency is from the moment in the event's identifier to its arrival. CPU is all that the server used, checks \
         included. Engines: {}.\n\n{}",
        versions.join("; "),
        table(&lines)
    );
    Ok(Section { name: "webhooks", title: "Webhook deliveries", body })
}

async fn one(run: &Run, database: &Database, events: usize) -> Result<Line, Failure> {
    let engine = database.engine();
    let directory = run.folder(&format!("webhooks-{engine}"))?;
    let mut happenings = Happenings::prepare(run, database, "webhooks", events, Workers::On, &directory).await?;
    let (address, mut arrivals, _receiver) = receive().await?;
    let api = Api::new(happenings.plane.address, &happenings.key);
    for number in 0..ENDPOINTS {
        let endpoint = json!({"url": format!("http://{address}/{number}"), "events": []});
        api.post("/v1/webhook-endpoints", Some(endpoint)).await?;
    }
    let (server_cpu, database_cpu) = (happenings.plane.server.cpu()?, database.cpu()?);
    let start = Instant::now();
    let taking = tokio::spawn(async move {
        let (mut seen, mut latencies, mut repeated) = (HashSet::new(), Latencies::default(), 0);
        while latencies.len() < events * ENDPOINTS {
            let arrival = tokio::time::timeout(WAIT_MAX, arrivals.recv()).await.ok().flatten();
            let (path, id, latency) = arrival.ok_or_else(|| {
                Failure::unexpected(format!("{} of {} deliveries arrived", latencies.len(), events * ENDPOINTS))
            })?;
            match seen.insert((path, id)) {
                true => latencies.push(latency),
                false => repeated += 1,
            }
        }
        Ok::<_, Failure>((latencies, repeated, Instant::now()))
    });
    happenings.happen(events, AT_ONCE, Duration::ZERO).await?;
    let taken = taking.await.map_err(|error| Failure::unexpected(format!("the receiver broke: {error}")))?;
    let (latencies, repeated, end) =
        taken.map_err(|failure| happenings.plane.server.blame(&crate::failure::chain(&failure)))?;
    Ok(Line {
        engine,
        latencies,
        elapsed: end - start,
        server_cpu: happenings.plane.server.cpu()?.saturating_sub(server_cpu),
        database_cpu: database.cpu()?.saturating_sub(database_cpu),
        repeated,
    })
}

/// A receiver, which lives as long as the last of what is given.
async fn receive() -> Result<(SocketAddr, mpsc::UnboundedReceiver<Arrival>, JoinSet<()>), Failure> {
    let listening = "listening for webhooks";
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(Failure::io(listening))?;
    let address = listener.local_addr().map_err(Failure::io(listening))?;
    let (sender, receiver) = mpsc::unbounded_channel();
    let mut tasks = JoinSet::new();
    tasks.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            let sender = sender.clone();
            connections.spawn(async move {
                let taking = service_fn(move |request| take(request, sender.clone()));
                // A connection that breaks is the server's affair: it delivers again.
                let _ = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), taking).await;
            });
            while connections.try_join_next().is_some() {}
        }
    });
    Ok((address, receiver, tasks))
}

async fn take(
    request: Request<Incoming>,
    sender: mpsc::UnboundedSender<Arrival>,
) -> Result<Response<Empty<Bytes>>, Infallible> {
    let now = since_1970();
    let path = request.uri().path().to_owned();
    let mut response = Response::new(Empty::new());
    let body = request.into_body().collect().await.map(http_body_util::Collected::to_bytes).unwrap_or_default();
    let told: Value = serde_json::from_slice(&body).unwrap_or_default();
    let arrival = told["id"].as_str().and_then(|id| Some((id.to_owned(), now.saturating_sub(made_at(id).ok()?))));
    match arrival {
        // An error means that all were counted.
        Some((id, latency)) => drop(sender.send((path, id, latency))),
        None => *response.status_mut() = StatusCode::BAD_REQUEST,
    }
    Ok(response)
}

impl Line {
    fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "engine",
        "deliveries per second",
        "p50, ms",
        "p99, ms",
        "server CPU µs each",
        "database CPU µs each",
        "delivered again",
    ]);
    for line in lines {
        let each = |cpu: Duration| number(cpu.as_secs_f64() * 1e6 / line.latencies.len() as f64);
        table.row(vec![
            line.engine.to_owned(),
            number(line.rate()),
            number(ms(line.latencies.quantile(0.5))),
            number(ms(line.latencies.quantile(0.99))),
            each(line.server_cpu),
            each(line.database_cpu),
            line.repeated.to_string(),
        ]);
    }
    table
}
