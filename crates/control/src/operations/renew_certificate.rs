//! Certificates as their owners see them: the list, and another one on request.

use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};

impl Control {
    /// Asks the edges to replace the certificate of a connection now. Limits of the authority hold all the same.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`];
    /// [`Refused::NotProven`], since there are no certificates without proof.
    pub async fn renew_certificate(&self, caller: &Caller, id: ConnectionId) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        if !connection.standing().holds_claim() {
            return Err(Refused::NotProven { hostname: connection.hostname.to_string() });
        }
        let mut tx = self.store.begin().await?;
        tx.request_renewal(connection.hostname.as_str(), self.now()).await?;
        self.audit(&mut tx, caller, Deed::new("connection.renew_certificate", connection.id)).await?;
        tx.commit().await?;
        Ok(connection)
    }
}
