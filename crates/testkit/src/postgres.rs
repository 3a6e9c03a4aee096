//! Fresh places in a PostgreSQL server, for programs that tests start as processes of their own, and what these left there.

use nameplate_control::Chance;
use sqlx::postgres::PgConnection;
use sqlx::{AssertSqlSafe, Connection};

/// The address of a fresh schema in the server at `server`. It stays there: the server is a throw-away one.
#[must_use]
pub fn fresh_database_url(server: &str) -> String {
    let name = format!("journey_{}", Chance.label());
    let (address, statement) = (server.to_owned(), format!("CREATE SCHEMA {name}"));
    aside(async move {
        let mut connection = PgConnection::connect(&address).await.unwrap();
        sqlx::raw_sql(AssertSqlSafe(statement)).execute(&mut connection).await.unwrap();
    });
    format!("{server}?options=-c%20search_path%3D{name}")
}

/// Every row of the schema at `url` with the name of its table, as JSON, in which octets are hexadecimal digits.
#[must_use]
pub fn rows(url: &str) -> Vec<(String, String)> {
    let url = url.to_owned();
    aside(async move {
        let mut connection = PgConnection::connect(&url).await.unwrap();
        let tables = "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema()";
        let tables: Vec<String> = sqlx::query_scalar(tables).fetch_all(&mut connection).await.unwrap();
        let mut all = Vec::new();
        for table in tables {
            let select = format!("SELECT to_json(\"{table}\")::text FROM \"{table}\"");
            let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(select)).fetch_all(&mut connection).await.unwrap();
            all.extend(rows.into_iter().map(|row| (table.clone(), row)));
        }
        all
    })
}

/// Runs to its end on a thread of its own: callers may or may not be inside a runtime.
fn aside<T: Send + 'static>(work: impl Future<Output = T> + Send + 'static) -> T {
    let done = std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(work)
    });
    done.join().unwrap()
}
