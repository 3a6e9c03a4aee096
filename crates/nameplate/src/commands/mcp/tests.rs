//! Tools by themselves: what they ask the API for, and what their definitions promise.

use super::answer::refused;
use super::tool::Entry;
use super::tools;
use crate::commands::ending::{Refusal, Stop};
use crate::commands::rehearsal::{APPLICATION, CONNECTION, Page, Script, connection, refusal};
use serde_json::{Value, json};

fn entry(name: &str) -> Entry {
    tools::all().into_iter().find(|entry| entry.definition.name == name).unwrap()
}

async fn call(script: &Script, name: &str, arguments: Value) -> Result<Value, Stop> {
    let page = Page::default();
    let Value::Object(arguments) = arguments else { panic!("arguments are an object") };
    let answer = entry(name).run(arguments, script.desk(&page)).await?;
    Ok(answer.result().structured_content.unwrap())
}

#[test]
fn every_tool_says_what_it_takes_gives_and_does() {
    let all = tools::all();
    let mut names: Vec<&str> = all.iter().map(|entry| entry.definition.name.as_ref()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all.len(), "names are given once");
    for Entry { definition: tool, .. } in &all {
        let name = tool.name.as_ref();
        assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
        assert!(tool.title.is_some() && tool.description.as_ref().is_some_and(|text| text.len() > 60), "{name}");
        let input = &tool.input_schema;
        assert_eq!((&input["type"], &input["additionalProperties"]), (&json!("object"), &json!(false)), "{name}");
        for (field, schema) in input["properties"].as_object().unwrap() {
            assert!(schema["type"].is_string() && schema["description"].is_string(), "{name}.{field}: {schema}");
        }
        let hints = tool.annotations.as_ref().unwrap();
        let takes_dry_run = input["properties"].get("dry_run").is_some();
        assert_eq!(
            hints.read_only_hint == Some(true),
            !takes_dry_run,
            "{name}: what changes something can be tried first"
        );
        assert_eq!(tool.description.as_ref().unwrap().contains("dry_run"), takes_dry_run, "{name} says so");
        let output = tool.output_schema.as_ref().unwrap();
        assert_eq!(output["type"], "object", "{name}");
        assert!(output["properties"]["outcome"].is_object() && output["properties"]["error"].is_object(), "{name}");
        jsonschema::validator_for(&Value::Object(output.as_ref().clone())).unwrap();
    }
}

#[test]
fn no_tool_takes_records_zones_credentials_or_places_to_fetch() {
    for Entry { definition, .. } in tools::all() {
        let fields = definition.input_schema["properties"].as_object().unwrap();
        for (field, schema) in fields {
            let forbidden =
                ["record", "value", "zone", "token", "key", "secret", "credential", "url", "ttl", "type", "body"];
            assert!(!forbidden.iter().any(|word| field.contains(word)), "{}.{field}", definition.name);
            let is_plain = ["string", "boolean", "integer"].iter().any(|kind| schema["type"] == *kind);
            assert!(is_plain || schema["items"]["enum"].is_array(), "{}.{field}: {schema}", definition.name);
        }
    }
}

#[tokio::test]
async fn what_is_unknown_or_out_of_bounds_is_refused_before_anything_is_asked() {
    let script = Script::default();
    for (name, arguments, told) in [
        ("domain_add", json!({}), "missing field `hostname`"),
        ("domain_add", json!({ "hostname": true }), "hostname: invalid type"),
        ("domain_add", json!({ "hostname": "a.b.com", "ttl": 5 }), "unknown field `ttl`"),
        ("domain_watch", json!({ "hostname": "a.b.com", "wait_s": 601 }), "wait_s: 601 is not between 1 and 600"),
        ("domain_list", json!({ "limit": 0 }), "limit: 0 is not between 1 and 1000"),
        ("domain_list", json!({ "states": ["gone"] }), "states[0]: unknown variant `gone`"),
        ("route_update", json!({ "route": "shop" }), "say what is to change"),
        (
            "route_update",
            json!({ "route": "shop", "hostname": "a.b.com", "default_hostname": true }),
            "default_hostname: ",
        ),
    ] {
        let stop = call(&script, name, arguments).await.unwrap_err();
        assert!(stop.to_string().contains(told), "{name}: {stop}");
        assert_eq!(refused(&stop).structured_content.unwrap()["error"]["waiting_for"], "developer");
    }
    assert_eq!(script.asked(), [""; 0]);
}

#[tokio::test]
async fn an_explanation_says_who_has_to_act() {
    let script = Script::default()
        .answer(
            "GET /v1/connections?hostname=shop.customer.com&limit=100",
            200,
            json!({ "data": [connection("pending_ownership", false)], "next_cursor": null }),
        )
        .answer(&format!("GET /v1/connections/{CONNECTION}"), 200, connection("pending_ownership", false));
    let told = call(&script, "domain_explain", json!({ "hostname": "shop.customer.com" })).await.unwrap();
    assert_eq!((&told["outcome"], &told["waiting_for"]), (&json!("dns_pending"), &json!("customer")));
    assert_eq!((&told["domain"]["application_id"], &told["route"]), (&json!(APPLICATION), &Value::Null));
}

#[test]
fn a_refusal_is_a_result_with_its_remedy_and_its_reference() {
    let stop = |status: u16, code: &str| {
        let details = json!({ "commands": ["nameplate route update shop --default-host"] });
        Stop::Refused(Box::new(Refusal::read(status, &refusal(code, details)).unwrap()))
    };
    let result = refused(&stop(409, "route_serves_hostname"));
    assert_eq!(result.is_error, Some(true));
    let error = &result.structured_content.unwrap()["error"];
    assert_eq!(
        (&error["ref"], &error["waiting_for"], &error["may_pass"]),
        (&json!("r-1"), &json!("developer"), &json!(false))
    );
    let words = result.content[0].as_text().unwrap().text.clone();
    assert!(
        words.contains("ref: r-1") && words.contains("remedy: nameplate route update shop --default-host"),
        "{words}"
    );
    let acting = |stop: &Stop| refused(stop).structured_content.unwrap()["error"]["waiting_for"].clone();
    assert_eq!(acting(&stop(409, "dns_conflict")), "customer");
    assert_eq!(acting(&stop(503, "unavailable")), "platform");
    assert_eq!(acting(&Stop::Unreached("nobody is there".into())), "platform");
}
