//! What is told of a move: before, while and after it is made.

use nameplate_domain::time::Timestamp;
use std::time::Duration;

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
