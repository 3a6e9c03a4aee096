//! Domains that may become connections.

pub(crate) mod attach;
mod challenge;
pub(crate) mod check;
mod instructions;
mod plan;
