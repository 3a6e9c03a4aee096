//! `nameplate admin audit`.

use super::{Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Args;
use nameplate_control::Refused;
use nameplate_domain::tenancy::{TenantId, Who};
use nameplate_store::{AuditEntry, AuditFilter, Page};
use serde_json::{Value, json};

#[derive(Args, Debug)]
#[command(
    after_help = "Examples:\n  nameplate admin audit --tenant 0190f0f0-0000-7000-8000-000000000000\n  nameplate admin audit --tenant 0190f0f0-0000-7000-8000-000000000000 --action key.revoke --json\n  nameplate admin audit --platform"
)]
pub(in crate::commands) struct Audit {
    /// Whose data
    #[arg(long, required_unless_present = "platform")]
    tenant: Option<TenantId>,
    /// What was done to the platform itself, e.g. to its keys
    #[arg(long, conflicts_with = "tenant")]
    platform: bool,
    /// Only this action, e.g. connection.archived
    #[arg(long)]
    action: Option<String>,
    /// Only about the thing with this identifier
    #[arg(long, value_name = "ID")]
    target: Option<String>,
    /// At most so many entries, the newest
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    limit: u32,
    #[command(flatten)]
    look: Look,
}

pub(super) async fn run(audit: Audit, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let whose = audit.tenant.unwrap_or(TenantId::PLATFORM);
    if !audit.platform {
        control.reader().tenant(whose).await?.ok_or(Refused::NotFound("tenant"))?;
    }
    let filter = AuditFilter { action: audit.action, target_id: audit.target, ..AuditFilter::default() };
    let found = control.reader().audit(whose, &filter, Page::first(audit.limit)).await?;
    if audit.look.json {
        output::line(Value::from(found.iter().map(shown).collect::<Vec<_>>()));
        return Ok(());
    }
    let row = |entry: &AuditEntry| {
        let after = entry.after.as_ref().map(Value::to_string).unwrap_or_default();
        [entry.at.to_string(), by_whom(&entry.who), entry.action.clone(), entry.target_id.clone(), after]
    };
    table::print(["AT", "BY", "ACTION", "TARGET", "AFTER"], &found.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

fn by_whom(who: &Who) -> String {
    match who {
        Who::ApiKey { name, last4, .. } | Who::PlatformKey { name, last4, .. } => format!("{name} (…{last4})"),
        Who::SshKey { name, fingerprint, .. } => format!("{name} ({fingerprint})"),
        Who::Member { email, .. } => email.clone(),
        Who::WidgetToken { application_id } => format!("widget of {application_id}"),
        Who::Operator | Who::Billing | Who::System => who.kind().to_owned(),
    }
}

/// As `GET /v1/audit` has it.
fn shown(entry: &AuditEntry) -> Value {
    json!({
        "id": entry.id,
        "at": entry.at.to_string(),
        "actor": entry.who,
        "action": entry.action,
        "target": { "kind": entry.target_kind, "id": entry.target_id },
        "before": entry.before,
        "after": entry.after,
        "address": entry.whence.address.map(|address| address.to_string()),
        "request_id": entry.whence.request_id,
    })
}
