//! What the numbers were measured on.

use std::fs;
use std::process::Command;

/// One paragraph: processor, cores, memory, kernel, day, and the command that repeats the run.
pub(crate) fn describe(command: &str) -> String {
    let cpu = first_value("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown processor".to_owned());
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let memory_kib = first_value("/proc/meminfo", "MemTotal")
        .and_then(|text| text.split(' ').next()?.parse::<u64>().ok())
        .unwrap_or_default();
    let kernel = first_line(Command::new("uname").arg("-sr")).unwrap_or_default();
    let day = first_line(Command::new("date").args(["-u", "+%Y-%m-%d %H:%M UTC"])).unwrap_or_default();
    let memory_gib = (memory_kib as f64 / 1_048_576.0).round();
    format!("Machine: {cpu}, {cores} cores, {memory_gib} GiB, {kernel}. {day}. Command: `{command}`.\n")
}

/// First line that a command prints on either of its outputs, e.g. its version.
pub(crate) fn first_line(command: &mut Command) -> Option<String> {
    let output = command.output().ok()?;
    let text = if output.stdout.is_empty() { output.stderr } else { output.stdout };
    Some(String::from_utf8_lossy(&text).lines().next()?.trim().to_owned())
}

fn first_value(file: &str, key: &str) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let line = text.lines().find(|line| line.starts_with(key))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
