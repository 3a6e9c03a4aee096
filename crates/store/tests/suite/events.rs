use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, connection, fresh_id};
use nameplate_domain::connection::{Announcement, State};
use nameplate_domain::tenancy::EventId;
use nameplate_store::{Conflict, StoreError, StoredEvent};

both! {
    async fn events_are_read_in_order_from_where_one_left_off(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (_, strange_application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let strange = connection(&strange_application, "app.other.com", State::Live);
        let ids: Vec<EventId> = (0..8).map(|_| EventId(fresh_id())).collect();
        let data = serde_json::json!({ "hostname": "münchen.example", "deep": [1, null, { "ü": true }] });
        let mut tx = lab.begin().await;
        for (n, id) in ids[..7].iter().enumerate() {
            tx.announce(&mine, Announcement::ALL[n], *id, &data, NOW).await.unwrap();
        }
        tx.announce(&strange, Announcement::Drift, ids[7], &data, NOW).await.unwrap();
        tx.commit().await.unwrap();

        let read = |after| async move { lab.reader().events(Some(tenant.id), after, 3).await.unwrap() };
        let first = read(None).await;
        let expected = StoredEvent {
            id: ids[0],
            tenant: tenant.id,
            connection: mine.id,
            application: application.id,
            kind: Announcement::ALL[0],
            data,
            created_at: NOW,
            position: None,
        };
        assert_eq!(first[0], expected);
        let order = |events: &[StoredEvent]| events.iter().map(|event| event.id).collect::<Vec<_>>();
        assert_eq!(order(&first), ids[..3]);
        assert_eq!(order(&read(Some(ids[2])).await), ids[3..6]);
        assert_eq!(order(&read(Some(ids[5])).await), ids[6..7]);
        assert_eq!(order(&lab.reader().events(None, Some(ids[5]), 10).await.unwrap()), ids[6..]);
    }

    async fn an_event_is_written_once(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let id = EventId(fresh_id());
        let mut tx = lab.begin().await;
        tx.announce(&mine, Announcement::Drift, id, &serde_json::json!({}), NOW).await.unwrap();
        let again = tx.announce(&mine, Announcement::Drift, id, &serde_json::json!({}), NOW).await;
        assert!(matches!(again, Err(StoreError::Conflict(Conflict::Identifier))));
    }
}
