//! A key that somebody types, or that is piped in.

use crate::commands::ending::Stop;
use crate::commands::output;
use rustix::termios::{LocalModes, OptionalActions, Termios, tcgetattr, tcsetattr};
use std::io::{IsTerminal as _, Stdin};

/// Reads a key from standard input; a terminal does not show it.
///
/// # Errors
/// When nothing came.
pub(super) fn read(url: &str) -> Result<String, Stop> {
    let stdin = std::io::stdin();
    let is_typed = stdin.is_terminal();
    if is_typed {
        output::progress(format_args!(
            "API key for {url}, which is not shown (an application's page of the console makes keys):"
        ));
    }
    let hidden = is_typed.then(|| Hidden::begin(&stdin)).flatten();
    let mut line = String::new();
    let read = stdin.read_line(&mut line);
    drop(hidden);
    read.map_err(|error| Stop::failed(format!("standard input cannot be read: {error}")))?;
    match line.trim() {
        "" => Err(Stop::usage("no API key was given: type it, pipe it in, set NAMEPLATE_API_KEY, or give --api-key")),
        key => Ok(key.to_owned()),
    }
}

/// A terminal that does not show what is typed, until this is dropped.
struct Hidden<'a> {
    stdin: &'a Stdin,
    before: Termios,
}

impl<'a> Hidden<'a> {
    fn begin(stdin: &'a Stdin) -> Option<Self> {
        let before = tcgetattr(stdin).ok()?;
        let mut silent = before.clone();
        silent.local_modes.remove(LocalModes::ECHO);
        silent.local_modes.insert(LocalModes::ECHONL);
        tcsetattr(stdin, OptionalActions::Flush, &silent).ok()?;
        Some(Self { stdin, before })
    }
}

impl Drop for Hidden<'_> {
    fn drop(&mut self) {
        // A terminal that is gone wants nothing back.
        let _ = tcsetattr(self.stdin, OptionalActions::Flush, &self.before);
    }
}
