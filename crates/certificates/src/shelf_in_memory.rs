//! A whole shelf in memory: what every other shelf is measured against, and what tests stand on. Nothing survives the
//! process.

mod lines;

use crate::ports::{News, NewsFeed, Shelf, ShelfError, Wish};
use lines::Lines;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::{self, Draw, Drawn, Level};
use nameplate_domain::issuance::entry::{AnswerKind, Entry, KeptCertificate, KeptVerdict, Lease, Settled};
use nameplate_domain::time::Timestamp;
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex as AsyncMutex, broadcast};

const NEWS_KEPT: usize = 4096;

/// A [`Shelf`] in memory.
pub struct InMemoryShelf {
    state: Mutex<State>,
    news: broadcast::Sender<News>,
}

#[derive(Default)]
struct State {
    lines: Lines,
    accounts: HashMap<String, Vec<u8>>,
    buckets: HashMap<String, Level>,
    answers: HashMap<(AnswerKind, String), (String, Timestamp)>,
    verdicts: HashMap<String, KeptVerdict>,
    secrets: HashMap<String, (i64, Vec<u8>)>,
}

impl InMemoryShelf {
    /// An empty one.
    #[must_use]
    pub fn new() -> Self {
        Self { state: Mutex::default(), news: broadcast::Sender::new(NEWS_KEPT) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn tell(&self, news: News) {
        // Without anybody who listens there is nobody to tell.
        let _ = self.news.send(news);
    }
}

impl Default for InMemoryShelf {
    fn default() -> Self {
        Self::new()
    }
}

impl fmt::Debug for InMemoryShelf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("InMemoryShelf")
    }
}

fn done<'a, T: Send + 'a>(value: T) -> Wish<'a, T> {
    Box::pin(std::future::ready(Ok::<T, ShelfError>(value)))
}

impl Shelf for InMemoryShelf {
    fn certificate<'a>(&'a self, names: &'a [CertificateName], now: Timestamp) -> Wish<'a, Option<KeptCertificate>> {
        let state = self.state();
        done(names.iter().find_map(|name| state.lines.certificate(name, now)))
    }

    fn entry<'a>(&'a self, name: &'a CertificateName) -> Wish<'a, Option<Entry>> {
        done(self.state().lines.entry(name))
    }

    fn entries<'a>(&'a self, after: Option<&'a CertificateName>, limit: u32) -> Wish<'a, Vec<Entry>> {
        done(self.state().lines.entries(after, limit))
    }

    fn held(&self) -> Wish<'_, u64> {
        done(self.state().lines.held())
    }

    fn lease<'a>(
        &'a self,
        name: &'a CertificateName,
        holder: &'a str,
        until: Timestamp,
        now: Timestamp,
    ) -> Wish<'a, Lease> {
        done(self.state().lines.lease(name, holder, until, now))
    }

    fn lease_due<'a>(&'a self, holder: &'a str, limit: u32, until: Timestamp, now: Timestamp) -> Wish<'a, Vec<Entry>> {
        done(self.state().lines.lease_due(holder, limit, until, now))
    }

    fn extend<'a>(&'a self, name: &'a CertificateName, holder: &'a str, until: Timestamp) -> Wish<'a, bool> {
        done(self.state().lines.extend(name, holder, until))
    }

    fn settle<'a>(&'a self, name: &'a CertificateName, holder: &'a str, settled: Settled) -> Wish<'a, bool> {
        let of_interest = matches!(settled, Settled::Stored { .. } | Settled::Removed { .. } | Settled::Deleted);
        let ours = self.state().lines.settle(name, holder, settled);
        if ours && of_interest {
            self.tell(News::Certificate(name.clone()));
        }
        done(ours)
    }

    fn hasten<'a>(&'a self, name: &'a CertificateName, at: Timestamp) -> Wish<'a, bool> {
        done(self.state().lines.hasten(name, at))
    }

    fn next_due(&self) -> Wish<'_, Option<Timestamp>> {
        done(self.state().lines.next_due())
    }

    fn account<'a>(&'a self, key: &'a str) -> Wish<'a, Option<Vec<u8>>> {
        done(self.state().accounts.get(key).cloned())
    }

    fn keep_account<'a>(&'a self, key: &'a str, account: &'a [u8]) -> Wish<'a, Vec<u8>> {
        done(self.state().accounts.entry(key.to_owned()).or_insert_with(|| account.to_vec()).clone())
    }

    fn draw<'a>(&'a self, draws: &'a [Draw], now: Timestamp) -> Wish<'a, Drawn> {
        done(self.state().draw(draws, now))
    }

    fn levels<'a>(&'a self, keys: &'a [String]) -> Wish<'a, Vec<Level>> {
        let state = self.state();
        done(keys.iter().map(|key| state.buckets.get(key).copied().unwrap_or_default()).collect())
    }

    fn give_back<'a>(&'a self, draws: &'a [Draw]) -> Wish<'a, ()> {
        let mut state = self.state();
        for draw in draws {
            let Some(bucket) = state.buckets.get_mut(&draw.key) else { continue };
            let one = draw.limit.per.as_millis().div_ceil(u128::from(draw.limit.count.max(1)));
            let one = Duration::from_millis(u64::try_from(one).unwrap_or(u64::MAX));
            bucket.full_at = bucket.full_at.map(|full_at| full_at.minus(one));
        }
        drop(state);
        done(())
    }

    fn close_until<'a>(&'a self, key: &'a str, until: Timestamp) -> Wish<'a, ()> {
        let mut state = self.state();
        let bucket = state.buckets.entry(key.to_owned()).or_default();
        bucket.closed_until = bucket.closed_until.max(Some(until));
        drop(state);
        done(())
    }

    fn put_answer<'a>(&'a self, kind: AnswerKind, key: &'a str, answer: &'a str, until: Timestamp) -> Wish<'a, ()> {
        self.state().answers.insert((kind, key.to_owned()), (answer.to_owned(), until));
        done(())
    }

    fn answer<'a>(&'a self, kind: AnswerKind, key: &'a str, now: Timestamp) -> Wish<'a, Option<String>> {
        let state = self.state();
        let kept = state.answers.get(&(kind, key.to_owned()));
        done(kept.filter(|(_, until)| now < *until).map(|(answer, _)| answer.clone()))
    }

    fn drop_answer<'a>(&'a self, kind: AnswerKind, key: &'a str) -> Wish<'a, ()> {
        self.state().answers.remove(&(kind, key.to_owned()));
        done(())
    }

    fn keep_verdict<'a>(&'a self, verdict: &'a KeptVerdict) -> Wish<'a, ()> {
        self.state().verdicts.insert(verdict.name.clone(), verdict.clone());
        done(())
    }

    fn verdict<'a>(&'a self, name: &'a str) -> Wish<'a, Option<KeptVerdict>> {
        done(self.state().verdicts.get(name).cloned())
    }

    fn drop_verdict<'a>(&'a self, name: &'a str) -> Wish<'a, ()> {
        self.state().verdicts.remove(name);
        done(())
    }

    fn secret<'a>(&'a self, key: &'a str) -> Wish<'a, Option<(i64, Vec<u8>)>> {
        done(self.state().secrets.get(key).cloned())
    }

    fn swap_secret<'a>(&'a self, key: &'a str, version: i64, secret: &'a [u8]) -> Wish<'a, bool> {
        let mut state = self.state();
        let kept = state.secrets.get(key).map_or(0, |(version, _)| *version);
        let swapped = kept == version;
        if swapped {
            state.secrets.insert(key.to_owned(), (version + 1, secret.to_vec()));
        }
        drop(state);
        if swapped {
            self.tell(News::Secret(key.to_owned()));
        }
        done(swapped)
    }

    fn news(&self) -> NewsFeed {
        let feed = Arc::new(AsyncMutex::new(self.news.subscribe()));
        NewsFeed(Box::new(move || {
            let feed = Arc::clone(&feed);
            Box::pin(async move {
                match feed.lock().await.recv().await {
                    Ok(news) => Some(news),
                    Err(RecvError::Lagged(_)) => Some(News::Everything),
                    Err(RecvError::Closed) => None,
                }
            })
        }))
    }
}

impl State {
    fn draw(&mut self, draws: &[Draw], now: Timestamp) -> Drawn {
        let mut after: HashMap<&str, Timestamp> = HashMap::with_capacity(draws.len());
        let mut not_before: Option<Timestamp> = None;
        for draw in draws {
            let bucket = self.buckets.get(&draw.key).copied().unwrap_or_default();
            not_before = not_before.max(bucket.closed_until.filter(|until| now < *until));
            let full_at = after.get(draw.key.as_str()).copied().or(bucket.full_at);
            match budget::draw(full_at, draw.limit, draw.reserve, now) {
                Ok(full_at) => drop(after.insert(&draw.key, full_at)),
                Err(until) => not_before = not_before.max(Some(until)),
            }
        }
        if let Some(until) = not_before {
            return Drawn::NotBefore(until);
        }
        for (key, full_at) in after {
            self.buckets.insert(key.to_owned(), Level { full_at: Some(full_at), closed_until: None });
        }
        Drawn::Admitted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn it_passes_what_every_shelf_must_pass() {
        crate::conformance::check(|| async { Arc::new(InMemoryShelf::new()) as Arc<dyn Shelf> }).await;
    }

    #[tokio::test]
    async fn who_listens_too_slowly_is_told_to_look_at_everything() {
        let shelf = InMemoryShelf::new();
        let mut feed = shelf.news();
        for version in 0..i64::try_from(NEWS_KEPT).unwrap() + 1 {
            assert!(shelf.swap_secret("a", version, b"x").await.unwrap());
        }
        assert_eq!(feed.next().await, Some(News::Everything));
    }
}
