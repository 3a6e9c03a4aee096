//! Telling every process that something changed.
//!
//! A signal says where to look again; it carries no data, and losing one costs time, never correctness. On SQLite it stays in the
//! process; others see that something was written, and take it for [`Signal::Everything`]. On PostgreSQL it also travels by NOTIFY,
//! on a connection of its own and outside the transaction that caused it: a NOTIFY inside would make all commits of the cluster
//! wait for each other.

mod beside;
mod wire;

use crate::error::StoreError;
use crate::sqlite::Writer;

use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, TenantId};
use std::sync::Arc;
use tokio::sync::broadcast;

pub(crate) use wire::across_processes;

/// Signals that a slow subscriber may leave unread before they become one [`Signal::Everything`].
const UNREAD_MAX: usize = 4096;

/// Where to look again.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Signal {
    /// The answer of `ask` for this host name may have changed; `*.parent` stands for every name directly below `parent`.
    Route(String),
    /// The answers of `ask` for many names may have changed.
    RoutesAll,
    /// The answer of `ask` for the application's own host name may have changed.
    Application(ApplicationId),
    /// The key was revoked.
    Key(ApiKeyId),
    /// A session ended, or what a member may do has changed: whoever is being served has to be looked at again.
    Callers,
    /// A connection waits for a certificate, or somebody asked for another one.
    CertificateWanted,
    /// A connection is due for a check.
    Due,
    /// The certificate that edges share for this name (`*.` first for a wildcard's) is another one now, or gone.
    EdgeCertificate(String),
    /// The secret that edges share under this key is another one now.
    EdgeSecret(String),
    /// This token of the ACME zone is in use now, or no longer, or has other TXT values.
    AcmeToken(String),
    /// Events were written to the outbox.
    Event,
    /// Events got their positions: whoever follows the outbox may read on.
    EventPlaced,
    /// A webhook delivery is due.
    DeliveryDue,
    /// What a tenant may do has changed: it was suspended or resumed.
    Tenant(TenantId),
    /// Anything may have changed: signals were lost, or another process wrote to the same SQLite file.
    Everything,
}

/// The way in and out for signals. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Signals {
    local: broadcast::Sender<Signal>,
    others: Others,
}

/// Other processes on the same database.
#[derive(Clone, Debug)]
enum Others {
    Watched { _watch: Arc<beside::Watch> },
    Told(Arc<wire::Remote>),
}

impl Signals {
    /// Signals within this process, which works on a SQLite file. What others write to it from now on is looked for.
    pub(crate) async fn beside_others(writer: &Arc<Writer>) -> Result<Self, StoreError> {
        let local = broadcast::Sender::new(UNREAD_MAX);
        let watch = beside::Watch::begin(writer, local.clone()).await?;
        Ok(Self { local, others: Others::Watched { _watch: Arc::new(watch) } })
    }

    /// Delivers `signal` to every subscriber: of this process at once, of others on PostgreSQL within about 50 ms.
    /// A transaction sends its own after it was committed.
    pub fn send(&self, signal: Signal) {
        if let Others::Told(remote) = &self.others {
            remote.send(signal.clone());
        }
        // An error means that nobody listens.
        let _ = self.local.send(signal);
    }

    /// Waits until other processes were told of what was sent: for a command, which ends after it. Gives up after two seconds.
    pub async fn until_told(&self) {
        if let Others::Told(remote) = &self.others {
            remote.until_told().await;
        }
    }

    /// Every signal from now on.
    #[must_use]
    pub fn subscribe(&self) -> Subscription {
        Subscription(self.local.subscribe())
    }
}

/// A listener for signals.
#[derive(Debug)]
pub struct Subscription(broadcast::Receiver<Signal>);

impl Subscription {
    /// The next signal; [`Signal::Everything`] when some were missed, `None` once the store is closed. Cancel safe.
    pub async fn recv(&mut self) -> Option<Signal> {
        match self.0.recv().await {
            Ok(signal) => Some(signal),
            Err(broadcast::error::RecvError::Lagged(_)) => Some(Signal::Everything),
            Err(broadcast::error::RecvError::Closed) => None,
        }
    }
}
