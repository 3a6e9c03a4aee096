use nameplate_domain::tenancy::Role;
use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn members_are_listed_with_what_they_are_and_when_they_were_here() {
    let world = World::start().await;
    let owner = world.member("Ada@acme.example", Role::Owner).await;
    world.pass(Duration::from_secs(90));
    let _ = owner.get("/v1/session").await.expect(200);
    let _ = world.member("bob@acme.example", Role::Viewer).await;
    let listed = owner.get("/v1/members").await.expect(200);
    let told = ["email", "name", "role"].map(|field| listed.at(&format!("/data/1/{field}")).to_owned());
    assert_eq!(told, ["Ada@acme.example", "Ada", "owner"]);
    assert!(listed.at("/data/1/last_seen_at") > listed.at("/data/1/created_at"));
    assert_eq!(listed.at("/data/0/role"), "viewer");
    assert_eq!(world.people.stranger.get("/v1/members").await.expect(200).value("/data"), &json!([]));
}

#[tokio::test]
async fn each_role_may_do_what_it_may_and_is_told_so() {
    let world = World::start().await;
    let scopes = |role: Role| json!(role.scopes());
    for role in Role::ALL {
        let person = world.member(&format!("{}@acme.example", role.as_str()), role).await;
        let told = person.get("/v1/session").await.expect(200);
        assert_eq!(
            (told.at("/kind"), told.at("/role"), told.value("/scopes")),
            ("member", role.as_str(), &scopes(role))
        );
        assert_eq!(
            (told.at("/tenants/0/name"), told.value("/tenants/0/member_id")),
            ("Demo", told.value("/member/id"))
        );
        assert_eq!(told.value("/key"), &Value::Null);
        let is_admin = matches!(role, Role::Owner | Role::Admin);
        let made = person.post("/v1/applications", json!({"name": "Mine"})).await;
        match is_admin {
            true => assert_eq!(made.status, 201, "{made:#?}"),
            false => made.refused(403, "forbidden", "Your role does not include apps:admin"),
        }
        let _ = person.get("/v1/connections").await.expect(200);
    }
    let told = world.people.demo.get("/v1/audit?action=application.create&limit=1").await.expect(200);
    assert_eq!((told.at("/data/0/actor/kind"), told.at("/data/0/actor/email")), ("member", "admin@acme.example"));
}
