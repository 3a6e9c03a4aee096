//! Keeping memories current: what other parts of the program, and other nodes, say has changed. Edges have memories too, and
//! read what changed from a log.

use crate::Control;
use nameplate_store::{Signal, Subscription};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// Changes kept for edges; one that has missed more looks at everything again.
const CHANGES_MAX: usize = 10_000;

/// What an edge has to ask about again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RouteChanges {
    /// Host names whose answer may have changed; `*.x` stands for every name one label below `x`.
    pub changed: Vec<String>,
    /// Too much has changed, or it is not known what: ask about everything again.
    pub all_changed: bool,
    /// Where the next question starts.
    pub cursor: String,
}

/// The latest changes, in order.
pub(crate) struct RouteLog {
    /// Tells the logs of two processes apart: positions of another one mean nothing here.
    process: String,
    log: Mutex<Log>,
    length: watch::Sender<u64>,
}

#[derive(Default)]
struct Log {
    /// Position of the first change that is kept.
    start: u64,
    changes: VecDeque<String>,
}

impl Log {
    fn end(&self) -> u64 {
        self.start + self.changes.len() as u64
    }
}

impl RouteLog {
    pub(crate) fn new(process: String) -> Self {
        Self { process, log: Mutex::default(), length: watch::Sender::new(0) }
    }

    fn note(&self, hostname: String) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        if log.changes.len() == CHANGES_MAX {
            log.changes.pop_front();
            log.start += 1;
        }
        log.changes.push_back(hostname);
        self.length.send_replace(log.end());
    }

    /// Puts every cursor there is out of date.
    fn note_all(&self) {
        let mut log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        log.start = log.end() + 1;
        log.changes.clear();
        self.length.send_replace(log.end());
    }

    /// What happened after `cursor`; nothing for somebody who has just come.
    pub(crate) fn since(&self, cursor: Option<&str>) -> RouteChanges {
        let log = self.log.lock().unwrap_or_else(PoisonError::into_inner);
        let now = format!("{}-{}", self.process, log.end());
        let seen = cursor.map(|cursor| {
            let position = cursor.strip_prefix(&self.process)?.strip_prefix('-')?.parse::<u64>().ok()?;
            (log.start..=log.end()).contains(&position).then(|| position - log.start)
        });
        let (changed, all_changed) = match seen {
            None => (vec![], false),
            Some(None) => (vec![], true),
            Some(Some(skipped)) => {
                let skipped = usize::try_from(skipped).unwrap_or(usize::MAX);
                (log.changes.iter().skip(skipped).cloned().collect(), false)
            }
        };
        RouteChanges { changed, all_changed, cursor: now }
    }

    /// Wakes whoever waits for the next change.
    pub(crate) fn watch(&self) -> watch::Receiver<u64> {
        self.length.subscribe()
    }
}

impl Control {
    /// Drops from memory what signals say has changed. Runs until the store is closed.
    pub async fn follow_signals(&self) {
        let mut signals = self.store.signals().subscribe();
        while let Some(signal) = signals.recv().await {
            self.heed(&signal);
        }
    }

    /// Waits until other processes were told of what was changed here: for a command, which ends after it.
    pub async fn until_others_are_told(&self) {
        self.store.signals().until_told().await;
    }

    /// Our own memory first: an edge that hears of a change asks at once.
    pub(crate) fn heed(&self, signal: &Signal) {
        match signal {
            Signal::Route(hostname) => {
                self.asks.forget(hostname);
                self.routes.note(hostname.clone());
            }
            Signal::Application(id) => {
                let target = self.platform.app_target(*id);
                self.asks.forget(&target);
                self.keys.forget_application(*id);
                self.routes.note(target);
            }
            Signal::RoutesAll => {
                self.asks.forget_all();
                self.routes.note_all();
            }
            // Whether its keys are heard, and its names served.
            Signal::Tenant(_) => {
                self.asks.forget_all();
                self.keys.forget_all();
                self.routes.note_all();
                self.feed.callers_changed();
            }
            Signal::Key(id) => {
                self.asks.bump();
                self.keys.forget(*id);
                self.feed.callers_changed();
            }
            Signal::Callers => self.feed.callers_changed(),
            Signal::Everything => {
                self.asks.forget_all();
                self.keys.forget_all();
                self.routes.note_all();
                self.feed.callers_changed();
            }
            Signal::CertificateWanted
            | Signal::Due
            | Signal::Event
            | Signal::EventPlaced
            | Signal::DeliveryDue
            | Signal::AcmeToken(_)
            | Signal::EdgeCertificate(_)
            | Signal::EdgeSecret(_) => {}
        }
    }

    /// Waits for the next signal for which `wanted` holds; signals that were missed count as one.
    pub(crate) async fn wait_for_signal(signals: &mut Subscription, wanted: impl Fn(&Signal) -> bool) {
        while let Some(signal) = signals.recv().await {
            if wanted(&signal) || signal == Signal::Everything {
                return;
            }
        }
        std::future::pending().await
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log() -> RouteLog {
        RouteLog::new("a1".into())
    }

    #[test]
    fn a_newcomer_starts_at_the_end() {
        let log = log();
        log.note("old.customer.com".into());
        let first = log.since(None);
        assert_eq!((first.changed.len(), first.all_changed), (0, false));
        log.note("new.customer.com".into());
        assert_eq!(log.since(Some(&first.cursor)).changed, ["new.customer.com"]);
    }

    #[test]
    fn a_cursor_that_means_nothing_here_asks_for_everything() {
        let log = log();
        for cursor in ["b2-0", "a1-7", "a1", "", "a1--1"] {
            assert!(log.since(Some(cursor)).all_changed, "{cursor}");
        }
        let before = log.since(None).cursor;
        log.note_all();
        assert!(log.since(Some(&before)).all_changed);
        assert!(!log.since(Some(&log.since(None).cursor)).all_changed);
    }

    #[test]
    fn who_missed_too_much_asks_for_everything() {
        let log = log();
        let before = log.since(None).cursor;
        for number in 0..=CHANGES_MAX {
            log.note(format!("n{number}.customer.com"));
        }
        assert!(log.since(Some(&before)).all_changed);
    }
}
