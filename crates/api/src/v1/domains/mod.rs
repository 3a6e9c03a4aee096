//! Domains that may become connections.

pub(crate) mod attach;
pub(crate) mod check;
mod instructions;
mod plan;
