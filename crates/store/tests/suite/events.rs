use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, connection, fresh_id};
use nameplate_domain::connection::{Announcement, State};
use nameplate_domain::tenancy::EventId;
use nameplate_store::{Conflict, Page, StoreError, StoredEvent};

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

    async fn the_events_of_a_connection_are_read_newest_first_past_what_is_unknown(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, _) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let other = connection(&application, "other.customer.com", State::Live);
        let ids: Vec<EventId> = (0..7).map(|_| EventId(fresh_id())).collect();
        let mut tx = lab.begin().await;
        for (n, id) in ids.iter().enumerate() {
            let about = if n == 6 { &other } else { &mine };
            let kind = if n == 3 || n == 4 { Announcement::Recovered } else { Announcement::Drift };
            tx.announce(about, kind, *id, &serde_json::json!({}), NOW).await.unwrap();
        }
        tx.commit().await.unwrap();
        lab.database.tamper("UPDATE events SET kind = 'domain.renamed' WHERE kind = 'domain.recovered'").await;
        let read = async |tenant, page| {
            let events = lab.reader().events_of_connection(tenant, mine.id, page).await.unwrap();
            events.into_iter().map(|event| event.id).collect::<Vec<_>>()
        };
        assert_eq!(read(tenant.id, Page::first(2)).await, [ids[5], ids[2]]);
        let before = Some((NOW, ids[2].0));
        assert_eq!(read(tenant.id, Page { before, ..Page::first(9) }).await, [ids[1], ids[0]]);
        assert_eq!(read(stranger.id, Page::first(9)).await, []);
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
