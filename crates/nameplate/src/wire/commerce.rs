//! Plans, and the billing provider that the settings name.

use super::system_clock::SystemClock;
use crate::config::CommerceSettings;
use nameplate_billing::Billing;
use nameplate_billing::stripe::{NoHttp, Stripe};
use nameplate_control::Commerce;
use std::sync::Arc;

/// As the settings say.
///
/// # Errors
/// [`NoHttp`] when TLS cannot be set up.
pub fn open(settings: &CommerceSettings) -> Result<Commerce, NoHttp> {
    let stripe = settings.stripe.clone().map(|stripe| Stripe::new(stripe, Arc::new(SystemClock))).transpose()?;
    Ok(Commerce {
        default_plan: settings.default_plan,
        upgrade_url: settings.upgrade_url.clone(),
        return_url: settings.return_url.clone(),
        billing: stripe.map(|stripe| Arc::new(stripe) as Arc<dyn Billing>),
    })
}
