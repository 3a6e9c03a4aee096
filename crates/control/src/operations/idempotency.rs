//! Doing a create once for each `Idempotency-Key`.
//!
//! The key is reserved in a transaction of its own; the answer is stored in the same transaction as what was created. So a
//! crash leaves either nothing (the reservation lapses) or the created thing with its answer.

use crate::{Control, Refused};
use nameplate_domain::tenancy::TenantId;
use nameplate_store::{Idempotent, Tx};

/// An answer as it is stored: status and JSON body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stored {
    /// HTTP status.
    pub status: u16,
    /// JSON.
    pub body: String,
}

/// What a reservation found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Begun {
    /// Nobody used the key: go ahead.
    Fresh,
    /// The same request was answered before, like this.
    Done(Stored),
}

/// A reserved key, and how to turn what was created into the answer that later requests get.
pub struct Once<'a, T> {
    /// The `Idempotency-Key`.
    pub key: &'a str,
    /// Makes the answer to store.
    pub answer: &'a (dyn Fn(&T) -> Stored + Send + Sync),
}

impl<T> std::fmt::Debug for Once<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Once").field("key", &self.key).finish_non_exhaustive()
    }
}

impl Control {
    /// Reserves `key` for a request whose method, path and body hash to `request_hash`.
    ///
    /// # Errors
    /// [`Refused::IdempotencyConflict`] for another request under the same key, [`Refused::IdempotencyInProgress`] while the
    /// first is being worked on.
    pub async fn begin_once(&self, tenant: TenantId, key: &str, request_hash: &[u8; 32]) -> Result<Begun, Refused> {
        let mut tx = self.store.begin().await?;
        let found = tx.begin_idempotent(tenant, key, request_hash, self.now()).await?;
        tx.commit().await?;
        match found {
            Idempotent::Fresh => Ok(Begun::Fresh),
            Idempotent::Done { status, body } => Ok(Begun::Done(Stored { status, body })),
            Idempotent::InProgress => Err(Refused::IdempotencyInProgress),
            Idempotent::Other => Err(Refused::IdempotencyConflict),
        }
    }

    /// Gives a reserved key back: the request was refused, and may be sent again.
    ///
    /// # Errors
    /// [`Refused::Store`]; the reservation then lapses by itself.
    pub async fn give_up_once(&self, tenant: TenantId, key: &str) -> Result<(), Refused> {
        let mut tx = self.store.begin().await?;
        tx.forget_idempotent(tenant, key).await?;
        tx.commit().await?;
        Ok(())
    }

    /// Replaces the stored answer by how far the request has come since, so that a repeated request gets what the first one got.
    pub(crate) async fn amend_once<T: Sync>(
        &self,
        tenant: TenantId,
        once: Option<&Once<'_, T>>,
        created: &T,
    ) -> Result<(), Refused> {
        if let Some(once) = once {
            let Stored { body, .. } = (once.answer)(created);
            let mut tx = self.store.begin().await?;
            tx.amend_idempotent(tenant, once.key, &body).await?;
            tx.commit().await?;
        }
        Ok(())
    }

    pub(crate) async fn finish_once<T: Sync>(
        &self,
        tx: &mut Tx,
        tenant: TenantId,
        once: Option<&Once<'_, T>>,
        created: &T,
    ) -> Result<(), Refused> {
        if let Some(once) = once {
            let Stored { status, body } = (once.answer)(created);
            tx.finish_idempotent(tenant, once.key, status, &body, self.now()).await?;
        }
        Ok(())
    }
}
