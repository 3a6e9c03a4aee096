//! DNS providers.

pub(crate) mod list;
