//! `nameplate admin migrate-store`.

use super::{Change, table};
use crate::commands::{Failure, output};
use crate::config::Settings;
use crate::wire::system_clock::SystemClock;
use clap::Args;
use nameplate_control::Chance;
use nameplate_domain::time::Clock as _;
use nameplate_store::{
    AbandonedMove, BATCH_ROWS, MovePlan, MoveProgress, MoveReceipt, MoveStage, abandon_move, move_store, plan_move,
};
use serde_json::{Value, json};
use std::io::IsTerminal as _;
use std::time::{Duration, Instant};

/// How often it is told how far it is: to a terminal, and to a log.
const TOLD_EVERY: Duration = Duration::from_millis(200);
const LOGGED_EVERY: Duration = Duration::from_secs(5);

#[derive(Args, Debug)]
#[command(
    after_help = "Stop every process that works on the database that is left: servers, edges that share it, acme-dns, ssh. A move that was interrupted goes on when the same command is run again; --abandon puts the database that is left back into service.\n\nExamples:\n  nameplate admin migrate-store --to postgres://nameplate@db.internal/nameplate --dry-run\n  nameplate admin migrate-store --from sqlite://./data/nameplate.db --to postgres://nameplate@db.internal/nameplate\n  nameplate admin migrate-store --abandon"
)]
pub(in crate::commands) struct MigrateStore {
    /// The database that is left; without, DATABASE_URL
    #[arg(long, value_name = "URL")]
    from: Option<String>,
    /// The database to fill: an empty one, or the one of a move that was begun
    #[arg(long, value_name = "URL", required_unless_present = "abandon")]
    to: Option<String>,
    /// Give a move up: the database that is left serves again, and what arrived at --to, if that is given, is deleted
    #[arg(long, conflicts_with = "dry_run")]
    abandon: bool,
    /// With --abandon: also when everything had arrived; what happened there since is not here
    #[arg(long, requires = "abandon")]
    even_finished: bool,
    #[command(flatten)]
    change: Change,
}

pub(super) async fn run(wanted: MigrateStore, settings: &Settings) -> Result<(), Failure> {
    let from = wanted.from.as_deref().unwrap_or(&settings.database_url);
    let is_json = wanted.change.json;
    if wanted.abandon {
        tell_abandoned(&abandon_move(from, wanted.to.as_deref(), wanted.even_finished).await?, is_json);
        return Ok(());
    }
    let to = wanted.to.as_deref().unwrap_or_default();
    if wanted.change.dry_run {
        tell_plan(&plan_move(from, to).await?, is_json);
        return Ok(());
    }
    let now = SystemClock.now();
    let began = Instant::now();
    let mut teller = Teller { is_terminal: std::io::stderr().is_terminal(), told_at: None };
    let moved = move_store(from, to, (Chance.id(now), now), BATCH_ROWS, |progress| teller.hear(progress)).await;
    teller.end();
    tell_receipt(&moved?, began.elapsed(), is_json);
    Ok(())
}

/// Says how far it is: in one line of a terminal, or now and then in a log.
struct Teller {
    is_terminal: bool,
    told_at: Option<Instant>,
}

impl Teller {
    fn hear(&mut self, progress: MoveProgress) {
        let every = if self.is_terminal { TOLD_EVERY } else { LOGGED_EVERY };
        let now = Instant::now();
        if self.told_at.is_some_and(|told_at| now.duration_since(told_at) < every) {
            return;
        }
        self.told_at = Some(now);
        let doing = match progress.stage {
            MoveStage::Copying => "copying",
            MoveStage::Comparing => "comparing",
        };
        let percent = progress.rows.saturating_mul(100) / progress.of.max(1);
        let line = format!("{doing}  {percent:>3} %  {} of {} rows  {}", progress.rows, progress.of, progress.table);
        match self.is_terminal {
            true => output::progress_in_place(format_args!("{line:<78}")),
            false => output::progress(line),
        }
    }

    /// Leaves the line.
    fn end(&mut self) {
        if self.is_terminal && self.told_at.is_some() {
            output::progress("");
        }
    }
}

fn tell_plan(plan: &MovePlan, is_json: bool) {
    let sum = |of: fn(&nameplate_store::PlannedTable) -> u64| plan.tables.iter().map(of).sum::<u64>();
    let (rows, octets) = (sum(|table| table.rows), sum(|table| table.octets));
    if is_json {
        let tables: Vec<Value> = plan
            .tables
            .iter()
            .map(|table| json!({ "table": table.name, "rows": table.rows, "left": table.left, "bytes": table.octets }))
            .collect();
        output::line(json!({
            "dry_run": true, "from": plan.from, "to": plan.to, "begun": plan.is_begun, "rows": rows, "bytes": octets, "tables": tables,
        }));
        return;
    }
    let lines: Vec<[String; 4]> = plan
        .tables
        .iter()
        .map(|table| {
            [table.name.to_owned(), table.rows.to_string(), shown_octets(table.octets), shown_left(table.left)]
        })
        .collect();
    table::print(["TABLE", "ROWS", "ABOUT", ""], &lines);
    let again = if plan.is_begun { "Would go on with the move" } else { "Would move" };
    output::line(format_args!(
        "{again} from {} to {}: {rows} rows, about {}.",
        plan.from,
        plan.to,
        shown_octets(octets)
    ));
}

fn tell_receipt(receipt: &MoveReceipt, took: Duration, is_json: bool) {
    let rows: u64 = receipt.tables.iter().map(|table| table.rows).sum();
    let per_second =
        receipt.copied.saturating_mul(1000) / u64::try_from(receipt.copying.as_millis()).unwrap_or(1).max(1);
    if is_json {
        let tables: Vec<Value> = receipt
            .tables
            .iter()
            .map(|table| json!({ "table": table.name, "rows": table.rows, "left": table.left, "digest": table.digest }))
            .collect();
        output::line(json!({
            "dry_run": false, "id": receipt.id, "from": receipt.from, "to": receipt.to, "begun_at": receipt.begun_at.to_string(),
            "resumed": receipt.is_resumed, "rows": rows, "copied": receipt.copied, "rows_per_second": per_second,
            "copying_s": receipt.copying.as_secs_f64(), "comparing_s": receipt.comparing.as_secs_f64(), "tables": tables,
        }));
        return;
    }
    let lines: Vec<[String; 4]> = receipt
        .tables
        .iter()
        .map(|table| {
            [table.name.to_owned(), table.rows.to_string(), table.digest[..16].to_owned(), shown_left(table.left)]
        })
        .collect();
    table::print(["TABLE", "ROWS", "DIGEST", ""], &lines);
    output::line(format_args!(
        "Moved {rows} rows from {} to {} in {:.1} s, {per_second} rows a second; every row was compared.",
        receipt.from,
        receipt.to,
        took.as_secs_f64()
    ));
    output::line("Set DATABASE_URL to the new address and start the servers. The old database serves no more.");
}

fn tell_abandoned(abandoned: &AbandonedMove, is_json: bool) {
    if is_json {
        output::line(json!({
            "abandoned": true, "from": abandoned.from, "to": abandoned.to, "target_cleared": abandoned.is_target_cleared,
            "finished_at": abandoned.finished_at.map(|at| at.to_string()),
        }));
        return;
    }
    output::line(format_args!("{} serves again; the move to {} is given up.", abandoned.from, abandoned.to));
    match (abandoned.finished_at, abandoned.is_target_cleared) {
        (Some(at), _) => output::line(format_args!("It is as it was at {at}: what happened there since is not here.")),
        (None, true) => output::line("What had arrived there was deleted."),
        (None, false) => {
            output::line("What had arrived there is still there: drop that database, or name another next time.")
        }
    }
}

fn shown_left(left: u64) -> String {
    if left == 0 { String::new() } else { format!("{left} left behind: leases, or requests that were under way") }
}

fn shown_octets(octets: u64) -> String {
    match octets {
        0..10_000 => format!("{octets} B"),
        10_000..10_000_000 => format!("{} kB", octets / 1000),
        _ => format!("{} MB", octets / 1_000_000),
    }
}

#[cfg(test)]
mod tests {
    use super::shown_octets;

    #[test]
    fn octets_are_shown_in_units_that_are_read_at_once() {
        assert_eq!(
            [0, 9_999, 10_000, 9_999_999, 123_456_789].map(shown_octets),
            ["0 B", "9999 B", "10 kB", "9999 kB", "123 MB"]
        );
    }
}
