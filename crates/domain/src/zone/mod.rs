//! A customer's zone at a DNS provider: what stands there, what is wished, and the fewest changes that lead from one to the other.
//!
//! [`plan`] decides what to write and is the only place that does: providers carry out [`Change`]s, one rrset each. So that a CNAME
//! stands alone, that an SPF record at the apex is never overwritten and that records of others survive is decided, and tested, once.

mod abilities;
mod change;
mod master;
mod plan;
mod removal;
mod rrset;
mod undo;

pub use abilities::{Abilities, TtlRange};
pub use change::{Change, carried_out, is_carried_out, names_of};
pub use master::{InvalidText, quoted, unquoted};
pub use plan::{Obstacle, ObstacleCode, Wish, names_to_read, plan};
pub use removal::{LeftAlone, Removal, removal};
pub use rrset::{InvalidData, RrData, RrSet, RrType, StoredSet, ZoneContents, absolute_name, relative_name};
pub use undo::undo;
