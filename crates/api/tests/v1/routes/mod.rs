mod attach;
mod change;
mod create;
mod default_hostnames;
mod delete;
mod list;
mod safety;

use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

/// `POST /v1/routes` by the demo key.
async fn create(world: &World, mut body: Value) -> Answer {
    if body.get("application_id").is_none() {
        body["application_id"] = json!(world.application.id);
    }
    world.people.demo.post("/v1/routes", body).await
}

/// `POST /v1/domains:attach` by the demo key.
async fn attach(world: &World, mut body: Value) -> Answer {
    if body.get("application_id").is_none() {
        body["application_id"] = json!(world.application.id);
    }
    world.people.demo.post("/v1/domains:attach", body).await
}

async fn show(world: &World, id_or_name: &str) -> Answer {
    world.people.demo.get(&format!("/v1/routes/{id_or_name}")).await
}

/// Kinds of the steps of a plan, in their order.
fn steps(answer: &Answer) -> Vec<String> {
    let steps = answer.value("/plan/steps").as_array().unwrap();
    steps.iter().map(|step| step["do"].as_str().unwrap().to_owned()).collect()
}

/// Publishes the CNAME that an attachment has shown; gives the record's identifier.
async fn publish_record(world: &World, pending: &Answer) -> String {
    world.publish("CNAME", pending.at("/record/name"), pending.at("/record/value")).await
}

/// The origin to which edges send visitors; `None` for a name that is not served.
async fn origin(world: &World, name: &str) -> Option<String> {
    let answer = world.control.ask(name, nameplate_domain::ask::Purpose::Serve).await.unwrap();
    answer.origin.map(|origin| origin.to_string()).filter(|_| answer.allow)
}

/// An application of the demo tenant beside the first one.
async fn second_application(world: &World) -> String {
    let made = world.people.demo.post("/v1/applications", json!({"name": "Second"})).await.expect(201);
    made.at("/id").to_owned()
}

/// How many routes the demo tenant has, and the actions on them in its audit log.
async fn routes_and_deeds(world: &World) -> (usize, Vec<String>) {
    let routes = world.people.demo.get("/v1/routes?limit=100").await.expect(200);
    let audit = world.people.demo.get("/v1/audit?limit=100").await.expect(200);
    let actions = audit.value("/data").as_array().unwrap().iter().filter_map(|entry| entry["action"].as_str());
    let deeds = actions.filter(|action| action.starts_with("route.")).map(str::to_owned).collect();
    (routes.value("/data").as_array().unwrap().len(), deeds)
}
