//! `nameplate dns` as a person runs it: the real program, and a DNS provider that this test plays.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod desk;
mod digital_ocean;
mod files;
mod looking;
mod name_servers;
mod refused;
mod writing;
