//! Composition: configuration, command line, and the wiring of planes. The only crate that sees all others.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

pub mod commands;
pub mod config;
pub mod wire;
