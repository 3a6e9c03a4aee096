//! `nameplate admin backup` and `nameplate admin restore`.

use super::Change;
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
    #[command(flatten)]
    change: Change,
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
    #[command(flatten)]
    change: Change,
}

pub(super) async fn back_up(wanted: Backup, settings: &Settings) -> Result<(), Failure> {
    let from = wanted.from.as_deref().unwrap_or(&settings.database_url);
    if wanted.change.dry_run {
        let database = nameplate_store::plan_backup(from, &wanted.file)?;
        match wanted.change.json {
            true => output::line(json!({ "dry_run": true, "file": wanted.file, "bytes": null, "schema": null })),
            false => output::line(format_args!("Would copy {} to {}.", database.display(), wanted.file.display())),
        }
        return Ok(());
    }
    let made = nameplate_store::backup(from, &wanted.file).await?;
    match wanted.change.json {
        true => {
            output::line(json!({ "dry_run": false, "file": made.file, "bytes": made.octets, "schema": made.schema }))
        }
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
    let Change { dry_run, json } = wanted.change;
    let restored = match dry_run {
        true => nameplate_store::plan_restore(&wanted.file, to, wanted.replace).await?,
        false => nameplate_store::restore(&wanted.file, to, wanted.replace).await?,
    };
    let (database, file) = (restored.database.display(), wanted.file.display());
    if json {
        output::line(json!({
            "dry_run": dry_run, "database": restored.database, "before": restored.before, "schema": restored.schema,
        }));
        return Ok(());
    }
    match dry_run {
        true => {
            output::line(format_args!("Would put {file}, of schema {}, in the place of {database}.", restored.schema))
        }
        false => output::line(format_args!("{database} is what {file} was.")),
    }
    if let Some(before) = &restored.before {
        let there = if dry_run { "What is there would go aside to" } else { "What was there is now" };
        output::line(format_args!("{there} {}.", before.display()));
    }
    Ok(())
}
