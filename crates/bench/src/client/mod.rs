//! The load: clients that repeat one operation, and the measurement around them.

mod asks;
mod first_visit;
mod handshake;
mod http2;
mod keep_alive;
mod once_per_name;
mod tls;

pub(crate) use asks::Asks;
pub(crate) use first_visit::FirstVisits;
pub(crate) use handshake::Handshakes;
pub(crate) use http2::Http2;
pub(crate) use keep_alive::{KeepAlive, Repeat, get};
pub(crate) use once_per_name::{Leaves, OncePerName};
pub(crate) use tls::{Resumption, Tls};

use crate::failure::Failure;
use crate::latency::Latencies;
use crate::server::Server;
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Does one operation again and again.
pub(crate) trait Client: Send + 'static {
    /// One operation: how long it took.
    ///
    /// # Errors
    /// [`Failure`] when it did not end as it has to.
    fn once(&mut self) -> impl Future<Output = Result<Duration, Failure>> + Send;

    /// Whether there is more to do; most clients never run out.
    fn has_more(&self) -> bool {
        true
    }

    /// Whether the next operation may succeed after one has failed: not on a stream that broke.
    fn survives_failure(&self) -> bool {
        false
    }
}

/// What one measurement of one server gave.
#[derive(Debug)]
pub(crate) struct Measured {
    /// Latencies of the operations that succeeded.
    pub(crate) latencies: Latencies,
    /// Operations that failed.
    pub(crate) failures: Vec<Failure>,
    /// From the first operation's start to the last one's end.
    pub(crate) elapsed: Duration,
    /// CPU time of the server's processes meanwhile.
    pub(crate) server_cpu: Duration,
}

impl Measured {
    /// Operations per second.
    pub(crate) fn rate(&self) -> f64 {
        self.latencies.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// CPU seconds of the server for 10,000 operations.
    pub(crate) fn cpu_per_10k(&self) -> f64 {
        self.server_cpu.as_secs_f64() / self.latencies.len() as f64 * 1e4
    }

    /// CPU microseconds of the server for one operation.
    pub(crate) fn cpu_us(&self) -> f64 {
        self.cpu_per_10k() * 1e2
    }
}

/// Lets all `clients` work at once for `window`, and looks at the server's CPU time before and after. The clients stay
/// connected until that is read, so that closing their streams is not counted.
///
/// # Errors
/// [`Failure::Unexpected`] when no operation succeeded, or when the server has ended.
pub(crate) async fn measure<C: Client>(
    server: &Server,
    clients: Vec<C>,
    window: Duration,
) -> Result<Measured, Failure> {
    let cpu_before = server.cpu()?;
    let start = Instant::now();
    let until = start + window;
    let mut tasks = JoinSet::new();
    for client in clients {
        tasks.spawn(repeat(client, until));
    }
    let (mut latencies, mut failures, mut open) = (Latencies::default(), Vec::new(), Vec::new());
    while let Some(ended) = tasks.join_next().await {
        let (client, of_client, of_client_failures) =
            ended.map_err(|error| Failure::unexpected(format!("a client broke: {error}")))?;
        latencies.append(of_client);
        failures.extend(of_client_failures);
        open.push(client);
    }
    let measured = Measured {
        latencies,
        failures,
        elapsed: start.elapsed(),
        server_cpu: server.cpu()?.saturating_sub(cpu_before),
    };
    match (measured.latencies.len(), measured.failures.first()) {
        (0, Some(failure)) => {
            Err(server.blame(&format!("failed at every operation ({})", crate::failure::chain(failure))))
        }
        (0, None) => Err(server.blame("finished no operation in the time given")),
        _ => Ok(measured),
    }
}

async fn repeat<C: Client>(mut client: C, until: Instant) -> (C, Latencies, Vec<Failure>) {
    let (mut latencies, mut failures) = (Latencies::default(), Vec::new());
    while client.has_more() && Instant::now() < until {
        match client.once().await {
            Ok(latency) => latencies.push(latency),
            Err(failure) => {
                failures.push(failure);
                if !client.survives_failure() {
                    break;
                }
            }
        }
    }
    (client, latencies, failures)
}
