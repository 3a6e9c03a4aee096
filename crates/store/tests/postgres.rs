//! The suite on PostgreSQL, and what only PostgreSQL does.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod suite;

mod engine {
    use sqlx::postgres::PgConnection;
    use sqlx::{AssertSqlSafe, Connection, Row};
    use std::sync::atomic::{AtomicU32, Ordering};

    /// A schema of its own, which costs far less than a database.
    pub(crate) struct Database {
        server: String,
        schema: String,
        url: String,
    }

    impl Database {
        /// `None` when PostgreSQL is left out on purpose.
        #[expect(clippy::disallowed_methods, reason = "the environment says where the tests' server is")]
        pub(crate) async fn create() -> Option<Self> {
            if std::env::var("NAMEPLATE_TEST_ENGINES").is_ok_and(|engines| engines == "sqlite") {
                return None;
            }
            let server = std::env::var("NAMEPLATE_TEST_POSTGRES").expect(
                "NAMEPLATE_TEST_POSTGRES is not set: run `make test`, or `scripts/postgres run cargo nextest run`, which start a \
                 PostgreSQL; with NAMEPLATE_TEST_ENGINES=sqlite these tests are left out",
            );
            static MADE: AtomicU32 = AtomicU32::new(0);
            let schema = format!("test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
            let mut connection = PgConnection::connect(&server).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(format!("CREATE SCHEMA {schema}"))).execute(&mut connection).await.unwrap();
            // The name tells the connections of this test from others'.
            let url = format!("{server}?options=-c%20search_path%3D{schema}&application_name={schema}");
            Some(Self { server, schema, url })
        }

        pub(crate) fn url(&self) -> &str {
            &self.url
        }

        pub(crate) async fn remove(self) {
            let mut connection = PgConnection::connect(&self.server).await.unwrap();
            // Who was killed may still be worked for, and autovacuum comes when it likes: both take locks in an order of their own.
            let end = format!(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{}'",
                self.schema
            );
            let drop = format!("SET client_min_messages = warning; {end}; DROP SCHEMA {} CASCADE", self.schema);
            let is_deadlock = |error: &sqlx::Error| {
                error.as_database_error().is_some_and(|error| error.code().as_deref() == Some("40P01"))
            };
            while let Err(error) = sqlx::raw_sql(AssertSqlSafe(drop.as_str())).execute(&mut connection).await {
                assert!(is_deadlock(&error), "{error}");
            }
        }

        /// Writes behind the store's back.
        pub(crate) async fn tamper(&self, sql: &str) {
            sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut self.connect().await).await.unwrap();
        }

        /// How many rows a table has.
        pub(crate) async fn count(&self, table: &str) -> i64 {
            let count = format!("SELECT COUNT(*) FROM {table}");
            sqlx::query_scalar(AssertSqlSafe(count)).fetch_one(&mut self.connect().await).await.unwrap()
        }

        /// Brings the empty database to the schema of the first release.
        pub(crate) async fn set_up_first_release(&self, migrator: &sqlx::migrate::Migrator) {
            migrator.run(&mut self.connect().await).await.unwrap();
        }

        /// Prepares each statement, as its first use would.
        pub(crate) async fn prepare(&self, texts: &[(&str, &str)]) {
            use sqlx::{Executor, SqlSafeStr};
            let mut connection = self.connect().await;
            for (name, text) in texts {
                let prepared = connection.prepare(AssertSqlSafe(*text).into_sql_str()).await;
                assert!(prepared.is_ok(), "{name}: {}", prepared.err().unwrap());
            }
        }

        /// How a statement would be run, whatever its values are.
        pub(crate) async fn plan(&self, text: &str, values: &str) -> String {
            let mut connection = self.connect().await;
            // A handful of rows is cheapest to read from end to end; the question is whether the index can be used.
            let setup = format!(
                "SET enable_seqscan = off; SET plan_cache_mode = force_generic_plan; PREPARE planned AS {text}"
            );
            sqlx::raw_sql(AssertSqlSafe(setup)).execute(&mut connection).await.unwrap();
            let values = if values.is_empty() { String::new() } else { format!(" ({values})") };
            let explain = format!("EXPLAIN EXECUTE planned{values}");
            let rows = sqlx::raw_sql(AssertSqlSafe(explain)).fetch_all(&mut connection).await.unwrap();
            rows.iter().map(|row| row.get::<String, _>(0)).collect::<Vec<_>>().join("\n")
        }

        /// Ends every connection of this test, as a restart of the server does.
        pub(crate) async fn end_connections(&self) {
            let mut connection = PgConnection::connect(&self.server).await.unwrap();
            let end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1";
            let ended = sqlx::query(end).bind(&self.schema).fetch_all(&mut connection).await.unwrap().len();
            assert!(ended > 0, "no connection of {} was found", self.schema);
        }

        /// Waits until a connection of this test waits for a lock of another.
        pub(crate) async fn until_one_waits(&self) {
            let mut connection = PgConnection::connect(&self.server).await.unwrap();
            let waiting =
                "SELECT COUNT(*) FROM pg_stat_activity WHERE application_name = $1 AND wait_event_type = 'Lock'";
            let patience = std::time::Instant::now() + std::time::Duration::from_secs(10);
            loop {
                let count: i64 =
                    sqlx::query_scalar(waiting).bind(&self.schema).fetch_one(&mut connection).await.unwrap();
                if count > 0 {
                    return;
                }
                assert!(std::time::Instant::now() < patience, "no connection of {} waits", self.schema);
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
        }

        pub(crate) async fn connect(&self) -> PgConnection {
            PgConnection::connect(&self.url).await.unwrap()
        }
    }
}

use engine::Database;
use nameplate_domain::connection::{Event, State};
use nameplate_domain::webhook::DeliveryStatus;
use nameplate_store::{BATCH_ROWS, MoveProgress, Signal, Store, StoreError, StoreOptions, move_store};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use suite::lab::Lab;
use suite::moving::{COMMAND, World, tamper};
use suite::{samples, webhooks};
use tokio::sync::Notify;
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_waits_for_it_has_told_others_before_it_ends() {
    let Some(lab) = Lab::open().await else { return };
    let mut signals = lab.store.signals().subscribe();
    for n in 0..5 {
        let command = lab.second_store().await;
        let told = Signal::Route(format!("h{n}.customer.com"));
        command.signals().send(told.clone());
        command.signals().until_told().await;
        drop(command);
        assert_eq!(timeout(PATIENCE, signals.recv()).await.unwrap(), Some(told));
    }
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn signals_reach_the_stores_of_other_processes_once() {
    let Some(lab) = Lab::open().await else { return };
    let other = lab.second_store().await;
    let (mut here, mut there) = (lab.store.signals().subscribe(), other.signals().subscribe());
    let (_, application) = lab.application().await;
    let connection = samples::connection(&application, "app.customer.com", State::Live);
    lab.insert(&connection).await;
    let mut tx = lab.begin().await;
    tx.update_application(&nameplate_domain::application::Application {
        default_origin: Some("https://origin.example".into()),
        ..application.clone()
    })
    .await
    .unwrap();
    tx.commit().await.unwrap();
    lab.store.signals().send(Signal::Everything);

    let expected = [
        Signal::Route("app.customer.com".into()),
        Signal::AcmeToken(connection.challenge.token().to_owned()),
        Signal::Application(application.id),
        Signal::RoutesAll,
        Signal::Everything,
    ];
    let mut heard_there = Vec::new();
    while heard_there.last() != Some(&Signal::Everything) {
        heard_there.push(timeout(PATIENCE, there.recv()).await.unwrap().unwrap());
    }
    heard_there.sort();
    let mut sorted = expected.to_vec();
    sorted.sort();
    assert_eq!(heard_there, sorted);
    for signal in expected {
        assert_eq!(timeout(PATIENCE, here.recv()).await.unwrap(), Some(signal));
    }
    // Its own do not come back: the next thing heard here is what the other one says.
    other.signals().send(Signal::Due);
    assert_eq!(timeout(PATIENCE, here.recv()).await.unwrap(), Some(Signal::Due));
    drop(other);
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stores_in_other_schemas_do_not_hear_each_other() {
    let (Some(one), Some(two)) = (Lab::open().await, Lab::open().await) else { return };
    let (beside_one, beside_two) = (one.second_store().await, two.second_store().await);
    let (mut of_one, mut of_two) = (beside_one.signals().subscribe(), beside_two.signals().subscribe());
    one.store.signals().send(Signal::RoutesAll);
    assert_eq!(timeout(PATIENCE, of_one.recv()).await.unwrap(), Some(Signal::RoutesAll));
    // What was heard in one would have arrived in two before this.
    two.store.signals().send(Signal::Due);
    assert_eq!(timeout(PATIENCE, of_two.recv()).await.unwrap(), Some(Signal::Due));
    one.close().await;
    two.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_next_call_after_all_connections_were_cut_succeeds() {
    let Some(lab) = Lab::open().await else { return };
    let (tenant, _) = lab.application().await;
    let readers = (0..20).map(|_| async { lab.reader().tenant(tenant.id).await });
    for found in futures_util::future::join_all(readers).await {
        assert!(found.unwrap().is_some());
    }
    for _ in 0..3 {
        lab.database.end_connections().await;
        assert_eq!(lab.reader().tenant(tenant.id).await.unwrap(), Some(tenant.clone()));
        lab.database.end_connections().await;
        let mut tx = lab.begin().await;
        tx.heartbeat_edge("edge-1", samples::NOW).await.unwrap();
        tx.commit().await.unwrap();
    }
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_transaction_that_lost_its_connection_says_so_and_changes_nothing() {
    let Some(lab) = Lab::open().await else { return };
    let mut tx = lab.begin().await;
    tx.heartbeat_edge("edge-1", samples::NOW).await.unwrap();
    lab.database.end_connections().await;
    assert!(matches!(tx.commit().await, Err(StoreError::Unavailable(_))));
    assert_eq!(lab.reader().edges_attached(samples::NOW).await.unwrap(), 0);
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_stopped_hearing_is_told_to_look_at_everything() {
    let Some(lab) = Lab::open().await else { return };
    let other = lab.second_store().await;
    let mut heard = lab.store.signals().subscribe();
    lab.database.end_connections().await;
    assert_eq!(timeout(PATIENCE, heard.recv()).await.unwrap(), Some(Signal::Everything));
    // And signals arrive again.
    other.signals().send(Signal::Due);
    while timeout(PATIENCE, heard.recv()).await.unwrap() != Some(Signal::Due) {}
    drop(other);
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_that_waits_for_a_suspension_does_not_undo_it() {
    let Some(lab) = Lab::open().await else { return };
    let (tenant, application) = lab.application().await;
    let live = samples::connection(&application, "app.customer.com", State::Live);
    lab.insert(&live).await;
    for (suspends, event) in [(true, Event::RecordsMissing), (false, Event::RecordsPropagated)] {
        let before = lab.current(&live).await;
        let mut changing = lab.begin().await;
        let changed = match suspends {
            true => changing.suspend_tenant(tenant.id, "unpaid", samples::NOW).await,
            false => changing.resume_tenant(tenant.id).await,
        };
        assert!(changed.unwrap());
        let store = lab.store.clone();
        let stepping = tokio::spawn(async move {
            let mut tx = store.begin().await?;
            tx.commit_step(&before, samples::step_of(&before, event), samples::at(samples::NOW)).await?;
            tx.commit().await
        });
        lab.database.until_one_waits().await;
        changing.commit().await.unwrap();
        let stepped = stepping.await.unwrap();
        assert!(matches!(stepped, Err(StoreError::LostRace)), "{stepped:?}");
        let asked = lab.reader().ask("app.customer.com", samples::NOW).await.unwrap().unwrap();
        assert_eq!(asked.asked.suspended, suspends);
        let anew = lab.current(&live).await;
        let mut tx = lab.begin().await;
        tx.commit_step(&anew, samples::step_of(&anew, event), samples::at(samples::NOW)).await.unwrap();
        tx.commit().await.unwrap();
    }
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_settles_and_whoever_disables_never_wait_for_each_other_in_a_circle() {
    let Some(lab) = Lab::open().await else { return };
    let (tenant, _) = lab.application().await;
    let to = webhooks::insert(&lab, &tenant).await;
    let one = webhooks::delivery(&to, samples::NOW);
    webhooks::put(&lab, std::slice::from_ref(&one)).await;
    let mut settling = lab.begin().await;
    settling.lock_webhook_endpoints(&[to.id].into()).await.unwrap();
    let retried = webhooks::outcome(&one, 1, DeliveryStatus::Pending, Some(samples::after(60)));
    assert!(settling.settle_webhook_delivery(&retried).await.unwrap());
    let store = lab.store.clone();
    let disabling = tokio::spawn(async move {
        let mut tx = store.begin().await?;
        let done = tx.disable_webhook_endpoint(tenant.id, to.id, "its owner disabled it", samples::NOW).await?;
        tx.commit().await.map(|()| done)
    });
    lab.database.until_one_waits().await;
    assert!(settling.note_webhook_failure(to.id, samples::NOW).await.unwrap().is_some());
    settling.commit().await.unwrap();
    assert!(disabling.await.unwrap().unwrap());
    let shown = lab.reader().webhook_delivery(one.tenant, one.id).await.unwrap().unwrap();
    assert_eq!((shown.status, shown.attempts, shown.due_at), (DeliveryStatus::Failed, 1, None));
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_move_ends_beside_somebody_who_locks_tables_in_another_order() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    drop(Store::open(database.url(), COMMAND).await.unwrap());
    let mut somebody = database.connect().await;
    // Held against statistics, and against no rows. The mover has the first table before the last.
    let last = "CREATE TABLE of_somebody (n INT); INSERT INTO of_somebody VALUES (1); BEGIN; LOCK TABLE ssh_keys IN SHARE UPDATE EXCLUSIVE MODE";
    sqlx::raw_sql(last).execute(&mut somebody).await.unwrap();
    let moving = async {
        move_store(&world.url(), database.url(), (samples::fresh_id(), samples::NOW), BATCH_ROWS, |_| ()).await.unwrap()
    };
    let locking = async {
        database.until_one_waits().await;
        let first = "LOCK TABLE tenants IN SHARE UPDATE EXCLUSIVE MODE; COMMIT";
        timeout(PATIENCE, sqlx::raw_sql(first).execute(&mut somebody)).await.unwrap().unwrap();
    };
    tokio::join!(moving, locking);
    let counted = "SELECT relname::text, reltuples::int FROM pg_class WHERE relnamespace = current_schema()::regnamespace \
                   AND relname IN ('tenants', 'ssh_keys', 'of_somebody') ORDER BY 1";
    let counted: Vec<(String, i32)> = sqlx::query_as(counted).fetch_all(&mut somebody).await.unwrap();
    let known = [("of_somebody", -1), ("ssh_keys", 1), ("tenants", 1)].map(|(name, rows)| (name.to_owned(), rows));
    assert_eq!(counted, known, "statistics are made of what was moved, and of nothing else");
    drop(somebody);
    database.remove().await;
}

#[tokio::test]
async fn a_server_that_is_not_there_is_an_error_within_five_seconds() {
    let started = Instant::now();
    // Nobody listens on the discard port.
    let refused =
        Store::open("postgres://postgres:secret@127.0.0.1:9/postgres", StoreOptions::default()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Unavailable(_)), "{refused:?}");
    assert!(started.elapsed() < Duration::from_secs(5), "{:?}", started.elapsed());
    assert!(!format!("{refused} {refused:?}").contains("secret"));
}

/// 100,000 connections with what comes with them: four hundred thousand rows.
fn many(world: &World) -> String {
    let [t, a] = [world.tenant.id.0, world.application.id.0].map(|id| format!("X'{}'", id.simple()));
    let id = |table: u8, n: &str| format!("unhex(printf('0190%02x0000007000%016x', {table}, {n}))");
    let of_connections = |into: &str, values: String| format!("INSERT INTO {into} SELECT {values} FROM many;");
    let c = id(1, "n");
    [
        "CREATE TEMP TABLE many AS WITH RECURSIVE up(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM up WHERE n < 100000) SELECT n FROM up;".to_owned(),
        "BEGIN;".to_owned(),
        of_connections(
            "connections (id, tenant_id, application_id, hostname, state, version, setup_type, takeover, challenge, proven_at_ms, origin, \
             certificate_until_ms, created_at_ms, updated_at_ms, state_since_ms, checked_at_ms, due_at_ms, proof, problem, records, reports, delegated)",
            format!(
                "{c}, {t}, {a}, 'shop-' || n || '.customer.example', 'live', 4, 'manual', FALSE, printf('%032x', n), 1, 'https://origin.example', \
                 1800000000000 + n, 1700000000000 + n, 1700000000000 + n, 1700000000000 + n, 1, 1800000000000 + n, '{{\"method\":\"txt\",\"name\":\"_customdomain-challenge.customer.example\",\"rtype\":\"TXT\",\"zone\":null,\"servers\":[],\"at\":1}}', NULL, \
                 '[{{\"host\":\"shop.customer.example\",\"type\":\"CNAME\",\"value\":\"edge.saas.example\",\"ttl\":300}}]', '[]', FALSE"
            ),
        ),
        of_connections(
            "certificates (hostname, status, issuer, serial, fingerprint_sha256, not_before_ms, not_after_ms, reported_at_ms)",
            "'shop-' || n || '.customer.example', 'issued', 'CN=E7', printf('%x', n), printf('%064x', n), 1, 1800000000000 + n, 5".to_owned(),
        ),
        of_connections(
            "events (id, tenant_id, connection_id, application_id, kind, data, created_at_ms, position)",
            format!("{}, {t}, {c}, {a}, 'domain.added', '{{\"hostname\":\"shop.customer.example\"}}', 1700000000000 + n, 10 + n", id(2, "n")),
        ),
        of_connections("observations (id, tenant_id, connection_id, at_ms, seen)", format!("{}, {t}, {c}, 1700000000000 + n, '{{\"state\":\"live\"}}'", id(3, "n"))),
        "UPDATE counters SET value = 100010 WHERE name = 'events';".to_owned(),
        "COMMIT;".to_owned(),
    ]
    .concat()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(clippy::print_stdout, reason = "how fast it was is what somebody who runs this wants to know")]
async fn a_hundred_thousand_connections_move_interrupted_once_and_are_served() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    tamper(&world.url(), &many(&world)).await;
    let (enough, last) = (Notify::new(), AtomicUsize::new(0));
    let tell = |now: MoveProgress| {
        if now.rows > now.of / 2 && last.swap(1, Ordering::Relaxed) == 0 {
            enough.notify_one();
        }
    };
    let (from, at) = (world.url(), (samples::fresh_id(), samples::NOW));
    let began = std::time::Instant::now();
    tokio::select! {
        biased;
        () = enough.notified() => {}
        done = move_store(&from, database.url(), at, BATCH_ROWS, tell) => drop(done.unwrap()),
    }
    let receipt = move_store(&world.url(), database.url(), (samples::fresh_id(), samples::NOW), BATCH_ROWS, |_| ())
        .await
        .unwrap();
    let rows: u64 = receipt.tables.iter().map(|table| table.rows).sum();
    println!(
        "{rows} rows in {:?}; the second run copied {} in {:?} and compared in {:?}",
        began.elapsed(),
        receipt.copied,
        receipt.copying,
        receipt.comparing
    );
    assert!(rows > 400_000 && receipt.copied < rows / 2, "{rows} rows, {} of them by the second run", receipt.copied);
    let of = |name: &str| receipt.tables.iter().find(|table| table.name == name).unwrap().rows;
    assert_eq!((of("connections"), of("observations")), (100_002, 100_001));
    let store = Store::open(database.url(), COMMAND).await.unwrap();
    assert_eq!(store.reader().domains_in_service(world.tenant.id).await.unwrap(), 100_001);
    let asked = store.reader().ask("shop-77777.customer.example", samples::NOW).await.unwrap().unwrap();
    assert!(asked.asked.has_certificate);
    drop(store);
    database.remove().await;
}
