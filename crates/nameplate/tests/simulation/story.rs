//! What happens in these years.

use crate::names::Fault;
use crate::summary::Summary;
use crate::world::{DAY, HOUR, MINUTE, World};
use nameplate_certificates::Shelf;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::Limits;
use nameplate_domain::time::Timestamp;
use nameplate_test_ca::{Outage, OutageKind, RenewalWindow};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How large it is, and on which day what happens.
#[derive(Clone, Debug)]
pub(crate) struct Plan {
    /// Names that are there at the start, each of a registered domain of its own.
    pub(crate) names: usize,
    /// Names below one registered domain that are there at the start.
    pub(crate) subdomains: usize,
    /// Names that come every thirty days.
    pub(crate) newcomers: usize,
    /// How long it lasts.
    pub(crate) days: u32,
    /// The authority is down all day, in the middle of the first renewals.
    pub(crate) down_on: u32,
    /// The authority wants a fifth of the certificates replaced now.
    pub(crate) replace_on: u32,
    /// A hundredth of the names is broken for a week: those whose certificates end first.
    pub(crate) broken_on: Option<u32>,
    /// A hundredth of the names is removed.
    pub(crate) removed_on: u32,
    /// The shortest step of the clock.
    pub(crate) grain: Duration,
    /// Days on which new certificates live shorter.
    pub(crate) lifetimes: [(u32, Duration); 2],
}

impl Default for Plan {
    fn default() -> Self {
        Self {
            names: 10_000,
            subdomains: 200,
            newcomers: 100,
            days: 3 * 365,
            down_on: 40,
            replace_on: 95,
            broken_on: Some(119),
            removed_on: 90,
            grain: MINUTE * 30,
            lifetimes: [(2 * 365, DAY * 64), (2 * 365 + 180, DAY * 45)],
        }
    }
}

impl Plan {
    /// The bounds.
    fn holds(&self, summary: &Summary) {
        let counters = &summary.counters;
        assert_eq!(counters.refusals, BTreeMap::new(), "our own budget kept below every limit");

        // An order every 36 seconds after the first 300, and one below a domain every 202 minutes after the first 50; a tenth
        // more, by which those who wait are spread, and half a day.
        let admitted = |count: usize, at_once: usize, one: Duration| {
            one * u32::try_from(count.saturating_sub(at_once)).unwrap() * 11 / 10 + HOUR * 12
        };
        let [at_the_start, below_a_domain, later] = summary.waits;
        let (orders, domain) = (Limits::LETS_ENCRYPT.orders, Limits::LETS_ENCRYPT.per_domain);
        assert!(at_the_start <= admitted(self.names + self.subdomains, 300, orders.time_for_one()), "{at_the_start:?}");
        assert!(below_a_domain <= admitted(self.subdomains, 50, domain.time_for_one()), "{below_a_domain:?}");
        assert!(later <= HOUR, "who comes later does not wait behind renewals: {later:?}");

        // Even within the authority's windows: each tenth of them has a tenth of the renewals, give or take a fiftieth of all and
        // five standard deviations.
        let sum: u64 = summary.places.iter().sum();
        let allowed = sum / 50 + 5 * (sum / 10).isqrt();
        assert!(summary.places.iter().all(|tenth| tenth.abs_diff(sum / 10) <= allowed), "{:?}", summary.places);
        // The windows are narrow, and what was issued together would stay together, were it not for the early first renewal of a
        // crowd: over the years nine quiet days of ten have at most two and a half times the mean.
        if self.days > 365 {
            assert!(summary.per_day.high as f64 <= 2.5 * summary.per_day.mean, "{}", summary.per_day);
        }
        assert!(summary.per_day.most <= 2 * 300 * 8, "{}", summary.per_day);
        assert!(summary.per_hour.most <= 2 * 300 * 8 / 24, "{}", summary.per_hour);
        assert!(summary.failures.contains_key("authority_unavailable"), "the outage was felt: {:?}", summary.failures);
        // Of a crowd, each name's first renewal is early and not exempt.
        let names = u64::try_from(self.names + self.subdomains).unwrap();
        let renewals = counters.certificates - 2 * names;
        assert!(counters.exempt_orders * 10 >= renewals * 8, "{} of {renewals}", counters.exempt_orders);
    }
}

/// The number of a host that [`host`] made.
fn number(name: &str) -> Option<usize> {
    name.strip_prefix("www.customer-")?.strip_suffix(".com")?.parse().ok()
}

/// A hundredth, and at least one.
fn hundredth(count: usize) -> usize {
    (count / 100).max(1)
}

fn host(number: usize) -> String {
    format!("www.customer-{number}.com")
}

fn subdomain(number: usize) -> String {
    format!("shop-{number}.everybody.example")
}

/// Lives through the plan on this shelf, and holds it to every promise.
pub(crate) async fn live(plan: Plan, shelf: Arc<dyn Shelf>) {
    let began = Instant::now();
    let mut story = Story { world: World::new(shelf, plan.grain), hosts: 0, removed: Vec::new(), plan };
    let start = story.world.now();
    for day in 0..story.plan.days {
        let today = start.plus(DAY * day);
        story.happens(day).await;
        story.world.live_until(today.plus(DAY)).await;
    }
    story.ends(began.elapsed()).await;
}

struct Story {
    plan: Plan,
    world: World,
    /// Hosts of registered domains of their own so far.
    hosts: usize,
    removed: Vec<(String, Timestamp)>,
}

impl Story {
    async fn happens(&mut self, day: u32) {
        let plan = self.plan.clone();
        for (_, lifetime) in plan.lifetimes.iter().filter(|(from, _)| *from == day) {
            assert!(self.world.ca.set_lifetime("classic", *lifetime));
        }
        if day == 0 {
            let subdomains: Vec<String> = (0..plan.subdomains).map(subdomain).collect();
            self.world.ask_for(&subdomains).await;
            self.come(plan.names).await;
        } else if day.is_multiple_of(30) {
            self.come(plan.newcomers).await;
        }
        if day == plan.down_on {
            let kind = OutageKind::Unavailable { retry_after: None };
            self.world.ca.set_outage(Some(Outage::now(kind)));
        }
        if day == plan.down_on + 1 {
            self.world.ca.set_outage(None);
        }
        if day == plan.replace_on {
            self.replace();
        }
        if plan.broken_on == Some(day) {
            self.break_some();
        }
        if plan.broken_on.is_some_and(|from| day == from + 7) {
            self.world.names.set_faults(HashMap::new());
        }
        if day == plan.removed_on {
            self.remove_some().await;
        }
        // Last, since whoever wants one of these names waits for a minute that does not pass before the clock is moved.
        if day > 0 && day.is_multiple_of(30) {
            self.world.take_and_die(50).await;
        }
    }

    async fn come(&mut self, count: usize) {
        let names: Vec<String> = (self.hosts..self.hosts + count).map(host).collect();
        self.hosts += count;
        self.world.ask_for(&names).await;
    }

    /// The authority suggests a window that has passed, for every fifth certificate.
    fn replace(&self) {
        let now = self.world.now();
        let window = RenewalWindow { start: now.minus(DAY), end: now.minus(HOUR) };
        for (_, serial) in self.world.watch.by_end().iter().step_by(5) {
            assert!(self.world.ca.set_renewal_window(serial, window), "the authority knows what it signed");
        }
    }

    /// Those whose certificates end first, and so are renewed first.
    fn break_some(&self) {
        let first = self.world.watch.by_end().into_iter().map(|(name, _)| name).take(hundredth(self.hosts));
        let fault = |number: usize| if number.is_multiple_of(2) { Fault::Silent } else { Fault::Elsewhere };
        self.world.names.set_faults(first.enumerate().map(|(number, name)| (name, fault(number))).collect());
    }

    async fn remove_some(&mut self) {
        for number in 0..hundredth(self.hosts) {
            let name = host(number * 7);
            let edge = self.world.next_edge();
            edge.remove(&CertificateName::parse(&name).unwrap()).await.unwrap();
            self.world.names.forget(&name);
            self.removed.push((name, self.world.now()));
        }
    }

    async fn ends(mut self, took: Duration) {
        self.check_shelf().await;
        self.check_removed();
        let first = |name: &str| number(name).is_some_and(|number| number < self.plan.names);
        let later = |name: &str| number(name).is_some_and(|number| number >= self.plan.names);
        let watch = &self.world.watch;
        let waits =
            [watch.longest_wait(first), watch.longest_wait(|name| number(name).is_none()), watch.longest_wait(later)];
        let summary = Summary::new(&self.world, &self.quiet_days(), self.plan.days, waits, took);
        println!("{summary}");
        self.plan.holds(&summary);
    }

    /// Days on which nothing special happened or was still being made up for: with no newcomers, and long after the start.
    fn quiet_days(&self) -> Vec<u32> {
        let plan = &self.plan;
        let after = |from: u32, days: u32| -> Range<u32> { from..from + days };
        let mut busy = vec![after(0, 30), after(plan.down_on, 3), after(plan.replace_on, 12)];
        busy.extend(plan.broken_on.map(|from| after(from, 10)));
        (0..plan.days).filter(|day| !busy.iter().any(|busy| busy.contains(day))).collect()
    }

    /// The shelf has what the watch heard of: a valid certificate for each name that was not removed, and nothing else.
    async fn check_shelf(&mut self) {
        let now = self.world.now();
        let (mut last, mut count) = (None::<CertificateName>, 0);
        loop {
            let page = self.world.shelf.entries(last.as_ref(), 1_000).await.unwrap();
            let Some(entry) = page.last() else { break };
            last = Some(entry.name.clone());
            for entry in page {
                let held = entry.held.unwrap();
                let known = self.world.watch.validity(&entry.name.to_string());
                assert_eq!(known, Some((held.not_before, held.not_after)), "{}", entry.name);
                assert!(now < held.not_after, "{} has a valid certificate", entry.name);
                assert_eq!(entry.removed_at, None, "{} was deleted a day after it was removed", entry.name);
                count += 1;
                if count % 50 == 0 {
                    let found = self.world.next_edge().find(vec![entry.name.clone()]).await.unwrap().unwrap();
                    assert_eq!(found.facts.not_after(), held.not_after, "edges can use what lies there");
                }
            }
        }
        assert_eq!((count, self.removed.len()), self.world.watch.count());
    }

    /// Whoever was removed was not looked at any more, and nothing was ordered.
    fn check_removed(&self) {
        assert_eq!(self.world.names.looks_at_gone(), 0);
        let removed: HashMap<&str, Timestamp> = self.removed.iter().map(|(name, at)| (name.as_str(), *at)).collect();
        for record in self.world.ca.certificates() {
            for name in &record.names {
                assert!(removed.get(name.as_str()).is_none_or(|at| record.issued_at <= *at), "{record:?}");
            }
        }
    }
}
