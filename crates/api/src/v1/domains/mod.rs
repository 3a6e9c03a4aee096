//! Domains that may become connections.

pub(crate) mod check;
