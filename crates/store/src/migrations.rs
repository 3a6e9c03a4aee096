//! The schema's history: one set of files, run on both databases. It expands and contracts: a version adds to what the one before uses, so
//! that both can work on it; what no version uses any more goes in a migration of its own, whose name begins with [`CONTRACTS`].

use crate::error::StoreError;
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

/// How the name of a migration begins that takes something away. Versions that do not know it may still use that, and do not start on it.
const CONTRACTS: &str = "contract";

/// Every migration, in order. A file that has been released never changes: the migrator compares checksums.
const FILES: &[(i64, &str, &str)] = &[
    (1, "start", include_str!("../migrations/0001_start.sql")),
    (2, "certificates", include_str!("../migrations/0002_certificates.sql")),
    (3, "dns_writing", include_str!("../migrations/0003_dns_writing.sql")),
    (4, "events_and_people", include_str!("../migrations/0004_events_and_people.sql")),
    (5, "who_signs_in", include_str!("../migrations/0005_who_signs_in.sql")),
    (6, "lists", include_str!("../migrations/0006_lists.sql")),
    (7, "stories", include_str!("../migrations/0007_stories.sql")),
    (8, "edges_tell", include_str!("../migrations/0008_edges_tell.sql")),
    (9, "lists_settle", include_str!("../migrations/0009_lists_settle.sql")),
    (10, "app_domains", include_str!("../migrations/0010_app_domains.sql")),
    (11, "routes", include_str!("../migrations/0011_routes.sql")),
    (12, "ssh_keys", include_str!("../migrations/0012_ssh_keys.sql")),
];

/// What brings a database up to date, and leaves alone what a later version has added to it: [`refuse_if_contracted`] comes after it.
pub(crate) fn migrator() -> Migrator {
    let migrations = FILES.iter().map(|&(version, description, text)| {
        Migration::new(version, description.into(), MigrationType::Simple, AssertSqlSafe(text).into_sql_str(), false)
    });
    Migrator { migrations: migrations.collect(), ignore_missing: true, ..Migrator::DEFAULT }
}

/// Version and name of every migration that a database has seen.
pub(crate) const SEEN: &str = "SELECT version, description FROM _sqlx_migrations ORDER BY version";

/// Refuses a database that a later version has taken something away from.
///
/// # Errors
/// [`StoreError::Migration`], as for a database that has seen a migration of another program.
pub(crate) fn refuse_if_contracted(seen: &[(i64, String)]) -> Result<(), StoreError> {
    let ours = FILES.last().map_or(0, |(version, ..)| *version);
    let Some((newest, _)) = seen.last().filter(|(version, _)| *version > ours) else { return Ok(()) };
    if let Some((version, _)) = seen.iter().find(|(version, name)| *version > ours && name.starts_with(CONTRACTS)) {
        return Err(StoreError::Migration(format!(
            "it is of version {newest}, this program's is of version {ours}, and version {version} took away what this program uses: \
             start the nameplate that made it, or a newer one"
        )));
    }
    tracing::warn!(
        schema.version = newest,
        schema.known = ours,
        "A later nameplate has added to the schema of this database; this one works on what it knows"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{CONTRACTS, FILES};

    /// What a statement would take away from a server of the version before, which may run beside this one.
    fn taken_away(statement: &str) -> Option<&'static str> {
        let words: Vec<String> = statement.split_whitespace().map(str::to_ascii_uppercase).collect();
        let has = |wanted: &[&str]| words.windows(wanted.len()).any(|some| some.iter().eq(wanted));
        let begins = |wanted: &[&str]| words.iter().take(wanted.len()).eq(wanted);
        if begins(&["DROP"]) && !begins(&["DROP", "INDEX"]) {
            return Some("something that it reads");
        }
        if !begins(&["ALTER", "TABLE"]) {
            return None;
        }
        if !has(&["ADD", "COLUMN"]) {
            return Some("a column as it knows it");
        }
        let is_left_out = !has(&["NOT", "NULL"]) || has(&["DEFAULT"]);
        (!is_left_out).then_some("rows that it writes without the column")
    }

    /// Without comments.
    fn statements(text: &str) -> Vec<String> {
        let lines: Vec<&str> = text.lines().map(|line| line.split("--").next().unwrap_or_default()).collect();
        lines.join("\n").split(';').map(|statement| statement.trim().to_owned()).collect()
    }

    #[test]
    fn no_migration_takes_anything_from_the_version_before() {
        for (version, name, text) in FILES.iter().filter(|(_, name, _)| !name.starts_with(CONTRACTS)) {
            for statement in statements(text) {
                assert_eq!(taken_away(&statement), None, "{version} {name}: {statement}");
            }
        }
    }

    #[test]
    fn what_would_be_taken_away_is_seen() {
        for bad in [
            "DROP TABLE events",
            "ALTER TABLE events DROP COLUMN kind",
            "ALTER TABLE events RENAME COLUMN kind TO sort",
            "ALTER TABLE events RENAME TO stories",
            "alter table events alter column kind type bigint",
            "ALTER TABLE events ADD COLUMN whose TEXT NOT NULL",
        ] {
            assert!(taken_away(bad).is_some(), "{bad}");
        }
        for good in ["DROP INDEX events_newest", "ALTER TABLE events ADD COLUMN n BIGINT NOT NULL DEFAULT 0", ""] {
            assert_eq!(taken_away(good), None, "{good}");
        }
        assert_eq!(statements("-- DROP TABLE a;\nSELECT 1; -- x\nSELECT 2;"), ["SELECT 1", "SELECT 2", ""]);
    }
}
