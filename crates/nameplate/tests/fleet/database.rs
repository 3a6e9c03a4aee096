//! The database goes away and comes back.

use crate::process::PATIENCE;
use crate::world::{NINETY_DAYS, Which, World, is_issued, measured};
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const HOT: &str = "hot.customer.test";
const NEW: &str = "new.customer.test";
/// How long the database is away.
const OUTAGE: Duration = Duration::from_secs(8);

/// A PostgreSQL server of this test's own.
struct Server {
    folder: TempDir,
}

impl Server {
    fn start() -> (Self, String) {
        let server = Self { folder: tempfile::tempdir().unwrap() };
        let url = server.postgres("start");
        (server, url.trim().to_owned())
    }

    fn postgres(&self, verb: &str) -> String {
        let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scripts/postgres");
        let output = Command::new(script).arg(verb).arg(self.folder.path().join("server")).output().unwrap();
        assert!(output.status.success(), "{verb}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.postgres("stop");
    }
}

/// Somebody visits a name at each edge.
async fn visited(world: &World, name: &str) {
    for edge in Which::BOTH {
        let visit = world.visitor().await.visit(world.edge_at(edge), name).await;
        assert_eq!(visit.unwrap_or_else(|error| panic!("{edge:?}, {name}: {error}")).status, 200);
    }
}

#[tokio::test]
async fn visitors_do_not_notice_that_the_database_is_away() {
    let (server, url) = Server::start();
    let mut world = World::start_with(&url, NINETY_DAYS).await;
    let hot = world.connect(Which::First, HOT).await;
    let new = world.connect(Which::First, NEW).await;
    let gone = world.connect(Which::Second, "gone.customer.test").await;
    for connection in [&hot, &gone] {
        world.publish_proof(connection, "acme_cname");
        world.publish_traffic(connection);
    }
    for connection in [&hot, &gone] {
        world.goes_live(Which::Second, connection).await;
    }
    visited(&world, "gone.customer.test").await;
    // A name of which a change was told, and that cannot be asked about any more, is not served.
    world.all_is_told(&gone).await;
    visited(&world, HOT).await;

    server.postgres("halt");
    let halted = Instant::now();
    world.publish_proof(&new, "acme_cname");
    world.publish_traffic(&new);
    let mut visits = 0;
    while halted.elapsed() < OUTAGE {
        for edge in Which::BOTH {
            let visit = world.visitor().await.visit(world.edge_at(edge), HOT).await;
            let visit = visit.unwrap_or_else(|error| {
                panic!("{edge:?} after {:?}: {error}\n{}", halted.elapsed(), world.last_words())
            });
            assert_eq!(visit.status, 200);
            visits += 1;
        }
    }
    assert!(visits >= 10, "hardly anybody was there to notice: {visits} visits");
    for edge in Which::BOTH {
        let visit = world.visitor().await.visit(world.edge_at(edge), "gone.customer.test").await;
        assert!(visit.is_err(), "{edge:?} serves again what was taken away");
    }
    let (status, answer) = world.call(Which::First, reqwest::Method::GET, "/v1/connections", None).await;
    assert_eq!((status, answer["error"]["code"].as_str()), (503, Some("unavailable")), "{answer}");

    server.postgres("resume");
    let back = Instant::now();
    let live = world.goes_live(Which::Second, &new).await;
    measured("from the database's return to a new name that is live", back.elapsed());
    assert!(is_issued(&live), "{live}");
    visited(&world, HOT).await;
    for edge in Which::BOTH {
        let visitor = world.visitor().await;
        let served = async || visitor.visit(world.edge_at(edge), NEW).await.ok();
        let visit = world.until("served", PATIENCE, served).await;
        assert_eq!(visit.unwrap_or_else(|words| panic!("{edge:?}: {words}")).status, 200);
    }
}
