//! Following what happens, over the ends of the process that tells of it.

use crate::stack::{PATIENCE, Stack};
use nameplate_store::{Store, StoreOptions};
use reqwest::Response;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Longest time that a stream may hold up a process that is to end.
const DRAINED_WITHIN: Duration = Duration::from_secs(8);

/// Somebody who follows the demo tenant's events, and goes on after the last one that arrived whole.
#[derive(Default)]
struct Follower {
    /// Identifier and name of each, in the order in which they arrived.
    seen: Vec<(String, String)>,
    stream: Option<Response>,
    /// What arrived of the next block.
    rest: String,
}

impl Follower {
    /// Comes, or comes back.
    async fn come(&mut self, stack: &Stack) {
        let request = stack.http.get(format!("{}/v1/events", stack.api)).bearer_auth("sk_test_demo");
        let request = match self.seen.last() {
            Some((last, _)) => request.header("last-event-id", last),
            None => request,
        };
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        self.stream = Some(response);
        self.rest.clear();
    }

    /// Takes what arrives next; `false` at the end of the stream, however it comes.
    async fn take(&mut self) -> bool {
        let stream = self.stream.as_mut().unwrap();
        let Ok(chunk) = tokio::time::timeout(PATIENCE, stream.chunk()).await.expect("nothing arrived") else {
            return false;
        };
        let Some(chunk) = chunk else { return false };
        self.rest.push_str(str::from_utf8(&chunk).unwrap());
        while let Some(at) = self.rest.find("\n\n") {
            let block: String = self.rest.drain(..at + 2).collect();
            let field = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::to_owned);
            if let (Some(id), Some(event)) = (field("id: "), field("event: ")) {
                assert_ne!(event, "reset", "the last event is known");
                self.seen.push((id, event));
            }
        }
        true
    }

    /// Takes until `is_enough`.
    async fn until(&mut self, is_enough: impl Fn(&[(String, String)]) -> bool) {
        let start = Instant::now();
        while !is_enough(&self.seen) {
            assert!(self.take().await, "the stream ended after {:?}", self.seen);
            assert!(start.elapsed() < 2 * PATIENCE, "no more than {:?}", self.seen);
        }
    }

    /// Takes until that many connections are live.
    async fn until_live(&mut self, count: usize) {
        self.until(|seen| seen.iter().filter(|(_, event)| event == "domain.flow.completed").count() == count).await;
    }

    fn ids(&self) -> Vec<&str> {
        self.seen.iter().map(|(id, _)| id.as_str()).collect()
    }
}

/// Identifiers of all events, in their order.
async fn in_order(stack: &Stack) -> Vec<String> {
    let options = StoreOptions { exclusive: false, ..StoreOptions::default() };
    let store = Store::open(&stack.database_url, options).await.unwrap();
    let events = store.reader().events_after(None, 0, 10_000).await.unwrap();
    events.into_iter().map(|event| event.id.to_string()).collect()
}

/// The same data under a new process.
async fn again(stack: Stack) -> Stack {
    let (folder, database_url) = (Arc::clone(&stack.folder), stack.database_url.clone());
    drop(stack);
    Stack::start_in(folder, database_url).await
}

/// Starts connections and publishes what they ask for; gives their identifiers.
async fn begin(stack: &Stack, names: &[&str]) -> Vec<String> {
    let mut ids = Vec::new();
    for name in names {
        let connection = stack.connect(&format!("{name}.customer.test")).await;
        stack.publish_all("customer.test", &connection).await;
        ids.push(connection["id"].as_str().unwrap().to_owned());
    }
    ids
}

#[tokio::test]
async fn a_stream_goes_on_over_crashes_and_ends_without_missing_or_repeating_anything() {
    let mut stack = Stack::start().await;
    let mut follower = Follower::default();
    follower.come(&stack).await;
    // Killed as soon as something more was heard, three times, while other things are happening.
    let mut ids = Vec::new();
    for names in [["a", "b"], ["c", "d"], ["e", "f"]] {
        let before = follower.seen.len();
        ids.extend(begin(&stack, &names).await);
        follower.until(|seen| seen.len() > before).await;
        stack.program.signal("-KILL");
        while follower.take().await {}
        stack = again(stack).await;
        for id in &ids {
            // The sandbox saves a moment later than it answers: what the kill took from it is published again.
            stack.publish_missing("customer.test", &stack.connection(id).await).await;
        }
        follower.come(&stack).await;
    }
    follower.until_live(ids.len()).await;
    assert_eq!(follower.ids(), in_order(&stack).await);

    // Asked to end, the process lets its streams go: cleanly, and soon.
    let start = Instant::now();
    stack.program.signal("-TERM");
    while let Some(chunk) = follower.stream.as_mut().unwrap().chunk().await.expect("the stream was cut") {
        assert!(chunk.starts_with(b":"), "nothing has happened: {chunk:?}");
    }
    assert_eq!(stack.program.ends().await, Some(0));
    assert!(start.elapsed() < DRAINED_WITHIN, "the stream held it up: {:?}", start.elapsed());

    // What happens before the follower is back is told when it is.
    stack = again(stack).await;
    for id in begin(&stack, &["g"]).await {
        stack.becomes(&id, "live").await;
    }
    follower.come(&stack).await;
    follower.until_live(ids.len() + 1).await;
    assert_eq!(follower.ids(), in_order(&stack).await);
}
