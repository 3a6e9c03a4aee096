//! From a decrypted request to a response.
//!
//! The seam is narrow: [`answer`] takes the visitor (who carries the site) and a request, and gives a response. What is
//! behind it may be exchanged for a leaner path without touching the handshake.

mod body;
mod error_page;
mod headers;
mod origin;
mod request;
mod request_id;
mod upgrade;
mod upstream;

pub(crate) use origin::{InvalidOrigin, Origin};
pub(crate) use request::{Proxy, Visitor, answer};
pub(crate) use upstream::{Pool, origin_tls};
