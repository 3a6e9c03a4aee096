//! From events to deliveries: one for each endpoint that hears of it.

use crate::Control;
use nameplate_domain::tenancy::{DeliveryId, TenantId};
use nameplate_domain::webhook::{Delivery, DeliveryStatus, Endpoint, envelope};
use nameplate_store::{StoreError, StoredEvent, Tx};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// What is put on its way in one transaction.
#[derive(Debug, Default)]
pub(crate) struct FanOut {
    listeners: BTreeMap<TenantId, Vec<Endpoint>>,
    deliveries: Vec<Delivery>,
}

impl FanOut {
    /// How many deliveries there are so far.
    pub(crate) fn deliveries(&self) -> usize {
        self.deliveries.len()
    }
}

impl Control {
    /// Adds deliveries of events that were placed in this transaction: so each is put on its way once, whatever breaks.
    pub(crate) async fn fan_out(
        &self,
        tx: &mut Tx,
        placed: &[StoredEvent],
        out: &mut FanOut,
    ) -> Result<(), StoreError> {
        let now = self.now();
        for event in placed {
            let of_tenant = match out.listeners.entry(event.tenant) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(unknown) => unknown.insert(tx.enabled_webhook_endpoints(event.tenant).await?),
            };
            let hearing = of_tenant.iter().filter(|to| to.hears(event.application, event.kind, event.created_at));
            out.deliveries.extend(hearing.map(|to| Delivery {
                id: DeliveryId(self.chance.id(now)),
                tenant: event.tenant,
                endpoint: to.id,
                event: event.id,
                connection: Some(event.connection).filter(|id| !id.0.is_nil()),
                kind: event.kind.as_str().to_owned(),
                payload: envelope(event.id, event.kind.as_str(), Some(event.connection), &event.data, event.created_at),
                status: DeliveryStatus::Pending,
                attempts: 0,
                round_attempts: 0,
                last_status: None,
                last_problem: None,
                due_at: Some(now),
                created_at: now,
                finished_at: None,
            }));
        }
        Ok(())
    }

    /// Writes the deliveries: all at once, since endpoints are locked in order.
    pub(crate) async fn put_on_their_way(&self, tx: &mut Tx, out: FanOut) -> Result<(), StoreError> {
        tx.insert_webhook_deliveries(&out.deliveries).await
    }
}
