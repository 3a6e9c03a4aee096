//! What the caller gives and is told: settings, parts, the gate and the listener.

use crate::authorities::Authorities;
use crate::certificate::Facts;
use crate::ports::{Later, Shelf, ShelfError};
use nameplate_domain::certificate::{ChainLink, Renewal};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::problem::IssuanceProblem;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_sealing::Sealer;
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::runtime::Handle;

/// How certificates are kept.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Who holds leases: this edge's id with a part that is new in each process.
    pub holder: String,
    /// How long a name is ours to work on without a sign of life; extended every third.
    pub lease: Duration,
    /// How often a name that another edge works on is looked at.
    pub poll: Duration,
    /// Orders under way at once for those who wait, and as many for renewals.
    pub at_once: usize,
    /// How long key and certificate of a removed name are kept.
    pub delete_after: Duration,
    /// Whether a removed name's certificate is revoked when it is deleted.
    pub revoke_removed: bool,
    /// How many wildcard certificates are kept in memory.
    pub wildcards_max: u64,
    /// The longest sleep between two looks for due names.
    pub look_every: Duration,
    /// How long a failure is told again without looking at the shelf.
    pub failure_memory: Duration,
}

impl Settings {
    /// The usual ones.
    #[must_use]
    pub fn new(holder: impl Into<String>) -> Self {
        const HOUR: Duration = Duration::from_secs(60 * 60);
        Self {
            holder: holder.into(),
            lease: Duration::from_secs(60),
            poll: Duration::from_millis(200),
            at_once: 16,
            delete_after: HOUR * 24,
            revoke_removed: false,
            wildcards_max: 10_000,
            look_every: Duration::from_secs(30),
            failure_memory: Duration::from_secs(10),
        }
    }
}

/// What [`Certificates`](crate::Certificates) works with.
pub struct Parts {
    /// Where everything lies.
    pub shelf: Arc<dyn Shelf>,
    /// Who signs.
    pub authorities: Authorities,
    /// Seals keys, accounts and shared secrets; `None` leaves them plain.
    pub sealer: Option<Sealer>,
    /// Knows which names are ours to serve.
    pub gate: Arc<dyn Gate>,
    /// Hears of outcomes.
    pub told: Arc<dyn Told>,
    /// The present instant.
    pub clock: Arc<dyn Clock>,
    /// Where the work runs.
    pub runtime: Handle,
}

impl fmt::Debug for Parts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Parts").field("authorities", &self.authorities).finish_non_exhaustive()
    }
}

/// Whether a name may have a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permission {
    /// It may.
    Yes,
    /// It goes on being served with what it has and gets nothing new for the time being: its DNS has drifted away.
    NotNow,
    /// It is not ours to serve any more.
    No,
    /// Nobody can be asked. Names that have a line on the shelf were allowed once and are renewed all the same.
    Unknown,
}

/// Knows which names are ours to serve. Asked before each order that nobody waits for.
pub trait Gate: Send + Sync + 'static {
    /// Whether this name may have a certificate.
    fn may_issue<'a>(&'a self, name: &'a CertificateName) -> Later<'a, Permission>;
}

/// What became of a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There is a new certificate, and it is on the shelf.
    Stored {
        /// What it says about itself.
        facts: Arc<Facts>,
        /// The certificate and those that signed it, the leaf first.
        chain: Vec<ChainLink>,
        /// When it is to be replaced.
        renew_at: Timestamp,
        /// Who decided on that.
        renewal: Renewal,
    },
    /// The authority wants it to be replaced at another time.
    Rescheduled {
        /// What it says about itself.
        facts: Arc<Facts>,
        /// The certificate and those that signed it, the leaf first.
        chain: Vec<ChainLink>,
        /// When it is to be replaced.
        renew_at: Timestamp,
        /// Who decided on that.
        renewal: Renewal,
    },
    /// There is no new one. One that was there is still served.
    Failed(IssuanceProblem),
    /// The name is not ours any more.
    Removed,
}

/// Hears of outcomes, right after they were written. Must not take long.
pub trait Told: Send + Sync + 'static {
    /// This became of this name, by our work.
    fn outcome(&self, name: &CertificateName, outcome: &Outcome);
}

/// Why there is no certificate.
#[derive(Debug, Clone, thiserror::Error)]
pub enum NoCertificate {
    /// No authority gave one.
    #[error("{}", .0.message)]
    Problem(IssuanceProblem),
    /// The shelf cannot be used.
    #[error("certificates cannot be kept")]
    Shelf(#[source] ShelfError),
    /// The name was removed meanwhile.
    #[error("the name is not ours to serve any more")]
    Removed,
    /// The work panicked.
    #[error("the work broke off")]
    BrokeOff,
}

impl From<ShelfError> for NoCertificate {
    fn from(error: ShelfError) -> Self {
        Self::Shelf(error)
    }
}

/// What one pass over the due names did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Worked {
    /// Names that were worked on.
    pub done: usize,
    /// When the next name is due; `None` for never.
    pub next_due: Option<Timestamp>,
}

/// Something to look up again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// This name's certificate is another one now, or gone; here or by another edge.
    Certificate(CertificateName),
    /// A shared secret is another one now.
    Secret(String),
    /// News were lost: anything may have changed.
    Everything,
}
