//! Changing a zone at its primary server: dynamic update (RFC 2136), signed with a shared key (TSIG, RFC 8945).
//!
//! A [`Primary`] reads a zone by transfer ([`transfer`]) or by questions ([`read`]), and writes all changes of a plan in one message with
//! what was read as its condition ([`apply`]): all of them happen or none, and none on ground that moved. [`request`] is how messages look,
//! [`signature`] signs them and checks what comes back, [`answer`] reads it, [`data`] translates records, [`stream`] moves octets.
//!
//! Everything goes over TCP. What an answer says about the zone is believed only with a signature; without one it can only be a failure,
//! and after an update not even that. The key must be allowed queries, transfers and updates; without transfers, [`read`] shows less.

mod answer;
mod apply;
mod code;
mod data;
mod error;
mod key;
mod primary;
mod read;
mod request;
mod signature;
mod stream;
mod transfer;

pub use error::{BadKey, UpdateError};
pub use key::{InvalidKey, TsigAlgorithm, TsigKey};
pub use primary::{Primary, Soa};
