//! The lines of names: leases, what is due, certificates.

use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::{Entry, Held, KeptCertificate, Lease, Settled};
use nameplate_domain::time::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

#[derive(Default)]
pub(super) struct Lines {
    lines: BTreeMap<CertificateName, Line>,
    /// Lines without a certificate that nobody holds, by the instant at which they are due.
    newcomers: BTreeSet<(Timestamp, CertificateName)>,
    /// The other lines that nobody holds and that are due at some time.
    others: BTreeSet<(Timestamp, CertificateName)>,
    /// Lines that somebody holds, by the end of the lease.
    leased: BTreeSet<(Timestamp, CertificateName)>,
}

struct Line {
    entry: Entry,
    kept: Option<KeptCertificate>,
    lease: Option<(String, Timestamp)>,
}

impl Line {
    const fn is_newcomer(&self) -> bool {
        self.entry.held.is_none() && self.entry.removed_at.is_none()
    }
}

impl Lines {
    pub(super) fn certificate(&self, name: &CertificateName, now: Timestamp) -> Option<KeptCertificate> {
        let line = self.lines.get(name).filter(|line| line.entry.removed_at.is_none())?;
        line.kept.as_ref().filter(|kept| now < kept.not_after).cloned()
    }

    pub(super) fn entry(&self, name: &CertificateName) -> Option<Entry> {
        self.lines.get(name).map(|line| line.entry.clone())
    }

    pub(super) fn entries(&self, after: Option<&CertificateName>, limit: u32) -> Vec<Entry> {
        let from = after.map_or(Bound::Unbounded, Bound::Excluded);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        self.lines.range((from, Bound::Unbounded)).take(limit).map(|(_, line)| line.entry.clone()).collect()
    }

    pub(super) fn held(&self) -> u64 {
        let held = self.lines.values().filter(|line| line.entry.held.is_some() && line.entry.removed_at.is_none());
        held.count() as u64
    }

    pub(super) fn lease(&mut self, name: &CertificateName, holder: &str, until: Timestamp, now: Timestamp) -> Lease {
        self.change(name, |line| {
            if let Some((other, ends)) = &line.lease
                && other != holder
                && now < *ends
            {
                return Lease::Theirs { until: *ends };
            }
            line.lease = Some((holder.to_owned(), until));
            if line.entry.removed_at.take().is_some() {
                // What it was due for was its deletion.
                line.entry.due_at = Some(now);
            }
            Lease::Ours(line.entry.clone())
        })
        .unwrap_or_else(|| {
            let entry = newcomer(name, now);
            self.insert(Line { entry: entry.clone(), kept: None, lease: Some((holder.to_owned(), until)) });
            Lease::Ours(entry)
        })
    }

    pub(super) fn lease_due(&mut self, holder: &str, limit: u32, until: Timestamp, now: Timestamp) -> Vec<Entry> {
        self.end_leases(now);
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let (newcomers, others) = (self.newcomers.iter(), self.others.iter());
        let due = newcomers.take_while(|due| due.0 <= now).chain(others.take_while(|due| due.0 <= now));
        let names: Vec<CertificateName> = due.take(limit).map(|(_, name)| name.clone()).collect();
        let lease = |line: &mut Line| {
            line.lease = Some((holder.to_owned(), until));
            line.entry.clone()
        };
        names.iter().filter_map(|name| self.change(name, lease)).collect()
    }

    pub(super) fn extend(&mut self, name: &CertificateName, holder: &str, until: Timestamp) -> bool {
        self.change(name, |line| match &mut line.lease {
            Some((other, ends)) if other == holder => {
                *ends = until;
                true
            }
            _ => false,
        })
        .unwrap_or(false)
    }

    pub(super) fn settle(&mut self, name: &CertificateName, holder: &str, settled: Settled) -> bool {
        let ours = |line: &Line| line.lease.as_ref().is_some_and(|(other, _)| other == holder);
        if !self.lines.get(name).is_some_and(ours) {
            return false;
        }
        if settled == Settled::Deleted {
            self.take(name);
            return true;
        }
        self.change(name, |line| {
            line.lease = None;
            line.settle(settled);
        });
        true
    }

    pub(super) fn hasten(&mut self, name: &CertificateName, at: Timestamp) -> bool {
        self.change(name, |line| {
            let sooner = line.entry.removed_at.is_none() && line.entry.due_at.is_none_or(|due| at < due);
            if sooner {
                line.entry.due_at = Some(at);
            }
            sooner
        })
        .unwrap_or(false)
    }

    pub(super) fn next_due(&self) -> Option<Timestamp> {
        self.newcomers.first().into_iter().chain(self.others.first()).map(|due| due.0).min()
    }

    /// Makes what dead holders held anybody's again.
    fn end_leases(&mut self, now: Timestamp) {
        while let Some((until, name)) = self.leased.first().cloned()
            && until <= now
        {
            if self.change(&name, |line| line.lease = None).is_none() {
                self.leased.remove(&(until, name));
            }
        }
    }

    /// Changes a line and keeps the indexes right.
    fn change<T>(&mut self, name: &CertificateName, change: impl FnOnce(&mut Line) -> T) -> Option<T> {
        let mut line = self.take(name)?;
        let value = change(&mut line);
        self.insert(line);
        Some(value)
    }

    fn take(&mut self, name: &CertificateName) -> Option<Line> {
        let line = self.lines.remove(name)?;
        if let Some((index, at)) = self.index_of(&line) {
            index.remove(&(at, name.clone()));
        }
        Some(line)
    }

    fn insert(&mut self, line: Line) {
        let name = line.entry.name.clone();
        if let Some((index, at)) = self.index_of(&line) {
            index.insert((at, name.clone()));
        }
        self.lines.insert(name, line);
    }

    /// The one index that a line is in, and where.
    fn index_of(&mut self, line: &Line) -> Option<(&mut BTreeSet<(Timestamp, CertificateName)>, Timestamp)> {
        match (&line.lease, line.entry.due_at) {
            (Some((_, until)), _) => Some((&mut self.leased, *until)),
            (None, Some(at)) if line.is_newcomer() => Some((&mut self.newcomers, at)),
            (None, Some(at)) => Some((&mut self.others, at)),
            (None, None) => None,
        }
    }
}

impl Line {
    fn settle(&mut self, settled: Settled) {
        let entry = &mut self.entry;
        match settled {
            Settled::Stored { kept, renew_at, due_at } => {
                let held =
                    Held { authority: kept.authority.clone(), not_before: kept.not_before, not_after: kept.not_after };
                entry.held = Some(held);
                (entry.renew_at, entry.due_at, entry.window) = (Some(renew_at), Some(due_at), None);
                (entry.failures, entry.problem, entry.removed_at) = (0, None, None);
                self.kept = Some(kept);
            }
            Settled::Failed { problem, due_at } => {
                entry.failures = entry.failures.saturating_add(1);
                (entry.problem, entry.due_at) = (Some(problem), Some(due_at));
            }
            Settled::Postponed { problem, renew_at, window, due_at } => {
                entry.due_at = Some(due_at);
                entry.problem = problem.or(entry.problem.take());
                entry.renew_at = renew_at.or(entry.renew_at);
                entry.window = window.or(entry.window);
            }
            Settled::Removed { at, delete_at } => {
                (entry.removed_at, entry.due_at) = (Some(at), Some(delete_at));
            }
            Settled::Deleted => {}
        }
    }
}

fn newcomer(name: &CertificateName, now: Timestamp) -> Entry {
    Entry {
        name: name.clone(),
        held: None,
        due_at: Some(now),
        renew_at: Some(now),
        window: None,
        failures: 0,
        problem: None,
        removed_at: None,
    }
}
