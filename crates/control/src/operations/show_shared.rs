//! What somebody without an account sees of a connection by a share link.

use crate::{Control, Refused};
use nameplate_domain::connection::{Connection, Explanation, State};
use nameplate_domain::time::Timestamp;
use nameplate_domain::zone::relative_name;
use nameplate_providers::{Detected, ProviderSpec, detect};
use std::time::Duration;

/// How long the page waits to learn who hosts the zone.
const PROVIDER_TIME_MAX: Duration = Duration::from_secs(2);

/// A connection as a share link shows it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SharedConnection {
    /// The connection.
    pub connection: Connection,
    /// Why it is not live, or that it is.
    pub explanation: Explanation,
    /// Name of the application that it is for.
    pub application: String,
    /// The zone that owns the name; `None` when its servers could not be found in time.
    pub zone: Option<String>,
    /// Who hosts the zone, if it is one provider that we know.
    pub provider: Option<&'static ProviderSpec>,
    /// Until when the link works.
    pub expires_at: Timestamp,
}

impl Control {
    /// What the link of that token shows; `None` when it is forged, expired, withdrawn, its connection archived or its tenant
    /// suspended, which are all the same to whoever asks.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn show_shared(&self, token: &str) -> Result<Option<SharedConnection>, Refused> {
        let now = self.now();
        let opened = self.secrets.read_share(token).filter(|opened| now < opened.expires_at);
        let Some(opened) = opened else { return Ok(None) };
        let link = self.reader().shown_share_link(opened.id).await?.filter(|link| link.is_open(now));
        let Some(link) = link else { return Ok(None) };
        let connection = self.reader().connection(link.tenant, link.connection).await?;
        let Some(connection) = connection.filter(|connection| connection.state != State::Archived) else {
            return Ok(None);
        };
        let application = self.reader().application(link.tenant, connection.application).await?;
        let Some(application) = application else { return Ok(None) };
        let looked = tokio::time::timeout(PROVIDER_TIME_MAX, self.observer.zone_of(connection.hostname.base())).await;
        // A zone above the registrable domain is a registry's: the domain is not delegated, and nobody types anything in there.
        let apex = connection.hostname.apex();
        let is_theirs = |name: &str| relative_name(name, apex) != name || name == apex;
        let zone = looked.ok().and_then(Result::ok).filter(|zone| is_theirs(&zone.name));
        let provider = zone.as_ref().and_then(|zone| {
            let servers: Vec<String> = zone.servers.iter().map(|server| server.name.clone()).collect();
            let also = if self.platform.sandbox { vec![nameplate_providers::sandbox()] } else { vec![] };
            match detect(&servers, &also) {
                Detected::Adapter(spec) => Some(spec),
                _ => None,
            }
        });
        let explanation = self.show_connection(&connection).await?.explanation;
        Ok(Some(SharedConnection {
            connection,
            explanation,
            application: application.name,
            zone: zone.map(|zone| zone.name),
            provider,
            expires_at: link.expires_at,
        }))
    }
}
