//! `nameplate admin backup` and `nameplate admin restore`.

use crate::commands::{Failure, output};
use crate::config::Settings;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

#[derive(Args, Debug)]
#[command(
    after_help = "What is sealed in it opens with CREDENTIAL_ENC_KEY only: keep that key too, and not beside the copy. A PostgreSQL is backed up with pg_dump.\n\nExamples:\n  nameplate admin backup /var/backups/nameplate/2026-11-22.db\n  nameplate admin backup edge.db --from sqlite:///var/lib/nameplate-edge/edge.db"
)]
pub(in crate::commands) struct Backup {
    /// Where to; nothing is ever overwritten
    file: PathBuf,
    /// Which SQLite database; without, DATABASE_URL
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

#[derive(Args, Debug)]
#[command(
    after_help = "Stop every process that works on the database first. What is there already goes aside with --replace, as NAME.before-restore-1.\n\nExample:\n  nameplate admin restore /var/backups/nameplate/2026-11-22.db --replace"
)]
pub(in crate::commands) struct Restore {
    /// A copy that `nameplate admin backup` made
    file: PathBuf,
    /// Which SQLite database to put it in the place of; without, DATABASE_URL
    #[arg(long, value_name = "URL")]
    to: Option<String>,
    /// Also where there is a database already
    #[arg(long)]
    replace: bool,
    /// Print JSON
    #[arg(long)]
    json: bool,
}

pub(super) async fn back_up(wanted: Backup, settings: &Settings) -> Result<(), Failure> {
    let from = wanted.from.as_deref().unwrap_or(&settings.database_url);
    let made = nameplate_store::backup(from, &wanted.file).await?;
    match wanted.json {
        true => output::line(json!({ "file": made.file, "bytes": made.octets, "schema": made.schema })),
        false => output::line(format_args!(
            "Copied to {}: {} bytes, schema {}, looked through and whole.",
            made.file.display(),
            made.octets,
            made.schema
        )),
    }
    Ok(())
}

pub(super) async fn restore(wanted: Restore, settings: &Settings) -> Result<(), Failure> {
    let to = wanted.to.as_deref().unwrap_or(&settings.database_url);
    let restored = nameplate_store::restore(&wanted.file, to, wanted.replace).await?;
    if wanted.json {
        output::line(json!({ "database": restored.database, "before": restored.before, "schema": restored.schema }));
        return Ok(());
    }
    output::line(format_args!("{} is what {} was.", restored.database.display(), wanted.file.display()));
    if let Some(before) = restored.before {
        output::line(format_args!("What was there is now {}.", before.display()));
    }
    Ok(())
}
