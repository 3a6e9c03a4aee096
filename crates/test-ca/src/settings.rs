//! What kind of authority it is.

use crate::limits::Limits;
use crate::validate::Validator;
use nameplate_domain::time::Clock;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

/// A kind of certificate (draft-ietf-acme-profiles).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Profile {
    /// From `notBefore` to `notAfter`, both included (RFC 5280, 4.1.2.5).
    pub lifetime: Duration,
    /// At most so many names in one certificate.
    pub names: usize,
}

impl Profile {
    /// Certificates that are valid for `lifetime`, with at most 100 names.
    #[must_use]
    pub const fn lasting(lifetime: Duration) -> Self {
        Self { lifetime, names: 100 }
    }
}

/// When an order that replaces a certificate (RFC 9773, 5) is exempt from the limits.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum ReplacementExemption {
    /// Always, as Let's Encrypt's documentation has it.
    #[default]
    Always,
    /// Only within the suggested window, as Let's Encrypt's server has it.
    WithinWindow,
}

/// How an authority is made.
#[derive(Clone)]
pub struct TestCaSettings {
    /// Its name, in the subjects of its own certificates.
    pub name: String,
    /// Its clock: limits, expiry, validity of certificates.
    pub clock: Arc<dyn Clock>,
    /// How much it lets through.
    pub limits: Limits,
    /// The kinds of certificates by name.
    pub profiles: BTreeMap<String, Profile>,
    /// The profile of orders that name none.
    pub default_profile: String,
    /// How it looks at challenges and CAA records.
    pub validator: Arc<dyn Validator>,
    /// The issuer domain names that mean this authority in CAA records (RFC 8659, 4.2).
    pub caa_identities: Vec<String>,
    /// External accounts by key identifier, with their HMAC keys; `Some` makes a binding required (RFC 8555, 7.3.4).
    pub external_accounts: Option<BTreeMap<String, Vec<u8>>>,
    /// `Retry-After` of renewal information (RFC 9773, 4.3).
    pub ari_retry_after: Duration,
    /// When replacing orders are exempt from the limits.
    pub replacement_exemption: ReplacementExemption,
    /// So many of a hundred good nonces are refused.
    pub nonce_refusal_percent: u8,
    /// How long a valid authorization serves further orders of its account; zero is never.
    pub authorization_reuse: Duration,
    /// How many times an order that was finalized is shown as `processing` before it is `valid`.
    pub processing_polls: u32,
    /// `Retry-After` of authorizations and orders that are being worked on.
    pub poll_retry_after: Option<Duration>,
    /// Names, and all names under them, that are refused by policy (`rejectedIdentifier`).
    pub forbidden_names: Vec<String>,
    /// What tokens, nonces, serial numbers and refusals of nonces follow. Keys are fresh each time.
    pub seed: u64,
}

impl TestCaSettings {
    /// An authority as Let's Encrypt is, with its three profiles, limits, and ten days of reuse of authorizations. It
    /// refuses no nonces, and validates and issues without delay.
    pub fn new(name: impl Into<String>, clock: Arc<dyn Clock>, validator: Arc<dyn Validator>) -> Self {
        const DAY: Duration = Duration::from_secs(86_400);
        let profiles = [
            ("classic", Profile::lasting(DAY * 90)),
            ("tlsserver", Profile { lifetime: DAY * 45, names: 25 }),
            ("shortlived", Profile { lifetime: Duration::from_secs(160 * 3600), names: 25 }),
        ];
        Self {
            name: name.into(),
            clock,
            limits: Limits::default(),
            profiles: profiles.map(|(name, profile)| (name.to_owned(), profile)).into(),
            default_profile: "classic".to_owned(),
            validator,
            caa_identities: vec!["ca.test".to_owned()],
            external_accounts: None,
            ari_retry_after: Duration::from_secs(6 * 3600),
            replacement_exemption: ReplacementExemption::default(),
            nonce_refusal_percent: 0,
            authorization_reuse: DAY * 10,
            processing_polls: 0,
            poll_retry_after: None,
            forbidden_names: Vec::new(),
            seed: 0,
        }
    }
}

impl std::fmt::Debug for TestCaSettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TestCaSettings").field("name", &self.name).field("limits", &self.limits).finish_non_exhaustive()
    }
}
