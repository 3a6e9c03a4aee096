use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, connection, fresh_id};
use nameplate_domain::connection::{Announcement, Connection, State};
use nameplate_domain::tenancy::EventId;
use nameplate_store::{Signal, Store, StoredEvent};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Positions of events, which they must have.
fn positions(events: &[StoredEvent]) -> Vec<i64> {
    events.iter().map(|event| event.position.unwrap()).collect()
}

fn ids(events: &[StoredEvent]) -> Vec<EventId> {
    events.iter().map(|event| event.id).collect()
}

async fn announce(store: &Store, connection: &Connection, ids: &[EventId]) {
    let mut tx = store.begin().await.unwrap();
    for id in ids {
        tx.announce(connection, Announcement::Drift, *id, &serde_json::json!({}), NOW).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn place(store: &Store, limit: u32) -> Vec<StoredEvent> {
    let mut tx = store.begin().await.unwrap();
    let placed = tx.place_events(limit).await.unwrap();
    tx.commit().await.unwrap();
    placed
}

fn fresh_ids(count: usize) -> Vec<EventId> {
    (0..count).map(|_| EventId(fresh_id())).collect()
}

both! {
    async fn positions_follow_the_placing_and_not_the_identifier(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let (stranger, strange_application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let strange = connection(&strange_application, "app.other.com", State::Live);
        let made = fresh_ids(5);
        announce(&lab.store, &mine, &made[1..3]).await;
        announce(&lab.store, &strange, &made[3..4]).await;
        assert!(lab.reader().has_events_to_place().await.unwrap());
        assert_eq!(lab.reader().events_after(None, 0, 10).await.unwrap(), []);
        assert_eq!(lab.reader().newest_event(tenant.id).await.unwrap(), None);
        assert_eq!(lab.reader().event_position(tenant.id, made[1]).await.unwrap(), None);
        let mut heard = lab.store.signals().subscribe();
        let first = place(&lab.store, 2).await;
        assert_eq!((ids(&first), positions(&first)), (made[1..3].to_vec(), vec![1, 2]));
        assert_eq!(heard.recv().await, Some(Signal::EventPlaced));
        // The smallest identifier is committed late.
        announce(&lab.store, &mine, &made[..1]).await;
        let second = place(&lab.store, 100).await;
        assert_eq!((ids(&second), positions(&second)), (vec![made[0], made[3]], vec![3, 4]));
        assert!(!lab.reader().has_events_to_place().await.unwrap());

        let reader = lab.reader();
        let behind = async |tenant, position| ids(&reader.events_after(tenant, position, 2).await.unwrap());
        assert_eq!(behind(None, 0).await, made[1..3]);
        assert_eq!(behind(None, 2).await, [made[0], made[3]]);
        assert_eq!(behind(Some(tenant.id), 2).await, [made[0]]);
        assert_eq!(behind(Some(stranger.id), 0).await, [made[3]]);
        assert_eq!(reader.event_position(tenant.id, made[0]).await.unwrap(), Some(3));
        assert_eq!(reader.event_position(stranger.id, made[0]).await.unwrap(), None, "another tenant's");
        assert_eq!(reader.event_position(tenant.id, made[4]).await.unwrap(), None, "nobody's");
        assert_eq!(reader.last_event_position().await.unwrap(), 4);
        assert_eq!(reader.newest_event(tenant.id).await.unwrap(), Some((made[0], 3)));
        assert_eq!(reader.newest_event(stranger.id).await.unwrap(), Some((made[3], 4)));
    }

    async fn placing_nothing_says_nothing(lab: &Lab) {
        let mut heard = lab.store.signals().subscribe();
        assert_eq!(place(&lab.store, 10).await, []);
        lab.store.signals().send(Signal::Due);
        assert_eq!(heard.recv().await, Some(Signal::Due));
        assert_eq!(lab.reader().last_event_position().await.unwrap(), 0);
    }

    async fn a_placing_that_is_undone_leaves_no_gap(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let made = fresh_ids(2);
        announce(&lab.store, &mine, &made).await;
        let mut tx = lab.begin().await;
        assert_eq!(tx.place_events(10).await.unwrap().len(), 2);
        drop(tx);
        assert_eq!(positions(&place(&lab.store, 10).await), [1, 2]);
    }

    /// Writers commit in any order, some take their events back, two processes place, and a third follows by position.
    async fn whoever_follows_misses_nothing_whoever_writes_and_places(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let is_over = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> = (0..6).map(|writer| {
            let (store, mine) = (lab.store.clone(), mine.clone());
            tokio::spawn(async move {
                let mut kept = Vec::new();
                for round in 0..25_usize {
                    let made = fresh_ids(1 + (round + writer) % 3);
                    let mut tx = store.begin().await.unwrap();
                    for id in &made {
                        tx.announce(&mine, Announcement::Drift, *id, &serde_json::json!({}), NOW).await.unwrap();
                        tokio::task::yield_now().await;
                    }
                    if (round + writer) % 5 == 0 {
                        drop(tx);
                    } else {
                        tx.commit().await.unwrap();
                        kept.extend(made);
                    }
                }
                kept
            })
        }).collect();
        let beside = lab.second_store().await;
        let placers: Vec<_> = [lab.store.clone(), beside.clone()].into_iter().map(|store| {
            let is_over = Arc::clone(&is_over);
            tokio::spawn(async move {
                let mut placed = Vec::new();
                loop {
                    let was_over = is_over.load(Ordering::SeqCst);
                    let batch = place(&store, 4).await;
                    if batch.is_empty() {
                        if was_over {
                            return placed;
                        }
                        tokio::task::yield_now().await;
                    }
                    placed.extend(batch);
                }
            })
        }).collect();
        let follower = tokio::spawn({
            let (reader, is_over) = (beside.reader(), Arc::clone(&is_over));
            async move {
                let mut seen: Vec<StoredEvent> = Vec::new();
                loop {
                    let was_over = is_over.load(Ordering::SeqCst) && !reader.has_events_to_place().await.unwrap();
                    let last = seen.last().and_then(|event| event.position).unwrap_or(0);
                    let next = reader.events_after(None, last, 7).await.unwrap();
                    if next.is_empty() && was_over {
                        return seen;
                    }
                    seen.extend(next);
                    tokio::task::yield_now().await;
                }
            }
        });
        let mut kept = BTreeSet::new();
        for writer in writers {
            kept.extend(writer.await.unwrap());
        }
        is_over.store(true, Ordering::SeqCst);
        let mut placed = Vec::new();
        for placer in placers {
            placed.extend(positions(&placer.await.unwrap()));
        }
        let seen = follower.await.unwrap();
        let everything: Vec<i64> = (1..=i64::try_from(kept.len()).unwrap()).collect();
        placed.sort_unstable();
        assert_eq!(placed, everything, "each position was given once");
        assert_eq!(positions(&seen), everything, "the follower saw each, in order");
        assert_eq!(BTreeSet::from_iter(ids(&seen)), kept, "what was committed, and nothing else");
        drop(beside);
    }

    async fn old_events_are_deleted_but_not_before_they_have_a_position(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mine = connection(&application, "app.customer.com", State::Live);
        let made = fresh_ids(5);
        announce(&lab.store, &mine, &made[..3]).await;
        let purge = async |before, limit| {
            let mut tx = lab.begin().await;
            let gone = tx.purge_events(before, limit).await.unwrap();
            tx.commit().await.unwrap();
            gone
        };
        assert_eq!(purge(after(60), 10).await, 0, "nobody was told of them yet");
        place(&lab.store, 10).await;
        assert_eq!(purge(NOW, 10).await, 0, "they are not old");
        assert_eq!(purge(after(60), 2).await, 2);
        assert_eq!(ids(&lab.reader().events_after(None, 0, 10).await.unwrap()), made[2..3]);
        assert_eq!(purge(after(60), 2).await, 1);
        announce(&lab.store, &mine, &made[3..]).await;
        assert_eq!(positions(&place(&lab.store, 10).await), [4, 5], "positions are not given again");
    }
}
