//! Webhooks.

use crate::Control;
use nameplate_store::{StoreError, StoredEvent, Tx};

impl Control {
    /// Hands placed events to whoever wants to be told, in the transaction that placed them.
    #[expect(clippy::unused_async, reason = "nobody is told yet")]
    pub(crate) async fn fan_out(&self, _tx: &mut Tx, _placed: &[StoredEvent]) -> Result<(), StoreError> {
        Ok(())
    }
}
