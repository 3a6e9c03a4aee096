use super::{ENDPOINTS, register, until_delivery};
use nameplate_testkit::{Receiver, Reply, World, until};
use serde_json::{Value, json};
use std::process::{Command, Stdio};
use std::time::Duration;

/// The function `verify` of the documentation, as users copy it.
const VERIFY: &str = r"
const crypto = require('crypto');
function verify(rawBody, tsHeader, sigHeader, secret, toleranceSec) {
  const ts = parseInt(tsHeader, 10);
  if (!Number.isFinite(ts)) return false;
  const expected = 'sha256=' + crypto.createHmac('sha256', secret).update(`${ts}.`).update(rawBody).digest('hex');
  const a = Buffer.from(sigHeader || ''), b = Buffer.from(expected);
  return a.length === b.length && crypto.timingSafeEqual(a, b);
}
const [body, ts, signature, secret] = process.argv.slice(1);
process.exit(verify(body, ts, signature, secret) ? 0 : 1);
";

fn accepts(arguments: [&str; 4]) -> bool {
    let node = Command::new("node").arg("-e").arg(VERIFY).arg("--").args(arguments).stdin(Stdio::null()).status();
    node.expect("node is installed").success()
}

#[tokio::test]
async fn a_delivery_is_the_documented_envelope_and_signed() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(200)).await;
    let endpoint = register(&world, &receiver.url(), &[]).await;
    let connection = world.proven("shop.customer.test").await;
    let shown = until_delivery(&world, endpoint.at("/id"), "delivered", 1).await;
    let received = receiver.received();
    let told = &received[0];
    let body = told.json();
    assert_eq!((&body["type"], &body["jobId"]), (&json!("domain.verified"), connection.value("/id")));
    assert_eq!(body["data"]["hostname"], "shop.customer.test");
    assert_eq!(told.header("user-agent"), "Nameplate-Webhooks/1");
    assert_eq!(told.header("content-type"), "application/json");
    assert_eq!(
        (told.header("webhook-id"), shown.at("/event_id")),
        (body["id"].as_str().unwrap(), told.header("webhook-id"))
    );
    assert_eq!(told.header("webhook-timestamp"), told.header("x-cd-timestamp"));
    let (ts, signature) = (told.header("x-cd-timestamp"), told.header("x-cd-signature"));
    let secret = endpoint.at("/signing_secret");
    assert!(accepts([&told.body, ts, signature, secret]), "{told:#?}");
    assert!(!accepts([&told.body, ts, signature, "whsec_other"]));
    assert!(!accepts([&told.body.replace("shop", "spam"), ts, signature, secret]));
}

#[tokio::test]
async fn failures_are_tried_again_by_the_table_and_then_given_up() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(503)).await;
    let endpoint = register(&world, &receiver.url(), &["domain.verified"]).await;
    world.proven("shop.customer.test").await;
    for (attempt, minutes) in [(1, 1), (2, 2), (3, 4), (4, 8), (5, 16)] {
        until_delivery(&world, endpoint.at("/id"), "pending", attempt).await;
        world.pass(Duration::from_secs(minutes * 60 * 99 / 100));
        tokio::time::sleep(Duration::from_millis(600)).await;
        assert_eq!(receiver.received().len() as u64, attempt, "not before its time");
        world.pass(Duration::from_secs(minutes * 60 * 22 / 100));
    }
    let failed = until_delivery(&world, endpoint.at("/id"), "failed", 6).await;
    assert_eq!((failed.at("/last_problem"), failed.value("/next_retry_at")), ("it answered 503", &Value::Null));
    assert_eq!(failed.value("/attempt_log").as_array().unwrap().len(), 6);
    let received = receiver.received();
    assert!(received.iter().all(|told| told.body == received[0].body), "the same bytes each time");
    assert_ne!(received[0].header("x-cd-timestamp"), received[5].header("x-cd-timestamp"), "signed freshly");
    receiver.replies(Reply::Status(200));
    let replay = format!("/v1/webhook-deliveries/{}/replay", failed.at("/id"));
    assert_eq!(world.people.demo.post(&replay, Value::Null).await.expect(200).at("/status"), "pending");
    until_delivery(&world, endpoint.at("/id"), "delivered", 7).await;
}

#[tokio::test]
async fn a_slow_endpoint_keeps_no_other_waiting() {
    let world = World::start().await;
    let (slow, fast) = (Receiver::start(Reply::Hang).await, Receiver::start(Reply::Status(200)).await);
    let hanging = register(&world, &slow.url(), &[]).await;
    register(&world, &fast.url(), &["domain.verified"]).await;
    for n in 0..8 {
        world.proven(&format!("h{n}.customer.test")).await;
    }
    let began = std::time::Instant::now();
    until("the fast one to have everything", async || (fast.received().len() == 8).then_some(())).await;
    assert!(began.elapsed() < Duration::from_secs(4), "{:?}", began.elapsed());
    assert!(slow.received().len() <= 4, "four at once");
    let path = format!("/v1/webhook-deliveries?endpoint_id={}&status=delivered", hanging.at("/id"));
    assert_eq!(world.people.demo.get(&path).await.expect(200).value("/data"), &json!([]));
}

#[tokio::test]
async fn who_is_gone_is_told_nothing_more_and_the_others_hear_of_it() {
    let world = World::start().await;
    let (gone, other) = (Receiver::start(Reply::Status(410)).await, Receiver::start(Reply::Status(200)).await);
    let endpoint = register(&world, &gone.url(), &["domain.verified"]).await;
    let listening = register(&world, &other.url(), &["webhook.disabled"]).await;
    world.proven("shop.customer.test").await;
    until_delivery(&world, endpoint.at("/id"), "failed", 1).await;
    let path = format!("{ENDPOINTS}/{}", endpoint.at("/id"));
    assert_eq!(world.people.demo.get(&path).await.expect(200).at("/disabled_reason"), "it answered 410 Gone");
    until_delivery(&world, listening.at("/id"), "delivered", 1).await;
    let told = other.received()[0].json();
    assert_eq!((&told["type"], &told["jobId"]), (&json!("webhook.disabled"), &Value::Null));
    assert_eq!(&told["data"]["endpoint_id"], endpoint.value("/id"));
}

#[tokio::test]
async fn deliveries_are_filtered_and_a_strangers_do_not_exist() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(200)).await;
    let endpoint = register(&world, &receiver.url(), &[]).await;
    let connection = world.proven("shop.customer.test").await;
    let delivery = until_delivery(&world, endpoint.at("/id"), "delivered", 1).await;
    let list = async |query: &str| {
        let list = world.people.demo.get(&format!("/v1/webhook-deliveries?{query}")).await.expect(200);
        list.value("/data").as_array().unwrap().len()
    };
    assert_eq!(list("status=delivered&type=domain.verified").await, 1);
    assert_eq!(list(&format!("connection_id={}", connection.at("/id"))).await, 1);
    assert_eq!((list("status=failed").await, list("type=domain.drift").await), (0, 0));
    let wrong = world.people.demo.get("/v1/webhook-deliveries?status=lost").await;
    wrong.refused(400, "invalid", "status cannot be");
    let path = format!("/v1/webhook-deliveries/{}", delivery.at("/id"));
    world.people.stranger.get(&path).await.refused(404, "not_found", "webhook delivery");
    let theirs = world.people.stranger.get("/v1/webhook-deliveries").await.expect(200);
    assert_eq!(theirs.value("/data"), &json!([]));
}

#[tokio::test]
async fn an_event_leads_to_every_delivery_of_it() {
    let world = World::start().await;
    let receiver = Receiver::start(Reply::Status(200)).await;
    let one = register(&world, &receiver.url(), &["domain.verified"]).await;
    let two = register(&world, &receiver.url(), &["domain.verified"]).await;
    let _ = world.proven("shop.customer.test").await;
    let told = until_delivery(&world, one.at("/id"), "delivered", 1).await;
    until_delivery(&world, two.at("/id"), "delivered", 1).await;
    let path = format!("/v1/webhook-deliveries?event_id={}", told.at("/event_id"));
    let found = world.people.demo.get(&path).await.expect(200);
    let mut endpoints: Vec<&str> =
        found.value("/data").as_array().unwrap().iter().map(|row| row["endpoint_id"].as_str().unwrap()).collect();
    endpoints.sort_unstable();
    assert_eq!(endpoints, [one.at("/id"), two.at("/id")]);
    let failed = world.people.demo.get(&format!("{path}&status=failed")).await.expect(200);
    assert_eq!(failed.value("/data"), &json!([]));
    assert_eq!(world.people.stranger.get(&path).await.expect(200).value("/data"), &json!([]));
    world.people.demo.get("/v1/webhook-deliveries?event_id=x").await.refused(400, "invalid", "event_id");
}
