//! `nameplate admin member …`.

use super::{Change, Look, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::control_plane;
use clap::Subcommand;
use nameplate_control::{Control, NewInvitation, Refused};
use nameplate_domain::tenancy::{Caller, Member as Kept, Role, TenantId};
use nameplate_store::Page;
use serde_json::{Value, json};

/// Look after the people who act for a tenant.
#[derive(Subcommand, Debug)]
pub(in crate::commands) enum Member {
    /// Invite somebody, e.g. the first owner; the link is printed this once
    #[command(
        after_help = "Example:\n  nameplate admin member invite --tenant 0190f0f0-0000-7000-8000-000000000000 --email ada@acme.example --role owner"
    )]
    Invite {
        /// Whose member they would be
        #[arg(long)]
        tenant: TenantId,
        /// Their e-mail address, as their identity provider has it
        #[arg(long)]
        email: String,
        /// What they would be: owner, admin, developer or viewer
        #[arg(long, value_parser = role)]
        role: Role,
        #[command(flatten)]
        change: Change,
    },
    /// List a tenant's members, newest first
    #[command(after_help = "Example:\n  nameplate admin member list --tenant 0190f0f0-0000-7000-8000-000000000000")]
    List {
        /// Whose
        #[arg(long)]
        tenant: TenantId,
        #[command(flatten)]
        look: Look,
    },
}

fn role(text: &str) -> Result<Role, String> {
    Role::from_name(text).ok_or_else(|| format!("known are {}", Role::ALL.map(Role::as_str).join(", ")))
}

pub(super) async fn run(member: Member, settings: &Settings) -> Result<(), Failure> {
    let control = control_plane::open_beside_others(settings).await?;
    let done = match member {
        Member::Invite { tenant, email, role, change } => {
            invite(&control, settings, tenant, NewInvitation { email, role }, change).await
        }
        Member::List { tenant, look } => list(&control, tenant, look).await,
    };
    control.until_others_are_told().await;
    done
}

async fn invite(
    control: &Control,
    settings: &Settings,
    tenant: TenantId,
    new: NewInvitation,
    change: Change,
) -> Result<(), Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    let new = new.checked()?;
    let (email, role) = (new.email.clone(), new.role.as_str());
    if change.dry_run {
        match change.json {
            true => output::line(json!({ "dry_run": true, "invitation": {
                "id": null, "email": email, "role": role, "expires_at": null, "url": null,
            } })),
            false => output::line(format_args!("Would invite {email} as {role}.")),
        }
        return Ok(());
    }
    let (made, link) = control.create_invitation(&Caller::operator(tenant), new, None).await?;
    let url = format!("{}/console/sign-in?invitation={}", settings.public_url(), link.reveal());
    if change.json {
        output::line(json!({ "dry_run": false, "invitation": {
            "id": made.id, "email": email, "role": role, "expires_at": made.expires_at.to_string(), "url": url,
        } }));
        return Ok(());
    }
    output::line(format_args!("Invited {email} as {role}, until {}.", made.expires_at));
    output::line(format_args!("link    {url}"));
    output::line("The link is shown this once. It is good for them alone, and once.");
    Ok(())
}

async fn list(control: &Control, tenant: TenantId, look: Look) -> Result<(), Failure> {
    control.reader().tenant(tenant).await?.ok_or(Refused::NotFound("tenant"))?;
    let place = |member: &Kept| (member.created_at, member.id.0);
    let all = Page::whole(async |page| control.reader().members(tenant, page).await, place).await?;
    if look.json {
        output::line(Value::from(all.iter().map(shown).collect::<Vec<_>>()));
        return Ok(());
    }
    let seen = |member: &Kept| member.last_seen_at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let row = |member: &Kept| {
        let name = member.name.clone().unwrap_or_default();
        [member.id.to_string(), member.role.as_str().to_owned(), member.email.clone(), seen(member), name]
    };
    table::print(["ID", "ROLE", "E-MAIL", "SEEN", "NAME"], &all.iter().map(row).collect::<Vec<_>>());
    Ok(())
}

fn shown(member: &Kept) -> Value {
    json!({
        "id": member.id,
        "email": member.email,
        "name": member.name,
        "role": member.role.as_str(),
        "created_at": member.created_at.to_string(),
        "last_seen_at": member.last_seen_at.map(|at| at.to_string()),
    })
}
