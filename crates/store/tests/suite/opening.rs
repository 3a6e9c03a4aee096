use crate::engine::Database;
use crate::suite::lab::Lab;
use crate::suite::samples;
use nameplate_store::{Store, StoreError, StoreOptions};

/// Notes a migration that this program does not know.
fn seen(version: i64, description: &str) -> String {
    format!(
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT {version}, '{description}', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1"
    )
}

both! {
    async fn what_was_committed_is_there_after_opening_again(lab: &Lab) {
        let (tenant, application) = lab.application().await;
        let reopened = lab.second_store().await;
        assert_eq!(reopened.reader().tenant(tenant.id).await.unwrap(), Some(tenant.clone()));
        assert_eq!(reopened.reader().application(tenant.id, application.id).await.unwrap(), Some(application));
    }

    async fn an_open_store_answers(lab: &Lab) {
        lab.reader().ping().await.unwrap();
    }

    async fn a_database_that_a_later_program_has_added_to_is_worked_on(lab: &Lab) {
        let (tenant, _) = lab.application().await;
        lab.database.tamper(&seen(9000, "a table of the future")).await;
        let options = StoreOptions { pool_size: 1, exclusive: false };
        let opened = Store::open(lab.database.url(), options).await.unwrap();
        assert!(opened.reader().tenant(tenant.id).await.unwrap().is_some());
    }

    async fn a_database_that_a_later_program_has_taken_from_is_refused(lab: &Lab) {
        lab.database.tamper(&seen(9000, "contract connections")).await;
        lab.database.tamper(&seen(9001, "a table of the future")).await;
        let options = StoreOptions { pool_size: 1, exclusive: false };
        let refused = Store::open(lab.database.url(), options).await.unwrap_err();
        assert!(matches!(refused, StoreError::Migration(_)), "{refused:?}");
        let told = refused.to_string();
        assert!(told.contains("is of version 9001") && told.contains("version 9000 took away"), "{told}");
    }

    async fn a_database_whose_past_is_another_is_refused(lab: &Lab) {
        lab.database.tamper("UPDATE _sqlx_migrations SET checksum = (SELECT checksum FROM _sqlx_migrations WHERE version = 2) WHERE version = 1").await;
        let options = StoreOptions { pool_size: 1, exclusive: false };
        let refused = Store::open(lab.database.url(), options).await.unwrap_err();
        assert!(matches!(refused, StoreError::Migration(_)), "{refused:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn processes_that_start_at_once_set_up_the_schema_once() {
    let Some(database) = Database::create().await else { return };
    let opening = (0..8).map(|_| {
        let url = database.url().to_owned();
        tokio::spawn(async move { Store::open(&url, StoreOptions { pool_size: 2, exclusive: false }).await })
    });
    let mut stores = Vec::new();
    for opened in futures_util::future::join_all(opening).await {
        stores.push(opened.unwrap().unwrap());
    }
    let tenant = samples::tenant();
    let mut tx = stores[0].begin().await.unwrap();
    tx.insert_tenant(&tenant).await.unwrap();
    tx.commit().await.unwrap();
    for store in &stores {
        assert!(store.reader().tenant(tenant.id).await.unwrap().is_some());
    }
    drop(stores);
    database.remove().await;
}

#[tokio::test]
async fn an_address_of_another_kind_is_refused() {
    for address in ["mysql://localhost/x", "nameplate.db", ""] {
        let refused = Store::open(address, StoreOptions::default()).await.unwrap_err();
        assert!(refused.to_string().contains("must start with sqlite:// or postgres://"), "{refused}");
    }
}
