//! CAA records that forbid, and then allow.

use crate::world::{Which, World, is_issued, text};
use reqwest::Method;

#[tokio::test]
async fn what_caa_forbids_is_told_with_the_record_to_add_and_issued_once_it_is_there() {
    let mut world = World::start().await;
    let forbids = ("strict.customer.test", "CAA", "0 issue \"other-ca.example\"");
    world.dns.customer.publish(&[forbids]);
    let connection = world.connect(Which::First, "shop.strict.customer.test").await;
    world.publish_proof(&connection, "acme_cname");
    let told = |connection: &serde_json::Value| connection["certificate"]["last_problem"]["code"] == "caa_forbids";
    let stuck = world.becomes(Which::Second, &connection, "stuck on CAA", told).await;
    let problem = &stuck["certificate"]["last_problem"];
    let message = text(&problem["message"]);
    assert_eq!(problem["actor"], "customer", "{problem}");
    for part in ["strict.customer.test", "other-ca.example", "0 issue \"pebble.letsencrypt.org\""] {
        assert!(message.contains(part), "{message:?} does not name {part}");
    }
    assert_eq!(world.pebble.orders(), 0, "nothing is ordered that would be refused");

    world.dns.customer.publish(&[("strict.customer.test", "CAA", "0 issue \"pebble.letsencrypt.org\"")]);
    let renew = format!("/v1/connections/{}/certificate:renew", text(&connection["id"]));
    let (status, answer) = world.call(Which::Second, Method::POST, &renew, None).await;
    assert_eq!(status, 200, "{answer}");
    world.becomes(Which::First, &connection, "issued once CAA allows it", is_issued).await;
    assert_eq!(world.pebble.orders(), 1);
}
