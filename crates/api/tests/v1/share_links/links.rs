//! Making, listing and withdrawing links.

use super::{share, short, shown, token};
use nameplate_testkit::{TOKEN_SECRET, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn a_link_opens_until_it_expires() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    let link = world.people.writer.post(&path, short()).await.expect(201);
    assert!(link.at("/url").starts_with(&format!("http://{}/share/", world.addr)));
    assert_eq!(link.value("/revoked_at"), &Value::Null);
    assert_eq!(shown(&world, token(&link)).await.expect(200).at("/hostname"), "shop.customer.test");
    world.pass(Duration::from_secs(58));
    let _ = shown(&world, token(&link)).await.expect(200);
    world.pass(Duration::from_secs(2));
    shown(&world, token(&link)).await.refused(404, "not_found", "There is no such link");
    // Without a wish it is seven days.
    let week = share(&world, &shop).await;
    world.pass(Duration::from_hours(7 * 24 - 1));
    let _ = shown(&world, token(&week)).await.expect(200);
    world.pass(Duration::from_hours(1));
    assert_eq!(shown(&world, token(&week)).await.status, 404);
}

#[tokio::test]
async fn a_withdrawn_link_opens_nothing_and_others_go_on() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let (first, second) = (share(&world, &shop).await, share(&world, &shop).await);
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    for _ in 0..2 {
        let _ = world.people.writer.delete(&format!("{path}/{}", first.at("/id"))).await.expect(204);
    }
    assert_eq!(shown(&world, token(&first)).await.status, 404);
    let _ = shown(&world, token(&second)).await.expect(200);

    let listed = world.people.reader.get(&path).await.expect(200);
    let data = listed.value("/data").as_array().unwrap();
    assert_eq!([&data[0]["id"], &data[1]["id"]], [second.value("/id"), first.value("/id")]);
    assert!(data[0]["revoked_at"].is_null() && data[1]["revoked_at"].is_string());
    assert!(!listed.text.contains(token(&second)) && !listed.text.contains("url"), "a URL is shown once");
    let page = world.people.reader.get(&format!("{path}?limit=1")).await.expect(200);
    let next = world.people.reader.get(&format!("{path}?limit=1&cursor={}", page.at("/next_cursor"))).await.expect(200);
    assert_eq!(next.value("/data/0/id"), first.value("/id"));

    let filter = nameplate_store::AuditFilter {
        target_id: Some(first.at("/id").to_owned()),
        ..nameplate_store::AuditFilter::default()
    };
    let entries =
        world.store.reader().audit(world.application.tenant, &filter, nameplate_store::Page::first(9)).await.unwrap();
    let actions: Vec<&str> = entries.iter().map(|entry| entry.action.as_str()).collect();
    assert_eq!(actions, ["share_link.revoke", "share_link.create"], "withdrawing twice is one deed");
    assert!(!format!("{entries:?}").contains(token(&first)));
}

#[tokio::test]
async fn a_link_belongs_to_its_connection() {
    let world = World::start().await;
    let (shop, other) = (world.connect("shop.customer.test").await, world.connect("other.customer.test").await);
    let link = share(&world, &shop).await;
    let at = |connection: &str| format!("/v1/connections/{connection}/share-links/{}", link.at("/id"));
    world.people.demo.delete(&at(other.at("/id"))).await.refused(404, "not_found", "share link");
    world.people.stranger.delete(&at(shop.at("/id"))).await.refused(404, "not_found", "connection");
    let _ = shown(&world, token(&link)).await.expect(200);
    world.people.demo.delete(&(at(shop.at("/id")) + "x")).await.refused(404, "not_found", "share link");
}

#[tokio::test]
async fn a_link_ends_with_its_connection() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let path = format!("/v1/connections/{}", shop.at("/id"));
    assert!((200..300).contains(&world.people.demo.delete(&path).await.status));
    assert_eq!(shown(&world, token(&link)).await.status, 404);
    let late = world.people.demo.post(&format!("{path}/share-links"), Value::Null).await;
    late.refused(409, "connection_ended", "archived");
}

#[tokio::test]
async fn what_cannot_be_used_is_named() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    let post = async |body| world.people.demo.post(&path, body).await;
    for wrong in [0, 59, 2_592_001] {
        post(json!({"expires_in": wrong})).await.refused(400, "invalid", "expires_in must be from 60");
    }
    post(json!({"expires_in": "a week"})).await.refused(400, "invalid", "expires_in must be");
    post(json!({"expires_at": 60})).await.refused(400, "invalid", "expires_at is not a field here");
    let longest = post(json!({"expires_in": 2_592_000})).await.expect(201);
    assert!(longest.value("/url").is_string());
}

#[tokio::test]
async fn a_repeated_request_makes_one_link_and_shows_its_url_once() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    let send = async |body: Value| {
        let request = world.people.demo.request(Method::POST, &path).header("Idempotency-Key", "share-1");
        world.people.demo.send(if body.is_null() { request } else { request.json(&body) }).await
    };
    let (first, second) = (send(Value::Null).await.expect(201), send(Value::Null).await.expect(201));
    assert_eq!((first.at("/id"), second.value("/url")), (second.at("/id"), &Value::Null));
    send(short()).await.refused(409, "idempotency_conflict", "Idempotency-Key");
    assert_eq!(world.people.demo.get(&path).await.expect(200).value("/data").as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn forged_tokens_and_tokens_for_something_else_open_nothing() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let good = token(&link);
    let flipped = |at: usize| {
        let mut bytes = good.as_bytes().to_vec();
        bytes[at] = if bytes[at] == b'0' { b'1' } else { b'0' };
        String::from_utf8(bytes).unwrap()
    };
    // The identifier, the time, the tag.
    let mut wrong: Vec<String> = [0, 31, 32, 47, 48, 79].map(flipped).into();
    wrong.extend([
        good.to_uppercase(),
        good[1..].to_owned(),
        format!("{good}0"),
        "x".into(),
        "%ff".into(),
        "%00".into(),
    ]);
    let widget =
        world.people.demo.post("/v1/tokens", json!({"application_id": world.application.id})).await.expect(201);
    wrong.push(widget.at("/auth_token").to_owned());
    for text in &wrong {
        shown(&world, text).await.refused(404, "not_found", "There is no such link");
    }
    // Nor does a link's token pass as a key or as a widget token.
    let stolen = [good.to_owned(), format!("{good}.{good}.{good}")];
    for text in &stolen {
        assert_eq!(world.people.nobody.with_key(text).get("/v1/connections").await.status, 401);
    }
}

#[tokio::test]
async fn links_outlive_a_change_of_secret() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let after = async |secrets: &str| {
        let secrets = nameplate_control::TokenSecrets::parse(secrets).unwrap();
        world.control.clone().signing_with(secrets).show_shared(token(&link)).await.unwrap()
    };
    assert!(after(&format!("the next secret,{TOKEN_SECRET}")).await.is_some());
    assert!(after("the next secret").await.is_none());
}

#[tokio::test]
async fn a_widget_makes_links_for_what_it_reaches_and_nothing_more() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    let own = world.browser(Some("shop.customer.test")).await;
    let link = own.post(&path, Value::Null).await.expect(201);
    let _ = shown(&world, token(&link)).await.expect(200);
    own.get(&path).await.refused(403, "forbidden", "A widget token is not taken here");
    own.delete(&format!("{path}/{}", link.at("/id"))).await.refused(
        403,
        "forbidden",
        "A widget token is not taken here",
    );
    let other = world.browser(Some("other.customer.test")).await;
    other.post(&path, Value::Null).await.refused(404, "not_found", "connection");
}
