//! Lines that tell the person who waits how far a run has come. They go to standard error; standard output is the report.

use std::fmt::Arguments;

#[expect(clippy::print_stderr, reason = "a command-line tool that talks while it works")]
pub(crate) fn say(line: Arguments<'_>) {
    eprintln!("{line}");
}

/// `format!`, told to the person who waits.
#[macro_export]
macro_rules! progress {
    ($($text:tt)*) => { $crate::progress::say(format_args!($($text)*)) };
}
