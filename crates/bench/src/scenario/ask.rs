//! `ask` over HTTP keep-alive: from memory and from the store, with few and with many connections in it, on both engines.

use crate::client::{Asks, Measured, measure};
use crate::database::{self, Database, hostname};
use crate::failure::{Failure, chain};
use crate::latency::{Latencies, ms};
use crate::program::{ControlPlane, ORIGIN, TEMPLATE, Workers, make_template, serve};
use crate::progress;
use crate::report::{Section, Table, number};
use crate::run::Run;
use crate::server::free_address;
use std::time::Duration;

/// Kept streams that ask at once.
const STREAMS: u64 = 32;
/// Names of the hot set.
const HOT: u64 = 64;
/// Any prime that divides no number of rows: steps of it visit every row once, in an order that no cache likes.
const STRIDE: u64 = 7_368_787;
/// Asks that a figure needs when one pass over all the names is short, and how many passes are made for it at most.
const ASKS_MIN: usize = 20_000;
const PASSES_MAX: usize = 10;

/// Which names are asked about.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Names {
    /// Few, again and again: answered from memory.
    Hot,
    /// Each once: answered from the store.
    EachOnce,
    /// None that is connected, each once: answered from the store too, which has to look for the exact name and the wildcard.
    Unknown,
}

impl Names {
    const ALL: [Self; 3] = [Self::Hot, Self::EachOnce, Self::Unknown];

    const fn name(self) -> &'static str {
        match self {
            Self::Hot => "from memory",
            Self::EachOnce => "from the store, each name once",
            Self::Unknown => "from the store, unknown names",
        }
    }

    /// What stream number `stream` asks about.
    fn of_stream(self, stream: u64, rows: u64) -> Box<dyn Iterator<Item = String> + Send> {
        match self {
            Self::Hot => Box::new((0..HOT).cycle().skip(stream as usize).map(|number| hostname(number + 1))),
            Self::EachOnce => Box::new(
                (stream..rows)
                    .step_by(STREAMS as usize)
                    .map(move |turn| hostname(turn.wrapping_mul(STRIDE) % rows + 1)),
            ),
            Self::Unknown => {
                Box::new((stream..).step_by(STREAMS as usize).map(|number| format!("x{}", hostname(number))))
            }
        }
    }

    /// Length of the right answer.
    fn body_bytes(self) -> usize {
        let allow = self != Self::Unknown;
        serde_json::json!({"allow": allow, "origin": allow.then_some(ORIGIN)}).to_string().len()
    }
}

/// One line of the table.
#[derive(Debug)]
struct Line {
    engine: &'static str,
    rows: u64,
    names: Names,
    asks: usize,
    elapsed: Duration,
    server_cpu: Duration,
    database_cpu: Duration,
    latencies: Latencies,
}

/// # Errors
/// [`Failure`] when the program is not built, a tool is missing, or an answer is wrong.
pub(crate) async fn run(run: &Run) -> Result<Section, Failure> {
    run.require_binary()?;
    let (mut lines, mut versions, mut remark) = (Vec::new(), Vec::new(), "");
    let mut databases = vec![Database::sqlite(run, "ask")?];
    match &run.postgres {
        Some(url) => databases.push(Database::postgres(url, "ask")?),
        None => {
            remark = " PostgreSQL was left out: no server was named.";
            progress!("ask: NAMEPLATE_TEST_POSTGRES is not set, PostgreSQL is left out; scripts/bench sets it");
        }
    }
    for database in &databases {
        versions.push(database::version(database));
        lines.extend(of_engine(run, database).await?);
    }
    let title = "Ask over HTTP keep-alive";
    Ok(Section { name: "ask", title, body: format!("{}\n\n{}", explanation(&versions, remark), table(&lines)) })
}

async fn of_engine(run: &Run, database: &Database) -> Result<Vec<Line>, Failure> {
    make_template(run, database, "ask").await?;
    let (mut lines, mut filled) = (Vec::new(), 0);
    for rows in [1000, run.count(1_000_000, 20_000) as u64] {
        progress!("ask: {}: filling up to {rows} connections", database.engine());
        database.fill(TEMPLATE, filled + 1..=rows, None)?;
        filled = rows;
        for names in Names::ALL {
            let line = one(run, database, rows, names).await?;
            progress!(
                "ask: {}, {rows} rows, {}: {} µs CPU, {} per second, p99 {} ms",
                line.engine,
                names.name(),
                number(line.server_cpu_us()),
                number(line.rate()),
                number(ms(line.latencies.quantile(0.99)))
            );
            lines.push(line);
        }
    }
    Ok(lines)
}

impl Line {
    fn server_cpu_us(&self) -> f64 {
        self.server_cpu.as_secs_f64() / self.asks as f64 * 1e6
    }

    fn database_cpu_us(&self) -> f64 {
        self.database_cpu.as_secs_f64() / self.asks as f64 * 1e6
    }

    fn rate(&self) -> f64 {
        self.asks as f64 / self.elapsed.as_secs_f64()
    }

    fn add(&mut self, measured: Measured, database_cpu: Duration) {
        self.asks += measured.latencies.len();
        self.elapsed += measured.elapsed;
        self.server_cpu += measured.server_cpu;
        self.database_cpu += database_cpu;
        self.latencies.append(measured.latencies);
    }
}

/// Passes until there are enough asks for a figure. Each pass has a control plane of its own, whose memory is empty.
async fn one(run: &Run, database: &Database, rows: u64, names: Names) -> Result<Line, Failure> {
    let (engine, zero) = (database.engine(), Duration::ZERO);
    let mut line = Line {
        engine,
        rows,
        names,
        asks: 0,
        elapsed: zero,
        server_cpu: zero,
        database_cpu: zero,
        latencies: Latencies::default(),
    };
    for pass in 0..PASSES_MAX {
        let directory = run.folder(&format!("ask-{engine}-{rows}-{names:?}-{pass}"))?;
        let plane = serve(run, database, free_address()?, Workers::Off, &directory).await?;
        warm_up(&plane).await?;
        let mut clients = Vec::new();
        for stream in 0..STREAMS {
            clients.push(Asks::new(plane.address, names.of_stream(stream, rows), names.body_bytes()).await?);
        }
        let database_before = database.cpu()?;
        let measured = measure(&plane.server, clients, run.window(Duration::from_secs(5))).await?;
        if let Some(failure) = measured.failures.first() {
            return Err(plane.server.blame(&format!("answered an ask wrongly ({})", chain(failure))));
        }
        line.add(measured, database.cpu()?.saturating_sub(database_before));
        if line.asks >= ASKS_MIN {
            break;
        }
    }
    Ok(line)
}

/// Opens the pool's streams to the database and warms what is compiled or prepared at first use.
async fn warm_up(plane: &ControlPlane) -> Result<(), Failure> {
    let mut clients = Vec::new();
    for stream in 0..STREAMS {
        let names = (0..32).map(move |number| format!("warm-{stream}-{number}.z0.test"));
        clients.push(Asks::new(plane.address, names, Names::Unknown.body_bytes()).await?);
    }
    measure(&plane.server, clients, Duration::from_secs(10)).await.map(drop)
}

fn explanation(versions: &[String], remark: &str) -> String {
    format!(
        "`GET /internal/ask` of `nameplate serve`, {STREAMS} kept streams, client and server on the same cores: **CPU per ask is the number that counts**. \
         Every connection is a copy of one that went live through the API and real DNS. From memory: {HOT} names again and again. From the store: \
         no name is asked about twice in the life of a process. Goals: from memory ≤ 12 µs, from the store ≤ 50 µs, p99 < 3 ms, and the same \
         from 10^3 to 10^6 rows. The database's own CPU time stands in a column of its own; SQLite's is part of the server's. Engines: {}.{remark}",
        versions.join("; ")
    )
}

fn table(lines: &[Line]) -> Table {
    let mut table = Table::new([
        "asks",
        "engine",
        "connections",
        "server CPU µs each",
        "database CPU µs each",
        "per second",
        "p50 ms",
        "p99 ms",
    ]);
    for line in lines {
        table.row(vec![
            line.names.name().to_owned(),
            line.engine.to_owned(),
            line.rows.to_string(),
            number(line.server_cpu_us()),
            number(line.database_cpu_us()),
            number(line.rate()),
            number(ms(line.latencies.quantile(0.5))),
            number(ms(line.latencies.quantile(0.99))),
        ]);
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn each_name_is_asked_about_once() {
        let asked: Vec<String> = (0..STREAMS).flat_map(|stream| Names::EachOnce.of_stream(stream, 1000)).collect();
        assert_eq!(asked.len(), 1000);
        assert_eq!(asked.into_iter().collect::<HashSet<_>>(), (1..=1000).map(hostname).collect());
    }
}
