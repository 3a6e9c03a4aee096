//! The API over real sockets. Modules mirror `src`.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod assets;
mod everyone;
mod exchange;
mod guard_rails;
mod idempotency;
mod inside;
mod internal;
mod malformed;
mod openapi;
mod openapi_style;
mod page;
mod suspended;
mod v1;
