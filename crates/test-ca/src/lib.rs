//! An honest certification authority for tests: it speaks ACME (RFC 8555, RFC 8737, RFC 9773), really validates,
//! enforces Let's Encrypt's limits and CAA, and lives by a clock that can be moved.
//!
//! [`TestCa::handle`] takes requests without a network, fast enough for simulations of whole years;
//! [`TestCa::listen`] serves the same over TLS. For tests and benchmarks only.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod accounts;
mod authorizations;
mod ca;
mod caa;
mod challenges;
mod chance;
mod csr;
mod finalize;
mod instants;
mod issuer;
mod jws;
mod keys;
mod limits;
mod listen;
mod names;
mod nonces;
mod orders;
mod outage;
mod problem;
mod records;
mod renewal;
mod reply;
mod revocation;
mod route;
mod serve;
mod settings;
mod state;
pub mod validate;

pub use ca::{TestCa, TestCaError};
pub use limits::{LimitName, Limits, Rate};
pub use listen::Listening;
pub use outage::{ConnectionDropped, Outage, OutageKind};
pub use records::{ChallengeType, Counters, IssuedRecord, Outcomes, RenewalWindow};
pub use settings::{Profile, ReplacementExemption, TestCaSettings};
