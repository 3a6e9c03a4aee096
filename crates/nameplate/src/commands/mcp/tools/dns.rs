//! Writing what the server planned into a customer's zone, with a credential that was lent, and taking it back.

use super::limit;
use crate::commands::api::{Request, ask, encoded, list};
use crate::commands::desk::Desk;
use crate::commands::ending::Stop;
use crate::commands::look::{Cell, Look, Tone};
use crate::commands::mcp::tool::{Effect, Tool};
use crate::commands::sheet::Report;
use async_trait::async_trait;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Publishing a domain's records.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct DnsRecordsApply {
    /// The host name, proven before.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
    /// Say what would be written and write nothing.
    #[serde(default)]
    dry_run: bool,
}

/// What was written to a zone, or would be.
#[derive(Serialize, Deserialize, JsonSchema)]
pub(super) struct ZoneWriteReport {
    /// Whether it was only planned.
    dry_run: bool,
    /// Whether the zone shows the wished records now.
    applied: bool,
    /// Key of the DNS provider.
    provider: String,
    /// Apex of the zone.
    zone: String,
    /// What changes; empty when everything is there already.
    changes: Vec<ZoneChange>,
    /// The receipt; null when nothing was written.
    change_set: Option<ChangeSet>,
}

/// A change of one set of records.
#[derive(Serialize, Deserialize, JsonSchema)]
struct ZoneChange {
    /// `create`, `update` or `delete`.
    action: String,
    name: String,
    #[serde(rename = "type")]
    rtype: String,
    before: Option<RecordSet>,
    after: Option<RecordSet>,
}

/// The records of one name and type.
#[derive(Serialize, Deserialize, JsonSchema)]
struct RecordSet {
    /// Seconds.
    ttl: u32,
    values: Vec<String>,
}

/// One write to a zone.
#[derive(Serialize, Deserialize, JsonSchema)]
struct ChangeSet {
    /// What change_set_undo takes.
    id: String,
    provider: String,
    zone: String,
    /// What it was for: `challenge`, `records`, `email`, `undo` or `cleanup`.
    purpose: String,
    /// `applying`, `applied`, `failed` or `undone`.
    status: String,
    changes: Vec<ZoneChange>,
    problem: Option<Problem>,
    created_at: String,
    finished_at: Option<String>,
}

/// What stands in the way.
#[derive(Serialize, Deserialize, JsonSchema)]
struct Problem {
    code: String,
    message: String,
}

#[async_trait]
impl Tool for DnsRecordsApply {
    const NAME: &'static str = "dns_records_apply";
    const TITLE: &'static str = "Write a domain's records";
    const ABOUT: &'static str = "Writes the records that the server planned for a domain into its zone, with the DNS credential that was lent \
        to the application before; all else in the zone stays, and what is there already is not written again. Refused without such a \
        credential, or where other records stand in the way. With dry_run it says what would be written: do that first, and show it. \
        Takes no records: they are those that domain_explain shows.";
    const EFFECT: Effect = Effect::Changes;
    type Report = ZoneWriteReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let application = desk.application_if(self.application.as_deref()).await?;
        let id = desk.the_one(&self.hostname, application.as_deref()).await?.id;
        let path = format!("/v1/connections/{id}/records:apply");
        ask(desk.api, Request::post(path).with(json!({ "dry_run": self.dry_run }))).await
    }
}

/// What was written for a domain.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeSetList {
    /// The host name.
    hostname: String,
    /// The application that it was added for, by id or name; wanted where several are at it.
    application: Option<String>,
    /// At most so many. Left out: 100.
    #[schemars(range(min = 1, max = 1000))]
    limit: Option<u32>,
}

/// Writes to a domain's zone, newest first.
#[derive(Serialize, JsonSchema)]
pub(super) struct ChangeSetsReport {
    change_sets: Vec<ChangeSet>,
    /// Whether there are more than were asked for.
    has_more: bool,
}

#[async_trait]
impl Tool for ChangeSetList {
    const NAME: &'static str = "change_set_list";
    const TITLE: &'static str = "List writes to a domain's zone";
    const ABOUT: &'static str = "Lists what was written into a domain's zone with a lent credential, newest first, with what stood there \
        before and after. Each can be taken back by change_set_undo.";
    const EFFECT: Effect = Effect::None;
    type Report = ChangeSetsReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let limit = limit(self.limit)?;
        let application = desk.application_if(self.application.as_deref()).await?;
        let id = desk.the_one(&self.hostname, application.as_deref()).await?.id;
        let (change_sets, has_more) =
            list(desk.api, &format!("/v1/connections/{id}/change-sets"), limit as usize).await?;
        Ok(ChangeSetsReport { change_sets, has_more })
    }
}

/// Taking a write back.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct ChangeSetUndo {
    /// The id of the change set, as change_set_list and dns_records_apply tell it.
    change_set: String,
    /// Say what would be written and write nothing.
    #[serde(default)]
    dry_run: bool,
}

#[async_trait]
impl Tool for ChangeSetUndo {
    const NAME: &'static str = "change_set_undo";
    const TITLE: &'static str = "Take a write to a zone back";
    const ABOUT: &'static str = "Takes back what was written into a zone: its values go, what it replaced comes back, what others wrote since \
        stays. What was undone already cannot be undone again. With dry_run it says what would be written: do that first, and show it.";
    const EFFECT: Effect = Effect::ChangesAgain;
    type Report = ZoneWriteReport;

    async fn run(self, desk: Desk<'_>) -> Result<Self::Report, Stop> {
        let path = format!("/v1/change-sets/{}/undo", encoded(&self.change_set));
        ask(desk.api, Request::post(path).with(json!({ "dry_run": self.dry_run }))).await
    }
}

impl ZoneChange {
    fn line(&self, look: Look) -> String {
        let values = |set: &Option<RecordSet>| set.as_ref().map_or("nothing".to_owned(), |set| set.values.join(", "));
        let text = format!("{} {}: {} → {}", self.name, self.rtype, values(&self.before), values(&self.after));
        look.labelled(&self.action, Tone::Plain, &text)
    }
}

impl Report for ZoneWriteReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let head = match (self.dry_run, self.changes.is_empty()) {
            (_, true) => format!("Nothing changes in {} at {}.", self.zone, self.provider),
            (true, false) => format!("Would write to {} at {}, and has not:", self.zone, self.provider),
            (false, false) => format!("Wrote to {} at {}:", self.zone, self.provider),
        };
        let mut lines = vec![look.paint(Tone::Plain, &head)];
        lines.extend(self.changes.iter().map(|change| change.line(look)));
        lines.extend(self.change_set.iter().map(|set| look.labelled("change set", Tone::Plain, &set.id)));
        lines
    }
}

impl Report for ChangeSetsReport {
    fn lines(&self, look: Look) -> Vec<String> {
        let row = |set: &ChangeSet| [&set.id, &set.created_at, &set.purpose, &set.status, &set.zone].map(Cell::plain);
        let rows: Vec<[Cell; 5]> = self.change_sets.iter().map(row).collect();
        look.table(["CHANGE SET", "AT (UTC)", "FOR", "STATUS", "ZONE"], &rows)
    }
}
