//! What a domain's page tells: its whole story in order, and why it is not live while it is not.

use crate::stack::Stack;
use reqwest::Method;
use serde_json::Value;

/// Whether entries with these beginnings stand in that order, with anything between them.
fn assert_in_order(story: &[Value], wanted: &[&str]) {
    let said: Vec<&str> = story.iter().map(|entry| entry["title"].as_str().unwrap()).collect();
    let mut rest = said.iter();
    for wanted in wanted {
        assert!(rest.any(|title| title.starts_with(wanted)), "{wanted:?} is missing, or not in its place: {said:#?}");
    }
}

#[tokio::test]
async fn a_domain_tells_its_whole_story_in_order() {
    let stack = Stack::start().await;
    let connection = stack.connect("story.customer.test").await;
    let id = connection["id"].as_str().unwrap().to_owned();
    assert_eq!(connection["explanation"]["waiting_for"], "customer", "{connection}");
    let last = stack.publish_all("customer.test", &connection).await;
    let live = stack.becomes(&id, "live").await;
    assert_eq!(live["explanation"]["waiting_for"], "nobody", "{live}");
    assert_eq!(live["route"]["served"], true, "{live}");
    let chain = live["certificate"]["chain"].as_array().unwrap();
    assert_eq!(chain[0]["serial"], live["certificate"]["serial"], "{live}");
    assert!(chain.windows(2).all(|pair| pair[0]["issuer"] == pair[1]["subject"]), "{live}");
    assert_eq!(live["certificate"]["renewal"], "life", "{live}");
    let vantage = &live["dns_records"][0]["vantages"][0];
    assert_eq!((vantage["vantage"].as_str(), vantage["propagated"].as_bool()), (Some("authoritative"), Some(true)));

    stack.unpublish("customer.test", &last).await;
    let drifted = stack.becomes(&id, "drifted").await;
    assert_eq!(
        (&drifted["explanation"]["waiting_for"], &drifted["route"]["served"]),
        (&"customer".into(), &true.into())
    );
    let sentence = drifted["explanation"]["sentence"].as_str().unwrap();
    assert!(sentence.contains("story.customer.test goes on being served until "), "{sentence}");
    stack.publish("customer.test", "story", "CNAME", "edge.nameplate.localhost").await;
    stack.becomes(&id, "live").await;
    let path = format!("/v1/connections/{id}");
    assert_eq!(stack.call(Method::DELETE, &path, None).await.0, 200);

    let (status, page) = stack.call(Method::GET, &format!("{path}/timeline?limit=100"), None).await;
    assert_eq!((status.as_u16(), &page["next_cursor"]), (200, &Value::Null), "{page}");
    let mut story = page["data"].as_array().unwrap().clone();
    story.reverse();
    let of_kind = |kind: &str| story.iter().filter(|entry| entry["kind"] == kind).cloned().collect::<Vec<Value>>();
    assert_in_order(
        &story,
        &[
            "The connection was created.",
            "Ownership was proven by ",
            "A certificate by internal is there",
            "It went live.",
        ],
    );
    assert_in_order(
        &of_kind("transition"),
        &[
            "Ownership was proven by ",
            "Every record is in place; the certificate is being obtained.",
            "It went live.",
            "A record lost its value; it has drifted (record_missing).",
            "The records are back; it is live again.",
            "It was taken down.",
        ],
    );
    assert_in_order(
        &of_kind("observation"),
        &[
            "CNAME story.customer.test is in place",
            "CNAME story.customer.test is missing",
            "CNAME story.customer.test is in place",
        ],
    );
    let events: Vec<String> =
        of_kind("event").iter().map(|event| event["data"]["type"].as_str().unwrap().to_owned()).collect();
    assert_eq!(
        events,
        [
            "domain.verified",
            "ssl.issued",
            "domain.flow.completed",
            "domain.drift",
            "domain.recovered",
            "domain.archived"
        ]
    );
}
