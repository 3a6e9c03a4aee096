//! `GET /share/{token}`: the page for people.

use super::{share, token};
use nameplate_testkit::{Answer, World};
use reqwest::{Client, Response};
use serde_json::json;

async fn open(url: &str) -> Response {
    Client::builder().no_proxy().build().unwrap().get(url).send().await.unwrap()
}

fn url(world: &World, link: &Answer) -> String {
    format!("http://{}/share/{}", world.addr, token(link))
}

fn header(response: &Response, name: &str) -> String {
    response.headers().get(name).map(|value| value.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn the_page_works_without_scripts_and_lets_nothing_in() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let link = share(&world, &shop).await;
    let response = open(&url(&world, &link)).await;
    assert_eq!(response.status(), 200);
    assert_eq!(header(&response, "content-type"), "text/html; charset=utf-8");
    for (name, value) in [
        ("cache-control", "no-store"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("x-content-type-options", "nosniff"),
    ] {
        assert_eq!(header(&response, name), value, "{name}");
    }
    assert!(header(&response, "x-robots-tag").contains("noindex"));
    let policy = header(&response, "content-security-policy");
    assert!(policy.starts_with("default-src 'none';") && policy.contains("frame-ancestors 'none'"), "{policy}");
    assert!(!policy.contains("unsafe"), "{policy}");
    let html = response.text().await.unwrap();
    for wanted in [
        "<html lang=\"en\">",
        "<h1>shop.customer.test</h1>",
        "_customdomain-challenge.shop.customer.test",
        shop.at("/ownership_challenge/value"),
        "http-equiv=\"refresh\"",
        "Your turn",
    ] {
        assert!(html.contains(wanted), "{wanted:?} is not in {html}");
    }
    // Every style and script has the policy's own nonce, which is another one each time.
    let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap();
    assert_eq!(
        html.matches("<script").count() + html.matches("<style").count(),
        html.matches(&format!("nonce=\"{nonce}\"")).count()
    );
    assert!(!html.contains("style=\"") && !html.contains(" onclick"));
    let again = open(&url(&world, &link)).await;
    assert!(!header(&again, "content-security-policy").contains(nonce));
    assert!(!html.contains(&world.application.tenant.to_string()) && !html.contains(&world.application.id.to_string()));
}

#[tokio::test]
async fn an_applications_name_is_text() {
    let world = World::start().await;
    let path = format!("/v1/applications/{}", world.application.id);
    let name = "<img src=x onerror=alert(1)>";
    let _ = world.people.demo.patch(&path, json!({"name": name})).await.expect(200);
    let shop = world.connect("shop.customer.test").await;
    let html = open(&url(&world, &share(&world, &shop).await)).await.text().await.unwrap();
    assert!(!html.contains("<img") && html.contains("&lt;img src=x"), "{html}");
}

#[tokio::test]
async fn a_live_name_is_linked_to_and_followed_no_longer() {
    let world = World::start().await;
    let shop = world.live("shop.customer.test").await;
    let html = open(&url(&world, &share(&world, &shop).await)).await.text().await.unwrap();
    assert!(html.contains("Your domain is live") && html.contains("href=\"https://shop.customer.test/\""), "{html}");
    assert!(!html.contains("http-equiv=\"refresh\""));
}

#[tokio::test]
async fn every_link_that_opens_nothing_shows_the_same_page() {
    let world = World::start().await;
    let shop = world.connect("shop.customer.test").await;
    let path = format!("/v1/connections/{}/share-links", shop.at("/id"));
    let (revoked, expired) =
        (share(&world, &shop).await, world.people.demo.post(&path, super::short()).await.expect(201));
    let _ = world.people.demo.delete(&format!("{path}/{}", revoked.at("/id"))).await.expect(204);
    world.pass(std::time::Duration::from_secs(60));
    let archived = share(&world, &shop).await;
    let _ = world.people.demo.delete(&format!("/v1/connections/{}", shop.at("/id"))).await;
    let mut pages = Vec::new();
    let base = format!("http://{}/share", world.addr);
    let urls = [
        url(&world, &revoked),
        url(&world, &expired),
        url(&world, &archived),
        format!("{base}/forged"),
        format!("{base}/%ff"),
    ];
    for url in urls {
        let response = open(&url).await;
        assert_eq!(
            (response.status().as_u16(), header(&response, "cache-control").as_str()),
            (404, "no-store"),
            "{url}"
        );
        let policy = header(&response, "content-security-policy");
        let nonce = policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap().to_owned();
        pages.push(response.text().await.unwrap().replace(&nonce, ""));
    }
    assert!(pages.iter().all(|page| *page == pages[0] && !page.contains("customer.test")), "{pages:?}");
    assert!(pages[0].contains("This link opens nothing"));
}
