//! Withdrawing a share link.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope, ShareLinkId};
use serde_json::json;

impl Control {
    /// Withdraws a link: it opens nothing from now on. Withdrawing twice changes nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`] when the caller's connection has no such link.
    pub async fn revoke_share_link(
        &self,
        caller: &Caller,
        connection: ConnectionId,
        id: ShareLinkId,
    ) -> Result<(), Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, connection).await?;
        let link = self.reader().share_link(caller.tenant, connection.id, id).await?;
        let link = link.ok_or(Refused::NotFound("share link"))?;
        let now = self.now();
        let mut tx = self.store.begin().await?;
        if tx.revoke_share_link(caller.tenant, connection.id, link.id, now).await? {
            let of = json!({"connection_id": connection.id, "revoked_at": null});
            let to = json!({"connection_id": connection.id, "revoked_at": now.to_string()});
            self.audit(&mut tx, caller, Deed::new("share_link.revoke", link.id).from(of).to(to)).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
