//! What can go wrong at a provider, in kinds that mean the same at all of them.

use std::time::Duration;

/// What kind of problem it is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum ErrorKind {
    /// The provider does not know the credential, or it has ended.
    BadCredential,
    /// The credential is known and may not do this.
    Forbidden,
    /// The credential sees no such zone, or the provider does not serve it.
    NoSuchZone,
    /// Too many requests; later it will go.
    RateLimited,
    /// Something that is there does not go together with what is to be written, in the provider's judgement.
    Conflict,
    /// The zone changed between reading and writing. Nothing was written over.
    ZoneChanged,
    /// The provider refuses the data or the request.
    Rejected,
    /// The provider cannot be reached, or fails.
    Outage,
    /// The request went out and no usable answer came back: it may have been carried out.
    UnknownOutcome,
    /// The provider said yes, and the zone does not show it.
    NotApplied,
    /// The provider's answer cannot be understood.
    Misunderstood,
    /// The provider cannot do this.
    Unsupported,
}

impl ErrorKind {
    /// Every kind.
    pub const ALL: [Self; 12] = [
        Self::BadCredential,
        Self::Forbidden,
        Self::NoSuchZone,
        Self::RateLimited,
        Self::Conflict,
        Self::ZoneChanged,
        Self::Rejected,
        Self::Outage,
        Self::UnknownOutcome,
        Self::NotApplied,
        Self::Misunderstood,
        Self::Unsupported,
    ];

    /// The name in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::BadCredential => "bad_credential",
            Self::Forbidden => "forbidden",
            Self::NoSuchZone => "no_such_zone",
            Self::RateLimited => "rate_limited",
            Self::Conflict => "conflict",
            Self::ZoneChanged => "zone_changed",
            Self::Rejected => "rejected",
            Self::Outage => "outage",
            Self::UnknownOutcome => "unknown_outcome",
            Self::NotApplied => "not_applied",
            Self::Misunderstood => "misunderstood",
            Self::Unsupported => "unsupported",
        }
    }

    /// Whether the same request may succeed later without anybody doing anything.
    #[must_use]
    pub const fn passes(self) -> bool {
        matches!(self, Self::RateLimited | Self::ZoneChanged | Self::Outage | Self::UnknownOutcome | Self::NotApplied)
    }
}

/// A problem at a provider. Its text never contains a credential.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{message}")]
pub struct ProviderError {
    /// What kind of problem it is.
    pub kind: ErrorKind,
    /// What happened and what to do: a sentence for the customer, with the provider's own words where they help.
    pub message: String,
    /// The provider's own code, if it gave one.
    pub code: Option<String>,
    /// HTTP status, if there was one.
    pub status: Option<u16>,
    /// How long the provider wants to be left alone.
    pub retry_after: Option<Duration>,
}

impl ProviderError {
    /// Of this kind.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), code: None, status: None, retry_after: None }
    }

    /// With the provider's own code.
    #[must_use]
    pub fn with_code(mut self, code: impl Into<String>) -> Self {
        self.code = Some(code.into());
        self
    }

    /// As another kind, when the provider's code says more than the status.
    #[must_use]
    pub fn of_kind(mut self, kind: ErrorKind) -> Self {
        self.kind = kind;
        self
    }
}

/// Why changes were not all carried out.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{error}")]
pub struct ApplyError {
    /// How many of the changes, from the first, were certainly carried out.
    pub done: usize,
    /// What happened to the next.
    pub error: ProviderError,
}

impl From<ProviderError> for ApplyError {
    /// Nothing was carried out.
    fn from(error: ProviderError) -> Self {
        Self { done: 0, error }
    }
}
