//! The audit log: who did what, with what stood before and after.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::{Sql, statements};
use crate::tx::Tx;
use crate::value::values;
use crate::webhooks::first_id_of;
use nameplate_domain::tenancy::{AuditId, TenantId, Whence, Who};
use nameplate_domain::time::Timestamp;
use serde_json::Value;
use uuid::Uuid;

macro_rules! columns {
    () => {
        "id, tenant_id, at_ms, who, address, request_id, action, target_kind, target_id, before, after"
    };
}

/// A page, with what every filter but the most selective one asks for.
macro_rules! page {
    ($narrower:literal) => {
        concat!(
            "SELECT ",
            columns!(),
            " FROM audit_entries WHERE tenant_id = $1 AND (at_ms, id) < ($2, $3) \
             AND (CAST($4 AS TEXT) IS NULL OR action = $4) \
             AND (CAST($5 AS TEXT) IS NULL OR target_id = $5) \
             AND (CAST($6 AS TEXT) IS NULL OR target_kind = $6) \
             AND (CAST($7 AS TEXT) IS NULL OR actor_kind = $7)",
            $narrower,
            " ORDER BY at_ms DESC, id DESC LIMIT $8"
        )
    };
}

statements! { audit_entries by "id";
    // Identifiers begin with the time at which they were made.
    PURGE = "DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE id < $1 ORDER BY id LIMIT $2)";
    INSERT = "INSERT INTO audit_entries (id, tenant_id, at_ms, who, actor_kind, address, request_id, action, target_kind, target_id, \
              before, after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)";
    NEWEST = page!("");
    OF_TARGET = page!(" AND target_id = $5");
    OF_TARGET_KIND = page!(" AND target_kind = $6");
    OF_ACTOR_KIND = page!(" AND actor_kind = $7");
}

/// Something that somebody did.
#[derive(Clone, PartialEq, Debug)]
pub struct AuditEntry {
    /// Identifier; ordered by time.
    pub id: AuditId,
    /// Whose data it was done to.
    pub tenant: TenantId,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub who: Who,
    /// From where.
    pub whence: Whence,
    /// What, e.g. `connection.archive`.
    pub action: String,
    /// To what kind of thing, e.g. `connection`.
    pub target_kind: String,
    /// To which one.
    pub target_id: String,
    /// What stood there before; without secrets.
    pub before: Option<Value>,
    /// What stands there since; without secrets.
    pub after: Option<Value>,
}

/// Which entries to list. Everything that is given must hold.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// Only of this action.
    pub action: Option<String>,
    /// Only about this thing.
    pub target_id: Option<String>,
    /// Only about things of this kind.
    pub target_kind: Option<String>,
    /// Only by somebody of this kind ([`Who::kind`]).
    pub actor_kind: Option<String>,
    /// Only from this instant on.
    pub from: Option<Timestamp>,
    /// Only before this instant.
    pub to: Option<Timestamp>,
}

impl AuditFilter {
    /// The statement that meets the fewest rows: people and connections do most of what is done, so that a kind of target is taken
    /// before a kind of actor.
    fn statement(&self) -> &'static Sql {
        match (&self.target_id, &self.target_kind, &self.actor_kind) {
            (Some(_), _, _) => &OF_TARGET,
            (None, Some(_), _) => &OF_TARGET_KIND,
            (None, None, Some(_)) => &OF_ACTOR_KIND,
            (None, None, None) => &NEWEST,
        }
    }
}

impl Reader {
    /// The tenant's entries, newest first.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn audit(
        &self,
        tenant: TenantId,
        filter: &AuditFilter,
        page: Page,
    ) -> Result<Vec<AuditEntry>, StoreError> {
        let edge = page.edge();
        let (at, id) = filter.to.map_or(edge, |to| edge.min((to, Uuid::nil())));
        let values = values![
            tenant,
            at,
            id,
            filter.action.as_deref(),
            filter.target_id.as_deref(),
            filter.target_kind.as_deref(),
            filter.actor_kind.as_deref(),
            page.limit,
        ];
        let mut found = self.all(filter.statement(), values, entry).await?;
        // They come newest first: the first one that is too old ends the list. A condition for it would draw SQLite away from the
        // index of the other filters.
        if let Some(too_old) = found.iter().position(|entry| filter.from.is_some_and(|from| entry.at < from)) {
            found.truncate(too_old);
        }
        Ok(found)
    }
}

impl Tx {
    /// Deletes up to `limit` entries that were written before `before`, the oldest first; says how many.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn purge_audit(&mut self, before: Timestamp, limit: u32) -> Result<u64, StoreError> {
        self.execute(&PURGE, values![first_id_of(before), limit]).await
    }

    /// Adds an entry: in the transaction that does what it tells of.
    ///
    /// # Errors
    /// See [`StoreError`].
    pub async fn audit(&mut self, entry: &AuditEntry) -> Result<(), StoreError> {
        let who = serde_json::json!(entry.who).to_string();
        let address = entry.whence.address.map(|address| address.to_string());
        let [before, after] = [&entry.before, &entry.after].map(|value| value.as_ref().map(Value::to_string));
        let values = values![
            entry.id,
            entry.tenant,
            entry.at,
            &who,
            entry.who.kind(),
            address.as_deref(),
            entry.whence.request_id.as_deref(),
            &entry.action,
            &entry.target_kind,
            &entry.target_id,
            before.as_deref(),
            after.as_deref(),
        ];
        self.execute(&INSERT, values).await.map(drop)
    }
}

fn entry(row: &Row) -> Result<AuditEntry, StoreError> {
    let address = row.get::<Option<String>>("address")?;
    let json = |column| match row.get::<Option<String>>(column)? {
        Some(_) => row.json(column).map(Some),
        None => Ok(None),
    };
    Ok(AuditEntry {
        id: row.id("id", AuditId)?,
        tenant: row.id("tenant_id", TenantId)?,
        at: row.at("at_ms")?,
        who: row.json("who")?,
        whence: Whence {
            address: address.and_then(|address| address.parse().ok()),
            request_id: row.get("request_id")?,
        },
        action: row.get("action")?,
        target_kind: row.get("target_kind")?,
        target_id: row.get("target_id")?,
        before: json("before")?,
        after: json("after")?,
    })
}
