//! `nameplate domain list`.

use super::args::List;
use super::shown::{DomainShown, tone_of};
use crate::commands::api::answers::Connection;
use crate::commands::api::{encoded, list};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look, Tone};
use crate::commands::sheet::Report;
use nameplate_domain::connection::State;
use schemars::JsonSchema;
use serde::Serialize;
use std::collections::BTreeMap;

/// Domains, newest first.
#[derive(Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct ListReport {
    domains: Vec<DomainShown>,
    /// Whether there are more than were asked for.
    has_more: bool,
    /// Names of applications, by identifier, as far as the key may see them.
    applications: BTreeMap<String, String>,
}

pub(in crate::commands) async fn run(args: List, desk: Desk<'_>) -> Result<ListReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let state = args.state.or_else(|| (!args.all).then(not_over));
    let filters = [("state", state), ("application_id", application), ("search", args.search)];
    let query: Vec<String> = filters
        .iter()
        .filter_map(|(name, value)| Some(format!("{name}={}", value.as_deref().map(states_apart)?)))
        .collect();
    let path = match query.is_empty() {
        true => "/v1/connections".to_owned(),
        false => format!("/v1/connections?{}", query.join("&")),
    };
    let (found, has_more) = list::<Connection>(desk.api, &path, args.limit as usize).await?;
    // Names are for people: a key that may not see them lists domains all the same.
    let applications = desk.applications().await.unwrap_or_default();
    Ok(ListReport {
        domains: found.iter().map(DomainShown::from).collect(),
        has_more,
        applications: applications.into_iter().map(|one| (one.id, one.name)).collect(),
    })
}

/// Every state but those of claims that were released or given up.
fn not_over() -> String {
    State::ALL.iter().filter(|state| !state.is_terminal()).map(|state| state.as_str()).collect::<Vec<_>>().join(",")
}

/// Encoded, with the commas that part states.
fn states_apart(value: &str) -> String {
    value.split(',').map(|part| encoded(part.trim())).collect::<Vec<_>>().join(",")
}

impl Report for ListReport {
    fn lines(&self, look: Look) -> Vec<String> {
        if self.domains.is_empty() && look.is_terminal {
            return vec!["No domains. `nameplate domain add` claims one.".to_owned()];
        }
        let row = |domain: &DomainShown| {
            let application = self.applications.get(&domain.application_id).unwrap_or(&domain.application_id);
            [
                Cell::new(Tone::Strong, &domain.hostname_unicode),
                Cell::new(tone_of(&domain.state), &domain.state),
                Cell::plain(application),
                Cell::plain(domain.state_since.get(..19).unwrap_or(&domain.state_since).replace('T', " ")),
                Cell::plain(if domain.waiting_for == "nobody" { "" } else { &domain.waiting_for }),
            ]
        };
        let rows: Vec<[Cell; 5]> = self.domains.iter().map(row).collect();
        let mut lines = look.table(["DOMAIN", "STATE", "APPLICATION", "SINCE (UTC)", "WAITING FOR"], &rows);
        if self.has_more && look.is_terminal {
            lines.push(look.paint(Tone::Faint, "There are more; --limit shows them."));
        }
        lines
    }
}
