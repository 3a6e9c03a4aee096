use super::{ask_to_register, domains, publish_txt, register, target, verdict, verify};
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_domain_that_was_removed_is_no_longer_served_and_names_what_dangles() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    publish_txt(&world, &made).await;
    world.publish("CNAME", "www.customer.test", &target(&world)).await;
    assert_eq!(verdict(&world, "www.customer.test").await, [true, true, false]);
    let ask = "/internal/ask?domain=www.customer.test";
    assert_eq!(world.people.nobody.get(ask).await.value("/allow"), &json!(true));

    let path = domains(&world, "www.customer.test");
    let removed = world.people.writer.delete(&path).await.expect(200);
    assert_eq!((removed.at("/domain"), removed.value("/deleted")), ("www.customer.test", &json!(true)));
    let dangling = removed.value("/dangling_records").as_array().unwrap();
    let mut types: Vec<(&str, &str)> =
        dangling.iter().map(|record| (record["type"].as_str().unwrap(), record["name"].as_str().unwrap())).collect();
    types.sort_unstable();
    assert_eq!(types, [("CNAME", "www.customer.test"), ("TXT", "_paas-verify.www.customer.test")], "{dangling:#?}");

    assert_eq!(world.people.nobody.get(ask).await.value("/allow"), &json!(false));
    world.people.reader.get(&path).await.refused(404, "not_found", "domain");
    world.people.writer.delete(&path).await.refused(404, "not_found", "domain");
    verify(&world, "www.customer.test").await.refused(404, "not_found", "domain");
    let connection = world.people.reader.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!(connection.at("/state"), "archived");
}

#[tokio::test]
async fn every_connection_of_the_name_goes_with_the_domain() {
    let world = World::start().await;
    let unproven = world.connect("shop.customer.test").await;
    let held = world.proven("shop.customer.test").await;
    let elsewhere = world.connect("other.customer.test").await;
    let _ = world.people.writer.delete(&domains(&world, "Shop.customer.test")).await.expect(200);
    let state = async |id: &str| {
        world.people.reader.get(&format!("/v1/connections/{id}")).await.expect(200).at("/state").to_owned()
    };
    assert_eq!(state(unproven.at("/id")).await, "archived");
    assert_eq!(state(held.at("/id")).await, "archived");
    assert_eq!(state(elsewhere.at("/id")).await, "pending_ownership");
}

#[tokio::test]
async fn a_domain_that_a_route_serves_is_removed_with_detach_only() {
    let world = World::start().await;
    let held = world.proven("shop.customer.test").await;
    let route =
        json!({"name": "shop", "application_id": world.application.id.to_string(), "hostname": "shop.customer.test"});
    let route = world.people.demo.post("/v1/routes", route).await.expect(201);
    let path = domains(&world, "shop.customer.test");
    for query in ["", "?detach=false"] {
        let refused = world.people.writer.delete(&format!("{path}{query}")).await;
        refused.refused(409, "route_serves_hostname", "shop");
    }
    for query in ["?cleanup=true", "?detatch=true", "?detach=perhaps"] {
        world.people.writer.delete(&format!("{path}{query}")).await.refused(400, "invalid", &query[1..7]);
    }
    let connection = format!("/v1/connections/{}", held.at("/id"));
    assert_eq!(world.people.reader.get(&connection).await.expect(200).at("/state"), "verified");

    let _ = world.people.writer.delete(&format!("{path}?detach=true")).await.expect(200);
    assert_eq!(world.people.reader.get(&connection).await.expect(200).at("/state"), "archived");
    let shown = world.people.demo.get("/v1/routes/shop").await.expect(200);
    assert_eq!(shown.at("/hostname"), route.at("/default_hostname"));
}

#[tokio::test]
async fn what_the_other_door_takes_down_is_gone_here_and_can_come_back() {
    let world = World::start().await;
    let first = register(&world, "www.customer.test").await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", first.at("/id"))).await.expect(200);
    world.people.reader.get(&domains(&world, "www.customer.test")).await.refused(404, "not_found", "domain");
    let again = ask_to_register(&world, "www.customer.test").await.expect(200);
    let token = "/verification/alternative/value";
    assert_ne!(again.at(token), first.at(token), "a token is used once");
    world.people.demo.post(&domains(&world, ""), Value::Null).await.refused(415, "unsupported_media_type", "JSON");
}
