use super::{attach, create, origin, publish_record, routes_and_deeds, second_application, show, steps};
use nameplate_testkit::{BASE_DOMAIN, World};
use serde_json::json;

#[tokio::test]
async fn attaching_shows_the_one_record_then_claims_and_routes_in_one_step() {
    let world = World::start().await;
    let body = json!({"hostname": "www.customer.test", "origin": "https://one.example"});
    let pending = attach(&world, body.clone()).await.expect(200);
    assert_eq!((pending.at("/status"), pending.value("/route")), ("pending", &json!(null)));
    assert_eq!(
        (pending.at("/record/type"), pending.at("/record/name")),
        ("CNAME", "_acme-challenge.www.customer.test")
    );
    assert!(pending.at("/record/value").ends_with(&format!(".acme.{BASE_DOMAIN}")), "{pending:#?}");
    assert_eq!(steps(&pending), ["claim", "create_route"]);
    let again = attach(&world, body.clone()).await.expect(200);
    assert_eq!(again.at("/connection/id"), pending.at("/connection/id"), "it is resumed");
    assert_eq!(routes_and_deeds(&world).await, (0, vec![]));

    publish_record(&world, &pending).await;
    let attached = attach(&world, body.clone()).await.expect(200);
    assert_eq!((attached.at("/status"), attached.at("/connection/state")), ("attached", "verified"));
    assert_eq!((attached.at("/route/name"), attached.at("/route/hostname")), ("www", "www.customer.test"));
    assert_eq!(attached.value("/route/served"), &json!(true));
    assert_eq!(steps(&attached), ["claim", "create_route"]);
    assert_eq!(origin(&world, "www.customer.test").await.as_deref(), Some("https://one.example"));
    assert_eq!(routes_and_deeds(&world).await, (1, vec!["route.create".into()]));

    let done = attach(&world, body).await.expect(200);
    assert_eq!((done.at("/status"), steps(&done)), ("attached", vec![]));
    assert_eq!(routes_and_deeds(&world).await.0, 1);
}

#[tokio::test]
async fn a_dry_run_begins_nothing() {
    let world = World::start().await;
    let body = json!({"hostname": "www.customer.test", "dry_run": true});
    let planned = attach(&world, body.clone()).await.expect(200);
    assert_eq!((planned.at("/status"), steps(&planned)), ("planned", vec!["claim".into(), "create_route".into()]));
    assert_eq!((planned.value("/connection"), planned.value("/record")), (&json!(null), &json!(null)));
    let none = world.people.demo.get("/v1/connections").await.expect(200);
    assert_eq!(none.value("/data"), &json!([]));

    world.live("www.customer.test").await;
    let planned = attach(&world, body).await.expect(200);
    assert_eq!((steps(&planned), planned.at("/connection/state")), (vec!["create_route".into()], "live"));
    assert_eq!(routes_and_deeds(&world).await, (0, vec![]));
}

#[tokio::test]
async fn a_route_that_is_there_is_repointed() {
    let world = World::start().await;
    let _ = create(&world, json!({"name": "shop", "origin": "https://one.example"})).await.expect(201);
    let pending = attach(&world, json!({"hostname": "www.customer.test", "route": "shop"})).await.expect(200);
    assert_eq!((pending.at("/status"), steps(&pending)), ("pending", vec!["claim".into(), "repoint_route".into()]));
    assert_eq!(pending.at("/route/hostname"), format!("shop.demo.{BASE_DOMAIN}"), "it was not touched");
    publish_record(&world, &pending).await;
    let attached = attach(&world, json!({"hostname": "www.customer.test", "route": "shop"})).await.expect(200);
    assert_eq!((attached.at("/route/name"), attached.at("/route/origin")), ("shop", "https://one.example"));
    assert_eq!(show(&world, "shop").await.expect(200).at("/hostname"), "www.customer.test");
    let other = json!({"hostname": "www.customer.test", "route": "other"});
    attach(&world, other).await.refused(409, "hostname_in_use", "shop");
    let changed = json!({"hostname": "www.customer.test", "origin": "https://two.example"});
    assert_eq!(steps(&attach(&world, changed).await.expect(200)), ["update_route"]);
    assert_eq!(origin(&world, "www.customer.test").await.as_deref(), Some("https://two.example"));
}

#[tokio::test]
async fn what_stands_in_the_way_is_found_before_anything_is_begun() {
    let world = World::start().await;
    let second = second_application(&world).await;
    let _ = create(&world, json!({"name": "theirs", "application_id": second})).await.expect(201);
    world.live("held.customer.test").await;
    for (body, status, code, words) in [
        (json!({"hostname": "held.customer.test", "application_id": second}), 409, "HostnameConflict", "held"),
        (json!({"hostname": "a.customer.test", "route": "theirs"}), 400, "invalid", "route names theirs"),
        (json!({"hostname": "a.customer.test", "route": "A"}), 400, "invalid", "route must have"),
        (json!({"hostname": "a.customer.test", "origin": "x"}), 400, "invalid", "origin must"),
        (json!({"hostname": "a"}), 400, "invalid", "hostname is a single label"),
        (
            json!({"hostname": "a.customer.test", "application_id": "0190f0f0-0000-7000-8000-000000000000"}),
            404,
            "not_found",
            "application",
        ),
    ] {
        attach(&world, body).await.refused(status, code, words);
    }
    let all = world.people.demo.get("/v1/connections").await.expect(200);
    assert_eq!(all.value("/data").as_array().unwrap().len(), 1, "nothing was begun");
}

#[tokio::test]
async fn a_name_that_workers_proved_is_routed_by_the_next_attachment() {
    let world = World::start().await;
    let pending = attach(&world, json!({"hostname": "www.customer.test"})).await.expect(200);
    publish_record(&world, &pending).await;
    let verify = format!("/v1/connections/{}/verify", pending.at("/connection/id"));
    let _ = world.people.demo.post(&verify, json!(null)).await.expect(200);
    assert_eq!(routes_and_deeds(&world).await.0, 0, "proof makes no route by itself");
    let attached = attach(&world, json!({"hostname": "www.customer.test"})).await.expect(200);
    assert_eq!((attached.at("/status"), steps(&attached)), ("attached", vec!["create_route".into()]));
}
