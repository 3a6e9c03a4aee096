//! A platform with thousands of names through years, in minutes: real orders at an authority in this process that keeps Let's
//! Encrypt's limits, two edges on one shelf, and a clock that goes from one due instant to the next.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]
#![expect(clippy::print_stdout, reason = "what it came to is worth reading")]

mod names;
mod story;
mod summary;
mod watch;
mod world;

use nameplate::wire::store_shelf::StoreShelf;
use nameplate_certificates::InMemoryShelf;
use nameplate_store::{Store, StoreOptions};
use std::sync::Arc;
use std::time::Duration;
use story::Plan;
use world::{DAY, MINUTE};

/// Ten thousand names for three years where the program is compiled as it is for users; else what it does in a minute.
fn plan(otherwise: Plan) -> Plan {
    if cfg!(debug_assertions) { otherwise } else { Plan::default() }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_on_one_shelf_in_sqlite_are_never_without_a_certificate_and_meet_no_limit() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/nameplate.db", folder.path().display());
    let store = Store::open(&url, StoreOptions { pool_size: 4, exclusive: true }).await.unwrap();
    let lifetimes = [(105, DAY * 64), (150, DAY * 45)];
    let small = Plan { names: 500, subdomains: 80, newcomers: 10, days: 200, lifetimes, ..Plan::default() };
    // The disk takes its time: the shelf in memory has the full size.
    story::live(small, Arc::new(StoreShelf::new(&store))).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn names_in_memory_are_never_without_a_certificate_and_meet_no_limit() {
    let lifetimes = [(105, DAY * 64), (150, DAY * 45)];
    let small = Plan { names: 2_000, days: 200, lifetimes, ..Plan::default() };
    story::live(plan(small), Arc::new(InMemoryShelf::new())).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn certificates_of_six_days_are_renewed_in_time_all_the_same() {
    let life = Duration::from_secs(160 * 60 * 60);
    let plan = Plan {
        names: 100,
        subdomains: 0,
        newcomers: 10,
        days: 100,
        down_on: 23,
        replace_on: 40,
        removed_on: 60,
        // They would end before the week does.
        broken_on: None,
        // A tenth of the authority's windows is 20 minutes.
        grain: MINUTE * 5,
        lifetimes: [(0, life), (1, life)],
    };
    story::live(plan, Arc::new(InMemoryShelf::new())).await;
}
