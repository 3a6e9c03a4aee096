use super::{create, origin, routes_and_deeds, show, steps};
use nameplate_testkit::World;
use serde_json::json;

#[tokio::test]
async fn a_deleted_route_is_gone_and_its_host_name_goes_on() {
    let world = World::start().await;
    let connection = world.live("shop.customer.test").await;
    let body = json!({"name": "shop", "hostname": "shop.customer.test", "origin": "https://one.example"});
    let made = create(&world, body.clone()).await.expect(201);
    let default = made.at("/default_hostname").to_owned();

    let planned = world.people.demo.delete("/v1/routes/shop?dry_run=true").await.expect(200);
    assert_eq!(steps(&planned), ["delete_route"]);
    assert_eq!(planned.at("/plan/steps/0/before/hostname"), "shop.customer.test");
    assert_eq!(routes_and_deeds(&world).await, (1, vec!["route.create".into()]));

    let _ = world.people.demo.delete("/v1/routes/shop").await.expect(204);
    show(&world, "shop").await.refused(404, "not_found", "route");
    world.people.demo.delete("/v1/routes/shop").await.refused(404, "not_found", "route");
    assert_eq!(origin(&world, &default).await, None);
    assert_eq!(origin(&world, "shop.customer.test").await.as_deref(), Some("http://localhost:3001"));
    let now = world.people.demo.get(&format!("/v1/connections/{}", connection.at("/id"))).await.expect(200);
    assert_eq!((now.at("/state"), now.at("/route/source")), ("live", "platform"));
    assert_eq!(routes_and_deeds(&world).await, (0, vec!["route.delete".into(), "route.create".into()]));
    let _ = create(&world, body).await.expect(201);
}
