//! Telling every process that something changed.
//!
//! A signal says where to look again; it carries no data, and losing one costs time, never correctness. On SQLite it stays in the
//! process. On PostgreSQL it also travels by NOTIFY, on a connection of its own and outside the transaction that caused it: a
//! NOTIFY inside would make all commits of the cluster wait for each other.

mod wire;

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
    /// Anything may have changed: signals were lost.
    Everything,
}

/// The way in and out for signals. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Signals {
    local: broadcast::Sender<Signal>,
    remote: Option<Arc<wire::Remote>>,
}

impl Signals {
    /// Signals that no other process needs.
    pub(crate) fn within_this_process() -> Self {
        Self { local: broadcast::Sender::new(UNREAD_MAX), remote: None }
    }

    /// Delivers `signal` to every subscriber: of this process at once, of others within about 50 ms.
    /// A transaction sends its own after it was committed.
    pub fn send(&self, signal: Signal) {
        if let Some(remote) = &self.remote {
            remote.send(signal.clone());
        }
        // An error means that nobody listens.
        let _ = self.local.send(signal);
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
