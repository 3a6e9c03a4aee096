//! What the pages of development have in common, the customer's registrar (`nameplate-sandbox`) and the demo SaaS (`nameplate-demo`):
//! HTML that is known to be escaped, templates, and a door that opens to this machine only.
#![cfg_attr(test, expect(clippy::unwrap_used, reason = "tests fail by panicking"))]
#![warn(missing_docs)]

mod guard;
mod markup;

pub use guard::this_machine_only;
pub use markup::{Markup, fill};
