//! `nameplate admin …`: works on the database, needs no key.

use super::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use serde_json::json;

/// Look after the platform itself.
#[derive(Subcommand, Debug)]
pub(super) enum Admin {
    /// Look after tenants
    #[command(subcommand)]
    Tenant(Tenant),
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
    let Admin::Tenant(Tenant::Create { name, json }) = admin;
    let control = control_plane::open_beside_others(&settings).await?;
    let (tenant, key, secret) = control.create_tenant(&name).await?;
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
