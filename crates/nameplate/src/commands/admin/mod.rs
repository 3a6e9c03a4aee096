//! `nameplate admin …`: works on the database, needs no key.

mod audit;
mod backup;
mod domain;
mod key;
mod member;
mod migrate_store;
mod plan;
mod platform;
mod platform_key;
mod ssh_key;
pub(super) mod table;
mod tenant;

use super::Failure;
use crate::config::Settings;
use clap::{Args, Subcommand};

/// Look after the platform itself.
#[derive(Subcommand, Debug)]
pub(super) enum Admin {
    /// Make, list, show, suspend and resume tenants
    #[command(subcommand)]
    Tenant(tenant::Tenant),
    /// Make, list and revoke API keys of any tenant
    #[command(subcommand)]
    Key(key::Key),
    /// Register, list and revoke SSH keys of any tenant: for the commands that `nameplate ssh` takes
    #[command(subcommand)]
    SshKey(ssh_key::SshKey),
    /// Invite and list the people who act for a tenant
    #[command(subcommand)]
    Member(member::Member),
    /// Make, list and revoke platform keys: for the console's view of the whole platform
    #[command(subcommand)]
    PlatformKey(platform_key::PlatformKey),
    /// Put tenants on plans, and set limits of their own
    #[command(subcommand)]
    Plan(plan::Plan),
    /// List host names, and move one to another application
    #[command(subcommand)]
    Domain(domain::Domain),
    /// Show who did what to a tenant's data, or to the platform itself
    Audit(audit::Audit),
    /// Print what DNS providers need to know of this platform for Domain Connect: templates, and the TXT records of the signing key
    #[command(
        after_help = "Example:\n  nameplate admin domain-connect --json | jq -r '.templates[].file'\n\nSubmit the templates to https://github.com/Domain-Connect/Templates and publish the TXT records."
    )]
    DomainConnect(Look),
    /// Seal every stored DNS credential and webhook secret under the first key of CREDENTIAL_ENC_KEY
    #[command(
        after_help = "Changing the key:\n  1. set CREDENTIAL_ENC_KEY=new,old everywhere and restart: new secrets are sealed with `new`, both open\n  2. nameplate admin rotate-key\n  3. set CREDENTIAL_ENC_KEY=new\n\nEdges seal their own secrets anew when they next write them; keep `old` for them until certificates were renewed."
    )]
    RotateKey(Change),
    /// Move everything to another database, from SQLite to PostgreSQL or back
    MigrateStore(migrate_store::MigrateStore),
    /// Copy a SQLite database to a file while servers are at work on it
    Backup(backup::Backup),
    /// Put a copy in the place of a SQLite database
    Restore(backup::Restore),
}

/// How something is shown.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Look {
    /// Print JSON
    #[arg(long)]
    json: bool,
}

/// How something is changed.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Change {
    /// Say what would be done and do nothing
    #[arg(long)]
    dry_run: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn run(admin: Admin, settings: Settings) -> Result<(), Failure> {
    match admin {
        Admin::Tenant(tenant) => tenant::run(tenant, &settings).await,
        Admin::Key(key) => key::run(key, &settings).await,
        Admin::SshKey(key) => ssh_key::run(key, &settings).await,
        Admin::Member(member) => member::run(member, &settings).await,
        Admin::PlatformKey(key) => platform_key::run(key, &settings).await,
        Admin::Plan(plan) => plan::run(plan, &settings).await,
        Admin::Domain(domain) => domain::run(domain, &settings).await,
        Admin::Audit(audit) => audit::run(audit, &settings).await,
        Admin::DomainConnect(look) => platform::print_domain_connect(&settings, look),
        Admin::RotateKey(change) => platform::rotate_key(&settings, change).await,
        Admin::MigrateStore(wanted) => migrate_store::run(wanted, &settings).await,
        Admin::Backup(wanted) => backup::back_up(wanted, &settings).await,
        Admin::Restore(wanted) => backup::restore(wanted, &settings).await,
    }
}

/// Seconds until a server that runs on the same database, and edges attached to it, have heard of a change: PostgreSQL hands signals
/// on, and on SQLite the server looks whether others have written.
pub(super) const HEARD_WITHIN_S: u32 = 1;
