#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use super::*;
use axum::Json;
use axum::extract::Query;
use nameplate_domain::time::{Clock, Timestamp};
use std::collections::BTreeMap;
use std::sync::Arc;

#[derive(Debug)]
struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(0)
    }
}

/// A server that has `records` and shows at most 500 of them at once.
async fn serve(records: Vec<serde_json::Value>) -> Access {
    let page = move |Query(query): Query<BTreeMap<String, String>>| async move {
        let page: usize = query.get("offset").map_or(1, |offset| offset.parse().unwrap());
        let limit: usize = query.get("limit").map_or(500, |limit| limit.parse().unwrap());
        Json(records.into_iter().skip((page - 1) * limit).take(limit).collect::<Vec<_>>())
    };
    let app = axum::Router::new().route("/v1/domains/customer.example/records", axum::routing::get(page));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, app).await });
    Access::new(BTreeMap::from([(SPEC.key.to_owned(), base)]), true, Arc::new(Stopped)).unwrap()
}

#[tokio::test]
async fn a_full_page_is_followed_by_another() {
    for (count, requests) in [(499, 1), (500, 2), (501, 2), (1200, 3)] {
        let record =
            |number| serde_json::json!({"type": "A", "name": format!("h{number}"), "data": "192.0.2.1", "ttl": 600});
        let access = serve((0..count).map(record).collect()).await;
        let writer = open(&CredentialText::new("key:secret"), &access).unwrap();
        let contents = writer.read(&Zone::named("customer.example"), Part::Whole).await.unwrap();
        assert_eq!((contents.sets.len(), access.requests()), (count, requests));
    }
}

#[test]
fn a_credential_has_two_parts() {
    let access = Access::new(BTreeMap::new(), false, Arc::new(Stopped)).unwrap();
    for text in ["3mM44Uc", "3mM44Uc:", ":3mM44Uc", "3mM44Uc 9QhVzT"] {
        let error = open(&CredentialText::new(text), &access).unwrap_err();
        assert!(error.field == "token" && !error.reason.contains("3mM44Uc"), "{text}: {error}");
    }
}
