//! `nameplate mcp`, as an agent has it: on standard input and output with a key of its own, and by HTTP with the key of each request.

mod session;

use crate::stack::{Program, Stack, run};
use reqwest::Method;
use serde_json::{Value, json};
use session::{Agent, Web};
use std::time::{Duration, Instant};

const KEY: &str = "sk_test_demo";

/// The customer publishes the record that a tool asked for.
async fn publish(stack: &Stack, record: &Value) {
    let text = |name: &str| record[name].as_str().unwrap().to_owned();
    stack.publish("customer.test", &text("name"), &text("type"), &text("value")).await;
}

async fn connections(stack: &Stack) -> Value {
    stack.call(Method::GET, "/v1/connections?limit=100", None).await.1["data"].take()
}

#[tokio::test]
async fn an_agent_attaches_a_domain_waits_for_it_and_releases_it() {
    let stack = Stack::start().await;
    let mut agent = Agent::start(&stack, KEY);
    let hello = agent.initialize("2025-11-25");
    assert_eq!((&hello["protocolVersion"], &hello["serverInfo"]["name"]), (&json!("2025-11-25"), &json!("nameplate")));
    assert!(hello["instructions"].as_str().unwrap().contains("dns_pending"));
    let name = "shop.customer.test";

    // A plan, which changes nothing.
    let plan = agent.call("domain_add", json!({ "hostname": name, "application": "Demo", "dry_run": true }));
    assert_eq!((&plan["outcome"], &plan["plan"]["steps"][0]["do"]), (&json!("dns_pending"), &json!("claim")));
    assert_eq!(connections(&stack).await, json!([]));

    // Somebody has to publish a record: no error, and it says who and which.
    let pending = agent.call("domain_add", json!({ "hostname": name, "application": "Demo" }));
    assert_eq!((&pending["outcome"], &pending["waiting_for"]), (&json!("dns_pending"), &json!("customer")));
    assert_eq!(pending["challenge"]["name"], format!("_acme-challenge.{name}"));
    let pending = agent.call("domain_attach", json!({ "hostname": name, "application": "Demo" }));
    assert_eq!((&pending["outcome"], &pending["route"]), (&json!("dns_pending"), &Value::Null));
    let explained = agent.call("domain_explain", json!({ "hostname": name }));
    assert_eq!((&explained["outcome"], &explained["domain"]["verified"]), (&json!("dns_pending"), &json!(false)));
    assert_eq!(explained["challenge"]["value"], pending["challenge"]["value"]);

    publish(&stack, &pending["challenge"]).await;
    let attached = agent.call("domain_attach", json!({ "hostname": name, "application": "Demo", "wait_s": 30 }));
    assert_eq!((&attached["outcome"], &attached["status"]), (&json!("done"), &json!("attached")));
    let route = attached["route"]["name"].as_str().unwrap().to_owned();
    let explained = agent.call("domain_explain", json!({ "hostname": name }));
    publish(&stack, &explained["records"][0]).await;
    let (watched, progress) = agent.watched("domain_watch", json!({ "hostname": name, "wait_s": 60 }));
    assert_eq!((&watched["status"], &watched["outcome"]), (&json!("live"), &json!("done")));
    assert!(progress.last().unwrap().starts_with("live: "), "{progress:?}");
    let listed = agent.call("domain_list", json!({ "states": ["live"], "search": "customer" }));
    assert_eq!((&listed["domains"][0]["hostname"], &listed["has_more"]), (&json!(name), &json!(false)));
    assert_eq!(
        agent.call("certificate_list", json!({ "hostname": name }))["certificates"][0]["certificate"]["status"],
        "issued"
    );
    let told = agent.call("domain_timeline", json!({ "hostname": name, "limit": 3 }));
    assert_eq!((told["entries"].as_array().unwrap().len(), &told["has_more"]), (3, &json!(true)));
    assert_eq!(agent.call("route_show", json!({ "route": route }))["route"]["hostname"], name);
    assert_eq!(agent.call("route_list", json!({ "hostname": name }))["routes"][0]["served"], true);

    // What a route serves is not let go, and a plan lets nothing go.
    let refused = agent.refused("domain_remove", json!({ "hostname": name }));
    assert_eq!(refused["code"], "route_serves_hostname");
    assert!(refused["ref"].is_string() && refused["waiting_for"] == "developer", "{refused}");
    assert!(refused["details"]["commands"][0].as_str().unwrap().contains("route update"), "{refused}");
    let plan = agent.call("domain_remove", json!({ "hostname": name, "detach": true, "dry_run": true }));
    assert_eq!((&plan["status"], plan["plan"]["steps"].as_array().unwrap().len()), (&json!("planned"), 2));
    assert_eq!(agent.call("route_show", json!({ "route": route }))["route"]["hostname"], name);
    let planned = agent.call("route_update", json!({ "route": route, "default_hostname": true, "dry_run": true }));
    assert_eq!(planned["status"], "planned");
    let removed = agent.call("domain_remove", json!({ "hostname": name, "detach": true }));
    assert_eq!(removed["status"], "removed");
    assert_eq!(agent.call("route_delete", json!({ "route": route }))["status"], "deleted");
    assert_eq!(agent.call("domain_list", json!({ "states": ["live"] }))["domains"], json!([]));
    agent.ends();
}

#[tokio::test]
async fn records_are_written_as_planned_and_taken_back() {
    let stack = Stack::start().await;
    let path = format!("/v1/applications/{}/credentials", stack.application);
    let lent = json!({ "provider": "sandbox", "token": "a-token-of-the-tests" });
    assert_eq!(stack.call(Method::POST, &path, Some(lent)).await.0, 201);
    let name = "auto.customer.test";
    let wish = json!({ "application_id": stack.application, "hostname": name, "setup_type": "manual" });
    let (_, own) = stack.call(Method::POST, "/v1/connections", Some(wish)).await;
    let challenge = &own["ownership_challenge"];
    stack
        .publish("customer.test", challenge["name"].as_str().unwrap(), "TXT", challenge["value"].as_str().unwrap())
        .await;
    let mut agent = Agent::start(&stack, KEY);
    agent.initialize("2025-11-25");
    agent.call("domain_add", json!({ "hostname": name, "wait_s": 30 }));
    let plan = agent.call("dns_records_apply", json!({ "hostname": name, "dry_run": true }));
    assert_eq!((&plan["applied"], &plan["changes"][0]["action"]), (&json!(false), &json!("create")));
    assert_eq!(agent.call("change_set_list", json!({ "hostname": name }))["change_sets"], json!([]));
    let done = agent.call("dns_records_apply", json!({ "hostname": name }));
    assert_eq!((&done["applied"], &done["change_set"]["status"]), (&json!(true), &json!("applied")));
    let id = done["change_set"]["id"].clone();
    assert_eq!(agent.call("change_set_list", json!({ "hostname": name }))["change_sets"][0]["id"], id);
    let plan = agent.call("change_set_undo", json!({ "change_set": id, "dry_run": true }));
    assert_eq!((&plan["dry_run"], &plan["changes"][0]["action"]), (&json!(true), &json!("delete")));
    assert_eq!(agent.call("change_set_undo", json!({ "change_set": id }))["applied"], true);
    agent.refused("change_set_undo", json!({ "change_set": id }));
    agent.ends();
}

#[tokio::test]
async fn what_cannot_be_used_is_named_and_nothing_secret_is_said() {
    let stack = Stack::start().await;
    let mut agent = Agent::start(&stack, KEY);
    agent.initialize("2025-06-18");
    for (arguments, named) in [
        (json!({}), "hostname"),
        (json!({ "hostname": 7 }), "hostname"),
        (json!({ "hostname": "a.customer.test", "records": [] }), "records"),
        (json!({ "hostname": "a.customer.test", "wait_s": 601 }), "wait_s"),
        (json!({ "hostname": "a.customer.test", "wait_s": 5, "dry_run": true }), "wait_s"),
        (json!({ "hostname": "com", "application": "Demo" }), "hostname"),
        (json!({ "hostname": "a.customer.test", "application": "Nobody" }), "Nobody"),
    ] {
        let refused = agent.refused("domain_add", arguments.clone());
        assert!(refused["message"].as_str().unwrap().contains(named), "{arguments}: {refused}");
    }
    assert_eq!(connections(&stack).await, json!([]), "none of them did anything");
    let fault = agent.ask("tools/call", json!({ "name": "zone_write", "arguments": {} }));
    assert_eq!(fault["error"]["code"], -32602, "{fault}");
    let resources = agent.ask("resources/list", json!({}));
    let uri = &resources["result"]["resources"][0]["uri"];
    let read = agent.ask("resources/read", json!({ "uri": uri }));
    assert!(read["result"]["contents"][0]["text"].as_str().unwrap().starts_with("openapi: 3.1"));
    let (said, beside) = agent.ends();
    assert!(!said.contains(KEY) && !beside.contains(KEY), "{beside}");

    // Another tenant sees nothing of it, and a wrong key is told so.
    stack.connect("mine.customer.test").await;
    let made = run(
        stack.folder.path(),
        &["admin", "tenant", "create", "--name", "Other", "--json"],
        &[("DATABASE_URL", stack.database_url.clone())],
    );
    let other: Value = serde_json::from_str(&made.1).unwrap_or_else(|error| panic!("{error}: {made:?}"));
    let mut agent = Agent::start(&stack, other["key"]["secret"].as_str().unwrap());
    agent.initialize("2025-11-25");
    assert_eq!(agent.call("domain_list", json!({}))["domains"], json!([]));
    assert_eq!(agent.refused("domain_explain", json!({ "hostname": "mine.customer.test" }))["code"], "not_found");
    agent.ends();
    let mut agent = Agent::start(&stack, "sk_test_nobody");
    agent.initialize("2025-11-25");
    assert_eq!(agent.refused("domain_list", json!({}))["code"], "unauthorized");
    let (said, beside) = agent.ends();
    assert!(!said.contains("sk_test_nobody") && !beside.contains("sk_test_nobody"));
}

#[tokio::test]
async fn waiting_is_cancelled_by_whoever_asked() {
    let stack = Stack::start().await;
    stack.connect("late.customer.test").await;
    let mut agent = Agent::start(&stack, KEY);
    agent.initialize("2025-11-25");
    let watch = json!({ "name": "domain_watch", "arguments": { "hostname": "late.customer.test", "wait_s": 600 }, "_meta": { "progressToken": "p" } });
    let id = agent.send("tools/call", watch.clone());
    agent.hears("notifications/progress");
    agent.notify("notifications/cancelled", json!({ "requestId": id }));
    assert_eq!(agent.call("domain_list", json!({}))["domains"][0]["hostname"], "late.customer.test");
    let (_, log) = agent.ends();
    let (cancelled, done) = (log.find("mcp.outcome=\"cancelled\""), log.find("mcp.tool=domain_list"));
    assert!(cancelled.is_some_and(|cancelled| done.is_some_and(|done| cancelled < done)), "{log}");

    // By HTTP whoever hangs up has cancelled.
    let mut web = Web::start(&stack).await;
    let mut heard = web.send(KEY, "tools/call", watch).await;
    assert!(heard.chunk().await.unwrap().is_some());
    drop(heard);
    web.program.says("that it was cancelled", |text| text.contains("mcp.outcome=\"cancelled\"").then_some(())).await;
}

#[tokio::test]
async fn by_http_each_request_brings_its_key() {
    let stack = Stack::start().await;
    let mut web = Web::start(&stack).await;

    // The revision without sessions, and one before it.
    let found = web.ask(KEY, "server/discover", json!({})).await;
    assert!(found["result"]["supportedVersions"].as_array().unwrap().contains(&json!("2026-07-28")), "{found}");
    let listed = web.ask(KEY, "tools/list", json!({})).await;
    assert!(listed["result"]["tools"].as_array().unwrap().iter().any(|tool| tool["name"] == "domain_add"), "{listed}");
    let pending = web.call(KEY, "domain_add", json!({ "hostname": "web.customer.test" })).await;
    assert_eq!((&pending["isError"], &pending["structuredContent"]["outcome"]), (&json!(false), &json!("dns_pending")));
    let old = web.old(KEY, "initialize", session::initialize("2025-06-18")).await;
    assert_eq!(old["result"]["protocolVersion"], "2025-06-18");
    let old = web.old(KEY, "tools/call", json!({ "name": "domain_list", "arguments": {} })).await;
    assert_eq!(old["result"]["structuredContent"]["domains"][0]["hostname"], "web.customer.test");

    let made = run(
        stack.folder.path(),
        &["admin", "tenant", "create", "--name", "Other", "--json"],
        &[("DATABASE_URL", stack.database_url.clone())],
    );
    let other: Value = serde_json::from_str(&made.1).unwrap();
    let key = other["key"]["secret"].as_str().unwrap();
    assert_eq!(web.call(key, "domain_list", json!({})).await["structuredContent"]["domains"], json!([]));
    let wrong = web.call("sk_test_nobody", "domain_list", json!({})).await;
    assert_eq!(wrong["structuredContent"]["error"]["code"], "unauthorized");

    // No key, and pages and names that are not its own.
    let refused = web.raw(&[]).await;
    assert_eq!(
        (refused.status().as_u16(), refused.headers()["www-authenticate"].to_str().unwrap()),
        (401, "Bearer realm=\"nameplate\"")
    );
    let bearer = format!("Bearer {KEY}");
    let own = ("authorization", bearer.as_str());
    assert_eq!(web.raw(&[own]).await.status(), 200);
    assert_eq!(web.raw(&[own, ("origin", "https://evil.example")]).await.status(), 403);
    assert_eq!(web.raw(&[own, ("origin", "http://localhost:3000")]).await.status(), 403);
    assert_eq!(web.raw(&[own, ("host", "evil.example")]).await.status(), 403);
    assert_eq!(web.raw(&[("authorization", "Basic c2s6eA==")]).await.status(), 401);
    assert_eq!(web.sized(KEY, 70_000).await.status(), 413);
    assert_eq!(web.client.get(&web.url).send().await.unwrap().status(), 405);

    web.program.signal("-TERM");
    let begun = Instant::now();
    assert_eq!(web.program.ends().await, Some(0));
    assert!(begun.elapsed() < Duration::from_secs(10));
    let log = web.program.output();
    assert!(log.contains("The MCP server is up") && log.contains("The MCP server ended"), "{log}");
    assert!(![KEY, key, "sk_test_nobody"].iter().any(|secret| log.contains(secret)), "{log}");
}

#[tokio::test]
async fn without_a_key_it_says_how_to_get_one() {
    let folder = tempfile::tempdir().unwrap();
    let home = ("HOME", folder.path().display().to_string());
    let (code, out, err) = run(folder.path(), &["mcp"], &[home]);
    assert_eq!((code, out.as_str()), (Some(1), ""));
    assert!(err.contains("nameplate login"), "{err}");
}

impl Web {
    /// The program, listening by itself.
    async fn start(stack: &Stack) -> Self {
        let settings = [("NAMEPLATE_URL", stack.api.clone()), ("HOME", stack.folder.path().display().to_string())];
        let mut program = Program::start(stack.folder.path(), &["mcp", "--listen", "127.0.0.1:0"], &settings);
        let at = program
            .says("where it is", |text| {
                let rest = text.split("mcp.addr=").nth(1)?;
                Some(rest.split_whitespace().next()?.to_owned())
            })
            .await;
        Self { program, url: format!("http://{at}/mcp"), client: reqwest::Client::new() }
    }
}
