//! What the automatic way would write for a host name, before anybody decides on it. Writes nothing and keeps nothing.

use super::create_connection::NewConnection;
use super::hand::{Hand, Trouble};
use super::wished::Wished;
use super::write::planned;
use crate::{Control, Refused};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, Problem, SetupType, State};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::zone::{Change, RrData, RrSet, ZoneContents};
use nameplate_providers::{ErrorKind, Part};
use nameplate_store::{ConnectionFilter, Page};
use std::time::Duration;

/// How long providers may take over whether a stored credential sees the domain, and again over what is in its zone.
const PROVIDER_TIME_MAX: Duration = Duration::from_secs(5);
/// What stands for a challenge's token that is drawn when the connection is made.
const TOKEN_TO_COME: &str = "<token>";

/// What would be written for a host name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AutomaticPlan {
    /// Key of the provider.
    pub provider: String,
    /// Apex of the zone.
    pub zone: String,
    /// Challenge and records; empty when everything is there already.
    pub changes: Vec<Change>,
    /// How many sets of records stay as they are, of all that were read: the zone's, or those of the names in question where the provider
    /// lists no zone.
    pub untouched: usize,
}

/// What the application's credentials are worth for a name.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Lent {
    /// Whether one of them sees the zone, or may: its provider does not answer just now.
    pub(crate) is_there: bool,
    pub(crate) plan: Option<AutomaticPlan>,
    /// Why there is no plan.
    pub(crate) problem: Option<Problem>,
}

impl Control {
    /// Looks what the application's credentials are worth for `hostname`.
    pub(crate) async fn lent_for(&self, application: &Application, hostname: &Hostname) -> Result<Lent, Refused> {
        let search = self.hand_for_name(application.tenant, application.id, hostname);
        // A provider that is slow just now will be waited for when it matters.
        let found = match tokio::time::timeout(PROVIDER_TIME_MAX, search).await {
            Ok(found) => found?,
            Err(_) => Err(late()),
        };
        let hand = match found {
            Ok(Some(hand)) => hand,
            Ok(None) => return Ok(Lent::default()),
            Err(trouble) => {
                let is_there = matches!(trouble, Trouble::Passing { .. });
                return Ok(Lent { is_there, plan: None, problem: Some(trouble.problem().clone()) });
            }
        };
        let planning = self.plan_for(application, hostname, &hand);
        let planned = match tokio::time::timeout(PROVIDER_TIME_MAX, planning).await {
            Ok(planned) => planned?,
            Err(_) => Err(late()),
        };
        Ok(match planned {
            Ok(plan) => Lent { is_there: true, plan, problem: None },
            Err(trouble) => Lent { is_there: true, plan: None, problem: Some(trouble.problem().clone()) },
        })
    }

    /// The plan by which the automatic flow would write; `None` for a name that somebody else holds, where it writes nothing.
    async fn plan_for(
        &self,
        application: &Application,
        hostname: &Hostname,
        hand: &Hand,
    ) -> Result<Result<Option<AutomaticPlan>, Trouble>, Refused> {
        let (connection, is_new) = match self.open_connection(application, hostname).await? {
            Some(open) => (open, false),
            None => match self.connection_to_be(application, hostname).await {
                Ok(new) => (new, true),
                Err(Refused::HostnameConflict { .. }) => return Ok(Ok(None)),
                Err(other) => return Err(other),
            },
        };
        let wished = self.wished(&connection);
        let contents = match self.read_widely(hand, &wished).await {
            Ok(contents) => contents,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let changes = match planned(&contents, &wished.without_taken(&contents).all(), hand) {
            Ok(changes) => changes,
            Err(trouble) => return Ok(Err(trouble)),
        };
        let touched = changes.iter().filter(|change| change.before.is_some()).count();
        let token = is_new.then(|| connection.challenge.token());
        Ok(Ok(Some(AutomaticPlan {
            provider: hand.spec.key.to_owned(),
            zone: hand.zone.name.clone(),
            changes: changes.into_iter().map(|change| without_token(change, token)).collect(),
            untouched: contents.sets.len().saturating_sub(touched),
        })))
    }

    /// The application's connection of this name that has not ended, the newest.
    async fn open_connection(
        &self,
        application: &Application,
        hostname: &Hostname,
    ) -> Result<Option<Connection>, Refused> {
        let filter = ConnectionFilter {
            states: State::ALL.into_iter().filter(|state| !state.is_terminal()).collect(),
            application: Some(application.id),
            hostname: Some(hostname.to_string()),
            ..ConnectionFilter::default()
        };
        let newest = self.reader().connections(application.tenant, &filter, Page::first(1)).await?;
        Ok(newest.into_iter().next())
    }

    /// The connection that would be made; it is nowhere.
    async fn connection_to_be(&self, application: &Application, hostname: &Hostname) -> Result<Connection, Refused> {
        let new = NewConnection {
            application: application.id,
            hostname: hostname.to_string(),
            setup_type: Some(SetupType::Automatic),
            dns_records: None,
            batch_id: None,
            takeover: false,
        };
        Ok(self.prepare_connection(application, SetupType::Automatic, new).await?.connection)
    }

    /// The whole zone, so that it can be said how much of it stays; where the provider lists none, what the wishes are about.
    async fn read_widely(&self, hand: &Hand, wished: &Wished) -> Result<ZoneContents, Trouble> {
        match hand.writer.read(&hand.zone, Part::Whole).await {
            Ok(contents) => Ok(contents),
            Err(error) if error.kind.passes() => Err(Trouble::of(&error)),
            Err(_) => self.read_for(hand, &wished.all()).await,
        }
    }
}

/// A challenge that is not drawn yet has no token to show.
fn without_token(mut change: Change, token: Option<&str>) -> Change {
    let Some(token) = token else { return change };
    for data in change.after.iter_mut().flat_map(|RrSet { data, .. }| data) {
        if let RrData::Txt(text) | RrData::Cname(text) = data {
            *text = text.replace(token, TOKEN_TO_COME);
        }
    }
    change
}

fn late() -> Trouble {
    let message =
        "The DNS provider of the stored credential did not answer in time. Check again in a moment.".to_owned();
    Trouble::Passing {
        problem: Problem { code: format!("dns_write_{}", ErrorKind::Outage.as_str()), message },
        wait: None,
    }
}
