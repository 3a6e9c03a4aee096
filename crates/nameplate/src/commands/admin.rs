//! `nameplate admin …`: works on the database, needs no key.

use super::{Failure, output};
use crate::config::Settings;
use crate::wire::{control_plane, domain_connect};
use clap::Subcommand;
use serde_json::json;

/// Look after the platform itself.
#[derive(Subcommand, Debug)]
pub(super) enum Admin {
    /// Look after tenants
    #[command(subcommand)]
    Tenant(Tenant),
    /// Print what DNS providers need to know of this platform for Domain Connect: templates, and the TXT records of the signing key
    #[command(
        after_help = "Example:\n  nameplate admin domain-connect --json | jq -r '.templates[].file'\n\nSubmit the templates to https://github.com/Domain-Connect/Templates and publish the TXT records."
    )]
    DomainConnect {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
    /// Seal every stored DNS credential under the first key of CREDENTIAL_ENC_KEY
    #[command(
        after_help = "Changing the key:\n  1. set CREDENTIAL_ENC_KEY=new,old everywhere and restart: new secrets are sealed with `new`, both open\n  2. nameplate admin rotate-key\n  3. set CREDENTIAL_ENC_KEY=new\n\nEdges seal their own secrets anew when they next write them; keep `old` for them until certificates were renewed."
    )]
    RotateKey {
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

/// Look after tenants.
#[derive(Subcommand, Debug)]
pub(super) enum Tenant {
    /// Make a tenant and its first key, which has every scope
    #[command(after_help = "Example:\n  nameplate admin tenant create --name Acme --json")]
    Create {
        /// Display name
        #[arg(long)]
        name: String,
        /// Print JSON
        #[arg(long)]
        json: bool,
    },
}

pub(super) async fn run(admin: Admin, settings: Settings) -> Result<(), Failure> {
    match admin {
        Admin::Tenant(Tenant::Create { name, json }) => create_tenant(&settings, &name, json).await,
        Admin::DomainConnect { json } => print_domain_connect(&settings, json),
        Admin::RotateKey { json } => rotate_key(&settings, json).await,
    }
}

fn print_domain_connect(settings: &Settings, json: bool) -> Result<(), Failure> {
    let known_by = domain_connect::open(settings)?.ok_or(
        "Domain Connect is not set up: set DOMAIN_CONNECT_PROVIDER_ID and DOMAIN_CONNECT_KEY_FILE (docs/settings.md)",
    )?;
    let name = format!("{}.{}", known_by.key_label, known_by.templates.pub_key_domain);
    let (records, templates) = (known_by.key.public_key_records(), known_by.templates.templates());
    if json {
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

async fn rotate_key(settings: &Settings, json: bool) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let resealed = control.reseal_credentials().await?;
    match json {
        true => output::line(json!({ "resealed": resealed })),
        false => output::line(format_args!("Sealed under the first key: {resealed}.")),
    }
    Ok(())
}

async fn create_tenant(settings: &Settings, name: &str, json: bool) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let (tenant, key, secret) = control.create_tenant(name).await?;
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    if json {
        output::line(json!({
            "tenant": { "id": tenant.id, "name": tenant.name },
            "key": { "id": key.id, "secret": secret.reveal(), "scopes": scopes },
        }));
    } else {
        output::line(format_args!("tenant  {}  {}", tenant.id, tenant.name));
        output::line(format_args!("key     {}  {}", key.id, scopes.join(" ")));
        output::line(format_args!("secret  {}", secret.reveal()));
        output::line("The secret is shown this once.");
    }
    Ok(())
}
