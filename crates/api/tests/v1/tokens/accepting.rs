//! Which operations take a widget token, and which tokens.

use nameplate_control::TokenSecrets;
use nameplate_testkit::{Answer, Person, TOKEN_SECRET, World};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::time::Duration;

fn document() -> Value {
    yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap()
}

/// `METHOD /path` of every operation that needs a key, and whether the document says that it takes widget tokens.
fn operations(document: &Value) -> Vec<(String, String, bool)> {
    let paths = document["paths"].as_object().unwrap();
    let all = paths.iter().flat_map(|(path, item)| {
        item.as_object().unwrap().iter().map(move |(method, operation)| (path, method, operation))
    });
    all.filter(|(_, _, operation)| !operation["security"].as_array().unwrap().contains(&json!({})))
        .map(|(path, method, operation)| {
            let schemes = operation["security"].as_array().unwrap();
            let takes = schemes.iter().any(|scheme| scheme.get("widget_token").is_some());
            (method.to_uppercase(), path.clone(), takes)
        })
        .collect()
}

/// Calls an operation with nothing in its body: whoever is let in gets an answer about the body or about the thing that is not there.
async fn call(person: &Person, method: &str, template: &str) -> Answer {
    let absent = "0190f0f0-0000-7000-8000-000000000000";
    let path: Vec<&str> =
        template.split('/').map(|segment| if segment.starts_with('{') { absent } else { segment }).collect();
    let request = person.request(method.parse::<Method>().unwrap(), &path.join("/"));
    person.send(if method == "GET" { request } else { request.json(&json!({})) }).await
}

#[tokio::test]
async fn every_operation_takes_a_widget_token_or_refuses_it_as_documented() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    for (method, path, takes) in operations(&document()) {
        let answer = call(&browser, &method, &path).await;
        match takes {
            true => assert!(!matches!(answer.status, 401 | 403), "{method} {path}: {answer:#?}"),
            false if path.starts_with("/v1/platform/") => {
                answer.refused(403, "forbidden", "This is for whoever runs the platform: send a platform key (pk_…).")
            }
            false => {
                answer.refused(403, "forbidden", "A widget token is not taken here; use an API key from your server.")
            }
        }
    }
}

#[test]
fn the_widgets_own_operations_are_the_ones_that_take_its_token() {
    let document = document();
    let taking: BTreeSet<String> =
        operations(&document).into_iter().filter(|(_, _, takes)| *takes).map(|(m, p, _)| format!("{m} {p}")).collect();
    let the_widgets = [
        "POST /v1/domains:check",
        "POST /v1/connections",
        "GET /v1/connections",
        "GET /v1/connections/{id}",
        "POST /v1/connections/{id}/records:check",
        "POST /v1/connections/{id}/https:check",
        "POST /v1/connections/{id}/email:apply",
        "POST /v1/connections/{id}/domain-connect",
        "POST /v1/connections/{id}/share-links",
        "POST /v1/email/records",
    ];
    for operation in the_widgets {
        assert!(taking.contains(operation), "{operation} has to take widget tokens");
    }
    // Others may only look: whatever changes something is in the list above.
    for operation in taking.iter().filter(|operation| !the_widgets.contains(&operation.as_str())) {
        assert!(operation.starts_with("GET /v1/events"), "{operation} takes widget tokens");
    }
}

#[tokio::test]
async fn a_token_holds_for_sixty_minutes_and_then_says_so() {
    let world = World::start().await;
    let browser = world.browser(None).await;
    let _ = browser.get("/v1/connections").await.expect(200);
    world.pass(Duration::from_secs(59 * 60));
    let _ = browser.get("/v1/connections").await.expect(200);
    world.pass(Duration::from_secs(60));
    let expired = browser.get("/v1/connections").await;
    expired.refused(401, "unauthorized", "expired");
    assert_eq!(expired.header("www-authenticate"), "Bearer");
    // Also where no widget token is taken at all: a stale one is stale everywhere.
    browser.get("/v1/applications").await.refused(401, "unauthorized", "expired");
}

#[tokio::test]
async fn forged_tokens_open_nothing() {
    let world = World::start().await;
    let minted =
        world.people.demo.post("/v1/tokens", json!({"application_id": world.application.id})).await.expect(201);
    let token = minted.at("/auth_token");
    let parts: Vec<&str> = token.split('.').collect();
    // {"alg":"none"} and {"alg":"none","typ":"JWT"}
    let unsigned = ["eyJhbGciOiJub25lIn0", "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0"];
    let mut forged: Vec<String> = unsigned.iter().map(|header| format!("{header}.{}.", parts[1])).collect();
    forged.extend(unsigned.iter().map(|header| format!("{header}.{}.{}", parts[1], parts[2])));
    forged.push(format!("{}.{}.", parts[0], parts[1]));
    forged.push(format!("{}.{}.{}", parts[0], parts[1], "A".repeat(43)));
    forged.push(format!("{}x.{}.{}", parts[0], parts[1], parts[2]));
    forged.push("a.b.c".into());
    for text in &forged {
        let answer = world.people.nobody.with_key(text).get("/v1/connections").await;
        answer.refused(401, "unauthorized", "not valid");
    }
    // Signed with a secret that is not, or is no longer, one of the platform's.
    let elsewhere = World::start().await;
    let strange = elsewhere.control.clone().signing_with(TokenSecrets::parse("another secret").unwrap());
    let new = nameplate_control::NewWidgetToken { application: elsewhere.application.id, domain: None };
    let (_, text) = strange.create_widget_token(&elsewhere.caller, new, None).await.unwrap();
    let answer = elsewhere.people.nobody.with_key(text.reveal()).get("/v1/connections").await;
    answer.refused(401, "unauthorized", "not valid");
}

#[tokio::test]
async fn a_change_of_secret_logs_nobody_out() {
    let world = World::start().await;
    let minted =
        world.people.demo.post("/v1/tokens", json!({"application_id": world.application.id})).await.expect(201);
    let token = minted.at("/auth_token");
    let after = |secrets: &str| world.control.clone().signing_with(TokenSecrets::parse(secrets).unwrap());
    let during = after(&format!("the next secret, {TOKEN_SECRET}"));
    assert!(during.authenticate_widget(token, &[]).await.is_ok());
    assert!(after("the next secret").authenticate_widget(token, &[]).await.is_err());
}
