//! Why a measurement could not be made, in sentences for the person who started it.

use std::io;

/// Nothing in this program recovers from a failure: it ends the scenario and is printed with its sources.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A program or setting that the scenario needs is not there.
    #[error("{what} is missing: {remedy}")]
    Missing {
        /// What is not there.
        what: String,
        /// What to do about it.
        remedy: String,
    },
    /// The operating system refused something.
    #[error("{doing} failed")]
    Io {
        /// What was being done, and to what.
        doing: String,
        source: io::Error,
    },
    /// A server under measurement did not do what it has to do.
    #[error("{0}")]
    Unexpected(String),
    /// An HTTP request of the preparation failed.
    #[error("{doing} failed")]
    Http {
        /// What was being asked for.
        doing: String,
        source: reqwest::Error,
    },
}

impl Failure {
    pub(crate) fn io(doing: impl Into<String>) -> impl FnOnce(io::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Io { doing, source }
    }

    pub(crate) fn http(doing: impl Into<String>) -> impl FnOnce(reqwest::Error) -> Self {
        let doing = doing.into();
        move |source| Self::Http { doing, source }
    }

    pub(crate) fn unexpected(what: impl Into<String>) -> Self {
        Self::Unexpected(what.into())
    }
}

/// The failure and its causes, in one line.
pub(crate) fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(source) = next {
        text.push_str(": ");
        text.push_str(&source.to_string());
        next = source.source();
    }
    text
}
