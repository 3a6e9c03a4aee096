//! Filling the stores of servers with certificates, out of those that they made themselves.

use crate::database::Database;
use crate::failure::Failure;
use std::fs;
use std::path::Path;
use std::process::Command;

/// Names whose certificates the server made, and that are visited.
pub(crate) const VISITED: usize = 100;

/// Tables of the edge's store that have a row for each name.
const TABLES: [&str; 3] = ["edge_entries", "edge_certificates", "edge_verdicts"];

/// Host name number `number` of a filled store.
pub(crate) fn hostname(number: usize) -> String {
    format!("n{number:07}.customer.test")
}

/// The numbers of the names that are visited, spread evenly over `size`.
pub(crate) fn visited(size: usize) -> impl Iterator<Item = usize> {
    (0..VISITED).map(move |at| at * size / VISITED)
}

/// Brings the edge's store up to `size` names: each name that is not there gets copies of the first name's rows, ascending.
///
/// # Errors
/// [`Failure`] when sqlite3 is missing, or the store is not as expected.
pub(crate) fn fill_store(file: &Path, size: usize) -> Result<(), Failure> {
    let database = Database::Sqlite { file: file.to_owned() };
    let mut sql = "BEGIN;\n".to_owned();
    for table in TABLES {
        let columns = database.run(&format!("SELECT name FROM pragma_table_info('{table}')"))?;
        let columns: Vec<&str> = columns.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
        let values: Vec<String> = columns
            .iter()
            .map(|column| match *column {
                "name" => "printf('n%07d.customer.test', number.i)".to_owned(),
                // Not all in the same millisecond.
                "due_at_ms" => "one.due_at_ms + number.i".to_owned(),
                kept => format!("one.{kept}"),
            })
            .collect();
        sql.push_str(&format!(
            "INSERT OR IGNORE INTO {table} ({}) SELECT {} FROM \
             (WITH RECURSIVE counted(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM counted WHERE i < {}) SELECT i FROM counted) AS number, \
             (SELECT * FROM {table} WHERE name = '{}') AS one;\n",
            columns.join(", "),
            values.join(", "),
            size - 1,
            hostname(0),
        ));
    }
    database.run(&format!("{sql}COMMIT;\nPRAGMA wal_checkpoint(TRUNCATE)"))?;
    for table in TABLES {
        let rows = database.run(&format!("SELECT COUNT(*) FROM {table}"))?;
        if rows.trim() != size.to_string() {
            return Err(Failure::unexpected(format!("{table} has {} rows instead of {size}", rows.trim())));
        }
    }
    Ok(())
}

/// Brings caddy's folder of certificates up to `size` names: each name that is not there gets copies of the first name's files.
///
/// # Errors
/// [`Failure::Io`] when a file cannot be read or written.
pub(crate) fn fill_folder(certificates: &Path, size: usize) -> Result<(), Failure> {
    let template = hostname(0);
    let files = ["crt", "key", "json"]
        .into_iter()
        .map(|ending| {
            let path = certificates.join(&template).join(format!("{template}.{ending}"));
            let text = fs::read_to_string(&path).map_err(Failure::io(format!("reading {}", path.display())))?;
            Ok((ending, text))
        })
        .collect::<Result<Vec<_>, Failure>>()?;
    for name in (0..size).map(hostname) {
        let folder = certificates.join(&name);
        match fs::create_dir(&folder) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => continue,
            created => created.map_err(Failure::io(format!("creating {}", folder.display())))?,
        }
        for (ending, text) in &files {
            let path = folder.join(format!("{name}.{ending}"));
            let text = if *ending == "json" { text.replace(&template, &name) } else { text.clone() };
            fs::write(&path, text).map_err(Failure::io(format!("writing {}", path.display())))?;
        }
    }
    Ok(())
}

/// Writes out what the kernel holds of `file`, and lets it forget that.
///
/// # Errors
/// [`Failure`] when dd or sync (package coreutils) refuses.
pub(crate) fn drop_from_page_cache(file: &Path) -> Result<(), Failure> {
    let doing = "dropping a file from the page cache";
    let mut sync = Command::new("sync");
    sync.arg(file);
    let mut dd = Command::new("dd");
    // Nothing of it copied, with `nocache`: the advice alone, for the whole file.
    dd.args(["status=none", "iflag=nocache", "count=0"]).arg(format!("if={}", file.display()));
    for command in [&mut sync, &mut dd] {
        let output = command.output().map_err(Failure::io(doing))?;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(Failure::unexpected(format!("{doing} failed: {}", complaint.trim())));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn visited_names_are_spread_over_all() {
        let visited: Vec<usize> = visited(1_000_000).collect();
        assert_eq!((visited[0], visited[1], visited.len()), (0, 10_000, VISITED));
        assert_eq!(hostname(visited[99]), "n0990000.customer.test");
    }
}
