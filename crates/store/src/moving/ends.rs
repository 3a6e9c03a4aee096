//! Both ends of a move, and whether they go together.

use super::marker::{Marker, Role};
use super::shape::Shape;
use super::side::{Purpose, Side};
use super::tables::TABLES;
use super::{MoveError, refused};
use crate::migrations;

/// Both ends, looked at.
pub(super) struct Ends {
    pub(super) source: Side,
    pub(super) target: Side,
    pub(super) of_source: Option<Marker>,
    pub(super) of_target: Option<Marker>,
    pub(super) has_schema: bool,
}

impl Ends {
    /// Opens both, and refuses what may not be moved, or not there.
    pub(super) async fn open(from: &str, to: &str, look_only: bool) -> Result<Self, MoveError> {
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
    pub(super) async fn must_be_empty(&mut self) -> Result<(), MoveError> {
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
pub(super) fn must_be_ours(history: &[(i64, Vec<u8>)], place: &str, option: &str) -> Result<(), MoveError> {
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

/// Each table as both have it, with its rows that are carried and those that are not.
pub(super) async fn shapes_of(source: &mut Side, target: &mut Side) -> Result<Vec<(Shape, u64, u64)>, MoveError> {
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
