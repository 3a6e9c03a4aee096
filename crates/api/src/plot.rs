//! What a few numbers were over the last hours, in the memory of this process: for plots without any other program.

use crate::meter::Totals;
use crate::router::Api;
use nameplate_domain::connection::State;
use nameplate_domain::time::Timestamp;
use nameplate_domain::webhook::DeliveryStatus;
use nameplate_store::Gauges;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::time::MissedTickBehavior;

/// From one sample to the next.
pub(crate) const EVERY: Duration = Duration::from_secs(15);
/// For how long samples are kept.
pub(crate) const KEPT_FOR: Duration = Duration::from_hours(6);
/// As many as fit into that time.
const SAMPLES_MAX: usize = 6 * 3600 / 15;
/// The store is counted anew for a sample, unless somebody else had it counted just before.
const GAUGES_AGE_MAX: Duration = Duration::from_secs(7);

/// Something that is plotted.
#[derive(Debug)]
pub(crate) struct Series {
    pub(crate) name: &'static str,
    pub(crate) unit: &'static str,
    pub(crate) meaning: &'static str,
}

const fn series(name: &'static str, unit: &'static str, meaning: &'static str) -> Series {
    Series { name, unit, meaning }
}

// Written out: rustc, as it optimizes, finds a cycle in a length that has to be computed from the table (E0391).
const SERIES_COUNT: usize = 17;

/// Everything that is plotted. [`values`] gives the values in this order.
pub(crate) const SERIES: [Series; SERIES_COUNT] = [
    series("requests", "per_second", "Requests that this server answered."),
    series("errors", "per_second", "Requests that this server answered with a status of 500 or above."),
    series("request_p99", "ms", "Ninety-nine of a hundred requests were answered within this time."),
    series("asks", "per_second", "Questions of edges to this server whether a name is served."),
    series("checks", "per_second", "DNS checks that the workers of this server finished."),
    series("deliveries", "per_second", "Webhook deliveries that were taken by their receivers."),
    series("deliveries_failed", "per_second", "Webhook deliveries that were given up."),
    series("connections_live", "connections", "Connections that are live."),
    series("connections_drifted", "connections", "Connections that were live and whose records are gone."),
    series("connections_stalled", "connections", "Connections that do not get on without help."),
    series("connections_due_oldest", "ms", "How long the connection that waits longest has been due for a look."),
    series("events_oldest", "ms", "How long the event that waits longest has been waiting to be told."),
    series("deliveries_oldest", "ms", "How long the webhook delivery that waits longest has been due."),
    series("certificates_wanted", "certificates", "Certificates that connections wait for."),
    series("certificates_expiring_soon", "certificates", "Certificates that should have been replaced by now."),
    series("tenants", "tenants", "Tenants, suspended ones included."),
    series("edges_attached", "edges", "Edges that were heard of within the last minute."),
];

/// What was counted at one moment; the store's part is absent while it does not answer.
#[derive(Clone, Debug)]
pub(crate) struct Counted {
    pub(crate) at: Timestamp,
    pub(crate) totals: Totals,
    pub(crate) stored: Option<(Gauges, i64)>,
}

/// One value of each series; not a number where nothing is known.
#[derive(Debug)]
struct Sample {
    at: Timestamp,
    values: [f64; SERIES_COUNT],
}

/// The samples of this process, the oldest first.
#[derive(Debug, Default)]
pub(crate) struct Plot {
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    samples: VecDeque<Sample>,
    last: Option<Counted>,
}

impl Api {
    /// Takes samples for plots, until dropped.
    pub async fn keep_sampling(&self) {
        let mut ticks = tokio::time::interval(EVERY);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            self.sample().await;
        }
    }

    /// Takes one sample.
    pub async fn sample(&self) {
        let stored = async {
            let gauges = self.meter.gauges_within(GAUGES_AGE_MAX, &self.control).await.ok()?;
            Some((gauges, self.control.edges_attached().await.ok()?))
        };
        let stored = stored.await;
        self.plot.note(Counted { at: self.control.now(), totals: self.meter.totals(), stored });
    }
}

impl Plot {
    /// Takes a sample in; the first one only tells where counting began.
    pub(crate) fn note(&self, counted: Counted) {
        let mut kept = self.lock();
        if let Some(last) = &kept.last {
            let sample = Sample { at: counted.at, values: values(last, &counted) };
            if kept.samples.len() >= SAMPLES_MAX {
                kept.samples.pop_front();
            }
            kept.samples.push_back(sample);
        }
        kept.last = Some(counted);
    }

    /// The points of each series since then, in the order of [`SERIES`]. Where nothing is known there is no point.
    pub(crate) fn since(&self, since: Timestamp) -> [Vec<(Timestamp, f64)>; SERIES_COUNT] {
        let kept = self.lock();
        let wanted: Vec<&Sample> = kept.samples.iter().filter(|sample| sample.at >= since).collect();
        std::array::from_fn(|index| {
            let points = wanted.iter().map(|sample| (sample.at, sample.values[index]));
            points.filter(|(_, value)| value.is_finite()).collect()
        })
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn values(before: &Counted, now: &Counted) -> [f64; SERIES_COUNT] {
    let passed_s = now.at.since(before.at).as_secs_f64();
    let rate = |before: u64, now: u64| number(now.saturating_sub(before)) / passed_s;
    let totals = (&before.totals, &now.totals);
    let took = totals.1.took.since(&totals.0.took);
    let level = |of: fn(&Gauges) -> i64| now.stored.as_ref().map_or(f64::NAN, |(gauges, _)| signed(of(gauges)));
    let delivered = |status| {
        let of = |counted: &Counted| counted.stored.as_ref().map(|(gauges, _)| deliveries(gauges, status));
        // Old deliveries are removed: what becomes less is no rate.
        of(before).zip(of(now)).map_or(f64::NAN, |(before, now)| signed((now - before).max(0)) / passed_s)
    };
    let late = |gauges: &Gauges, at: Timestamp| gauges.oldest_delivery_due_at.map_or(0, |due| ms(at.since(due)));
    [
        rate(totals.0.took.count, totals.1.took.count),
        rate(totals.0.errors, totals.1.errors),
        took.quantile_s(0.99).map_or(f64::NAN, |s| s * 1000.0),
        rate(totals.0.asks, totals.1.asks),
        rate(totals.0.checks, totals.1.checks),
        delivered(DeliveryStatus::Delivered),
        delivered(DeliveryStatus::Failed),
        level(|gauges| connections(gauges, State::Live)),
        level(|gauges| connections(gauges, State::Drifted)),
        level(|gauges| connections(gauges, State::Stalled)),
        level(|gauges| gauges.due_connections.oldest_ms),
        level(|gauges| gauges.unplaced_events.oldest_ms),
        now.stored.as_ref().map_or(f64::NAN, |(gauges, _)| signed(late(gauges, now.at))),
        level(|gauges| gauges.wanted_certificates.waiting),
        level(|gauges| gauges.expiring_soon),
        level(|gauges| gauges.tenants),
        now.stored.as_ref().map_or(f64::NAN, |(_, edges)| signed(*edges)),
    ]
}

fn connections(gauges: &Gauges, state: State) -> i64 {
    gauges.connections.iter().find(|(of, _)| *of == state).map_or(0, |(_, count)| *count)
}

fn deliveries(gauges: &Gauges, status: DeliveryStatus) -> i64 {
    gauges.deliveries.iter().find(|(of, _)| *of == status).map_or(0, |(_, count)| *count)
}

fn ms(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "a plot is not that exact")]
fn number(count: u64) -> f64 {
    count as f64
}

#[expect(clippy::cast_precision_loss, reason = "a plot is not that exact")]
fn signed(count: i64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(s: i64) -> Timestamp {
        Timestamp::from_ms(s * 1000)
    }

    fn counted(s: i64, requests: u64, errors: u64) -> Counted {
        let mut totals = Totals { errors, ..Totals::default() };
        for _ in 0..requests {
            totals.took.note(Duration::from_millis(20));
        }
        Counted { at: at(s), totals, stored: None }
    }

    fn points(plot: &Plot, name: &str) -> Vec<(Timestamp, f64)> {
        let index = SERIES.iter().position(|series| series.name == name).unwrap();
        plot.since(at(0))[index].clone()
    }

    #[test]
    fn what_is_counted_becomes_a_rate() {
        let plot = Plot::default();
        plot.note(counted(0, 100, 7));
        assert_eq!(points(&plot, "requests"), [], "nothing is known of the time before");
        plot.note(counted(15, 130, 10));
        plot.note(counted(30, 130, 10));
        assert_eq!(points(&plot, "requests"), [(at(15), 2.0), (at(30), 0.0)]);
        assert_eq!(points(&plot, "errors"), [(at(15), 0.2), (at(30), 0.0)]);
        let p99 = points(&plot, "request_p99");
        assert_eq!(p99.len(), 1, "where nobody asked there is no point");
        assert!((10.0..50.0).contains(&p99[0].1), "{p99:?}");
    }

    #[test]
    fn without_the_store_its_series_have_no_points() {
        let plot = Plot::default();
        plot.note(counted(0, 0, 0));
        plot.note(counted(15, 0, 0));
        for name in ["connections_live", "deliveries", "deliveries_oldest", "edges_attached"] {
            assert_eq!(points(&plot, name), [], "{name}");
        }
        assert_eq!(points(&plot, "asks").len(), 1);
    }

    #[test]
    fn six_hours_are_kept_and_no_more() {
        assert_eq!(KEPT_FOR.as_secs() / EVERY.as_secs(), SAMPLES_MAX as u64);
        let plot = Plot::default();
        for sample in 0..SAMPLES_MAX as i64 + 10 {
            plot.note(counted(sample * 15, 0, 0));
        }
        let all = points(&plot, "requests");
        assert_eq!((all.len(), all[0].0), (SAMPLES_MAX, at(150)));
        assert_eq!(plot.since(at(15 * 1445))[0].len(), 5);
        assert!(plot.lock().samples.capacity() <= 2 * SAMPLES_MAX);
    }

    #[test]
    fn each_series_has_a_name_of_its_own() {
        let mut names = SERIES.map(|series| series.name);
        names.sort_unstable();
        assert!(names.is_sorted_by(|one, next| one < next), "{names:?}");
    }
}
