//! Writing down what was seen, where it differs from what was seen before.

use crate::Control;
use nameplate_domain::connection::{Connection, Problem};
use nameplate_domain::evidence::RecordReport;
use nameplate_domain::observation::{Observation, Seen, news};
use nameplate_domain::tenancy::ObservationId;
use nameplate_store::{StoreError, Tx};

impl Control {
    /// Writes what was seen of a connection into the transaction that keeps it.
    pub(crate) async fn observe(&self, tx: &mut Tx, connection: &Connection, seen: Seen) -> Result<(), StoreError> {
        let at = self.now();
        let id = ObservationId(self.chance.id(at));
        tx.observe(&Observation { id, tenant: connection.tenant, connection: connection.id, at, seen }).await
    }

    /// Writes what of these reports the check before had not seen.
    pub(crate) async fn observe_records(
        &self,
        tx: &mut Tx,
        before: &Connection,
        reports: &[RecordReport],
    ) -> Result<(), StoreError> {
        let records = news(&before.reports, reports);
        match records.is_empty() {
            true => Ok(()),
            false => self.observe(tx, before, Seen::Records { records }).await,
        }
    }

    /// Writes what stands in the way of proof, if it is something else than before.
    pub(crate) async fn observe_ownership(
        &self,
        tx: &mut Tx,
        before: &Connection,
        problem: Option<&Problem>,
    ) -> Result<(), StoreError> {
        match problem.filter(|problem| !before.standing().proven && before.problem.as_ref() != Some(*problem)) {
            Some(problem) => self.observe(tx, before, Seen::Ownership { problem: problem.clone() }).await,
            None => Ok(()),
        }
    }
}
