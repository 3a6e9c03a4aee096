//! What concerns the platform as a whole.

use super::{Change, Look};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::{control_plane, domain_connect};
use serde_json::json;

pub(super) fn print_domain_connect(settings: &Settings, look: Look) -> Result<(), Failure> {
    let known_by = domain_connect::open(settings)?.ok_or(
        "Domain Connect is not set up: set DOMAIN_CONNECT_PROVIDER_ID and DOMAIN_CONNECT_KEY_FILE (/docs/self-hosting/configuration)",
    )?;
    let name = format!("{}.{}", known_by.key_label, known_by.templates.pub_key_domain);
    let (records, templates) = (known_by.key.public_key_records(), known_by.templates.templates());
    if look.json {
        let templates: Vec<_> =
            templates.iter().map(|(file, template)| json!({ "file": file, "template": template })).collect();
        let records: Vec<_> =
            records.iter().map(|value| json!({ "host": name, "type": "TXT", "value": value })).collect();
        output::line(json!({ "templates": templates, "records": records }));
        return Ok(());
    }
    for value in records {
        output::line(format_args!("{name} 3600 IN TXT \"{value}\""));
    }
    for (file, template) in templates {
        output::line(format_args!("\n{file}\n{template:#}"));
    }
    Ok(())
}

pub(super) async fn rotate_key(settings: &Settings, change: Change) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let resealed = match change.dry_run {
        true => control.credentials_to_reseal().await? + control.webhook_secrets_to_reseal().await?,
        false => control.reseal_credentials().await? + control.reseal_webhook_secrets().await?,
    };
    match (change.json, change.dry_run) {
        (true, dry_run) => output::line(json!({ "dry_run": dry_run, "resealed": resealed })),
        (false, true) => output::line(format_args!("Would seal under the first key: {resealed}.")),
        (false, false) => output::line(format_args!("Sealed under the first key: {resealed}.")),
    }
    Ok(())
}
