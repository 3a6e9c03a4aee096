//! `nameplate admin platform-key …`.

use super::{Change, Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, Refused, platform_key_name};
use nameplate_domain::tenancy::{PlatformKey as Kept, PlatformKeyId};
use nameplate_store::Page;
use serde_json::{Value, json};

/// Look after platform keys, which see every tenant.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum PlatformKey {
    /// Make a key for the console's view of the whole platform, and for /v1/platform; the secret is printed this once
    #[command(after_help = "Example:\n  nameplate admin platform-key create --name ops --json")]
    Create {
        /// A label, so that people can tell keys apart
        #[arg(long)]
        name: String,
        #[command(flatten)]
        change: Change,
    },
    /// List the keys, newest first; never their secrets
    #[command(after_help = "Example:\n  nameplate admin platform-key list")]
    List(Look),
    /// Revoke a key: its next request is refused, and browsers that signed in with it are signed out
    #[command(
        after_help = "Example:\n  nameplate admin platform-key revoke 0190f0f0-0000-7000-8000-000000000000 --dry-run"
    )]
    Revoke {
        /// Its identifier
        id: PlatformKeyId,
        #[command(flatten)]
        change: Change,
    },
}

pub(super) async fn run(key: PlatformKey, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    match key {
        PlatformKey::Create { name, change } => create(&control, &name, change).await,
        PlatformKey::List(look) => list(&control, look).await,
        PlatformKey::Revoke { id, change } => revoke(&control, id, change).await,
    }
}

async fn create(control: &Control, name: &str, change: Change) -> Result<(), Failure> {
    if change.dry_run {
        let name = platform_key_name(name)?;
        match change.json {
            true => output::line(json!({ "dry_run": true, "key": { "id": null, "name": name, "secret": null } })),
            false => output::line(format_args!("Would make the platform key {name}.")),
        }
        return Ok(());
    }
    let (key, secret) = control.create_platform_key(name).await?;
    if change.json {
        let mut shown = shown(&key);
        shown["secret"] = secret.reveal().into();
        output::line(json!({ "dry_run": false, "key": shown }));
        return Ok(());
    }
    output::line(format_args!("key     {}  {}", key.id, key.name));
    output::line(format_args!("secret  {}", secret.reveal()));
    output::line("The secret is shown this once. Whoever has it sees and suspends every tenant.");
    Ok(())
}

async fn list(control: &Control, look: Look) -> Result<(), Failure> {
    let place = |key: &Kept| (key.created_at, key.id.0);
    let all = Page::whole(async |page| control.reader().platform_keys(page).await, place).await?;
    if look.json {
        output::line(Value::from(all.iter().map(shown).collect::<Vec<_>>()));
        return Ok(());
    }
    let row = |key: &Kept| {
        let revoked = key.revoked_at.map(|at| format!("revoked {at}")).unwrap_or_default();
        [key.id.to_string(), format!("…{}", key.last4), key.created_at.to_string(), key.name.clone(), revoked]
    };
    table::print(["ID", "SECRET", "MADE", "NAME", ""], &all.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

async fn revoke(control: &Control, id: PlatformKeyId, change: Change) -> Result<(), Failure> {
    let key = control.reader().platform_key(id).await?.ok_or(Refused::NotFound("platform key"))?;
    let changed = match change.dry_run {
        true => key.revoked_at.is_none(),
        false => control.revoke_platform_key(id).await?,
    };
    if change.json {
        let after = control.reader().platform_key(id).await?.unwrap_or(key);
        output::line(json!({ "dry_run": change.dry_run, "changed": changed, "key": shown(&after) }));
        return Ok(());
    }
    let called = format!("{} (…{})", key.name, key.last4);
    match (changed, change.dry_run) {
        (true, true) => output::line(format_args!("Would revoke {called}: its next request is refused.")),
        (true, false) => output::line(format_args!("Revoked {called}: its next request is refused.")),
        (false, _) => output::line(format_args!("{called} is revoked already.")),
    }
    Ok(())
}

fn shown(key: &Kept) -> Value {
    json!({
        "id": key.id,
        "name": key.name,
        "last4": key.last4,
        "created_at": key.created_at.to_string(),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
    })
}
