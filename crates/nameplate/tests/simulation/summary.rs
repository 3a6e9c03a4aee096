//! What it came to, in a small table.

use crate::watch::Stored;
use crate::world::World;
use nameplate_test_ca::Counters;
use std::collections::BTreeMap;
use std::fmt;
use std::time::Duration;

/// In the first round of renewals the authority is down for a day.
const FIRST_ROUND_DAYS: usize = 70;

/// Numbers for people, and for the bounds of the test.
#[derive(Debug)]
pub(crate) struct Summary {
    pub(crate) counters: Counters,
    /// Renewals per quiet day.
    pub(crate) per_day: Spread,
    /// Renewals per hour of quiet days.
    pub(crate) per_hour: Spread,
    /// After the first round: renewals by tenths of the authority's window.
    pub(crate) places: [u64; 10],
    /// The longest wait of a name for its first certificate: those of the start, those below one domain, those that came later.
    pub(crate) waits: [Duration; 3],
    days: u32,
    served: usize,
    passes: u64,
    pub(crate) failures: BTreeMap<String, u64>,
    took: Duration,
}

/// How a number is spread over some days or hours.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(crate) struct Spread {
    pub(crate) least: u64,
    pub(crate) median: u64,
    pub(crate) mean: f64,
    /// A tenth has more.
    pub(crate) high: u64,
    pub(crate) most: u64,
}

impl Spread {
    fn of(mut counts: Vec<u64>) -> Self {
        counts.sort_unstable();
        let last = counts.len().saturating_sub(1);
        let at = |percent: usize| counts.get(last * percent / 100).copied().unwrap_or_default();
        let sum: u64 = counts.iter().sum();
        let mean = sum as f64 / counts.len().max(1) as f64;
        Self { least: at(0), median: at(50), mean, high: at(90), most: at(100) }
    }
}

impl fmt::Display for Spread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { least, median, mean, high, most } = self;
        write!(f, "least {least}, median {median}, mean {mean:.1}, nine tenths up to {high}, most {most}")
    }
}

impl Summary {
    pub(crate) fn new(world: &World, quiet: &[u32], days: u32, waits: [Duration; 3], took: Duration) -> Self {
        let hours = world.watch.hours(days);
        let renewed = |stored: &[Stored]| stored.iter().map(|hour| hour.renewed).sum();
        let mut places = [0; 10];
        for hour in hours.iter().skip(FIRST_ROUND_DAYS * 24) {
            places.iter_mut().zip(hour.places).for_each(|(sum, here)| *sum += here);
        }
        let on = |day: &u32| &hours[*day as usize * 24..][..24];
        Self {
            counters: world.ca.counters(),
            per_day: Spread::of(quiet.iter().map(|day| renewed(on(day))).collect()),
            per_hour: Spread::of(quiet.iter().flat_map(on).map(|hour| hour.renewed).collect()),
            places,
            waits,
            days,
            served: world.watch.count().0,
            passes: world.passes,
            failures: world.watch.failures(),
            took,
        }
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counters = &self.counters;
        let hours = self.waits.map(|wait| wait.as_secs() / 3600);
        writeln!(f, "simulated            {} days, {} names at the end", self.days, self.served)?;
        writeln!(f, "orders               {}, {} of them exempt", counters.orders, counters.exempt_orders)?;
        writeln!(f, "certificates         {}", counters.certificates)?;
        writeln!(f, "refused for limits   {:?}", counters.refusals)?;
        writeln!(f, "renewals each day    {}", self.per_day)?;
        writeln!(f, "renewals each hour   {}", self.per_hour)?;
        writeln!(f, "by tenths of window  {:?}", self.places)?;
        writeln!(f, "longest first waits  {hours:?} h: at the start, below one domain, later")?;
        writeln!(f, "waited or failed     {:?}", self.failures)?;
        writeln!(f, "passes, requests     {}, {}", self.passes, counters.requests)?;
        write!(f, "wall time            {:.1} s", self.took.as_secs_f64())
    }
}
