//! Keeping a traffic backend as the store has it: what is in service is served there, and nothing else of ours.

mod served;
mod telling;

use crate::Control;
use nameplate_domain::certificate::ChainLink;
use nameplate_domain::tenancy::ConnectionId;
use nameplate_store::{Signal, StoreError, Subscription};
use nameplate_traffic::{Backend, Refusal, Within};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How often everything is looked at, whatever was heard of. An edge that says nothing for much longer counts as gone.
const WHOLE_EVERY: Duration = Duration::from_secs(45);
/// The same while the backend or the store does not answer, or another process writes.
const RETRY_EVERY: Duration = Duration::from_secs(5);
/// What comes within this time is done together.
const TOGETHER: Duration = Duration::from_millis(300);
/// Names that wait for a certificate, read in one go.
const WANTED_MAX: u32 = 200;

/// A backend, and what is told of it.
#[derive(Clone)]
pub struct Traffic {
    /// Who serves.
    pub backend: Arc<dyn Backend>,
    /// What it is known by among edges: as one of them it is attached, and reports certificates. `None` where certificates are not its.
    pub known_as: Option<String>,
    /// Whether certificates come by the delegation, for which it needs accounts of our acme-dns service.
    pub has_accounts: bool,
    /// What a chain of certificates (DER, the leaf first) says about itself.
    pub links_of: fn(&[Vec<u8>]) -> Vec<ChainLink>,
}

impl fmt::Debug for Traffic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Traffic")
            .field("backend", &self.backend)
            .field("known_as", &self.known_as)
            .finish_non_exhaustive()
    }
}

/// What was told last, so that it is told once.
#[derive(Debug, Default)]
struct Memory {
    /// Of each name, how it stood.
    sentences: HashMap<ConnectionId, String>,
    /// Of each name, the certificate that was reported.
    certificates: HashMap<ConnectionId, String>,
    /// Whose accounts are in the store.
    accounts: BTreeSet<ConnectionId>,
    /// That nothing could be done at all.
    trouble: Option<String>,
}

/// Why a round was not finished.
#[derive(Debug, thiserror::Error)]
enum Trouble {
    #[error(transparent)]
    Backend(#[from] Refusal),
    #[error("the store does not answer: {0}")]
    Store(#[from] StoreError),
}

/// What to look at.
enum Hint {
    Name(String),
    Names(BTreeSet<String>),
    Wanted,
    Everything,
}

impl Control {
    /// Keeps `traffic` current, for ever: at once by signals and by what the backend hears of, and by looking.
    pub async fn bring_traffic(&self, traffic: Traffic) {
        let mut signals = self.store.signals().subscribe();
        let mut memory = Memory::default();
        let mut within = Within::Everything;
        let mut whole_at = Instant::now();
        loop {
            if within == Within::Everything {
                whole_at = Instant::now() + WHOLE_EVERY;
            }
            if !traffic.backend.is_leader() {
                // Whoever writes tells as well; afterwards nothing that is remembered here need be so.
                memory = Memory::default();
                whole_at = Instant::now() + RETRY_EVERY;
            } else if let Err(trouble) = self.bring(&traffic, &within, &mut memory).await {
                whole_at = Instant::now() + RETRY_EVERY;
                let words = trouble.to_string();
                if memory.trouble.as_ref() != Some(&words) {
                    tracing::error!(
                        backend = traffic.backend.name(),
                        error = words,
                        "Host names are not brought up to date; it is tried again."
                    );
                    memory.trouble = Some(words);
                }
            } else if memory.trouble.take().is_some() {
                tracing::info!(backend = traffic.backend.name(), "Host names are brought up to date again.");
            }
            within = self.next_look(&traffic, &mut signals, whole_at).await;
        }
    }

    /// Looks once, at everything: for whoever waits for it.
    ///
    /// # Errors
    /// A sentence that says what does not answer.
    pub async fn bring_traffic_once(&self, traffic: &Traffic) -> Result<(), String> {
        let mut memory = Memory::default();
        self.bring(traffic, &Within::Everything, &mut memory).await.map_err(|trouble| trouble.to_string())
    }

    async fn bring(&self, traffic: &Traffic, within: &Within, memory: &mut Memory) -> Result<(), Trouble> {
        let backend = &*traffic.backend;
        self.attach_as_edge(traffic).await?;
        let served = self.served(traffic, within, memory).await?;
        let mut plan = backend.plan(&served, within).await?;
        let mut refused: BTreeMap<ConnectionId, Refusal> = std::mem::take(&mut plan.refused).into_iter().collect();
        for (connection, piece) in plan.in_portions(backend.portion()) {
            if !backend.is_leader() {
                return Ok(());
            }
            match (backend.apply(&piece).await, connection) {
                (Ok(receipt), _) => {
                    tracing::info!(
                        backend = backend.name(),
                        traffic.objects = piece.changes.len(),
                        traffic.commit = receipt.commit,
                        connection.id = connection.map(|id| id.to_string()),
                        "What serves a host name was changed."
                    );
                    self.tell_removed(traffic, &piece, &served).await;
                }
                (Err(refusal), _) if refusal.is_of_all() => return Err(refusal.into()),
                (Err(refusal), Some(connection)) => drop(refused.insert(connection, refusal)),
                (Err(refusal), None) => {
                    tracing::warn!(backend = backend.name(), error = %refusal, "A plan was refused; it is made anew.");
                }
            }
        }
        self.tell_sights(traffic, &served, &refused, memory).await
    }

    /// Waits for the next reason to look, and says at what.
    async fn next_look(&self, traffic: &Traffic, signals: &mut Subscription, whole_at: Instant) -> Within {
        let mut names = BTreeSet::new();
        let mut until = whole_at;
        loop {
            let hint = tokio::select! {
                hint = hint(signals) => hint,
                names = traffic.backend.changed() => Hint::Names(names),
                () = sleep_until(until) => break,
            };
            match hint {
                Hint::Name(name) => drop(names.insert(name)),
                Hint::Names(more) => names.extend(more),
                Hint::Wanted => {
                    // When the store does not answer, everything is looked at in a while.
                    let wanted = self.reader().certificates_wanted(self.now(), WANTED_MAX).await;
                    names.extend(wanted.unwrap_or_default());
                }
                Hint::Everything => {
                    // What else is under way is a part of it.
                    let _ = timeout_at(Instant::now() + TOGETHER, std::future::pending::<()>()).await;
                    return Within::Everything;
                }
            }
            if !names.is_empty() {
                until = until.min(Instant::now() + TOGETHER);
            }
        }
        match names.is_empty() || !traffic.backend.is_selective() || Instant::now() >= whole_at {
            true => Within::Everything,
            false => Within::Names(names),
        }
    }
}

/// The next signal that says something about what is served. Cancel safe.
async fn hint(signals: &mut Subscription) -> Hint {
    while let Some(signal) = signals.recv().await {
        match signal {
            Signal::Route(name) => return Hint::Name(name),
            Signal::CertificateWanted => return Hint::Wanted,
            Signal::RoutesAll | Signal::Application(_) | Signal::Tenant(_) | Signal::Everything => {
                return Hint::Everything;
            }
            _ => {}
        }
    }
    std::future::pending().await
}
