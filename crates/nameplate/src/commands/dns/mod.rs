//! `nameplate dns …`: the zones of DNS providers, without the API and without a database.
//!
//! What to write is decided by `nameplate_domain::zone::plan`, and written by `nameplate_providers::carry_out`, as the control plane
//! does it; here are the ways in (arguments, files) and out (words, JSON, receipts, exit codes).

mod apply;
mod args;
mod credential;
mod detect;
mod hand;
mod json_records;
mod names;
mod providers;
mod receipt;
mod records;
mod show;
mod undo;
mod values;
mod wished;
mod write;
mod zone_lines;
mod zones;

pub(super) use args::Dns;

use super::ending::{Outcome, Stop};
use super::output;
use crate::config::Environment;
use args::Records;

pub(super) async fn run(dns: Dns, environment: &Environment) -> Result<Outcome, Stop> {
    match dns {
        Dns::Providers { json } => providers::run(json, environment),
        Dns::Detect { name, json } => detect::run(&name, json, environment).await,
        Dns::Zones { at, json } => zones::run(&at, json, environment).await,
        Dns::Records(Records::List(list)) => records::list(list, environment).await,
        Dns::Records(Records::Set(set)) => records::set(set, environment).await,
        Dns::Records(Records::Delete(delete)) => records::delete(delete, environment).await,
        Dns::Plan(plan) => apply::plan(plan, environment).await,
        Dns::Apply(apply) => apply::apply(apply, environment).await,
        Dns::Undo(undo) => undo::run(undo, environment).await,
    }
}
