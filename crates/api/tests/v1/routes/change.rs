use super::{create, origin, routes_and_deeds, second_application, show, steps};
use nameplate_testkit::{Answer, BASE_DOMAIN, World};
use serde_json::{Value, json};

async fn change(world: &World, name: &str, body: Value) -> Answer {
    world.people.demo.patch(&format!("/v1/routes/{name}"), body).await
}

#[tokio::test]
async fn a_route_is_repointed_there_and_back_and_visitors_follow() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let made = create(&world, json!({"name": "shop", "origin": "https://one.example"})).await.expect(201);
    let default = made.at("/default_hostname").to_owned();
    assert_eq!(origin(&world, "shop.customer.test").await.as_deref(), Some("http://localhost:3001"));

    let there = change(&world, "shop", json!({"hostname": "shop.customer.test"})).await.expect(200);
    assert_eq!((there.at("/hostname"), there.at("/connection_id")), ("shop.customer.test", connection.at("/id")));
    assert_eq!((there.at("/default_hostname"), there.at("/url")), (default.as_str(), "https://shop.customer.test"));
    for name in ["shop.customer.test", &default] {
        assert_eq!(origin(&world, name).await.as_deref(), Some("https://one.example"), "{name}");
    }
    let shown = world.people.demo.get(&format!("/v1/connections/{}", connection.at("/id"))).await.expect(200);
    assert_eq!((shown.at("/route/origin"), shown.at("/route/source")), ("https://one.example", "route"));

    let _ = change(&world, "shop", json!({"origin": "https://two.example"})).await.expect(200);
    assert_eq!(origin(&world, "shop.customer.test").await.as_deref(), Some("https://two.example"));
    let without = change(&world, "shop", json!({"origin": null})).await.expect(200);
    assert_eq!((without.at("/origin"), without.at("/source")), ("http://localhost:3001", "platform"));

    let back = change(&world, "shop", json!({"hostname": null, "origin": "https://two.example"})).await.expect(200);
    assert_eq!((back.at("/hostname"), back.value("/connection_id")), (default.as_str(), &json!(null)));
    assert_eq!(origin(&world, "shop.customer.test").await.as_deref(), Some("http://localhost:3001"));
    assert_eq!(origin(&world, &default).await.as_deref(), Some("https://two.example"));
    let named = change(&world, "shop", json!({"hostname": default.to_uppercase()})).await.expect(200);
    assert_eq!(named.at("/hostname"), default);
}

#[tokio::test]
async fn an_origin_of_the_application_reaches_the_names_of_its_routes() {
    let world = World::start().await;
    let default = create(&world, json!({"name": "shop"})).await.expect(201).at("/default_hostname").to_owned();
    assert_eq!(origin(&world, &default).await.as_deref(), Some("http://localhost:3001"));
    let path = format!("/v1/applications/{}", world.application.id);
    let _ = world.people.demo.patch(&path, json!({"default_origin": "https://app.example"})).await.expect(200);
    nameplate_testkit::until("the new origin", async || {
        (origin(&world, &default).await.as_deref() == Some("https://app.example")).then_some(())
    })
    .await;
    assert_eq!(show(&world, "shop").await.expect(200).at("/source"), "application");
}

#[tokio::test]
async fn nothing_is_changed_by_what_changes_nothing_or_is_only_planned() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let made = create(&world, json!({"name": "shop", "origin": "https://one.example"})).await.expect(201);
    let dry = async |body: Value| world.people.demo.patch("/v1/routes/shop?dry_run=true", body).await.expect(200);
    let planned = dry(json!({"hostname": "shop.customer.test", "origin": null})).await;
    assert_eq!(steps(&planned), ["repoint_route"]);
    assert_eq!(planned.at("/plan/steps/0/before/hostname"), format!("shop.demo.{BASE_DOMAIN}"));
    assert_eq!(planned.at("/plan/steps/0/after/hostname"), "shop.customer.test");
    assert_eq!(planned.value("/plan/steps/0/after/origin"), &json!(null));
    assert_eq!(steps(&dry(json!({"origin": "https://two.example"})).await), ["update_route"]);
    assert!(steps(&dry(json!({"hostname": null, "origin": "https://one.example"})).await).is_empty());
    assert!(steps(&dry(json!({})).await).is_empty());
    let same = change(&world, "shop", json!({"origin": "https://one.example"})).await.expect(200);
    assert_eq!(same.json, made.json);
    assert_eq!(routes_and_deeds(&world).await, (1, vec!["route.create".into()]));
}

#[tokio::test]
async fn a_route_that_moves_to_another_application_leaves_its_host_name_behind() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let _ = create(&world, json!({"name": "shop", "hostname": "shop.customer.test"})).await.expect(201);
    let second = second_application(&world).await;
    let refused = change(&world, "shop", json!({"application_id": second})).await;
    refused.refused(409, "hostname_not_proven", "shop.customer.test");
    let moved = change(&world, "shop", json!({"application_id": second, "hostname": null})).await.expect(200);
    assert_eq!(moved.at("/application_id"), second);
    let absent = "0190f0f0-0000-7000-8000-000000000000";
    change(&world, "shop", json!({"application_id": absent})).await.refused(404, "not_found", "application");
    change(&world, "shop", json!({"name": "x"})).await.refused(400, "invalid", "name is not a field");
}
