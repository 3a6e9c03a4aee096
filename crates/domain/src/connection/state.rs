//! The twelve states.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where in its life a connection is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// The row exists; nothing is proven.
    Created,
    /// Waiting for the ownership record to appear.
    PendingOwnership,
    /// The ownership record is at some of the zone's servers, not yet at all of them.
    Verifying,
    /// Ownership is proven; the ask gate is open.
    Verified,
    /// Records are being written with a delegated credential.
    DnsWriting,
    /// Records are being watched until all of them are there.
    Propagating,
    /// Progress has paused; the problem says why.
    Stalled,
    /// An edge obtains the certificate.
    IssuingCert,
    /// Served.
    Live,
    /// Was live; its records no longer have their values.
    Drifted,
    /// Given up.
    Failed,
    /// Taken down.
    Archived,
}

impl State {
    /// Every state, in the order of the documentation.
    pub const ALL: [Self; 12] = [
        Self::Created,
        Self::PendingOwnership,
        Self::Verifying,
        Self::Verified,
        Self::DnsWriting,
        Self::Propagating,
        Self::Stalled,
        Self::IssuingCert,
        Self::Live,
        Self::Drifted,
        Self::Failed,
        Self::Archived,
    ];

    /// The name in the API, in the store and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::PendingOwnership => "pending_ownership",
            Self::Verifying => "verifying",
            Self::Verified => "verified",
            Self::DnsWriting => "dns_writing",
            Self::Propagating => "propagating",
            Self::Stalled => "stalled",
            Self::IssuingCert => "issuing_cert",
            Self::Live => "live",
            Self::Drifted => "drifted",
            Self::Failed => "failed",
            Self::Archived => "archived",
        }
    }

    /// The state of that name, if there is one.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == name)
    }

    /// Nothing but archiving happens any more.
    #[must_use]
    pub const fn is_terminal(self) -> bool {
        matches!(self, Self::Failed | Self::Archived)
    }

    /// How much it wants somebody's attention: 3 when something went wrong, 2 while it is under way, 1 when it is served, 0 when
    /// it was taken down. The store sorts by [`State::URGENCY_SQL`].
    #[must_use]
    pub const fn urgency(self) -> u8 {
        match self {
            Self::Stalled | Self::Drifted | Self::Failed => 3,
            Self::Created
            | Self::PendingOwnership
            | Self::Verifying
            | Self::Verified
            | Self::DnsWriting
            | Self::Propagating
            | Self::IssuingCert => 2,
            Self::Live => 1,
            Self::Archived => 0,
        }
    }

    /// [`State::urgency`] in SQL, over the column `state`.
    pub const URGENCY_SQL: &str = "CASE WHEN state IN ('stalled','drifted','failed') THEN 3 WHEN state = 'live' THEN 1 \
                                   WHEN state = 'archived' THEN 0 ELSE 2 END";

    /// Something went wrong.
    #[must_use]
    pub const fn needs_attention(self) -> bool {
        self.urgency() == 3
    }

    /// States that are only entered after proof.
    #[must_use]
    pub const fn is_after_proof(self) -> bool {
        matches!(
            self,
            Self::Verified | Self::DnsWriting | Self::Propagating | Self::IssuingCert | Self::Live | Self::Drifted
        )
    }
}

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A state, and whether ownership was proven on the way to it.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Standing {
    /// The state.
    pub state: State,
    /// Whether ownership was proven.
    pub proven: bool,
}

impl Standing {
    /// The only answer to "who has this host name": from proof until the end. At most one connection per host name holds
    /// its claim; the store's partial unique index has [`Standing::CLAIM_SQL`] as its condition.
    #[must_use]
    pub const fn holds_claim(self) -> bool {
        self.state.is_after_proof() || (matches!(self.state, State::Stalled) && self.proven)
    }

    /// [`Standing::holds_claim`] in SQL, over the columns `state` and `proven_at_ms`.
    pub const CLAIM_SQL: &str = "state IN ('verified','dns_writing','propagating','issuing_cert','live','drifted') \
                                 OR (state = 'stalled' AND proven_at_ms IS NOT NULL)";
}
