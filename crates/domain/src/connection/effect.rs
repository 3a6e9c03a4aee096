//! What a transition causes, as data: written in the same transaction, so it can neither happen twice nor be forgotten.

use serde::{Deserialize, Serialize};
use std::fmt;

/// An event that webhooks, the live event stream and the audit log read from the outbox.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Announcement {
    /// A delegated write succeeded.
    #[serde(rename = "domain.added")]
    Added,
    /// Ownership is proven.
    #[serde(rename = "domain.verified")]
    Verified,
    /// Records are there and the certificate is stored.
    #[serde(rename = "ssl.issued")]
    SslIssued,
    /// The name is live; always together with `ssl.issued`.
    #[serde(rename = "domain.flow.completed")]
    FlowCompleted,
    /// A live name's records lost their values.
    #[serde(rename = "domain.drift")]
    Drift,
    /// A drifted name's records are back.
    #[serde(rename = "domain.recovered")]
    Recovered,
    /// The name moved to another application or tenant.
    #[serde(rename = "domain.transferred")]
    Transferred,
    /// The name was taken down.
    #[serde(rename = "domain.archived")]
    Archived,
    /// A certificate could not be obtained or renewed.
    #[serde(rename = "certificate.failed")]
    CertificateFailed,
    /// A webhook endpoint was disabled after failing for long. About no connection.
    #[serde(rename = "webhook.disabled")]
    WebhookDisabled,
}

impl Announcement {
    /// Every announcement.
    pub const ALL: [Self; 10] = [
        Self::Added,
        Self::Verified,
        Self::SslIssued,
        Self::FlowCompleted,
        Self::Drift,
        Self::Recovered,
        Self::Transferred,
        Self::Archived,
        Self::CertificateFailed,
        Self::WebhookDisabled,
    ];

    /// The announcement of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|announcement| announcement.as_str() == name)
    }

    /// The event's name in webhooks.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Added => "domain.added",
            Self::Verified => "domain.verified",
            Self::SslIssued => "ssl.issued",
            Self::FlowCompleted => "domain.flow.completed",
            Self::Drift => "domain.drift",
            Self::Recovered => "domain.recovered",
            Self::Transferred => "domain.transferred",
            Self::Archived => "domain.archived",
            Self::CertificateFailed => "certificate.failed",
            Self::WebhookDisabled => "webhook.disabled",
        }
    }
}

impl fmt::Display for Announcement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is metered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum UsageKind {
    /// Connections started.
    Connect,
    /// Live domains.
    ActiveDomain,
    /// Certificates issued.
    Cert,
    /// API calls.
    ApiCall,
}

impl UsageKind {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 4] = [Self::Connect, Self::ActiveDomain, Self::Cert, Self::ApiCall];

    /// The kind of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == name)
    }

    /// The name in the API and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Connect => "connect",
            Self::ActiveDomain => "active_domain",
            Self::Cert => "cert",
            Self::ApiCall => "api_call",
        }
    }
}

/// Something a transition causes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Effect {
    /// Write an event to the outbox.
    Announce(Announcement),
    /// Count one of these.
    Meter(UsageKind),
}
