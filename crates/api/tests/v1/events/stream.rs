use super::{Block, Following, announce, of_stranger, stored};
use nameplate_domain::connection::Announcement::{Drift, Recovered, Verified};
use nameplate_testkit::World;
use reqwest::Method;
use serde_json::json;

const BEFORE_ALL: &str = "00000000-0000-0000-0000-000000000000";

#[tokio::test]
async fn what_happens_arrives_as_it_happens() {
    let world = World::start().await;
    let mut following = Following::start(&world.people.reader, "", None).await;
    let headers = following.response.headers().clone();
    let header = |name: &str| headers[name].to_str().unwrap().to_owned();
    assert_eq!(header("content-type"), "text/event-stream");
    assert_eq!(header("cache-control"), "no-store");
    assert_eq!(header("x-accel-buffering"), "no");
    assert!(headers.contains_key("x-request-id"));
    assert_eq!(following.block().await.unwrap(), Block { retry: Some(3000), ..Block::default() });
    assert_eq!(following.block().await.unwrap(), Block { id: Some(BEFORE_ALL.into()), ..Block::default() });

    let proven = world.proven("shop.customer.test").await;
    let event = following.event().await.unwrap();
    let data = event.data.clone().unwrap();
    assert_eq!(event.event.as_deref(), Some("domain.verified"));
    let expected = json!({
        "type": "domain.verified",
        "jobId": proven.at("/id"),
        "data": {"hostname": "shop.customer.test"},
        "sent_at": data["sent_at"],
        "id": event.id(),
        "application_id": world.application.id,
    });
    assert_eq!(data, expected);
    assert!(data["sent_at"].as_str().unwrap().ends_with('Z'));
}

#[tokio::test]
async fn a_stream_begins_where_another_one_was_left() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let mut first = Following::start(&world.people.demo, "", None).await;
    let written = announce(&world.store, &connection, &[Drift, Recovered, Drift, Recovered]).await;
    let seen = first.ids(4).await;
    drop(first);
    let later = announce(&world.store, &connection, &[Drift]).await;

    let mut by_header = Following::start(&world.people.demo, "", Some(&seen[1])).await;
    let expected: Vec<&String> = seen[2..].iter().chain(&later).collect();
    assert_eq!(by_header.ids(3).await.iter().collect::<Vec<_>>(), expected);
    let query = format!("?last_event_id={}", seen[3]);
    assert_eq!(Following::start(&world.people.demo, &query, None).await.ids(1).await, later);
    // Reconnecting, a browser repeats its first address, and adds the header.
    assert_eq!(
        Following::start(&world.people.demo, &query, Some(&seen[2])).await.ids(2).await,
        [seen[3].clone(), later[0].clone()]
    );
    let mut all = Following::start(&world.people.demo, "", Some(BEFORE_ALL)).await;
    assert_eq!(all.ids(5).await[..4], seen);
    assert_eq!(seen.len(), written.len());

    // Whoever begins now is told after which event that is, and is not told of the past.
    let mut now = Following::start(&world.people.demo, "", None).await;
    now.block().await.unwrap();
    assert_eq!(now.block().await.unwrap().id(), later[0]);
    let next = announce(&world.store, &connection, &[Drift]).await;
    assert_eq!(now.ids(1).await, next);
}

#[tokio::test]
async fn an_event_that_is_not_there_any_more_begins_anew_and_says_so() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let written = announce(&world.store, &connection, &[Drift]).await;
    let mut theirs = Following::start(&world.people.stranger, "", Some(&written[0])).await;
    assert_eq!(theirs.event().await.unwrap().event.as_deref(), Some("reset"), "another tenant's event is unknown");
    let unknown = "0190f0f0-0000-7000-8000-000000000000";
    let mut following = Following::start(&world.people.demo, "", Some(unknown)).await;
    let reset = following.event().await.unwrap();
    assert_eq!((reset.event.as_deref(), reset.id()), (Some("reset"), BEFORE_ALL));
    assert_eq!(following.ids(1).await, written);
}

#[tokio::test]
async fn filters_leave_out_the_rest() {
    let world = World::start().await;
    let shop = stored(&world, &world.connect("shop.customer.test").await).await;
    let blog = stored(&world, &world.connect("blog.customer.test").await).await;
    let of_shop = announce(&world.store, &shop, &[Verified, Drift, Recovered]).await;
    let of_blog = announce(&world.store, &blog, &[Verified, Drift]).await;
    let find = async |query: String, count| {
        let mut ids = Following::start(&world.people.demo, &query, Some(BEFORE_ALL)).await.ids(count).await;
        ids.sort();
        ids
    };
    let sorted = |ids: &[&String]| {
        let mut ids: Vec<String> = ids.iter().map(|id| (*id).clone()).collect();
        ids.sort();
        ids
    };
    assert_eq!(find(format!("?connection_id={}", blog.id), 2).await, sorted(&[&of_blog[0], &of_blog[1]]));
    assert_eq!(find("?type=domain.drift".into(), 2).await, sorted(&[&of_shop[1], &of_blog[1]]));
    let two = format!("?type=domain.recovered,domain.verified&connection_id={}", shop.id);
    assert_eq!(find(two, 2).await, sorted(&[&of_shop[0], &of_shop[2]]));
    let of_application = format!("?application_id={}&type=domain.recovered", world.application.id);
    assert_eq!(find(of_application, 1).await, of_shop[2..]);

    // Nothing of another application: the first that arrives is the one that is written afterwards.
    let other = world.people.demo.post("/v1/applications", json!({"name": "Other"})).await.expect(201);
    let query = format!("?application_id={}", other.at("/id"));
    let mut of_other = Following::start(&world.people.demo, &query, Some(BEFORE_ALL)).await;
    let body = json!({"application_id": other.at("/id"), "hostname": "other.customer.test"});
    let theirs = stored(&world, &world.people.demo.post("/v1/connections", body).await.expect(201)).await;
    let expected = announce(&world.store, &theirs, &[Drift]).await;
    assert_eq!(of_other.ids(1).await, expected);
}

#[tokio::test]
async fn a_tenant_hears_of_its_own_only() {
    let world = World::start().await;
    let connection = stored(&world, &world.connect("shop.customer.test").await).await;
    let mut theirs = Following::start(&world.people.stranger, "", Some(BEFORE_ALL)).await;
    let strange = of_stranger(&world, "app.stranger.test").await;
    let mine = announce(&world.store, &connection, &[Verified, Drift]).await;
    let expected = announce(&world.store, &strange, &[Drift]).await;
    assert_eq!(theirs.ids(1).await, expected);
    let mut ours = Following::start(&world.people.demo, "", Some(BEFORE_ALL)).await;
    let mut seen = ours.ids(2).await;
    seen.sort();
    let mut mine = mine;
    mine.sort();
    assert_eq!(seen, mine);
}

#[tokio::test]
async fn what_cannot_be_used_is_named() {
    let world = World::start().await;
    let demo = &world.people.demo;
    let refused = async |query: &str| demo.get(&format!("/v1/events{query}")).await;
    refused("?type=domain.gone").await.refused(400, "invalid", "type cannot be \"domain.gone\"; known is domain.added");
    refused("?connection_id=7").await.refused(400, "invalid", "connection_id cannot be");
    refused("?last_event_id=7").await.refused(400, "invalid", "last_event_id must be the id of an event");
    refused("?since=7").await.refused(400, "invalid", "since is not a parameter");
    let request = demo.request(Method::GET, "/v1/events").header("last-event-id", "7");
    demo.send(request).await.refused(400, "invalid", "Last-Event-ID must be the id of an event");
    let request = demo.request(Method::GET, "/v1/events").header("last-event-id", "");
    assert_eq!(demo.send(request).await.status, 200, "a browser that has seen no id yet");
}

#[tokio::test]
async fn an_api_key_does_not_belong_in_an_address() {
    let world = World::start().await;
    let nobody = &world.people.nobody;
    let answer = nobody.get("/v1/events?access_token=sk_test_demo").await;
    answer.refused(401, "unauthorized", "widget tokens only");
    nobody.get("/v1/events?access_token=unknown").await.refused(401, "unauthorized", "");
    // Beside a key in its place, it is not looked at.
    assert_eq!(world.people.demo.get("/v1/events?access_token=unknown").await.status, 200);
}

#[tokio::test]
async fn a_quiet_stream_is_kept_alive() {
    let world = World::start().await;
    let mut following = Following::start(&world.people.demo, "", None).await;
    let mut beat = following.block().await.unwrap();
    while !beat.is_comment {
        beat = following.block().await.unwrap();
    }
    assert_eq!(beat, Block { is_comment: true, ..Block::default() });
}
