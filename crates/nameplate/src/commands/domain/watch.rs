//! `nameplate domain watch`.

use super::args::Watch;
use super::shown::tone_of;
use crate::commands::api::answers::Connection;
use crate::commands::desk::{Desk, is_over};
use crate::commands::ending::{Outcome, Stop};
use crate::commands::follow::{Follower, found};
use crate::commands::look::{Look, Tone, printable};
use crate::commands::sheet::{Report, tell_line};
use schemars::JsonSchema;
use serde::Serialize;
use std::time::Duration;

/// How a domain stands, told at first and whenever that changes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, JsonSchema)]
pub(in crate::commands) struct WatchReport {
    status: Status,
    /// Of the connection, as the API knows it.
    id: String,
    hostname: String,
    state: String,
    /// Since when it is in its state.
    state_since: String,
    /// Who has to act: `customer`, `developer`, `platform`, `authority` or `nobody`.
    waiting_for: String,
    /// Why it is not live, or that it is.
    explanation: String,
}

/// Whether the watch goes on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Status {
    /// It is not live yet.
    Waiting,
    /// It is live; nothing follows.
    Live,
    /// It was given up or removed; nothing follows.
    Over,
    /// The time is over; nothing follows.
    TimedOut,
}

/// Writes a report for each change; the last one is how it ends.
pub(super) async fn run(args: Watch, desk: Desk<'_>) -> Result<Outcome, Stop> {
    let json = args.json;
    let last = follow(args, desk, |now| tell_line(desk.sheet, now, json).map(drop)).await?;
    Ok(last.outcome())
}

/// Tells a report for each change, and gives the last one.
pub(in crate::commands) async fn follow(
    args: Watch,
    desk: Desk<'_>,
    mut tell: impl FnMut(&WatchReport) -> Result<(), Stop> + Send,
) -> Result<WatchReport, Stop> {
    let application = desk.application_if(args.app.as_deref()).await?;
    let id = desk.the_one(&args.hostname, application.as_deref()).await?.id;
    let mut follower = Follower::begin(desk, &id, args.timeout.map(Duration::from_secs)).await;
    let mut told: Option<WatchReport> = None;
    loop {
        if let Some(now) = found(desk.connection(&id).await)?.map(|connection| WatchReport::of(&connection)) {
            let is_new = told.as_ref() != Some(&now);
            if is_new {
                tell(&now)?;
            }
            if now.status != Status::Waiting {
                return Ok(now);
            }
            told = Some(now);
        }
        if !follower.turn().await {
            break;
        }
    }
    let last = told.ok_or_else(|| Stop::Unreached("the control plane did not answer in that time".into()))?;
    let last = WatchReport { status: Status::TimedOut, ..last };
    tell(&last)?;
    Ok(last)
}

impl WatchReport {
    fn of(connection: &Connection) -> Self {
        Self {
            status: match connection.state.as_str() {
                "live" => Status::Live,
                state if is_over(state) => Status::Over,
                _ => Status::Waiting,
            },
            id: connection.id.clone(),
            hostname: connection.hostname.clone(),
            state: connection.state.clone(),
            state_since: connection.state_since.clone(),
            waiting_for: connection.explanation.waiting_for.clone(),
            explanation: connection.explanation.sentence.clone(),
        }
    }
}

impl WatchReport {
    /// For whoever waits: the state, and why it is that one.
    pub(in crate::commands) fn sentence(&self) -> String {
        printable(&format!("{}: {}", self.state, self.explanation))
    }
}

impl Report for WatchReport {
    fn lines(&self, look: Look) -> Vec<String> {
        match self.status {
            Status::TimedOut => {
                vec![
                    look.paint(Tone::Bad, &format!("{} is not live, and the time is over.", self.hostname)),
                    look.labelled(&self.state, tone_of(&self.state), &self.explanation),
                ]
            }
            _ => vec![look.labelled(&self.state, tone_of(&self.state), &self.explanation)],
        }
    }

    fn outcome(&self) -> Outcome {
        match self.status {
            Status::Waiting | Status::Live => Outcome::Done,
            Status::TimedOut if self.waiting_for == "customer" => Outcome::Pending,
            Status::Over | Status::TimedOut => Outcome::No,
        }
    }
}
