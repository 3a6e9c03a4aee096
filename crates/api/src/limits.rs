//! Limits that hold for every request.

use std::time::Duration;

/// Longest request body, in octets.
pub(crate) const BODY_LENGTH_MAX: usize = 256 * 1024;
/// Longest request body of many connections at once, in octets.
pub(crate) const BULK_BODY_LENGTH_MAX: usize = 1024 * 1024;
/// Longest time one exchange may take before it is given up. Above the 30 s that an edge may wait for work.
pub(crate) const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(35);
/// Longest `Idempotency-Key`, in characters.
pub(crate) const IDEMPOTENCY_KEY_LENGTH_MAX: usize = 255;
/// Longest `X-Request-Id` that is taken over from the client, in characters.
pub(crate) const REQUEST_ID_LENGTH_MAX: usize = 128;
/// Most entries of one page of a list.
pub(crate) const PAGE_LIMIT_MAX: u32 = 100;
/// Entries of a page when the request does not say.
pub(crate) const PAGE_LIMIT_DEFAULT: u32 = 20;
