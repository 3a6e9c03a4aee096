//! Control planes and edges over one PostgreSQL: what they share out among them, and what the database bears for each of them.

use super::checks::{CHECKS, OVERDUE_MS, zones};
use crate::api::{Api, text};
use crate::client::{Leaves, OncePerName, Resumption, Tls, measure};
use crate::database::{self, Database, hostname};
use crate::failure::{Failure, chain};
use crate::latency::{Latencies, ms};
use crate::name_server;
use crate::peer::{Ports, Running, launch_nameplate_edge};
use crate::program::{ControlPlane, TEMPLATE, Workers, make_template, serve};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::{Server, free_address};
use std::ops::RangeInclusive;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Control planes and edges of each fleet that is measured.
const FLEETS: [(usize, usize); 4] = [(1, 1), (2, 2), (2, 8), (4, 8)];
/// How long all checks may take.
const CHECKS_MAX: Duration = Duration::from_secs(300);
/// Between two looks.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The part of the checks that is measured, as shares of all.
const FROM: f64 = 0.05;
const TO: f64 = 0.95;
/// After the fleet has begun, until it is taken to be at rest.
const SETTLE: Duration = Duration::from_secs(10);
/// A pass of visits that takes longer has failed.
const PASS_MAX: Duration = Duration::from_secs(120);
/// Names that are taken down, and how long the last edge may go on serving one.
const TAKEN_DOWN: u64 = 20;
const GONE_MAX: Duration = Duration::from_secs(60);
const TRY_EVERY: Duration = Duration::from_millis(10);

/// A fleet that runs.
struct Fleet {
    connections: Database,
    certificates: Database,
    planes: Vec<ControlPlane>,
    edges: Vec<Running>,
    _dns: Server,
    key: String,
}

/// CPU time so far.
#[derive(Clone, Copy)]
struct Used {
    planes: Duration,
    edges: Duration,
    database: Duration,
}

/// All checks at once.
struct Checked {
    per_second: f64,
    plane_us: f64,
    database_us: f64,
    /// Of one plane, the least and the most, in parts of all.
    share: (f64, f64),
    /// Beyond one for each connection.
    repeated: f64,
    not_live: String,
}

/// Nothing but what a fleet does by itself.
struct AtRest {
    transactions_per_second: f64,
    /// Open ones, at the database server.
    sessions: f64,
    /// CPU time in each second: of one control plane, of one edge, of the database server.
    plane_ms: f64,
    edge_ms: f64,
    database_ms: f64,
    /// Of one.
    plane_mib: f64,
    edge_mib: f64,
}

/// One fleet's figures.
struct Line {
    planes: usize,
    edges: usize,
    checked: Checked,
    at_rest: AtRest,
    first_visits: Latencies,
    /// At the edge that came to the name last; none where there is one edge.
    other_visits: Option<Latencies>,
    gone: Latencies,
}

/// # Errors
/// [`Failure`] when the program is not built, PostgreSQL is missing, or a fleet does not do its work.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let Some(url) = &run.postgres else {
        let remedy = "scripts/bench sets it".to_owned();
        return Err(Failure::Missing { what: "NAMEPLATE_TEST_POSTGRES".to_owned(), remedy });
    };
    let connections = run.count(50_000, 5_000) as u64;
    let visits = run.count(500, 50) as u64;
    let window = run.window(Duration::from_secs(30));
    let (mut lines, mut version, mut sizes) = (Vec::new(), String::new(), (0.0, 0.0));
    for (planes, edges) in FLEETS {
        progress!("fleet: {planes} control planes, {edges} edges");
        let mut fleet = Fleet::prepare(run, url, connections, (planes, edges)).await?;
        version = database::version(&fleet.connections);
        let checked = fleet.check_all(connections).await?;
        progress!("fleet: {} checks per second", number(checked.per_second));
        fleet.attach(run, edges).await?;
        let (first_visits, other_visits) = fleet.visit(1..=visits).await?;
        tokio::time::sleep(SETTLE).await;
        let at_rest = fleet.rest(window).await?;
        sizes = fleet.sizes()?;
        let gone = fleet.take_down(1..=TAKEN_DOWN.min(visits)).await?;
        lines.push(Line { planes, edges, checked, at_rest, first_visits, other_visits, gone });
    }
    let body = format!(
        "Everything on the same two cores, one PostgreSQL with a database for connections and one for certificates: **CPU time is what \
         can be compared**; with N machines, rates would grow as long as the database's share does not fill its own. {connections} live connections, \
         which all become due at once; control planes (`nameplate serve` with workers) ask nsd about each. Measured from {} to {} % of the checks; \
         repeated are checks beyond one for each connection, which has to be none. Then the edges start, each at one of the control planes \
         (`EDGE_DATABASE_URL`, internal CA), {visits} names are visited at the first edge one at a time, and then at the last. At rest, for {} s: \
         nobody asks for anything, and nothing falls due. CPU and memory (anonymous, PSS) are of one control plane and one edge, \
         in the mean. Then {TAKEN_DOWN} names are deleted at the first control plane, one after the other, and tried at all edges every {} ms until the \
         last one refuses. A connection took {} KiB of PostgreSQL, a certificate with its key {} KiB, indexes included. {version}.\n\n{}\n{}\n{}",
        FROM * 100.0,
        TO * 100.0,
        window.as_secs(),
        TRY_EVERY.as_millis(),
        number(sizes.0),
        number(sizes.1),
        checks_table(&lines),
        rest_table(&lines),
        names_table(&lines),
    );
    Ok(Section { name: "fleet", title: "Control planes and edges over one PostgreSQL", body })
}

impl Fleet {
    /// The databases, their DNS, and the control planes, which have nothing to do yet.
    async fn prepare(run: &Run, url: &str, connections: u64, (planes, edges): (usize, usize)) -> Result<Self, Failure> {
        let scenario = format!("fleet-{planes}-{edges}");
        let database = Database::postgres(url, &scenario)?;
        let certificates = Database::postgres(url, &format!("{scenario}-edges"))?;
        let key = make_template(run, &database, &scenario).await?;
        // The template itself is not published any more, and must not be looked at.
        database.run(&format!("UPDATE connections SET due_at_ms = NULL WHERE hostname = '{TEMPLATE}'"))?;
        database.fill(TEMPLATE, 1..=connections, None)?;
        let resolver = free_address()?;
        let dns = name_server::start(resolver, &zones(connections), &run.folder(&format!("{scenario}-dns"))?).await?;
        let mut running = Vec::new();
        for at in 0..planes {
            let directory = run.folder(&format!("{scenario}-plane-{at}"))?;
            running.push(serve(run, &database, resolver, Workers::On, &directory).await?);
        }
        Ok(Self { connections: database, certificates, planes: running, edges: Vec::new(), _dns: dns, key })
    }

    /// Starts `count` edges, spread over the control planes.
    async fn attach(&mut self, run: &Run, count: usize) -> Result<(), Failure> {
        let database = self.certificates.url();
        for at in 0..count {
            let plane = self.planes[at % self.planes.len()].address;
            let id = format!("edge-{at}");
            let settings = [("EDGE_ISSUER", "internal"), ("EDGE_ID", &id), ("EDGE_DATABASE_URL", &database)];
            let directory = run.folder(&format!("fleet-{}-{count}-{id}", self.planes.len()))?;
            let mut edge = launch_nameplate_edge(&run.binary, plane, Ports::free()?, &settings, &directory)?;
            edge.server.listening(edge.address).await?;
            self.edges.push(edge);
        }
        Ok(())
    }

    /// Makes every connection due, and waits until all are checked.
    async fn check_all(&self, connections: u64) -> Result<Checked, Failure> {
        // Live for so long that each is looked at every quarter of an hour.
        self.connections.run(&format!(
            "UPDATE connections SET due_at_ms = {OVERDUE_MS}, state_since_ms = state_since_ms - 2592000000 WHERE hostname <> '{TEMPLATE}'"
        ))?;
        let all = connections as f64;
        let start = Instant::now();
        let (mut from, mut to) = (None, None);
        let checks = loop {
            let checks = self.checks().await?;
            let done: f64 = checks.iter().sum();
            if done >= all * FROM && from.is_none() {
                from = Some((Instant::now(), done, self.used()?));
            }
            if done >= all * TO && to.is_none() {
                to = Some((Instant::now(), done, self.used()?));
            }
            if done >= all {
                break checks;
            }
            if start.elapsed() > CHECKS_MAX {
                return Err(self.planes[0]
                    .server
                    .blame(&format!("and the others made {done} checks of {connections}")));
            }
            tokio::time::sleep(LOOK_EVERY).await;
        };
        let (Some(from), Some(to)) = (from, to) else {
            return Err(Failure::unexpected("all checks were made at once: there are too few to measure"));
        };
        let measured = to.1 - from.1;
        let each = |before: Duration, after: Duration| after.saturating_sub(before).as_secs_f64() * 1e6 / measured;
        let done: f64 = checks.iter().sum();
        let share = |best: fn(f64, f64) -> f64| checks.iter().copied().reduce(best).unwrap_or_default() / done;
        let not_live = "SELECT count(*) FROM connections WHERE state <> 'live'";
        Ok(Checked {
            per_second: measured / (to.0 - from.0).as_secs_f64(),
            plane_us: each(from.2.planes, to.2.planes),
            database_us: each(from.2.database, to.2.database),
            share: (share(f64::min), share(f64::max)),
            repeated: done - all,
            not_live: self.connections.run(not_live)?.trim().to_owned(),
        })
    }

    /// Visits `names` at the first edge, then at the last, which has to show the same certificates.
    async fn visit(&self, names: RangeInclusive<u64>) -> Result<(Latencies, Option<Latencies>), Failure> {
        let leaves = Leaves::default();
        let visited = async |edge: &Running| -> Result<Latencies, Failure> {
            let client = OncePerName::new(edge.address, names.clone().map(hostname), &leaves)?;
            let measured = measure(&edge.server, vec![client], PASS_MAX).await?;
            match measured.failures.first() {
                Some(failure) => Err(edge.server.blame(&format!("failed at a handshake ({})", chain(failure)))),
                None => Ok(measured.latencies),
            }
        };
        match &self.edges[..] {
            [first, .., last] => Ok((visited(first).await?, Some(visited(last).await?))),
            [only] => Ok((visited(only).await?, None)),
            [] => Err(Failure::unexpected("no edge was started")),
        }
    }

    /// What a fleet uses that is left alone for `window`.
    async fn rest(&self, window: Duration) -> Result<AtRest, Failure> {
        let before = (Instant::now(), self.used()?, self.transactions()?);
        tokio::time::sleep(window).await;
        let after = (Instant::now(), self.used()?, self.transactions()?);
        let seconds = (after.0 - before.0).as_secs_f64();
        let used = |of: fn(&Used) -> Duration| ms(of(&after.1).saturating_sub(of(&before.1))) / seconds;
        let mib = |servers: &[&Server]| -> Result<f64, Failure> {
            let all: Result<Vec<u64>, Failure> =
                servers.iter().map(|server| Ok(server.memory()?.anonymous_kib)).collect();
            Ok(all?.iter().sum::<u64>() as f64 / servers.len() as f64 / 1024.0)
        };
        let planes: Vec<&Server> = self.planes.iter().map(|plane| &plane.server).collect();
        let edges: Vec<&Server> = self.edges.iter().map(|edge| &edge.server).collect();
        Ok(AtRest {
            transactions_per_second: (after.2 - before.2) / seconds,
            sessions: self.sessions()?,
            plane_ms: used(|used| used.planes) / planes.len() as f64,
            edge_ms: used(|used| used.edges) / edges.len() as f64,
            database_ms: used(|used| used.database),
            plane_mib: mib(&planes)?,
            edge_mib: mib(&edges)?,
        })
    }

    /// Deletes `names` at the first control plane, one after the other: how long the last edge went on serving each.
    async fn take_down(&self, names: RangeInclusive<u64>) -> Result<Latencies, Failure> {
        let api = Api::new(self.planes[0].address, &self.key);
        let mut gone = Latencies::default();
        for name in names.map(hostname) {
            let found = api.get(&format!("/v1/connections?hostname={name}")).await?;
            let path = format!("/v1/connections/{}", text(&found, "/data/0/id")?);
            let start = Instant::now();
            api.delete(&path).await?;
            let mut trying = JoinSet::new();
            for edge in &self.edges {
                let tls = Tls::new(edge.address, &["http/1.1"], Resumption::Never)?;
                trying.spawn(until_refused(tls, name.clone(), start));
            }
            let mut last = Duration::ZERO;
            while let Some(ended) = trying.join_next().await {
                last = last.max(ended.map_err(|error| Failure::unexpected(format!("a visitor broke: {error}")))??);
            }
            gone.push(last);
        }
        Ok(gone)
    }

    /// Checks that each control plane has finished.
    async fn checks(&self) -> Result<Vec<f64>, Failure> {
        let mut checks = Vec::new();
        for plane in &self.planes {
            checks.push(Api::new(plane.address, "").metric(CHECKS).await?.unwrap_or_default());
        }
        Ok(checks)
    }

    fn used(&self) -> Result<Used, Failure> {
        let planes: Result<Vec<Duration>, Failure> = self.planes.iter().map(|plane| plane.server.cpu()).collect();
        let edges: Result<Vec<Duration>, Failure> = self.edges.iter().map(|edge| edge.server.cpu()).collect();
        Ok(Used { planes: planes?.iter().sum(), edges: edges?.iter().sum(), database: self.connections.cpu()? })
    }

    /// Transactions that the database server has ended so far, of both databases.
    fn transactions(&self) -> Result<f64, Failure> {
        self.sum("SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = current_database()")
    }

    /// Sessions that the fleet holds open at the database server.
    fn sessions(&self) -> Result<f64, Failure> {
        self.sum("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()")
    }

    /// KiB that each connection, and each name with a certificate, takes in its database.
    fn sizes(&self) -> Result<(f64, f64), Failure> {
        let size = |database: &Database, tables: &str, rows: &str| -> Result<f64, Failure> {
            one(
                database,
                &format!(
                    "SELECT sum(pg_total_relation_size(oid)) / (SELECT count(*) FROM {rows}) / 1024.0 FROM pg_class \
                     WHERE relname IN ({tables}) AND relnamespace = current_schema()::regnamespace"
                ),
            )
        };
        Ok((
            size(&self.connections, "'connections'", "connections")?,
            size(&self.certificates, "'edge_entries', 'edge_certificates', 'edge_verdicts'", "edge_certificates")?,
        ))
    }

    fn sum(&self, sql: &str) -> Result<f64, Failure> {
        Ok(one(&self.connections, sql)? + one(&self.certificates, sql)?)
    }
}

/// The number that a statement gives.
fn one(database: &Database, sql: &str) -> Result<f64, Failure> {
    let told = database.run(sql)?;
    told.trim().parse().map_err(|_| Failure::unexpected(format!("PostgreSQL told {told:?} for: {sql}")))
}

/// How long after `start` a visitor of `name` was refused for the first time.
async fn until_refused(tls: Tls, name: String, start: Instant) -> Result<Duration, Failure> {
    while tls.connect(&name).await.is_ok() {
        if start.elapsed() > GONE_MAX {
            let seconds = GONE_MAX.as_secs();
            return Err(Failure::unexpected(format!("{name} was still served {seconds} s after it was deleted")));
        }
        tokio::time::sleep(TRY_EVERY).await;
    }
    Ok(start.elapsed())
}

impl Line {
    fn fleet(&self) -> Vec<String> {
        vec![self.planes.to_string(), self.edges.to_string()]
    }
}

fn checks_table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "control planes",
        "checks per second, all together",
        "control planes' CPU µs each",
        "database CPU µs each",
        "share of one control plane, %",
        "repeated",
        "wrongly no longer live",
    ]);
    for Line { planes, checked, .. } in lines {
        let (least, most) = checked.share;
        table.row(vec![
            planes.to_string(),
            number(checked.per_second),
            number(checked.plane_us),
            number(checked.database_us),
            format!("{} – {}", number(least * 100.0), number(most * 100.0)),
            number(checked.repeated),
            checked.not_live.clone(),
        ]);
    }
    table
}

fn rest_table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "control planes",
        "edges",
        "database sessions",
        "transactions per second",
        "database CPU ms per second",
        "control plane: CPU ms per second",
        "MiB",
        "edge: CPU ms per second",
        "MiB",
    ]);
    for line in lines {
        let rest = &line.at_rest;
        let figures = [
            rest.sessions,
            rest.transactions_per_second,
            rest.database_ms,
            rest.plane_ms,
            rest.plane_mib,
            rest.edge_ms,
            rest.edge_mib,
        ];
        table.row(line.fleet().into_iter().chain(figures.map(number)).collect());
    }
    table
}

fn names_table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "control planes",
        "edges",
        "first visit of a name: p50, ms",
        "p99, ms",
        "then at the last edge: p50, ms",
        "p99, ms",
        "deleted, refused by every edge: p50, ms",
        "longest, ms",
    ]);
    for line in lines {
        let other = |share: f64| line.other_visits.as_ref().map_or(f64::NAN, |visits| ms(visits.quantile(share)));
        let figures = [
            ms(line.first_visits.quantile(0.5)),
            ms(line.first_visits.quantile(0.99)),
            other(0.5),
            other(0.99),
            ms(line.gone.quantile(0.5)),
            ms(line.gone.quantile(1.0)),
        ];
        table.row(line.fleet().into_iter().chain(figures.map(number)).collect());
    }
    table
}
