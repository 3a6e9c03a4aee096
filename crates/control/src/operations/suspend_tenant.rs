//! Putting a tenant out of service, and back.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::Caller;
use nameplate_store::Signal;
use serde_json::json;

/// Longest reason, in characters.
const REASON_LENGTH_MAX: usize = 1000;

impl Control {
    /// Suspends the tenant that an operator acts on: its keys are refused, its names are not served and get no certificates, nobody looks after its connections.
    /// Nothing is deleted. `false` when it was suspended already; the first reason stays.
    ///
    /// # Errors
    /// [`Refused::NotFound`]; [`Refused::Invalid`] for the reason.
    pub async fn suspend_tenant(&self, by: &Caller, reason: &str) -> Result<bool, Refused> {
        let (tenant, reason) = (by.tenant, suspension_reason(reason)?);
        self.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
        let mut tx = self.store.begin().await?;
        if !tx.suspend_tenant(tenant, &reason, self.now()).await? {
            return Ok(false);
        }
        let deed = Deed::new("tenant.suspend", tenant)
            .from(json!({ "suspended": false }))
            .to(json!({ "suspended": true, "reason": reason }));
        self.audit(&mut tx, by, deed).await?;
        tx.commit().await?;
        // Signals reach this node too, a moment later; "at once" is before this answer.
        self.heed(&Signal::Tenant(tenant));
        Ok(true)
    }

    /// Puts the suspended tenant that an operator acts on back into service, as it was. `false` when it was not suspended.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn resume_tenant(&self, by: &Caller) -> Result<bool, Refused> {
        let tenant = by.tenant;
        self.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
        let before = self.reader().suspension(tenant).await?;
        let mut tx = self.store.begin().await?;
        if !tx.resume_tenant(tenant).await? {
            return Ok(false);
        }
        let deed = Deed::new("tenant.resume", tenant)
            .from(json!({ "suspended": true, "reason": before.map(|before| before.why) }))
            .to(json!({ "suspended": false }));
        self.audit(&mut tx, by, deed).await?;
        tx.commit().await?;
        self.heed(&Signal::Tenant(tenant));
        Ok(true)
    }
}

/// A reason that can be kept.
///
/// # Errors
/// [`Refused::Invalid`].
pub fn suspension_reason(text: &str) -> Result<String, Refused> {
    let reason = text.trim();
    match reason.chars().count() {
        0 => Err(Refused::invalid("reason", "is empty; say why, for whoever looks at it later")),
        n if n > REASON_LENGTH_MAX => {
            Err(Refused::invalid("reason", format!("has more than {REASON_LENGTH_MAX} characters")))
        }
        _ => Ok(reason.to_owned()),
    }
}
