//! Doing all of a plan or nothing of it: everything is tried without effect first, and what was done before a failure is taken back.

use super::Kubernetes;
use super::conflict::refusal;
use crate::contract::Refusal;
use crate::manifest::Key;
use crate::plan::{Change, Plan};
use kube::api::{DeleteParams, Patch, PatchParams, Preconditions};
use serde_json::Value;

/// Whether a request has an effect.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Run {
    /// Only the answer counts.
    Dry,
    /// It does.
    Real,
}

impl Kubernetes {
    /// Asks the server for each change whether it would do it.
    pub(super) async fn preflight(&self, plan: &Plan) -> Result<(), Refusal> {
        for change in &plan.changes {
            // Of an object that was looked at, its identifier tells whether it is still that one.
            if change.uid.is_none() && self.is_taken(&change.key).await? {
                return Err(Refusal::Foreign { key: change.key.clone() });
            }
            self.request(change, Run::Dry).await?;
        }
        Ok(())
    }

    /// Does each change; at the first that fails, takes back what was done.
    pub(super) async fn carry_out(&self, plan: &Plan) -> Result<(), Refusal> {
        for (index, change) in plan.changes.iter().enumerate() {
            if let Err(cause) = self.request(change, Run::Real).await {
                let done = Plan { changes: plan.changes[..index].to_vec(), refused: vec![] };
                return Err(self.undone(&done, cause).await);
            }
        }
        Ok(())
    }

    async fn undone(&self, done: &Plan, cause: Refusal) -> Refusal {
        let mut left = Vec::new();
        for change in done.reversed().changes {
            if self.request(&change, Run::Real).await.is_err() {
                left.push(change.key);
            }
        }
        if left.is_empty() { cause } else { Refusal::Incomplete { cause: Box::new(cause), left } }
    }

    /// Whether somebody else's object stands there. By server-side apply ours would become a part of it.
    async fn is_taken(&self, key: &Key) -> Result<bool, Refusal> {
        let there = self.read(key).await?.and_then(crate::manifest::Manifest::read);
        Ok(there.is_some_and(|there| !there.is_of(self.owner())))
    }

    async fn request(&self, change: &Change, run: Run) -> Result<(), Refusal> {
        match &change.after {
            Some(after) => self.put(&change.key, after.value().clone(), change.uid.as_deref(), run).await,
            None => self.delete(&change.key, change.uid.clone(), run).await,
        }
    }

    async fn put(&self, key: &Key, mut value: Value, uid: Option<&str>, run: Run) -> Result<(), Refusal> {
        if let Some(uid) = uid {
            // Another object of that name, made in the meantime, is not ours to change.
            value["metadata"]["uid"] = uid.into();
        }
        let mut parameters = PatchParams::apply(self.owner()).validation_strict();
        parameters.dry_run = run == Run::Dry;
        let answer = self.api(key).patch(&key.name, &parameters, &Patch::Apply(value)).await;
        answer.map(drop).map_err(|error| refusal(error, key))
    }

    async fn delete(&self, key: &Key, uid: Option<String>, run: Run) -> Result<(), Refusal> {
        let preconditions = uid.map(|uid| Preconditions { uid: Some(uid), resource_version: None });
        let parameters = DeleteParams { dry_run: run == Run::Dry, preconditions, ..DeleteParams::default() };
        match self.api(key).delete(&key.name, &parameters).await {
            // It is gone already, which is what is wanted.
            Err(kube::Error::Api(status)) if status.code == 404 => Ok(()),
            answer => answer.map(drop).map_err(|error| refusal(error, key)),
        }
    }
}
