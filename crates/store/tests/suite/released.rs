//! Names that were let go are remembered, for everybody but the tenant that did.

use crate::suite::lab::Lab;
use crate::suite::samples::{after, connection, fresh_id};
use nameplate_domain::connection::{Connection, Event, State, step};
use nameplate_domain::tenancy::EventId;
use nameplate_domain::time::Timestamp;
use nameplate_store::StepValues;

async fn end(lab: &Lab, before: &Connection, event: Event, now: Timestamp) {
    let next = step(before.standing(), event).unwrap().unwrap();
    let ids = [EventId(fresh_id())];
    let values = StepValues { proof: None, reports: None, problem: None, due_at: None, now, event_ids: &ids };
    let mut tx = lab.begin().await;
    tx.commit_step(before, next, values).await.unwrap();
    tx.commit().await.unwrap();
}

both! {
    async fn a_proven_name_is_released_by_its_end_and_an_unproven_one_is_not(lab: &Lab) {
        let (owner, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let name = "app.customer.com";
        for (state, event) in [(State::PendingOwnership, Event::Archive), (State::Verifying, Event::Expired)] {
            let unproven = connection(&application, name, state);
            lab.insert(&unproven).await;
            end(lab, &unproven, event, after(1)).await;
        }
        let released = async |tenant, name| lab.reader().released_by_another(tenant, name).await.unwrap();
        assert_eq!(released(stranger.id, name).await, None);
        for (state, event, at) in
            [(State::Live, Event::Archive, after(2)), (State::Propagating, Event::TakenAway, after(5)), (State::Stalled, Event::Archive, after(4))]
        {
            let proof = Some(crate::suite::samples::proof());
            let proven = Connection { proof, ..connection(&application, name, state) };
            lab.insert(&proven).await;
            end(lab, &proven, event, at).await;
        }
        assert_eq!(released(stranger.id, name).await, Some(after(5)), "the last time counts");
        assert_eq!(released(owner.id, name).await, None, "whoever let it go may take it up again");
        assert_eq!(released(stranger.id, "other.customer.com").await, None);
    }

    async fn that_a_fresh_proof_is_needed_is_kept(lab: &Lab) {
        let (owner, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let stored = connection(&application, "app.customer.com", State::PendingOwnership);
        lab.insert(&stored).await;
        for (tenant, expected) in [(stranger.id, false), (owner.id, true)] {
            let mut tx = lab.begin().await;
            tx.note_fresh_proof(tenant, stored.id).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(lab.current(&stored).await, Connection { fresh_proof: expected, ..stored.clone() });
        }
    }
}
