//! Profiles of certificates: how long one lives decides when it is replaced.

use crate::stack::PATIENCE;
use crate::world::World;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_store::{Store, StoreOptions};
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const HOUR: Duration = Duration::from_hours(1);

#[tokio::test]
async fn a_certificate_of_six_days_is_replaced_at_half_its_life() {
    let host = "shop.customer.test";
    let mut world = World::start("shortlived").await;
    let live = world.goes_live("customer.test", host).await;
    let told = live["certificate"]["next_renewal"].as_str().unwrap().to_owned();
    world
        .restart_after(async |folder| {
            let url = format!("sqlite://{}/edge-data/edge.db", folder.display());
            let store = Store::open(&url, StoreOptions::default()).await.unwrap();
            let entry = store.shelf().entry(&CertificateName::parse(host).unwrap()).await.unwrap().unwrap();
            let (held, renew_at) = (entry.held.unwrap(), entry.renew_at.unwrap());
            let life = held.not_after.since(held.not_before);
            assert!(life > HOUR * 143 && life <= HOUR * 145, "{life:?}");
            let age = renew_at.since(held.not_before);
            assert!(age <= life / 2 && age >= life.mul_f64(0.45), "{age:?} of {life:?}");
            assert_eq!(told, renew_at.to_string());
        })
        .await;
    let id = live["id"].as_str().unwrap();
    let again = world.until(id, "live", PATIENCE, |connection| connection["state"] == "live").await;
    assert_eq!(again["certificate"]["serial"], live["certificate"]["serial"], "a restart replaces nothing");
}

/// Certificates that live for a minute: what goes wrong here in a night goes wrong with real ones in years.
#[tokio::test]
async fn certificates_that_live_for_a_minute_are_replaced_and_no_visit_fails() {
    const LIFE: Duration = Duration::from_mins(1);
    const GENERATIONS: usize = 5;
    let host = "shop.customer.test";
    let world = World::start_with_life(LIFE).await;
    world.goes_live("customer.test", host).await;
    let root = world.pebble.root().await;
    let (start, mut visits) = (Instant::now(), 0_u32);
    let mut shown = BTreeSet::new();
    while shown.len() < GENERATIONS {
        match world.visit(&root, host).await {
            Ok(certificate) => shown.insert(certificate),
            Err(error) => panic!(
                "visit {visits} after {:?} failed: {error:?}\n{}\npebble:\n{}",
                start.elapsed(),
                world.stack.program.output(),
                world.pebble.log()
            ),
        };
        visits += 1;
        assert!(
            start.elapsed() < LIFE * u32::try_from(GENERATIONS).unwrap(),
            "{} certificates in {visits} visits:\n{}",
            shown.len(),
            world.stack.program.output()
        );
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}
