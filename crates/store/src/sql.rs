//! Statements: each has a name, one text, and the table it is about.

/// A statement. Both databases take the same text, but for [`Sql::on_postgres`].
#[derive(Debug)]
pub(crate) struct Sql {
    /// Name in errors and tests: module and constant.
    pub(crate) name: &'static str,
    /// The table whose rows it gives.
    pub(crate) table: &'static str,
    /// The column that tells these rows apart, for errors.
    pub(crate) key: &'static str,
    /// The text.
    pub(crate) text: &'static str,
    /// The text for PostgreSQL, where it differs.
    pub(crate) on_postgres: Option<&'static str>,
}

/// Defines statements as constants, and `ALL` of them.
///
/// ```text
/// statements! { edges by "id";
///     SEEN = "SELECT id FROM edges WHERE seen_at_ms >= $1";
/// }
/// ```
macro_rules! statements {
    ($table:ident by $key:literal; $($name:ident = $text:expr $(, on postgres $on_postgres:expr)?;)*) => {
        $(const $name: $crate::sql::Sql = $crate::sql::Sql {
            name: concat!(module_path!(), "::", stringify!($name)),
            table: stringify!($table),
            key: $key,
            text: $text,
            on_postgres: statements!(@other $($on_postgres)?),
        };)*
        /// Every statement of this module.
        pub(crate) const ALL: &[$crate::sql::Sql] = &[$($name),*];
    };
    (@other) => { None };
    (@other $text:expr) => { Some($text) };
}
pub(crate) use statements;

/// [`nameplate_domain::connection::Standing::CLAIM_SQL`] as a literal, since partial indexes are used only for conditions
/// that stand in the statement's text.
macro_rules! claim {
    () => {
        "(state IN ('verified','dns_writing','propagating','issuing_cert','live','drifted') \
         OR (state = 'stalled' AND proven_at_ms IS NOT NULL))"
    };
}
pub(crate) use claim;

/// [`nameplate_domain::connection::State::URGENCY_SQL`] as a literal: an index on it is used for the same text only.
macro_rules! urgency {
    () => {
        "(CASE WHEN state IN ('stalled','drifted','failed') THEN 3 WHEN state = 'live' THEN 1 \
         WHEN state = 'archived' THEN 0 ELSE 2 END)"
    };
}
pub(crate) use urgency;

/// Every statement of the store.
pub(crate) fn all() -> impl Iterator<Item = &'static Sql> {
    [
        crate::acme_dns::ALL,
        crate::api_keys::ALL,
        crate::app_domains::ALL,
        crate::applications::ALL,
        crate::ask::ALL,
        crate::audit::ALL,
        crate::batches::ALL,
        crate::certificates::ALL,
        crate::change_sets::ALL,
        crate::connection_lists::ALL,
        crate::connections::ALL,
        crate::credentials::ALL,
        crate::domain_connect::ALL,
        crate::edges::ALL,
        crate::events::ALL,
        crate::everybody::ALL,
        crate::gauges::ALL,
        crate::idempotency::ALL,
        crate::in_service::ALL,
        crate::invitations::ALL,
        crate::leases::ALL,
        crate::members::ALL,
        crate::observations::ALL,
        crate::outbox::ALL,
        crate::platform_keys::ALL,
        crate::quotas::ALL,
        crate::reader::ALL,
        crate::sessions::ALL,
        crate::routes::ALL,
        crate::routing::ALL,
        crate::share_links::ALL,
        crate::ssh_keys::ALL,
        crate::steps::ALL,
        crate::suspension::ALL,
        crate::tenant_labels::ALL,
        crate::tenants::ALL,
        crate::txt_answers::ALL,
        crate::usage::ALL,
        crate::usage_days::ALL,
        crate::zone_leases::ALL,
    ]
    .into_iter()
    .chain(crate::shelf::ALL)
    .chain(crate::webhooks::ALL)
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use nameplate_domain::connection::{Standing, State};

    /// Without the blanks, which mean nothing.
    fn packed(sql: &str) -> String {
        sql.split_whitespace().collect()
    }

    #[test]
    fn the_claim_has_one_text_in_domain_statements_and_migration() {
        let claim = packed(&format!("({})", Standing::CLAIM_SQL));
        assert_eq!(packed(claim!()), claim);
        let migration = packed(include_str!("../migrations/0001_start.sql"));
        assert!(migration.contains(&format!("connections_claimONconnections(hostname)WHERE{claim}")));
    }

    #[test]
    fn the_urgency_has_one_text_in_domain_statements_and_migration() {
        let urgency = packed(&format!("({})", State::URGENCY_SQL));
        assert_eq!(packed(urgency!()), urgency);
        let migration = packed(include_str!("../migrations/0006_lists.sql"));
        assert!(
            migration.contains(&format!(
                "connections_by_urgencyONconnections(tenant_id,{urgency},state_since_ms,id,hostname)"
            ))
        );
    }

    #[test]
    fn statements_list_their_columns() {
        for sql in all() {
            for everything in ["SELECT *", "RETURNING *", ".*"] {
                assert!(!sql.text.contains(everything), "{}: a later migration would change what it gives", sql.name);
            }
        }
    }

    #[test]
    fn names_are_unique() {
        let mut names: Vec<_> = all().map(|sql| sql.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }
}
