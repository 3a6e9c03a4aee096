//! Writing down who did what.

use crate::Control;
use nameplate_domain::tenancy::{AuditId, Caller};
use nameplate_store::{AuditEntry, StoreError, Tx};
use serde_json::Value;
use std::fmt::Display;

/// Something that is being done. `before` and `after` are what people may read later: never a secret.
#[derive(Debug)]
pub(crate) struct Deed {
    action: &'static str,
    target_kind: &'static str,
    target_id: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl Deed {
    /// `action` as `noun.verb`; the noun is the kind of its target.
    pub(crate) fn new(action: &'static str, target: impl Display) -> Self {
        let target_kind = action.split('.').next().unwrap_or(action);
        Self { action, target_kind, target_id: target.to_string(), before: None, after: None }
    }

    pub(crate) fn from(self, before: Value) -> Self {
        Self { before: Some(before), ..self }
    }

    pub(crate) fn to(self, after: Value) -> Self {
        Self { after: Some(after), ..self }
    }
}

impl Control {
    /// Writes `deed` of `caller` into the transaction that carries it out.
    pub(crate) async fn audit(&self, tx: &mut Tx, caller: &Caller, deed: Deed) -> Result<(), StoreError> {
        let at = self.now();
        let entry = AuditEntry {
            id: AuditId(self.chance.id(at)),
            tenant: caller.tenant,
            at,
            who: caller.who.clone(),
            whence: caller.whence.clone(),
            action: deed.action.to_owned(),
            target_kind: deed.target_kind.to_owned(),
            target_id: deed.target_id,
            before: deed.before,
            after: deed.after,
        };
        tx.audit(&entry).await
    }
}
