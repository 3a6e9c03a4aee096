//! How bytes get to an authority and back.

mod https;

pub(crate) use https::OverHttps;
pub use https::TransportSetupError;

use crate::Later;
use bytes::Bytes;
use http::{Request, Response};

/// Why there is no answer.
pub type TransportError = Box<dyn std::error::Error + Send + Sync>;

/// Takes a request to the authority and brings the whole answer back. HTTPS is the one of the product; a simulation calls an
/// authority in its own process instead.
///
/// Time limits are not its business: whoever calls gives up by dropping the future.
pub trait Transport: Send + Sync + 'static {
    /// One request with an absolute URL, one answer.
    fn exchange(&self, request: Request<Bytes>) -> Later<'static, Result<Response<Bytes>, TransportError>>;
}
