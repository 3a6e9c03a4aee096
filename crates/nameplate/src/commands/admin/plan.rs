//! `nameplate admin plan …`.

use super::Change;
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, LimitChanges, Refused};
use nameplate_domain::connection::UsageKind;
use nameplate_domain::plans;
use nameplate_domain::tenancy::{Caller, TenantId};
use nameplate_store::TenantQuota;
use serde_json::{Value, json};

/// Look after what tenants may use.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Plan {
    /// Put a tenant on a plan, paid for or not
    #[command(
        after_help = "Example:\n  nameplate admin plan set --tenant 0190f0f0-0000-7000-8000-000000000000 --plan growth\n\nA subscription at the billing provider is left alone, and has its say again with its next notice, at the latest when it is next paid."
    )]
    Set {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        /// Which
        #[arg(long, value_parser = plan)]
        plan: plans::Plan,
        #[command(flatten)]
        change: Change,
    },
    /// Set limits of one tenant, instead of its plan's
    #[command(
        after_help = "Examples:\n  nameplate admin plan limits --tenant 0190f0f0-0000-7000-8000-000000000000 --connect 5000\n  nameplate admin plan limits --tenant 0190f0f0-0000-7000-8000-000000000000 --connect plan --max-domains-per-app 50 --dry-run"
    )]
    Limits {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        /// New connections a month: a number, `none` for no limit, or `plan` for the plan's
        #[arg(long, value_parser = limit, required_unless_present = "max_domains_per_app")]
        connect: Option<Limit>,
        /// Host names of one application, by the interface for platforms
        #[arg(long, value_name = "N")]
        max_domains_per_app: Option<i64>,
        #[command(flatten)]
        change: Change,
    },
}

/// A limit of a tenant.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::commands) enum Limit {
    /// Instead of the plan's; `None` for no limit.
    Own(Option<i64>),
    /// The plan's.
    OfPlan,
}

/// Reads a plan's name.
pub(super) fn plan(text: &str) -> Result<plans::Plan, String> {
    let known = || plans::Plan::ALL.map(plans::Plan::as_str).join(", ");
    plans::Plan::from_name(text).ok_or_else(|| format!("known are {}", known()))
}

fn limit(text: &str) -> Result<Limit, String> {
    match text {
        "none" => Ok(Limit::Own(None)),
        "plan" => Ok(Limit::OfPlan),
        number => number.parse().map(|limit| Limit::Own(Some(limit))).map_err(|_| "give a number, none or plan".into()),
    }
}

pub(super) async fn run(plan: Plan, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match plan {
        Plan::Set { tenant, plan, change } => set(&control, tenant, plan, change).await,
        Plan::Limits { tenant, connect, max_domains_per_app, change } => {
            limits(&control, tenant, connect, max_domains_per_app, change).await
        }
    };
    control.until_others_are_told().await;
    done
}

async fn set(control: &Control, tenant: TenantId, plan: plans::Plan, change: Change) -> Result<(), Failure> {
    let before = quota(control, tenant).await?;
    let after = match change.dry_run {
        true => TenantQuota { plan, ..before.clone() },
        false => control.set_plan(&Caller::operator(tenant), tenant, plan).await?,
    };
    tell(&before, &after, change);
    Ok(())
}

async fn limits(
    control: &Control,
    tenant: TenantId,
    connect: Option<Limit>,
    max_domains_per_app: Option<i64>,
    change: Change,
) -> Result<(), Failure> {
    let before = quota(control, tenant).await?;
    let mut overrides = before.overrides.clone();
    match connect {
        Some(Limit::Own(limit)) => drop(overrides.insert(UsageKind::Connect, limit)),
        Some(Limit::OfPlan) => drop(overrides.remove(&UsageKind::Connect)),
        None => {}
    }
    let changes = LimitChanges { overrides: Some(overrides.clone()), max_domains_per_app };
    changes.check()?;
    let after = match change.dry_run {
        true => TenantQuota {
            overrides,
            max_domains_per_app: max_domains_per_app.unwrap_or(before.max_domains_per_app),
            ..before.clone()
        },
        false => control.set_limits(&Caller::operator(tenant), tenant, changes).await?,
    };
    tell(&before, &after, change);
    Ok(())
}

async fn quota(control: &Control, tenant: TenantId) -> Result<TenantQuota, Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    Ok(control.quota_of(tenant).await?)
}

fn tell(before: &TenantQuota, after: &TenantQuota, change: Change) {
    let (from, to) = (shown(before), shown(after));
    if change.json {
        output::line(json!({ "dry_run": change.dry_run, "changed": from != to, "before": from, "after": to }));
        return;
    }
    match (from == to, change.dry_run) {
        (true, _) => output::line(format_args!("It is so already: {to}")),
        (false, true) => output::line(format_args!("Would change {from}\nto           {to}")),
        (false, false) => output::line(format_args!("Changed {from}\nto      {to}")),
    }
}

/// A tenant's plan and limits.
pub(super) fn shown(quota: &TenantQuota) -> Value {
    json!({ "plan": quota.plan, "limits": quota.overrides, "max_domains_per_app": quota.max_domains_per_app })
}
