//! Waiting for something to happen to a connection: by the stream of events, and by looking again where that does not tell.

use super::api::{Api, Events};
use super::desk::Desk;
use super::ending::Stop;
use std::time::Duration;
use tokio::time::{Instant, sleep_until, timeout_at};

/// How often it is looked.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pace {
    /// Beside a stream: not every change of state is an event.
    pub(crate) beside_stream: Duration,
    /// Without a stream.
    pub(crate) without: Duration,
}

impl Pace {
    /// Of people.
    pub(crate) const USUAL: Self = Self { beside_stream: Duration::from_secs(3), without: Duration::from_secs(2) };
}

/// How often a stream is asked for again.
const ASK_AGAIN: Duration = Duration::from_secs(30);
/// Events come in pairs: what belongs together is looked at once.
const SETTLE: Duration = Duration::from_millis(50);

/// Somebody who waits.
pub(crate) struct Follower<'a> {
    api: &'a dyn Api,
    pace: Pace,
    connection: String,
    stream: Option<Box<dyn Events>>,
    ask_again_at: Instant,
    /// When waiting ends; never without one.
    deadline: Option<Instant>,
}

impl<'a> Follower<'a> {
    /// Begins to listen: what happens from now on is not missed.
    pub(crate) async fn begin(desk: Desk<'a>, connection: &str, patience: Option<Duration>) -> Self {
        let now = Instant::now();
        let mut follower = Self {
            api: desk.api,
            pace: desk.pace,
            connection: connection.to_owned(),
            stream: None,
            ask_again_at: now,
            deadline: patience.map(|patience| now + patience),
        };
        follower.listen().await;
        follower
    }

    /// Waits until something may have changed; `false` once the time is over.
    pub(crate) async fn turn(&mut self) -> bool {
        let now = Instant::now();
        if self.deadline.is_some_and(|deadline| now >= deadline) {
            return false;
        }
        if self.stream.is_none() && now >= self.ask_again_at {
            self.listen().await;
        }
        let pause = if self.stream.is_some() { self.pace.beside_stream } else { self.pace.without };
        let until = self.deadline.map_or(now + pause, |deadline| deadline.min(now + pause));
        match &mut self.stream {
            None => sleep_until(until).await,
            Some(stream) => match timeout_at(until, stream.next()).await {
                Ok(true) => sleep_until((Instant::now() + SETTLE).min(until)).await,
                Ok(false) => self.stream = None,
                Err(_elapsed) => {}
            },
        }
        true
    }

    async fn listen(&mut self) {
        self.ask_again_at = Instant::now() + ASK_AGAIN;
        // Without a stream it is looked again and again, which tells the same a little later.
        self.stream = self.api.listen(&self.connection).await.ok();
    }
}

/// What was found, where a failure that passes is as if nothing had been found yet.
///
/// # Errors
/// A failure that does not pass.
pub(crate) fn found<T>(result: Result<T, Stop>) -> Result<Option<T>, Stop> {
    match result {
        Ok(found) => Ok(Some(found)),
        Err(stop) if stop.passes() => Ok(None),
        Err(stop) => Err(stop),
    }
}
