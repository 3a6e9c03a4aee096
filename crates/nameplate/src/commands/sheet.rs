//! Where a command writes. A shell has a terminal or a pipe, others have what they bring.

use super::ending::{Outcome, Stop};
use super::look::{Look, printable};
use super::output;
use crate::config::Environment;
use serde::Serialize;
use std::io::IsTerminal as _;

/// What a command writes on.
pub(crate) trait Sheet: Send + Sync {
    /// A line of the result.
    fn line(&self, text: &str);

    /// Why it was not done, beside the result.
    fn problem(&self, text: &str);

    /// What is being done, for whoever waits: a line as [`Look::paint`] makes it.
    fn progress(&self, text: &str);

    /// For whom it is written.
    fn look(&self) -> Look;
}

/// What a command found or did.
pub(crate) trait Report: Serialize {
    /// In words.
    fn lines(&self, look: Look) -> Vec<String>;

    /// How the command ends with it.
    fn outcome(&self) -> Outcome {
        Outcome::Done
    }
}

/// Writes a report, as JSON or in words, and gives how the command ends.
///
/// # Errors
/// When it has no form in JSON.
pub(crate) fn tell(sheet: &dyn Sheet, report: &impl Report, json: bool) -> Result<Outcome, Stop> {
    match json {
        true => sheet.line(&in_json(report)?),
        false => report.lines(sheet.look()).iter().for_each(|line| sheet.line(line)),
    }
    Ok(report.outcome())
}

/// A report on one line, where several follow each other.
///
/// # Errors
/// When it has no form in JSON.
pub(crate) fn tell_line(sheet: &dyn Sheet, report: &impl Report, json: bool) -> Result<Outcome, Stop> {
    match json {
        true => sheet.line(&serde_json::to_string(report).map_err(|error| Stop::failed(error.to_string()))?),
        false => report.lines(sheet.look()).iter().for_each(|line| sheet.line(line)),
    }
    Ok(report.outcome())
}

fn in_json(report: &impl Report) -> Result<String, Stop> {
    serde_json::to_string_pretty(report).map_err(|error| Stop::failed(error.to_string()))
}

/// Tells why a command did not do what it was asked: to people in sentences with the commands that help, to programs as JSON where the
/// result would be.
pub(crate) fn tell_stop(sheet: &dyn Sheet, stop: &Stop, json: bool) {
    if json {
        return sheet.line(&format!("{:#}", stop.to_json()));
    }
    sheet.problem(&format!("nameplate: {stop}"));
    if let Stop::Refused(refusal) = stop {
        refusal.commands().iter().for_each(|command| sheet.problem(&format!("  {command}")));
    }
}

/// Standard output and standard error of this process.
#[derive(Debug)]
pub(crate) struct Terminal {
    look: Look,
    /// Whether somebody sees standard error.
    is_watched: bool,
}

impl Terminal {
    pub(crate) fn open(environment: &Environment) -> Self {
        Self { look: Look::of(environment), is_watched: std::io::stderr().is_terminal() }
    }
}

impl Sheet for Terminal {
    fn line(&self, text: &str) {
        output::line(text);
    }

    fn problem(&self, text: &str) {
        output::progress(printable(text));
    }

    fn progress(&self, text: &str) {
        if self.is_watched {
            output::progress(text);
        }
    }

    fn look(&self) -> Look {
        self.look
    }
}
