//! Connections that were created together.

pub(crate) mod get;
