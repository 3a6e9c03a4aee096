//! What is counted.

use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

macro_rules! counters {
    ($($(#[doc = $help:literal])+ $field:ident: $kind:literal;)+) => {
        /// Counters of one thread, so that threads do not fight over a cache line.
        #[derive(Debug, Default)]
        #[repr(align(128))]
        pub(crate) struct Counters { $(pub(crate) $field: Count,)+ }

        /// The sum over all threads at one moment.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct Snapshot { $($(#[doc = $help])+ pub $field: u64,)+ }

        impl Snapshot {
            fn add(&mut self, counters: &Counters) {
                $(self.$field = self.$field.wrapping_add(counters.$field.0.load(Relaxed));)+
            }

            /// The Prometheus text format, version 0.0.4.
            #[must_use]
            pub fn to_prometheus(&self) -> String {
                let mut text = String::with_capacity(4096);
                $(
                    let name = concat!("nameplate_edge_", stringify!($field));
                    let help = concat!($($help),+);
                    let _ = write!(text, "# HELP {name}{help}\n# TYPE {name} {kind}\n{name} {value}\n", kind = $kind, value = self.$field);
                )+
                text
            }
        }
    };
}

counters! {
    /// TCP streams accepted on the TLS port.
    streams_accepted_total: "counter";
    /// TCP streams of visitors open now.
    streams_open: "gauge";
    /// TCP streams closed at once because too many were open or in their handshake.
    streams_shed_total: "counter";
    /// TLS handshakes finished.
    handshakes_total: "counter";
    /// TLS handshakes finished by resuming an earlier session.
    handshakes_resumed_total: "counter";
    /// TLS handshakes refused at the ClientHello: unknown or missing name.
    handshakes_refused_total: "counter";
    /// TLS handshakes that broke off: garbage, timeout, client gone.
    handshakes_failed_total: "counter";
    /// Requests received over TLS.
    requests_total: "counter";
    /// Requests being answered now.
    requests_in_flight: "gauge";
    /// Requests answered 421 because Host was not the name of the handshake.
    requests_misdirected_total: "counter";
    /// Requests answered 502: the origin could not be reached or broke off.
    upstream_errors_total: "counter";
    /// Requests answered 504: the origin was late.
    upstream_timeouts_total: "counter";
    /// Streams opened to origins.
    upstream_connects_total: "counter";
    /// Upgraded streams (WebSocket) open now.
    tunnels_open: "gauge";
    /// Questions put to the control plane.
    asks_total: "counter";
    /// Questions the control plane did not answer.
    ask_errors_total: "counter";
    /// Verdicts found in memory when a site was looked up.
    ask_hits_total: "counter";
    /// Handshakes whose site was in memory, verdict and certificate.
    sites_at_hand_total: "counter";
    /// Verdicts that kept serving past their time because the control plane could not be asked.
    ask_stale_total: "counter";
    /// Certificates obtained by this edge, renewed ones included.
    certificates_issued_total: "counter";
    /// Certificates read from the shelf.
    certificates_loaded_total: "counter";
    /// Attempts of this edge to obtain a certificate that failed.
    certificates_failed_total: "counter";
    /// Certificates taken out of service by this edge because their names are not served any more.
    certificates_removed_total: "counter";
    /// Challenges of certification authorities answered.
    challenges_answered_total: "counter";
    /// Reads of certificates from the shelf that failed.
    storage_errors_total: "counter";
    /// Certificate reports not yet delivered to the control plane.
    reports_waiting: "gauge";
}

/// One number. A gauge may be lowered by another thread than raised it; the sum wraps back into place.
#[derive(Debug, Default)]
pub(crate) struct Count(AtomicU64);

impl Count {
    pub(crate) fn up(&self) {
        self.0.fetch_add(1, Relaxed);
    }

    pub(crate) fn down(&self) {
        self.0.fetch_sub(1, Relaxed);
    }

    pub(crate) fn set(&self, value: usize) {
        self.0.store(value as u64, Relaxed);
    }
}

/// Counts a thing as present until dropped.
#[derive(Debug)]
pub(crate) struct Present {
    counters: Arc<Counters>,
    gauge: fn(&Counters) -> &Count,
}

impl Present {
    pub(crate) fn new(counters: &Arc<Counters>, gauge: fn(&Counters) -> &Count) -> Self {
        gauge(counters).up();
        Self { counters: Arc::clone(counters), gauge }
    }
}

impl Drop for Present {
    fn drop(&mut self) {
        (self.gauge)(&self.counters).down();
    }
}

/// The counters of all threads.
#[derive(Debug, Clone)]
pub(crate) struct Meter(Arc<[Arc<Counters>]>);

impl Meter {
    /// Counters for so many serving threads, and one set for everything else.
    pub(crate) fn new(threads: usize) -> Self {
        Self((0..=threads).map(|_| Arc::default()).collect())
    }

    /// Counters of what does not run on a serving thread.
    pub(crate) fn shared(&self) -> Arc<Counters> {
        Arc::clone(&self.0[0])
    }

    /// Counters of the serving thread `index`, from 0.
    pub(crate) fn of_thread(&self, index: usize) -> Arc<Counters> {
        Arc::clone(&self.0[index + 1])
    }

    pub(crate) fn snapshot(&self) -> Snapshot {
        let mut sum = Snapshot::default();
        for counters in self.0.iter() {
            sum.add(counters);
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_of_all_threads_are_summed_in_prometheus_text() {
        let meter = Meter::new(2);
        meter.of_thread(0).handshakes_total.up();
        meter.of_thread(1).handshakes_total.up();
        meter.shared().reports_waiting.set(7);
        let text = meter.snapshot().to_prometheus();
        assert!(text.contains("# HELP nameplate_edge_handshakes_total TLS handshakes finished.\n"), "{text}");
        assert!(text.contains("# TYPE nameplate_edge_handshakes_total counter\nnameplate_edge_handshakes_total 2\n"));
        assert!(text.contains("nameplate_edge_reports_waiting 7\n"));
    }

    #[test]
    fn a_gauge_falls_when_the_thing_is_gone() {
        let meter = Meter::new(1);
        let present = Present::new(&meter.of_thread(0), |counters| &counters.streams_open);
        assert_eq!(meter.snapshot().streams_open, 1);
        drop(present);
        assert_eq!(meter.snapshot().streams_open, 0);
    }
}
