//! The workers: DNS checks of live connections that are all due at once.

use crate::api::Api;
use crate::database::{self, Database, ZONES, hostname};
use crate::failure::Failure;
use crate::name_server::{self, PLATFORM, Zone};
use crate::program::{TEMPLATE, Workers, make_template, serve};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::free_address;
use std::fmt::Write as _;
use std::time::{Duration, Instant};

/// Counter of finished checks in `/metrics`.
pub(super) const CHECKS: &str = "nameplate_checks_total";
/// Due since 1970.
pub(super) const OVERDUE_MS: i64 = 0;
/// How long all of them may take.
const ALL_MAX: Duration = Duration::from_secs(180);
/// Between two looks at the counter.
const LOOK_EVERY: Duration = Duration::from_millis(100);
/// The part of the work that is measured, as shares of all checks: neither the start nor the last stragglers.
const FROM: f64 = 0.05;
const TO: f64 = 0.95;

/// One engine's figures.
#[derive(Debug)]
struct Line {
    engine: &'static str,
    checks: f64,
    elapsed: Duration,
    server_cpu: Duration,
    database_cpu: Duration,
    dns_cpu: Duration,
    drifted: String,
}

/// What is read at the start and at the end of the measured part.
#[derive(Clone, Copy, Debug)]
struct Reading {
    at: Instant,
    checks: f64,
    server_cpu: Duration,
    database_cpu: Duration,
    dns_cpu: Duration,
}

/// # Errors
/// [`Failure`] when the program is not built, a tool is missing, or the workers do not get through.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let connections = run.count(100_000, 10_000) as u64;
    let mut databases = vec![Database::sqlite(run, "checks")?];
    match &run.postgres {
        Some(url) => databases.push(Database::postgres(url, "checks")?),
        None => progress!("checks: NAMEPLATE_TEST_POSTGRES is not set, PostgreSQL is left out; scripts/bench sets it"),
    }
    let (mut lines, mut versions) = (Vec::new(), Vec::new());
    for database in &databases {
        versions.push(database::version(database));
        let line = one(run, database, connections).await?;
        progress!("checks: {}: {} per second", line.engine, number(line.rate()));
        lines.push(line);
    }
    let title = "Checks of live connections by the workers";
    let body = format!(
        "`nameplate serve` with workers, {connections} live connections in {ZONES} zones, all of them due; each check asks nsd, the zone's only \
         server, on the same cores. Measured from {} to {} % of the checks. Goal: 5,000 per second on two quiet cores. Engines: {}.\n\n{}",
        FROM * 100.0,
        TO * 100.0,
        versions.join("; "),
        table(&lines)
    );
    Ok(Section { name: "checks", title, body })
}

async fn one(run: &Run, database: &Database, connections: u64) -> Result<Line, Failure> {
    let engine = database.engine();
    make_template(run, database, "checks").await?;
    // The template itself is not published any more, and must not be looked at.
    database.run(&format!("UPDATE connections SET due_at_ms = NULL WHERE hostname = '{TEMPLATE}'"))?;
    database.fill(TEMPLATE, 1..=connections, Some(OVERDUE_MS))?;
    let directory = run.folder(&format!("checks-{engine}"))?;
    let resolver = free_address()?;
    let dns = name_server::start(resolver, &zones(connections), &directory).await?;
    let plane = serve(run, database, resolver, Workers::On, &directory).await?;
    let api = Api::new(plane.address, "");
    let all = connections as f64;
    let start = Instant::now();
    let read = async || -> Result<Reading, Failure> {
        let checks =
            api.metric(CHECKS).await?.ok_or_else(|| plane.server.blame(&format!("has no {CHECKS} in /metrics")))?;
        let (server_cpu, database_cpu, dns_cpu) = (plane.server.cpu()?, database.cpu()?, dns.cpu()?);
        Ok(Reading { at: Instant::now(), checks, server_cpu, database_cpu, dns_cpu })
    };
    let mut from: Option<Reading> = None;
    let to = loop {
        let now = read().await?;
        if now.checks >= all * TO {
            break now;
        }
        if now.checks >= all * FROM {
            from.get_or_insert(now);
        }
        if start.elapsed() > ALL_MAX {
            return Err(plane.server.blame(&format!(
                "made {} of {connections} checks in {} s",
                now.checks,
                ALL_MAX.as_secs()
            )));
        }
        tokio::time::sleep(LOOK_EVERY).await;
    };
    let from = from.ok_or_else(|| Failure::unexpected("all checks were made at once: there are too few to measure"))?;
    let drifted = database.run("SELECT count(*) FROM connections WHERE state <> 'live'")?.trim().to_owned();
    Ok(Line {
        engine,
        checks: to.checks - from.checks,
        elapsed: to.at - from.at,
        server_cpu: to.server_cpu.saturating_sub(from.server_cpu),
        database_cpu: to.database_cpu.saturating_sub(from.database_cpu),
        dns_cpu: to.dns_cpu.saturating_sub(from.dns_cpu),
        drifted,
    })
}

/// Every filled host name points at the edge.
pub(super) fn zones(connections: u64) -> Vec<Zone> {
    let of_zone = |zone: u64| {
        let name = format!("z{zone}.test");
        let mut records = String::new();
        for number in (1..=connections).filter(|number| number % ZONES == zone) {
            // Writing to a String cannot fail.
            let _ = writeln!(records, "{}. CNAME edge.{PLATFORM}.", hostname(number));
        }
        Zone { name, records }
    };
    let mut zones: Vec<Zone> = (0..ZONES).map(of_zone).collect();
    zones.push(Zone::platform());
    zones
}

impl Line {
    fn rate(&self) -> f64 {
        self.checks / self.elapsed.as_secs_f64()
    }
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "engine",
        "checks per second",
        "server CPU µs each",
        "database CPU µs each",
        "nsd CPU µs each",
        "wrongly no longer live",
    ]);
    for line in lines {
        let each = |cpu: Duration| number(cpu.as_secs_f64() / line.checks * 1e6);
        table.row(vec![
            line.engine.to_owned(),
            number(line.rate()),
            each(line.server_cpu),
            each(line.database_cpu),
            each(line.dns_cpu),
            line.drifted.clone(),
        ]);
    }
    table
}
