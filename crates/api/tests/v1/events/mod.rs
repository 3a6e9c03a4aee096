//! Event streams, read as a browser reads them.

mod cut;
mod ends;
mod stream;

use nameplate_control::Chance;
use nameplate_domain::connection::{Announcement, Connection};
use nameplate_domain::tenancy::{ConnectionId, EventId};
use nameplate_store::Store;
use nameplate_testkit::{Answer, Person, World};
use reqwest::{Method, Response};
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::time::Duration;
use tokio::time::timeout;

/// How long anything may take to arrive; longer than the time between two comments.
const PATIENCE: Duration = Duration::from_secs(20);

/// What stands between two empty lines.
#[derive(Clone, PartialEq, Debug, Default)]
struct Block {
    id: Option<String>,
    event: Option<String>,
    data: Option<Value>,
    retry: Option<u32>,
    is_comment: bool,
}

impl Block {
    fn parse(text: &str) -> Self {
        let mut block = Self::default();
        for line in text.lines() {
            match line.split_once(':').unwrap() {
                ("", _) => block.is_comment = true,
                ("id", id) => block.id = Some(id.trim().to_owned()),
                ("event", event) => block.event = Some(event.trim().to_owned()),
                ("data", data) => block.data = Some(serde_json::from_str(data).unwrap()),
                ("retry", retry) => block.retry = Some(retry.trim().parse().unwrap()),
                (other, _) => panic!("a stream has no field {other:?}"),
            }
        }
        block
    }

    fn id(&self) -> &str {
        self.id.as_deref().unwrap()
    }
}

/// Somebody who follows a stream.
#[derive(Debug)]
struct Following {
    response: Response,
    bytes: Vec<u8>,
    blocks: VecDeque<Block>,
}

impl Following {
    /// Follows from now on, or after `last` when there is one.
    async fn start(person: &Person, query: &str, last: Option<&str>) -> Self {
        let request = person.request(Method::GET, &format!("/v1/events{query}"));
        let request = match last {
            Some(last) => request.header("last-event-id", last),
            None => request,
        };
        let response = timeout(PATIENCE, request.send()).await.unwrap().unwrap();
        assert_eq!(response.status(), 200);
        Self { response, bytes: vec![], blocks: VecDeque::new() }
    }

    /// The next block; `None` at the end of the stream.
    async fn block(&mut self) -> Option<Block> {
        loop {
            if let Some(block) = self.blocks.pop_front() {
                return Some(block);
            }
            let chunk = timeout(PATIENCE, self.response.chunk()).await.expect("nothing arrived");
            self.bytes.extend(chunk.unwrap()?);
            let text = std::mem::take(&mut self.bytes);
            let whole = text.windows(2).rposition(|two| two == b"\n\n").map_or(0, |at| at + 2);
            self.bytes = text[whole..].to_vec();
            let text = str::from_utf8(&text[..whole]).unwrap();
            self.blocks.extend(text.split_terminator("\n\n").map(Block::parse));
        }
    }

    /// The next event; `None` at the end of the stream.
    async fn event(&mut self) -> Option<Block> {
        loop {
            let block = self.block().await?;
            if block.data.is_some() {
                return Some(block);
            }
        }
    }

    /// The identifiers of the next `count` events.
    async fn ids(&mut self, count: usize) -> Vec<String> {
        let mut ids = Vec::new();
        while ids.len() < count {
            ids.push(self.event().await.expect("the stream ended").id().to_owned());
        }
        ids
    }
}

/// The connection that an answer shows, as the store has it.
pub(crate) async fn stored(world: &World, shown: &Answer) -> Connection {
    let id = ConnectionId(shown.at("/id").parse().unwrap());
    world.store.reader().connection(world.caller.tenant, id).await.unwrap().unwrap()
}

/// A connection of somebody else's tenant.
pub(crate) async fn of_stranger(world: &World, hostname: &str) -> Connection {
    let stranger = &world.people.stranger;
    let made = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    let body = json!({"application_id": made.at("/id"), "hostname": hostname});
    let shown = stranger.post("/v1/connections", body).await.expect(201);
    let tenant = world.control.authenticate(stranger.secret()).await.unwrap().unwrap().tenant;
    let id = ConnectionId(shown.at("/id").parse().unwrap());
    world.store.reader().connection(tenant, id).await.unwrap().unwrap()
}

fn fresh_id() -> EventId {
    EventId(uuid::Builder::from_random_bytes(Chance.bytes()).into_uuid())
}

/// Writes events about a connection in one transaction; gives their identifiers.
pub(crate) async fn announce(store: &Store, connection: &Connection, kinds: &[Announcement]) -> Vec<String> {
    let mut tx = store.begin().await.unwrap();
    let mut ids = Vec::new();
    for kind in kinds {
        let (id, data) = (fresh_id(), json!({ "hostname": connection.hostname.as_str() }));
        tx.announce(connection, *kind, id, &data, connection.created_at).await.unwrap();
        ids.push(id.to_string());
    }
    tx.commit().await.unwrap();
    ids
}
