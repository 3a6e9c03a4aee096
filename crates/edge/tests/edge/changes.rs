//! What the control plane says has changed is so from the next handshake and the next request on. Verdicts are
//! remembered for a minute in all of these.

use crate::world::{Origin, World, eventually, get, get_again, soon, text};
use http::{StatusCode, Version};
use hyper_util::rt::{TokioExecutor, TokioIo};
use std::sync::Arc;
use std::sync::atomic::Ordering::SeqCst;
use std::time::Duration;

const SHOP: &str = "shop.example.test";

async fn with_shop() -> World {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_taken_down_is_refused_in_new_handshakes_and_on_open_streams() {
    let world = with_shop().await;
    let mut open = world.keep_alive(SHOP).await;
    let h2 = TokioIo::new(world.try_tls(SHOP, b"h2").await.unwrap());
    let (mut open_h2, connection) = hyper::client::conn::http2::handshake(TokioExecutor::new(), h2).await.unwrap();
    tokio::spawn(connection);
    assert_eq!(get_again(&mut open, SHOP).await.1, "hello");

    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(get_again(&mut open, SHOP).await.0, StatusCode::MISDIRECTED_REQUEST);
    let mut request = get(SHOP, &format!("https://{SHOP}/"));
    *request.version_mut() = Version::HTTP_2;
    assert_eq!(soon(open_h2.send_request(request)).await.unwrap().status(), StatusCode::MISDIRECTED_REQUEST);
    let error = world.try_tls(SHOP, b"h2").await.unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_origin_is_used_from_the_next_request_on() {
    let world = with_shop().await;
    let mut open = world.keep_alive(SHOP).await;
    assert_eq!(get_again(&mut open, SHOP).await.1, "hello");
    world.plane.allow(SHOP, Origin::saying("moved").await.url);
    assert_eq!(get_again(&mut open, SHOP).await.1, "hello", "not told yet");
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(get_again(&mut open, SHOP).await.1, "moved");
    assert_eq!(world.get(SHOP, "/").await.1, "moved");
    assert_eq!(world.edge.counters().certificates_issued_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_refused_is_served_once_it_is_told_to_have_changed() {
    let world = World::with(|settings| settings.ask_negative_ttl = Duration::from_secs(60)).await;
    world.try_tls(SHOP, b"h2").await.unwrap_err();
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.try_tls(SHOP, b"h2").await.unwrap_err();
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_wildcard_is_one_of_every_name_one_label_below() {
    let world = World::with(|settings| settings.ask_negative_ttl = Duration::from_secs(60)).await;
    let (deep, refused) = ("b.shop.example.test", "refused.example.test");
    for name in [SHOP, deep, "example.test"] {
        world.plane.allow(name, None);
        world.serial(name).await;
    }
    world.try_tls(refused, b"h2").await.unwrap_err();
    let asked = world.plane.asked();
    world.plane.tell_changed(&["*.example.test", "no name"]).await;
    eventually("the one with a certificate is asked about at once", || world.plane.asked() == asked + 1).await;
    for name in [deep, "example.test"] {
        world.serial(name).await;
    }
    assert_eq!(world.plane.asked(), asked + 1, "neither two labels below nor the parent");
    world.serial(SHOP).await;
    world.try_tls(refused, b"h2").await.unwrap_err();
    assert_eq!(world.plane.asked(), asked + 2, "a yes and a no");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_anything_may_have_changed_every_name_is_asked_about_again() {
    let world = with_shop().await;
    world.plane.allow("other.example.test", Origin::saying("other").await.url);
    let mut open = world.keep_alive(SHOP).await;
    assert_eq!(get_again(&mut open, SHOP).await.1, "hello");
    world.serial("other.example.test").await;
    world.plane.deny(SHOP);
    world.plane.tell_all_changed().await;
    let asked = world.plane.asked();
    assert_eq!(get_again(&mut open, SHOP).await.0, StatusCode::MISDIRECTED_REQUEST);
    assert_eq!(world.get("other.example.test", "/").await.1, "other");
    assert_eq!(world.plane.asked(), asked + 2);
    assert_eq!(world.get("other.example.test", "/").await.1, "other");
    assert_eq!(world.plane.asked(), asked + 2, "and remembered again");
}

#[tokio::test(flavor = "multi_thread")]
async fn when_nobody_answers_a_general_doubt_is_no_reason_to_stop_but_a_named_change_is() {
    let world = with_shop().await;
    world.plane.allow("other.example.test", Origin::saying("other").await.url);
    world.serial(SHOP).await;
    let mut open = world.keep_alive("other.example.test").await;
    assert_eq!(get_again(&mut open, "other.example.test").await.1, "other");
    world.plane.tell_all_changed().await;
    world.plane.hold_back("other.example.test");
    world.plane.tell_changed(&["other.example.test"]).await;
    world.plane.die(true);
    world.plane.let_go("other.example.test");
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    assert_eq!(get_again(&mut open, "other.example.test").await.0, StatusCode::SERVICE_UNAVAILABLE);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_overtaken_by_a_change_is_asked_for_again() {
    let world = Arc::new(with_shop().await);
    world.plane.hold_back(SHOP);
    let visit = tokio::spawn({
        let world = Arc::clone(&world);
        async move { world.try_tls(SHOP, b"h2").await.map(drop) }
    });
    eventually("asked", || world.plane.asked() == 1).await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    world.plane.let_go(SHOP);
    let error = visit.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
    assert_eq!(world.plane.asked(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_verdict_that_fell_out_of_memory_is_not_relied_on_after_a_change() {
    let world = World::with(|settings| settings.verdicts_max = 4).await;
    let names: Vec<String> = (0..40).map(|number| format!("shop-{number}.example.test")).collect();
    for name in &names {
        world.plane.allow(name, None);
        world.serial(name).await;
    }
    for name in &names {
        world.plane.deny(name);
    }
    world.plane.tell_changed(&["*.example.test"]).await;
    for name in &names {
        world.try_tls(name, b"h2").await.unwrap_err();
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn changes_do_not_wait_for_certificates_under_way() {
    let world = with_shop().await;
    let mut open = world.keep_alive(SHOP).await;
    assert_eq!(get_again(&mut open, SHOP).await.1, "hello");
    world.plane.allow("slow.example.test", None);
    world.plane.hold_back("slow.example.test");
    world.plane.want(&["slow.example.test"]);
    eventually("being seen to", || world.plane.asked() == 2).await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    assert_eq!(get_again(&mut open, SHOP).await.0, StatusCode::MISDIRECTED_REQUEST);
    assert!(world.plane.stored("slow.example.test").is_empty());
    world.plane.let_go("slow.example.test");
    eventually("reported", || world.plane.stored("slow.example.test").len() == 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_wanted_again_while_under_way_is_seen_to_once() {
    let world = with_shop().await;
    world.plane.hold_back(SHOP);
    for _ in 0..3 {
        world.plane.want(&[SHOP]);
    }
    world.plane.tell_changed(&["other.example.test"]).await;
    world.plane.let_go(SHOP);
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    assert_eq!(world.plane.asked(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_cursor_is_given_back_and_kept_over_an_error() {
    let world = World::new().await;
    world.plane.tell_changed(&[SHOP]).await;
    world.plane.fail_to_tell().await;
    let cursors = world.plane.cursors.lock().unwrap().clone();
    let cursor = |number: &str| Some(number.to_owned());
    assert_eq!(cursors[..4], [None, cursor("1"), cursor("2"), cursor("2")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_http_port_hears_of_changes_too() {
    let world = with_shop().await;
    let redirected = async || {
        let stream = TokioIo::new(tokio::net::TcpStream::connect(world.edge.http_addr()).await.unwrap());
        let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
        tokio::spawn(connection);
        let response = soon(sender.send_request(get(SHOP, "/"))).await.unwrap();
        let status = response.status();
        text(response).await;
        status == StatusCode::PERMANENT_REDIRECT
    };
    assert!(redirected().await);
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    assert!(!redirected().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_taken_down_while_its_certificate_was_being_obtained_is_not_served() {
    let world = Arc::new(with_shop().await);
    world.shelf.hold_back_results(true);
    let visit = tokio::spawn({
        let world = Arc::clone(&world);
        async move { world.try_tls(SHOP, b"h2").await.map(drop) }
    });
    eventually("allowed", || world.plane.issue_asks.load(SeqCst) == 1).await;
    world.plane.deny(SHOP);
    world.plane.tell_changed(&[SHOP]).await;
    world.shelf.hold_back_results(false);
    let error = visit.await.unwrap().unwrap_err();
    assert!(error.to_string().contains("UnrecognisedName"), "{error}");
}
