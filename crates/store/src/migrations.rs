//! The schema's history: one set of files, run on both databases.

use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};

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

/// What brings a database up to date.
pub(crate) fn migrator() -> Migrator {
    let migrations = FILES.iter().map(|&(version, description, text)| {
        Migration::new(version, description.into(), MigrationType::Simple, AssertSqlSafe(text).into_sql_str(), false)
    });
    Migrator { migrations: migrations.collect(), ..Migrator::DEFAULT }
}
