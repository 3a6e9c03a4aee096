use super::{create, second_application};
use nameplate_testkit::{Answer, BASE_DOMAIN, World};
use serde_json::json;

fn names(answer: &Answer) -> Vec<String> {
    let routes = answer.value("/data").as_array().unwrap();
    routes.iter().map(|route| route["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn a_tenant_sees_its_own_routes_newest_first_and_by_filter() {
    let world = World::start().await;
    world.live("shop.customer.test").await;
    let second = second_application(&world).await;
    for body in [
        json!({"name": "a", "hostname": "shop.customer.test"}),
        json!({"name": "b", "application_id": second}),
        json!({"name": "c"}),
    ] {
        let _ = create(&world, body).await.expect(201);
        world.pass(std::time::Duration::from_millis(5));
    }
    let listed = async |query: &str| world.people.demo.get(&format!("/v1/routes?{query}")).await.expect(200);
    assert_eq!(names(&listed("").await), ["c", "b", "a"]);
    assert_eq!(names(&listed(&format!("application_id={second}")).await), ["b"]);
    for hostname in ["SHOP.customer.test.", &format!("a.demo.{BASE_DOMAIN}")] {
        assert_eq!(names(&listed(&format!("hostname={hostname}")).await), ["a"], "{hostname}");
    }
    for absent in
        ["other.customer.test", &format!("x.demo.{BASE_DOMAIN}"), &format!("a.other.{BASE_DOMAIN}"), BASE_DOMAIN]
    {
        let found = world.people.demo.get(&format!("/v1/routes?hostname={absent}")).await;
        match absent == BASE_DOMAIN {
            true => found.refused(400, "invalid", "hostname"),
            false => assert!(names(&found.expect(200)).is_empty(), "{absent}"),
        }
    }
    let first = listed("limit=2").await;
    let rest = listed(&format!("limit=2&cursor={}", first.at("/next_cursor"))).await;
    assert_eq!((names(&first), names(&rest)), (vec!["c".into(), "b".into()], vec!["a".to_owned()]));
    assert!(names(&world.people.stranger.get("/v1/routes").await.expect(200)).is_empty());
    let theirs = format!("/v1/routes?hostname=a.demo.{BASE_DOMAIN}");
    assert!(names(&world.people.stranger.get(&theirs).await.expect(200)).is_empty());
}

#[tokio::test]
async fn what_is_a_strangers_is_absent_by_id_and_by_name() {
    let world = World::start().await;
    let made = create(&world, json!({"name": "shop"})).await.expect(201);
    for path in [made.at("/id"), "shop", "none", "%ff", "..%2f"] {
        let path = format!("/v1/routes/{path}");
        world.people.stranger.get(&path).await.refused(404, "not_found", "route");
        world.people.stranger.patch(&path, json!({"origin": null})).await.refused(404, "not_found", "route");
        world.people.stranger.delete(&path).await.refused(404, "not_found", "route");
    }
}
