//! How providers are reached: what all adapters of a process share.

use crate::credential::InvalidCredential;
use nameplate_domain::time::Clock;
use nameplate_domain::timings::{Histogram, Timings};
use nameplate_outgoing::{Door, NoDoor, Reach};
use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// How long connecting may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
/// How long one exchange may take.
const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(20);

/// What adapters need of the world. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    /// For providers' own hosts.
    pub(crate) client: reqwest::Client,
    /// For hosts that a customer named: refuses addresses that are not public, unless private ones are allowed.
    door: Door,
    base_urls: Arc<BTreeMap<String, String>>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) allow_private: bool,
    requests: Arc<AtomicU64>,
    timings: Arc<Timings<RequestKind>>,
}

/// Requests that are counted together.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct RequestKind {
    /// The provider, as people know it.
    pub provider: &'static str,
    /// `read` or `write`.
    pub operation: &'static str,
    /// `done`, `refused`, `limited`, `failed` or `unanswered`.
    pub outcome: &'static str,
}

impl fmt::Debug for Access {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access").field("base_urls", &self.base_urls).finish_non_exhaustive()
    }
}

/// Why [`Access::new`] could not be made.
#[derive(Debug, thiserror::Error)]
pub enum NoAccess {
    /// To providers.
    #[error("HTTP cannot be set up: {0}")]
    Client(#[from] reqwest::Error),
    /// To hosts that customers name.
    #[error(transparent)]
    Door(#[from] NoDoor),
}

impl Access {
    /// `base_urls` replace scheme, host and port of a provider's API, by key, and may add a path before the API's own. `allow_private`
    /// lets customers name servers in private networks.
    ///
    /// # Errors
    /// [`NoAccess`] when TLS cannot be set up.
    pub fn new(
        base_urls: BTreeMap<String, String>,
        allow_private: bool,
        clock: Arc<dyn Clock>,
    ) -> Result<Self, NoAccess> {
        let client = reqwest::Client::builder()
            .user_agent("Nameplate")
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(EXCHANGE_TIME_MAX)
            // A redirect could carry the credential to another host.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy();
        let reach = if allow_private { Reach::Everywhere } else { Reach::Public };
        Ok(Self {
            client: client.build()?,
            door: Door::new(reach)?,
            base_urls: Arc::new(base_urls),
            clock,
            allow_private,
            requests: Arc::default(),
            timings: Arc::default(),
        })
    }

    /// The base URL of `key`'s API: the one of the settings, else `usual`. No slash at its end.
    #[must_use]
    pub fn base_url(&self, key: &str, usual: &str) -> String {
        self.setting(key).unwrap_or(usual).trim_end_matches('/').to_owned()
    }

    /// The base URL that the settings name for `key`.
    #[must_use]
    pub fn setting(&self, key: &str) -> Option<&str> {
        self.base_urls.get(key).map(String::as_str)
    }

    /// A URL or host that the customer named: a literal address must be public. Names are looked at when they are resolved.
    ///
    /// # Errors
    /// [`InvalidCredential`] of `field`.
    pub fn check_address(&self, field: &str, address: IpAddr) -> Result<(), InvalidCredential> {
        match self.door.reach().has(address) {
            true => Ok(()),
            false => Err(InvalidCredential::new(field, "is an address that is not reachable from everywhere")),
        }
    }

    /// How many HTTP requests were sent so far, by all adapters.
    #[must_use]
    pub fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    /// The way to hosts that customers name.
    #[must_use]
    pub fn door(&self) -> &Door {
        &self.door
    }

    /// How long requests took so far, by provider, operation and outcome.
    #[must_use]
    pub fn timings(&self) -> Vec<(RequestKind, Histogram)> {
        self.timings.counted()
    }

    pub(crate) fn count_request(&self) {
        self.requests.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn note_request(&self, kind: RequestKind, took: Duration) {
        self.timings.note(kind, took);
    }
}
