use super::{Following, announce, fresh_id, stored};
use nameplate_control::{Listening, Start};
use nameplate_domain::connection::Announcement::{Drift, Recovered};
use nameplate_testkit::World;
use serde_json::json;
use std::collections::BTreeSet;

/// What the store has, in its order.
async fn in_order(world: &World) -> Vec<String> {
    let events = world.store.reader().events_after(None, 0, 100_000).await.unwrap();
    events.into_iter().map(|event| event.id.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn cut_again_and_again_while_others_write_nothing_is_lost_or_told_twice() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let writers: Vec<_> = (0..4)
        .map(|writer| {
            let (store, connection) = (world.store.clone(), connection.clone());
            tokio::spawn(async move {
                let mut written = Vec::new();
                for round in 0..30 {
                    written
                        .extend(announce(&store, &connection, &[Drift, Recovered][..1 + (round + writer) % 2]).await);
                }
                written
            })
        })
        .collect();
    let count = 4 * (15 + 30);
    let mut seen: Vec<String> = Vec::new();
    let mut last = "00000000-0000-0000-0000-000000000000".to_owned();
    let mut cuts = 0;
    while seen.len() < count {
        let mut following = Following::start(&world.people.demo, "", Some(&last)).await;
        // A client that goes away in the middle has read more than it has understood.
        let some = following.ids((1 + cuts % 13).min(count - seen.len())).await;
        last.clone_from(some.last().unwrap());
        seen.extend(some);
        cuts += 1;
    }
    let mut written = BTreeSet::new();
    for writer in writers {
        written.extend(writer.await.unwrap());
    }
    assert_eq!(written.len(), count);
    assert_eq!(seen, in_order(&world).await);
    assert_eq!(BTreeSet::from_iter(seen), written);
    assert!(cuts > 10, "{cuts}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn whoever_reads_slowly_gets_everything_and_holds_up_nobody() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let mut slow = Following::start(&world.people.demo, "", None).await;
    let mut fast = Following::start(&world.people.demo, "", None).await;
    // More than sockets and every queue on the way hold: 24 MB.
    let count = 1500;
    let writing = tokio::spawn({
        let (store, connection) = (world.store.clone(), connection.clone());
        async move {
            for number in 0..count / 10 {
                let mut tx = store.begin().await.unwrap();
                for _ in 0..10 {
                    let data =
                        json!({ "hostname": "shop.customer.test", "number": number, "filler": "x".repeat(16_000) });
                    tx.announce(&connection, Drift, fresh_id(), &data, connection.created_at).await.unwrap();
                }
                tx.commit().await.unwrap();
            }
        }
    });
    let of_fast = fast.ids(count).await;
    writing.await.unwrap();
    assert_eq!(of_fast, in_order(&world).await);
    assert_eq!(slow.ids(count).await, of_fast);
    let next = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!((slow.ids(1).await, fast.ids(1).await), (next.clone(), next));
}

/// The identifiers of the next `count` events.
async fn heard(listening: &mut Listening, count: usize) -> Vec<String> {
    let mut ids = Vec::new();
    for _ in 0..count {
        ids.push(listening.next().await.event.id.to_string());
    }
    ids
}

#[tokio::test]
async fn what_somebody_leaves_unread_is_read_from_the_store_later_and_in_order() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let listen = async || world.control.listen(world.caller.tenant, Start::Now).await.unwrap().unwrap().listening;
    let (mut idle, mut prompt) = (listen().await, listen().await);
    // More than is kept for anybody, and more than one page of the store; each is told before the next is written.
    let mut all = Vec::new();
    for _ in 0..300 {
        announce(&world.store, &connection, &[Drift, Recovered]).await;
        all.extend(heard(&mut prompt, 2).await);
    }
    assert_eq!(all, in_order(&world).await);
    // In the middle of it, more is written.
    let mut late = heard(&mut idle, 250).await;
    let more = announce(&world.store, &connection, &[Drift]).await;
    late.extend(heard(&mut idle, 351).await);
    all.extend(heard(&mut prompt, 1).await);
    assert_eq!(all.last(), more.last());
    assert_eq!(late, all);
    // From here on both are told at once, and of nothing twice.
    let last = announce(&world.store, &connection, &[Recovered]).await;
    assert_eq!((heard(&mut idle, 1).await, heard(&mut prompt, 1).await), (last.clone(), last));
    assert!(idle.next_at_once().is_none() && prompt.next_at_once().is_none());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_process_tells_the_same_and_goes_on_where_the_first_one_was_left() {
    let mut world = World::start().await;
    let beside = world.second_api().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let mut here = Following::start(&world.people.demo, "", None).await;
    let mut there = Following::start(&world.people.demo.at(beside), "", None).await;
    there.block().await.unwrap();
    let started = std::time::Instant::now();
    let written = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!(there.ids(1).await, written);
    assert!(started.elapsed() < std::time::Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(here.ids(1).await, written);
    let more = announce(&world.store, &connection, &[Drift, Recovered, Drift]).await;
    let first = here.ids(2).await;
    let mut gone_over = Following::start(&world.people.demo.at(beside), "", Some(&first[1])).await;
    let rest = gone_over.ids(1).await;
    let mut all: Vec<String> = first.into_iter().chain(rest).collect();
    all.sort();
    let mut more = more;
    more.sort();
    assert_eq!(all, more);
}
