//! Registering a domain of an application, as platforms do it: a connection is started as ever, once for each name of an application
//! and as many as its tenant may have there.

use super::idempotency::Once;
use crate::{Control, NewConnection, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::evidence::ProofMethod;
use nameplate_domain::hostname::{Hostname, Kind};
use nameplate_domain::records::{Record, RecordType, Template, TemplateRecord};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope};
use nameplate_store::{AppDomain, Tx};

/// By which door a connection comes in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Door {
    /// `/v1/connections`: names may repeat, and the plan counts.
    Connections,
    /// `/v1/apps/{id}/domains`: once for each name, and up to the cap besides.
    Apps,
}

impl Control {
    /// Registers a domain of `application`.
    ///
    /// # Errors
    /// As [`Control::create_connection`], naming the field `domain`; [`Refused::DomainExists`] for a name that the application has,
    /// unless it was given up; [`Refused::DomainLimit`] at the cap.
    pub async fn register_domain(
        &self,
        caller: &Caller,
        application: &Application,
        domain: &str,
        once: Option<Once<'_, Connection>>,
    ) -> Result<Connection, Refused> {
        caller.require(Scope::ConnectionsWrite)?;
        let hostname =
            Hostname::parse(domain, &self.platform.names()).map_err(|error| Refused::hostname("domain", &error))?;
        refuse_existing(&self.reader().app_domain(caller.tenant, application.id, hostname.as_str()).await?)?;
        let new = NewConnection {
            application: application.id,
            hostname: hostname.to_string(),
            setup_type: None,
            dns_records: own_target(application, &hostname),
            batch_id: None,
            takeover: false,
        };
        self.start_connection(caller, new, Door::Apps, once).await
    }

    /// Takes one of the places for domains of an application, in the transaction that adds `connection`. Registrations of one tenant
    /// wait here for each other, so that each counts what the one before it has added.
    pub(crate) async fn take_place(&self, tx: &mut Tx, connection: &Connection) -> Result<(), Refused> {
        let limit = self.locked_quota(tx, connection.tenant).await?.max_domains_per_app;
        let (tenant, application) = (connection.tenant, connection.application);
        refuse_existing(&tx.app_domain(tenant, application, connection.hostname.as_str()).await?)?;
        match tx.count_app_domains(tenant, application, limit).await? < limit {
            true => Ok(()),
            false => Err(Refused::DomainLimit { limit }),
        }
    }

    /// The connection that stands for a domain of an application.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn app_domain(
        &self,
        caller: &Caller,
        application: ApplicationId,
        hostname: &Hostname,
    ) -> Result<AppDomain, Refused> {
        let found = self.reader().app_domain(caller.tenant, application, hostname.as_str()).await?;
        let within = found.into_iter().next().filter(|_| caller.reach.has(application, hostname.as_str()));
        within.ok_or(Refused::NotFound("domain"))
    }

    /// The records by which users of this door verify a domain: the CNAME to the application's own host name, where it proves the
    /// name, and the TXT.
    #[must_use]
    pub fn domain_records(&self, connection: &Connection) -> (Option<Record>, Record) {
        let mut offered = self.offered_proofs(connection).into_iter();
        let cname = offered.find(|(method, _)| *method == ProofMethod::TrafficCname).map(|(_, record)| record);
        (cname, connection.challenge.paas_record(&connection.hostname))
    }
}

fn refuse_existing(of_the_name: &[AppDomain]) -> Result<(), Refused> {
    match of_the_name.iter().find(|domain| domain.connection.state != State::Failed) {
        Some(domain) => Err(Refused::DomainExists { hostname: domain.connection.hostname.to_string() }),
        None => Ok(()),
    }
}

/// What to publish for traffic: the CNAME that proves the name as well. `None` where the application has a template of its own, and at an
/// apex, which cannot carry a CNAME.
fn own_target(application: &Application, hostname: &Hostname) -> Option<Template> {
    if application.record_template.is_some() || hostname.kind() == Kind::Apex {
        return None;
    }
    let line = TemplateRecord {
        host: "@".into(),
        rtype: RecordType::Cname,
        value: "{app_target}".into(),
        ttl: None,
        priority: None,
    };
    Some(vec![line])
}
