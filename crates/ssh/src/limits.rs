//! What a stream may cost.

use std::time::Duration;

/// Limits of a server.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Streams at once. Further ones are hung up on.
    pub streams_max: usize,
    /// Streams at once of one address (IPv6: one /64).
    pub streams_of_address_max: usize,
    /// How long it may take until somebody is let in.
    pub authentication_time_max: Duration,
    /// Keys that may be shown in vain.
    pub attempts_max: usize,
    /// How long somebody may stay in without running a command.
    pub idle_max: Duration,
    /// How often it is asked whether a silent client is still there; the fourth question without an answer ends the stream.
    pub asked_every: Duration,
    /// Commands at once on one stream.
    pub commands_max: usize,
    /// How long somebody may take nothing of what a command writes.
    pub write_time_max: Duration,
    /// How long commands may go on once the server is to stop.
    pub drain_max: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            streams_max: 1000,
            streams_of_address_max: 20,
            authentication_time_max: Duration::from_secs(30),
            attempts_max: 6,
            idle_max: Duration::from_mins(2),
            asked_every: Duration::from_secs(15),
            commands_max: 4,
            write_time_max: Duration::from_secs(60),
            drain_max: Duration::from_secs(5),
        }
    }
}

/// Longest line of a command, in octets.
pub(crate) const LINE_LENGTH_MAX: usize = 8 * 1024;
/// How long a refusal of a key takes, whatever was looked up for it.
pub(crate) const REFUSAL_TIME: Duration = Duration::from_millis(200);
/// How long a client gets to hang up by itself.
pub(crate) const GOODBYE_TIME: Duration = Duration::from_secs(2);
/// How long accepting pauses when the process has no descriptor left.
pub(crate) const ACCEPT_PAUSE: Duration = Duration::from_millis(200);
