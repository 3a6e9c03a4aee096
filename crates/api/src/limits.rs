//! Limits that hold for every request.

use nameplate_control::LISTENERS_MAX;
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
/// Longest URL that is read, in octets.
pub(crate) const URL_LENGTH_MAX: usize = 8 * 1024;
/// Longest head of a request (request line and headers), in octets; RFC 6585, 5: what is longer gets 431.
pub(crate) const HEAD_LENGTH_MAX: usize = 64 * 1024;
/// Longest time that the head of a request may take, which is also how long a kept stream may be idle. Load balancers keep theirs for
/// 60 s mostly, and must not find that we were the first to hang up.
pub(crate) const HEAD_TIME_MAX: Duration = Duration::from_secs(75);
/// Most streams at once on one port. Further ones wait in the kernel until another ends. Event streams alone do not fill it.
pub(crate) const STREAMS_MAX: usize = 12_000;
const _: () = assert!(STREAMS_MAX > LISTENERS_MAX + 1000);
/// Most streams at once of one address, unless it is a trusted proxy's. Further ones are hung up on.
pub(crate) const STREAMS_OF_ADDRESS_MAX: usize = 2000;
/// How long somebody may take nothing of what is written to them.
pub(crate) const WRITE_TIME_MAX: Duration = Duration::from_secs(60);
