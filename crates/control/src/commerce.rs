//! What the platform's tenants are given and asked for.

use nameplate_billing::Billing;
use nameplate_domain::plans::Plan;
use std::sync::Arc;

/// Plans as this platform has them.
#[derive(Clone, Debug)]
pub struct Commerce {
    /// `DEFAULT_PLAN`: what new tenants are on.
    pub default_plan: Plan,
    /// `UPGRADE_URL`: where a tenant that has used up its plan finds another.
    pub upgrade_url: String,
    /// `BILLING_RETURN_URL`: where people go when they come back from the billing provider.
    pub return_url: String,
    /// Who takes the money; `None` lets everybody switch plans freely.
    pub billing: Option<Arc<dyn Billing>>,
}

impl Default for Commerce {
    fn default() -> Self {
        let page = "http://localhost:8080/console/usage/plan";
        // Nobody could pay for more.
        Self { default_plan: Plan::Enterprise, upgrade_url: page.into(), return_url: page.into(), billing: None }
    }
}
