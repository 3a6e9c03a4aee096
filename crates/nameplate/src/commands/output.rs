//! What the program says to people: results on standard output, everything else on standard error.
#![expect(clippy::print_stderr, reason = "this is where a command line speaks")]

use std::error::Error;
use std::fmt::Display;
use std::io::{self, Write};

/// A line of a result. A reader that has seen enough (`| head`) is no failure.
pub(super) fn line(text: impl Display) {
    match writeln!(io::stdout().lock(), "{text}") {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            eprintln!("nameplate: cannot write the result: {error}");
        }
        _ => {}
    }
}

/// What is being done, for whoever waits.
pub(super) fn progress(text: impl Display) {
    eprintln!("{text}");
}

/// As [`progress`], in the line of a terminal that the one before was in.
pub(super) fn progress_in_place(text: impl Display) {
    eprint!("\r{text}");
}

/// A failure, with everything that led to it in one sentence.
pub(super) fn error(error: &dyn Error) {
    eprintln!("nameplate: {}", sentence(error));
}

/// Everything that led to a failure, in one sentence.
pub(super) fn sentence(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(inner) = source {
        let inner_text = inner.to_string();
        if !text.contains(&inner_text) {
            text = format!("{text}: {inner_text}");
        }
        source = inner.source();
    }
    text
}
