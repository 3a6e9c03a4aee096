//! Counters of this process, and the store's gauges, in the Prometheus text format.

use crate::exposition::{head, histogram, line};
use axum::http::{Method, StatusCode};
use nameplate_control::{Control, QuestionKind, Refused, RequestKind};
use nameplate_domain::ask::Purpose;
use nameplate_domain::edge_status::{AuthorityStatus, BudgetStatus};
use nameplate_domain::time::Timestamp;
use nameplate_domain::timings::Histogram;
use nameplate_store::{Gauges, StoreError};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The store's gauges rest this many times as long as counting them took, so that however often they are asked for, at most a fifth
/// of the time goes into counting: with a million rows it takes a tenth of a second, with a thousand a millisecond.
const REST: u32 = 4;
/// Edges are read at most this often.
const EDGES_FOR: Duration = Duration::from_secs(1);

#[derive(Debug)]
pub(crate) struct Meter {
    started_at: Timestamp,
    exchanges: Mutex<BTreeMap<(String, String), Exchanges>>,
    /// By purpose (serve, issue) and verdict (no, yes).
    asks: [[AtomicU64; 2]; 2],
    checks_done: Arc<AtomicU64>,
    gauges: tokio::sync::Mutex<Option<Counted>>,
    edges: tokio::sync::Mutex<Option<(Instant, Edges)>>,
}

/// The store's gauges, and when they were counted.
#[derive(Debug)]
struct Counted {
    begun: Instant,
    done: Instant,
    gauges: Gauges,
}

impl Counted {
    /// Whether they will do for somebody who asked at `asked`, now that it is `now`: nothing done before the question is missing, or
    /// counting has to rest.
    fn will_do(&self, asked: Instant, now: Instant) -> bool {
        self.begun >= asked || now.duration_since(self.done) < (self.done - self.begun) * REST
    }
}

/// What edges said of themselves lately.
#[derive(Clone, Debug)]
struct Edges {
    attached: usize,
    silent: usize,
    authorities: Vec<AuthorityStatus>,
}

/// Exchanges of one method on one route.
#[derive(Debug, Default)]
struct Exchanges {
    by_status: BTreeMap<u16, u64>,
    took: Histogram,
}

/// Counters of all routes together.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Totals {
    /// Exchanges, and how long they took.
    pub(crate) took: Histogram,
    /// Exchanges that ended with a status of 500 or above.
    pub(crate) errors: u64,
    /// Questions of edges.
    pub(crate) asks: u64,
    /// DNS checks.
    pub(crate) checks: u64,
}

impl Meter {
    pub(crate) fn new(started_at: Timestamp, checks_done: Arc<AtomicU64>) -> Self {
        Self {
            started_at,
            exchanges: Mutex::default(),
            asks: Default::default(),
            checks_done,
            gauges: tokio::sync::Mutex::new(None),
            edges: tokio::sync::Mutex::new(None),
        }
    }

    pub(crate) fn note_exchange(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // Clients may invent methods; series must not grow by that.
        let is_known = matches!(method.as_str(), "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS");
        let method = if is_known { method.as_str() } else { "OTHER" };
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = exchanges.entry((route.to_owned(), method.to_owned())).or_default();
        *entry.by_status.entry(status.as_u16()).or_default() += 1;
        entry.took.note(took);
    }

    pub(crate) fn note_ask(&self, purpose: Purpose, allow: bool) {
        self.asks[usize::from(purpose == Purpose::Issue)][usize::from(allow)].fetch_add(1, Ordering::Relaxed);
    }

    /// Everything, as Prometheus reads it (text format 0.0.4). Without the store, what this process knows by itself.
    pub(crate) async fn text(&self, control: &Control) -> String {
        let mut text = String::with_capacity(8192);
        self.write_gauges(&mut text, control).await;
        self.write_exchanges(&mut text);
        write_others(&mut text, control);
        head(&mut text, "nameplate_asks_total", "counter", "Questions of edges over HTTP, by purpose and verdict.");
        for (purpose, verdicts) in ["serve", "issue"].into_iter().zip(&self.asks) {
            for (allow, count) in ["false", "true"].into_iter().zip(verdicts) {
                let count = count.load(Ordering::Relaxed);
                line(&mut text, "nameplate_asks_total", &[("purpose", purpose), ("allow", allow)], count);
            }
        }
        head(&mut text, "nameplate_checks_total", "counter", "DNS checks that the workers of this process finished.");
        line(&mut text, "nameplate_checks_total", &[], self.checks_done.load(Ordering::Relaxed));
        head(&mut text, "process_start_time_seconds", "gauge", "When this process started, in seconds since 1970.");
        line(&mut text, "process_start_time_seconds", &[], self.started_at.as_ms() / 1000);
        text
    }

    /// The store's gauges of now, counted once for everybody who waits at the lock. Where counting takes long, of a moment ago.
    pub(crate) async fn gauges(&self, control: &Control) -> Result<Gauges, StoreError> {
        let asked = Instant::now();
        let mut known = self.gauges.lock().await;
        if let Some(counted) = known.as_ref().filter(|counted| counted.will_do(asked, Instant::now())) {
            return Ok(counted.gauges.clone());
        }
        let begun = Instant::now();
        let gauges = control.reader().gauges(control.now()).await?;
        *known = Some(Counted { begun, done: Instant::now(), gauges: gauges.clone() });
        Ok(gauges)
    }

    /// The store's gauges as they were at most so long ago.
    pub(crate) async fn gauges_within(&self, age_max: Duration, control: &Control) -> Result<Gauges, StoreError> {
        let known = self.gauges.lock().await.as_ref().map(|counted| (counted.begun, counted.gauges.clone()));
        match known {
            Some((begun, gauges)) if begun.elapsed() < age_max => Ok(gauges),
            _ => self.gauges(control).await,
        }
    }

    /// What was counted since the start, over all routes.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals {
            asks: self.asks.iter().flatten().map(|count| count.load(Ordering::Relaxed)).sum(),
            checks: self.checks_done.load(Ordering::Relaxed),
            ..Totals::default()
        };
        for of_route in self.exchanges.lock().unwrap_or_else(PoisonError::into_inner).values() {
            totals.took = totals.took.and(&of_route.took);
            totals.errors += of_route.by_status.range(500..).map(|(_, count)| count).sum::<u64>();
        }
        totals
    }

    pub(crate) fn started_at(&self) -> Timestamp {
        self.started_at
    }

    async fn write_gauges(&self, text: &mut String, control: &Control) {
        let gauges = self.gauges(control).await.inspect_err(|error| {
            tracing::warn!(
                error = error as &dyn std::error::Error,
                "Could not count connections and certificates for the metrics."
            );
        });
        head(text, "nameplate_store_up", "gauge", "Whether the store answered when gauges were last counted.");
        line(text, "nameplate_store_up", &[], u8::from(gauges.is_ok()));
        let Ok(gauges) = &gauges else { return };
        head(text, "customdomain_connections", "gauge", "Connections in each state.");
        for (state, count) in &gauges.connections {
            line(text, "customdomain_connections", &[("state", state.as_str())], count);
        }
        head(text, "customdomain_certificates", "gauge", "Certificates of each status.");
        for (status, count) in &gauges.certificates {
            line(text, "customdomain_certificates", &[("status", status.as_str())], count);
        }
        head(
            text,
            "customdomain_certificates_expiring_soon",
            "gauge",
            "Certificates that should have been renewed: more than a day late, or with less than a fifth of their life left.",
        );
        line(text, "customdomain_certificates_expiring_soon", &[], gauges.expiring_soon);
        head(text, "customdomain_webhook_deliveries", "gauge", "Webhook deliveries of each status.");
        for (status, count) in &gauges.deliveries {
            line(text, "customdomain_webhook_deliveries", &[("status", status.as_str())], count);
        }
        let name = "nameplate_webhook_delivery_oldest_due_seconds";
        head(
            text,
            name,
            "gauge",
            "How long the webhook delivery that waits longest has been due, but for those of suspended tenants; 0 when none is.",
        );
        let waited = gauges.oldest_delivery_due_at.map(|due| control.now().since(due)).unwrap_or_default();
        line(text, name, &[], waited.as_secs_f64());
        write_queues(text, gauges);
        match self.edges(control).await {
            Ok(edges) => write_edges(text, &edges, control.now()),
            Err(error) => {
                tracing::warn!(error = &error as &dyn std::error::Error, "Could not read the edges for the metrics.");
            }
        }
    }

    /// The edges as they were lately, read once for everybody who waits at the lock.
    async fn edges(&self, control: &Control) -> Result<Edges, Refused> {
        let mut known = self.edges.lock().await;
        if let Some((_, edges)) = known.as_ref().filter(|(read, _)| read.elapsed() < EDGES_FOR) {
            return Ok(edges.clone());
        }
        let all = control.fleet_edges().await?;
        let attached = all.iter().filter(|edge| edge.is_attached).count();
        let edges = Edges { attached, silent: all.len() - attached, authorities: control.fleet_authorities().await? };
        *known = Some((Instant::now(), edges.clone()));
        Ok(edges)
    }

    fn write_exchanges(&self, text: &mut String) {
        let exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let name = "nameplate_http_requests_total";
        head(text, name, "counter", "Answered requests.");
        for ((route, method), of_route) in exchanges.iter() {
            for (status, count) in &of_route.by_status {
                line(text, name, &[("method", method), ("route", route), ("status", &status.to_string())], count);
            }
        }
        let name = "nameplate_http_request_seconds";
        head(text, name, "histogram", "Time from request to answer.");
        for ((route, method), of_route) in exchanges.iter() {
            histogram(text, name, &[("method", method), ("route", route)], &of_route.took);
        }
    }
}

/// How long others took that this process asked: DNS servers and DNS providers.
fn write_others(text: &mut String, control: &Control) {
    let name = "nameplate_dns_question_seconds";
    head(text, name, "histogram", "Time from a DNS question to its reply; servers of zones count together.");
    for (QuestionKind { server, outcome }, took) in &control.dns_timings() {
        histogram(text, name, &[("server", server), ("outcome", outcome)], took);
    }
    let name = "nameplate_provider_request_seconds";
    head(text, name, "histogram", "Time from a request to a DNS provider's API to its answer.");
    for (RequestKind { provider, operation, outcome }, took) in &control.provider_timings() {
        histogram(text, name, &[("provider", provider), ("operation", operation), ("outcome", outcome)], took);
    }
}

/// What waits in line: how many, and how long the first of them has been waiting.
fn write_queues(text: &mut String, gauges: &Gauges) {
    let queues = [
        ("connections", gauges.due_connections),
        ("events", gauges.unplaced_events),
        ("certificates_wanted", gauges.wanted_certificates),
        ("renewals_requested", gauges.requested_renewals),
    ];
    let name = "nameplate_queue_waiting";
    head(
        text,
        name,
        "gauge",
        "Work whose time has come: connections to look at, events to tell of, certificates to obtain.",
    );
    for (queue, of) in queues {
        line(text, name, &[("queue", queue)], of.waiting);
    }
    let name = "nameplate_queue_oldest_seconds";
    head(text, name, "gauge", "How long the first in the queue has been waiting; 0 when none waits.");
    for (queue, of) in queues {
        line(text, name, &[("queue", queue)], format_args!("{}.{:03}", of.oldest_ms / 1000, of.oldest_ms % 1000));
    }
}

/// The fleet, and what authorities still allow it.
fn write_edges(text: &mut String, edges: &Edges, now: Timestamp) {
    let name = "nameplate_edges";
    head(
        text,
        name,
        "gauge",
        "Edges heard of within the last minute (attached), and within the last day only (silent).",
    );
    for (state, count) in [("attached", edges.attached), ("silent", edges.silent)] {
        line(text, name, &[("state", state)], count);
    }
    let name = "nameplate_authority_resting";
    head(
        text,
        name,
        "gauge",
        "Whether an edge leaves this certification authority alone, because it could not be used.",
    );
    for authority in &edges.authorities {
        let rests = authority.resting_until.is_some_and(|until| until > now);
        line(text, name, &[("authority", &authority.name)], u8::from(rests));
    }
    let name = "nameplate_authority_budget_capacity";
    head(text, name, "gauge", "How many a rate limit of an authority allows at once, when nothing was used lately.");
    for (labels, budget) in budgets(edges) {
        line(text, name, &labels, budget.capacity);
    }
    let name = "nameplate_authority_budget_available";
    head(text, name, "gauge", "How many of them are left; none while the authority has said so.");
    for (labels, budget) in budgets(edges) {
        let is_closed = budget.closed_until.is_some_and(|until| until > now);
        line(text, name, &labels, if is_closed { 0 } else { budget.available });
    }
}

fn budgets(edges: &Edges) -> impl Iterator<Item = ([(&str, &str); 2], &BudgetStatus)> {
    edges.authorities.iter().flat_map(|authority| {
        let labels = |limit| [("authority", authority.name.as_str()), ("limit", limit)];
        authority.budgets.iter().map(move |budget| (labels(budget.limit.as_str()), budget))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Counted from 10.0 s to 10.1 s of some clock, which the tests read.
    fn counted() -> (Counted, impl Fn(u64) -> Instant) {
        let zero = Instant::now();
        let at = move |ms| zero + Duration::from_millis(ms);
        (Counted { begun: at(10_000), done: at(10_100), gauges: Gauges::default() }, at)
    }

    #[test]
    fn whoever_waited_for_the_count_takes_it_and_whoever_asks_later_has_it_made_anew() {
        let (counted, at) = counted();
        assert!(counted.will_do(at(9_999), at(60_000)));
        assert!(counted.will_do(at(10_000), at(60_000)));
        assert!(!counted.will_do(at(10_600), at(10_600)));
    }

    #[test]
    fn counting_rests_four_times_as_long_as_it_took() {
        let (counted, at) = counted();
        assert!(counted.will_do(at(10_300), at(10_499)));
        assert!(!counted.will_do(at(10_300), at(10_500)));
    }
}
