//! Giving a lease back with what came of it. Each is one statement on name and holder: who lost the lease writes nothing.

use super::{ShelfStore, kept};
use crate::connections::json;
use crate::error::StoreError;
use crate::signals::Signal;
use crate::sql::statements;
use crate::value::values;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::issuance::entry::Settled;

statements! { edge_entries by "name";
    // What the authority suggested was about the certificate before.
    STORED = "UPDATE edge_entries SET lease_holder = NULL, lease_until_ms = NULL, authority = $3, not_before_ms = $4, \
              not_after_ms = $5, renew_at_ms = $6, due_at_ms = $7, failures = 0, problem = NULL, removed_at_ms = NULL, \
              window_start_ms = NULL, window_end_ms = NULL WHERE name = $1 AND lease_holder = $2";
    FAILED = "UPDATE edge_entries SET lease_holder = NULL, lease_until_ms = NULL, failures = failures + 1, problem = $3, \
              due_at_ms = $4 WHERE name = $1 AND lease_holder = $2";
    POSTPONED = "UPDATE edge_entries SET lease_holder = NULL, lease_until_ms = NULL, problem = COALESCE($3, problem), \
                 renew_at_ms = COALESCE($4, renew_at_ms), window_start_ms = COALESCE($5, window_start_ms), \
                 window_end_ms = COALESCE($6, window_end_ms), due_at_ms = $7 WHERE name = $1 AND lease_holder = $2";
    REMOVED = "UPDATE edge_entries SET lease_holder = NULL, lease_until_ms = NULL, removed_at_ms = $3, due_at_ms = $4 \
               WHERE name = $1 AND lease_holder = $2";
    DELETED = "DELETE FROM edge_entries WHERE name = $1 AND lease_holder = $2";
}

impl ShelfStore {
    /// Gives a lease back with what came of it; `false`, and nothing is written, when it is no longer `holder`'s. What is `None` in
    /// [`Settled::Postponed`] stays as it was. [`Settled::Stored`], [`Settled::Removed`] and [`Settled::Deleted`] send
    /// [`Signal::EdgeCertificate`].
    ///
    /// # Errors
    /// [`StoreError::Unstorable`] for a certificate without a leaf; else see [`StoreError`].
    pub async fn settle(&self, name: &CertificateName, holder: &str, settled: Settled) -> Result<bool, StoreError> {
        let name = name.to_string();
        let mut tx = self.store.begin().await?;
        let written = match &settled {
            Settled::Stored { kept, renew_at, due_at } => {
                let (from, until) = (kept.not_before, kept.not_after);
                tx.execute(&STORED, values![&name, holder, &kept.authority, from, until, *renew_at, *due_at]).await?
            }
            Settled::Failed { problem, due_at } => {
                tx.execute(&FAILED, values![&name, holder, &json(problem), *due_at]).await?
            }
            Settled::Postponed { problem, renew_at, window, due_at } => {
                let problem = problem.as_ref().map(json);
                let (start, end) = (window.map(|window| window.start), window.map(|window| window.end));
                let values = values![&name, holder, problem.as_deref(), *renew_at, start, end, *due_at];
                tx.execute(&POSTPONED, values).await?
            }
            Settled::Removed { at, delete_at } => tx.execute(&REMOVED, values![&name, holder, *at, *delete_at]).await?,
            Settled::Deleted => tx.execute(&DELETED, values![&name, holder]).await?,
        };
        if written == 0 {
            return Ok(false);
        }
        match settled {
            Settled::Stored { kept, .. } => kept::keep(&mut tx, &name, &kept).await?,
            Settled::Deleted => kept::delete(&mut tx, &name).await?,
            Settled::Removed { .. } => {}
            Settled::Failed { .. } | Settled::Postponed { .. } => return tx.commit().await.map(|()| true),
        }
        tx.causes(Signal::EdgeCertificate(name));
        tx.commit().await.map(|()| true)
    }
}
