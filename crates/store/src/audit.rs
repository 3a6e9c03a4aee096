//! The audit log: who did what, with what stood before and after.

use crate::error::StoreError;
use crate::page::Page;
use crate::reader::Reader;
use crate::row::Row;
use crate::sql::statements;
use crate::tx::Tx;
use crate::value::values;
use crate::webhooks::first_id_of;
use nameplate_domain::tenancy::{AuditId, TenantId, Whence, Who};
use nameplate_domain::time::Timestamp;
use serde_json::Value;

macro_rules! columns {
    () => {
        "id, tenant_id, at_ms, who, address, request_id, action, target_kind, target_id, before, after"
    };
}

statements! { audit_entries by "id";
    // Identifiers begin with the time at which they were made.
    PURGE = "DELETE FROM audit_entries WHERE id IN (SELECT id FROM audit_entries WHERE id < $1 ORDER BY id LIMIT $2)";
    INSERT = "INSERT INTO audit_entries (id, tenant_id, at_ms, who, address, request_id, action, target_kind, target_id, before, \
              after) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
    NEWEST = concat!(
        "SELECT ", columns!(), " FROM audit_entries WHERE tenant_id = $1 AND (at_ms, id) < ($2, $3) \
         AND (CAST($4 AS TEXT) IS NULL OR action = $4) ORDER BY at_ms DESC, id DESC LIMIT $5"
    );
    OF_TARGET = concat!(
        "SELECT ", columns!(), " FROM audit_entries WHERE tenant_id = $1 AND (at_ms, id) < ($2, $3) \
         AND (CAST($4 AS TEXT) IS NULL OR action = $4) AND target_id = $6 ORDER BY at_ms DESC, id DESC LIMIT $5"
    );
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

/// Which entries to list.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuditFilter {
    /// Only of this action.
    pub action: Option<String>,
    /// Only about this thing.
    pub target_id: Option<String>,
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
        let (at, id) = page.edge();
        let action = filter.action.as_deref();
        match &filter.target_id {
            None => self.all(&NEWEST, values![tenant, at, id, action, page.limit], entry).await,
            Some(target) => self.all(&OF_TARGET, values![tenant, at, id, action, page.limit, target], entry).await,
        }
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
