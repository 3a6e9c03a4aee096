use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, connection};
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::tenancy::ApplicationId;
use nameplate_store::BatchProgress;
use std::collections::BTreeMap;

both! {
    async fn a_batch_is_counted_by_state_and_for_its_tenant_only(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, theirs) = lab.application().await;
        let in_batch = |connection: Connection, at| Connection {
            batch_id: Some("import №1".into()),
            created_at: at,
            state_since: at,
            ..connection
        };
        let first = in_batch(connection(&application, "a.customer.com", State::PendingOwnership), NOW);
        let second = in_batch(connection(&application, "b.customer.com", State::PendingOwnership), after(1));
        let failed = in_batch(connection(&application, "c.customer.com", State::Failed), after(2));
        let elsewhere = connection(&application, "d.customer.com", State::Live);
        let foreign = in_batch(connection(&theirs, "a.customer.com", State::Live), after(9));
        for stored in [&first, &second, &failed, &elsewhere, &foreign] {
            lab.insert(stored).await;
        }
        let progress = lab.reader().batch_progress(tenant.id, "import №1").await.unwrap();
        let expected = BatchProgress {
            by_state: BTreeMap::from([(State::PendingOwnership, 2), (State::Failed, 1)]),
            first_created_at: NOW,
            last_change_at: after(2),
        };
        assert_eq!(progress, Some(expected));
        assert_eq!(lab.reader().batch_progress(tenant.id, "import").await.unwrap(), None);
        let of_stranger = lab.reader().batch_progress(stranger.id, "import №1").await.unwrap().unwrap();
        assert_eq!(of_stranger.by_state, BTreeMap::from([(State::Live, 1)]));

        let open = async |application, name| {
            let found = lab.reader().open_connection_of_batch(tenant.id, application, "import №1", name).await.unwrap();
            let mut tx = lab.begin().await;
            assert_eq!(tx.open_connection_of_batch(tenant.id, application, "import №1", name).await.unwrap(), found);
            tx.commit().await.unwrap();
            found
        };
        assert_eq!(open(application.id, "a.customer.com").await, Some(first));
        assert_eq!(open(application.id, "b.customer.com").await, Some(second));
        assert_eq!(open(application.id, "c.customer.com").await, None, "what came to its end is not in the way");
        assert_eq!(open(application.id, "d.customer.com").await, None, "it is in no batch");
        let other = ApplicationId(crate::suite::samples::fresh_id());
        assert_eq!(open(other, "a.customer.com").await, None);
    }
}
