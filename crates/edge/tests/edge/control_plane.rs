//! When the control plane changes its mind, or is gone; and asking it over HTTP.

use crate::world::{Body, Origin, World, eventually, full, get, soon};
use http::{Request, Response};
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use nameplate_edge::{
    AskError, CertificateOutcome, CertificateReport, ControlPlane as _, OverHttp, Purpose, Verdict, Wanted,
};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const SHOP: &str = "shop.example.test";

#[tokio::test(flavor = "multi_thread")]
async fn a_dead_control_plane_does_not_stop_what_was_served() {
    let world = World::with(|settings| {
        settings.ask_positive_ttl = Duration::from_millis(20);
        settings.ask_retry_pause = Duration::from_millis(10);
    })
    .await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    world.plane.die(true);
    while world.edge.counters().ask_stale_total < 5 {
        assert_eq!(world.get(SHOP, "/").await.1, "hello");
    }
    world.try_tls("new.example.test", b"h2").await.unwrap_err();
    world.plane.die(false);
    world.plane.deny(SHOP);
    soon(async { while world.try_tls(SHOP, b"h2").await.is_ok() {} }).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_plane_that_does_not_answer_costs_its_time_limit_and_no_more() {
    let world = World::with(|settings| settings.ask_timeout = Duration::from_millis(100)).await;
    world.plane.allow(SHOP, None);
    world.plane.be_slow(Duration::from_secs(60));
    let error = world.try_tls(SHOP, b"h2").await.unwrap_err();
    assert!(error.to_string().contains("InternalError"), "whether there is such a name is not known: {error}");
    assert_eq!(world.edge.counters().ask_errors_total, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_name_that_may_be_served_but_not_issued_lives_off_its_stored_certificate() {
    let world = World::new().await;
    world.plane.allow(SHOP, Origin::saying("hello").await.url);
    world.serial(SHOP).await;
    eventually("reported", || world.plane.stored(SHOP).len() == 1).await;
    world.plane.allow_no_issue();
    world.plane.allow("new.example.test", None);
    let world = world.restarted().await;
    assert_eq!(world.get(SHOP, "/").await.1, "hello");
    world.try_tls("new.example.test", b"h2").await.unwrap_err();
}

#[tokio::test(flavor = "multi_thread")]
async fn an_open_stream_follows_a_new_origin_and_stops_when_the_name_is_gone() {
    let world = World::with(|settings| {
        settings.ask_positive_ttl = Duration::from_millis(20);
        settings.ask_negative_ttl = Duration::from_millis(1);
    })
    .await;
    world.plane.allow(SHOP, Origin::saying("old").await.url);
    let stream = hyper_util::rt::TokioIo::new(world.tls(SHOP).await);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(stream).await.unwrap();
    tokio::spawn(connection);
    let mut ask = async |want: fn(u16, &str) -> bool| {
        soon(async {
            loop {
                sender.ready().await.unwrap();
                let response = sender.send_request(get(SHOP, "/")).await.unwrap();
                let status = response.status().as_u16();
                if want(status, &crate::world::text(response).await) {
                    return;
                }
            }
        })
        .await;
    };
    ask(|_, text| text == "old").await;
    world.plane.allow(SHOP, Origin::saying("new").await.url);
    ask(|_, text| text == "new").await;
    world.plane.deny(SHOP);
    ask(|status, _| status == 421).await;
}

/// A control plane's HTTP side that writes down what it is asked.
async fn over_http(token: Option<&str>) -> (OverHttp, Arc<Mutex<Vec<String>>>) {
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let log = Arc::clone(&heard);
    let plane = Origin::new(move |request: Request<Incoming>| {
        let log = Arc::clone(&log);
        async move { answer(request, &log).await }
    })
    .await;
    let asking = OverHttp::new(&plane.url, "edge-1", token.map(str::to_owned), Duration::from_millis(500)).unwrap();
    (asking, heard)
}

async fn answer(request: Request<Incoming>, log: &Mutex<Vec<String>>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let body = body.collect().await.unwrap().to_bytes();
    let token = head.headers.get("authorization").map_or("", |value| value.to_str().unwrap());
    let line = format!("{} {} {token} {}", head.method, head.uri, String::from_utf8_lossy(&body));
    log.lock().unwrap().push(line);
    let text = match head.uri.query().unwrap_or_default() {
        query if query.contains("slow") => {
            std::future::pending::<()>().await;
            ""
        }
        query if query.contains("broken") => "{",
        query if query.contains("refused") => {
            return Response::builder().status(404).body(full("")).unwrap();
        }
        query if query.starts_with("domain") => r#"{"allow":true,"origin":"http://127.0.0.1:1"}"#,
        query if query.contains("cursor") => {
            r#"{"hostnames":[],"renew":["c.test"],"changed":["*.b.test"],"all_changed":true,"cursor":"p-8"}"#
        }
        query if query.starts_with("edge_id") => r#"{"hostnames":["a.test"],"cursor":"p&q 7"}"#,
        _ => "",
    };
    Response::new(full(text))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_three_questions_over_http() {
    let (plane, heard) = over_http(Some("secret")).await;
    let yes = Verdict { allow: true, origin: Some("http://127.0.0.1:1".into()) };
    assert_eq!(plane.ask("a.test", Purpose::Serve).await, Ok(yes.clone()));
    assert_eq!(plane.ask("a.test", Purpose::Issue).await, Ok(yes));
    let first = plane.wanted(None, Duration::from_secs(1)).await.unwrap();
    let cursor = Some("p&q 7".to_owned());
    assert_eq!(first, Wanted { hostnames: vec!["a.test".into()], cursor: cursor.clone(), ..Wanted::default() });
    let second = plane.wanted(cursor, Duration::ZERO).await.unwrap();
    let changed = vec!["*.b.test".into()];
    let renew = vec!["c.test".into()];
    assert_eq!(second, Wanted { hostnames: vec![], renew, changed, all_changed: true, cursor: Some("p-8".into()) });
    let outcome = CertificateOutcome::Failed { detail: "no".into(), problem: None };
    plane.report(CertificateReport { hostname: "a.test".into(), outcome }).await.unwrap();
    let heard: Vec<String> = heard.lock().unwrap().clone();
    assert_eq!(
        heard,
        [
            "GET /internal/ask?domain=a.test  ",
            "GET /internal/ask?domain=a.test&purpose=issue  ",
            "GET /internal/certificates/wanted?edge_id=edge-1&wait_ms=1000 Bearer secret ",
            "GET /internal/certificates/wanted?edge_id=edge-1&wait_ms=0&cursor=p%26q+7 Bearer secret ",
            r#"POST /internal/certificates Bearer secret {"edge_id":"edge-1","hostname":"a.test","outcome":"failed","detail":"no"}"#,
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_can_go_wrong_over_http_is_told_apart() {
    let (plane, _) = over_http(None).await;
    let error = async |name: &str| plane.ask(name, Purpose::Serve).await.unwrap_err();
    assert_eq!(error("slow.test").await, AskError::Timeout { after_ms: 500 });
    assert!(matches!(error("broken.test").await, AskError::Malformed { .. }));
    assert_eq!(error("refused.test").await, AskError::Status { status: 404 });
    let gone = crate::world::dead_url().await;
    let plane = OverHttp::new(&gone, "edge-1", None, Duration::from_secs(5)).unwrap();
    assert!(matches!(plane.ask("a.test", Purpose::Serve).await, Err(AskError::Unreachable { .. })));
    assert!(OverHttp::new("not a url", "edge-1", None, Duration::from_secs(5)).is_err());
}
