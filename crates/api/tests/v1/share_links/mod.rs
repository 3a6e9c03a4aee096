mod links;
mod page;
mod shared;

use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

/// A link to the connection, as `POST /v1/connections/{id}/share-links` answers it.
async fn share(world: &World, connection: &Answer) -> Answer {
    let path = format!("/v1/connections/{}/share-links", connection.at("/id"));
    world.people.demo.post(&path, Value::Null).await.expect(201)
}

fn token(link: &Answer) -> &str {
    link.at("/url").rsplit('/').next().unwrap()
}

/// What the link's JSON answers, to nobody in particular.
async fn shown(world: &World, token: &str) -> Answer {
    world.people.nobody.get(&format!("/v1/share/{token}")).await
}

/// For 60 s, the shortest.
fn short() -> Value {
    json!({"expires_in": 60})
}
