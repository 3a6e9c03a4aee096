//! The begin of a move, and giving it up.

use super::ends::Ends;
use super::guards::{guards, no_guards};
use super::marker::{Marker, Role};
use super::report::AbandonedMove;
use super::side::{Purpose, Side};
use super::tables::{self, TABLES};
use super::{MoveError, refused};
use nameplate_domain::time::Timestamp;
use uuid::Uuid;

const MARKER_TABLE: &str = "CREATE TABLE store_move (role TEXT NOT NULL, id TEXT NOT NULL, other TEXT NOT NULL, \
                            begun_at_ms BIGINT NOT NULL, finished_at_ms BIGINT)";
const PROGRESS_TABLE: &str = "CREATE TABLE store_move_progress (name TEXT PRIMARY KEY, after_key TEXT, copied BIGINT NOT NULL, \
                              is_done BOOLEAN NOT NULL)";

/// Puts the source out of service and makes the target ready. Whoever is killed between the two begins the second anew.
pub(super) async fn begin(ends: &mut Ends, id: Uuid, now: Timestamp) -> Result<Marker, MoveError> {
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
        target.run(&format!("TRUNCATE {}", tables::names())).await?;
    }
    target.run("INSERT INTO counters (name, value) VALUES ('events', 0)").await?;
    target.run("DROP TABLE store_move_progress; DROP TABLE store_move").await?;
    target.run("COMMIT").await
}
