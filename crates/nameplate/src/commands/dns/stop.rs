//! How a command ends.

use super::show::printable;
use nameplate_domain::zone::Obstacle;

/// It did what it was asked.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Outcome {
    /// Done, or nothing to do.
    Done,
    /// Something would change.
    Pending,
}

/// It did not.
#[derive(Debug, thiserror::Error)]
pub(super) enum Stop {
    /// The command line is wrong.
    #[error("{0}")]
    Usage(String),
    /// Refused or failed.
    #[error("{0}")]
    Failed(String),
}

impl Stop {
    pub(super) fn usage(text: impl Into<String>) -> Self {
        Self::Usage(text.into())
    }

    pub(super) fn failed(text: impl Into<String>) -> Self {
        Self::Failed(text.into())
    }
}

impl From<Vec<Obstacle>> for Stop {
    fn from(obstacles: Vec<Obstacle>) -> Self {
        let messages: Vec<&str> = obstacles.iter().map(|obstacle| obstacle.message.as_str()).collect();
        // They quote what stands in the zone.
        Self::Failed(format!("nothing was written: {}", printable(&messages.join(" "))))
    }
}
