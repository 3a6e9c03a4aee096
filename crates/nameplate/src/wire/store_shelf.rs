//! The shelf of certificates, on the store: one method for each.

use nameplate_certificates::{News, NewsFeed, Shelf, ShelfError, Wish};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::{Draw, Drawn, Level};
use nameplate_domain::issuance::entry::{AnswerKind, Entry, KeptCertificate, KeptVerdict, Lease, Settled};
use nameplate_domain::time::Timestamp;
use nameplate_store::{ShelfStore, Signal, Signals, Store, StoreError};
use std::sync::Arc;
use tokio::sync::Mutex;

/// A [`Shelf`] in a database: the edge's own file, or one that a fleet shares.
#[derive(Clone, Debug)]
pub struct StoreShelf {
    store: ShelfStore,
    signals: Signals,
}

impl StoreShelf {
    /// On this store.
    #[must_use]
    pub fn new(store: &Store) -> Self {
        Self { store: store.shelf(), signals: store.signals().clone() }
    }
}

fn wish<'a, T: Send + 'a>(work: impl Future<Output = Result<T, StoreError>> + Send + 'a) -> Wish<'a, T> {
    Box::pin(async move { work.await.map_err(|error| ShelfError(error.to_string())) })
}

impl Shelf for StoreShelf {
    fn certificate<'a>(&'a self, names: &'a [CertificateName], now: Timestamp) -> Wish<'a, Option<KeptCertificate>> {
        wish(self.store.certificate(names, now))
    }

    fn entry<'a>(&'a self, name: &'a CertificateName) -> Wish<'a, Option<Entry>> {
        wish(self.store.entry(name))
    }

    fn entries<'a>(&'a self, after: Option<&'a CertificateName>, limit: u32) -> Wish<'a, Vec<Entry>> {
        wish(self.store.entries(after, limit))
    }

    fn held(&self) -> Wish<'_, u64> {
        wish(self.store.held())
    }

    fn lease<'a>(
        &'a self,
        name: &'a CertificateName,
        holder: &'a str,
        until: Timestamp,
        now: Timestamp,
    ) -> Wish<'a, Lease> {
        wish(self.store.lease(name, holder, until, now))
    }

    fn lease_due<'a>(&'a self, holder: &'a str, limit: u32, until: Timestamp, now: Timestamp) -> Wish<'a, Vec<Entry>> {
        wish(self.store.lease_due(holder, limit, until, now))
    }

    fn extend<'a>(&'a self, name: &'a CertificateName, holder: &'a str, until: Timestamp) -> Wish<'a, bool> {
        wish(self.store.extend(name, holder, until))
    }

    fn settle<'a>(&'a self, name: &'a CertificateName, holder: &'a str, settled: Settled) -> Wish<'a, bool> {
        wish(self.store.settle(name, holder, settled))
    }

    fn hasten<'a>(&'a self, name: &'a CertificateName, at: Timestamp) -> Wish<'a, bool> {
        wish(self.store.hasten(name, at))
    }

    fn next_due(&self) -> Wish<'_, Option<Timestamp>> {
        wish(self.store.next_due())
    }

    fn account<'a>(&'a self, key: &'a str) -> Wish<'a, Option<Vec<u8>>> {
        wish(self.store.account(key))
    }

    fn keep_account<'a>(&'a self, key: &'a str, account: &'a [u8]) -> Wish<'a, Vec<u8>> {
        wish(self.store.keep_account(key, account))
    }

    fn draw<'a>(&'a self, draws: &'a [Draw], now: Timestamp) -> Wish<'a, Drawn> {
        wish(self.store.draw(draws, now))
    }

    fn levels<'a>(&'a self, keys: &'a [String]) -> Wish<'a, Vec<Level>> {
        wish(self.store.levels(keys))
    }

    fn give_back<'a>(&'a self, draws: &'a [Draw]) -> Wish<'a, ()> {
        wish(self.store.give_back(draws))
    }

    fn close_until<'a>(&'a self, key: &'a str, until: Timestamp) -> Wish<'a, ()> {
        wish(self.store.close_until(key, until))
    }

    fn put_answer<'a>(&'a self, kind: AnswerKind, key: &'a str, answer: &'a str, until: Timestamp) -> Wish<'a, ()> {
        wish(self.store.put_answer(kind, key, answer, until))
    }

    fn answer<'a>(&'a self, kind: AnswerKind, key: &'a str, now: Timestamp) -> Wish<'a, Option<String>> {
        wish(self.store.answer(kind, key, now))
    }

    fn drop_answer<'a>(&'a self, kind: AnswerKind, key: &'a str) -> Wish<'a, ()> {
        wish(self.store.drop_answer(kind, key))
    }

    fn keep_verdict<'a>(&'a self, verdict: &'a KeptVerdict) -> Wish<'a, ()> {
        wish(self.store.keep_verdict(verdict))
    }

    fn verdict<'a>(&'a self, name: &'a str) -> Wish<'a, Option<KeptVerdict>> {
        wish(self.store.verdict(name))
    }

    fn drop_verdict<'a>(&'a self, name: &'a str) -> Wish<'a, ()> {
        wish(self.store.drop_verdict(name))
    }

    fn secret<'a>(&'a self, key: &'a str) -> Wish<'a, Option<(i64, Vec<u8>)>> {
        wish(self.store.secret(key))
    }

    fn swap_secret<'a>(&'a self, key: &'a str, version: i64, secret: &'a [u8]) -> Wish<'a, bool> {
        wish(self.store.swap_secret(key, version, secret))
    }

    fn news(&self) -> NewsFeed {
        let signals = Arc::new(Mutex::new(self.signals.subscribe()));
        NewsFeed(Box::new(move || {
            let signals = Arc::clone(&signals);
            Box::pin(async move {
                let mut signals = signals.lock().await;
                loop {
                    if let Some(news) = as_news(signals.recv().await?) {
                        return Some(news);
                    }
                }
            })
        }))
    }
}

fn as_news(signal: Signal) -> Option<News> {
    match signal {
        Signal::EdgeCertificate(name) => CertificateName::parse(&name).ok().map(News::Certificate),
        Signal::EdgeSecret(key) => Some(News::Secret(key)),
        Signal::Everything => Some(News::Everything),
        _ => None,
    }
}
