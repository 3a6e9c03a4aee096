//! Domain Connect (draft-ietf-dconn-domainconnect), the service's side of the synchronous flow: the customer is sent to the DNS
//! provider with a signed request, sees there what would change, allows it, and comes back. No credential changes hands.
//!
//! 1. `TXT _domainconnect.<zone>` names the provider's endpoint: [`Endpoint::parse`]. Whoever holds the zone wrote it, so it is
//!    followed only to public `https` hosts.
//! 2. [`discover`] asks that endpoint about the zone, and [`supports`] whether it knows a template of ours.
//! 3. [`TemplateSettings::fits`] decides whether our template writes exactly what a connection needs, and gives its variables.
//! 4. [`apply_url`] makes the address that the customer is sent to, signed with a [`SigningKey`] whose public half stands in our DNS.
//! 5. [`Returned::parse`] reads what the customer brings back. It proves nothing: whether records were written is seen in DNS.

#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]

mod apply_url;
mod callback;
mod discover;
mod endpoint;
mod signing_key;
mod template;

pub use apply_url::{Ask, apply_url};
pub use callback::{Back, Returned};
pub use discover::{DiscoveryError, Settings, discover, supports};
pub use endpoint::{Endpoint, InvalidEndpoint};
pub use signing_key::{InvalidKey, SigningKey};
pub use template::{Fit, Service, TemplateSettings};
