//! `nameplate admin ssh-key …`.

use super::{Change, Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, NewSshKey, Refused};
use nameplate_domain::tenancy::{ApplicationId, Caller, Scope, SshKey as Kept, SshKeyId, TenantId};
use nameplate_store::Page;
use serde_json::{Value, json};
use std::io::Read as _;

/// Keys read in one go.
const PAGE: u32 = 500;
/// Longest file that is read, in octets: more than any public key has.
const FILE_LENGTH_MAX: u64 = 64 * 1024;

/// Look after SSH keys.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum SshKey {
    /// Register a public key: whoever has its private half runs `domain` and `route` over SSH as the tenant
    #[command(
        after_help = "Examples:\n  nameplate admin ssh-key add --tenant 0190f0f0-0000-7000-8000-000000000000 ~/.ssh/id_ed25519.pub\n  ssh-add -L | head -n 1 | nameplate admin ssh-key add --tenant 0190f0f0-0000-7000-8000-000000000000 --name ada -"
    )]
    Add {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        /// The application that commands are for when they name none
        #[arg(long)]
        application: Option<ApplicationId>,
        /// A label, so that people can tell keys apart [default: the comment behind the key]
        #[arg(long)]
        name: Option<String>,
        /// What it may do; may be repeated [default: connections:read and connections:write]
        #[arg(long = "scope", value_parser = super::key::scope)]
        scopes: Vec<Scope>,
        /// The .pub file; `-` reads standard input
        #[arg(value_name = "FILE")]
        file: String,
        #[command(flatten)]
        change: Change,
    },
    /// List a tenant's keys, newest first
    #[command(after_help = "Example:\n  nameplate admin ssh-key list --tenant 0190f0f0-0000-7000-8000-000000000000")]
    List {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        #[command(flatten)]
        look: Look,
    },
    /// Revoke a key: it lets nobody in, and who is in can do nothing more
    #[command(after_help = "Example:\n  nameplate admin ssh-key revoke 0190f0f0-0000-7000-8000-000000000000 --dry-run")]
    Revoke {
        /// Its identifier
        id: SshKeyId,
        #[command(flatten)]
        change: Change,
    },
}

pub(super) async fn run(key: SshKey, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match key {
        SshKey::Add { tenant, application, name, scopes, file, change } => {
            let scopes = (!scopes.is_empty()).then(|| scopes.into_iter().collect());
            add(&control, tenant, NewSshKey { name, public_key: read(&file)?, application, scopes }, change).await
        }
        SshKey::List { tenant, look } => list(&control, tenant, look).await,
        SshKey::Revoke { id, change } => revoke(&control, id, change).await,
    };
    control.until_others_are_told().await;
    done
}

fn read(file: &str) -> Result<String, Failure> {
    let mut text = String::new();
    let read = match file {
        "-" => std::io::stdin().take(FILE_LENGTH_MAX).read_to_string(&mut text),
        path => std::fs::File::open(path).and_then(|file| file.take(FILE_LENGTH_MAX).read_to_string(&mut text)),
    };
    read.map_err(|error| format!("{file} cannot be read: {error}"))?;
    Ok(text)
}

async fn add(control: &Control, tenant: TenantId, new: NewSshKey, change: Change) -> Result<(), Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    let operator = Caller::operator(tenant);
    let key = match change.dry_run {
        true => {
            let key = control.look_at_new_ssh_key(&operator, new).await?;
            if control.ssh_key_in_use(&key.fingerprint).await?.is_some() {
                return Err(Refused::SshKeyInUse.into());
            }
            key
        }
        false => control.register_ssh_key(&operator, new, None).await?,
    };
    if change.json {
        let mut shown = shown(&key);
        if change.dry_run {
            shown["id"] = Value::Null;
        }
        output::line(json!({ "dry_run": change.dry_run, "ssh_key": shown }));
        return Ok(());
    }
    match change.dry_run {
        true => output::line(format_args!("Would register {} ({}).", key.name, key.fingerprint)),
        false => output::line(format_args!("Registered {} ({}) as {}.", key.name, key.fingerprint, key.id)),
    }
    Ok(())
}

async fn list(control: &Control, tenant: TenantId, look: Look) -> Result<(), Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    let mut all: Vec<Kept> = Vec::new();
    let mut page = Page::first(PAGE);
    loop {
        let some = control.reader().ssh_keys(tenant, None, page).await?;
        let is_last = some.len() < PAGE as usize;
        page.before = some.last().map(|key| (key.created_at, key.id.0));
        all.extend(some);
        if is_last {
            break;
        }
    }
    if look.json {
        output::line(Value::from(all.iter().map(shown).collect::<Vec<_>>()));
        return Ok(());
    }
    let rows: Vec<[String; 5]> = all
        .iter()
        .map(|key| {
            let used = key.used_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
            let revoked = key.revoked_at.map(|at| format!("revoked {at}")).unwrap_or_default();
            [key.id.to_string(), key.fingerprint.clone(), key.name.clone(), used, revoked]
        })
        .collect();
    table::print(["ID", "FINGERPRINT", "NAME", "LAST USED", ""], &rows);
    Ok(())
}

async fn revoke(control: &Control, id: SshKeyId, change: Change) -> Result<(), Failure> {
    let key = control.reader().ssh_key_of_anybody(id).await?.ok_or(Refused::NotFound("SSH key"))?;
    let changed = match change.dry_run {
        true => key.revoked_at.is_none(),
        false => control.revoke_ssh_key(&Caller::operator(key.tenant), id).await?,
    };
    if change.json {
        let after = control.reader().ssh_key_of_anybody(id).await?.unwrap_or(key);
        output::line(json!({ "dry_run": change.dry_run, "changed": changed, "ssh_key": shown(&after) }));
        return Ok(());
    }
    let called = format!("{} ({})", key.name, key.fingerprint);
    match (changed, change.dry_run) {
        (true, true) => output::line(format_args!("Would revoke {called}: it lets nobody in from then on.")),
        (true, false) => output::line(format_args!("Revoked {called}.")),
        (false, _) => output::line(format_args!("{called} is revoked already.")),
    }
    Ok(())
}

/// As `GET /v1/ssh-keys` has it, and whose it is.
fn shown(key: &Kept) -> Value {
    json!({
        "id": key.id,
        "tenant_id": key.tenant,
        "application_id": key.application,
        "name": key.name,
        "public_key": key.public_key,
        "fingerprint": key.fingerprint,
        "scopes": key.scopes,
        "created_at": key.created_at.to_string(),
        "last_used_at": key.used_at.map(|at| at.to_string()),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
    })
}
