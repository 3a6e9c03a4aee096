//! Counters of this process, and the store's gauges, in the Prometheus text format.

use axum::http::{Method, StatusCode};
use nameplate_domain::ask::Purpose;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Gauges, Reader};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Upper bounds of the histogram, in seconds.
const BUCKETS_S: [f64; 9] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 30.0];
/// The store's gauges are counted at most this often: with a million rows counting takes a tenth of a second.
const GAUGES_FOR: Duration = Duration::from_secs(15);

#[derive(Debug)]
pub(crate) struct Meter {
    started_at: Timestamp,
    exchanges: Mutex<BTreeMap<(String, String), Exchanges>>,
    /// By purpose (serve, issue) and verdict (no, yes).
    asks: [[AtomicU64; 2]; 2],
    checks_done: Arc<AtomicU64>,
    gauges: tokio::sync::Mutex<Option<(Instant, Gauges)>>,
}

/// Exchanges of one method on one route.
#[derive(Debug, Default)]
struct Exchanges {
    by_status: BTreeMap<u16, u64>,
    at_most: [u64; BUCKETS_S.len()],
    count: u64,
    sum_s: f64,
}

impl Meter {
    pub(crate) fn new(started_at: Timestamp, checks_done: Arc<AtomicU64>) -> Self {
        Self {
            started_at,
            exchanges: Mutex::default(),
            asks: Default::default(),
            checks_done,
            gauges: tokio::sync::Mutex::new(None),
        }
    }

    pub(crate) fn note_exchange(&self, method: &Method, route: &str, status: StatusCode, took: Duration) {
        // Clients may invent methods; series must not grow by that.
        let is_known = matches!(method.as_str(), "GET" | "HEAD" | "POST" | "PUT" | "PATCH" | "DELETE" | "OPTIONS");
        let method = if is_known { method.as_str() } else { "OTHER" };
        let mut exchanges = self.exchanges.lock().unwrap_or_else(PoisonError::into_inner);
        let entry = exchanges.entry((route.to_owned(), method.to_owned())).or_default();
        *entry.by_status.entry(status.as_u16()).or_default() += 1;
        let took_s = took.as_secs_f64();
        for (bucket, bound) in entry.at_most.iter_mut().zip(BUCKETS_S) {
            *bucket += u64::from(took_s <= bound);
        }
        entry.count += 1;
        entry.sum_s += took_s;
    }

    pub(crate) fn note_ask(&self, purpose: Purpose, allow: bool) {
        self.asks[usize::from(purpose == Purpose::Issue)][usize::from(allow)].fetch_add(1, Ordering::Relaxed);
    }

    /// Everything, as Prometheus reads it (text format 0.0.4). Without the store, what this process knows by itself.
    pub(crate) async fn text(&self, reader: &Reader, now: Timestamp) -> String {
        let mut text = String::with_capacity(8192);
        self.write_gauges(&mut text, reader, now).await;
        self.write_exchanges(&mut text);
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

    /// Counted once for everybody who waits at the lock.
    async fn write_gauges(&self, text: &mut String, reader: &Reader, now: Timestamp) {
        let mut known = self.gauges.lock().await;
        let is_fresh = known.as_ref().is_some_and(|(counted, _)| counted.elapsed() < GAUGES_FOR);
        let mut is_store_up = true;
        if !is_fresh {
            match reader.gauges(now).await {
                Ok(gauges) => *known = Some((Instant::now(), gauges)),
                Err(error) => {
                    is_store_up = false;
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        "Could not count connections and certificates for the metrics."
                    );
                }
            }
        }
        head(text, "nameplate_store_up", "gauge", "Whether the store answered when gauges were last counted.");
        line(text, "nameplate_store_up", &[], u8::from(is_store_up));
        let Some((_, gauges)) = known.as_ref().filter(|_| is_store_up) else { return };
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
        head(text, name, "gauge", "How long the webhook delivery that waits longest has been due; 0 when none is.");
        let waited = gauges.oldest_delivery_due_at.map(|due| now.since(due)).unwrap_or_default();
        line(text, name, &[], waited.as_secs_f64());
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
            let bucket = format!("{name}_bucket");
            for (bound, count) in BUCKETS_S.iter().zip(of_route.at_most) {
                line(text, &bucket, &[("method", method), ("route", route), ("le", &bound.to_string())], count);
            }
            line(text, &bucket, &[("method", method), ("route", route), ("le", "+Inf")], of_route.count);
            line(text, &format!("{name}_sum"), &[("method", method), ("route", route)], of_route.sum_s);
            line(text, &format!("{name}_count"), &[("method", method), ("route", route)], of_route.count);
        }
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) {
    // Writing to a String cannot fail.
    let _ = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// One sample. Label values are routes, methods and names of ours, which need no escaping.
fn line(text: &mut String, name: &str, labels: &[(&str, &str)], value: impl std::fmt::Display) {
    let labels: Vec<String> = labels.iter().map(|(name, value)| format!("{name}=\"{value}\"")).collect();
    let _ = match labels.is_empty() {
        true => writeln!(text, "{name} {value}"),
        false => writeln!(text, "{name}{{{}}} {value}", labels.join(",")),
    };
}
