#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should end"))]
#![warn(missing_docs)]

mod caddy;
mod certbot;
mod cloudflare;
mod kept;
mod pair;
mod survey;
#[cfg(test)]
mod tests;
mod traefik;

pub use cloudflare::{CustomHostname, InvalidEntry, InvalidExport, hostnames_of};
pub use kept::{Kept, Place, System, Unreadable};
pub use pair::{Pair, Unusable};
pub use survey::{LeftOut, Survey, Weight, survey};
