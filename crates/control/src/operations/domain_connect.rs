//! Domain Connect: the customer consents at the DNS provider, which writes our template.

use crate::audit::Deed;
use crate::keys::hash_of;
use crate::{Control, Refused};
use nameplate_domain::application::parse_origin;
use nameplate_domain::connection::{Challenge, Connection, Problem, SetupType};
use nameplate_domain::evidence::QueryType;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::Record;
use nameplate_domain::tenancy::{Caller, ConnectionId, Scope};
use nameplate_domain::time::Timestamp;
use nameplate_providers::domain_connect::{
    Ask, Back, Fit, Returned, Settings, SigningKey, TemplateSettings, apply_url, discover, supports,
};
use nameplate_store::DomainConnectVisit;
use serde_json::json;
use std::time::Duration;
use tracing::Instrument as _;

/// How long a customer may take at the provider.
const VISIT_TIME_MAX: Duration = Duration::from_secs(3600);
/// How long discovery may take while a domain is being looked at.
const DISCOVERY_TIME_MAX: Duration = Duration::from_secs(4);

/// What the platform is known by to DNS providers.
#[derive(Debug)]
pub struct DomainConnect {
    /// The templates that providers have onboarded.
    pub templates: TemplateSettings,
    /// Signs requests.
    pub key: SigningKey,
    /// Label below `templates.pub_key_domain` where the public half is published.
    pub key_label: String,
    /// Where browsers reach the API: scheme, host and port.
    pub public_url: String,
}

/// A provider that would write a connection's records.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainConnectOffer {
    /// The zone it keeps.
    pub zone: String,
    /// What it says of itself.
    pub settings: Settings,
    /// How our template is applied.
    pub fit: Fit,
}

/// A customer's way to the provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainConnectVisitStarted {
    /// Where to send the customer.
    pub url: String,
    /// The provider.
    pub offer: DomainConnectOffer,
    /// Until when the customer can come back.
    pub expires_at: Timestamp,
}

/// A customer who came back.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DomainConnectReturn {
    /// What they say happened.
    pub returned: Returned,
    /// The connection that it was for; `None` for a state that is unknown, used or too old.
    pub connection: Option<Connection>,
    /// Where they want to go on.
    pub return_to: Option<String>,
}

impl Control {
    /// Whether a new connection of the name could be set up so.
    pub(crate) async fn would_offer_domain_connect(
        &self,
        hostname: &Hostname,
        records: &[Record],
    ) -> Option<DomainConnectOffer> {
        // Any challenge will do: which one it is does not decide whether a template fits.
        self.offer_for(hostname, records, &Challenge::from_random([0; 16])).await
    }

    /// The DNS provider that would write these records for its customer; `None` when there is none.
    pub(crate) async fn domain_connect_offer(&self, connection: &Connection) -> Option<DomainConnectOffer> {
        self.offer_for(&connection.hostname, &connection.records, &connection.challenge).await
    }

    async fn offer_for(
        &self,
        hostname: &Hostname,
        records: &[Record],
        challenge: &Challenge,
    ) -> Option<DomainConnectOffer> {
        let platform = self.fleet.domain_connect.as_ref()?;
        let found = async {
            let zone = self.observer.zone_of(hostname.base()).await.ok()?.name;
            let named = self.observer.follow(&format!("_domainconnect.{zone}"), QueryType::Txt, &[]).await;
            let text = named.values().into_iter().next()?.to_owned();
            let fit = platform.templates.fits(hostname, &zone, records, challenge)?;
            let settings = discover(&self.fleet.access, &text, &zone).await.ok()?;
            settings.url_sync_ux.as_ref()?;
            let (provider, service) = (&platform.templates.provider_id, platform.templates.service_id(fit.service));
            let is_known = supports(&self.fleet.access, &settings, provider, service).await.ok()?;
            is_known.then_some(DomainConnectOffer { zone, settings, fit })
        };
        tokio::time::timeout(DISCOVERY_TIME_MAX, found).await.ok().flatten()
    }

    /// Begins a customer's visit at the provider.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:write`; [`Refused::NotFound`]; [`Refused::Ended`]; [`Refused::Invalid`] for a
    /// `return_to` outside of the application's allowed origins; [`Refused::NotProven`] for one that has to be proven by hand first;
    /// [`Refused::NoDomainConnect`] when the provider does not offer it.
    pub async fn begin_domain_connect(
        &self,
        caller: &Caller,
        id: ConnectionId,
        return_to: Option<String>,
    ) -> Result<DomainConnectVisitStarted, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let connection = self.connection_of(caller, id).await?;
        if connection.state.is_terminal() {
            return Err(Refused::Ended(connection.state));
        }
        // What a provider writes by a template proves no name that has to be proven afresh.
        let connection = self.judge_freshness(connection).await?;
        if connection.fresh_proof && !connection.standing().proven {
            return Err(Refused::NotProven { hostname: connection.hostname.to_string() });
        }
        if let Some(return_to) = &return_to {
            self.check_return(&connection, return_to).await?;
        }
        let none = || Refused::NoDomainConnect { hostname: connection.hostname.to_string() };
        let platform = self.fleet.domain_connect.clone().ok_or_else(none)?;
        let offer = self.domain_connect_offer(&connection).await.ok_or_else(none)?;
        let state: String = self.chance.bytes::<24>().iter().map(|byte| format!("{byte:02x}")).collect();
        let ask = Ask {
            zone: &offer.zone,
            provider_id: &platform.templates.provider_id,
            service_id: platform.templates.service_id(offer.fit.service),
            fit: &offer.fit,
            redirect_uri: &format!("{}/v1/domain-connect/return", platform.public_url),
            state: &state,
            key_label: &platform.key_label,
        };
        let url = apply_url(&offer.settings, &ask, &platform.key).ok_or_else(none)?;
        let now = self.now();
        let expires_at = now.plus(VISIT_TIME_MAX);
        let visit = DomainConnectVisit { connection: connection.id, tenant: connection.tenant, return_to };
        let mut tx = self.store.begin().await?;
        tx.begin_domain_connect(&hash_of(state.as_bytes()), &visit, expires_at).await?;
        tx.note_setup_type(connection.tenant, connection.id, SetupType::DomainConnect).await?;
        let (before, after) = (connection.setup_type.as_str(), SetupType::DomainConnect.as_str());
        let deed = Deed::new("connection.begin_domain_connect", connection.id)
            .from(json!({ "setup_type": before }))
            .to(json!({ "setup_type": after }));
        self.audit(&mut tx, caller, deed).await?;
        tx.commit().await?;
        Ok(DomainConnectVisitStarted { url, offer, expires_at })
    }

    /// A customer goes back only to a page of the integrator's.
    async fn check_return(&self, connection: &Connection, return_to: &str) -> Result<(), Refused> {
        let application = self.reader().application(connection.tenant, connection.application).await?;
        let allowed = application.map(|application| application.allowed_origins).unwrap_or_default();
        let path_at =
            return_to.find("://").and_then(|at| return_to[at + 3..].find(['/', '?', '#']).map(|end| at + 3 + end));
        let origin = parse_origin(path_at.map_or(return_to, |at| &return_to[..at]));
        let is_allowed = origin.is_ok_and(|origin| allowed.contains(&origin));
        match is_allowed && !return_to.contains(char::is_control) {
            true => Ok(()),
            false => Err(Refused::invalid(
                "return_to",
                "must be a page of one of the application's allowed_origins; add the origin there first",
            )),
        }
    }

    /// Takes up a customer who came back with this query. What they say is not believed: DNS is looked at.
    ///
    /// # Errors
    /// [`Refused::Store`].
    pub async fn end_domain_connect(&self, query: &str) -> Result<DomainConnectReturn, Refused> {
        let Back { state, returned } = Returned::parse(query);
        let mut tx = self.store.begin().await?;
        let visit = match &state {
            Some(state) => tx.end_domain_connect(&hash_of(state.as_bytes()), self.now()).await?,
            None => None,
        };
        tx.commit().await?;
        let Some(visit) = visit else {
            return Ok(DomainConnectReturn { returned, connection: None, return_to: None });
        };
        let connection = self.reader().connection(visit.tenant, visit.connection).await?;
        if let Some(connection) = &connection {
            self.go_on_after(connection, &returned).await?;
        }
        Ok(DomainConnectReturn { returned, connection, return_to: visit.return_to })
    }

    async fn go_on_after(&self, connection: &Connection, returned: &Returned) -> Result<(), Refused> {
        let problem = match returned {
            Returned::Done => {
                let (control, connection) = (self.clone(), connection.clone());
                let going_on = async move {
                    control.observer.forget(connection.hostname.base()).await;
                    // Not there yet is no error: workers go on looking.
                    let _ = control.verify(connection).await;
                };
                tokio::spawn(going_on.in_current_span());
                return Ok(());
            }
            Returned::Cancelled => Problem {
                code: "domain_connect_cancelled".into(),
                message:
                    "The change was not confirmed at the DNS provider. Start again, or publish the records by hand."
                        .into(),
            },
            Returned::Failed(words) => Problem {
                code: "domain_connect_failed".into(),
                message: format!(
                    "The DNS provider did not make the change; it says: {words}. Publish the records by hand."
                ),
            },
        };
        let mut tx = self.store.begin().await?;
        tx.note_setup_type(connection.tenant, connection.id, SetupType::Manual).await?;
        tx.commit().await?;
        self.note(connection, &problem).await.map(|_| ())
    }
}
