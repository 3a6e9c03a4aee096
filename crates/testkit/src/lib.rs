#![doc = include_str!("../README.md")]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking, and only tests use this crate")]

mod answer;
mod clock;
mod customer;
mod database;
mod guard;
mod identity_provider;
mod person;
pub mod postgres;
mod receiver;
mod relay;
mod site;
mod until;
mod world;

pub use answer::Answer;
pub use clock::HandClock;
pub use database::Engine;
pub use identity_provider::{IdentityProvider, Script, Signing, Trouble};
pub use person::{People, Person};
pub use receiver::{Received, Receiver, Reply};
pub use relay::{Deed, Passing, Relay};
pub use site::{SITE_ISSUER, Site};
pub use until::until;
pub use world::{BASE_DOMAIN, EDGE_TARGET, TOKEN_SECRET, World, WorldSettings};
