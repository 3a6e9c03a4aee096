//! What a custom domain is, and how its life may go.
//!
//! Everything here is a pure function or a plain value: no clock, no random source, no network, no file. The parts:
//!
//! - [`hostname`]: text to a [`hostname::Hostname`], or the reason why not; [`hostname_part`]: some of one, to look for;
//! - [`connection`]: the twelve states and the one function that moves between them;
//! - [`evidence`]: what DNS servers said, and what it means;
//! - [`preflight`]: what will stand in the way of a host name;
//! - [`records`]: what a customer has to publish;
//! - [`delegated`]: credentials that customers lend us, and what was written with them;
//! - [`email`]: the records that mail wants, and SPF merged without loosening it;
//! - [`zone`]: what stands in a zone, and the fewest changes that make it say what is wished;
//! - [`ask`]: whether the edge may serve a name; [`route`]: the names under which applications are reached, and what changing them does;
//! - [`observation`]: what a check saw that the check before had not; [`timeline`]: the story of a connection;
//! - [`issuance`]: which authority is asked for a certificate, how, when, and what its refusal means;
//! - [`edge_status`]: how an edge is, in its own words;
//! - [`plans`]: what a tenant may use, by [`period`] and [`day`];
//! - [`tenancy`]: who calls, and what they may do;
//! - [`visit`]: what a visitor of a connected name meets;
//! - [`rate`], [`forwarded`]: how often somebody may, and from where they call; [`networks`]: where one may go;
//! - [`webhook`]: who is told what happened, and how often it is tried.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

pub mod application;
pub mod ask;
pub mod certificate;
pub mod certificate_name;
pub mod cidr;
pub mod connection;
pub mod day;
pub mod delegated;
pub mod edge_status;
pub mod email;
pub mod evidence;
pub mod forwarded;
pub mod hostname;
pub mod hostname_part;
pub mod issuance;
pub mod networks;
pub mod observation;
pub mod period;
pub mod plans;
pub mod preflight;
mod proxy;
pub mod public_address;
pub mod rate;
pub mod records;
#[cfg(test)]
mod reference_page;
pub mod route;
pub mod schedule;
pub mod server_name;
pub mod share_link;
pub mod tenancy;
pub mod time;
pub mod timeline;
pub mod timings;
pub mod visit;
pub mod webhook;
pub mod zone;
