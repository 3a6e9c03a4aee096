//! What happened to a domain.

use super::limit;
use crate::commands::api::list;
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look};
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::sheet::Report;
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What happened to a domain.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DomainTimeline {
    /// The host name.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
    /// At most so many entries. Left out: 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

/// What happened, newest first.
#[derive(Serialize, JsonSchema)]
pub(super) struct TimelineReport {
    hostname: String,
    entries: Vec<Happened>,
    /// Whether there are more than were asked for.
    has_more: bool,
}

/// One thing that happened.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Happened {
    at: String,
    /// `transition`, `action`, `event`, `observation`, `change_set`, `delivery` or `certificate`.
    kind: String,
    /// What happened, in a sentence.
    title: String,
}

#[async_trait]
impl Tool for DomainTimeline {
    const NAME: &'static str = "domain_timeline";
    const TITLE: &'static str = "Tell what happened to a domain";
    const ABOUT: &'static str = "Tells what happened to a claimed domain, newest first: its states, what was seen in its DNS, what was \
        written there, its certificates, and what people and keys did.";
    const EFFECT: Effect = Effect::None;
    type Report = TimelineReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let limit = limit(self.limit)?;
        let application = desk.application_if(self.application.as_deref()).await?;
        let own = desk.the_one(&self.hostname, application.as_deref()).await?;
        let (entries, has_more) =
            list(desk.api, &format!("/v1/connections/{}/timeline", own.id), limit as usize).await?;
        Ok(TimelineReport { hostname: own.hostname, entries, has_more })
    }
}

impl Report for TimelineReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let row = |one: &Happened| [Cell::plain(&one.at), Cell::plain(&one.kind), Cell::plain(&one.title)];
        let rows: Vec<[Cell; 3]> = self.entries.iter().map(row).collect();
        look.table(["AT (UTC)", "KIND", "WHAT"], &rows)
    }
}
