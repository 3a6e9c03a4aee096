use nameplate_domain::tenancy::Role;
use nameplate_testkit::{Answer, Person, World};
use serde_json::json;

async fn path(person: &Person) -> String {
    let told = person.get("/v1/session").await.expect(200);
    format!("/v1/members/{}", told.at("/member/id"))
}

async fn make(person: &Person, path: &str, role: &str) -> Answer {
    person.patch(path, json!({"role": role})).await
}

#[tokio::test]
async fn owners_look_after_owners_and_admins_after_the_rest() {
    let world = World::start().await;
    let owner = world.member("owner@acme.example", Role::Owner).await;
    let admin = world.member("admin@acme.example", Role::Admin).await;
    let viewer = world.member("viewer@acme.example", Role::Viewer).await;
    let (of_owner, of_viewer) = (path(&owner).await, path(&viewer).await);

    for by in [&admin, &world.people.demo] {
        make(by, &of_owner, "viewer").await.refused(403, "forbidden", "owners alone");
        by.delete(&of_owner).await.refused(403, "forbidden", "owners alone");
        make(by, &of_viewer, "owner").await.refused(403, "forbidden", "owners alone");
        assert_eq!(make(by, &of_viewer, "developer").await.expect(200).at("/role"), "developer");
    }
    // What they may do has changed for the browser that is signed in.
    let _ = viewer.post("/v1/webhook-endpoints", json!({"url": "http://127.0.0.1:9/hook"})).await.expect(201);
    make(&viewer, &of_viewer, "admin").await.refused(403, "forbidden", "apps:admin");
    make(&owner, &of_viewer, "king").await.refused(400, "invalid", "role must be one of owner, admin");
    make(&world.people.stranger, &of_viewer, "admin").await.refused(404, "not_found", "member");

    let _ = admin.delete(&of_viewer).await.expect(204);
    viewer.get("/v1/connections").await.refused(401, "unauthorized", "sign in again");
    admin.delete(&of_viewer).await.refused(404, "not_found", "member");
}

#[tokio::test]
async fn the_last_owner_stays() {
    let world = World::start().await;
    let first = world.member("first@acme.example", Role::Owner).await;
    let of_first = path(&first).await;
    make(&first, &of_first, "admin").await.refused(409, "last_owner", "make somebody else an owner first");
    first.delete(&of_first).await.refused(409, "last_owner", "last owner");
    let second = world.member("second@acme.example", Role::Admin).await;
    let of_second = path(&second).await;
    assert_eq!(make(&first, &of_second, "owner").await.expect(200).at("/role"), "owner");

    // Both leave at once, and one of them cannot.
    let (one, other) = tokio::join!(first.delete(&of_first), second.delete(&of_second));
    let mut statuses = [one.status, other.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}
