//! CPU time of a server, master and workers together, from `/proc`.
//!
//! `utime + stime` of every living process of the tree, plus `cutime + cstime`, which holds the children that are gone. The
//! kernel counts in ticks of 10 ms, so a measurement has to last long enough for that not to matter.

use crate::failure::Failure;
use std::collections::HashMap;
use std::fs;
use std::time::Duration;

/// `USER_HZ`, which is 100 on every Linux that Rust runs on.
const TICKS_PER_SECOND: u64 = 100;

/// What one line of `/proc/<pid>/stat` says.
struct Stat {
    parent: u32,
    ticks: u64,
}

/// CPU time used so far by `root` and everything it started.
///
/// # Errors
/// [`Failure::Unexpected`] when `root` no longer runs.
pub(crate) fn of_tree(root: u32) -> Result<Duration, Failure> {
    let all = every_process();
    if !all.contains_key(&root) {
        return Err(Failure::unexpected(format!("process {root} ended while it was being measured")));
    }
    let belongs = |pid: u32| {
        let mut at = pid;
        while at != root {
            match all.get(&at) {
                Some(stat) if stat.parent != 0 => at = stat.parent,
                _ => return false,
            }
        }
        true
    };
    let ticks: u64 = all.iter().filter(|(pid, _)| belongs(**pid)).map(|(_, stat)| stat.ticks).sum();
    Ok(Duration::from_millis(ticks * 1000 / TICKS_PER_SECOND))
}

fn every_process() -> HashMap<u32, Stat> {
    let Ok(entries) = fs::read_dir("/proc") else { return HashMap::new() };
    entries
        .flatten()
        .filter_map(|entry| entry.file_name().to_str()?.parse().ok())
        .filter_map(|pid: u32| Some((pid, parse(&fs::read_to_string(format!("/proc/{pid}/stat")).ok()?)?)))
        .collect()
}

/// Reads one line of `/proc/<pid>/stat` (proc(5)). The name stands in parentheses and may contain anything, so fields are
/// counted from the last one of those.
fn parse(line: &str) -> Option<Stat> {
    let (_, fields) = line.rsplit_once(") ")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    // Field 3 (state) is fields[0]; ppid is 4, utime to cstime are 14 to 17.
    let ticks = fields.get(11..15)?.iter().map(|field| field.parse::<u64>()).sum::<Result<u64, _>>().ok()?;
    Some(Stat { parent: fields.get(1)?.parse().ok()?, ticks })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_name_may_contain_parentheses_and_spaces() {
        let line = "42 (a) b (c) S 7 42 42 0 -1 4194304 1 2 3 4 100 20 3 1 20 0 1 0 5 6 7";
        let stat = parse(line).unwrap();
        assert_eq!((stat.parent, stat.ticks), (7, 124));
    }

    #[test]
    fn this_process_has_used_some_or_no_time_but_is_there() {
        assert!(of_tree(std::process::id()).is_ok());
    }
}
