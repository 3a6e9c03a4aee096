//! Moving a host name to another application, by whoever runs the platform. Proof does not move with it.

use super::apply::{Findings, RACES_MAX};
use super::create_connection::{self, NewConnection, Prepared};
use crate::audit::Deed;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Announcement, Connection, Event, Problem, SetupType, Step, step};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::records::Record;
use nameplate_domain::route::plan::Step as RouteStep;
use nameplate_domain::tenancy::{ApplicationId, Caller, EventId, TenantId};
use nameplate_store::{Page, StoreError};
use serde_json::json;

/// A transfer that can be made.
#[derive(Debug)]
pub struct Transfer {
    /// Who holds the name.
    pub holder: Connection,
    /// Who is to have it.
    pub to: Application,
    /// What becomes of the routes that serve it, and of the claim.
    pub steps: Vec<RouteStep>,
    step: Step,
    pending: Prepared,
}

/// A transfer that was made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transferred {
    /// The connection that held the name; archived now.
    pub from: Connection,
    /// The one that is to prove it.
    pub to: Connection,
    /// The records that prove it; any one is enough.
    pub challenges: Vec<Record>,
}

impl Control {
    /// The application that is to have a name: of the tenant, its only one or the one of that identifier or name. Without such a tenant
    /// it is the application of that identifier.
    ///
    /// # Errors
    /// [`Refused::NotFound`]; [`Refused::Invalid`] when it takes an application to say which.
    pub async fn transfer_recipient(&self, to: TenantId, application: Option<&str>) -> Result<ApplicationId, Refused> {
        let reader = self.reader();
        let Some(tenant) = reader.tenant(to).await? else {
            let found = match application {
                None => reader.application_of_anybody(ApplicationId(to.0)).await?,
                Some(_) => None,
            };
            return found.map(|application| application.id).ok_or(Refused::NotFound("tenant or application"));
        };
        let found = match application.map(|text| (text, text.parse::<ApplicationId>())) {
            None => reader.applications(tenant.id, Page::first(2)).await?,
            Some((_, Ok(id))) => reader.application(tenant.id, id).await?.into_iter().collect(),
            Some((name, Err(_))) => reader.application_by_name(tenant.id, name).await?,
        };
        match (&found[..], application) {
            ([only], _) => Ok(only.id),
            ([], Some(_)) => Err(Refused::NotFound("application of this tenant")),
            ([], None) => {
                Err(Refused::invalid("to", format!("{} has no application yet; make one first", tenant.name)))
            }
            (_, Some(_)) => Err(Refused::invalid("application", "is the name of several; give an identifier")),
            (_, None) => Err(Refused::invalid("application", format!("must be given: {} has several", tenant.name))),
        }
    }

    /// What [`Control::transfer_domain`] would do.
    ///
    /// # Errors
    /// [`Refused::NotFound`] when there is no such application; [`Refused::Invalid`] when nobody holds the name or the application has
    /// it already, and when its template cannot be rendered for the name.
    pub async fn plan_transfer(&self, hostname: &str, to: ApplicationId) -> Result<Transfer, Refused> {
        let hostname =
            Hostname::parse(hostname, &self.platform.names()).map_err(|error| Refused::hostname("hostname", &error))?;
        let to = self.reader().application_of_anybody(to).await?.ok_or(Refused::NotFound("application"))?;
        let Some(holder) = self.reader().holder(hostname.as_str()).await? else {
            let reason = format!(
                "{hostname} is held by nobody; there is nothing to transfer until a connection of it is proven"
            );
            return Err(Refused::invalid("hostname", reason));
        };
        if holder.application == to.id {
            return Err(Refused::invalid("to", format!("has {hostname} already; name another application")));
        }
        let new = NewConnection {
            application: to.id,
            hostname: hostname.to_string(),
            setup_type: Some(SetupType::Manual),
            dns_records: None,
            batch_id: None,
            takeover: true,
        };
        let mut pending = self.prepare_connection(&to, SetupType::Manual, new).await?;
        // Its fresh proof takes the name from nobody: whoever holds it loses it with the transfer.
        pending.connection.takeover = false;
        match step(holder.standing(), Event::TakenAway) {
            Ok(Some(step)) => {
                let steps = self.plan_release(&holder, true).await?;
                Ok(Transfer { holder, to, steps, step, pending })
            }
            _ => Err(Refused::Contended),
        }
    }

    /// Takes a host name from its holder and gives it to another application, where it is pending with a challenge of its own. Both
    /// sides hear of it. In one transaction: nobody sees the name with both or, but for its proof, with neither.
    ///
    /// # Errors
    /// As [`Control::plan_transfer`]; [`Refused::Contended`].
    pub async fn transfer_domain(&self, hostname: &str, to: ApplicationId) -> Result<Transferred, Refused> {
        for _ in 0..RACES_MAX {
            let transfer = self.plan_transfer(hostname, to).await?;
            match self.carry_out_transfer(&transfer).await {
                Ok(transferred) => {
                    self.asks.forget(transferred.to.hostname.as_str());
                    return Ok(transferred);
                }
                // The holder moved meanwhile.
                Err(Refused::Store(StoreError::LostRace)) => {}
                Err(other) => return Err(other),
            }
        }
        Err(Refused::Contended)
    }

    async fn carry_out_transfer(&self, transfer: &Transfer) -> Result<Transferred, Refused> {
        let Transfer { holder, step: away, pending: Prepared { connection: pending, origin }, .. } = transfer;
        let lost = Findings {
            problem: Some(Problem {
                code: "transferred".into(),
                message: format!(
                    "{} was transferred to another application by the platform's operator.",
                    holder.hostname
                ),
            }),
            ..Findings::default()
        };
        let mut tx = self.store.begin().await?;
        let operator = self.on_behalf_of(&Caller::operator(holder.tenant));
        let from = operator.commit_step(&mut tx, holder, *away, &lost).await?;
        tx.insert_connection(pending, origin.as_deref()).await?;
        let data = json!({ "hostname": pending.hostname.as_str(), "direction": "here" });
        let event = EventId(self.chance.id(pending.created_at));
        tx.announce(pending, Announcement::Transferred, event, &data, pending.created_at).await?;
        let deed = Deed::new("connection.transfer", pending.id).to(create_connection::shown(pending));
        self.audit(&mut tx, &Caller::operator(pending.tenant), deed).await?;
        tx.commit().await?;
        let to = self.read_again(pending).await?;
        let offered = self.offered_proofs(&to);
        Ok(Transferred { from, to, challenges: offered.into_iter().map(|(_, record)| record).collect() })
    }
}
