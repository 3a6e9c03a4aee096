//! How many domains an application may have.

use super::{ask_to_register, domains, register};
use nameplate_control::LimitChanges;
use nameplate_domain::tenancy::Caller;
use nameplate_testkit::{Answer, World};
use serde_json::json;
use std::time::Duration;

async fn allow(world: &World, limit: i64) {
    let tenant = world.caller.tenant;
    let changes = LimitChanges { max_domains_per_app: Some(limit), ..LimitChanges::default() };
    world.control.set_limits(&Caller::operator(tenant), tenant, changes).await.unwrap();
}

#[track_caller]
fn beyond(answer: &Answer, limit: i64) {
    assert_eq!((answer.status, answer.at("/error/code")), (422, "quota_exceeded"), "{answer:#?}");
    assert_eq!(answer.at("/error/message"), format!("domain limit ({limit}) reached for this app"));
}

async fn listed(world: &World) -> usize {
    let list = world.people.reader.get(&format!("{}?limit=100", domains(world, ""))).await.expect(200);
    list.value("/data").as_array().unwrap().len()
}

#[tokio::test]
async fn the_eleventh_is_refused_until_one_is_deleted_or_the_operator_allows_more() {
    let world = World::start().await;
    for n in 0..10 {
        let _ = register(&world, &format!("n{n}.customer.test")).await;
    }
    beyond(&ask_to_register(&world, "eleventh.customer.test").await, 10);
    // What is wrong with the name itself, or is there already, is told first.
    ask_to_register(&world, "localhost").await.refused(400, "invalid", "domain");
    ask_to_register(&world, "n3.customer.test").await.refused(409, "domain_exists", "n3.customer.test");
    let _ = world.people.writer.delete(&domains(&world, "n3.customer.test")).await.expect(200);
    let _ = register(&world, "eleventh.customer.test").await;
    beyond(&ask_to_register(&world, "twelfth.customer.test").await, 10);
    allow(&world, 12).await;
    let _ = register(&world, "twelfth.customer.test").await;
    allow(&world, 0).await;
    beyond(&ask_to_register(&world, "thirteenth.customer.test").await, 0);
    assert_eq!(listed(&world).await, 11, "what is there stays");
}

#[tokio::test]
async fn each_application_has_its_own_and_names_count_once_by_whatever_door_they_came() {
    let world = World::start().await;
    allow(&world, 2).await;
    let _ = world.connect("twice.customer.test").await;
    let _ = world.connect("twice.customer.test").await;
    let _ = register(&world, "a.customer.test").await;
    beyond(&ask_to_register(&world, "b.customer.test").await, 2);
    // The other door has no such limit.
    let _ = world.connect("b.customer.test").await;
    let second = world.people.demo.post("/v1/applications", json!({"name": "Second"})).await.expect(201);
    let path = format!("/v1/apps/{}/domains", second.at("/id"));
    let _ = world.people.demo.post(&path, json!({"domain": "b.customer.test"})).await.expect(200);
}

#[tokio::test]
async fn domains_that_were_given_up_take_no_place() {
    let mut world = World::start().await;
    allow(&world, 1).await;
    let made = register(&world, "a.customer.test").await;
    beyond(&ask_to_register(&world, "b.customer.test").await, 1);
    world.pass(Duration::from_hours(8 * 24));
    world.start_workers();
    let _ = world.until_state(made.at("/id"), "failed").await;
    let _ = register(&world, "b.customer.test").await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_at_once_ten_get_a_place() {
    let world = World::start().await;
    let tasks: Vec<_> = (0..20)
        .map(|n| {
            let (writer, path) = (world.people.writer.clone(), domains(&world, ""));
            tokio::spawn(async move { writer.post(&path, json!({"domain": format!("n{n}.customer.test")})).await })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            200 => made += 1,
            _ => beyond(&answer, 10),
        }
    }
    assert_eq!((made, listed(&world).await), (10, 10));
    let usage = world.people.demo.get("/v1/usage").await.expect(200);
    assert_eq!(usage.value("/connect"), &json!(10), "what was refused left nothing behind");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_twenty_that_register_the_same_one_does() {
    let world = World::start().await;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (writer, path) = (world.people.writer.clone(), domains(&world, ""));
            tokio::spawn(async move { writer.post(&path, json!({"domain": "www.customer.test"})).await })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        let answer = task.await.unwrap();
        match answer.status {
            200 => made += 1,
            _ => answer.refused(409, "domain_exists", "www.customer.test"),
        }
    }
    assert_eq!(made, 1);
}
