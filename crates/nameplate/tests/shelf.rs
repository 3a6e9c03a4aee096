//! The shelf in a database keeps every promise of shelves: on SQLite, and on PostgreSQL.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should end")]
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where PostgreSQL is")]

use nameplate::wire::store_shelf::StoreShelf;
use nameplate_certificates::{Shelf, conformance};
use nameplate_store::{Store, StoreOptions};
use std::sync::Arc;

/// A few connections: the server has room for some hundreds, and each check leaves its store behind.
async fn shelf(url: &str) -> Arc<dyn Shelf> {
    let store = Store::open(url, StoreOptions { pool_size: 4, exclusive: true }).await.unwrap();
    Arc::new(StoreShelf::new(&store))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_sqlite_it_keeps_every_promise() {
    let folder = tempfile::tempdir().unwrap();
    let count = std::sync::atomic::AtomicUsize::new(0);
    conformance::check(async || {
        let number = count.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        shelf(&format!("sqlite://{}/{number}.db", folder.path().display())).await
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_postgresql_it_keeps_every_promise() {
    let server =
        std::env::var("NAMEPLATE_TEST_POSTGRES").expect("run `make test`, which starts a PostgreSQL for this test");
    conformance::check(async || shelf(&nameplate_testkit::postgres::fresh_database_url(&server)).await).await;
}
