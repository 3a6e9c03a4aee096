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
mod stop;
mod undo;
mod values;
mod wished;
mod write;
mod zone_lines;
mod zones;

pub(super) use args::Dns;

use super::{EXIT_FAILED, EXIT_USAGE, output};
use crate::config::Environment;
use args::Records;
use std::process::ExitCode;
use std::time::Duration;
use stop::{Outcome, Stop};

/// Something would change, and was not written because nobody asked for it.
const EXIT_PENDING: u8 = 2;

/// Runs the command and returns its exit code.
pub(super) fn run(dns: Dns, environment: &Environment) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            output::error(&error);
            return ExitCode::from(EXIT_FAILED);
        }
    };
    let result = runtime.block_on(carry_out(dns, environment));
    // Name look-ups of the system resolver may still be under way on threads that cannot be interrupted.
    runtime.shutdown_timeout(Duration::from_millis(100));
    match result {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Pending) => ExitCode::from(EXIT_PENDING),
        Err(stop) => {
            output::error(&stop);
            match stop {
                Stop::Usage(_) => ExitCode::from(EXIT_USAGE),
                Stop::Failed(_) => ExitCode::from(EXIT_FAILED),
            }
        }
    }
}

async fn carry_out(dns: Dns, environment: &Environment) -> Result<Outcome, Stop> {
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
