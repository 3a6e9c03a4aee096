//! SPF records (RFC 7208): reading, merging, and how many DNS lookups they cost.

mod counter;
mod lookups;
mod merge;
mod record;
mod syntax;
mod term;

pub use counter::{NAMES_MAX, SpfCounter};
pub use lookups::{LOOKUPS_MAX, LookupCount, Published, SpfQuestion, VOID_LOOKUPS_MAX, count, needed_lookups};
pub(super) use merge::merge_records;
pub use merge::{Merged, OCTETS_ADVISED, merge, merge_all};
pub use record::{SpfError, SpfRecord, is_spf};
pub use term::{Mechanism, MechanismKind, Modifier, Qualifier, Term};

#[cfg(test)]
mod tests;
