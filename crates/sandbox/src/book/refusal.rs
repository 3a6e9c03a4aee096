//! Why a change is not made.

use crate::record::Invalid;

/// What can be wrong with a change.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub(crate) enum Refusal {
    /// The request cannot be understood.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// It is understood, and does not go together with what is there.
    #[error("{field} {reason}")]
    Conflict {
        /// Field of the request.
        field: &'static str,
        /// What is there, and what to do.
        reason: String,
    },
    /// There is no such zone.
    #[error("there is no zone {0} here")]
    NoSuchZone(String),
    /// There is no such record in the zone.
    #[error("the zone {zone} has no record {id}")]
    NoSuchRecord {
        /// Where it was looked for.
        zone: String,
        /// As asked.
        id: String,
    },
    /// It was not what the request started from.
    #[error("the records of {0} were changed in the meantime; read them again")]
    Changed(String),
    /// The zone is not a customer's.
    #[error("the zone {0} belongs to the platform and is only shown here")]
    ReadOnly(String),
}
