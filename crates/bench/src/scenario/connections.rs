//! The API under load: connections created, and pages of a long list.

use crate::api::{Api, text};
use crate::database::{self, Database};
use crate::failure::Failure;
use crate::latency::{Latencies, ms};
use crate::program::{ControlPlane, TEMPLATE, Workers, make_template, make_tenant, serve};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::free_address;
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Clients that send their next request when they have the answer.
const CLIENTS: usize = 16;
/// Tenants where there are many.
const TENANTS: usize = 16;
/// How long each measurement lasts.
const WINDOW: Duration = Duration::from_secs(10);

/// One measurement.
#[derive(Debug)]
struct Line {
    engine: &'static str,
    what: String,
    latencies: Latencies,
    elapsed: Duration,
    server_cpu: Duration,
    database_cpu: Duration,
}

/// What a client does again and again.
#[derive(Clone, Debug)]
enum Work {
    /// Creates connections of this application; the text tells its host names from others'.
    Create { application: String, label: String },
    /// Reads the first page of the list.
    FirstPage,
    /// Reads page after page.
    EachPage,
}

/// # Errors
/// [`Failure`] when the program is not built, or a request is refused.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let rows = run.count(1_000_000, 50_000);
    let mut databases = vec![Database::sqlite(run, "connections")?];
    match &run.postgres {
        Some(url) => databases.push(Database::postgres(url, "connections")?),
        None => {
            progress!("connections: NAMEPLATE_TEST_POSTGRES is not set, PostgreSQL is left out; scripts/bench sets it");
        }
    }
    let (mut lines, mut versions) = (Vec::new(), Vec::new());
    for database in &databases {
        lines.extend(of_engine(run, database, rows).await?);
        versions.push(database::version(database));
    }
    let body = format!(
        "`nameplate serve`, a tenant that has {rows} connections; {CLIENTS} clients on kept connections, each of which sends its next request when \
         it has the answer, for {} s. Creating: `POST /v1/connections` with a fresh host name, by the tenant of the million, or by {TENANTS} \
         tenants. Pages: `GET /v1/connections?limit=100`. Clients, server and database share the cores. Engines: {}.\n\n{}",
        run.window(WINDOW).as_secs(),
        versions.join("; "),
        table(&lines)
    );
    Ok(Section { name: "connections", title: "Connections created and listed over the API", body })
}

async fn of_engine(run: &Run, database: &Database, rows: usize) -> Result<Vec<Line>, Failure> {
    let engine = database.engine();
    let directory = run.folder(&format!("connections-{engine}"))?;
    let key = make_template(run, database, "connections").await?;
    let keys = (0..TENANTS).map(|_| make_tenant(run, database)).collect::<Result<Vec<_>, _>>()?;
    // Plans bound how many a tenant may create.
    database.run("UPDATE tenant_quotas SET plan = 'enterprise'")?;
    database.fill(TEMPLATE, 1..=rows as u64, None)?;
    // Creating asks no DNS.
    let plane = serve(run, database, free_address()?, Workers::Off, &directory).await?;
    let owner = Api::new(plane.address, &key);
    let applications = owner.get("/v1/applications").await?;
    let first = text(&applications, "/data/0/id")?.to_owned();
    let mut many = Vec::new();
    for (number, key) in keys.iter().enumerate() {
        let api = Api::new(plane.address, key);
        let application = api.post("/v1/applications", Some(json!({"name": "Benchmark"}))).await?;
        many.push((
            api,
            Work::Create { application: text(&application, "/id")?.to_owned(), label: format!("m{number}") },
        ));
    }
    let one = |work: &dyn Fn(usize) -> Work| (0..CLIENTS).map(|n| (owner.clone(), work(n))).collect::<Vec<_>>();
    let creating = |n| Work::Create { application: first.clone(), label: format!("o{n}") };
    let mut lines = Vec::new();
    for (what, work) in [
        ("first page of 100".to_owned(), one(&|_| Work::FirstPage)),
        ("page after page of 100".to_owned(), one(&|_| Work::EachPage)),
        ("created, one tenant".to_owned(), one(&creating)),
        (format!("created, {TENANTS} tenants"), many),
    ] {
        let line = measure(run, database, &plane, what, work).await?;
        progress!("connections: {engine}: {}: {} per second", line.what, number(line.rate()));
        lines.push(line);
    }
    Ok(lines)
}

async fn measure(
    run: &Run,
    database: &Database,
    plane: &ControlPlane,
    what: String,
    work: Vec<(Api, Work)>,
) -> Result<Line, Failure> {
    let window = run.window(WINDOW);
    let (server_cpu, database_cpu) = (plane.server.cpu()?, database.cpu()?);
    let start = Instant::now();
    let mut going = JoinSet::new();
    for (api, work) in work {
        going.spawn(keep_on(api, work, start + window));
    }
    let mut latencies = Latencies::default();
    while let Some(ended) = going.join_next().await {
        latencies.append(ended.map_err(|error| Failure::unexpected(format!("a client broke: {error}")))??);
    }
    Ok(Line {
        engine: database.engine(),
        what,
        latencies,
        elapsed: start.elapsed(),
        server_cpu: plane.server.cpu()?.saturating_sub(server_cpu),
        database_cpu: database.cpu()?.saturating_sub(database_cpu),
    })
}

async fn keep_on(api: Api, work: Work, until: Instant) -> Result<Latencies, Failure> {
    const LIST: &str = "/v1/connections?limit=100";
    let mut latencies = Latencies::default();
    let mut page = LIST.to_owned();
    while Instant::now() < until {
        let start = Instant::now();
        match &work {
            Work::Create { application, label } => {
                let hostname = format!("{label}-{}.created.test", latencies.len());
                let body = json!({"application_id": application, "hostname": hostname});
                api.post("/v1/connections", Some(body)).await?;
            }
            Work::FirstPage => drop(api.get(LIST).await?),
            Work::EachPage => {
                let shown = api.get(&page).await?;
                let next = shown["next_cursor"].as_str().map(|cursor| format!("{LIST}&cursor={cursor}"));
                page = next.unwrap_or_else(|| LIST.to_owned());
            }
        }
        latencies.push(start.elapsed());
    }
    Ok(latencies)
}

impl Line {
    fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new(["", "per second", "p50, ms", "p99, ms", "server CPU µs each", "database CPU µs each"]);
    for line in lines {
        let each = |cpu: Duration| number(cpu.as_secs_f64() * 1e6 / line.latencies.len() as f64);
        table.row(vec![
            format!("{}: {}", line.engine, line.what),
            number(line.rate()),
            number(ms(line.latencies.quantile(0.5))),
            number(ms(line.latencies.quantile(0.99))),
            each(line.server_cpu),
            each(line.database_cpu),
        ]);
    }
    table
}
