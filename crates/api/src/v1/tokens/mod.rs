//! Widget tokens.

pub(crate) mod create;
