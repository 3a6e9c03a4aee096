//! Asking within bounds: so many questions in flight in all, so many to one server, and no waiting for servers that are known to
//! be silent. One dead server costs the rest nothing but the places it was given.

use super::exchange::{Patience, exchange};
use super::message::Question;
use super::settings::ObserverSettings;
use hickory_proto::op::Message;
use moka::sync::Cache;
use nameplate_domain::evidence::Unanswered;
use nameplate_domain::timings::{Histogram, Timings};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout_at};
use tracing::Instrument as _;

/// Questions without a reply, one after the other, that make a server count as silent.
const SILENT_AFTER: u32 = 3;
/// How long a silent server is left alone; then one question tries it again.
const SILENT_FOR: Duration = Duration::from_secs(10);
/// Servers remembered.
const SERVERS_MAX: u64 = 10_000;
/// How long a server is remembered that nobody asks.
const SERVER_IDLE: Duration = Duration::from_mins(5);

/// All asking goes through here.
#[derive(Debug)]
pub(super) struct Asker {
    in_flight: Semaphore,
    in_flight_per_server_max: usize,
    query_timeout: Duration,
    servers: Cache<SocketAddr, Arc<Standing>>,
    resolvers: Vec<SocketAddr>,
    timings: Timings<QuestionKind>,
}

/// Questions that are counted together.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct QuestionKind {
    /// The resolver, as `ip:port`; `authoritative` for the servers of zones, which are without number.
    pub server: String,
    /// `answered`, `timeout` or `failed`.
    pub outcome: &'static str,
}

/// What is remembered about one server.
#[derive(Debug)]
struct Standing {
    in_flight: Semaphore,
    silence: Mutex<Silence>,
}

#[derive(Debug, Default)]
struct Silence {
    in_a_row: u32,
    until: Option<Instant>,
}

impl Asker {
    /// `resolvers` are told apart when questions are counted.
    pub(super) fn new(settings: &ObserverSettings, resolvers: Vec<SocketAddr>) -> Self {
        Self {
            resolvers,
            timings: Timings::default(),
            in_flight: Semaphore::new(settings.in_flight_max.clamp(1, Semaphore::MAX_PERMITS)),
            in_flight_per_server_max: settings.in_flight_per_server_max.clamp(1, Semaphore::MAX_PERMITS),
            query_timeout: settings.query_timeout,
            servers: Cache::builder().max_capacity(SERVERS_MAX).time_to_idle(SERVER_IDLE).build(),
        }
    }

    /// Asks one server, in `tries` tries, ending at `until`.
    pub(super) async fn ask(
        &self,
        server: SocketAddr,
        question: &Question,
        tries: u32,
        until: Instant,
    ) -> Result<Message, Unanswered> {
        let standing = self.standing(server);
        // The server's own place first: whoever queues for a slow server holds no place that others could use.
        let places = async { (standing.in_flight.acquire().await, self.in_flight.acquire().await) };
        let Ok(places) = timeout_at(until, places).await else {
            return Err(Unanswered::Unreachable("too many questions are waiting".into()));
        };
        let started = Instant::now();
        if started >= until {
            return Err(Unanswered::Timeout);
        }
        let patience = Patience { each: self.query_timeout, tries, until };
        let is_resolver = self.resolvers.contains(&server);
        let span = tracing::debug_span!("dns question", otel.kind = "client", server.address = %server, dns.resolver = is_resolver);
        let outcome = exchange(server, question, patience).instrument(span).await;
        drop(places);
        let ended = Instant::now();
        self.count(server, &outcome, ended - started);
        match outcome {
            Err(Unanswered::Timeout) if ended - started >= self.query_timeout => standing.note(true, ended),
            // The deadline cut it short: that says nothing about the server.
            Err(Unanswered::Timeout) => {}
            _ => standing.note(false, ended),
        }
        outcome
    }

    fn count(&self, server: SocketAddr, outcome: &Result<Message, Unanswered>, took: Duration) {
        let server = match self.resolvers.contains(&server) {
            true => server.to_string(),
            false => "authoritative".to_owned(),
        };
        let outcome = match outcome {
            Ok(_) => "answered",
            Err(Unanswered::Timeout) => "timeout",
            Err(_) => "failed",
        };
        self.timings.note(QuestionKind { server, outcome }, took);
    }

    /// How long questions took.
    pub(super) fn timings(&self) -> Vec<(QuestionKind, Histogram)> {
        self.timings.counted()
    }

    /// Whether the server was silent lately and its time to be tried again has not come. Answers `false` once when it has: the
    /// caller is the one who tries.
    pub(super) fn is_silent(&self, server: SocketAddr) -> bool {
        self.servers.get(&server).is_some_and(|standing| standing.is_silent(Instant::now()))
    }

    fn standing(&self, server: SocketAddr) -> Arc<Standing> {
        self.servers.get_with(server, || {
            Arc::new(Standing { in_flight: Semaphore::new(self.in_flight_per_server_max), silence: Mutex::default() })
        })
    }
}

impl Standing {
    fn note(&self, silent: bool, now: Instant) {
        let mut silence = self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        if !silent {
            *silence = Silence::default();
            return;
        }
        silence.in_a_row = silence.in_a_row.saturating_add(1);
        if silence.in_a_row >= SILENT_AFTER {
            silence.until = Some(now + SILENT_FOR);
        }
    }

    fn is_silent(&self, now: Instant) -> bool {
        let mut silence = self.silence.lock().unwrap_or_else(PoisonError::into_inner);
        match silence.until {
            Some(until) if now < until => true,
            Some(_) => {
                silence.until = Some(now + SILENT_FOR);
                false
            }
            None => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_silent_server_is_tried_by_one_after_a_while() {
        let standing = Standing { in_flight: Semaphore::new(1), silence: Mutex::default() };
        let now = Instant::now();
        standing.note(true, now);
        standing.note(true, now);
        assert!(!standing.is_silent(now));
        standing.note(true, now);
        assert!(standing.is_silent(now));
        let later = now + SILENT_FOR;
        assert!(!standing.is_silent(later));
        assert!(standing.is_silent(later));
        standing.note(false, later);
        assert!(!standing.is_silent(later));
    }
}
