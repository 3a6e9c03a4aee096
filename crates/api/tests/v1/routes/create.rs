use super::{create, origin, routes_and_deeds, second_application, show, steps};
use nameplate_testkit::{BASE_DOMAIN, World};
use serde_json::json;

#[tokio::test]
async fn a_route_is_served_at_its_default_hostname_at_once() {
    let world = World::start().await;
    let made = create(&world, json!({"name": "shop", "origin": "https://Shop.example/"})).await.expect(201);
    let default = made.at("/default_hostname").to_owned();
    assert_eq!(default, format!("shop.demo.{BASE_DOMAIN}"));
    assert_eq!((made.at("/hostname"), made.at("/url")), (default.as_str(), format!("https://{default}").as_str()));
    assert_eq!((made.at("/origin"), made.at("/source")), ("https://shop.example", "route"));
    assert_eq!((made.value("/served"), made.value("/connection_id")), (&json!(true), &json!(null)));
    assert_eq!(origin(&world, &default).await.as_deref(), Some("https://shop.example"));
    assert_eq!(show(&world, "shop").await.expect(200).json, made.json);
    assert_eq!(show(&world, made.at("/id")).await.expect(200).json, made.json);
    assert_eq!(routes_and_deeds(&world).await, (1, vec!["route.create".into()]));
}

#[tokio::test]
async fn a_name_is_made_where_none_was_chosen() {
    let world = World::start().await;
    world.live("www.customer.test").await;
    let of_application = create(&world, json!({})).await.expect(201);
    let again = create(&world, json!({})).await.expect(201);
    let of_hostname = create(&world, json!({"hostname": "WWW.customer.test."})).await.expect(201);
    let names = [of_application, again, of_hostname].map(|made| made.at("/name").to_owned());
    assert_eq!(names, ["demo", "demo-2", "www"]);
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_field() {
    let world = World::start().await;
    let _ = create(&world, json!({"name": "shop"})).await.expect(201);
    for (body, words) in [
        (json!({"name": "Shop"}), "name must have lower-case"),
        (json!({"name": ""}), "name must have 1 to 40"),
        (json!({"name": "0190f0f0-0000-7000-8000-000000000000"}), "name has the form of an identifier"),
        (json!({"name": "a", "origin": "shop.example"}), "origin must start with"),
        (json!({"name": "a", "hostname": "myhost"}), "hostname is a single label"),
        (json!({"name": "a", "hostname": format!("b.demo.{}", BASE_DOMAIN)}), "hostname belongs to this platform"),
        (json!({"name": "a", "path": "/"}), "path is not a field"),
    ] {
        create(&world, body).await.refused(400, "invalid", words);
    }
    create(&world, json!({"name": "shop"})).await.refused(409, "name_in_use", "shop");
    let absent = json!({"application_id": "0190f0f0-0000-7000-8000-000000000000"});
    create(&world, absent).await.refused(404, "not_found", "application");
    assert_eq!(routes_and_deeds(&world).await.0, 1);
}

#[tokio::test]
async fn a_dry_run_tells_the_plan_and_changes_nothing() {
    let world = World::start().await;
    let before = world.live("shop.customer.test").await;
    let body = json!({"application_id": world.application.id, "hostname": "shop.customer.test", "origin": "https://shop.example"});
    let planned = world.people.demo.post("/v1/routes?dry_run=true", body.clone()).await.expect(200);
    assert_eq!(steps(&planned), ["create_route"]);
    assert_eq!(planned.value("/plan/steps/0/before"), &json!(null));
    let after = json!({
        "name": "shop", "application_id": world.application.id, "hostname": "shop.customer.test", "origin": "https://shop.example",
    });
    assert_eq!(planned.value("/plan/steps/0/after"), &after);
    assert_eq!(routes_and_deeds(&world).await, (0, vec![]));
    let now = world.people.demo.get(&format!("/v1/connections/{}", before.at("/id"))).await.expect(200);
    assert_eq!(now.json, before.json);
    assert_eq!(origin(&world, &format!("shop.demo.{}", BASE_DOMAIN)).await, None);

    let wrong = json!({"application_id": world.application.id, "hostname": "other.customer.test"});
    world.people.demo.post("/v1/routes?dry_run=true", wrong).await.refused(409, "hostname_not_proven", "other");
    let _ = world.people.demo.post("/v1/routes", body).await.expect(201);
}

#[tokio::test]
async fn a_create_that_is_sent_twice_happens_once() {
    let world = World::start().await;
    let body = json!({"application_id": world.application.id});
    let send = async || {
        let request = world.people.demo.request(reqwest::Method::POST, "/v1/routes").json(&body);
        world.people.demo.send(request.header("idempotency-key", "once")).await.expect(201)
    };
    let (first, second) = (send().await, send().await);
    assert_eq!(first.json, second.json);
    assert_eq!(second.header("idempotency-replayed"), "true");
    assert_eq!(routes_and_deeds(&world).await.0, 1);
}

#[tokio::test]
async fn routes_that_are_made_at_once_get_one_label_and_different_names() {
    let world = World::start().await;
    let make = || create(&world, json!({}));
    let (a, b, c, d) = tokio::join!(make(), make(), make(), make());
    let mut names: Vec<String> = [a, b, c, d]
        .into_iter()
        .map(|made| {
            let made = made.expect(201);
            assert!(made.at("/default_hostname").ends_with(&format!(".demo.{}", BASE_DOMAIN)));
            made.at("/name").to_owned()
        })
        .collect();
    names.sort();
    assert_eq!(names, ["demo", "demo-2", "demo-3", "demo-4"]);
}

#[tokio::test]
async fn a_label_is_not_another_tenants_nor_the_platforms() {
    let world = World::start().await;
    let first = create(&world, json!({"name": "shop"})).await.expect(201);
    assert!(first.at("/default_hostname").starts_with("shop.demo."));
    for (name, label) in [("Demo", "demo-2"), ("demo!", "demo-3"), ("ACME", "acme-2")] {
        let operator = nameplate_domain::tenancy::Operator::at_the_command_line();
        let (_, _, secret) = world.control.create_tenant(&operator, name, None, None).await.unwrap();
        let person = world.people.nobody.with_key(secret.reveal());
        let application = person.post("/v1/applications", json!({"name": "Shop"})).await.expect(201);
        let body = json!({"name": "shop", "application_id": application.at("/id")});
        let made = person.post("/v1/routes", body).await.expect(201);
        assert!(made.at("/default_hostname").starts_with(&format!("shop.{label}.")), "{made:#?}");
    }
    let second = second_application(&world).await;
    let same_tenant = create(&world, json!({"application_id": second})).await.expect(201);
    assert!(same_tenant.at("/default_hostname").starts_with("second.demo."));
}
