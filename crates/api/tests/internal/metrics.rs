use nameplate_domain::connection::State;
use nameplate_domain::edge_status::{AuthorityStatus, BudgetStatus, EdgeStatus};
use nameplate_testkit::{Receiver, Reply, World, until};
use serde_json::json;
use std::time::Duration;

#[tokio::test]
async fn metrics_count_every_state_and_name_nobody() {
    let world = World::start().await;
    let connection = world.connect("shop.customer.test").await;
    let _ = world.people.nobody.get("/internal/ask?domain=shop.customer.test").await;
    let answer = world.people.nobody.get("/metrics").await.expect(200);
    assert_eq!(answer.header("content-type"), "text/plain; version=0.0.4; charset=utf-8");
    let text = &answer.text;
    for state in State::ALL {
        let count = u8::from(state == State::PendingOwnership);
        assert!(
            text.contains(&format!("customdomain_connections{{state=\"{state}\"}} {count}\n")),
            "{state} in {text}"
        );
    }
    for line in [
        "customdomain_certificates{status=\"issued\"} 0\n",
        "customdomain_certificates{status=\"failed\"} 0\n",
        "customdomain_certificates_expiring_soon 0\n",
        "customdomain_webhook_deliveries{status=\"pending\"} 0\n",
        "nameplate_webhook_delivery_oldest_due_seconds 0\n",
        "nameplate_store_up 1\n",
        "nameplate_asks_total{purpose=\"serve\",allow=\"false\"} 1\n",
        "nameplate_http_requests_total{method=\"POST\",route=\"/v1/connections\",status=\"201\"} 1\n",
        "nameplate_queue_waiting{queue=\"connections\"} ",
        "nameplate_queue_oldest_seconds{queue=\"events\"} ",
        "nameplate_http_request_seconds_count{method=\"POST\",route=\"/v1/connections\"} 1\n",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(!text.contains(connection.at("/id")) && !text.contains("customer.test"), "{text}");
}

#[tokio::test]
async fn a_scrape_tells_what_was_done_before_it() {
    let world = World::start().await;
    let _ = world.people.nobody.get("/metrics").await.expect(200);
    let _ = world.connect("shop.customer.test").await;
    until("the new connection to be counted", async || {
        let again = world.people.nobody.get("/metrics").await.expect(200);
        again.text.contains("customdomain_connections{state=\"pending_ownership\"} 1\n").then_some(())
    })
    .await;
}

#[tokio::test]
async fn deliveries_that_nobody_takes_are_counted_with_their_age() {
    let world = World::start().await;
    let (well, hanging) = (Receiver::start(Reply::Status(200)).await, Receiver::start(Reply::Hang).await);
    for receiver in [&well, &hanging] {
        let _ = world.people.demo.post("/v1/webhook-endpoints", json!({"url": receiver.url()})).await.expect(201);
    }
    world.proven("shop.customer.test").await;
    until("both to be told", async || (hanging.received().len() == 1).then_some(())).await;
    until("one to have taken it", async || {
        let done = world.people.demo.get("/v1/webhook-deliveries?status=delivered").await.expect(200);
        (done.value("/data").as_array().unwrap().len() == 1).then_some(())
    })
    .await;
    world.pass(Duration::from_mins(2));
    let answer = world.people.nobody.get("/metrics").await.expect(200);
    for line in [
        "customdomain_webhook_deliveries{status=\"pending\"} 1\n",
        "customdomain_webhook_deliveries{status=\"delivered\"} 1\n",
        "customdomain_webhook_deliveries{status=\"failed\"} 0\n",
    ] {
        assert!(answer.text.contains(line), "{line} in {}", answer.text);
    }
    let age = answer.text.lines().find_map(|line| line.strip_prefix("nameplate_webhook_delivery_oldest_due_seconds "));
    let age: f64 = age.unwrap().parse().unwrap();
    // Each reading of the clock is a millisecond.
    assert!((120.0..125.0).contains(&age), "{age}");
}

#[tokio::test]
async fn the_fleet_is_counted_with_what_its_authorities_allow() {
    let world = World::start().await;
    let of = |name: &str, available, closed_for: Option<Duration>| AuthorityStatus {
        name: name.into(),
        resting_until: closed_for.map(|time| world.control.now().plus(time)),
        budgets: vec![BudgetStatus {
            limit: "orders".into(),
            capacity: 300,
            available,
            refills_per_hour: 100.0,
            closed_until: closed_for.map(|time| world.control.now().plus(time)),
        }],
    };
    let authorities = vec![of("letsencrypt", 288, None), of("a \"strange\" one\\", 7, Some(Duration::from_hours(1)))];
    let status = EdgeStatus { authorities, ..EdgeStatus::default() };
    world.control.note_edge("edge-1", EdgeStatus::default()).await.unwrap();
    world.pass(Duration::from_mins(5));
    world.control.note_edge("edge-2", status).await.unwrap();
    let answer = world.people.nobody.get("/metrics").await.expect(200);
    for line in [
        "nameplate_edges{state=\"attached\"} 1\n",
        "nameplate_edges{state=\"silent\"} 1\n",
        "nameplate_authority_resting{authority=\"letsencrypt\"} 0\n",
        "nameplate_authority_resting{authority=\"a \\\"strange\\\" one\\\\\"} 1\n",
        "nameplate_authority_budget_capacity{authority=\"letsencrypt\",limit=\"orders\"} 300\n",
        "nameplate_authority_budget_available{authority=\"letsencrypt\",limit=\"orders\"} 288\n",
        "nameplate_authority_budget_available{authority=\"a \\\"strange\\\" one\\\\\",limit=\"orders\"} 0\n",
        "nameplate_queue_oldest_seconds{queue=\"certificates_wanted\"} 0.000\n",
    ] {
        assert!(answer.text.contains(line), "{line} in {}", answer.text);
    }
}
