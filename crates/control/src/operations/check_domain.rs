//! Looking at a domain before anybody touches its DNS.

use super::plan_automatic::{AutomaticPlan, Lent};
use crate::{Control, Refused};
use futures_util::future::{join_all, join5};
use nameplate_domain::connection::{Connection, Problem, SetupType};
use nameplate_domain::evidence::{QueryType, RecordReport, Sighting};
use nameplate_domain::hostname::{Hostname, Kind};
use nameplate_domain::preflight::{Preflight, Survey, caa_names, judge, questions};
use nameplate_domain::records::{Record, RecordType, default_template, render};
use nameplate_domain::tenancy::{ApplicationId, Caller, ConnectionId, Scope};
use nameplate_providers::{Detected, detect};
use nameplate_store::{ConnectionFilter, Page};

/// Most connections of one name, newest first, among which the caller's own is looked for.
const OWN_LOOKED_THROUGH_MAX: u32 = 100;

/// What was found out about a domain.
#[derive(Clone, Debug)]
pub struct DomainReport {
    /// The name in the form in which it would be connected.
    pub hostname: Hostname,
    /// The zone that owns it; `None` when its servers could not be found.
    pub zone: Option<String>,
    /// Names of the zone's servers.
    pub nameservers: Vec<String>,
    /// Who hosts the zone.
    pub provider: Detected,
    /// Whether that host can point an apex at a host name; `None` when it is unknown.
    pub apex_flattening: Option<bool>,
    /// What would have to be published.
    pub desired: Vec<Record>,
    /// What is there, and what stands in the way.
    pub preflight: Preflight,
    /// How records would get into the zone.
    pub setup_type: SetupType,
    /// What the automatic way would write; `None` without a credential that sees the zone.
    pub plan: Option<AutomaticPlan>,
    /// Why there is no plan although a credential was lent.
    pub plan_problem: Option<Problem>,
    /// The DNS provider, for people, if it lets its customer consent to our records.
    pub domain_connect: Option<String>,
    /// Nobody holds the name.
    pub available: bool,
    /// The challenge CNAME of the caller's own connection of the name, as it is now.
    pub challenge: Option<ChallengeSeen>,
}

/// A challenge CNAME, looked at just now.
#[derive(Clone, Debug)]
pub struct ChallengeSeen {
    /// Whose it is.
    pub connection: ConnectionId,
    /// What stands there.
    pub report: RecordReport,
}

impl Control {
    /// Surveys a domain; changes nothing.
    ///
    /// # Errors
    /// [`Refused::MissingScope`] without `connections:read`; [`Refused::Invalid`] naming `domain`; [`Refused::NotFound`] for
    /// the application; [`Refused::OtherHostname`] for a caller who is bound to another name.
    pub async fn check_domain(
        &self,
        caller: &Caller,
        domain: &str,
        application: Option<ApplicationId>,
    ) -> Result<DomainReport, Refused> {
        caller.require(Scope::ConnectionsRead)?;
        let hostname =
            Hostname::parse(domain, &self.platform.names()).map_err(|error| Refused::hostname("domain", &error))?;
        caller.keep_to(hostname.as_str())?;
        // A widget asks for its own application, named or not.
        let own = caller.reach.application();
        if own.is_some_and(|own| application.is_some_and(|asked| asked != own)) {
            return Err(Refused::NotFound("application"));
        }
        let application = match application.or(own) {
            Some(id) => {
                Some(self.reader().application(caller.tenant, id).await?.ok_or(Refused::NotFound("application"))?)
            }
            None => None,
        };
        let around =
            self.platform.surroundings(application.as_ref().map_or(ApplicationId(uuid::Uuid::nil()), |app| app.id));
        let template = application
            .as_ref()
            .and_then(|application| application.record_template.clone())
            .unwrap_or_else(|| default_template(hostname.kind(), &around));
        let desired = render(&template, &hostname, &around).map_err(|error| {
            Refused::invalid(format!("record_template[{}].{}", error.at, error.field), error.reason)
        })?;

        self.observer.forget(hostname.base()).await;
        let zone = self.observer.zone_of(hostname.base()).await.ok();
        let nameservers: Vec<String> =
            zone.iter().flat_map(|zone| &zone.servers).map(|server| server.name.clone()).collect();
        let also = if self.platform.sandbox { vec![nameplate_providers::sandbox()] } else { vec![] };
        let provider = detect(&nameservers, &also);
        let apex_flattening = apex_flattening(&provider);
        let lent = async {
            match &application {
                Some(application) => self.lent_for(application, &hostname).await,
                None => Ok(Lent::default()),
            }
        };
        let own =
            self.own_connection(caller, application.as_ref().map(|application| application.id), &hostname).await?;
        let challenge = async {
            let own = own.as_ref()?;
            let report = self.look_at_delegation(own).await.to_report();
            Some(ChallengeSeen { connection: own.id, report })
        };
        let (survey, domain_connect, lent, challenge) = tokio::join!(
            self.survey(&hostname, desired.clone(), around.app_target, apex_flattening),
            self.would_offer_domain_connect(&hostname, &desired),
            Box::pin(lent),
            Box::pin(challenge)
        );
        let lent = lent?;
        let setup_type = match lent.is_there {
            true => SetupType::Automatic,
            false if domain_connect.is_some() => SetupType::DomainConnect,
            false => SetupType::Manual,
        };
        Ok(DomainReport {
            setup_type,
            plan: lent.plan,
            plan_problem: lent.problem,
            domain_connect: domain_connect.map(|offer| offer.settings.provider_name),
            zone: zone.map(|zone| zone.name),
            nameservers,
            apex_flattening,
            preflight: judge(&survey),
            available: self.reader().holder(hostname.as_str()).await?.is_none(),
            provider,
            desired,
            hostname,
            challenge,
        })
    }

    /// The caller's connection of the name that is not at its end: the proven one, or else the newest.
    async fn own_connection(
        &self,
        caller: &Caller,
        application: Option<ApplicationId>,
        hostname: &Hostname,
    ) -> Result<Option<Connection>, Refused> {
        let filter =
            ConnectionFilter { application, hostname: Some(hostname.to_string()), ..ConnectionFilter::default() };
        let rows = self.reader().connections(caller.tenant, &filter, Page::first(OWN_LOOKED_THROUGH_MAX)).await?;
        let mut open = rows.into_iter().filter(|row| !row.state.is_terminal());
        let newest = open.next();
        match newest {
            Some(newest) if !newest.standing().proven => {
                Ok(Some(open.find(|row| row.standing().proven).unwrap_or(newest)))
            }
            newest => Ok(newest),
        }
    }

    async fn survey(
        &self,
        hostname: &Hostname,
        desired: Vec<Record>,
        app_target: String,
        apex_support: Option<bool>,
    ) -> Survey {
        let asked = questions(hostname, &desired);
        let seen = join_all(asked.iter().map(|(name, qtype)| self.observer.follow(name, *qtype, &[])));
        let names = caa_names(hostname);
        let caa = join_all(names.iter().map(|name| self.observer.observe(name, QueryType::Caa)));
        let targets = self.targets_of(&desired);
        let bogus = self.observer.bogus(hostname.base());
        let (seen, caa, targets, sibling, bogus) = join5(seen, caa, targets, self.ask_sibling(hostname), bogus).await;
        Survey {
            hostname: hostname.clone(),
            desired,
            app_target,
            seen,
            targets,
            sibling,
            caa,
            bogus,
            allowed_ca: self.platform.ca_identities.clone(),
            apex_support,
        }
    }

    /// Addresses of what the desired records point at.
    async fn targets_of(&self, desired: &[Record]) -> Vec<Sighting> {
        let pointing = desired.iter().filter(|record| matches!(record.rtype, RecordType::Alias | RecordType::Cname));
        let questions = pointing.flat_map(|record| [(&record.value, QueryType::A), (&record.value, QueryType::Aaaa)]);
        join_all(questions.map(|(name, qtype)| self.observer.follow(name, qtype, &[]))).await
    }

    async fn ask_sibling(&self, hostname: &Hostname) -> Option<Sighting> {
        let (_, parent) = hostname.as_str().split_once('.')?;
        match hostname.kind() {
            Kind::Subdomain => {
                Some(self.observer.observe(&format!("{}.{parent}", self.chance.label()), QueryType::A).await)
            }
            Kind::Apex | Kind::Wildcard => None,
        }
    }
}

fn apex_flattening(provider: &Detected) -> Option<bool> {
    match provider {
        Detected::Adapter(spec) => Some(spec.apex.names_a_host()),
        _ => None,
    }
}
