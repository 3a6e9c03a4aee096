//! What the document must say of everything in it. Each message says what to add, and where.

use serde_json::Value;

/// Fields whose names say everything.
const SELF_EVIDENT: &[&str] = &[
    "application_id",
    "certificate",
    "code",
    "connection",
    "connection_id",
    "created_at",
    "data",
    "domain",
    "environment",
    "host",
    "hostname",
    "id",
    "key",
    "message",
    "name",
    "notes",
    "priority",
    "problem",
    "provider",
    "record",
    "records",
    "setup_type",
    "state",
    "status",
    "type",
    "updated_at",
    "value",
    "values",
    "warnings",
];

fn document() -> Value {
    yaml_serde::from_str(&nameplate_api::openapi_yaml()).unwrap()
}

/// Every operation, as method and path, and what is said of it.
fn operations(document: &Value) -> impl Iterator<Item = (String, &Value)> {
    document["paths"].as_object().unwrap().iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (format!("{} {path}", method.to_uppercase()), operation))
    })
}

fn is_text(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().len() > 1)
}

/// All faults at once: whoever adds an operation wants the whole list.
fn none(faults: &[String]) {
    assert!(faults.is_empty(), "the OpenAPI document lacks something:\n  - {}", faults.join("\n  - "));
}

#[test]
fn every_operation_is_described() {
    let document = document();
    let tags: Vec<&Value> = document["tags"].as_array().unwrap().iter().map(|tag| &tag["name"]).collect();
    let mut faults = vec![];
    for (name, operation) in operations(&document) {
        let mut lacks = |what: &str, remedy: &str| faults.push(format!("{name} has no {what}: {remedy}"));
        if !is_text(&operation["operationId"]) {
            lacks("operationId", "write `operation_id = \"…\"` in its #[utoipa::path]");
        }
        if !is_text(&operation["summary"]) {
            lacks("summary", "write a first line of doc comment on its handler");
        }
        if !is_text(&operation["description"]) {
            lacks(
                "description",
                "write a second paragraph of doc comment on its handler: what to know before calling it",
            );
        }
        let own = operation["tags"].as_array().map_or(&[][..], Vec::as_slice);
        if own.is_empty() || !own.iter().all(|tag| tags.contains(&tag)) {
            lacks("known tag", "write `tag = \"…\"` in its #[utoipa::path], and the tag's line in openapi.rs, `frame`");
        }
        if operation.get("security").is_none() {
            lacks("security", "write `security((\"api_key\" = [\"scope\"]))` in its #[utoipa::path]");
        }
        for parameter in operation["parameters"].as_array().into_iter().flatten() {
            if !is_text(&parameter["description"]) {
                let called = &parameter["name"];
                lacks(
                    &format!("description of its parameter {called}"),
                    "write a doc comment on the field, or for a path a line in examples.rs, `PARAMETERS`",
                );
            }
        }
    }
    none(&faults);
}

#[test]
fn every_failure_says_its_codes() {
    let document = document();
    let mut faults = vec![];
    for (name, operation) in operations(&document) {
        for (status, response) in operation["responses"].as_object().unwrap() {
            let is_failure = !status.starts_with(['2', '3']);
            let says_code = response["description"].as_str().is_some_and(|said| said.starts_with('`'));
            if is_failure && !says_code {
                faults.push(format!(
                    "{name} answers {status} without its codes: give it a kind in openapi.rs, `own_failures`"
                ));
            }
        }
    }
    none(&faults);
}

#[test]
fn every_body_has_an_example_that_fits() {
    let document = document();
    let mut faults = vec![];
    for (name, operation) in operations(&document) {
        let request = operation.get("requestBody").map(|body| ("request".to_owned(), body));
        let successes = operation["responses"].as_object().unwrap().iter();
        let successes = successes.filter(|(status, _)| status.starts_with('2'));
        let bodies = request.into_iter().chain(successes.map(|(status, body)| (status.clone(), body)));
        for (which, body) in bodies {
            for (media, content) in body["content"].as_object().into_iter().flatten() {
                let Some(example) = example_of(content) else {
                    faults.push(format!(
                        "{name} has no example of its {which} ({media}): give each field that is required in it \
                         #[schema(example = …)], or a line in examples.rs, `WORDS`"
                    ));
                    continue;
                };
                let mut schema = content["schema"].clone();
                schema["components"] = document["components"].clone();
                if media == "application/json" && !jsonschema::is_valid(&schema, example) {
                    let error = jsonschema::validate(&schema, example).unwrap_err();
                    faults.push(format!("{name} has an example of its {which} that does not fit: {error}"));
                }
            }
        }
    }
    none(&faults);
}

fn example_of(content: &Value) -> Option<&Value> {
    let named = || content["examples"].as_object()?.values().next()?.get("value");
    content.get("example").or_else(named)
}

#[test]
fn every_field_is_described_and_every_text_has_an_example() {
    let document = document();
    let mut faults = vec![];
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        let is_list = name.ends_with("List");
        if !is_text(&schema["description"]) && schema.get("allOf").is_none() {
            faults.push(format!("{name} has no description: write a doc comment on its type"));
        }
        let parts = schema["allOf"].as_array().map_or(std::slice::from_ref(schema), Vec::as_slice);
        for (field, said) in parts.iter().flat_map(|part| part["properties"].as_object().into_iter().flatten()) {
            let leads_on = said.get("$ref").is_some() || said.to_string().contains("\"$ref\"");
            if !is_text(&said["description"]) && !leads_on && !SELF_EVIDENT.contains(&field.as_str()) {
                faults.push(format!("{name}.{field} has no description: write a doc comment on the field"));
            }
            if !is_list && is_bare_text(said) {
                faults.push(format!(
                    "{name}.{field} has no example: write #[schema(example = \"…\")] on the field, or, if it means the same \
                     everywhere, a line in examples.rs, `WORDS`"
                ));
            }
        }
    }
    none(&faults);
}

/// A text, or a list of texts, of whose form nothing is said.
fn is_bare_text(said: &Value) -> bool {
    let has_type = |wanted: &str| match &said["type"] {
        Value::String(only) => only == wanted,
        several => several.as_array().is_some_and(|several| several.iter().any(|one| one == wanted)),
    };
    let says_more = |said: &Value| ["example", "examples", "enum", "format"].iter().any(|key| said.get(key).is_some());
    match () {
        () if says_more(said) => false,
        () if has_type("array") => said["items"]["type"] == "string" && !says_more(&said["items"]),
        () => has_type("string"),
    }
}
