//! `nameplate admin tenant …`.

use super::{Change, HEARD_WITHIN_S, Look, plan, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, Refused, suspension_reason, tenant_name};
use nameplate_domain::plans;
use nameplate_domain::tenancy::{self, Caller, Operator, Scope, TenantId};
use nameplate_store::{Page, Suspension};
use serde_json::{Value, json};

/// Look after tenants.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Tenant {
    /// Make a tenant and its first key, which has every scope
    #[command(after_help = "Example:\n  nameplate admin tenant create --name Acme --json")]
    Create {
        /// Display name
        #[arg(long)]
        name: String,
        /// The plan it is on; without, the platform's first
        #[arg(long, value_parser = plan::plan)]
        plan: Option<plans::Plan>,
        #[command(flatten)]
        change: Change,
    },
    /// List all tenants, newest first
    #[command(
        after_help = "Examples:\n  nameplate admin tenant list\n  nameplate admin tenant list --json | jq -r '.[].id'"
    )]
    List(#[command(flatten)] Look),
    /// Show a tenant, what it has, and whether it is suspended
    #[command(after_help = "Example:\n  nameplate admin tenant show 0190f0f0-0000-7000-8000-000000000000")]
    Show {
        /// Its identifier
        id: TenantId,
        #[command(flatten)]
        look: Look,
    },
    /// Put a tenant out of service: its keys are refused, its names are not served; nothing is deleted
    #[command(
        after_help = "Examples:\n  nameplate admin tenant suspend 0190f0f0-0000-7000-8000-000000000000 --reason 'unpaid since May' --dry-run\n  nameplate admin tenant suspend 0190f0f0-0000-7000-8000-000000000000 --reason 'unpaid since May'"
    )]
    Suspend {
        /// Its identifier
        id: TenantId,
        /// Why, for whoever looks at it later
        #[arg(long)]
        reason: String,
        #[command(flatten)]
        change: Change,
    },
    /// Put a suspended tenant back into service, as it was
    #[command(after_help = "Example:\n  nameplate admin tenant resume 0190f0f0-0000-7000-8000-000000000000")]
    Resume {
        /// Its identifier
        id: TenantId,
        #[command(flatten)]
        change: Change,
    },
}

pub(super) async fn run(tenant: Tenant, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match tenant {
        Tenant::Create { name, plan, change } => create(&control, &name, plan, change).await,
        Tenant::List(look) => list(&control, look).await,
        Tenant::Show { id, look } => show(&control, id, look).await,
        Tenant::Suspend { id, reason, change } => suspend(&control, id, &reason, change).await,
        Tenant::Resume { id, change } => resume(&control, id, change).await,
    };
    control.until_others_are_told().await;
    done
}

async fn create(control: &Control, name: &str, plan: Option<plans::Plan>, change: Change) -> Result<(), Failure> {
    if change.dry_run {
        let (name, scopes) = (tenant_name(name)?, Scope::ALL.map(Scope::as_str));
        let plan = plan.unwrap_or(control.commerce().default_plan);
        match change.json {
            true => output::line(json!({
                "dry_run": true,
                "tenant": { "id": null, "name": name },
                "plan": plan.as_str(),
                "key": { "id": null, "secret": null, "scopes": scopes },
            })),
            false => output::line(format_args!(
                "Would make the tenant {name} on {plan}, and a key with {}.",
                scopes.join(" ")
            )),
        }
        return Ok(());
    }
    let (tenant, key, secret) = control.create_tenant(&Operator::at_the_command_line(), name, plan, None).await?;
    let scopes: Vec<&str> = key.scopes.iter().map(|scope| scope.as_str()).collect();
    if change.json {
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

async fn list(control: &Control, look: Look) -> Result<(), Failure> {
    let place = |(tenant, _): &(tenancy::Tenant, _)| (tenant.created_at, tenant.id.0);
    let all = Page::whole(async |page| control.reader().tenants(page).await, place).await?;
    if look.json {
        let shown: Vec<Value> = all.iter().map(|(tenant, suspended)| shown(tenant, suspended.as_ref())).collect();
        output::line(Value::from(shown));
        return Ok(());
    }
    let rows: Vec<[String; 4]> = all
        .iter()
        .map(|(tenant, suspended)| {
            let why = suspended.as_ref().map_or_else(String::new, |suspended| format!("suspended: {}", suspended.why));
            [tenant.id.to_string(), tenant.created_at.to_string(), tenant.name.clone(), why]
        })
        .collect();
    table::print(["ID", "CREATED", "NAME", ""], &rows);
    Ok(())
}

async fn show(control: &Control, id: TenantId, look: Look) -> Result<(), Failure> {
    let (tenant, suspended) = found(control, id).await?;
    let counts = control.reader().tenant_counts(id).await?.ok_or(Refused::NotFound("tenant"))?;
    let quota = control.quota_of(id).await?;
    if look.json {
        let mut shown = shown(&tenant, suspended.as_ref());
        shown["applications"] = counts.applications.into();
        shown["connections"] = counts.connections.into();
        shown["live"] = counts.live.into();
        shown["quota"] = plan::shown(&quota);
        output::line(shown);
        return Ok(());
    }
    output::line(format_args!("tenant        {}  {}", tenant.id, tenant.name));
    output::line(format_args!("created       {}", tenant.created_at));
    output::line(format_args!("applications  {}", counts.applications));
    output::line(format_args!("connections   {}, {} of them live", counts.connections, counts.live));
    output::line(format_args!("plan          {}", quota.plan.as_str()));
    if let Some(suspended) = suspended {
        output::line(format_args!("suspended     {}  {}", suspended.at, suspended.why));
    }
    Ok(())
}

async fn suspend(control: &Control, id: TenantId, reason: &str, change: Change) -> Result<(), Failure> {
    let (tenant, before) = found(control, id).await?;
    suspension_reason(reason)?;
    let counts = control.reader().tenant_counts(id).await?.ok_or(Refused::NotFound("tenant"))?;
    let changed = match change.dry_run {
        true => before.is_none(),
        false => control.suspend_tenant(&Caller::operator(id), reason).await?,
    };
    let after = control.reader().suspension(id).await?;
    if change.json {
        output::line(json!({
            "dry_run": change.dry_run, "changed": changed, "tenant": shown(&tenant, after.as_ref()),
            "connections": counts.connections, "live": counts.live, "heard_within_s": HEARD_WITHIN_S,
        }));
        return Ok(());
    }
    match (changed, change.dry_run, after) {
        (true, true, _) => output::line(format_args!(
            "Would suspend {}: its keys are refused, and its {} live names are no longer served. Nothing is deleted.",
            tenant.name, counts.live
        )),
        (true, false, _) => output::line(format_args!(
            "Suspended {}: its keys are refused, and its {} live names are no longer served.",
            tenant.name, counts.live
        )),
        (false, _, after) => {
            let why = after.map(|after| format!(", since {}: {}", after.at, after.why)).unwrap_or_default();
            output::line(format_args!("{} is suspended already{why}", tenant.name));
        }
    }
    Ok(())
}

async fn resume(control: &Control, id: TenantId, change: Change) -> Result<(), Failure> {
    let (tenant, before) = found(control, id).await?;
    let changed = match change.dry_run {
        true => before.is_some(),
        false => control.resume_tenant(&Caller::operator(id)).await?,
    };
    let after = control.reader().suspension(id).await?;
    if change.json {
        output::line(json!({
            "dry_run": change.dry_run, "changed": changed, "tenant": shown(&tenant, after.as_ref()),
            "heard_within_s": HEARD_WITHIN_S,
        }));
        return Ok(());
    }
    match (changed, change.dry_run) {
        (true, true) => output::line(format_args!("Would resume {}: its keys and names work again.", tenant.name)),
        (true, false) => output::line(format_args!("Resumed {}: its keys and names work again.", tenant.name)),
        (false, _) => output::line(format_args!("{} is not suspended.", tenant.name)),
    }
    Ok(())
}

async fn found(control: &Control, id: TenantId) -> Result<(tenancy::Tenant, Option<Suspension>), Failure> {
    let tenant = control.reader().tenant(id).await?.ok_or(Refused::NotFound("tenant"))?;
    Ok((tenant, control.reader().suspension(id).await?))
}

fn shown(tenant: &tenancy::Tenant, suspended: Option<&Suspension>) -> Value {
    json!({
        "id": tenant.id,
        "name": tenant.name,
        "created_at": tenant.created_at.to_string(),
        "suspended": suspended.map(|suspended| json!({ "at": suspended.at.to_string(), "reason": suspended.why })),
    })
}
