//! Moving everything from one database to another, of either kind.
//!
//! The source is put out of service first: a marker, which [`crate::Store::open`] refuses, and triggers that refuse every write, also of
//! processes that were at it before. So what is read stays as it is, however often the move is interrupted. Rows go over in batches in
//! the order of their primary keys, each batch in a transaction that also writes down how far its table is: whoever is killed goes on
//! from there. At the end both sides are read once more and have to have the same rows. Only then is the source marked as moved, and
//! the target served.

mod begin;
mod cell;
mod ends;
mod guards;
pub(crate) mod marker;
mod report;
mod rows;
mod shape;
mod side;
mod tables;

pub use begin::abandon_move;
pub use report::{AbandonedMove, MovePlan, MoveProgress, MoveReceipt, MoveStage, MovedTable, PlannedTable};

use crate::error::DriverError;
use begin::begin;
use cell::Digest;
use ends::{Ends, must_be_ours, shapes_of};
use marker::Role;
use nameplate_domain::time::Timestamp;
use rows::Progress;
use shape::Shape;
use side::{Purpose, Side};
use std::time::Instant;
use tables::TABLES;
use uuid::Uuid;

/// Rows of a batch.
pub const BATCH_ROWS: u32 = 5_000;

/// Why a move did not come to its end.
#[derive(Debug, thiserror::Error)]
pub enum MoveError {
    /// It may not be, or cannot be: a sentence with what to do.
    #[error("{0}")]
    Refused(String),
    /// A database did not do what it was asked.
    #[error("{doing} {place} failed")]
    Driver {
        /// What was being done.
        doing: &'static str,
        /// To which.
        place: String,
        /// What it says.
        #[source]
        error: DriverError,
    },
    /// Something arrived that is not what was sent.
    #[error(
        "what arrived is not what was sent, in {tables}: somebody wrote to the target meanwhile. Stop whatever runs on it, give this move \
         up with nameplate admin migrate-store --abandon --to …, and begin again"
    )]
    Differs {
        /// Names of tables.
        tables: String,
    },
}

fn refused(sentence: impl Into<String>) -> MoveError {
    MoveError::Refused(sentence.into())
}

/// Looks at what [`move_store`] would do, beside whoever serves from it.
///
/// # Errors
/// [`MoveError`], as for the move itself; only that a server is at work is no hindrance.
pub async fn plan_move(from: &str, to: &str) -> Result<MovePlan, MoveError> {
    // A file that is not there yet is as good as an empty one.
    let target_file = to.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path));
    let mut ends = match target_file {
        Some(file) if !std::path::Path::new(file).exists() => None,
        _ => Some(Ends::open(from, to, true).await?),
    };
    let mut alone = None;
    let source = match &mut ends {
        Some(ends) => {
            if ends.of_target.is_none() && ends.has_schema {
                ends.must_be_empty().await?;
            }
            &mut ends.source
        }
        None => {
            let source = alone.insert(Side::open(from, Purpose::Look).await?);
            must_be_ours(&source.history().await?, &source.place, "--from")?;
            source
        }
    };
    let mut tables = Vec::new();
    for carried in TABLES {
        let shape = source.shape(carried).await?;
        let (all, rows) = source.rows_of(carried).await?;
        let octets = source.octets_of(&shape).await?;
        tables.push(PlannedTable { name: carried.name, rows, left: all - rows, octets });
    }
    let from = source.place.clone();
    let (to, is_begun) = match &ends {
        Some(ends) => (ends.target.place.clone(), ends.of_target.is_some()),
        None => (to.to_owned(), false),
    };
    Ok(MovePlan { from, to, is_begun, tables })
}

/// Moves everything, or goes on with a move that was begun before. `id` is what a move is called that is begun now; `batch_rows` is
/// [`BATCH_ROWS`] but in tests. Cancel safe: called again, it goes on from the last batch.
///
/// # Errors
/// [`MoveError::Refused`] before anything is changed; others may leave a move that was begun.
pub async fn move_store(
    from: &str,
    to: &str,
    (id, now): (Uuid, Timestamp),
    batch_rows: u32,
    mut tell: impl FnMut(MoveProgress),
) -> Result<MoveReceipt, MoveError> {
    let mut ends = Ends::open(from, to, false).await?;
    let is_resumed = ends.of_target.is_some();
    let marker = match (&ends.of_source, is_resumed) {
        (Some(marker), true) => marker.clone(),
        _ => begin(&mut ends, id, now).await?,
    };
    let Ends { mut source, mut target, .. } = ends;
    let shapes = shapes_of(&mut source, &mut target).await?;
    let of = shapes.iter().map(|(_, rows, _)| rows).sum();

    let began = Instant::now();
    let (mut rows, mut copied) = (0, 0);
    if marker.finished_at.is_none() {
        // What was copied is made to last at the end, all at once: progress is in the same transactions, so that none can be lost alone.
        if !target.is_sqlite() {
            target.run("SET synchronous_commit = off").await?;
        }
        for (shape, ..) in &shapes {
            let progress = target.progress(shape).await?;
            rows += progress.copied;
            let table = shape.carried.name;
            copied += copy(&mut source, &mut target, shape, progress, batch_rows.max(1), |added| {
                rows += added;
                tell(MoveProgress { stage: MoveStage::Copying, table, rows, of });
            })
            .await?;
        }
    }
    let copying = began.elapsed();

    let began = Instant::now();
    let mut tables = Vec::new();
    let (mut compared, mut differing) = (0, Vec::new());
    for (shape, _, left) in shapes {
        let (name, here, there);
        (source, target, name, (here, there)) = compare(source, target, shape).await?;
        if here != there {
            differing.push(name);
        }
        compared += here.rows;
        tell(MoveProgress { stage: MoveStage::Comparing, table: name, rows: compared, of });
        tables.push(MovedTable { name, rows: here.rows, left, digest: here.shown() });
    }
    if !differing.is_empty() {
        return Err(MoveError::Differs { tables: differing.join(", ") });
    }
    let comparing = began.elapsed();
    end(&mut source, &mut target, now).await?;
    Ok(MoveReceipt {
        id: marker.id,
        from: source.place,
        to: target.place,
        begun_at: marker.begun_at,
        is_resumed,
        copied,
        copying,
        comparing,
        tables,
    })
}

/// Carries what is missing of a table, reading a batch while the one before is written; says how many rows that were.
async fn copy(
    source: &mut Side,
    target: &mut Side,
    shape: &Shape,
    mut progress: Progress,
    limit: u32,
    mut tell: impl FnMut(u64),
) -> Result<u64, MoveError> {
    if progress.is_done {
        return Ok(0);
    }
    let mut copied = 0;
    let mut batch = source.page(shape, progress.after.as_ref(), limit).await?;
    while let Some(last) = batch.last() {
        let after = shape.key_of(last);
        let is_last = batch.len() < limit as usize;
        let next = async { if is_last { Ok(Vec::new()) } else { source.page(shape, Some(&after), limit).await } };
        let (written, next) = tokio::try_join!(target.write(shape, &batch, &progress), next)?;
        progress = written;
        copied += batch.len() as u64;
        tell(batch.len() as u64);
        batch = next;
    }
    target.note(shape, &progress, &Progress { is_done: true, ..progress.clone() }).await?;
    Ok(copied)
}

/// Reads a table on both sides at once.
async fn compare(
    mut source: Side,
    mut target: Side,
    shape: Shape,
) -> Result<(Side, Side, &'static str, (Digest, Digest)), MoveError> {
    let name = shape.carried.name;
    let of_target = shape.clone();
    // The locks stay here: when the move is dropped they are free at once, and not when the tasks have read to their ends.
    let locks = (source.server_lock.take(), target.server_lock.take());
    let here = tokio::spawn(async move { source.digest(&shape, Role::Source).await.map(|digest| (source, digest)) });
    let there =
        tokio::spawn(async move { target.digest(&of_target, Role::Target).await.map(|digest| (target, digest)) });
    let interrupted = |_| refused("comparing was interrupted");
    let (mut source, here) = here.await.map_err(interrupted)??;
    let (mut target, there) = there.await.map_err(interrupted)??;
    (source.server_lock, target.server_lock) = locks;
    Ok((source, target, name, (here, there)))
}

/// Marks the source as moved, then opens the target: never both the other way round.
async fn end(source: &mut Side, target: &mut Side, now: Timestamp) -> Result<(), MoveError> {
    if !target.is_sqlite() {
        target.run("SET synchronous_commit = on").await?;
        // Ours and nobody else's, and in a statement of its own: then each table is locked by itself, and nobody waits in a circle.
        target.run(&format!("ANALYZE {}", tables::names())).await?;
    }
    // Its commit is what makes all before it last.
    target.run(&format!("UPDATE store_move SET finished_at_ms = {}", now.as_ms())).await?;
    source.run(&format!("UPDATE store_move SET finished_at_ms = {} WHERE finished_at_ms IS NULL", now.as_ms())).await?;
    target.run("BEGIN; DROP TABLE store_move_progress; DROP TABLE store_move; COMMIT").await
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[tokio::test]
    async fn every_table_of_the_migrations_is_known_to_the_mover() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}/nameplate.db", folder.path().display());
        let mut side = Side::open(&address, Purpose::To).await.unwrap();
        side.migrate().await.unwrap();
        let there: BTreeSet<String> = side.table_names().await.unwrap().into_iter().collect();
        let known: BTreeSet<String> = TABLES.iter().map(|carried| carried.name.to_owned()).collect();
        assert_eq!(there, known, "moving/tables.rs lists the tables: add the new one after those that it refers to");
        for carried in TABLES {
            let shape = side.shape(carried).await.unwrap();
            for column in carried.emptied {
                assert!(shape.has(column), "{} has no column {column}", carried.name);
            }
        }
    }
}
