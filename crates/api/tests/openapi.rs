//! The document that is committed, and what it says.

use serde_json::Value;
use std::path::Path;

fn document() -> Value {
    yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap()
}

#[test]
#[expect(clippy::disallowed_methods, reason = "the developer says by UPDATE=1 that the file is to be written")]
fn openapi_v1_yaml_is_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../openapi-v1.yaml");
    let generated = nameplate_api::openapi_yaml();
    if std::env::var("UPDATE").is_ok_and(|update| update == "1") {
        std::fs::write(&path, &generated).unwrap();
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "openapi-v1.yaml is out of date: run UPDATE=1 cargo nextest run -p nameplate-api openapi"
    );
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &Value, document: &Value) {
        match value {
            Value::Object(fields) => {
                if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                    let pointer = target.strip_prefix('#').unwrap();
                    assert!(document.pointer(pointer).is_some(), "{target} leads nowhere");
                }
                fields.values().for_each(|value| walk(value, document));
            }
            Value::Array(items) => items.iter().for_each(|value| walk(value, document)),
            _ => {}
        }
    }
    let document = document();
    walk(&document, &document);
}

#[test]
fn every_operation_says_who_may_and_what_it_answers() {
    let document = document();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let name = format!("{method} {path}");
            assert!(operation["operationId"].is_string(), "{name} has no operationId");
            assert!(operation["summary"].is_string(), "{name} has no summary");
            assert!(operation["security"].as_array().is_some_and(|all| !all.is_empty()), "{name} has no security");
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{name} has no success");
            // An empty requirement among them: whoever has the address may.
            let is_open = operation["security"].as_array().unwrap().contains(&serde_json::json!({}));
            let tells_failures = responses.contains_key("401") != is_open && responses.contains_key("500");
            assert!(tells_failures, "{name} has no failures");
            let has_parameters = path.matches('{').count();
            let told = operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path").count();
            assert_eq!(told, has_parameters, "{name} does not tell its path parameters");
        }
    }
}

#[test]
fn requests_are_closed_and_answers_are_open() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    for name in [
        "NewApplication",
        "ApplicationChanges",
        "NewApiKey",
        "NewAppDomain",
        "NewConnection",
        "DomainCheck",
        "NewWidgetToken",
        "NewShareLink",
    ] {
        assert_eq!(schemas[name]["additionalProperties"], false, "{name} must refuse unknown fields");
    }
    assert!(schemas["Connection"].get("additionalProperties").is_none());
}
