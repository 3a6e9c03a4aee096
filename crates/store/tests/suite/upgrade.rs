//! What was written before the latest migrations is still there after them.

use crate::engine::Database;
use crate::suite::lab::Lab;
use crate::suite::samples::{self, NOW, after};
use nameplate_domain::certificate::{Certificate, CertificateStatus};
use nameplate_domain::connection::State;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::{ApiKeyId, ApplicationId, ConnectionId, TenantId, Who};
use nameplate_store::{AcmeToken, AuditFilter, Page, Store, StoreOptions};
use sqlx::migrate::{Migration, MigrationType, Migrator};
use sqlx::{AssertSqlSafe, SqlSafeStr};
use uuid::Uuid;

fn first_release() -> Migrator {
    released(&[("start", include_str!("../../migrations/0001_start.sql"))])
}

/// Brings a database to the schema of an earlier release.
fn released(files: &[(&'static str, &'static str)]) -> Migrator {
    let migrations = (1..).zip(files).map(|(version, (description, text))| {
        let text = AssertSqlSafe(*text).into_sql_str();
        Migration::new(version, (*description).into(), MigrationType::Simple, text, false)
    });
    Migrator { migrations: migrations.collect::<Vec<_>>().into(), ..Migrator::DEFAULT }
}

/// `$id` is an identifier in this database's words.
fn rows_of_the_first_release(id: &str) -> String {
    format!(
        "INSERT INTO tenants (id, name, created_at_ms) VALUES ({id}, 'T', 1); \
         INSERT INTO applications (id, tenant_id, name, environment, allowed_origins, created_at_ms, updated_at_ms) \
         VALUES ({id}, {id}, 'A', 'test', '[]', 1, 1); \
         INSERT INTO connections (id, tenant_id, application_id, hostname, state, version, setup_type, takeover, challenge, \
         proven_at_ms, certificate_until_ms, created_at_ms, updated_at_ms, state_since_ms, records, reports) VALUES \
         ({id}, {id}, {id}, 'app.customer.com', 'live', 7, 'manual', FALSE, '00ff', 1, {until}, 1, 1, 1, '[]', '[]'); \
         INSERT INTO certificates (hostname, status, issuer, serial, fingerprint_sha256, not_before_ms, not_after_ms, problem, \
         reported_at_ms) VALUES ('app.customer.com', 'issued', 'Internal CA', '01', 'ab', 1, {until}, NULL, 5); \
         INSERT INTO edges (id, seen_at_ms) VALUES ('edge-1', {seen});",
        until = after(60).as_ms(),
        seen = NOW.as_ms(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_the_first_release_wrote_survives() {
    let Some(database) = Database::create().await else { return };
    database.set_up_first_release(&first_release()).await;
    let uuid = Uuid::from_u128(7);
    let id = if database.url().starts_with("sqlite") { format!("X'{}'", uuid.simple()) } else { format!("'{uuid}'") };
    database.tamper(&rows_of_the_first_release(&id)).await;

    let store = Store::open(database.url(), StoreOptions { pool_size: 2, exclusive: false }).await.unwrap();
    let lab = Lab { database, store };
    let reader = lab.reader();
    let connection = reader.connection(TenantId(uuid), ConnectionId(uuid)).await.unwrap().unwrap();
    assert_eq!((connection.state, connection.version, connection.delegated), (State::Live, 7, false));
    let expected = Certificate {
        hostname: "app.customer.com".into(),
        status: CertificateStatus::Issued,
        issuer: "Internal CA".into(),
        serial: "01".into(),
        fingerprint_sha256: "ab".into(),
        not_before: Some(nameplate_domain::time::Timestamp::from_ms(1)),
        not_after: Some(after(60)),
        authority: None,
        names: vec![],
        chain: vec![],
        renew_at: None,
        renewal: None,
        problem: None,
        trouble: None,
        renew_requested_at: None,
        reported_at: nameplate_domain::time::Timestamp::from_ms(5),
    };
    assert_eq!(reader.certificate("app.customer.com").await.unwrap(), Some(expected));
    assert!(reader.ask("app.customer.com", NOW).await.unwrap().unwrap().asked.has_certificate);
    assert_eq!(reader.edges_attached(NOW).await.unwrap(), 1);
    assert!(reader.application(TenantId(uuid), ApplicationId(uuid)).await.unwrap().is_some());
    let token = AcmeToken { connection: connection.id, tenant: connection.tenant, hostname: connection.hostname };
    assert_eq!(reader.acme_token("00ff").await.unwrap(), Some(token));
    let quota = reader.quota(TenantId(uuid)).await.unwrap().unwrap();
    assert_eq!((quota.plan, quota.max_domains_per_app), (Plan::Enterprise, 10), "nothing is taken away");
    assert_eq!(reader.domains_in_service(TenantId(uuid)).await.unwrap(), 1);
    drop(reader);
    lab.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_did_what_before_there_were_kinds_of_actors_is_found_by_their_kind() {
    let Some(database) = Database::create().await else { return };
    let before = released(&[
        ("start", include_str!("../../migrations/0001_start.sql")),
        ("certificates", include_str!("../../migrations/0002_certificates.sql")),
        ("dns_writing", include_str!("../../migrations/0003_dns_writing.sql")),
        ("events_and_people", include_str!("../../migrations/0004_events_and_people.sql")),
    ]);
    database.set_up_first_release(&before).await;
    let application = samples::application(&samples::tenant());
    let id = |n: u128| match database.url().starts_with("sqlite") {
        true => format!("X'{}'", Uuid::from_u128(n).simple()),
        false => format!("'{}'", Uuid::from_u128(n)),
    };
    let all = [
        Who::ApiKey { id: ApiKeyId(Uuid::from_u128(8)), name: r#""kind":"system""#.into(), last4: "9f3a".into() },
        Who::WidgetToken { application_id: application.id },
        Who::Operator,
        Who::Billing,
        Who::System,
    ];
    for (n, who) in (10..).zip(&all) {
        let who = serde_json::json!(who).to_string();
        database
            .tamper(&format!(
                "INSERT INTO audit_entries (id, tenant_id, at_ms, who, action, target_kind, target_id) \
                 VALUES ({}, {}, 1, '{who}', 'key.create', 'key', 'x')",
                id(n),
                id(7)
            ))
            .await;
    }
    let store = Store::open(database.url(), StoreOptions { pool_size: 2, exclusive: false }).await.unwrap();
    let lab = Lab { database, store };
    for who in all {
        let filter = AuditFilter { actor_kind: Some(who.kind().to_owned()), ..AuditFilter::default() };
        let found = lab.reader().audit(TenantId(Uuid::from_u128(7)), &filter, Page::first(9)).await.unwrap();
        assert_eq!(found.into_iter().map(|entry| entry.who).collect::<Vec<_>>(), [who]);
    }
    lab.close().await;
}
