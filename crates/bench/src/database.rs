//! The databases that the control plane is measured on, and their filling.
//!
//! Rows are copies of one connection that really went live, made inside the database by its own command-line client: a
//! million of them through the API would take longer than everything else.

use crate::cpu;
use crate::failure::Failure;
use crate::peer::installed;
use crate::run::Run;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Far enough in the future (2100) never to be due, or to run out.
const NEVER_MS: i64 = 4_102_444_800_000;

/// A database of one scenario.
#[derive(Debug)]
pub(crate) enum Database {
    Sqlite {
        file: PathBuf,
    },
    Postgres {
        /// Of the superuser, for making and dropping the database.
        admin_url: String,
        name: String,
        /// Process id of the server; its CPU time is measured beside Nameplate's.
        postmaster: u32,
    },
}

impl Database {
    /// An empty SQLite file for `scenario`.
    ///
    /// # Errors
    /// [`Failure`] when there is no room for it.
    pub(crate) fn sqlite(run: &Run, scenario: &str) -> Result<Self, Failure> {
        Ok(Self::Sqlite { file: run.folder(&format!("{scenario}-sqlite"))?.join("nameplate.db") })
    }

    /// An empty database for `scenario` on the PostgreSQL server at `admin_url`.
    ///
    /// # Errors
    /// [`Failure`] when the server refuses, or does not run on this machine.
    pub(crate) fn postgres(admin_url: &str, scenario: &str) -> Result<Self, Failure> {
        let folder = query(psql(admin_url), "SHOW data_directory")?;
        let pid_file = PathBuf::from(folder.trim()).join("postmaster.pid");
        let doing = || {
            format!("reading {}, which tells where the PostgreSQL server's CPU time is counted,", pid_file.display())
        };
        let text = std::fs::read_to_string(&pid_file).map_err(Failure::io(doing()))?;
        let postmaster = text.lines().next().and_then(|line| line.trim().parse().ok());
        let postmaster =
            postmaster.ok_or_else(|| Failure::unexpected(format!("{} names no process", pid_file.display())))?;
        let name = format!("nameplate_bench_{}_{}", scenario.replace('-', "_"), std::process::id());
        query(psql(admin_url), &format!("CREATE DATABASE {name}"))?;
        Ok(Self::Postgres { admin_url: admin_url.to_owned(), name, postmaster })
    }

    /// The engine's name.
    pub(crate) const fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "SQLite",
            Self::Postgres { .. } => "PostgreSQL",
        }
    }

    /// `DATABASE_URL`.
    pub(crate) fn url(&self) -> String {
        match self {
            Self::Sqlite { file } => format!("sqlite://{}", file.display()),
            Self::Postgres { admin_url, name, .. } => with_database(admin_url, name),
        }
    }

    /// CPU time of the database server; zero for SQLite, which runs inside Nameplate.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] when it has ended.
    pub(crate) fn cpu(&self) -> Result<Duration, Failure> {
        match self {
            Self::Sqlite { .. } => Ok(Duration::ZERO),
            Self::Postgres { postmaster, .. } => cpu::of_tree(*postmaster),
        }
    }

    /// Runs one statement: its rows, one a line, columns separated by `|`.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] with the database's own words.
    pub(crate) fn run(&self, sql: &str) -> Result<String, Failure> {
        query(self.client(), sql)
    }

    fn client(&self) -> Command {
        match self {
            Self::Sqlite { file } => {
                let mut command = Command::new("sqlite3");
                command.arg("-batch").arg(file);
                command
            }
            Self::Postgres { .. } => psql(&self.url()),
        }
    }

    /// Copies the connection of `template` for every number in `numbers` ([`hostname`] names them), due at `due_at_ms`, or
    /// never.
    ///
    /// # Errors
    /// [`Failure::Unexpected`] with the database's own words.
    pub(crate) fn fill(
        &self,
        template: &str,
        numbers: std::ops::RangeInclusive<u64>,
        due_at_ms: Option<i64>,
    ) -> Result<(), Failure> {
        let (columns_sql, new_id, first_to_last) = match self {
            Self::Sqlite { .. } => (
                "SELECT name FROM pragma_table_info('connections')",
                "randomblob(16)",
                format!(
                    "(WITH RECURSIVE counted(i) AS (SELECT {} UNION ALL SELECT i + 1 FROM counted WHERE i < {}) SELECT i FROM counted) AS number",
                    numbers.start(),
                    numbers.end()
                ),
            ),
            Self::Postgres { .. } => (
                "SELECT column_name FROM information_schema.columns WHERE table_name = 'connections' AND table_schema = current_schema()",
                "gen_random_uuid()",
                format!("generate_series({}::bigint, {}) AS number(i)", numbers.start(), numbers.end()),
            ),
        };
        let host = format!("('n' || number.i || '.z' || (number.i % {ZONES}) || '.test')");
        let columns_text = self.run(columns_sql)?;
        let columns: Vec<&str> = columns_text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let values: Vec<String> = columns
            .iter()
            .map(|column| match *column {
                "id" => new_id.to_owned(),
                "hostname" => host.clone(),
                "records" | "reports" | "proof" => format!("replace(one.{column}, '{template}', {host})"),
                "certificate_until_ms" => NEVER_MS.to_string(),
                "due_at_ms" => due_at_ms.unwrap_or(NEVER_MS).to_string(),
                kept => format!("one.{kept}"),
            })
            .collect();
        self.run(&format!(
            "INSERT INTO connections ({}) SELECT {} FROM (SELECT * FROM connections WHERE hostname = '{template}') AS one, {first_to_last}",
            columns.join(", "),
            values.join(", ")
        ))?;
        // Both planners then know how many rows there are, as they would after growing slowly.
        self.run("ANALYZE")?;
        Ok(())
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Self::Postgres { admin_url, name, .. } = self {
            // A server that is gone has taken the database with it.
            let _ = query(psql(admin_url), &format!("DROP DATABASE {name} WITH (FORCE)"));
        }
    }
}

/// Zones that the filled host names spread over.
pub(crate) const ZONES: u64 = 1000;

/// Host name number `number` of a filled database.
pub(crate) fn hostname(number: u64) -> String {
    format!("n{number}.z{}.test", number % ZONES)
}

fn psql(url: &str) -> Command {
    let mut command = Command::new("psql");
    command.args(["-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", url]);
    command
}

/// The same server, another database.
fn with_database(url: &str, name: &str) -> String {
    let (before, parameters) = url.split_once('?').map_or((url, ""), |(before, after)| (before, after));
    let authority = before.find("://").map_or(0, |at| at + 3);
    let path = before[authority..].find('/').map_or(before.len(), |at| authority + at);
    let parameters = if parameters.is_empty() { String::new() } else { format!("?{parameters}") };
    format!("{}/{name}{parameters}", &before[..path])
}

fn query(mut client: Command, sql: &str) -> Result<String, Failure> {
    use std::io::Write as _;
    let program = client.get_program().to_string_lossy().into_owned();
    let mut child =
        client.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().map_err(|_| {
            let package = if program == "psql" { "postgresql-client" } else { "sqlite3" };
            Failure::Missing { what: program.clone(), remedy: format!("apt-get install {package}") }
        })?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(format!("{sql};\n").as_bytes()).map_err(Failure::io(format!("speaking to {program}")))?;
    }
    let output = child.wait_with_output().map_err(Failure::io(format!("waiting for {program}")))?;
    let complaint = String::from_utf8_lossy(&output.stderr);
    match output.status.success() {
        true => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
        false => Err(Failure::unexpected(format!("{program} refused a statement: {}", complaint.trim()))),
    }
}

/// Version of the engine's command-line client, which Debian ships with the engine.
pub(crate) fn version(database: &Database) -> String {
    match database {
        Database::Sqlite { .. } => crate::machine::first_line(Command::new(installed("sqlite3")).arg("--version"))
            .map(|line| format!("sqlite3 client {}", line.split(' ').next().unwrap_or_default())),
        Database::Postgres { .. } => {
            database.run("SHOW server_version").ok().map(|line| format!("PostgreSQL {}", line.trim()))
        }
    }
    .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_of_a_url_is_replaced_and_its_parameters_stay() {
        let check = |url: &str, expected: &str| assert_eq!(with_database(url, "bench"), expected);
        check("postgres://postgres@127.0.0.1:5433/postgres", "postgres://postgres@127.0.0.1:5433/bench");
        check("postgres://u@h/a?sslmode=disable", "postgres://u@h/bench?sslmode=disable");
        check("postgres://u@h", "postgres://u@h/bench");
    }
}
