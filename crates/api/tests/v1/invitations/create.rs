use nameplate_domain::tenancy::Role;
use nameplate_testkit::World;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_link_is_shown_once_and_listed_without_it_until_it_expires() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let body = json!({"email": "Ada@Acme.example", "role": "developer"});
    let request = demo.request(reqwest::Method::POST, "/v1/invitations").header("idempotency-key", "k1").json(&body);
    let again = request.try_clone().unwrap();
    let made = demo.send(request).await.expect(201);
    let url = made.at("/url");
    let link = format!("http://{}/console/sign-in?invitation=", world.addr);
    assert!(url.starts_with(&link) && url.len() == link.len() + 64, "{url}");
    assert_eq!(made.at("/email"), "ada@acme.example");
    let replayed = demo.send(again).await.expect(201);
    assert_eq!((replayed.value("/url"), replayed.at("/id")), (&Value::Null, made.at("/id")));
    let listed = demo.get("/v1/invitations").await.expect(200);
    assert_eq!((listed.at("/data/0/id"), listed.at("/data/0/role")), (made.at("/id"), "developer"));
    let audit = demo.get("/v1/audit").await.expect(200);
    assert!(!listed.text.contains(&url[link.len()..]) && !audit.text.contains(&url[link.len()..]));
    world.pass(Duration::from_secs(7 * 24 * 3600));
    assert_eq!(demo.get("/v1/invitations").await.expect(200).value("/data"), &json!([]));
}

#[tokio::test]
async fn a_key_invites_the_first_owner_and_no_other() {
    let world = World::start().await;
    let owner = json!({"email": "owner@acme.example", "role": "owner"});
    world.people.admin.post("/v1/invitations", owner.clone()).await.refused(403, "forbidden", "of the whole tenant");
    let made = world.people.demo.post("/v1/invitations", owner).await.expect(201);
    let link = made.at("/url").rsplit('=').next().unwrap();
    let first = world.enter("Owner@Acme.example", Some(link)).await.unwrap();
    let second = json!({"email": "second@acme.example", "role": "owner"});
    world.people.demo.post("/v1/invitations", second.clone()).await.refused(403, "forbidden", "owners alone");
    let made = first.post("/v1/invitations", second).await.expect(201);
    let path = format!("/v1/invitations/{}", made.at("/id"));
    world.people.demo.delete(&path).await.refused(403, "forbidden", "owners alone");
    let _ = first.delete(&path).await.expect(204);
    first.delete(&path).await.refused(404, "not_found", "invitation");
}

#[tokio::test]
async fn what_nobody_can_take_is_not_made() {
    let world = World::start().await;
    let _ = world.member("ada@acme.example", Role::Viewer).await;
    let post = async |email: &str, role: &str| {
        world.people.demo.post("/v1/invitations", json!({"email": email, "role": role})).await
    };
    for wrong in [
        "",
        "ada",
        " ada@acme.example",
        "@acme.example",
        "ada@",
        "ada@acme..example",
        "a da@acme.example",
        "a@b@c.example",
    ] {
        post(wrong, "viewer").await.refused(400, "invalid", "email must be an e-mail address");
    }
    post("bob@acme.example", "root").await.refused(400, "invalid", "role must be one of");
    post("ADA@acme.example", "admin").await.refused(409, "already_member", "change their role instead");
}
