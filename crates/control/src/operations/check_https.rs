//! Asking a connected host name for its page, as a visitor would.

use super::check_records::probe_name;
use crate::{Control, Refused};
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_domain::visit::{Unreached, Visit, addresses, url};
use nameplate_outgoing::{Destination, Met};
use std::time::Duration;
use tokio::time::Instant;

/// From looking the name up to the answer's headers.
const VISIT_TIME_MAX: Duration = Duration::from_secs(5);

impl Control {
    /// Makes one HTTPS request to the connection's host name, to wherever DNS leads now; of a wildcard, to some name that it covers.
    /// Changes nothing, whatever the outcome.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`].
    pub async fn check_https(&self, caller: &Caller, id: ConnectionId) -> Result<Visit, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        let host = probe_name(connection.hostname.as_str(), || self.chance.label());
        let at = self.now();
        let Met { outcome, certificate } = Box::pin(self.visit(&host)).await;
        Ok(Visit { url: url(&host, self.visits.port()), outcome, certificate, at })
    }

    async fn visit(&self, host: &str) -> Met {
        let end = Instant::now() + VISIT_TIME_MAX;
        let look = async {
            self.observer.forget(host).await;
            addresses(&self.observer.look_at_addresses(host).await)
        };
        let late = || Err(Unreached::DnsUnreachable("no answer came in time".to_owned()));
        let found = tokio::time::timeout_at(end, look).await.unwrap_or_else(|_| late());
        match found {
            Ok(addresses) => {
                let to = Destination { host, addresses: &addresses, port: self.visits.port() };
                let left = end.saturating_duration_since(Instant::now());
                self.fleet.access.door().visit(&to, &self.visits.trust, left).await
            }
            Err(unreached) => Met { outcome: Err(unreached), certificate: None },
        }
    }
}
