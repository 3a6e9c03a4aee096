mod cap;
mod get;
mod list;
mod register;
mod remove;
mod verify;

use nameplate_testkit::{Answer, BASE_DOMAIN, Person, World};
use serde_json::{Value, json};

/// Where the demo application's domains are, or one of them.
fn domains(world: &World, domain: &str) -> String {
    let all = format!("/v1/apps/{}/domains", world.application.id);
    if domain.is_empty() { all } else { format!("{all}/{domain}") }
}

fn target(world: &World) -> String {
    format!("app-{}.{BASE_DOMAIN}", world.application.id)
}

async fn ask_to_register(world: &World, domain: &str) -> Answer {
    world.people.writer.post(&domains(world, ""), json!({"domain": domain})).await
}

async fn register(world: &World, domain: &str) -> Answer {
    ask_to_register(world, domain).await.expect(200)
}

async fn verify(world: &World, domain: &str) -> Answer {
    world.people.writer.post(&format!("{}/verify", domains(world, domain)), Value::Null).await
}

/// What a verification that does not fail answers: `verified`, `cname_ok`, `txt_ok`.
async fn verdict(world: &World, domain: &str) -> [bool; 3] {
    let answer = verify(world, domain).await.expect(200);
    ["/verified", "/cname_ok", "/txt_ok"].map(|field| answer.value(field).as_bool().unwrap())
}

async fn publish_txt(world: &World, registered: &Answer) -> String {
    let (name, value) =
        (registered.at("/verification/alternative/name"), registered.at("/verification/alternative/value"));
    world.publish("TXT", name, value).await
}

/// An application of the stranger's.
async fn strangers_application(world: &World) -> (Person, String) {
    let stranger = world.people.stranger.clone();
    let theirs = stranger.post("/v1/applications", json!({"name": "Theirs"})).await.expect(201);
    (stranger, theirs.at("/id").to_owned())
}
