//! `nameplate domain …`: claims, over the API.
//!
//! What a command found or did is a report; how it reads is the report's own affair, and where it is written that of the desk's sheet. So
//! that whoever else has a way to the API can run the same commands.

pub(super) mod add;
pub(super) mod args;
pub(super) mod attach;
pub(super) mod check;
pub(super) mod list;
pub(super) mod remove;
pub(super) mod shown;
#[cfg(test)]
mod tests;
pub(super) mod watch;

pub(super) use args::Domain;

use super::desk::Desk;
use super::ending::{Outcome, Stop};
use super::sheet::tell;
use schemars::Schema;

/// Runs a command, and writes what came of it.
pub(super) async fn run(domain: Domain, desk: Desk<'_>) -> Result<Outcome, Stop> {
    let json = domain.is_json();
    match domain {
        Domain::Check(args) => tell(desk.sheet, &check::run(args, desk).await?, json),
        Domain::Add(args) => tell(desk.sheet, &add::run(args, desk).await?, json),
        Domain::List(args) => tell(desk.sheet, &list::run(args, desk).await?, json),
        Domain::Remove(args) => tell(desk.sheet, &remove::run(args, desk).await?, json),
        Domain::Attach(args) => tell(desk.sheet, &attach::run(args, desk).await?, json),
        Domain::Watch(args) => watch::run(args, desk).await,
    }
}

/// What `--json` prints, by the name of the command.
pub(super) fn schemas() -> Vec<(&'static str, Schema)> {
    vec![
        ("domain check", schemars::schema_for!(check::CheckReport)),
        ("domain add", schemars::schema_for!(add::AddReport)),
        ("domain list", schemars::schema_for!(list::ListReport)),
        ("domain remove", schemars::schema_for!(remove::RemoveReport)),
        ("domain attach", schemars::schema_for!(attach::AttachReport)),
        ("domain watch", schemars::schema_for!(watch::WatchReport)),
    ]
}
