use crate::engine::Database;
use crate::suite::lab::Lab;
use crate::suite::samples;
use nameplate_store::{Store, StoreError, StoreOptions};

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

    async fn a_database_of_a_newer_program_is_refused(lab: &Lab) {
        let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
                     SELECT 9000, 'from the future', success, checksum, 0 FROM _sqlx_migrations WHERE version = 1";
        lab.database.tamper(newer).await;
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
