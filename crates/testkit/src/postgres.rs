//! Fresh places in a PostgreSQL server, for programs that tests start as processes of their own.

use nameplate_control::Chance;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

/// The address of a fresh schema in the server at `server`. It stays there: the server is a throw-away one.
#[must_use]
pub fn fresh_database_url(server: &str) -> String {
    let name = format!("journey_{}", Chance.label());
    let (address, statement) = (server.to_owned(), format!("CREATE SCHEMA {name}"));
    // A thread of its own: callers may or may not be inside a runtime.
    let created = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut connection = PgConnection::connect(&address).await.unwrap();
            sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
        });
    });
    created.join().unwrap();
    format!("{server}?options=-c%20search_path%3D{name}")
}
