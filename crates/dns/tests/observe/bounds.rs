//! Dead servers cost nobody else anything.

use crate::world::{QUERY_TIMEOUT, World, a, lines};
use futures_util::future::join_all;
use nameplate_dns::serve::Fault;
use nameplate_domain::evidence::QueryType;
use std::time::{Duration, Instant};

/// `customer.test` with a good and a silent server.
async fn half_dead(world: &mut World) {
    world.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2]), ("ns2.test", [127, 0, 0, 3])]);
    let good = world.server([127, 0, 0, 2], &["customer.test"]).await;
    good.insert("customer.test", "app.customer.test", a(1), 60);
    let dead = world.server([127, 0, 0, 3], &["customer.test"]).await;
    dead.set_fault("customer.test", Some(Fault::Silence));
}

#[tokio::test]
async fn a_silent_server_is_reported_but_soon_no_longer_waited_for() {
    let mut world = World::new().await;
    half_dead(&mut world).await;
    let observer = world.observer();
    let expected = ["ns1.test:  > 192.0.2.1", "ns2.test: did not answer in time"];
    for _ in 0..3 {
        assert_eq!(lines(&observer.observe("app.customer.test", QueryType::A).await), expected);
    }
    let started = Instant::now();
    assert_eq!(lines(&observer.observe("app.customer.test", QueryType::A).await), expected);
    assert!(started.elapsed() < QUERY_TIMEOUT, "{:?}", started.elapsed());
}

#[tokio::test]
async fn names_of_other_zones_do_not_wait_for_a_dead_one() {
    let mut world = World::new().await;
    half_dead(&mut world).await;
    world.delegate("quick.test", &[("ns3.test", [127, 0, 0, 4])]);
    world.server([127, 0, 0, 4], &["quick.test"]).await.insert("quick.test", "quick.test", a(4), 60);
    let mut settings = world.settings();
    (settings.in_flight_max, settings.in_flight_per_server_max) = (8, 4);
    settings.query_timeout = Duration::from_secs(1);
    let observer = crate::world::observer(settings);
    observer.zone_of("customer.test").await.unwrap();
    let slow = tokio::spawn({
        let observer = observer.clone();
        async move { join_all((0..40).map(|_| observer.observe("app.customer.test", QueryType::A))).await }
    });
    tokio::task::yield_now().await;
    let started = Instant::now();
    for _ in 0..20 {
        assert_eq!(lines(&observer.observe("quick.test", QueryType::A).await), ["ns3.test:  > 192.0.2.4"]);
    }
    assert!(started.elapsed() < Duration::from_millis(900), "{:?}", started.elapsed());
    assert!(!slow.is_finished());
    slow.abort();
}

#[tokio::test]
async fn an_observation_ends_at_its_deadline() {
    let mut world = World::new().await;
    half_dead(&mut world).await;
    let mut settings = world.settings();
    (settings.query_timeout, settings.deadline) = (Duration::from_secs(20), Duration::from_millis(400));
    let started = Instant::now();
    let sighting = crate::world::observer(settings).observe("app.customer.test", QueryType::A).await;
    assert_eq!(lines(&sighting), ["ns1.test:  > 192.0.2.1", "ns2.test: did not answer in time"]);
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
}

#[tokio::test]
async fn when_all_servers_are_silent_they_are_asked_each_time() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "customer.test", a(1), 60);
    zone.set_fault("customer.test", Some(Fault::Silence));
    let observer = world.observer();
    for _ in 0..4 {
        let sighting = observer.observe("customer.test", QueryType::A).await;
        assert_eq!(lines(&sighting), ["ns1.test: did not answer in time"]);
    }
    zone.set_fault("customer.test", None);
    assert_eq!(lines(&observer.observe("customer.test", QueryType::A).await), ["ns1.test:  > 192.0.2.1"]);
}
