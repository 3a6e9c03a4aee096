use nameplate_control::LimitChanges;
use nameplate_domain::connection::UsageKind;
use nameplate_domain::plans::Plan;
use nameplate_domain::tenancy::Caller;
use nameplate_testkit::World;
use serde_json::{Value, json};

#[tokio::test]
async fn a_tenant_sees_its_plan_its_limits_and_what_is_used() {
    let world = World::start().await;
    let _ = world.connect("one.customer.test").await;
    let shown = world.people.reader.get("/v1/subscription").await.expect(200);
    assert_eq!((shown.at("/plan"), shown.at("/status")), ("enterprise", "active"));
    assert_eq!(shown.value("/limits/connect"), &Value::Null);
    assert_eq!(shown.value("/usage/0"), &json!({"kind": "connect", "used": 1, "limit": null}));
    assert_eq!((shown.at("/period"), shown.at("/period_start")), ("2026-11", "2026-11-01T00:00:00.000Z"));
    assert_eq!(shown.at("/period_end"), "2026-12-01T00:00:00.000Z");
    let other = world.people.stranger.get("/v1/subscription").await.expect(200);
    assert_eq!(other.value("/usage/0/used"), &json!(0), "somebody else's connection is not counted");
}

#[tokio::test]
async fn limits_of_ones_own_stand_before_the_plans() {
    let world = World::start().await;
    let (control, tenant) = (&world.control, world.caller.tenant);
    let operator = Caller::operator(tenant);
    control.set_plan(&operator, tenant, Plan::Free).await.unwrap();
    let changes = LimitChanges {
        overrides: Some([(UsageKind::Connect, Some(7)), (UsageKind::Cert, None)].into()),
        max_domains_per_app: Some(25),
    };
    control.set_limits(&operator, tenant, changes).await.unwrap();
    let shown = world.people.demo.get("/v1/subscription").await.expect(200);
    assert_eq!(shown.value("/limits"), &json!({"connect": 7, "active_domain": 3, "cert": null, "api_call": 10_000}));
    assert_eq!((shown.at("/plan"), shown.value("/max_domains_per_app")), ("free", &json!(25)));
    let wrong = LimitChanges { max_domains_per_app: Some(-1), ..LimitChanges::default() };
    let refused = control.set_limits(&operator, tenant, wrong).await.unwrap_err().to_string();
    assert!(refused.starts_with("max_domains_per_app must be a number"), "{refused}");
}
