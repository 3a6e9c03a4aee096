//! What this crate stands on, as seen from inside: a shelf, somebody who looks at DNS, and a desk that publishes TXT values.
//! The program connects them to the store and to the resolver.

use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::evidence::Sighting;
use nameplate_domain::issuance::budget::{Draw, Drawn, Level};
use nameplate_domain::issuance::entry::{AnswerKind, Entry, KeptCertificate, KeptVerdict, Lease, Settled};
use nameplate_domain::time::Timestamp;
use std::pin::Pin;

/// A result that may take a while.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// The shelf could not be read or written. What was asked may or may not have happened.
#[derive(Debug, Clone, thiserror::Error)]
#[error("the store of certificates cannot be used: {0}")]
pub struct ShelfError(pub String);

/// Whatever a shelf answers.
pub type Wish<'a, T> = Later<'a, Result<T, ShelfError>>;

/// Where certificates, keys, accounts, challenges and verdicts lie: in one edge's folder, or shared by a fleet. Everything is
/// there whole or not at all, and survives a crash once its future has returned.
pub trait Shelf: Send + Sync + 'static {
    /// Of these names, the first that has a certificate valid at `now` and is not removed.
    fn certificate<'a>(&'a self, names: &'a [CertificateName], now: Timestamp) -> Wish<'a, Option<KeptCertificate>>;

    /// One name's line.
    fn entry<'a>(&'a self, name: &'a CertificateName) -> Wish<'a, Option<Entry>>;

    /// Lines in the order of their names, after `after`, at most `limit`.
    fn entries<'a>(&'a self, after: Option<&'a CertificateName>, limit: u32) -> Wish<'a, Vec<Entry>>;

    /// How many names have a certificate and are not removed. Goes over all of them.
    fn held(&self) -> Wish<'_, u64>;

    /// Leases one name to `holder` until `until`, making its line if there is none and ending a removal. A lease that
    /// has ended by itself is anybody's. Who holds it already gets it again.
    fn lease<'a>(
        &'a self,
        name: &'a CertificateName,
        holder: &'a str,
        until: Timestamp,
        now: Timestamp,
    ) -> Wish<'a, Lease>;

    /// Leases up to `limit` names that are due at `now` and not leased: newcomers first, then the longest due.
    fn lease_due<'a>(&'a self, holder: &'a str, limit: u32, until: Timestamp, now: Timestamp) -> Wish<'a, Vec<Entry>>;

    /// Keeps a lease for longer; `false` when it is no longer ours.
    fn extend<'a>(&'a self, name: &'a CertificateName, holder: &'a str, until: Timestamp) -> Wish<'a, bool>;

    /// Gives a lease back with what came of it; `false`, and nothing is written, when it is no longer ours. Others hear of
    /// [`Settled::Stored`], [`Settled::Removed`] and [`Settled::Deleted`] by [`News::Certificate`].
    fn settle<'a>(&'a self, name: &'a CertificateName, holder: &'a str, settled: Settled) -> Wish<'a, bool>;

    /// Makes a name's line due at `at`, if it has one that is not removed and `at` is sooner than what is there.
    fn hasten<'a>(&'a self, name: &'a CertificateName, at: Timestamp) -> Wish<'a, bool>;

    /// When the next line is due that nobody holds; `None` for never.
    fn next_due(&self) -> Wish<'_, Option<Timestamp>>;

    /// An authority's account, as it was kept.
    fn account<'a>(&'a self, key: &'a str) -> Wish<'a, Option<Vec<u8>>>;

    /// Keeps an account unless there is one; what is kept afterwards.
    fn keep_account<'a>(&'a self, key: &'a str, account: &'a [u8]) -> Wish<'a, Vec<u8>>;

    /// Takes one out of each bucket, or nothing out of any; see [`nameplate_domain::issuance::budget`].
    fn draw<'a>(&'a self, draws: &'a [Draw], now: Timestamp) -> Wish<'a, Drawn>;

    /// What is in these buckets, in their order.
    fn levels<'a>(&'a self, keys: &'a [String]) -> Wish<'a, Vec<Level>>;

    /// Puts back what was drawn for something that did not come about: one into each bucket, never above its size.
    fn give_back<'a>(&'a self, draws: &'a [Draw]) -> Wish<'a, ()>;

    /// Closes a bucket until then, whatever is in it.
    fn close_until<'a>(&'a self, key: &'a str, until: Timestamp) -> Wish<'a, ()>;

    /// Keeps the answer to a challenge, for every edge to give.
    fn put_answer<'a>(&'a self, kind: AnswerKind, key: &'a str, answer: &'a str, until: Timestamp) -> Wish<'a, ()>;

    /// The answer to a challenge, if it is kept and holds at `now`.
    fn answer<'a>(&'a self, kind: AnswerKind, key: &'a str, now: Timestamp) -> Wish<'a, Option<String>>;

    /// Forgets an answer.
    fn drop_answer<'a>(&'a self, kind: AnswerKind, key: &'a str) -> Wish<'a, ()>;

    /// Remembers that a name may be served.
    fn keep_verdict<'a>(&'a self, verdict: &'a KeptVerdict) -> Wish<'a, ()>;

    /// What was remembered of a name.
    fn verdict<'a>(&'a self, name: &'a str) -> Wish<'a, Option<KeptVerdict>>;

    /// Forgets it.
    fn drop_verdict<'a>(&'a self, name: &'a str) -> Wish<'a, ()>;

    /// A secret that the fleet shares (session ticket keys), with its version.
    fn secret<'a>(&'a self, key: &'a str) -> Wish<'a, Option<(i64, Vec<u8>)>>;

    /// Replaces a shared secret if its version is still `version` (0: there is none yet); the new version is one more.
    fn swap_secret<'a>(&'a self, key: &'a str, version: i64, secret: &'a [u8]) -> Wish<'a, bool>;

    /// What others do, from now on.
    fn news(&self) -> NewsFeed;
}

/// Something another edge did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum News {
    /// This name's certificate is another one now, or gone.
    Certificate(CertificateName),
    /// A shared secret is another one now.
    Secret(String),
    /// News were lost: look at everything again.
    Everything,
}

/// Tells [`News`].
pub struct NewsFeed(pub Box<dyn FnMut() -> Later<'static, Option<News>> + Send>);

impl NewsFeed {
    /// The next piece; `None` once there will be none any more.
    pub async fn next(&mut self) -> Option<News> {
        (self.0)().await
    }
}

impl std::fmt::Debug for NewsFeed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewsFeed")
    }
}

/// What DNS says about a name, at its zone's own servers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ScoutReport {
    /// CAA at the name and at each name above it, closest first (RFC 8659, 3); for `*.x` it starts at `x`.
    pub caa: Vec<CaaReply>,
    /// Replies for `_acme-challenge.<name>`: CNAME, TXT, A.
    pub challenge: [Sighting; 3],
    /// Where the name's own A and AAAA lead, with every alias on the way; for a wildcard, those of a random name below it.
    pub addresses: [Sighting; 2],
}

/// One rung of the climb for CAA.
pub type CaaReply = Sighting;

/// Looks at DNS.
pub trait Scout: Send + Sync + 'static {
    /// Everything that decides how a certificate can be had for `name`.
    fn look<'a>(&'a self, name: &'a CertificateName) -> Later<'a, ScoutReport>;
}

/// Why a TXT value was not published.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TxtDeskError {
    /// The token is nobody's any more: the CNAME names an old one.
    #[error("the token is not in use")]
    UnknownToken,
    /// The server cannot be reached, or its zone does not show the value.
    #[error("{0}")]
    Failed(String),
}

/// Publishes TXT values under the platform's ACME zone.
pub trait TxtDesk: Send + Sync + 'static {
    /// Publishes a value at `<token>.acme.<BASE_DOMAIN>`; returns once every server of that zone shows it.
    fn publish<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, Result<(), TxtDeskError>>;

    /// Takes it back. Not doing so is harmless: values expire.
    fn withdraw<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, ()>;
}
