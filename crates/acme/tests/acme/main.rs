//! The client against Debian's pebble, and against authorities that misbehave.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]

mod accounts;
mod answers;
mod broken;
mod issuing;
mod lost;
#[path = "../pebble/mod.rs"]
mod pebble;
mod plain;
mod refusals;
mod world;

/// Debian's has no profiles.
const DEFAULT_PROFILE: Option<&str> = None;

fn programs() -> pebble::Programs {
    pebble::Programs { folder: "/usr/bin".into(), dns_option: "-dns01", dns_arguments: &[] }
}
