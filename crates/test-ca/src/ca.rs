//! The authority as its owner has it: made, asked what it did, and told what to do.

use crate::issuer::LeafIssuer;
use crate::outage::Outage;
use crate::records::{Counters, IssuedRecord, RenewalWindow};
use crate::settings::TestCaSettings;
use crate::state::{Certificate, Serial, State};
use nameplate_domain::time::Timestamp;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// A certification authority. Clones are the same one.
#[derive(Clone)]
pub struct TestCa {
    pub(crate) inner: Arc<Inner>,
}

pub(crate) struct Inner {
    pub(crate) settings: TestCaSettings,
    pub(crate) issuer: LeafIssuer,
    state: Mutex<State>,
    /// The outage, with the requests before it counted down.
    pub(crate) outage: watch::Sender<Option<Outage>>,
}

/// Why no authority could be made.
#[derive(Debug, thiserror::Error)]
pub enum TestCaError {
    /// Its own certificates could not be made.
    #[error("the authority's own certificates cannot be made")]
    Certificates(#[from] rcgen::Error),
    /// The default profile is not among the profiles.
    #[error("there is no profile {0:?}, which is the default one")]
    NoDefaultProfile(String),
    /// Its API cannot be served over TLS.
    #[error("TLS for the API cannot be set up")]
    Tls(#[from] rustls::Error),
    /// No port to listen at.
    #[error("the authority cannot listen")]
    Listen(#[from] std::io::Error),
}

impl TestCa {
    /// Makes an authority with new keys.
    ///
    /// # Errors
    /// When its certificates cannot be made, or the default profile is unknown.
    pub fn new(settings: TestCaSettings) -> Result<Self, TestCaError> {
        if !settings.profiles.contains_key(&settings.default_profile) {
            return Err(TestCaError::NoDefaultProfile(settings.default_profile));
        }
        let issuer = LeafIssuer::new(&settings.name, settings.clock.now())?;
        let state = Mutex::new(State::new(settings.seed));
        Ok(Self { inner: Arc::new(Inner { settings, issuer, state, outage: watch::Sender::new(None) }) })
    }

    /// The root certificate, in PEM. It is not the root of the API's own TLS.
    #[must_use]
    pub fn root_pem(&self) -> String {
        self.inner.issuer.root_pem.clone()
    }

    /// Begins an outage, or ends it.
    pub fn set_outage(&self, outage: Option<Outage>) {
        self.inner.outage.send_replace(outage);
    }

    /// Suggests another time for renewal (RFC 9773). Whether there is such a certificate.
    pub fn set_renewal_window(&self, serial: &str, window: RenewalWindow) -> bool {
        self.with_certificate(serial, |certificate| certificate.window = Some(window))
    }

    /// Certificates of this profile live so long from now on, both ends included. Whether there is such a profile.
    pub fn set_lifetime(&self, profile: &str, lifetime: Duration) -> bool {
        let is_known = self.inner.settings.profiles.contains_key(profile);
        if is_known {
            self.inner.state().lifetimes.insert(profile.to_owned(), lifetime);
        }
        is_known
    }

    /// Revokes a certificate by the authority's own decision. Whether there is such a certificate.
    pub fn revoke(&self, serial: &str) -> bool {
        let now = self.now();
        self.with_certificate(serial, |certificate| certificate.revoked_at = certificate.revoked_at.or(Some(now)))
    }

    /// Lets all accounts that failed too often order a name again.
    pub fn unpause(&self, name: &str) {
        self.inner.state().unpause(name);
    }

    /// All certificates, oldest first.
    #[must_use]
    pub fn certificates(&self) -> Vec<IssuedRecord> {
        let state = self.inner.state();
        let mut all: Vec<(&Serial, &Certificate)> = state.certificates.iter().collect();
        all.sort_unstable_by_key(|(_, certificate)| certificate.number);
        all.into_iter().map(|(serial, certificate)| record(&state, serial, certificate)).collect()
    }

    /// What happened so far.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.inner.state().counters.clone()
    }

    pub(crate) fn now(&self) -> Timestamp {
        self.inner.settings.clock.now()
    }

    fn with_certificate(&self, serial: &str, change: impl FnOnce(&mut Certificate)) -> bool {
        let mut state = self.inner.state();
        let found = from_hex(serial).and_then(|serial| state.certificates.get_mut(&serial));
        found.map(change).is_some()
    }
}

impl std::fmt::Debug for TestCa {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestCa").field("settings", &self.inner.settings).finish_non_exhaustive()
    }
}

impl Inner {
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn record(state: &State, serial: &Serial, certificate: &Certificate) -> IssuedRecord {
    IssuedRecord {
        serial: to_hex(serial),
        names: certificate.names.iter().map(ToString::to_string).collect(),
        not_before: certificate.not_before,
        not_after: certificate.not_after,
        issued_at: certificate.issued_at,
        account: state.accounts.get(&certificate.account).map_or_else(String::new, |account| account.uri.clone()),
        profile: certificate.profile.to_string(),
        replaced_by: certificate.replaced_by.as_ref().map(to_hex),
        revoked_at: certificate.revoked_at,
    }
}

pub(crate) fn to_hex(serial: &Serial) -> String {
    format!("{:032x}", u128::from_be_bytes(*serial))
}

fn from_hex(text: &str) -> Option<Serial> {
    u128::from_str_radix(text, 16).ok().filter(|_| text.len() == 32).map(u128::to_be_bytes)
}
