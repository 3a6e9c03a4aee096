//! Writing down who did what.

use crate::Control;
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::{AuditId, Caller, TenantId};
use nameplate_store::{AuditEntry, StoreError, Tx};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::fmt::Display;

/// Something that is being done. `before` and `after` are what people may read later: never a secret.
#[derive(Debug)]
pub(crate) struct Deed {
    action: Cow<'static, str>,
    target_kind: String,
    target_id: String,
    before: Option<Value>,
    after: Option<Value>,
}

impl Deed {
    /// `action` as `noun.verb`; the noun is the kind of its target.
    pub(crate) fn new(action: impl Into<Cow<'static, str>>, target: impl Display) -> Self {
        let action = action.into();
        let target_kind = action.split('.').next().unwrap_or_default().to_owned();
        Self { action, target_kind, target_id: target.to_string(), before: None, after: None }
    }

    /// That a connection moved: `connection.` and its new state.
    pub(crate) fn step(before: &Connection, after: &Connection) -> Self {
        let mut to = json!({ "state": after.state.as_str() });
        if let Some(problem) = &after.problem {
            to["problem"] = problem.code.as_str().into();
        }
        if let (Some(proof), false) = (&after.proof, before.standing().proven) {
            to["proof"] = proof.method.as_str().into();
        }
        Self::new(format!("connection.{}", after.state), after.id)
            .from(json!({ "state": before.state.as_str() }))
            .to(to)
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
            action: deed.action.into_owned(),
            target_kind: deed.target_kind,
            target_id: deed.target_id,
            before: deed.before,
            after: deed.after,
        };
        tx.audit(&entry).await
    }

    /// As [`Control::audit`], by whomever this acts for, or else by the platform itself.
    pub(crate) async fn audit_own(&self, tx: &mut Tx, tenant: TenantId, deed: Deed) -> Result<(), StoreError> {
        match self.by.as_ref().filter(|by| by.tenant == tenant) {
            Some(by) => self.audit(tx, by, deed).await,
            None => self.audit(tx, &Caller::system(tenant), deed).await,
        }
    }
}
