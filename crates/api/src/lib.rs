#![doc = include_str!("../README.md")]
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod acme_dns;
mod assets;
mod body;
mod caller;
mod cookie;
mod cors;
mod credential;
mod current;
mod examples;
mod exchange;
mod exposition;
mod failure;
mod idempotency;
mod internal;
mod limits;
mod logos;
mod meter;
mod openapi;
mod operator;
mod own_pages;
mod page;
mod peer;
mod plot;
mod protection;
mod query;
mod rate;
mod reply;
mod router;
mod schemas;
mod scoped;
mod serve;
mod settings;
mod share_page;
mod spelling;
mod trace;
mod typed_in;
mod v1;

pub use acme_dns::acme_dns_router;
pub use assets::{Asset, Assets};
pub use axum::Router;
pub use openapi::openapi_yaml;
pub use rate::RateLimits;
pub use router::{Api, internal_router, router};
pub use serve::serve_with_peers;
pub use settings::{ApiSettings, CorsOrigins, EdgeToken, Internal};
