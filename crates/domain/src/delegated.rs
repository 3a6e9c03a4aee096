//! Credentials that customers lend us, and the receipts of what was written with them.

use crate::connection::Problem;
use crate::tenancy::{ApplicationId, ChangeSetId, ConnectionId, CredentialId, TenantId};
use crate::time::Timestamp;
use crate::zone::Change;
use serde::{Deserialize, Serialize};

/// A delegated DNS credential, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Credential {
    /// Identifier.
    pub id: CredentialId,
    /// Owner.
    pub tenant: TenantId,
    /// The application whose connections it writes for.
    pub application: ApplicationId,
    /// Key of the provider.
    pub provider: String,
    /// Its last four characters.
    pub last4: String,
    /// The only zone it is used for: a name, or the provider's identifier (a hosted zone's id). `None` for every zone it sees.
    pub zone: Option<String>,
    /// What the provider said about it last; `None` before it was asked.
    pub verdict: Option<Verdict>,
    /// When it was stored.
    pub created_at: Timestamp,
}

/// What a provider says about a credential.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Verdict {
    /// `ok`, or why not: the kinds of problems at a provider, e.g. `bad_credential`.
    pub status: String,
    /// A sentence for people.
    pub message: String,
    /// Zones that it sees, by name; at most [`ZONES_SHOWN_MAX`].
    pub zones: Vec<String>,
    /// How many zones it sees.
    pub zones_total: usize,
    /// When the provider was asked.
    pub checked_at: Timestamp,
}

/// Most zones that a verdict lists.
pub const ZONES_SHOWN_MAX: usize = 20;

/// What a write was for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The record that proves ownership.
    Challenge,
    /// The records that lead visitors.
    Records,
    /// Records for mail.
    Email,
    /// The way back from another write.
    Undo,
    /// The removal of everything that was written, after the end.
    Cleanup,
}

impl Purpose {
    /// Every purpose.
    pub const ALL: [Self; 5] = [Self::Challenge, Self::Records, Self::Email, Self::Undo, Self::Cleanup];

    /// The name in the API and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Challenge => "challenge",
            Self::Records => "records",
            Self::Email => "email",
            Self::Undo => "undo",
            Self::Cleanup => "cleanup",
        }
    }
}

/// How far a write has come.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WriteStatus {
    /// It was begun; what came of it is not known (yet).
    Applying,
    /// The provider's zone shows it.
    Applied,
    /// It was not carried out; the zone is as it was, unless the problem says otherwise.
    Failed,
    /// It was carried out, and taken back later.
    Undone,
}

impl WriteStatus {
    /// Every status.
    pub const ALL: [Self; 4] = [Self::Applying, Self::Applied, Self::Failed, Self::Undone];

    /// The name in the API and in the store.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Applying => "applying",
            Self::Applied => "applied",
            Self::Failed => "failed",
            Self::Undone => "undone",
        }
    }
}

/// One write to a customer's zone, with what stood there before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ChangeSet {
    /// Identifier.
    pub id: ChangeSetId,
    /// Owner.
    pub tenant: TenantId,
    /// The application whose credential was used.
    pub application: ApplicationId,
    /// The connection it was for.
    pub connection: ConnectionId,
    /// The credential; it may have been deleted since.
    pub credential: CredentialId,
    /// Key of the provider.
    pub provider: String,
    /// Apex of the zone.
    pub zone: String,
    /// What it was for.
    pub purpose: Purpose,
    /// How far it has come.
    pub status: WriteStatus,
    /// What changed.
    pub changes: Vec<Change>,
    /// Why it failed.
    pub problem: Option<Problem>,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
}
