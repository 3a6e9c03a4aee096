//! Reading variables, and collecting everything that is wrong with them before giving up.

use super::variables::Variable;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

/// The variables of a process, or of a test.
#[derive(Clone, Default)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl fmt::Debug for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Values may be secrets.
        f.debug_set().entries(self.variables.keys()).finish()
    }
}

impl Environment {
    /// The variables of this process. The one place that reads them.
    #[must_use]
    pub fn of_the_process() -> Self {
        std::env::vars_os()
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
            .collect()
    }

    /// The value of `name`; an empty one counts as unset.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.variables.get(name).map(|value| value.trim()).filter(|value| !value.is_empty())
    }

    /// Whether `name` is there without a value: a line that was left to be filled in.
    pub(super) fn is_left_empty(&self, name: &str) -> bool {
        self.variables.get(name).is_some_and(|value| value.trim().is_empty())
    }

    /// Every name that starts with `prefix` and has a value.
    pub fn names_starting_with<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a str> {
        self.variables
            .keys()
            .map(String::as_str)
            .filter(move |name| name.starts_with(prefix) && self.value(name).is_some())
    }

    /// Sets `name` unless it has a value.
    pub fn set_default(&mut self, name: &Variable, value: impl Into<String>) {
        if self.value(name.name).is_none() {
            self.variables.insert(name.name.to_owned(), value.into());
        }
    }
}

impl FromIterator<(String, String)> for Environment {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(variables: I) -> Self {
        Self { variables: variables.into_iter().collect() }
    }
}

/// One variable that cannot be used.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Fault {
    /// Its name.
    pub variable: String,
    /// What is wrong and what to do; never its value when it is a secret.
    pub reason: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.variable, self.reason)
    }
}

/// Everything that is wrong with the configuration.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the configuration cannot be used:{}", .0.iter().map(|fault| format!("\n  - {fault}")).collect::<String>())]
pub struct Faults(pub Vec<Fault>);

/// Reads typed values and remembers what could not be read.
pub(super) struct Reading<'a> {
    environment: &'a Environment,
    faults: RefCell<Vec<Fault>>,
}

impl<'a> Reading<'a> {
    pub(super) fn new(environment: &'a Environment) -> Self {
        Self { environment, faults: RefCell::default() }
    }

    pub(super) fn environment(&self) -> &'a Environment {
        self.environment
    }

    pub(super) fn fault(&self, variable: &str, reason: impl Into<String>) {
        self.faults.borrow_mut().push(Fault { variable: variable.to_owned(), reason: reason.into() });
    }

    /// The text of a variable, or its default; `None` when it has neither.
    pub(super) fn text(&self, variable: &Variable) -> Option<&'a str> {
        self.environment.value(variable.name).or(variable.default)
    }

    /// A value read by `parse`, whose error says what is wrong. `fallback` stands in for a value that cannot be read, so that
    /// reading goes on and every fault is found.
    pub(super) fn read<T>(&self, variable: &Variable, fallback: T, parse: impl Fn(&str) -> Result<T, String>) -> T {
        match self.text(variable).map(parse) {
            None => fallback,
            Some(Ok(value)) => value,
            Some(Err(reason)) => {
                self.fault(variable.name, reason);
                fallback
            }
        }
    }

    pub(super) fn finish<T>(self, value: T) -> Result<T, Faults> {
        let faults = self.faults.into_inner();
        if faults.is_empty() { Ok(value) } else { Err(Faults(faults)) }
    }
}
