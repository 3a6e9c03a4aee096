//! An empty database with an open store, for one test.

use crate::engine::Database;
use crate::suite::samples;
use nameplate_domain::application::Application;
use nameplate_domain::connection::Connection;
use nameplate_domain::tenancy::Tenant;
use nameplate_store::{Reader, Store, StoreOptions, Tx};

pub(crate) struct Lab {
    pub(crate) database: Database,
    pub(crate) store: Store,
}

impl Lab {
    /// `None` when this engine is left out on purpose.
    pub(crate) async fn open() -> Option<Self> {
        let database = Database::create().await?;
        let store = open(&database).await;
        Some(Self { database, store })
    }

    pub(crate) async fn close(self) {
        drop(self.store);
        self.database.remove().await;
    }

    /// A second store on the same database, as another process would have.
    pub(crate) async fn second_store(&self) -> Store {
        open(&self.database).await
    }

    pub(crate) fn reader(&self) -> Reader {
        self.store.reader()
    }

    pub(crate) async fn begin(&self) -> Tx {
        self.store.begin().await.unwrap()
    }

    /// A tenant with an application.
    pub(crate) async fn application(&self) -> (Tenant, Application) {
        let tenant = samples::tenant();
        let application = samples::application(&tenant);
        let mut tx = self.begin().await;
        assert!(tx.insert_tenant(&tenant).await.unwrap());
        assert!(tx.insert_application(&application).await.unwrap());
        tx.commit().await.unwrap();
        (tenant, application)
    }

    pub(crate) async fn insert(&self, connection: &Connection) {
        let mut tx = self.begin().await;
        tx.insert_connection(connection, None).await.unwrap();
        tx.commit().await.unwrap();
    }

    /// The connection as it is now.
    pub(crate) async fn current(&self, connection: &Connection) -> Connection {
        self.reader().connection(connection.tenant, connection.id).await.unwrap().unwrap()
    }
}

async fn open(database: &Database) -> Store {
    Store::open(database.url(), StoreOptions { pool_size: 5, exclusive: false }).await.unwrap()
}
