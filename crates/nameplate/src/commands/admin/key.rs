//! `nameplate admin key …`.

use super::{Change, HEARD_WITHIN_S, Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, KeySecret, NewApiKey, Refused};
use nameplate_domain::tenancy::{ApiKey, ApiKeyId, ApplicationId, Caller, Scope, Scopes, TenantId};
use nameplate_store::Page;
use serde_json::{Value, json};

/// Look after API keys.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Key {
    /// Make a key of a tenant, or of one of its applications; the secret is printed this once
    #[command(
        after_help = "Examples:\n  nameplate admin key create --tenant 0190f0f0-0000-7000-8000-000000000000 --name ops\n  nameplate admin key create --tenant 0190f0f0-0000-7000-8000-000000000000 --scope connections:read --scope usage:read --json"
    )]
    Create {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        /// The application it is made under; without, it is the tenant's
        #[arg(long)]
        application: Option<ApplicationId>,
        /// A label, so that people can tell keys apart
        #[arg(long, default_value = "made by the operator")]
        name: String,
        /// What it may do; may be repeated; without, everything
        #[arg(long = "scope", value_parser = scope)]
        scopes: Vec<Scope>,
        #[command(flatten)]
        change: Change,
    },
    /// List a tenant's keys, newest first; never their secrets
    #[command(after_help = "Example:\n  nameplate admin key list --tenant 0190f0f0-0000-7000-8000-000000000000")]
    List {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        #[command(flatten)]
        look: Look,
    },
    /// Revoke a key: its next request is refused
    #[command(after_help = "Example:\n  nameplate admin key revoke 0190f0f0-0000-7000-8000-000000000000 --dry-run")]
    Revoke {
        /// Its identifier
        id: ApiKeyId,
        #[command(flatten)]
        change: Change,
    },
}

/// A scope, by its name.
pub(super) fn scope(text: &str) -> Result<Scope, String> {
    Scope::from_name(text).ok_or_else(|| format!("known are {}", Scope::ALL.map(Scope::as_str).join(", ")))
}

pub(super) async fn run(key: Key, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match key {
        Key::Create { tenant, application, name, scopes, change } => {
            let scopes = if scopes.is_empty() { Scope::ALL.into() } else { scopes.into_iter().collect() };
            create(&control, tenant, application, NewApiKey { name, scopes }, change).await
        }
        Key::List { tenant, look } => list(&control, tenant, look).await,
        Key::Revoke { id, change } => revoke(&control, id, change).await,
    };
    control.until_others_are_told().await;
    done
}

async fn create(
    control: &Control,
    tenant: TenantId,
    application: Option<ApplicationId>,
    new: NewApiKey,
    change: Change,
) -> Result<(), Failure> {
    let owner = control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    if let Some(application) = application {
        control.reader().application(tenant, application).await?.ok_or(Refused::NotFound("application"))?;
    }
    if change.dry_run {
        let new = new.checked()?;
        match change.json {
            true => output::line(json!({ "dry_run": true, "key": {
                "id": null, "tenant_id": tenant, "application_id": application, "name": new.name, "scopes": new.scopes,
                "secret": null,
            } })),
            false => output::line(format_args!("Would make a key of {} with {}.", owner.name, listed(&new.scopes))),
        }
        return Ok(());
    }
    let (key, secret) = match application {
        Some(application) => control.create_api_key(&Caller::operator(tenant), application, new, None).await?,
        None => control.create_tenant_key(tenant, new).await?,
    };
    if change.json {
        let mut shown = shown(&key);
        shown["secret"] = secret.reveal().into();
        output::line(json!({ "dry_run": false, "key": shown }));
        return Ok(());
    }
    tell_secret(&key, &secret);
    Ok(())
}

fn tell_secret(key: &ApiKey, secret: &KeySecret) {
    output::line(format_args!("key     {}  {}", key.id, listed(&key.scopes)));
    output::line(format_args!("secret  {}", secret.reveal()));
    output::line("The secret is shown this once.");
}

async fn list(control: &Control, tenant: TenantId, look: Look) -> Result<(), Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    let place = |key: &ApiKey| (key.created_at, key.id.0);
    let all = Page::whole(async |page| control.reader().api_keys_of_tenant(tenant, page).await, place).await?;
    if look.json {
        output::line(Value::from(all.iter().map(shown).collect::<Vec<_>>()));
        return Ok(());
    }
    let rows: Vec<[String; 6]> = all
        .iter()
        .map(|key| {
            let revoked = key.revoked_at.map(|at| format!("revoked {at}")).unwrap_or_default();
            let application = key.application.map_or_else(|| "-".to_owned(), |id| id.to_string());
            [key.id.to_string(), format!("…{}", key.last4), application, listed(&key.scopes), key.name.clone(), revoked]
        })
        .collect();
    table::print(["ID", "SECRET", "APPLICATION", "SCOPES", "NAME", ""], &rows);
    Ok(())
}

async fn revoke(control: &Control, id: ApiKeyId, change: Change) -> Result<(), Failure> {
    let key = control.reader().api_key_of_anybody(id).await?.ok_or(Refused::NotFound("key"))?;
    let changed = match change.dry_run {
        true => key.revoked_at.is_none(),
        false => control.revoke_any_api_key(id).await?,
    };
    if change.json {
        let after = control.reader().api_key_of_anybody(id).await?.unwrap_or(key);
        output::line(json!({
            "dry_run": change.dry_run, "changed": changed, "key": shown(&after),
            "heard_within_s": HEARD_WITHIN_S,
        }));
        return Ok(());
    }
    let called = format!("{} (…{})", key.name, key.last4);
    match (changed, change.dry_run) {
        (true, true) => output::line(format_args!("Would revoke {called}: its next request is refused.")),
        (true, false) => output::line(format_args!("Revoked {called}.")),
        (false, _) => output::line(format_args!("{called} is revoked already.")),
    }
    Ok(())
}

fn listed(scopes: &Scopes) -> String {
    scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ")
}

fn shown(key: &ApiKey) -> Value {
    json!({
        "id": key.id,
        "tenant_id": key.tenant,
        "application_id": key.application,
        "name": key.name,
        "last4": key.last4,
        "scopes": key.scopes,
        "created_at": key.created_at.to_string(),
        "revoked_at": key.revoked_at.map(|at| at.to_string()),
    })
}
