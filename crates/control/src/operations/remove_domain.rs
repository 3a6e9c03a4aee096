//! Removing a domain of an application: every connection that the application has of the name is archived.

use super::dangling::DanglingRecord;
use crate::{Control, Refused};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};

impl Control {
    /// Removes a domain: nobody is served under it any more, and its place is free. Tells the DNS records that dangle from now on.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`], also for one that was removed before;
    /// [`Refused::RouteServesHostname`] without `detach`, while a route serves the domain.
    pub async fn remove_domain(
        &self,
        caller: &Caller,
        application: ApplicationId,
        hostname: &Hostname,
        detach: bool,
    ) -> Result<Vec<DanglingRecord>, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let found = self.reader().app_domain(caller.tenant, application, hostname.as_str()).await?;
        if found.is_empty() {
            return Err(Refused::NotFound("domain"));
        }
        let mut dangling: Vec<DanglingRecord> = Vec::new();
        for domain in found {
            let left = self.offboard_connection(caller, domain.connection.id, false, detach).await?.dangling;
            let is_new = |left: &DanglingRecord| dangling.iter().all(|known| known.record != left.record);
            let new: Vec<DanglingRecord> = left.into_iter().filter(is_new).collect();
            dangling.extend(new);
        }
        Ok(dangling)
    }
}
