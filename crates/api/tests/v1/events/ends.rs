use super::{Following, announce, of_stranger, stored};
use nameplate_control::Start;
use nameplate_domain::connection::Announcement::Drift;
use nameplate_domain::tenancy::{Caller, Role};
use nameplate_testkit::{World, until};
use serde_json::json;

#[tokio::test]
async fn a_revoked_key_hears_nothing_more() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let keys = format!("/v1/applications/{}/keys", world.application.id);
    let make = async || world.people.demo.post(&keys, json!({"scopes": ["connections:read"]})).await.expect(201);
    let (lost, kept) = (make().await, make().await);
    let mut ending = Following::start(&world.people.nobody.with_key(lost.at("/secret")), "", None).await;
    let mut going_on = Following::start(&world.people.nobody.with_key(kept.at("/secret")), "", None).await;
    let first = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!((ending.ids(1).await, going_on.ids(1).await), (first.clone(), first));

    let _ = world.people.demo.delete(&format!("{keys}/{}", lost.at("/id"))).await.expect(204);
    assert_eq!(ending.event().await, None);
    let second = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!(going_on.ids(1).await, second);
    until("its place to be free", async || (world.control.listeners() == 1).then_some(())).await;
}

#[tokio::test]
async fn a_browser_that_is_signed_out_hears_nothing_more() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let (leaving, staying) = (world.people.demo.signed_in().await, world.people.demo.signed_in().await);
    let mut ending = Following::start(&leaving, "", None).await;
    let mut going_on = Following::start(&staying, "", None).await;
    let first = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!((ending.ids(1).await, going_on.ids(1).await), (first.clone(), first));

    let _ = leaving.delete("/v1/session").await.expect(204);
    assert_eq!(ending.event().await, None);
    let second = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!(going_on.ids(1).await, second);
}

#[tokio::test]
async fn a_browser_that_acts_for_another_tenant_hears_nothing_more_of_the_one_before() {
    let world = World::start().await;
    let _ = world.member("ada@acme.example", Role::Viewer).await;
    let wish = json!({"email": "ada@acme.example", "role": "viewer"});
    let made = world.people.stranger.post("/v1/invitations", wish).await.expect(201);
    let link = made.at("/url").rsplit('=').next().unwrap();
    let ada = world.enter("ada@acme.example", Some(link)).await.unwrap();
    let mut theirs = Following::start(&ada, "", None).await;
    let there = announce(&world.store, &of_stranger(&world, "app.stranger.test").await, &[Drift]).await;
    assert_eq!(theirs.ids(1).await, there);

    let home = world.caller.tenant.to_string();
    let _ = ada.post("/v1/session/tenant", json!({"tenant_id": home})).await.expect(200);
    assert_eq!(theirs.event().await, None);
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let mut own = Following::start(&ada, "", None).await;
    let here = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!(own.ids(1).await, here);
}

#[tokio::test]
async fn the_streams_of_a_suspended_tenant_end_and_go_on_where_they_were_when_it_is_resumed() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let browser = world.browser(None).await;
    let (mut of_key, mut of_browser) =
        (Following::start(&world.people.reader, "", None).await, Following::start(&browser, "", None).await);
    let mut theirs = Following::start(&world.people.stranger, "", None).await;
    let first = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!((of_key.ids(1).await, of_browser.ids(1).await), (first.clone(), first.clone()));

    assert!(world.control.suspend_tenant(&Caller::operator(world.caller.tenant), "abuse").await.unwrap());
    assert_eq!((of_key.event().await, of_browser.event().await), (None, None));
    for person in [&world.people.reader, &browser] {
        person.get("/v1/events").await.refused(403, "suspended", "suspended");
    }
    until("their places to be free", async || (world.control.listeners() == 1).then_some(())).await;
    let meanwhile = announce(&world.store, &connection, &[Drift]).await;
    let of_others = announce(&world.store, &of_stranger(&world, "app.stranger.test").await, &[Drift]).await;
    assert_eq!(theirs.ids(1).await, of_others, "somebody else's goes on");

    assert!(world.control.resume_tenant(&Caller::operator(world.caller.tenant)).await.unwrap());
    for person in [&world.people.reader, &browser] {
        assert_eq!(Following::start(person, "", Some(&first[0])).await.ids(1).await, meanwhile);
    }
}

#[tokio::test]
async fn streams_end_when_the_process_stops() {
    let world = World::start().await;
    let mut following = Following::start(&world.people.demo, "", None).await;
    following.block().await.unwrap();
    world.control.end_listening();
    assert_eq!(following.event().await, None);
    // Whoever comes in the last moment is sent away as well.
    assert_eq!(Following::start(&world.people.demo, "", None).await.event().await, None);
    until("everybody to have left", async || (world.control.listeners() == 0).then_some(())).await;
}

#[tokio::test]
async fn somebody_who_leaves_frees_a_place_and_nobody_takes_them_all() {
    let world = World::start().await;
    let listen = async || world.control.listen(world.caller.tenant, Start::Now).await.unwrap();
    let mut held = Vec::new();
    for _ in 0..1000 {
        held.push(listen().await.unwrap());
    }
    assert!(listen().await.is_err());
    let refused = world.people.demo.get("/v1/events").await;
    refused.refused(429, "rate_limited", "Too many event streams");
    assert_eq!(refused.header("retry-after"), "30");
    assert_eq!(world.people.stranger.get("/v1/events").await.status, 200, "others have places of their own");
    held.pop();
    assert_eq!(world.people.demo.get("/v1/events").await.status, 200);
}
