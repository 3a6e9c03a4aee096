//! What DNS servers said, and what it means.
//!
//! The `dns` crate gathers [`Sighting`]s; the functions here judge them. A server that could not be asked is never taken for
//! one that said no.

mod ownership;
mod propagation;
mod sighting;

pub use ownership::{OwnershipEvidence, OwnershipVerdict, Proof, ProofMethod, ServerSeen, judge_ownership};
pub use propagation::{Propagation, RecordEvidence, RecordReport, VantageReport, judge_record, overall, questions_for};
pub use sighting::{Answer, Bogus, QueryType, Reply, Server, Sighting, Unanswered, Vantage};
