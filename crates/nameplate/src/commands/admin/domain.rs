//! `nameplate admin domain …`.

use super::{Change, HEARD_WITHIN_S, Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, Refused};
use nameplate_domain::connection::Connection;
use nameplate_domain::records::Record;
use nameplate_domain::route::plan::Step;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use nameplate_store::{ConnectionFilter, Page};
use serde_json::{Value, json};

/// Look after host names.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Domain {
    /// List host names with their states, newest first
    #[command(
        after_help = "Examples:\n  nameplate admin domain list\n  nameplate admin domain list --tenant 0190f0f0-0000-7000-8000-000000000000 --limit 1000 --json"
    )]
    List {
        /// Only this tenant's
        #[arg(long)]
        tenant: Option<TenantId>,
        /// At most so many
        #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=100_000))]
        limit: u32,
        #[command(flatten)]
        look: Look,
    },
    /// Take a host name from its holder and give it to another tenant or application, which has to prove it anew
    #[command(
        after_help = "Examples:\n  nameplate admin domain transfer shop.customer.com --to 0190f0f0-0000-7000-8000-000000000000 --dry-run\n  nameplate admin domain transfer shop.customer.com --to 0190f0f0-0000-7000-8000-000000000000 --application Shop\n\nThe name is not served until it is proven. Routes that served it go back to their default host names. Both sides are told:\ndomain.transferred."
    )]
    Transfer {
        /// The host name
        hostname: String,
        /// The tenant that is to have it, or one of its applications
        #[arg(long)]
        to: TenantId,
        /// Which of the tenant's applications, by its identifier or name; needed when it has several
        #[arg(long)]
        application: Option<String>,
        #[command(flatten)]
        change: Change,
    },
}

pub(super) async fn run(domain: Domain, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match domain {
        Domain::List { tenant, limit, look } => list(&control, tenant, limit, look).await,
        Domain::Transfer { hostname, to, application, change } => {
            let to = control.transfer_recipient(to, application.as_deref()).await?;
            transfer(&control, &hostname, to, change).await
        }
    };
    control.until_others_are_told().await;
    done
}

async fn list(control: &Control, tenant: Option<TenantId>, limit: u32, look: Look) -> Result<(), Failure> {
    let reader = control.reader();
    let mut found = match tenant {
        Some(tenant) => {
            reader.tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
            reader.connections(tenant, &ConnectionFilter::default(), Page::first(limit + 1)).await?
        }
        None => reader.connections_of_everybody(None, limit + 1).await?,
    };
    let has_more = found.len() > limit as usize;
    found.truncate(limit as usize);
    match look.json {
        true => output::line(Value::from(found.iter().map(shown).collect::<Vec<_>>())),
        false => {
            let row = |connection: &Connection| {
                let id = |id: &dyn std::fmt::Display| id.to_string();
                let (host, state) = (connection.hostname.to_string(), connection.state.to_string());
                [host, state, id(&connection.tenant), id(&connection.application), id(&connection.id)]
            };
            table::print(
                ["HOSTNAME", "STATE", "TENANT", "APPLICATION", "ID"],
                &found.iter().map(row).collect::<Vec<_>>(),
            );
        }
    }
    if has_more {
        output::progress("There are more; raise --limit to see them.");
    }
    Ok(())
}

async fn transfer(control: &Control, hostname: &str, to: ApplicationId, change: Change) -> Result<(), Failure> {
    if change.dry_run {
        let plan = control.plan_transfer(hostname, to).await?;
        if change.json {
            let to = json!({ "id": null, "tenant_id": plan.to.tenant, "application_id": plan.to.id, "state": "pending_ownership" });
            let step = |step: &Step| json!({ "do": step.kind(), "what": step.to_string() });
            let steps: Vec<Value> = plan.steps.iter().map(step).collect();
            output::line(json!({
                "dry_run": true, "hostname": plan.holder.hostname.as_str(), "from": shown(&plan.holder), "to": to, "dns": [],
                "plan": { "steps": steps },
            }));
            return Ok(());
        }
        let holder = &plan.holder;
        output::line(format_args!(
            "Would archive {} ({}) of application {}.",
            holder.hostname, holder.state, holder.application
        ));
        for step in &plan.steps {
            output::line(format_args!("Would also: {step}"));
        }
        output::line(format_args!(
            "Would make it pending for {} ({}), to be proven by a fresh DNS challenge.",
            plan.to.name, plan.to.id
        ));
        output::line(format_args!("{} would not be served until then.", holder.hostname));
        return Ok(());
    }
    let done = control.transfer_domain(hostname, to).await?;
    if change.json {
        let dns: Vec<Value> = done.challenges.iter().map(record).collect();
        output::line(json!({
            "dry_run": false, "hostname": done.to.hostname.as_str(), "from": shown(&done.from), "to": shown(&done.to), "dns": dns,
            "heard_within_s": HEARD_WITHIN_S,
        }));
        return Ok(());
    }
    output::line(format_args!("Archived  {}  of application {}", done.from.id, done.from.application));
    output::line(format_args!("Pending   {}  of application {}", done.to.id, done.to.application));
    output::line(format_args!("\nTo prove {}, its owner publishes one of:", done.to.hostname));
    for Record { host, rtype, value, .. } in &done.challenges {
        output::line(format_args!("  {host}  {rtype}  {value}"));
    }
    Ok(())
}

fn shown(connection: &Connection) -> Value {
    json!({
        "id": connection.id,
        "hostname": connection.hostname.as_str(),
        "state": connection.state.as_str(),
        "tenant_id": connection.tenant,
        "application_id": connection.application,
        "created_at": connection.created_at.to_string(),
    })
}

fn record(record: &Record) -> Value {
    json!({ "host": record.host, "type": record.rtype.as_str(), "value": record.value, "ttl": record.ttl })
}
