//! Memory of a process, from `/proc/<pid>/smaps_rollup`.

use std::fs;

/// What a process holds. Pages that it shares count in proportion to how many share them (PSS, proc(5)).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Memory {
    /// All of it, in KiB.
    pub(crate) all_kib: u64,
    /// What is its own and no file's, in KiB: the rest the kernel can take back at any time.
    pub(crate) anonymous_kib: u64,
}

/// `None` when there is no such process.
pub(crate) fn of_process(pid: u32) -> Option<Memory> {
    parse(&fs::read_to_string(format!("/proc/{pid}/smaps_rollup")).ok()?)
}

fn parse(text: &str) -> Option<Memory> {
    let figure = |label: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(label)?.strip_prefix(':'))?;
        line.split_whitespace().next()?.parse().ok()
    };
    Some(Memory { all_kib: figure("Pss")?, anonymous_kib: figure("Pss_Anon")? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_figures_are_read() {
        let text = "5581-7ffd ---p 0 00:00 0 [rollup]\nRss:  10 kB\nPss:   9000 kB\nPss_Dirty:  3 kB\nPss_Anon:  4000 kB\nPss_File: 5000 kB\n";
        assert_eq!(parse(text), Some(Memory { all_kib: 9000, anonymous_kib: 4000 }));
        assert_eq!(parse("Pss: 1 kB\n"), None);
    }

    #[test]
    fn this_process_holds_some() {
        let memory = of_process(std::process::id()).unwrap();
        assert!(memory.anonymous_kib > 0 && memory.anonymous_kib <= memory.all_kib, "{memory:?}");
    }
}
