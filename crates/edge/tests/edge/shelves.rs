//! A shelf that can be made to fail.

use nameplate_certificates::{InMemoryShelf, News, NewsFeed, Shelf, ShelfError, Wish};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::budget::{Draw, Drawn, Level};
use nameplate_domain::issuance::entry::{AnswerKind, Entry, KeptCertificate, KeptVerdict, Lease, Settled};
use nameplate_domain::time::Timestamp;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering::SeqCst};
use tokio::sync::{Mutex, watch};

/// In memory, and out of order or slow when told to be.
#[derive(Default)]
pub(crate) struct Breakable {
    shelf: InMemoryShelf,
    broken: AtomicBool,
    results_held_back: watch::Sender<bool>,
    silent: Arc<AtomicBool>,
    lost: watch::Sender<u32>,
}

impl Breakable {
    pub(crate) fn break_down(&self, broken: bool) {
        self.broken.store(broken, SeqCst);
    }

    /// Tells nobody what others do.
    pub(crate) fn be_silent(&self) {
        self.silent.store(true, SeqCst);
    }

    /// Says that news were lost.
    pub(crate) fn lose_news(&self) {
        self.lost.send_modify(|times| *times += 1);
    }

    /// Takes in what came of orders only when let.
    pub(crate) fn hold_back_results(&self, held: bool) {
        self.results_held_back.send_replace(held);
    }
}

macro_rules! unless_broken {
    ($($wish:ident($($given:ident: $type:ty),*) -> $answer:ty;)+) => {
        impl Shelf for Breakable {
            $(fn $wish<'a>(&'a self, $($given: $type),*) -> Wish<'a, $answer> {
                Box::pin(async move {
                    if self.broken.load(SeqCst) {
                        return Err(ShelfError("as the test wants".to_owned()));
                    }
                    if stringify!($wish) == "settle" {
                        self.results_held_back.subscribe().wait_for(|held| !held).await.unwrap();
                    }
                    self.shelf.$wish($($given),*).await
                })
            })+

            fn news(&self) -> NewsFeed {
                let feed = Arc::new(Mutex::new((self.shelf.news(), self.lost.subscribe())));
                let silent = Arc::clone(&self.silent);
                NewsFeed(Box::new(move || {
                    let (feed, silent) = (Arc::clone(&feed), Arc::clone(&silent));
                    Box::pin(async move {
                        let (feed, lost) = &mut *feed.lock().await;
                        loop {
                            tokio::select! {
                                news = feed.next() => if !silent.load(SeqCst) { return news },
                                _ = lost.changed() => return Some(News::Everything),
                            }
                        }
                    })
                }))
            }
        }
    };
}

unless_broken! {
    certificate(names: &'a [CertificateName], now: Timestamp) -> Option<KeptCertificate>;
    entry(name: &'a CertificateName) -> Option<Entry>;
    entries(after: Option<&'a CertificateName>, limit: u32) -> Vec<Entry>;
    held() -> u64;
    lease(name: &'a CertificateName, holder: &'a str, until: Timestamp, now: Timestamp) -> Lease;
    lease_due(holder: &'a str, limit: u32, until: Timestamp, now: Timestamp) -> Vec<Entry>;
    extend(name: &'a CertificateName, holder: &'a str, until: Timestamp) -> bool;
    settle(name: &'a CertificateName, holder: &'a str, settled: Settled) -> bool;
    hasten(name: &'a CertificateName, at: Timestamp) -> bool;
    next_due() -> Option<Timestamp>;
    account(key: &'a str) -> Option<Vec<u8>>;
    keep_account(key: &'a str, account: &'a [u8]) -> Vec<u8>;
    draw(draws: &'a [Draw], now: Timestamp) -> Drawn;
    levels(keys: &'a [String]) -> Vec<Level>;
    give_back(draws: &'a [Draw]) -> ();
    close_until(key: &'a str, until: Timestamp) -> ();
    put_answer(kind: AnswerKind, key: &'a str, answer: &'a str, until: Timestamp) -> ();
    answer(kind: AnswerKind, key: &'a str, now: Timestamp) -> Option<String>;
    drop_answer(kind: AnswerKind, key: &'a str) -> ();
    keep_verdict(verdict: &'a KeptVerdict) -> ();
    verdict(name: &'a str) -> Option<KeptVerdict>;
    drop_verdict(name: &'a str) -> ();
    secret(key: &'a str) -> Option<(i64, Vec<u8>)>;
    swap_secret(key: &'a str, version: i64, secret: &'a [u8]) -> bool;
}
