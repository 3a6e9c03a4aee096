//! Routes: what changing them does, the writing of it, and how they are shown.
//!
//! Each change is drafted first: everything that could stand in its way is looked at, and the plan says what would be done. What is
//! written is the draft, in one transaction that fails when the world has moved meanwhile; then it is drafted anew.

mod attach;
mod change;
mod create;
mod delete;
mod draft;
mod label;
mod release;
mod show;

pub use attach::{AttachStatus, Attached, NewAttachment};
pub use change::RouteUpdate;
pub use create::NewRoute;
pub(crate) use draft::RouteDraft;
pub use show::ShownRoute;

use crate::{Control, Refused};
use nameplate_domain::route::Route;
use nameplate_domain::route::plan::Obstacle;
use nameplate_domain::tenancy::{RouteId, TenantId};
use nameplate_store::{Conflict, StoreError};
use serde_json::{Value, json};

impl Control {
    /// The tenant's route of that identifier, or of that name.
    ///
    /// # Errors
    /// [`Refused::NotFound`].
    pub async fn find_route(&self, tenant: TenantId, id_or_name: &str) -> Result<Route, Refused> {
        let found = match id_or_name.parse::<RouteId>() {
            Ok(id) => self.reader().route(tenant, id).await?,
            Err(_) => self.reader().route_by_name(tenant, id_or_name).await?,
        };
        found.ok_or(Refused::NotFound("route"))
    }
}

/// Whether a write failed only because the world moved since it was drafted.
fn is_outdated(error: &StoreError) -> bool {
    matches!(error, StoreError::LostRace | StoreError::Conflict(Conflict::Identifier))
}

/// A route as the audit log has it.
fn shown(route: &Route, default_hostname: &str) -> Value {
    let hostname = route.custom.as_ref().map_or(default_hostname, |custom| custom.hostname.as_str());
    json!({
        "name": route.name.as_str(),
        "application_id": route.application,
        "hostname": hostname,
        "origin": route.origin,
    })
}

impl From<Obstacle> for Refused {
    fn from(obstacle: Obstacle) -> Self {
        match obstacle {
            Obstacle::NotProven { hostname, application } => Self::HostnameNotProven { hostname, application },
            Obstacle::InUse { hostname, by } => Self::HostnameInUse { hostname, by: by.to_string() },
            Obstacle::Serving { hostname, routes } => {
                Self::RouteServesHostname { hostname, routes: routes.iter().map(ToString::to_string).collect() }
            }
        }
    }
}
