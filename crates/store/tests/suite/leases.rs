use crate::suite::lab::Lab;
use crate::suite::samples::{NOW, after, connection};
use nameplate_domain::connection::{Connection, State};
use nameplate_domain::schedule::next_check_in;
use nameplate_domain::time::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

const HOLD: Duration = Duration::from_secs(30);

async fn lease(lab: &Lab, now: Timestamp, limit: u32) -> Vec<Connection> {
    let mut tx = lab.begin().await;
    let leased = tx.lease_due(now, HOLD, 1.0, limit).await.unwrap();
    tx.commit().await.unwrap();
    leased
}

both! {
    async fn twelve_workers_take_two_thousand_connections_each_once(lab: &Lab) {
        let (_, application) = lab.application().await;
        let mut tx = lab.begin().await;
        for n in 0..2000 {
            let state = if n % 2 == 0 { State::Live } else { State::PendingOwnership };
            let due = Connection { due_at: Some(NOW), ..connection(&application, &format!("h{n}.customer.com"), state) };
            tx.insert_connection(&due, None).await.unwrap();
        }
        tx.commit().await.unwrap();
        let working = (0..12).map(|_| {
            let store = lab.store.clone();
            tokio::spawn(async move {
                let mut taken = Vec::new();
                let mut empty = 0;
                // A batch may be empty because others hold the rows just now; three in a row mean that all is done.
                while empty < 3 {
                    let mut tx = store.begin().await.unwrap();
                    let batch = tx.lease_due(NOW, HOLD, 1.0, 37).await.unwrap();
                    tx.commit().await.unwrap();
                    empty = if batch.is_empty() { empty + 1 } else { 0 };
                    taken.extend(batch.into_iter().map(|connection| connection.id));
                }
                taken
            })
        });
        let mut times = HashMap::new();
        for taken in futures_util::future::join_all(working).await {
            for id in taken.unwrap() {
                *times.entry(id).or_insert(0) += 1;
            }
        }
        assert_eq!((times.len(), times.values().max()), (2000, Some(&1)));
    }

    async fn a_lease_writes_the_next_regular_check_as_the_schedule_has_it(lab: &Lab) {
        let (_, application) = lab.application().await;
        let ages = [0, 1, 499, 500, 501, 7_777, 86_399, 89_999, 90_000, 90_001, 10_000_000];
        let now = NOW.plus(Duration::from_millis(137));
        for jitter in [0.9, 1.0, 1.1] {
            for (n, age) in ages.into_iter().enumerate() {
                let state = if n % 2 == 0 { State::Live } else { State::Drifted };
                let state_since = NOW.minus(Duration::from_secs(age));
                let hostname = format!("h{n}-{}.customer.com", jitter * 10.0);
                lab.insert(&Connection { due_at: Some(NOW), state_since, ..connection(&application, &hostname, state) }).await;
            }
            let mut tx = lab.begin().await;
            let leased = tx.lease_due(now, HOLD, jitter, 100).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(leased.len(), ages.len());
            for connection in leased {
                let age = now.since(connection.state_since);
                let spread = ((jitter - 0.9) * 1000.0).round() as i64 + connection.state_since.as_ms();
                let chance = f64::from(u8::try_from(spread % 201).unwrap()) / 200.0;
                let expected = now.plus(next_check_in(connection.state, age, chance).unwrap());
                let written = connection.due_at.unwrap();
                let apart = written.as_ms().abs_diff(expected.as_ms());
                assert!(apart <= 1, "age {age:?}, jitter {jitter}: {written} instead of {expected}");
                assert_eq!(connection.checked_at, Some(now));
            }
        }
    }

    async fn a_connection_under_way_is_held_and_comes_back(lab: &Lab) {
        let (_, application) = lab.application().await;
        let due = Connection { due_at: Some(NOW), ..connection(&application, "a.customer.com", State::Verifying) };
        lab.insert(&due).await;
        let leased = lease(lab, NOW, 10).await;
        assert_eq!(leased, [Connection { due_at: Some(after(30)), checked_at: Some(NOW), ..due }]);
        assert_eq!(lease(lab, after(29), 10).await, []);
        assert_eq!(lease(lab, after(30), 10).await.len(), 1);
    }

    async fn what_is_not_due_is_not_taken(lab: &Lab) {
        let (_, application) = lab.application().await;
        let never = connection(&application, "a.customer.com", State::Archived);
        let later = Connection { due_at: Some(after(1)), ..connection(&application, "b.customer.com", State::Live) };
        lab.insert(&never).await;
        lab.insert(&later).await;
        assert_eq!(lease(lab, NOW, 10).await, []);
    }

    async fn the_longest_due_are_chosen_first(lab: &Lab) {
        let (_, application) = lab.application().await;
        for n in [3, 1, 2] {
            let waiting = connection(&application, &format!("h{n}.customer.com"), State::Created);
            lab.insert(&Connection { due_at: Some(after(n)), ..waiting }).await;
        }
        let names: Vec<_> = lease(lab, after(9), 1).await.iter().map(|c| c.hostname.to_string()).collect();
        assert_eq!(names, ["h1.customer.com"]);
        let names: Vec<_> = lease(lab, after(9), 1).await.iter().map(|c| c.hostname.to_string()).collect();
        assert_eq!(names, ["h2.customer.com"]);
    }
}
