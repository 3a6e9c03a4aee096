use nameplate_control::{Identified, Refused};
use nameplate_domain::tenancy::{Role, Whence};
use nameplate_testkit::{Answer, Person, World};
use serde_json::json;
use std::time::Duration;

async fn invited(by: &Person, email: &str) -> (String, Answer) {
    let made = by.post("/v1/invitations", json!({"email": email, "role": "viewer"})).await.expect(201);
    (made.at("/url").rsplit('=').next().unwrap().to_owned(), made)
}

#[tokio::test]
async fn an_invitation_is_taken_once_and_by_nobody_else() {
    let world = World::start().await;
    let (link, _) = invited(&world.people.demo, "ada@acme.example").await;
    let other = world.enter("eve@acme.example", Some(&link)).await.unwrap_err();
    assert!(matches!(other, Refused::InvitationForAnother), "{other:?}");
    // What the provider has not verified is nobody's address.
    let unverified =
        Identified { issuer: "https://id.example".into(), subject: "7".into(), verified_email: None, name: None };
    let refused = world.control.enter(&unverified, Some(&link), None, &Whence::default()).await.unwrap_err();
    assert!(matches!(refused, Refused::InvitationForAnother), "{refused:?}");
    let ada = world.enter("ADA@acme.example", Some(&link)).await.unwrap();
    assert_eq!(ada.get("/v1/session").await.expect(200).at("/member/email"), "ADA@acme.example");
    for email in ["ada@acme.example", "eve@acme.example"] {
        let over = world.enter(email, Some(&link)).await.unwrap_err();
        assert!(matches!(over, Refused::InvitationOver), "{over:?}");
    }
    let told = world.people.demo.get("/v1/audit?action=member.create").await.expect(200);
    assert_eq!((told.at("/data/0/actor/kind"), told.at("/data/0/after/role")), ("member", "viewer"));
}

#[tokio::test]
async fn a_late_or_withdrawn_invitation_leads_nowhere() {
    let world = World::start().await;
    let (late, _) = invited(&world.people.demo, "ada@acme.example").await;
    world.pass(Duration::from_secs(7 * 24 * 3600));
    let (withdrawn, made) = invited(&world.people.demo, "ada@acme.example").await;
    let _ = world.people.demo.delete(&format!("/v1/invitations/{}", made.at("/id"))).await.expect(204);
    for link in [late.as_str(), &withdrawn, "unknown"] {
        let over = world.enter("ada@acme.example", Some(link)).await.unwrap_err();
        assert!(matches!(over, Refused::InvitationOver), "{over:?}");
    }
    let nobody = world.enter("ada@acme.example", None).await.unwrap_err();
    assert!(matches!(nobody, Refused::NoMembership), "{nobody:?}");
}

#[tokio::test]
async fn an_invitation_ends_with_the_right_of_who_made_it() {
    let world = World::start().await;
    let owner = world.member("olga@acme.example", Role::Owner).await;
    for how in ["removed", "demoted"] {
        let admin = world.member(&format!("{how}@acme.example"), Role::Admin).await;
        let id = admin.get("/v1/session").await.expect(200).at("/member/id").to_owned();
        let (link, _) = invited(&admin, "second@acme.example").await;
        let path = format!("/v1/members/{id}");
        match how {
            "removed" => drop(owner.delete(&path).await.expect(204)),
            _ => drop(owner.patch(&path, json!({"role": "viewer"})).await.expect(200)),
        }
        let over = world.enter("second@acme.example", Some(&link)).await.unwrap_err();
        assert!(matches!(over, Refused::InvitationOver), "{how}: {over:?}");
    }
    let (link, _) = invited(&world.people.demo, "second@acme.example").await;
    let demo = world.people.demo.get("/v1/session").await.expect(200);
    let _ = owner.delete(&format!("/v1/keys/{}", demo.at("/key/id"))).await.expect(204);
    let over = world.enter("second@acme.example", Some(&link)).await.unwrap_err();
    assert!(matches!(over, Refused::InvitationOver), "{over:?}");
}

#[tokio::test]
async fn somebody_of_several_tenants_acts_for_one_at_a_time() {
    let world = World::start().await;
    let ada = world.member("ada@acme.example", Role::Admin).await;
    let here = ada.get("/v1/session").await.expect(200);
    let (link, _) = invited(&world.people.stranger, "ada@acme.example").await;
    let ada = world.enter("ada@acme.example", Some(&link)).await.unwrap();
    let there = ada.get("/v1/session").await.expect(200);
    assert_eq!((there.at("/tenant/name"), there.at("/role")), ("Somebody else", "viewer"));
    assert_eq!(there.value("/tenants").as_array().unwrap().len(), 2);

    let switch = async |tenant: &str| ada.post("/v1/session/tenant", json!({"tenant_id": tenant})).await;
    let back = switch(here.at("/tenant/id")).await.expect(200);
    assert_eq!((back.at("/role"), back.at("/member/id")), ("admin", here.at("/member/id")));
    let _ = ada.post("/v1/applications", json!({"name": "Mine"})).await.expect(201);
    switch("0190f0f0-0000-7000-8000-000000000000").await.refused(404, "not_found", "tenant");

    // Out of service, they can still go elsewhere, and nowhere else.
    assert!(world.control.suspend_tenant(&world.caller, "unpaid bills").await.unwrap());
    ada.get("/v1/session").await.refused(403, "suspended", "suspended");
    switch(here.at("/tenant/id")).await.refused(403, "suspended", "suspended");
    assert_eq!(switch(there.at("/tenant/id")).await.expect(200).at("/role"), "viewer");
    let _ = ada.get("/v1/connections").await.expect(200);
    let again = world.enter("ada@acme.example", None).await.unwrap().get("/v1/session").await.expect(200);
    assert_eq!(again.at("/tenant/name"), "Somebody else", "the one that is in service");
    let told = world.people.stranger.get("/v1/audit?action=session.created").await.expect(200);
    assert_eq!(told.at("/data/0/actor/email"), "ada@acme.example");
}
