//! `nameplate admin …`: works on the database, needs no key.

use super::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::Control;
use serde_json::json;

/// Look after the platform itself.
#[derive(Subcommand, Debug)]
pub(super) enum Admin {
    /// Look after tenants
    #[command(subcommand)]
    Tenant(Tenant),
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
    let control = control_plane::open_beside_others(&settings).await?;
    match admin {
        Admin::Tenant(Tenant::Create { name, json }) => create_tenant(&control, &name, json).await,
        Admin::RotateKey { json } => rotate_key(&control, json).await,
    }
}

async fn rotate_key(control: &Control, json: bool) -> Result<(), Failure> {
    let resealed = control.reseal_credentials().await?;
    match json {
        true => output::line(json!({ "resealed": resealed })),
        false => output::line(format_args!("{resealed} credentials were sealed under the first key.")),
    }
    Ok(())
}

async fn create_tenant(control: &Control, name: &str, json: bool) -> Result<(), Failure> {
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
