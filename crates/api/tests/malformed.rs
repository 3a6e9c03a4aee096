//! Bodies, parameters and headers that cannot be used: each gets a clear answer, none gets through.

use nameplate_testkit::{Answer, World};
use reqwest::Method;
use serde_json::{Value, json};

async fn post_raw(world: &World, content_type: Option<&str>, body: Vec<u8>) -> Answer {
    let demo = &world.people.demo;
    let request = demo.request(Method::POST, "/v1/applications").body(body);
    let request = match content_type {
        Some(content_type) => request.header("content-type", content_type),
        None => request,
    };
    demo.send(request).await
}

#[tokio::test]
async fn a_body_that_is_no_json_object_is_refused_with_a_reason() {
    let world = World::start().await;
    let json = Some("application/json");
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let cases: [(&[u8], &str); 10] = [
        (b"", "empty"),
        (b"   ", "empty"),
        (b"{", "not valid JSON"),
        (b"{\"name\":\"a\"}}", "not valid JSON"),
        (b"{\"name\":\"a\"} {}", "something after"),
        (b"null", "must be an object"),
        (b"[\"name\",null,null,null,null]", "must be an object"),
        (b"\"text\"", "must be an object"),
        (b"{\"name\":\"\xff\"}", "not valid JSON"),
        (deep.as_bytes(), "name"),
    ];
    for (body, words) in cases {
        let answer = post_raw(&world, json, body.to_vec()).await;
        assert_eq!((answer.status, answer.at("/error/code")), (400, "invalid"), "{answer:#?}");
        let message = answer.at("/error/message");
        let shown = String::from_utf8_lossy(&body[..body.len().min(30)]);
        let fits = message.contains(words) || message.contains("something after") || body.len() > 1000;
        assert!(fits, "{shown}: {message:?} does not mention {words:?}");
    }
}

#[tokio::test]
async fn a_field_that_cannot_be_used_is_named() {
    let world = World::start().await;
    let cases = [
        (json!({}), "name is required"),
        (json!({"name": 5}), "name must be a string"),
        (json!({"name": null}), "name must be a string"),
        (json!({"name": ""}), "name is empty"),
        (json!({"name": "   "}), "name is empty"),
        (json!({"name": "x".repeat(201)}), "name has more than 200"),
        (json!({"name": "a\u{0}b"}), "name has control characters"),
        (json!({"name": "a", "nmae": 1}), "nmae is not a field"),
        (json!({"name": "a", "tenant_id": "x"}), "tenant_id is not a field"),
        (json!({"name": "a", "environment": "staging"}), "environment cannot be `staging`"),
        (json!({"name": "a", "allowed_origins": "https://a.example"}), "allowed_origins must be a list"),
        (json!({"name": "a", "allowed_origins": ["a.example"]}), "allowed_origins[0]"),
        (json!({"name": "a", "allowed_origins": vec!["https://a.example"; 51]}), "allowed_origins has more than 50"),
        (json!({"name": "a", "default_origin": "ftp://x"}), "default_origin must start with"),
        (json!({"name": "a", "default_origin": "http://user:secret@x"}), "default_origin must not carry"),
        (
            json!({"name": "a", "record_template": [{"host": "@", "type": "SOA", "value": "x"}]}),
            "record_template[0].type",
        ),
        (json!({"name": "a", "record_template": [{"host": "@", "type": "A"}]}), "record_template[0].value is required"),
        (json!({"name": "a", "record_template": [["@", "A", "192.0.2.1"]]}), "record_template[0] must be an object"),
        (
            json!({"name": "a", "record_template": [{"host": "@", "type": "A", "value": "x"}]}),
            "record_template[0].value",
        ),
        (
            json!({"name": "a", "record_template": [{"host": "@", "type": "A", "value": "192.0.2.1", "ttl": -1}]}),
            "record_template[0].ttl",
        ),
        (
            json!({"name": "a", "record_template": [{"host": "@", "type": "TXT", "value": "a\u{0}"}]}),
            "record_template[0].value",
        ),
        (
            json!({"name": "a", "record_template": [{"host": "@", "type": "A", "value": "192.0.2.1", "x": 1}]}),
            "record_template[0].x is not a field",
        ),
        (
            json!({"name": "a", "record_template": vec![json!({"host": "@", "type": "A", "value": "192.0.2.1"}); 21]}),
            "record_template[20]",
        ),
    ];
    for (body, words) in cases {
        world.people.demo.post("/v1/applications", body).await.refused(400, "invalid", words);
    }
}

#[tokio::test]
async fn a_body_of_another_type_is_415_and_a_longer_one_413() {
    let world = World::start().await;
    let body = br#"{"name":"a"}"#;
    for content_type in
        [None, Some("text/plain"), Some("application/x-www-form-urlencoded"), Some("multipart/form-data; boundary=x")]
    {
        post_raw(&world, content_type, body.to_vec()).await.refused(415, "unsupported_media_type", "application/json");
    }
    for content_type in
        ["application/json", "application/json; charset=utf-8", "APPLICATION/JSON", "application/merge-patch+json"]
    {
        let _ = post_raw(&world, Some(content_type), body.to_vec()).await.expect(201);
    }
    let long = format!(r#"{{"name":"{}"}}"#, "a".repeat(300 * 1024));
    post_raw(&world, Some("application/json"), long.into_bytes()).await.refused(413, "payload_too_large", "256 KiB");
}

#[tokio::test]
async fn what_takes_no_body_takes_an_empty_one_and_refuses_another() {
    let world = World::start().await;
    let document: Value = yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap();
    let long = format!(r#"{{"x":"{}"}}"#, "a".repeat(300 * 1024));
    let mut operations = 0;
    for (template, item) in document["paths"].as_object().unwrap() {
        let takes_nothing = |operation: &&Value| operation.get("requestBody").is_none();
        for method in ["post", "patch", "delete"] {
            let Some(_) = item.get(method).filter(takes_nothing) else { continue };
            operations += 1;
            let name = format!("{method} {template}");
            let method: Method = method.to_uppercase().parse().unwrap();
            let people = &world.people;
            let person = if template.starts_with("/v1/platform/") { &people.operator } else { &people.demo };
            let ids = world.application.id.to_string();
            let filled = template.split('/').map(|segment| match segment {
                "{domain}" => "shop.customer.test",
                _ if segment.starts_with('{') => ids.as_str(),
                _ => segment,
            });
            let path = filled.collect::<Vec<_>>().join("/");
            let send = async |body: &str| {
                let request = person.request(method.clone(), &path);
                person.send(if body.is_empty() { request } else { request.body(body.to_owned()) }).await
            };
            for (body, words) in [
                (r#"{"x":1}"#, "x is not a field here"),
                ("{", "not valid JSON"),
                ("x=1", "not valid JSON"),
                ("null", "must be an object"),
                ("[]", "must be an object"),
                ("{} {}", "something after"),
            ] {
                let answer = send(body).await;
                assert_eq!(answer.status, 400, "{name} takes {body}: {answer:#?}");
                answer.refused(400, "invalid", words);
            }
            send(&long).await.refused(413, "payload_too_large", "256 KiB");
            for body in ["", "{}", " { }\n"] {
                let answer = send(body).await;
                assert!(!matches!(answer.status, 400 | 413 | 415), "{name} refuses {body:?}: {answer:#?}");
            }
        }
    }
    assert!(operations > 20, "only {operations} operations are known to take nothing");
}

#[tokio::test]
async fn a_host_name_that_cannot_be_connected_is_refused_with_its_reason() {
    let world = World::start().await;
    let label = "a".repeat(64);
    let cases = [
        ("", "empty"),
        ("   ", "empty"),
        ("https://shop.customer.test", "leave out"),
        ("shop.customer.test/path", "leave out"),
        ("shop.customer.test:8443", "leave out"),
        ("192.0.2.1", "IP address"),
        ("[2001:db8::1]", "IP address"),
        ("localhost", "reserved"),
        ("com", "public suffix"),
        ("intranet", "hostname"),
        ("co.uk", "public suffix"),
        ("github.io", "public suffix"),
        ("a..b.com", "empty label"),
        (".customer.com", "empty label"),
        ("under_score.customer.com", "underscore"),
        ("-a.customer.com", "not valid"),
        ("sh op.customer.com", "hostname"),
        ("a.*.customer.com", "*"),
        ("*", "hostname"),
        ("xn--a.customer.com", "hostname"),
        ("nameplate.localhost", "platform"),
        ("app.nameplate.localhost", "platform"),
        ("printer.local", "reserved"),
        ("a\u{0}.customer.com", "hostname"),
    ];
    let application = world.application.id;
    let post = async |hostname: &str| {
        world.people.demo.post("/v1/connections", json!({"application_id": application, "hostname": hostname})).await
    };
    for (hostname, words) in cases {
        let answer = post(hostname).await;
        answer.refused(400, "invalid", words);
        assert!(answer.at("/error/message").starts_with("hostname "), "{answer:#?}");
    }
    post(&format!("{label}.customer.com")).await.refused(400, "invalid", "63 octets");
    post(&format!("{}customer.com", "abcdefgh.".repeat(30))).await.refused(400, "invalid", "253");
}

#[tokio::test]
async fn a_parameter_that_cannot_be_used_is_named() {
    let world = World::start().await;
    let cases = [
        ("limit=0", "limit must be between 1 and 100"),
        ("limit=101", "limit must be between 1 and 100"),
        ("limit=ten", "limit cannot be \"ten\""),
        ("limit=-1", "limit"),
        ("limit=1&limit=2", "limit"),
        ("limit=99999999999999999999", "limit"),
        ("cursor=abc", "cursor is not one"),
        ("cursor=", "cursor is not one"),
        ("state=sleeping", "state cannot be \"sleeping\""),
        ("state=live,sleeping", "state cannot be"),
        ("application_id=1", "application_id cannot be"),
        ("hostname=192.0.2.1", "hostname is an IP address"),
        ("batch_id=a%00", "batch_id"),
        ("stat=live", "stat is not a parameter"),
    ];
    for (query, words) in cases {
        world.people.demo.get(&format!("/v1/connections?{query}")).await.refused(400, "invalid", words);
    }
}

#[tokio::test]
async fn a_key_that_is_not_quite_one_authenticates_nobody() {
    let world = World::start().await;
    let nobody = &world.people.nobody;
    for secret in
        ["sk_test_dem", "sk_test_demo2", "SK_TEST_DEMO", "sk_test_demo,sk_test_demo", "'; DROP TABLE api_keys; --"]
    {
        let answer = nobody.with_key(secret).get("/v1/applications").await;
        assert_eq!((answer.status, answer.at("/error/code")), (401, "unauthorized"), "{secret}");
    }
    let long = "a".repeat(5000);
    nobody.with_key(&long).get("/v1/applications").await.refused(401, "unauthorized", "unknown or revoked");
    for header in ["Basic c2tfdGVzdF9kZW1vOg==", "sk_test_demo", "Bearer", "Bearer ", "Token sk_test_demo"] {
        let answer = nobody.send(nobody.request(Method::GET, "/v1/applications").header("authorization", header)).await;
        answer.refused(401, "unauthorized", "Authorization");
    }
    let answer = nobody
        .send(nobody.request(Method::GET, "/v1/applications").header("authorization", "bearer sk_test_demo"))
        .await;
    assert_eq!(answer.status, 200, "the scheme is read in any case");
}

#[tokio::test]
async fn whoever_may_not_is_told_so_before_anything_else() {
    let world = World::start().await;
    let answer = world.people.reader.post("/v1/applications", json!({"nonsense": true})).await;
    answer.refused(403, "forbidden", "apps:admin");
    let answer = world.people.nobody.post("/v1/connections/not-an-id/verify", Value::Null).await;
    assert_eq!(answer.status, 401);
}
