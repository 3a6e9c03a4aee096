//! A fresh database for one test.

use nameplate_control::Chance;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};
use tempfile::TempDir;

/// Which database a world stands on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Engine {
    /// A file in a folder of its own.
    Sqlite,
    /// A schema of its own in the server at `NAMEPLATE_TEST_POSTGRES`.
    Postgres,
}

impl Engine {
    /// What `NAMEPLATE_TEST_ENGINE` names; SQLite when it is not set.
    ///
    /// # Panics
    /// When it names neither `sqlite` nor `postgres`.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
    pub fn wanted() -> Self {
        match std::env::var("NAMEPLATE_TEST_ENGINE").as_deref() {
            Err(_) | Ok("sqlite") => Self::Sqlite,
            Ok("postgres") => Self::Postgres,
            Ok(other) => panic!("NAMEPLATE_TEST_ENGINE must be sqlite or postgres, not {other}"),
        }
    }
}

/// A database that is gone when this is dropped.
#[derive(Debug)]
pub(crate) enum Database {
    File(TempDir),
    Schema { server: String, name: String },
}

impl Database {
    pub(crate) async fn create(engine: Engine) -> Self {
        match engine {
            Engine::Sqlite => Self::File(TempDir::new().unwrap()),
            Engine::Postgres => {
                let server = server();
                let name = format!("world_{}", Chance.label());
                run(&server, format!("CREATE SCHEMA {name}")).await;
                Self::Schema { server, name }
            }
        }
    }

    pub(crate) fn url(&self) -> String {
        match self {
            Self::File(folder) => format!("sqlite://{}", folder.path().join("nameplate.db").display()),
            Self::Schema { server, name } => format!("{server}?options=-c%20search_path%3D{name}"),
        }
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::Schema { server, name } = self else { return };
        let (server, name) = (server.clone(), name.clone());
        // A thread of its own, since the test's runtime is at its end. A schema that somebody still uses stays: the server is
        // a throw-away one.
        let removed = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(async {
                if let Ok(mut connection) = PgConnection::connect(&server).await {
                    let drop = format!(
                        "SET client_min_messages = warning; SET lock_timeout = '2s'; DROP SCHEMA {name} CASCADE"
                    );
                    let _ = sqlx::raw_sql(AssertSqlSafe(drop)).execute(&mut connection).await;
                }
            });
        });
        let _ = removed.join();
    }
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where to run")]
fn server() -> String {
    std::env::var("NAMEPLATE_TEST_POSTGRES")
        .expect("NAMEPLATE_TEST_POSTGRES is not set: run `make test`, or `scripts/postgres run cargo nextest run`")
}

async fn run(server: &str, sql: String) {
    let mut connection = PgConnection::connect(server).await.unwrap();
    sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection).await.unwrap();
}
