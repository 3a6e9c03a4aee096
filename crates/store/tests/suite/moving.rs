//! Everything moves from a SQLite file to this engine, and back.

use crate::engine::Database;
use crate::suite::samples::{self, NOW, after, at, certificate, fresh_id, step_of};
use crate::suite::webhooks::{delivery, endpoint, lease};
use nameplate_domain::application::Application;
use nameplate_domain::connection::{Connection, Event, State, UsageKind};
use nameplate_domain::tenancy::Tenant;
use nameplate_store::{
    BATCH_ROWS, Idempotent, MoveError, MoveProgress, MoveReceipt, MoveStage, Store, StoreOptions, abandon_move,
    move_store, plan_move,
};
use sqlx::{AssertSqlSafe, Connection as _, SqliteConnection};
use std::sync::atomic::{AtomicUsize, Ordering};
use tempfile::TempDir;
use tokio::sync::Notify;

pub(crate) const COMMAND: StoreOptions = StoreOptions { pool_size: 2, exclusive: false };

/// A SQLite database with rows in every table.
pub(crate) struct World {
    folder: TempDir,
    pub(crate) tenant: Tenant,
    pub(crate) application: Application,
    issuing: Connection,
    live: Connection,
}

impl World {
    pub(crate) fn url(&self) -> String {
        self.file("nameplate.db")
    }

    fn file(&self, name: &str) -> String {
        format!("sqlite://{}", self.folder.path().join(name).display())
    }

    pub(crate) async fn make() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let tenant = samples::tenant();
        let application = samples::application(&tenant);
        let issuing = samples::connection(&application, "app.customer.com", State::IssuingCert);
        let live = samples::connection(&application, "www.customer.com", State::IssuingCert);
        let world = Self { folder, tenant, application, issuing, live };
        let store = Store::open(&world.url(), COMMAND).await.unwrap();
        world.write(&store).await;
        drop(store);
        tamper(&world.url(), &rest(&world)).await;
        world
    }

    /// What the program writes itself.
    async fn write(&self, store: &Store) {
        let mut tx = store.begin().await.unwrap();
        tx.insert_tenant(&self.tenant).await.unwrap();
        tx.insert_application(&self.application).await.unwrap();
        tx.insert_connection(&self.issuing, None).await.unwrap();
        tx.insert_connection(&self.live, None).await.unwrap();
        tx.commit_step(&self.live, step_of(&self.live, Event::CertificateStored), at(NOW)).await.unwrap();
        tx.upsert_certificate(&certificate("www.customer.com", "0a")).await.unwrap();
        tx.count_usage(self.tenant.id, UsageKind::Connect, 7, NOW).await.unwrap();
        let to = endpoint(&self.tenant);
        tx.insert_webhook_endpoint(&to, b"v1.k.n.t", 50).await.unwrap();
        tx.insert_webhook_deliveries(&[delivery(&to, NOW)]).await.unwrap();
        tx.place_events(1).await.unwrap();
        for key in ["answered", "under way"] {
            tx.begin_idempotent(self.tenant.id, key, &[7; 32], NOW).await.unwrap();
        }
        tx.finish_idempotent(self.tenant.id, "answered", 201, "{\"id\":1}", NOW).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(lease(store, false, NOW).await.len(), 1, "whoever moves meets leases");
    }
}

/// A row for each table that the program has not written above, with texts that are hard to copy.
fn rest(world: &World) -> String {
    let [t, a, c] =
        [world.tenant.id.0, world.application.id.0, world.live.id.0].map(|id| format!("X'{}'", id.simple()));
    let id = || format!("X'{}'", fresh_id().simple());
    let [key, platform_key, person, member, credential] = std::array::from_fn(|_| id());
    let hash = "randomblob(32)";
    let hard = "'a'||char(9)||'b'||char(10)||'c\\d\\N'||char(13)||'☃'||char(92)";
    format!(
        "INSERT INTO api_keys (id, tenant_id, name, last4, scopes, hash, created_at_ms) VALUES ({key}, {t}, {hard}, '9f3a', '[]', {hash}, 1);
         INSERT INTO edges (id, seen_at_ms, status) VALUES ('edge-1', 5, '{{}}');
         INSERT INTO txt_sets VALUES ('00ff', 5);
         INSERT INTO txt_answers VALUES ('00ff', 'x', 5, 9);
         INSERT INTO acme_accounts VALUES ({id1}, '00ff', {c}, {hash}, '[]', 1);
         INSERT INTO edge_entries (name, due_at_ms, lease_holder, lease_until_ms, failures) VALUES ('*.customer.com', 9, 'edge-1', 99, 2);
         INSERT INTO edge_chains VALUES (X'00', X'00FF0A095C');
         INSERT INTO edge_certificates VALUES ('*.customer.com', X'', X'5C4E', X'00');
         INSERT INTO edge_accounts VALUES ('letsencrypt', X'5C78');
         INSERT INTO edge_buckets VALUES ('orders', 1, 2);
         INSERT INTO edge_answers VALUES ('http-01', 'k', 'v', 9);
         INSERT INTO edge_verdicts VALUES ('www.customer.com', NULL, 9);
         INSERT INTO edge_secrets VALUES ('ticket-keys', 3, X'01');
         INSERT INTO credentials VALUES ({credential}, {t}, {a}, 'cloudflare', X'7631', 'abcd', NULL, NULL, 1);
         INSERT INTO change_sets (id, tenant_id, application_id, connection_id, credential_id, provider, zone, purpose, status, changes, \
           created_at_ms) VALUES ({id2}, {t}, {a}, {c}, {credential}, 'cloudflare', 'customer.com', 'records', 'applied', '[]', 1);
         INSERT INTO zone_leases VALUES ('cloudflare customer.com', {id3}, 9);
         INSERT INTO domain_connect_visits VALUES ({hash}, {c}, {t}, NULL, 9, NULL);
         INSERT INTO webhook_attempts VALUES ({id4}, 1, 5, 6, 503, {hard}, '');
         INSERT INTO share_links VALUES ({id5}, {t}, {c}, 1, 9, NULL);
         INSERT INTO tenant_quotas (tenant_id, plan, plan_since_ms, limits, max_domains_per_app, updated_at_ms) VALUES ({t}, 'pro', 1, '{{}}', 10, 1);
         INSERT INTO billing_notices VALUES ('evt_1', 5);
         INSERT INTO audit_entries (id, tenant_id, at_ms, who, action, target_kind, target_id, actor_kind) \
           VALUES ({id6}, {t}, 5, '{{}}', 'key.create', 'key', 'x', 'operator');
         INSERT INTO platform_keys VALUES ({platform_key}, 'ops', '1234', {hash}, 1, NULL);
         INSERT INTO people VALUES ({person}, 'https://id.example', 'u1', 'a@b.example', NULL, 1);
         INSERT INTO members VALUES ({member}, {t}, {person}, 'owner', 1, NULL);
         INSERT INTO invitations VALUES ({id7}, {t}, 'c@d.example', 'viewer', {hash}, 1, 9, {member});
         INSERT INTO sessions VALUES ({id8}, {hash}, {key}, NULL, NULL, 1, 2, 9), ({id9}, {hash}, NULL, {platform_key}, {member}, 1, 2, 9);
         INSERT INTO observations VALUES ({id10}, {t}, {c}, 5, '{{}}');
         INSERT INTO routes (id, tenant_id, name, application_id, connection_id, version, created_at_ms, updated_at_ms) \
           VALUES ({id11}, {t}, 'shop', {a}, {c}, 0, 1, 1);
         INSERT INTO ssh_keys VALUES ({id12}, {t}, {a}, 'k', 'ssh-ed25519 AAAA', 'SHA256:x', '[]', 1, NULL, NULL);",
        id1 = id(), id2 = id(), id3 = id(), id4 = id(), id5 = id(), id6 = id(), id7 = id(), id8 = id(), id9 = id(), id10 = id(),
        id11 = id(), id12 = id(),
    )
}

pub(crate) async fn tamper(url: &str, sql: &str) {
    let mut connection = SqliteConnection::connect(url).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
}

async fn moved(from: &str, to: &str) -> Result<MoveReceipt, MoveError> {
    move_store(from, to, (fresh_id(), NOW), 2, |_| ()).await
}

/// Moves until something was told `times`, and is gone then, as a process that is killed.
async fn killed_after(times: usize, from: &str, to: &str) {
    let (told, enough) = (AtomicUsize::new(0), Notify::new());
    let tell = |_: MoveProgress| {
        if told.fetch_add(1, Ordering::Relaxed) + 1 == times {
            enough.notify_one();
        }
    };
    let ended = tokio::select! {
        biased;
        () = enough.notified() => false,
        done = move_store(from, to, (fresh_id(), NOW), 1, tell) => { done.unwrap(); true }
    };
    assert!(!ended, "it was to be killed before");
}

async fn refusal(url: &str) -> String {
    Store::open(url, COMMAND).await.unwrap_err().to_string()
}

fn digests(receipt: &MoveReceipt) -> Vec<(&'static str, u64, &str)> {
    receipt.tables.iter().map(|table| (table.name, table.rows, table.digest.as_str())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_moves_and_is_served_as_before() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let plan = plan_move(&world.url(), database.url()).await.unwrap();
    for table in &plan.tables {
        assert!(
            table.rows + table.left > 0 && (table.octets > 0 || table.rows == 0),
            "{} is empty: {table:?}",
            table.name
        );
    }
    let before = Store::open(&world.url(), COMMAND).await.unwrap();
    let (tenant, live) = (world.tenant.id, &world.live);
    let position = before.reader().last_event_position().await.unwrap();
    let known = before.reader().connection(tenant, live.id).await.unwrap();
    drop(before);
    let receipt = moved(&world.url(), database.url()).await.unwrap();
    let planned: Vec<_> = plan.tables.iter().map(|table| (table.name, table.rows, table.left)).collect();
    assert_eq!(receipt.tables.iter().map(|table| (table.name, table.rows, table.left)).collect::<Vec<_>>(), planned);

    let store = Store::open(database.url(), COMMAND).await.unwrap();
    let reader = store.reader();
    assert_eq!(reader.tenant(tenant).await.unwrap().as_ref(), Some(&world.tenant));
    assert_eq!(reader.application(tenant, world.application.id).await.unwrap().as_ref(), Some(&world.application));
    assert_eq!(reader.connection(tenant, live.id).await.unwrap(), known);
    assert_eq!(reader.certificate("www.customer.com").await.unwrap(), Some(certificate("www.customer.com", "0a")));
    let usage = [(UsageKind::Connect, 7), (UsageKind::ActiveDomain, 1)];
    let mut used = reader.usage(tenant, "2027-01").await.unwrap();
    used.sort();
    assert_eq!(used, usage);

    // The outbox goes on from its position, and nothing is told twice.
    assert_eq!((reader.last_event_position().await.unwrap(), position), (1, 1));
    let mut tx = store.begin().await.unwrap();
    assert_eq!(tx.place_events(10).await.unwrap().len(), 1);
    // A check goes on, and its name is still held.
    let stepped =
        tx.commit_step(&world.issuing, step_of(&world.issuing, Event::CertificateStored), at(after(9))).await.unwrap();
    assert_eq!(stepped.state, State::Live);
    assert_eq!(tx.place_events(10).await.unwrap().len(), 2);
    let again = tx.begin_idempotent(tenant, "answered", &[7; 32], after(1)).await.unwrap();
    assert_eq!(again, Idempotent::Done { status: 201, body: "{\"id\":1}".into() });
    assert_eq!(tx.begin_idempotent(tenant, "under way", &[7; 32], after(1)).await.unwrap(), Idempotent::Fresh);
    tx.count_usage(tenant, UsageKind::Connect, 1, NOW).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(reader.last_event_position().await.unwrap(), 4);
    assert!(reader.usage(tenant, "2027-01").await.unwrap().contains(&(UsageKind::Connect, 8)));
    assert_eq!(lease(&store, false, NOW).await.len(), 1, "whoever held the endpoint before is gone");
    drop((reader, store));
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_moved_is_moved_back_and_is_the_same() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let there = moved(&world.url(), database.url()).await.unwrap();
    let back = moved(database.url(), &world.file("back/nameplate.db")).await.unwrap();
    assert_eq!(digests(&there), digests(&back));
    assert!(refusal(database.url()).await.contains("was moved to sqlite://"), "it serves no more");
    Store::open(&world.file("back/nameplate.db"), COMMAND).await.unwrap();
    assert_eq!(abandon_move(database.url(), None, true).await.unwrap().finished_at, Some(NOW));
    let store = Store::open(database.url(), COMMAND).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.heartbeat_edge("edge-2", NOW).await.unwrap();
    tx.commit().await.unwrap();
    drop(store);
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_goes_on_and_neither_database_is_served_meanwhile() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let mut first_is_over = false;
    for times in [1, 4, 20, 30] {
        killed_after(times, &world.url(), database.url()).await;
        let from = refusal(&world.url()).await;
        assert!(from.contains("being moved to") && from.contains("--abandon"), "{from}");
        let to = refusal(database.url()).await;
        assert!(to.contains("being filled from sqlite://") && to.contains("is not whole"), "{to}");
        // What was at the source before can write no more either.
        let mut connection = SqliteConnection::connect(&world.url()).await.unwrap();
        let refused = sqlx::raw_sql("UPDATE tenants SET name = 'x'").execute(&mut connection).await.unwrap_err();
        assert!(refused.to_string().contains("is being moved"), "{refused}");
        // Another target is no way out.
        if std::mem::replace(&mut first_is_over, true) {
            let other = moved(&world.url(), &world.file("other.db")).await.unwrap_err().to_string();
            assert!(other.contains("cannot be moved to") && other.contains("--abandon"), "{other}");
        }
    }
    let receipt = moved(&world.url(), database.url()).await.unwrap();
    assert!(receipt.is_resumed);
    let all: u64 = receipt.tables.iter().map(|table| table.rows).sum();
    assert!(receipt.copied < all, "{} of {all} were there already", receipt.copied);
    Store::open(database.url(), COMMAND).await.unwrap();
    let done = moved(&world.url(), database.url()).await.unwrap_err().to_string();
    assert!(done.contains("was moved to"), "{done}");
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_killed_between_the_two_last_words_says_the_last_one() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let from = world.url();
    let comparisons = plan_move(&world.url(), database.url()).await.unwrap().tables.len();
    let (seen, enough) = (AtomicUsize::new(0), Notify::new());
    let tell = |now: MoveProgress| {
        if now.stage == MoveStage::Comparing && seen.fetch_add(1, Ordering::Relaxed) + 1 == comparisons {
            enough.notify_one();
        }
    };
    tokio::select! {
        biased;
        () = enough.notified() => {}
        done = move_store(&from, database.url(), (fresh_id(), NOW), BATCH_ROWS, tell) => drop(done.unwrap()),
    }
    tamper(&world.url(), &format!("UPDATE store_move SET finished_at_ms = {}", NOW.as_ms())).await;
    assert!(refusal(database.url()).await.contains("is not whole"));
    assert_eq!(moved(&world.url(), database.url()).await.unwrap().copied, 0);
    Store::open(database.url(), COMMAND).await.unwrap();
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_move_that_is_given_up_leaves_the_source_in_service_and_the_target_empty() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let none = abandon_move(&world.url(), None, false).await.unwrap_err().to_string();
    assert!(none.contains("nothing to give up"), "{none}");
    killed_after(9, &world.url(), database.url()).await;
    let given_up = abandon_move(&world.url(), Some(database.url()), false).await.unwrap();
    assert!(given_up.is_target_cleared);
    let store = Store::open(&world.url(), COMMAND).await.unwrap();
    let mut tx = store.begin().await.unwrap();
    tx.heartbeat_edge("edge-2", NOW).await.unwrap();
    tx.commit().await.unwrap();
    drop(store);
    // And it can be begun anew.
    moved(&world.url(), database.url()).await.unwrap();
    let finished = abandon_move(&world.url(), None, false).await.unwrap_err().to_string();
    assert!(finished.contains("--even-finished"), "{finished}");
    assert_eq!(abandon_move(&world.url(), None, true).await.unwrap().finished_at, Some(NOW));
    Store::open(&world.url(), COMMAND).await.unwrap();
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_may_not_be_moved_is_refused_and_nothing_is_changed() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    let refused = async |from: &str, to: &str, words: &str| {
        let sentence = moved(from, to).await.unwrap_err().to_string();
        assert!(sentence.contains(words), "{words}: {sentence}");
    };
    refused(&world.url(), &world.url(), "are one database").await;
    refused(&world.file("absent.db"), database.url(), "there is no database").await;
    refused(&world.url(), "mysql://x", "must start with").await;
    let server = Store::open(&world.url(), StoreOptions { pool_size: 1, exclusive: true }).await.unwrap();
    refused(&world.url(), database.url(), "a nameplate process serves from").await;
    plan_move(&world.url(), database.url()).await.unwrap();
    drop(server);

    let target = Store::open(database.url(), COMMAND).await.unwrap();
    let mut tx = target.begin().await.unwrap();
    tx.heartbeat_edge("edge-1", NOW).await.unwrap();
    tx.commit().await.unwrap();
    drop(target);
    refused(&world.url(), database.url(), "is not empty: its table edges has 1 rows").await;
    assert!(plan_move(&world.url(), database.url()).await.unwrap_err().to_string().contains("is not empty"));

    tamper(&world.url(), "DELETE FROM _sqlx_migrations WHERE version = (SELECT MAX(version) FROM _sqlx_migrations)")
        .await;
    refused(&world.url(), database.url(), "brings it up to date").await;
    tamper(&world.url(), "DROP TABLE _sqlx_migrations").await;
    refused(&world.url(), database.url(), "is no database of nameplate").await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_somebody_wrote_to_the_target_meanwhile_is_noticed() {
    let Some(database) = Database::create().await else { return };
    let world = World::make().await;
    killed_after(60, &world.url(), database.url()).await;
    database.tamper("UPDATE edges SET seen_at_ms = 6").await;
    database.tamper("DELETE FROM billing_notices").await;
    let differs = moved(&world.url(), database.url()).await.unwrap_err();
    assert!(matches!(&differs, MoveError::Differs { tables } if tables == "edges, billing_notices"), "{differs:?}");
    assert!(refusal(database.url()).await.contains("is not whole"));
    database.remove().await;
}
