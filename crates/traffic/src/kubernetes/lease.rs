//! One process writes at a time: the others wait for its `Lease` to run out, as the cluster's own controllers do.

use k8s_openapi::api::coordination::v1::{Lease, LeaseSpec};
use k8s_openapi::apimachinery::pkg::apis::meta::v1::MicroTime;
use k8s_openapi::jiff;
use kube::Client;
use kube::api::{Api, ObjectMeta, PostParams};
use nameplate_domain::time::Clock;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::time::Instant;

/// How long whoever does not renew it is still believed to be there.
const LASTS: Duration = Duration::from_secs(15);
/// How long after its last renewal the holder believes itself: clocks of two machines may run differently.
const BELIEVED: Duration = Duration::from_secs(10);
/// How often it is renewed, and looked at.
const EVERY: Duration = Duration::from_secs(3);

/// Whether this process is the one that writes. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Elected(Arc<Mutex<Option<Instant>>>);

impl Elected {
    /// Whether it is, now.
    #[must_use]
    pub fn is_leader(&self) -> bool {
        let until = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        until.is_some_and(|until| Instant::now() < until)
    }

    fn set(&self, until: Option<Instant>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = until;
    }
}

/// A process that wants to be the one.
pub struct Election {
    leases: Api<Lease>,
    name: String,
    identity: String,
    clock: Arc<dyn Clock>,
    elected: Elected,
    /// What was last seen of somebody else's lease, and since when it is so.
    seen: Option<(String, Instant)>,
}

impl std::fmt::Debug for Election {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Election").field("name", &self.name).field("identity", &self.identity).finish_non_exhaustive()
    }
}

impl Election {
    /// By the lease `name` in `namespace`; no other process has the same `identity`.
    #[must_use]
    pub fn new(client: Client, namespace: &str, name: &str, identity: String, clock: Arc<dyn Clock>) -> Self {
        let leases = Api::namespaced(client, namespace);
        Self { leases, name: name.to_owned(), identity, clock, elected: Elected::default(), seen: None }
    }

    /// What tells whether this process was elected.
    #[must_use]
    pub fn elected(&self) -> Elected {
        self.elected.clone()
    }

    /// Stands for election, and renews, for ever.
    pub async fn keep(mut self) {
        let mut is_down = false;
        loop {
            match self.stand().await {
                Ok(_) => is_down = false,
                Err(error) if !is_down => {
                    is_down = true;
                    tracing::warn!(
                        lease.name = self.name,
                        error = &error as &dyn std::error::Error,
                        "The lease cannot be read or written; nothing is written to the cluster without it."
                    );
                }
                Err(_) => {}
            }
            tokio::time::sleep(EVERY).await;
        }
    }

    /// Takes or renews the lease, if it is to be had; says whether this process has it.
    ///
    /// # Errors
    /// [`kube::Error`] when the cluster does not answer; the lease is then kept for as long as it is believed.
    pub async fn stand(&mut self) -> Result<bool, kube::Error> {
        // What is written counts from before it was sent.
        let asked_at = Instant::now();
        let was_leader = self.elected.is_leader();
        let written = match self.leases.get_opt(&self.name).await? {
            None => {
                let lease = self.lease(ObjectMeta { name: Some(self.name.clone()), ..ObjectMeta::default() }, 0, None);
                self.leases.create(&PostParams::default(), &lease).await
            }
            Some(lease) if self.may_take(&lease, asked_at) => {
                let spec = lease.spec.unwrap_or_default();
                let is_ours = spec.holder_identity.as_deref() == Some(&self.identity);
                let transitions = spec.lease_transitions.unwrap_or_default() + i32::from(!is_ours);
                // With the version that was read: of two who take it, one is refused.
                let lease = self.lease(lease.metadata, transitions, spec.acquire_time.filter(|_| is_ours));
                self.leases.replace(&self.name, &PostParams::default(), &lease).await
            }
            Some(_) => {
                self.elected.set(None);
                return Ok(false);
            }
        };
        match written {
            Ok(_) => {
                self.elected.set(Some(asked_at + BELIEVED));
                self.seen = None;
                if !was_leader {
                    tracing::info!(lease.name = self.name, "This process writes to the cluster from now on.");
                }
                Ok(true)
            }
            // Somebody else was quicker.
            Err(kube::Error::Api(status)) if status.code == 409 => {
                self.elected.set(None);
                Ok(false)
            }
            Err(error) => Err(error),
        }
    }

    /// Whether the lease is ours, nobody's, or has not been renewed for as long as it lasts: by our own clock, from when we first saw it so.
    fn may_take(&mut self, lease: &Lease, now: Instant) -> bool {
        let spec = lease.spec.clone().unwrap_or_default();
        if spec.holder_identity.as_deref().is_none_or(|holder| holder.is_empty() || holder == self.identity) {
            return true;
        }
        let version = lease.metadata.resource_version.clone().unwrap_or_default();
        let lasts = spec.lease_duration_seconds.and_then(|s| u64::try_from(s).ok()).map_or(LASTS, Duration::from_secs);
        match &self.seen {
            Some((seen, since)) if *seen == version => now.duration_since(*since) >= lasts,
            _ => {
                self.seen = Some((version, now));
                false
            }
        }
    }

    fn lease(&self, metadata: ObjectMeta, transitions: i32, acquired: Option<MicroTime>) -> Lease {
        let now = jiff::Timestamp::from_millisecond(self.clock.now().as_ms()).map(MicroTime).ok();
        let spec = LeaseSpec {
            holder_identity: Some(self.identity.clone()),
            lease_duration_seconds: i32::try_from(LASTS.as_secs()).ok(),
            acquire_time: acquired.or_else(|| now.clone()),
            renew_time: now,
            lease_transitions: Some(transitions),
            ..LeaseSpec::default()
        };
        Lease { metadata, spec: Some(spec) }
    }
}
