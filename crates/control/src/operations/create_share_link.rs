//! Making a link for the person who holds the DNS login.

use super::idempotency::Once;
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::share_link::{ShareLink, lifetime};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope, ShareLinkId};
use serde_json::json;

/// A link, and the token that opens it: whoever has it sees the connection's records.
#[derive(Clone, PartialEq, Eq)]
pub struct SharedLink {
    /// The link.
    pub link: ShareLink,
    /// The last part of its URL.
    pub token: String,
}

impl std::fmt::Debug for SharedLink {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SharedLink").field("link", &self.link).finish_non_exhaustive()
    }
}

impl Control {
    /// Makes a link that works for `expires_in_s` seconds (seven days when `None`), or until the connection is archived.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`] for a connection that is at its
    /// end; [`Refused::Invalid`] naming `expires_in`.
    pub async fn create_share_link(
        &self,
        caller: &Caller,
        id: ConnectionId,
        expires_in_s: Option<u64>,
        once: Option<Once<'_, ShareLink>>,
    ) -> Result<SharedLink, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        let lifetime = lifetime(expires_in_s).map_err(|reason| Refused::invalid("expires_in", reason))?;
        let now = self.now();
        let link = ShareLink {
            id: ShareLinkId(self.chance.id(now)),
            tenant: connection.tenant,
            connection: connection.id,
            created_at: now,
            expires_at: now.plus(lifetime),
            revoked_at: None,
        };
        let mut tx = self.store.begin().await?;
        tx.insert_share_link(&link).await?;
        let deed = Deed::new("share_link.create", link.id)
            .to(json!({"connection_id": link.connection, "expires_at": link.expires_at.to_string()}));
        self.audit(&mut tx, caller, deed).await?;
        self.finish_once(&mut tx, caller.tenant, once.as_ref(), &link).await?;
        tx.commit().await?;
        Ok(SharedLink { token: self.secrets.sign_share(&link), link })
    }
}
