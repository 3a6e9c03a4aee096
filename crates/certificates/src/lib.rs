#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "a test that cannot go on should end"))]
#![warn(missing_docs)]

mod answers;
mod authorities;
mod bring_in;
mod certificate;
mod certificates;
mod chain;
#[cfg(any(test, feature = "conformance"))]
pub mod conformance;
mod local_ca;
mod memory;
mod one_at_a_time;
mod ports;
mod root_files;
mod shelf_in_memory;
mod terms;
mod work;

pub use authorities::{Authorities, AuthorityLine, PublicAuthorities, PublicParts};
pub use bring_in::{BROUGHT_IN, Brought, Foreign, NotBroughtIn, Use, bring_in, would_bring_in};
pub use certificate::{Certificate, CertificateError, Facts};
pub use certificates::Certificates;
pub use chain::links_of;
pub use local_ca::{LocalCa, LocalCaError};
pub use nameplate_sealing::Sealer;
pub use one_at_a_time::{BrokeOff, OneAtATime};
pub use ports::{CaaReply, Later, News, NewsFeed, Scout, ScoutReport, Shelf, ShelfError, TxtDesk, TxtDeskError, Wish};
pub use shelf_in_memory::InMemoryShelf;
pub use terms::{Change, Gate, NoCertificate, Outcome, Parts, Permission, Settings, Told, Worked};
