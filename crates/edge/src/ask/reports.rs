//! Telling the control plane about certificates until it has heard.

use super::{CertificateReport, ControlPlane};
use crate::backoff::Backoff;
use crate::meter::Counters;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;

/// Reports not yet delivered. Of each name only the newest counts.
///
/// They are not kept across a restart: a control plane that has not heard names the name again as wanted.
#[derive(Debug)]
pub(crate) struct Reports {
    waiting: Mutex<Waiting>,
    arrived: Notify,
    counters: Arc<Counters>,
}

#[derive(Debug, Default)]
struct Waiting {
    newest: HashMap<String, CertificateReport>,
    order: VecDeque<String>,
}

/// Above it, reports about further names are dropped; the control plane will name them as wanted.
const NAMES_MAX: usize = 100_000;

impl Reports {
    pub(crate) fn new(counters: Arc<Counters>) -> Self {
        Self { waiting: Mutex::default(), arrived: Notify::new(), counters }
    }

    /// Queues a report, in place of an older one about the same name.
    pub(crate) fn put(&self, report: CertificateReport) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        let hostname = report.hostname.clone();
        if waiting.newest.len() >= NAMES_MAX && !waiting.newest.contains_key(&hostname) {
            tracing::error!(
                server.name = hostname,
                "A certificate report is dropped: too many wait for the control plane."
            );
            return;
        }
        if waiting.newest.insert(hostname.clone(), report).is_none() {
            waiting.order.push_back(hostname);
        }
        self.counters.reports_waiting.set(waiting.newest.len());
        drop(waiting);
        self.arrived.notify_one();
    }

    /// Delivers, for ever, one after the other.
    pub(crate) async fn deliver(self: Arc<Self>, plane: Arc<dyn ControlPlane>) {
        let mut backoff = Backoff::new(Duration::from_millis(100), Duration::from_secs(15));
        loop {
            let Some(report) = self.first() else {
                self.arrived.notified().await;
                continue;
            };
            match plane.report(report.clone()).await {
                Ok(()) => self.settle(&report),
                Err(error) if error.is_final() => {
                    tracing::warn!(
                        server.name = report.hostname,
                        error = &error as &dyn std::error::Error,
                        "The control plane declined a certificate report."
                    );
                    self.settle(&report);
                }
                Err(error) => {
                    let pause = backoff.pause();
                    tracing::warn!(
                        error = &error as &dyn std::error::Error,
                        pause_ms = crate::uptime::ms(pause),
                        "A certificate report could not be delivered; it is tried again."
                    );
                    tokio::time::sleep(pause).await;
                    continue;
                }
            }
            backoff.reset();
        }
    }

    fn first(&self) -> Option<CertificateReport> {
        let waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.order.front().and_then(|hostname| waiting.newest.get(hostname)).cloned()
    }

    /// Takes a delivered report off the queue, unless a newer one took its place meanwhile.
    fn settle(&self, delivered: &CertificateReport) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        if waiting.newest.get(&delivered.hostname) == Some(delivered) {
            waiting.newest.remove(&delivered.hostname);
            waiting.order.pop_front();
        }
        self.counters.reports_waiting.set(waiting.newest.len());
    }
}
