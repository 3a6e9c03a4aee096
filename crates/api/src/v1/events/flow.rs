//! The body of an event stream: written as fast as it is read, and no faster, so that a client that stands still costs nothing.

use super::View;
use super::filter::Filter;
use super::stream::Listener;
use crate::router::Api;
use axum::body::Body;
use bytes::Bytes;
use futures_util::stream::unfold;
use nameplate_control::{BEFORE_ALL, Heed, Heeding, Listening, ListeningBegun, Told};
use nameplate_domain::tenancy::Reach;
use nameplate_store::StoredEvent;
use std::convert::Infallible;
use std::fmt::Write as _;
use std::time::Duration;
use tokio::time::{Interval, MissedTickBehavior, interval};

/// Between two comments, which keep proxies from taking the stream for dead.
const BEAT_EVERY: Duration = Duration::from_secs(15);
/// After how many comments it is looked whether the caller may still listen, where no signal told of a change.
const BEATS_PER_LOOK: u32 = 2;
/// How long a client shall wait before it comes back, in milliseconds.
const RETRY_MS: u32 = 3000;
/// Most events that are written together.
const TOGETHER_MAX: usize = 64;

/// A stream that is being written.
pub(super) struct Flow {
    api: Api,
    listener: Listener,
    filter: Filter,
    listening: Listening,
    heeding: Heeding,
    /// What is written before the first event.
    head: Option<String>,
    beat: Interval,
    beats: u32,
}

impl Flow {
    pub(super) fn new(api: Api, listener: Listener, filter: Filter, begun: ListeningBegun) -> Self {
        let mut beat = interval(BEAT_EVERY);
        beat.reset();
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let head = head(&begun, &listener.caller.reach);
        let ListeningBegun { listening, heeding, .. } = begun;
        Self { api, listener, filter, listening, heeding, head: Some(head), beat, beats: 0 }
    }

    pub(super) fn body(self) -> Body {
        Body::from_stream(unfold(self, async |mut flow| {
            let bytes = flow.next().await?;
            Some((Ok::<_, Infallible>(bytes), flow))
        }))
    }

    /// What is written next; `None` at the end.
    async fn next(&mut self) -> Option<Bytes> {
        if let Some(head) = self.head.take() {
            return Some(head.into());
        }
        loop {
            tokio::select! {
                biased;
                heed = self.heeding.next() => {
                    if heed == Heed::Over || !self.listener.may_go_on(&self.api).await {
                        return None;
                    }
                }
                _ = self.beat.tick() => {
                    self.beats = self.beats.wrapping_add(1);
                    if self.beats.is_multiple_of(BEATS_PER_LOOK) && !self.listener.may_go_on(&self.api).await {
                        return None;
                    }
                    return Some(Bytes::from_static(b":\n\n"));
                }
                told = self.listening.next() => {
                    let text = self.together(&told);
                    if !text.is_empty() {
                        return Some(text.into());
                    }
                }
            }
        }
    }

    /// The text of an event, and of those that are there as well.
    fn together(&mut self, first: &Told) -> String {
        let mut text = String::new();
        self.write(&mut text, first);
        for _ in 1..TOGETHER_MAX {
            match self.listening.next_at_once() {
                Some(told) => self.write(&mut text, &told),
                None => break,
            }
        }
        text
    }

    fn write(&self, text: &mut String, told: &Told) {
        if self.filter.takes(&told.event, &self.listener.caller.reach) {
            text.push_str(told.text(frame));
        }
    }
}

/// How long to wait before coming back, after which event the stream begins, and whether that is not what was asked for.
fn head(begun: &ListeningBegun, reach: &Reach) -> String {
    let mut text = format!("retry: {RETRY_MS}\n\n");
    if !begun.is_known {
        let why = "The event to go on after is not kept any more; this begins with the oldest that is.";
        // Writing to a String cannot fail.
        let _ = write!(text, "id: {BEFORE_ALL}\nevent: reset\ndata: {}\n\n", serde_json::json!({ "message": why }));
    } else if *reach == Reach::Tenant {
        // Without data it is no event: whoever is cut off before the first one goes on after this all the same.
        let _ = write!(text, "id: {}\n\n", begun.after);
    }
    text
}

/// An event in the form of the HTML standard, 9.2.5.
fn frame(event: &StoredEvent) -> String {
    // JSON of texts, without line feeds.
    let data = serde_json::to_string(&View::of(event)).unwrap_or_default();
    format!("id: {}\nevent: {}\ndata: {data}\n\n", event.id, event.kind)
}
