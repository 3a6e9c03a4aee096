//! Moving everything from one database to another, of either kind.
//!
//! The source is put out of service first: a marker, which [`crate::Store::open`] refuses, and triggers that refuse every write, also of
//! processes that were at it before. So what is read stays as it is, however often the move is interrupted. Rows go over in batches in
//! the order of their primary keys, each batch in a transaction that also writes down how far its table is: whoever is killed goes on
//! from there. At the end both sides are read once more and have to have the same rows. Only then is the source marked as moved, and
//! the target served.

mod cell;
pub(crate) mod marker;
mod side;
mod tables;

use crate::error::DriverError;
use crate::migrations;
use cell::Digest;
use marker::{Marker, Role};
use nameplate_domain::time::Timestamp;
use side::{Progress, Purpose, Shape, Side};
use std::time::{Duration, Instant};
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

/// What a move would carry.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovePlan {
    /// Where from, without secrets.
    pub from: String,
    /// Where to, without secrets.
    pub to: String,
    /// Whether it was begun before, and would be gone on with.
    pub is_begun: bool,
    /// Each table.
    pub tables: Vec<PlannedTable>,
}

/// A table, before it is moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlannedTable {
    /// Name.
    pub name: &'static str,
    /// Rows that would be carried.
    pub rows: u64,
    /// Rows that would stay: leases, and requests that were under way.
    pub left: u64,
    /// About how many octets the values have that would be carried.
    pub octets: u64,
}

/// What is being done.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MoveStage {
    /// Rows go over.
    Copying,
    /// Both sides are read and compared.
    Comparing,
}

/// How far a move is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct MoveProgress {
    /// What is being done.
    pub stage: MoveStage,
    /// With which table.
    pub table: &'static str,
    /// Rows of all tables so far.
    pub rows: u64,
    /// Rows of all tables.
    pub of: u64,
}

/// What was moved.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MoveReceipt {
    /// Which move it was.
    pub id: String,
    /// Where from, without secrets.
    pub from: String,
    /// Where to, without secrets.
    pub to: String,
    /// When it was begun.
    pub begun_at: Timestamp,
    /// Whether it was begun by an earlier run.
    pub is_resumed: bool,
    /// Rows that this run carried.
    pub copied: u64,
    /// How long that took.
    pub copying: Duration,
    /// How long comparing took.
    pub comparing: Duration,
    /// Each table.
    pub tables: Vec<MovedTable>,
}

/// A table that is the same on both sides.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct MovedTable {
    /// Name.
    pub name: &'static str,
    /// Rows, of all runs.
    pub rows: u64,
    /// Rows that stayed: leases, and requests that were under way.
    pub left: u64,
    /// The sum modulo 2²⁵⁶ of the SHA-256 of each row in its canonical form, in hexadecimal digits: equal on both sides.
    pub digest: String,
}

/// What was given up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AbandonedMove {
    /// What serves again.
    pub from: String,
    /// Where it was to be moved.
    pub to: String,
    /// When everything had arrived there, if it had.
    pub finished_at: Option<Timestamp>,
    /// Whether what had arrived in the target was deleted.
    pub is_target_cleared: bool,
}

/// Both ends, looked at.
struct Ends {
    source: Side,
    target: Side,
    of_source: Option<Marker>,
    of_target: Option<Marker>,
    has_schema: bool,
}

impl Ends {
    /// Opens both, and refuses what may not be moved, or not there.
    async fn open(from: &str, to: &str, look_only: bool) -> Result<Self, MoveError> {
        let (of_from, of_to) = if look_only { (Purpose::Look, Purpose::Look) } else { (Purpose::From, Purpose::To) };
        if from == to {
            return Err(refused("--from and --to are one database"));
        }
        let mut source = Side::open(from, of_from).await?;
        let mut target = Side::open(to, of_to).await?;
        if source.place == target.place {
            return Err(refused(format!("--from and --to are one database: {}", source.place)));
        }
        let history = source.history().await?;
        must_be_ours(&history, &source.place, "--from")?;
        let of_target_history = target.history().await?;
        let has_schema = !of_target_history.is_empty();
        if has_schema {
            must_be_ours(&of_target_history, &target.place, "--to")?;
        }
        let (of_source, of_target) = (source.marker().await?, target.marker().await?);
        let ends = Self { source, target, of_source, of_target, has_schema };
        ends.must_belong_together()?;
        Ok(ends)
    }

    fn must_belong_together(&self) -> Result<(), MoveError> {
        let (from, to) = (&self.source.place, &self.target.place);
        match (&self.of_source, &self.of_target) {
            (Some(source), _) if source.role == Role::Target => {
                Err(refused(format!("{from} cannot be moved: {}", source.refusal())))
            }
            (Some(source), Some(target)) if source.id == target.id => Ok(()),
            (_, Some(target)) if target.role == Role::Source => {
                Err(refused(format!("{to} cannot be filled: {}", target.refusal())))
            }
            (_, Some(target)) => Err(refused(format!(
                "{to} is being filled from {} since {}, by another move: end that one, or name another target",
                target.other, target.begun_at
            ))),
            (Some(source), None) if source.finished_at.is_some() || source.other != *to => {
                Err(refused(format!("{from} cannot be moved to {to}: {}", source.refusal())))
            }
            (Some(_) | None, None) => Ok(()),
        }
    }

    /// Refuses a target that has anything in it.
    async fn must_be_empty(&mut self) -> Result<(), MoveError> {
        for carried in TABLES.iter().filter(|carried| carried.name != "counters") {
            let (rows, _) = self.target.rows_of(carried).await?;
            if rows > 0 {
                return Err(refused(format!(
                    "{} is not empty: its table {} has {rows} rows. Nothing is ever merged; name an empty database, or an empty schema \
                     of one (postgres://…?options=-c%20search_path%3DNAME)",
                    self.target.place, carried.name
                )));
            }
        }
        Ok(())
    }
}

/// Refuses a schema that is not exactly this program's.
fn must_be_ours(history: &[(i64, Vec<u8>)], place: &str, option: &str) -> Result<(), MoveError> {
    let migrator = migrations::migrator();
    let ours: Vec<(i64, &[u8])> = migrator.iter().map(|migration| (migration.version, &*migration.checksum)).collect();
    let theirs: Vec<(i64, &[u8])> = history.iter().map(|(version, checksum)| (*version, checksum.as_slice())).collect();
    if ours == theirs {
        return Ok(());
    }
    let of = |list: &[(i64, &[u8])]| list.last().map_or(0, |(version, _)| *version);
    let (has, wanted) = (of(&theirs), of(&ours));
    Err(refused(if theirs.is_empty() {
        format!("{place} ({option}) is no database of nameplate")
    } else if has < wanted {
        format!(
            "the schema of {place} ({option}) is of version {has}, and this program's of {wanted}: run any command of this program on it \
             first, such as nameplate admin tenant list, which brings it up to date"
        )
    } else if has > wanted {
        format!(
            "the schema of {place} ({option}) is of version {has}, and this program's of {wanted}: use the newer nameplate that made it"
        )
    } else {
        format!(
            "the schema of {place} ({option}) was made by another program than this one, though of the same version {has}"
        )
    }))
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

/// Each table as both have it, with its rows that are carried and those that are not.
async fn shapes_of(source: &mut Side, target: &mut Side) -> Result<Vec<(Shape, u64, u64)>, MoveError> {
    let mut shapes = Vec::new();
    for carried in TABLES {
        let (shape, there) = (source.shape(carried).await?, target.shape(carried).await?);
        if !shape.is_as(&there) {
            return Err(refused(format!(
                "table {} has other columns in {} than in {}",
                carried.name, source.place, target.place
            )));
        }
        let (all, rows) = source.rows_of(carried).await?;
        shapes.push((shape, rows, all - rows));
    }
    Ok(shapes)
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

/// Puts the source out of service and makes the target ready. Whoever is killed between the two begins the second anew.
async fn begin(ends: &mut Ends, id: Uuid, now: Timestamp) -> Result<Marker, MoveError> {
    if !ends.has_schema {
        ends.target.migrate().await?;
    }
    ends.must_be_empty().await?;
    let of_source = match ends.of_source.clone() {
        Some(marker) => marker,
        None => {
            let (id, other) = (id.to_string(), ends.target.place.clone());
            let marker = Marker { role: Role::Source, id, other, begun_at: now, finished_at: None };
            let source = &mut ends.source;
            source.run(if source.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?;
            source.run(MARKER_TABLE).await?;
            source.mark(&marker).await?;
            let sentence =
                "this database is being moved, or was moved, to another one: nothing is written here any more";
            source.run(&guards(source.is_sqlite(), sentence)).await?;
            source.run("COMMIT").await?;
            marker
        }
    };
    let of_target = Marker { role: Role::Target, other: ends.source.place.clone(), ..of_source.clone() };
    let target = &mut ends.target;
    target.run(if target.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?;
    // The schema comes with one row, which the source has as well.
    target.run("DELETE FROM counters").await?;
    target.run(MARKER_TABLE).await?;
    target.run(PROGRESS_TABLE).await?;
    let lines: Vec<String> = TABLES.iter().map(|carried| format!("('{}', NULL, 0, FALSE)", carried.name)).collect();
    let lines = lines.join(", ");
    target.run(&format!("INSERT INTO store_move_progress (name, after_key, copied, is_done) VALUES {lines}")).await?;
    target.mark(&of_target).await?;
    target.run("COMMIT").await?;
    Ok(of_source)
}

const MARKER_TABLE: &str = "CREATE TABLE store_move (role TEXT NOT NULL, id TEXT NOT NULL, other TEXT NOT NULL, \
                            begun_at_ms BIGINT NOT NULL, finished_at_ms BIGINT)";
const PROGRESS_TABLE: &str = "CREATE TABLE store_move_progress (name TEXT PRIMARY KEY, after_key TEXT, copied BIGINT NOT NULL, \
                              is_done BOOLEAN NOT NULL)";

/// What refuses every write.
fn guards(is_sqlite: bool, sentence: &str) -> String {
    let mut all = String::new();
    if !is_sqlite {
        all = format!(
            "CREATE FUNCTION store_move_guard() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{sentence}'; END $$;"
        );
    }
    for carried in TABLES {
        let name = carried.name;
        match is_sqlite {
            true => {
                for deed in ["INSERT", "UPDATE", "DELETE"] {
                    all.push_str(&format!(
                        "CREATE TRIGGER store_move_{name}_{deed} BEFORE {deed} ON {name} BEGIN SELECT RAISE(ABORT, '{sentence}'); END;"
                    ));
                }
            }
            false => all.push_str(&format!(
                "CREATE TRIGGER store_move_guard BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {name} \
                 FOR EACH STATEMENT EXECUTE FUNCTION store_move_guard();"
            )),
        }
    }
    all
}

/// Takes away what [`guards`] made.
fn no_guards(is_sqlite: bool) -> String {
    if !is_sqlite {
        return "DROP FUNCTION store_move_guard() CASCADE".to_owned();
    }
    let of = |name: &str| {
        ["INSERT", "UPDATE", "DELETE"].map(|deed| format!("DROP TRIGGER store_move_{name}_{deed};")).concat()
    };
    TABLES.iter().map(|carried| of(carried.name)).collect()
}

/// Reads a table on both sides at once.
async fn compare(
    mut source: Side,
    mut target: Side,
    shape: Shape,
) -> Result<(Side, Side, &'static str, (Digest, Digest)), MoveError> {
    let name = shape.carried.name;
    let of_target = shape.clone();
    let here = tokio::spawn(async move { source.digest(&shape, Role::Source).await.map(|digest| (source, digest)) });
    let there =
        tokio::spawn(async move { target.digest(&of_target, Role::Target).await.map(|digest| (target, digest)) });
    let interrupted = |_| refused("comparing was interrupted");
    let (source, here) = here.await.map_err(interrupted)??;
    let (target, there) = there.await.map_err(interrupted)??;
    Ok((source, target, name, (here, there)))
}

/// Marks the source as moved, then opens the target: never both the other way round.
async fn end(source: &mut Side, target: &mut Side, now: Timestamp) -> Result<(), MoveError> {
    if !target.is_sqlite() {
        target.run("SET synchronous_commit = on; ANALYZE").await?;
    }
    // Its commit is what makes all before it last.
    target.run(&format!("UPDATE store_move SET finished_at_ms = {}", now.as_ms())).await?;
    source.run(&format!("UPDATE store_move SET finished_at_ms = {} WHERE finished_at_ms IS NULL", now.as_ms())).await?;
    target.run("BEGIN; DROP TABLE store_move_progress; DROP TABLE store_move; COMMIT").await
}

/// Puts the source of a move back into service. What arrived in the target `to`, if it is named and the move was not finished, is deleted.
///
/// # Errors
/// [`MoveError::Refused`] when there is no move to give up, and when it was finished, unless `even_finished`: what happened in the
/// target since is not in the source.
pub async fn abandon_move(from: &str, to: Option<&str>, even_finished: bool) -> Result<AbandonedMove, MoveError> {
    let mut source = Side::open(from, Purpose::From).await?;
    let marker = source.marker().await?;
    let Some(marker) = marker.filter(|marker| marker.role == Role::Source) else {
        return Err(refused(format!("{} is not being moved: there is nothing to give up", source.place)));
    };
    if let (Some(at), false) = (marker.finished_at, even_finished) {
        return Err(refused(format!(
            "{} was moved to {} at {at}, and what happened there since is not here. To go back with all of it, move the other way, to a \
             new database; to have this one as it was then, say --even-finished",
            source.place, marker.other
        )));
    }
    let mut is_target_cleared = false;
    if let (Some(to), None) = (to, marker.finished_at) {
        let mut target = Side::open(to, Purpose::To).await?;
        match target.marker().await? {
            Some(other) if other.id == marker.id => clear(&mut target).await?,
            Some(_) => return Err(refused(format!("{} is part of another move", target.place))),
            None => return Err(refused(format!("{} is not part of this move: leave --to out", target.place))),
        }
        is_target_cleared = true;
    }
    source.run(if source.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?;
    source.run(&no_guards(source.is_sqlite())).await?;
    source.run("DROP TABLE store_move").await?;
    source.run("COMMIT").await?;
    Ok(AbandonedMove { from: source.place, to: marker.other, finished_at: marker.finished_at, is_target_cleared })
}

/// Makes a target what it was: a schema without rows.
async fn clear(target: &mut Side) -> Result<(), MoveError> {
    target.run(if target.is_sqlite() { "BEGIN IMMEDIATE" } else { "BEGIN" }).await?;
    if target.is_sqlite() {
        for carried in TABLES.iter().rev() {
            target.run(&format!("DELETE FROM {}", carried.name)).await?;
        }
    } else {
        let names: Vec<&str> = TABLES.iter().map(|carried| carried.name).collect();
        target.run(&format!("TRUNCATE {}", names.join(", "))).await?;
    }
    target.run("INSERT INTO counters (name, value) VALUES ('events', 0)").await?;
    target.run("DROP TABLE store_move_progress; DROP TABLE store_move").await?;
    target.run("COMMIT").await
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
