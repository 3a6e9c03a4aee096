//! Telling others what happened: who is told what, how often it is tried, and when it is given up.

mod delivery;
mod endpoint;
mod envelope;
mod filter;
mod retry;
mod signature;

pub use delivery::{Attempt, Delivery, DeliveryStatus, TEST_EVENT};
pub use endpoint::{
    DISABLED_AFTER, DISABLED_AFTER_FAILURES, ENDPOINTS_MAX, Endpoint, EndpointState, FORMER_SECRET_FOR, Trouble,
};
pub use envelope::envelope;
pub use filter::{EventFilter, UnknownEvent};
pub use retry::{ATTEMPTS_MAX, retry_in};
pub use signature::{standard_content, timestamped_content};
