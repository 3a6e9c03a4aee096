//! What a later version wrote, beside which this one runs, or from which somebody went back to it.

use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, connection, fresh_id};
use crate::suite::webhooks::insert;
use nameplate_domain::connection::{Announcement, Connection, State};
use nameplate_domain::tenancy::EventId;
use nameplate_store::StoredEvent;

async fn announce(lab: &Lab, connection: &Connection, ids: &[EventId]) {
    let mut tx = lab.begin().await;
    for id in ids {
        tx.announce(connection, Announcement::Drift, *id, &serde_json::json!({}), NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn place(lab: &Lab, limit: u32) -> Vec<EventId> {
    let mut tx = lab.begin().await;
    let placed = tx.place_events(limit).await.unwrap();
    tx.commit().await.unwrap();
    ids(&placed)
}

fn ids(events: &[StoredEvent]) -> Vec<EventId> {
    events.iter().map(|event| event.id).collect()
}

both! {
    async fn events_of_an_unknown_kind_get_their_places_and_are_told_to_nobody(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let live = connection(&application, "app.customer.com", State::Live);
        let made: Vec<_> = (0..6).map(|_| EventId(fresh_id())).collect();
        announce(lab, &live, &made[..3]).await;
        lab.database.tamper("UPDATE events SET kind = 'domain.renamed'").await;
        announce(lab, &live, &made[3..]).await;
        assert_eq!(place(lab, 2).await, []);
        assert_eq!(place(lab, 10).await, made[3..]);
        assert!(!lab.reader().has_events_to_place().await.unwrap());
        assert_eq!(lab.reader().last_event_position().await.unwrap(), 6);
        for whose in [None, Some(tenant.id)] {
            let read = async |position, limit| lab.reader().events_after(whose, position, limit).await.unwrap();
            assert_eq!(ids(&read(0, 2).await), made[3..5], "a page that is not full is the last one");
            assert_eq!(ids(&read(5, 2).await), made[5..]);
        }
        assert_eq!(ids(&lab.reader().events(None, None, 10).await.unwrap()), made[3..]);
    }

    async fn an_endpoint_that_names_unknown_events_only_is_not_told_of_all_others(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        insert(lab, &tenant).await;
        for (names, told) in [("[\"domain.renamed\"]", [false, false]), ("[\"domain.renamed\",\"ssl.issued\"]", [true, false])] {
            lab.database.tamper(&format!("UPDATE webhook_endpoints SET events = '{names}'")).await;
            let mut tx = lab.begin().await;
            let read = tx.enabled_webhook_endpoints(tenant.id).await.unwrap();
            let hears = |event| read[0].hears(application.id, event, NOW);
            assert_eq!([Announcement::SslIssued, Announcement::Drift].map(hears), told, "{names}");
        }
    }
}
