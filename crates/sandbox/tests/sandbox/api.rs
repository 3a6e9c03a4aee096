//! The JSON API.

use crate::open::Open;
use serde_json::{Value, json};

#[tokio::test]
async fn a_record_goes_in_is_listed_replaced_and_deleted() {
    let open = Open::new().await;
    let wish =
        json!({ "name": "app", "type": "CNAME", "value": "Edge.nameplate.localhost.", "ttl": 120, "priority": null });
    let created = open.json("POST", "/api/zones/customer.test/records", &wish).await;
    let expected = json!({
        "id": "2", "zone": "customer.test", "name": "app.customer.test", "type": "CNAME",
        "value": "edge.nameplate.localhost", "ttl": 120, "priority": null
    });
    assert_eq!((created.status, created.json()), (201, expected.clone()));
    let listed = open.get("/api/zones/customer.test/records").await;
    assert_eq!((listed.status, listed.json()), (200, json!({ "data": [expected] })));
    let other = json!({ "name": "app", "type": "A", "value": "192.0.2.1" });
    let replaced = open.json("PUT", "/api/zones/customer.test/records/2", &other).await;
    assert_eq!(
        (replaced.status, &replaced.json()["value"], &replaced.json()["ttl"]),
        (200, &json!("192.0.2.1"), &json!(60))
    );
    let deleted = open.send("DELETE", "/api/zones/customer.test/records/2", &[], "").await;
    assert_eq!((deleted.status, deleted.body.as_str()), (204, ""));
    assert_eq!(open.get("/api/zones/customer.test/records").await.json(), json!({ "data": [] }));
}

#[tokio::test]
async fn zones_are_listed_with_those_of_the_platform() {
    let open = Open::new().await;
    assert_eq!(open.json("POST", "/api/zones", &json!({ "zone": "customer.test" })).await.status, 201);
    let zones = json!({ "data": [
        { "zone": "customer.test", "records": 0, "editable": true, "fault": "none" },
        { "zone": "nameplate.localhost", "records": 1, "editable": false, "fault": "none" }
    ]});
    assert_eq!(open.get("/api/zones").await.json(), zones);
    assert_eq!(open.send("DELETE", "/api/zones/customer.test", &[], "").await.status, 204);
    assert_eq!(open.get("/api/zones/customer.test/records").await.status, 404);
}

/// What a record is refused with.
async fn check(path: &str, body: Value, status: u16, expected: &str) {
    let response = Open::new().await.json("POST", path, &body).await;
    assert_eq!(response.failure(), (status, expected.to_owned()));
}

#[tokio::test]
async fn a_refusal_names_the_field() {
    let zone = "/api/zones/customer.test/records";
    let a = |name: &str, value: &str| json!({ "name": name, "type": "A", "value": value });
    check(zone, a("app", "x"), 400, "invalid: value is not an IPv4 address like 192.0.2.1").await;
    check("/api/records", a("app", "192.0.2.1"), 400, "invalid: name is not an absolute name under .test").await;
    check(
        "/api/records",
        a("app.example.com", "192.0.2.1"),
        400,
        "invalid: zone must be a name directly under .test, like customer.test",
    )
    .await;
    check(
        "/api/zones/nameplate.localhost/records",
        a("app", "192.0.2.1"),
        403,
        "read_only: the zone nameplate.localhost belongs to the platform and is only shown here",
    )
    .await;
    check(
        "/api/zones/customer.test/fault",
        json!({ "mode": "servfail" }),
        404,
        "not_found: there is no zone customer.test here",
    )
    .await;
    check(
        "/api/zones/nameplate.localhost/fault",
        json!({ "mode": "fire" }),
        400,
        "invalid: mode is none of none, servfail, refused, timeout, truncate, lame, wrong_question",
    )
    .await;
}

#[tokio::test]
async fn what_is_not_understood_gets_the_same_envelope() {
    let open = Open::new().await;
    let json_type = ["content-type: application/json"];
    let path = "/api/zones/customer.test/records";
    assert_eq!(open.send("POST", path, &json_type, "{").await.failure().0, 400);
    assert_eq!(open.send("POST", path, &[], "{}").await.failure().0, 415);
    let unknown = open.json("POST", path, &json!({ "name": "a", "type": "A", "value": "192.0.2.1", "tll": 5 })).await;
    let (status, message) = unknown.failure();
    assert_eq!(status, 400);
    assert!(message.contains("unknown field `tll`"), "{message}");
    assert_eq!(open.get("/api/nothing").await.failure().0, 404);
    assert_eq!(open.send("PATCH", "/api/zones", &[], "").await.failure().0, 405);
    assert_eq!(open.get("/api/zones/customer.test/records").await.failure().0, 404);
}

#[tokio::test]
async fn other_hosts_and_other_origins_stay_out() {
    let open = Open::new().await;
    let rebound = open.send("GET", "/api/zones", &["host: attacker.example"], "").await;
    assert_eq!(rebound.failure(), (403, "forbidden: this host answers to localhost only".to_owned()));
    let headers = ["content-type: application/x-www-form-urlencoded", "origin: https://attacker.example"];
    let forged = open.send("POST", "/zones", &headers, "zone=customer.test").await;
    assert_eq!(forged.failure(), (403, "forbidden: the request comes from a page of another origin".to_owned()));
    assert_eq!(open.get("/api/zones/customer.test/records").await.status, 404);
}

#[tokio::test]
async fn several_changes_are_one_step() {
    let open = Open::new().await;
    let records = "/api/zones/customer.test/records";
    let changes = "/api/zones/customer.test/changes";
    let a = json!({ "name": "app", "type": "A", "value": "192.0.2.1" });
    assert_eq!(open.json("POST", changes, &json!({ "create": [a] })).await.failure().0, 404, "the zone comes first");
    let id = open.json("POST", records, &a).await.json()["id"].clone();
    let cname = json!({ "name": "app", "type": "CNAME", "value": "edge.nameplate.localhost" });
    let blocked = open.json("POST", changes, &json!({ "create": [a, cname] })).await;
    assert_eq!(blocked.failure().0, 409);
    let swapped = open.json("POST", changes, &json!({ "delete": [id], "create": [cname] })).await;
    assert_eq!((swapped.status, swapped.json()["data"].as_array().unwrap().len()), (200, 1));
    assert_eq!(open.get(records).await.json()["data"], swapped.json()["data"]);
    assert_eq!(open.json("POST", changes, &json!({ "remove": [] })).await.failure().0, 400);
}

#[tokio::test]
async fn changes_can_be_tied_to_what_was_read() {
    let open = Open::new().await;
    let records = "/api/zones/customer.test/records";
    let a = |value: &str| json!({ "name": "app", "type": "A", "value": value }).to_string();
    let json_type = "content-type: application/json";
    open.send("POST", records, &[json_type], &a("192.0.2.1")).await;
    let tag = |head: &str| head.lines().find_map(|line| line.strip_prefix("etag: ")).unwrap().to_owned();
    let read = tag(&open.get(records).await.head);
    assert_eq!(read, tag(&open.get(records).await.head));
    let change = async |read: &str, value: &str| {
        let headers = [json_type.to_owned(), format!("if-match: {read}")];
        let body = format!("{{\"create\": [{}]}}", a(value));
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        open.send("POST", "/api/zones/customer.test/changes", &headers, &body).await
    };
    assert_eq!(change(&read, "192.0.2.2").await.status, 200);
    let expected = "changed: the records of customer.test were changed in the meantime; read them again";
    assert_eq!(change(&read, "192.0.2.3").await.failure(), (412, expected.to_owned()));
    assert_eq!(change("soon", "192.0.2.3").await.failure().0, 400);
}

#[tokio::test]
async fn a_token_says_what_it_sees() {
    let open = Open::new().await;
    open.form("/zones", "zone=customer.test").await;
    open.form("/zones", "zone=other.test").await;
    let get =
        async |path: &str, token: &str| open.send("GET", path, &[&format!("authorization: Bearer {token}")], "").await;
    let expected = "unauthorized: the token is not known; any that does not begin with `wrong` is";
    assert_eq!(get("/api/zones", "wrong-token").await.failure(), (401, expected.to_owned()));
    assert_eq!(get("/api/zones", "sandbox-token").await.json()["data"].as_array().unwrap().len(), 3);
    let limited = get("/api/zones", "limited:customer.test").await.json();
    assert_eq!((limited["data"].as_array().unwrap().len(), &limited["data"][0]["zone"]), (1, &json!("customer.test")));
    assert_eq!(get("/api/zones/customer.test", "limited:customer.test").await.status, 200);
    let expected = (404, "not_found: there is no zone other.test here".to_owned());
    assert_eq!(get("/api/zones/other.test", "limited:customer.test").await.failure(), expected);
    assert_eq!(get("/api/zones/other.test/records", "limited:customer.test").await.failure(), expected);
    let headers = ["authorization: Bearer limited:customer.test", "content-type: application/json"];
    let wish = json!({ "name": "app.other.test", "type": "A", "value": "192.0.2.1" }).to_string();
    assert_eq!(open.send("POST", "/api/records", &headers, &wish).await.failure(), expected);
    for (method, path, body) in [
        ("POST", "/api/zones", "{\"zone\": \"other.test\"}"),
        ("DELETE", "/api/zones/other.test", ""),
        ("POST", "/api/zones/other.test/records", &wish),
        ("POST", "/api/zones/other.test/changes", "{}"),
        ("POST", "/api/zones/other.test/fault", "{\"mode\": \"none\"}"),
        ("PUT", "/api/zones/other.test/records/1", &wish),
        ("DELETE", "/api/zones/other.test/records/1", ""),
    ] {
        assert_eq!(open.send(method, path, &headers, body).await.failure(), expected, "{method} {path}");
    }
}

#[tokio::test]
async fn a_text_in_quotes_may_hold_anything() {
    let open = Open::new().await;
    for (typed, text) in [
        (r#"" a blank on both sides ""#, " a blank on both sides "),
        (r#""\"quoted\" and \\ and \195\164""#, "\"quoted\" and \\ and ä"),
        (r#""""#, ""),
        ("\"one \" \"text\"", "one text"),
    ] {
        let wish = json!({ "name": "app", "type": "TXT", "value": typed });
        let kept = open.json("POST", "/api/zones/customer.test/records", &wish).await;
        assert_eq!((kept.status, &kept.json()["value"]), (201, &json!(text)), "{typed}");
    }
}
