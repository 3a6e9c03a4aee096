//! The suite on SQLite, and what only SQLite does.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod suite;

mod engine {
    use sqlx::sqlite::SqliteConnection;
    use sqlx::{AssertSqlSafe, Connection, Row};

    /// A file in a folder of its own.
    pub(crate) struct Database {
        _folder: tempfile::TempDir,
        url: String,
    }

    impl Database {
        pub(crate) async fn create() -> Option<Self> {
            let folder = tempfile::tempdir().unwrap();
            // Missing folders are made.
            let url = format!("sqlite://{}/data/deep/nameplate.db", folder.path().display());
            Some(Self { _folder: folder, url })
        }

        pub(crate) fn url(&self) -> &str {
            &self.url
        }

        pub(crate) async fn remove(self) {}

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
            let options: sqlx::sqlite::SqliteConnectOptions = self.url.parse().unwrap();
            std::fs::create_dir_all(options.get_filename().parent().unwrap()).unwrap();
            let mut connection = SqliteConnection::connect_with(&options.create_if_missing(true)).await.unwrap();
            migrator.run(&mut connection).await.unwrap();
            connection.close().await.unwrap();
        }

        /// Prepares a statement, as its first use would.
        pub(crate) async fn prepare(&self, texts: &[(&str, &str)]) {
            use sqlx::{Executor, SqlSafeStr};
            let mut connection = self.connect().await;
            for (name, text) in texts {
                let prepared = connection.prepare(AssertSqlSafe(*text).into_sql_str()).await;
                assert!(prepared.is_ok(), "{name}: {}", prepared.err().unwrap());
            }
        }

        /// How a statement would be run.
        pub(crate) async fn plan(&self, text: &str, _values: &str) -> String {
            let rows = sqlx::query(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {text}")))
                .fetch_all(&mut self.connect().await)
                .await
                .unwrap();
            rows.iter().map(|row| row.get::<String, _>("detail")).collect::<Vec<_>>().join("\n")
        }

        async fn connect(&self) -> SqliteConnection {
            SqliteConnection::connect(&self.url).await.unwrap()
        }
    }
}

use futures_util::FutureExt as _;
use nameplate_store::{Signal, Store, StoreError, StoreOptions, Subscription};
use std::time::{Duration, Instant};
use tokio::time::timeout;

const PATIENCE: Duration = Duration::from_secs(10);

fn server() -> StoreOptions {
    StoreOptions::default()
}

#[tokio::test]
async fn a_second_server_on_one_file_is_refused_with_the_reason() {
    let database = engine::Database::create().await.unwrap();
    let first = Store::open(database.url(), server()).await.unwrap();
    let refused = Store::open(database.url(), server()).await.unwrap_err();
    let StoreError::Open(sentence) = &refused else { panic!("{refused:?}") };
    assert!(sentence.contains("SQLite is for one node") && sentence.contains("postgres://"), "{sentence}");
    drop(first);
    Store::open(database.url(), server()).await.unwrap();
}

#[tokio::test]
async fn a_command_may_work_on_the_file_of_a_running_server() {
    let database = engine::Database::create().await.unwrap();
    let served = Store::open(database.url(), server()).await.unwrap();
    let command = Store::open(database.url(), StoreOptions { exclusive: false, ..server() }).await.unwrap();
    let tenant = suite::samples::tenant();
    let mut tx = command.begin().await.unwrap();
    tx.insert_tenant(&tenant).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(served.reader().tenant(tenant.id).await.unwrap(), Some(tenant));
}

/// A store that serves, and another one on its file, as a command beside it has.
async fn server_and_command() -> (engine::Database, Store, Store) {
    let database = engine::Database::create().await.unwrap();
    let served = Store::open(database.url(), server()).await.unwrap();
    let command = Store::open(database.url(), StoreOptions { exclusive: false, ..server() }).await.unwrap();
    (database, served, command)
}

async fn write(store: &Store, edge: &str) {
    let mut tx = store.begin().await.unwrap();
    tx.heartbeat_edge(edge, suite::samples::NOW).await.unwrap();
    tx.commit().await.unwrap();
}

async fn hears(signals: &mut Subscription) -> Option<Signal> {
    timeout(PATIENCE, signals.recv()).await.unwrap()
}

#[tokio::test]
async fn what_another_process_writes_is_heard_and_what_this_one_writes_is_not_taken_for_it() {
    let (database, served, command) = server_and_command().await;
    let mut signals = served.signals().subscribe();
    // Longer than several looks.
    let start = Instant::now();
    for n in 0.. {
        if start.elapsed() > Duration::from_millis(700) {
            break;
        }
        write(&served, &format!("own-{n}")).await;
        let mut undone = served.begin().await.unwrap();
        undone.heartbeat_edge("edge-2", suite::samples::NOW).await.unwrap();
        drop(undone);
        // Nor what another one reads, or takes back.
        command.reader().edges("", 10).await.unwrap();
        let mut undone = command.begin().await.unwrap();
        undone.heartbeat_edge("edge-3", suite::samples::NOW).await.unwrap();
        drop(undone);
        drop(Store::open(database.url(), StoreOptions { exclusive: false, ..server() }).await.unwrap());
    }
    assert_eq!(signals.recv().now_or_never(), None);

    write(&command, "first").await;
    assert_eq!(hears(&mut signals).await, Some(Signal::Everything));
    // Also when a transaction of this process saw it first.
    write(&command, "second").await;
    write(&served, "own").await;
    assert_eq!(hears(&mut signals).await, Some(Signal::Everything));
    drop(served);
    assert_eq!(hears(&mut signals).await, None);
}

#[tokio::test]
async fn another_process_that_writes_without_a_pause_is_heard_now_and_then_and_to_its_last_write() {
    let (_database, served, command) = server_and_command().await;
    let mut signals = served.signals().subscribe();
    let (start, mut heard, mut written) = (Instant::now(), 0, 0);
    while heard < 4 {
        write(&command, &format!("edge-{written}")).await;
        written += 1;
        while let Some(signal) = signals.recv().now_or_never() {
            assert_eq!(signal, Some(Signal::Everything));
            heard += 1;
        }
        assert!(start.elapsed() < PATIENCE, "{heard} heard of {written}");
    }
    assert!(start.elapsed() >= Duration::from_millis(1500), "{heard} heard of {written} in {:?}", start.elapsed());
    write(&command, "last").await;
    assert_eq!(hears(&mut signals).await, Some(Signal::Everything));
}

#[tokio::test]
async fn a_server_in_a_long_transaction_hears_afterwards_of_who_waited_for_it() {
    let (_database, served, command) = server_and_command().await;
    let mut signals = served.signals().subscribe();
    let mut own = served.begin().await.unwrap();
    own.heartbeat_edge("edge-2", suite::samples::NOW).await.unwrap();
    let waiting = tokio::spawn(async move { write(&command, "edge-1").await });
    // Looks stand behind it in the queue, and so does another transaction of ours.
    assert!(timeout(Duration::from_millis(700), served.begin()).await.is_err());
    assert!(!waiting.is_finished());
    own.commit().await.unwrap();
    waiting.await.unwrap();
    assert_eq!(hears(&mut signals).await, Some(Signal::Everything));
}

#[tokio::test]
async fn a_database_in_memory_is_refused() {
    let refused = Store::open("sqlite::memory:", server()).await.unwrap_err();
    assert!(refused.to_string().contains("names a file"), "{refused}");
}

#[tokio::test]
async fn a_folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let url = format!("sqlite://{}/below/nameplate.db", file.display());
    let refused = Store::open(&url, server()).await.unwrap_err();
    assert!(refused.to_string().contains("the folder of"), "{refused}");
}

#[tokio::test]
async fn a_file_that_is_no_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    std::fs::write(&file, "these are notes, and no database at all ".repeat(100)).unwrap();
    let refused = Store::open(&format!("sqlite://{}", file.display()), server()).await.unwrap_err();
    assert!(refused.to_string().contains("notes.txt"), "{refused}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_made_while_others_write_is_whole_and_of_one_moment() {
    let world = suite::moving::World::make().await;
    let serving = Store::open(&world.url(), server()).await.unwrap();
    let writing = tokio::spawn({
        let serving = serving.clone();
        async move {
            // Each writes two rows in one transaction: a copy has both or none.
            for n in 0.. {
                let mut tx = serving.begin().await.unwrap();
                for half in ["left", "right"] {
                    tx.heartbeat_edge(&format!("{half}-{n}"), suite::samples::NOW).await.unwrap();
                }
                tx.commit().await.unwrap();
                tokio::task::yield_now().await;
            }
        }
    });
    let folder = tempfile::tempdir().unwrap();
    let file = |n: u32| folder.path().join(format!("copy-{n}.db"));
    for n in 0..5 {
        let made = nameplate_store::backup(&world.url(), &file(n)).await.unwrap();
        assert!(made.octets > 4096 && made.schema >= 12, "{made:?}");
        let there = nameplate_store::backup(&world.url(), &file(n)).await.unwrap_err().to_string();
        assert!(there.contains("is there already"), "{there}");
    }
    writing.abort();
    drop(serving);
    let mut counts = Vec::new();
    for n in 0..5 {
        let place = format!("sqlite://{}", folder.path().join(format!("{n}/nameplate.db")).display());
        nameplate_store::restore(&file(n), &place, false).await.unwrap();
        let store = Store::open(&place, server()).await.unwrap();
        let tenant = store.reader().tenant(world.tenant.id).await.unwrap();
        assert_eq!(tenant.as_ref(), Some(&world.tenant));
        let edges = store.reader().edges("", 100_000).await.unwrap();
        let of = |half: &str| edges.iter().filter(|edge| edge.id.starts_with(half)).count();
        assert_eq!(of("left"), of("right"));
        counts.push(of("left"));
    }
    assert!(counts.is_sorted() && counts[0] < counts[4], "they were written meanwhile: {counts:?}");
}

#[tokio::test]
async fn what_is_restored_over_goes_aside_with_its_journal() {
    let world = suite::moving::World::make().await;
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    nameplate_store::backup(&world.url(), &copy).await.unwrap();
    let serving = Store::open(&world.url(), server()).await.unwrap();
    let mut tx = serving.begin().await.unwrap();
    tx.heartbeat_edge("after-the-copy", suite::samples::NOW).await.unwrap();
    tx.commit().await.unwrap();
    let refused = async |replace, words: &str| {
        let sentence = nameplate_store::restore(&copy, &world.url(), replace).await.unwrap_err().to_string();
        assert!(sentence.contains(words), "{sentence}");
        let plan = nameplate_store::plan_restore(&copy, &world.url(), replace).await.unwrap_err().to_string();
        assert_eq!(plan, sentence, "a plan is refused as the deed is");
    };
    refused(true, "a nameplate process serves from").await;
    drop(serving);
    refused(false, "--replace").await;
    let planned = nameplate_store::plan_restore(&copy, &world.url(), true).await.unwrap();
    assert!(!planned.before.as_ref().unwrap().exists(), "nothing was moved");
    let restored = nameplate_store::restore(&copy, &world.url(), true).await.unwrap();
    assert_eq!(restored, planned);
    let edges = async |url: &str| {
        let store = Store::open(url, server()).await.unwrap();
        store.reader().edges("", 100).await.unwrap().into_iter().any(|edge| edge.id == "after-the-copy")
    };
    assert!(!edges(&world.url()).await);
    assert!(edges(&format!("sqlite://{}", restored.before.unwrap().display())).await);
}

#[tokio::test]
async fn a_plan_of_a_copy_refuses_as_the_copy_would_and_makes_none() {
    let world = suite::moving::World::make().await;
    let folder = tempfile::tempdir().unwrap();
    let (file, place) = (folder.path().join("copy.db"), folder.path().join("new/nameplate.db"));
    assert!(nameplate_store::plan_backup(&world.url(), &file).unwrap().exists());
    assert!(!file.exists());
    let refused = |url: &str, file: &std::path::Path, words: &str| {
        let sentence = nameplate_store::plan_backup(url, file).unwrap_err().to_string();
        assert!(sentence.contains(words), "{sentence}");
    };
    refused(&world.url(), &folder.path().join("none/copy.db"), "there is no folder");
    refused(&format!("sqlite://{}", place.display()), &file, "there is no database");
    refused("postgres://localhost/x", &file, "pg_dump");
    nameplate_store::backup(&world.url(), &file).await.unwrap();
    refused(&world.url(), &file, "is there already");
    let planned = nameplate_store::plan_restore(&file, &format!("sqlite://{}", place.display()), false).await.unwrap();
    assert_eq!((planned.database.as_path(), planned.before), (place.as_path(), None));
    assert!(!place.parent().unwrap().exists(), "no folder was made");
}

#[tokio::test]
async fn what_is_no_copy_is_not_restored() {
    let folder = tempfile::tempdir().unwrap();
    let (file, place) = (folder.path().join("notes"), format!("sqlite://{}/nameplate.db", folder.path().display()));
    let refused = async |words: &str| {
        let sentence = nameplate_store::restore(&file, &place, true).await.unwrap_err().to_string();
        assert!(sentence.contains(words), "{words}: {sentence}");
    };
    refused("there is no file").await;
    std::fs::write(&file, "these are notes, and no database at all ".repeat(100)).unwrap();
    refused("is no database of nameplate").await;
    let world = suite::moving::World::make().await;
    std::fs::remove_file(&file).unwrap();
    nameplate_store::backup(&world.url(), &file).await.unwrap();
    let octets = std::fs::read(&file).unwrap();
    std::fs::write(&file, &octets[..octets.len() / 2]).unwrap();
    refused("").await;
    assert!(!folder.path().join("nameplate.db").exists());
    let postgres = nameplate_store::backup("postgres://localhost/x", &file).await.unwrap_err().to_string();
    assert!(postgres.contains("pg_dump"), "{postgres}");
}

#[tokio::test]
async fn a_database_that_may_not_be_seen_is_told_apart_from_one_that_is_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let said = async |name: &str| {
        let place = format!("sqlite://{}", folder.path().join(name).display());
        nameplate_store::backup(&place, &folder.path().join("copy.db")).await.unwrap_err().to_string()
    };
    assert!(said("absent.db").await.contains("there is no database"));
    // What hides it from root as well, which tests may run as: a link that leads to itself.
    std::os::unix::fs::symlink("hidden.db", folder.path().join("hidden.db")).unwrap();
    let hidden = said("hidden.db").await;
    assert!(hidden.contains("hidden.db cannot be looked at") && !hidden.contains("there is no"), "{hidden}");
}
