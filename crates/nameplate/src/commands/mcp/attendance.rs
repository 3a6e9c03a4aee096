//! Staying with a tool while it runs: what it says on the way is told, and it ends when nobody wants it any more.

use crate::commands::look::Look;
use crate::commands::sheet::Sheet;
use rmcp::RoleServer;
use rmcp::model::ProgressNotificationParam;
use rmcp::service::RequestContext;
use std::future::Future;
use std::pin::pin;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::time::{Instant, interval_at};

/// How often somebody who waits hears that it goes on: clients give up after a silence.
const SIGN_OF_LIFE: Duration = Duration::from_secs(10);

/// What a tool says on the way.
pub(super) struct News(UnboundedSender<String>);

impl News {
    pub(super) fn open() -> (Self, UnboundedReceiver<String>) {
        let (sender, receiver) = unbounded_channel();
        (Self(sender), receiver)
    }
}

impl Sheet for News {
    /// Results are answered, not written.
    fn line(&self, _text: &str) {}

    fn problem(&self, text: &str) {
        self.progress(text);
    }

    fn progress(&self, text: &str) {
        // Nobody listens any more when it was cancelled.
        let _ = self.0.send(text.to_owned());
    }

    fn look(&self) -> Look {
        Look::default()
    }
}

/// What `work` comes to; `None` when it was cancelled, which drops it where it stands.
pub(super) async fn attend<T>(
    work: impl Future<Output = T>,
    mut news: UnboundedReceiver<String>,
    context: &RequestContext<RoleServer>,
) -> Option<T> {
    let mut work = pin!(work);
    let mut alive = interval_at(Instant::now() + SIGN_OF_LIFE, SIGN_OF_LIFE);
    let mut progress = Progress { context, told: 0.0 };
    let done = loop {
        tokio::select! {
            () = context.ct.cancelled() => return None,
            done = &mut work => break done,
            Some(text) = news.recv() => progress.tell(text).await,
            _ = alive.tick() => progress.tell("Still waiting.".to_owned()).await,
        }
    };
    // What was said last.
    while let Ok(text) = news.try_recv() {
        progress.tell(text).await;
    }
    Some(done)
}

/// Progress, for a client that wants any.
struct Progress<'a> {
    context: &'a RequestContext<RoleServer>,
    told: f64,
}

impl Progress<'_> {
    async fn tell(&mut self, text: String) {
        let Some(token) = self.context.meta.get_progress_token() else { return };
        self.told += 1.0;
        let progress = ProgressNotificationParam::new(token, self.told).with_message(text);
        // Whoever cannot be told is cancelled by the transport.
        let _ = self.context.peer.notify_progress(progress).await;
    }
}
