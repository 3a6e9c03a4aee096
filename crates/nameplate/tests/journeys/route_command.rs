//! `nameplate route`, `domain attach` and `domain remove --detach`: which name serves what, as somebody at a shell has it.

use crate::shell::Shell;
use crate::stack::Stack;
use reqwest::Method;
use serde_json::{Value, json};

/// Everything that a plan must not change. How far a claim has come is not part of it: workers move on meanwhile.
async fn everything(stack: &Stack) -> Value {
    let (_, routes) = stack.call(Method::GET, "/v1/routes?limit=100", None).await;
    let (_, connections) = stack.call(Method::GET, "/v1/connections?limit=100", None).await;
    let route = |route: &Value| -> Value {
        ["id", "name", "hostname", "origin", "application_id", "updated_at"]
            .map(|name| route[name].clone())
            .to_vec()
            .into()
    };
    let connection =
        |own: &Value| json!([own["id"], own["hostname"], own["application_id"], own["state"] == "archived"]);
    let entries = |list: &Value| list["data"].as_array().unwrap().clone();
    json!([
        entries(&routes).iter().map(route).collect::<Vec<Value>>(),
        entries(&connections).iter().map(connection).collect::<Vec<Value>>(),
    ])
}

/// The customer publishes the record that a command asked for.
async fn publish(stack: &Stack, record: &Value) {
    let text = |name: &str| record[name].as_str().unwrap().to_owned();
    stack.publish("customer.test", &text("name"), &text("type"), &text("value")).await;
}

/// A domain of the demo application that is proven.
async fn proven(stack: &Stack, shell: &Shell, name: &str) {
    let pending = shell.json(2, &format!("domain add {name} --app Demo"));
    publish(stack, &pending["challenge"]).await;
    shell.until(0, &format!("domain add {name}"));
}

fn steps(report: &Value) -> Vec<&str> {
    report["plan"]["steps"].as_array().unwrap().iter().map(|step| step["do"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_domain_is_attached_once_its_proof_is_there_and_not_before() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let before = everything(&stack).await;
    let planned = shell.json(2, "domain attach shop.customer.test --app Demo --dry-run");
    assert_eq!((&planned["status"], steps(&planned)), (&json!("planned"), vec!["claim", "create_route"]));
    assert_eq!(everything(&stack).await, before);

    let pending = shell.json(2, "domain attach shop.customer.test --app Demo");
    assert_eq!((&pending["status"], &pending["route"]), (&json!("pending"), &Value::Null));
    assert_eq!(pending["challenge"]["name"], "_acme-challenge.shop.customer.test");
    assert_eq!(shell.json(0, "route list")["routes"], json!([]), "no route was touched");
    let planned = shell.json(2, "domain attach shop.customer.test --app Demo --dry-run");
    assert_eq!(
        planned["challenge"]["value"], pending["challenge"]["value"],
        "it waits for the record, as the deed does"
    );
    publish(&stack, &pending["challenge"]).await;
    let planned = shell.json(0, "domain attach shop.customer.test --app Demo --dry-run");
    assert_eq!(planned["challenge"]["published"], true, "it is looked at now");
    shell.until(0, "domain attach shop.customer.test --app Demo");
    let attached = shell.json(0, "domain attach shop.customer.test --app Demo");
    assert_eq!(
        (&attached["status"], &attached["route"]["hostname"]),
        (&json!("attached"), &json!("shop.customer.test"))
    );
    let routes = shell.json(0, "route list");
    assert_eq!(routes["routes"].as_array().unwrap().len(), 1, "doing it again makes no second one: {routes}");
    let name = routes["routes"][0]["name"].as_str().unwrap();
    let shown = shell.json(0, &format!("route show {name}"));
    assert_eq!(shown["route"]["url"], attached["route"]["url"]);
    assert_eq!(shell.json(0, "route list --host shop.customer.test")["routes"][0]["name"], name);
    assert_eq!(shell.json(0, "route list --host other.customer.test")["routes"], json!([]));
}

#[tokio::test]
async fn attaching_can_wait_for_the_record() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let pending = shell.json(2, "domain attach shop.customer.test --app Demo --wait --timeout 1");
    let mut waiting = shell.start("domain attach shop.customer.test --app Demo --wait --json");
    publish(&stack, &pending["challenge"]).await;
    assert_eq!(waiting.ends().await, Some(0), "{}", waiting.output());
    let said: Value = serde_json::from_str(&waiting.output()).unwrap();
    assert_eq!(said["status"], "attached", "{said}");
}

#[tokio::test]
async fn routes_use_proven_names_only_and_one_name_serves_one_route() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    shell.json(2, "domain add shop.customer.test --app Demo");
    let before = everything(&stack).await;
    for line in [
        "route create shop --host shop.customer.test --app Demo",
        "route create shop --host shop.customer.test --app Demo --dry-run",
    ] {
        let error = shell.refused("hostname_not_proven", line);
        assert!(error["message"].as_str().unwrap().contains("shop.customer.test"), "{error}");
        let said = shell.run(line);
        let command = said.err.lines().find_map(|line| line.strip_prefix("  nameplate ")).expect("what proves it");
        assert_eq!(said.code, Some(1));
        assert_eq!(shell.json(2, &format!("{command} --dry-run"))["status"], "planned", "{command}");
    }
    assert_eq!(everything(&stack).await, before);

    proven(&stack, &shell, "www.customer.test").await;
    let planned = shell.json(0, "route create site --host www.customer.test --app Demo --dry-run");
    assert_eq!(steps(&planned), ["create_route"]);
    assert_eq!(shell.json(0, "route list")["routes"], json!([]));
    let made = shell.json(0, "route create site --host www.customer.test --app Demo");
    assert_eq!((&made["status"], &made["route"]["name"]), (&json!("created"), &json!("site")));
    let before = everything(&stack).await;
    shell.refused("hostname_in_use", "route create other --host www.customer.test --app Demo");
    shell.refused("hostname_in_use", "route create other --host www.customer.test --app Demo --dry-run");
    assert_eq!(everything(&stack).await, before);

    // Another name, another origin, and back.
    let planned = shell.json(0, "route update site --default-host --dry-run");
    assert_eq!(planned["plan"]["steps"].as_array().unwrap().len(), 1, "{planned}");
    assert_eq!(everything(&stack).await, before);
    let default = shell.json(0, "route update site --default-host --origin https://origin.example.com");
    assert_eq!(default["route"]["hostname"], made["route"]["default_hostname"]);
    assert_eq!(
        (&default["route"]["origin"], &default["route"]["source"]),
        (&json!("https://origin.example.com"), &json!("route"))
    );
    let back = shell.json(0, "route update site --host www.customer.test --no-origin");
    assert_eq!(
        (&back["route"]["hostname"], &back["route"]["origin"]),
        (&json!("www.customer.test"), &made["route"]["origin"])
    );

    // Deleting a route releases no claim.
    let before = everything(&stack).await;
    assert_eq!(steps(&shell.json(0, "route delete site --dry-run")), ["delete_route"]);
    assert_eq!(everything(&stack).await, before);
    assert_eq!(shell.json(0, "route delete site")["route"]["name"], "site");
    assert_eq!(shell.run("route show site").code, Some(1));
    let claim = shell.run("domain check www.customer.test --json").out;
    assert_eq!(serde_json::from_str::<Value>(&claim).unwrap()["claim"], "verified");
}

#[tokio::test]
async fn a_name_that_routes_serve_is_released_with_them_or_not_at_all() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    proven(&stack, &shell, "shop.customer.test").await;
    let made = shell.json(0, "route create shop --host shop.customer.test --app Demo");
    let before = everything(&stack).await;
    let error = shell.refused("route_serves_hostname", "domain remove shop.customer.test");
    assert_eq!(error["details"]["routes"], json!(["shop"]));
    shell.refused("route_serves_hostname", "domain remove shop.customer.test --dry-run");
    let said = shell.run("domain remove shop.customer.test");
    let commands: Vec<&str> = said.err.lines().filter_map(|line| line.strip_prefix("  nameplate ")).collect();
    assert!(commands.len() >= 2, "{said:?}");
    let planned = shell.json(0, "domain remove shop.customer.test --detach --dry-run");
    assert_eq!(steps(&planned), ["repoint_route", "release_claim"]);
    assert_eq!(everything(&stack).await, before, "nothing was changed so far");

    let removed = shell.json(0, "domain remove shop.customer.test --detach");
    assert_eq!(removed["status"], "removed");
    let route = shell.json(0, "route show shop")["route"].take();
    assert_eq!(route["hostname"], made["route"]["default_hostname"], "the application goes on being reached");
    assert_eq!(shell.json(0, "domain list")["domains"], json!([]));
    assert_eq!(shell.json(0, "domain list --all")["domains"][0]["state"], "archived");

    // What the refusal says to do is what helps.
    proven(&stack, &shell, "www.customer.test").await;
    shell.json(0, "route update shop --host www.customer.test");
    let said = shell.run("domain remove www.customer.test");
    let first = said.err.lines().find_map(|line| line.strip_prefix("  nameplate ")).unwrap().to_owned();
    assert_eq!(shell.run(&first).code, Some(0), "{first}");
    assert_eq!(shell.run("domain remove www.customer.test").code, Some(0));
}
