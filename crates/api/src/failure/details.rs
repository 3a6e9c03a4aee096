//! What a refusal about routes and host names says beside its sentence.

use nameplate_control::Refused;
use serde::Serialize;
use utoipa::ToSchema;

/// What is concerned, and what to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ErrorDetails)]
pub(crate) struct Details {
    /// The host name.
    hostname: String,
    /// Routes that serve it, by their names.
    #[schema(example = json!(["shop"]))]
    routes: Vec<String>,
    /// Commands that remove the obstacle.
    #[schema(example = json!(["nameplate route update shop --default-host"]))]
    commands: Vec<String>,
}

impl Details {
    /// Of the refusals that have any.
    pub(super) fn of(refused: &Refused) -> Option<Self> {
        let repointing = |route: &String| format!("nameplate route update {route} --default-host");
        let (hostname, routes, commands) = match refused {
            Refused::HostnameNotProven { hostname, application } => {
                (hostname, vec![], vec![format!("nameplate domain attach {hostname} --app {application}")])
            }
            Refused::HostnameInUse { hostname, by } => (hostname, vec![by.clone()], vec![repointing(by)]),
            Refused::RouteServesHostname { hostname, routes } => {
                let detaching = format!("nameplate domain remove {hostname} --detach");
                let commands = routes.iter().map(repointing).chain([detaching]).collect();
                (hostname, routes.clone(), commands)
            }
            _ => return None,
        };
        Some(Self { hostname: hostname.clone(), routes, commands })
    }
}
