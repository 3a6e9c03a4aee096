//! Each kind of break is found, and nothing else is called one.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use nameplate_contract::breaks;
use serde_json::{Value, json};

fn document() -> Value {
    json!({
        "paths": {
            "/things": {
                "get": {
                    "operationId": "listThings",
                    "parameters": [
                        { "name": "limit", "in": "query", "required": false,
                          "schema": { "type": "integer", "minimum": 1, "maximum": 100 } },
                    ],
                    "responses": {
                        "200": {
                            "headers": { "X-Total": {} },
                            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Thing" } } },
                        },
                        "404": {},
                    },
                    "security": [{ "key": ["read"] }, { "key": ["admin"] }],
                },
                "post": {
                    "operationId": "createThing",
                    "requestBody": {
                        "required": false,
                        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/NewThing" } } },
                    },
                    "responses": { "201": {} },
                },
            },
        },
        "components": { "schemas": {
            "Kind": { "type": "string", "enum": ["a", "b"] },
            "NewThing": {
                "type": "object",
                "additionalProperties": true,
                "required": ["name"],
                "properties": {
                    "name": { "type": ["string", "null"], "maxLength": 100, "minLength": 1 },
                    "kind": { "$ref": "#/components/schemas/Kind" },
                    "more": { "type": "string" },
                    "target": { "oneOf": [{ "$ref": "#/components/schemas/Kind" }, { "$ref": "#/components/schemas/Thing" }] },
                },
            },
            "Thing": {
                "type": "object",
                "required": ["id", "parent"],
                "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "kind": { "$ref": "#/components/schemas/Kind" },
                    "code": { "type": "string", "enum": ["x"], "description": "The set of codes may grow." },
                    "count": { "type": "number" },
                    "parts": { "type": "array", "items": { "type": "string" } },
                    "parent": { "oneOf": [{ "type": "null" }, { "$ref": "#/components/schemas/Thing" }] },
                },
            },
        } },
    })
}

fn changed(pointer: &str, value: Value) -> Value {
    let mut document = document();
    let (parent, key) = pointer.rsplit_once('/').unwrap();
    let parent = document.pointer_mut(parent).unwrap_or_else(|| panic!("{pointer}"));
    let key = key.replace("~1", "/");
    match (parent, value.is_null()) {
        (Value::Object(fields), true) => assert!(fields.remove(&key).is_some(), "{pointer}"),
        (Value::Object(fields), false) => drop(fields.insert(key, value)),
        (Value::Array(items), true) => drop(items.remove(key.parse().unwrap())),
        (Value::Array(items), false) => items.push(value),
        _ => panic!("{pointer}"),
    }
    document
}

const GET: &str = "/paths/~1things/get";
const POST: &str = "/paths/~1things/post";
const NEW: &str = "/components/schemas/NewThing";
const THING: &str = "/components/schemas/Thing";

#[test]
fn every_kind_of_break_is_found() {
    let cases: Vec<(String, Value, &str)> = vec![
        ("/paths/~1things".into(), Value::Null, "GET /things: is gone"),
        (GET.into(), Value::Null, "GET /things: is gone"),
        (format!("{GET}/operationId"), json!("things"), "GET /things: has another operationId"),
        (format!("{GET}/parameters/0"), Value::Null, "GET /things: no longer takes query parameter limit"),
        (
            format!("{GET}/parameters/-"),
            json!({ "name": "q", "in": "query", "required": true }),
            "GET /things: wants query parameter q, which is new",
        ),
        (format!("{GET}/parameters/0/required"), json!(true), "GET /things: query parameter limit is required now"),
        (format!("{GET}/parameters/0/schema/maximum"), json!(50), "limit has a narrower maximum"),
        (format!("{GET}/parameters/0/schema/minimum"), json!(2), "limit has a narrower minimum"),
        (format!("{GET}/parameters/0/schema/type"), json!("string"), "limit can no longer be integer"),
        (format!("{GET}/responses/200"), Value::Null, "GET /things: never answers 200 any more"),
        (format!("{GET}/responses/202"), json!({}), "GET /things: can answer 202, which it could not"),
        (format!("{GET}/responses/200/headers/X-Total"), Value::Null, "the header X-Total of its 200 is gone"),
        (
            format!("{GET}/responses/200/content/application~1json"),
            Value::Null,
            "its 200 is no longer application/json",
        ),
        (format!("{GET}/security/0"), Value::Null, "key and key with read is no longer enough"),
        (format!("{POST}/requestBody"), Value::Null, "POST /things: no longer takes a body"),
        (format!("{POST}/requestBody/required"), json!(true), "POST /things: its body is required now"),
        (format!("{GET}/requestBody"), json!({ "required": true, "content": {} }), "GET /things: wants a body now"),
        (format!("{NEW}/required/-"), json!("kind"), "its body, kind is required now"),
        (format!("{NEW}/properties/more"), Value::Null, "its body, more is no longer taken"),
        (format!("{NEW}/properties/name/type"), json!("string"), "its body, name can no longer be null"),
        (format!("{NEW}/properties/name/maxLength"), json!(99), "its body, name has a narrower maxLength"),
        (format!("{NEW}/properties/more/maxLength"), json!(99), "its body, more has a narrower maxLength"),
        (format!("{NEW}/properties/more/pattern"), json!("^a"), "its body, more has another pattern"),
        (format!("{NEW}/properties/more/format"), json!("uuid"), "its body, more has another format"),
        (format!("{NEW}/properties/more/enum"), json!(["a"]), "its body, more takes only certain values now"),
        (format!("{NEW}/properties/target/oneOf/0"), Value::Null, "its body, target can no longer be"),
        (format!("{NEW}/additionalProperties"), json!(false), "its body refuses unknown fields now"),
        ("/components/schemas/Kind/enum/0".into(), Value::Null, "its body, kind can no longer be \"a\""),
        ("/components/schemas/Kind/enum/-".into(), json!("c"), "its 200, kind can be \"c\", which it could not"),
        ("/components/schemas/Kind/enum".into(), Value::Null, "its 200, kind can be anything"),
        (format!("{THING}/properties/count"), Value::Null, "its 200, count is gone"),
        (format!("{THING}/properties/count/type"), json!(["number", "null"]), "its 200, count can be null"),
        (format!("{THING}/properties/count/type"), json!("string"), "its 200, count can be string"),
        (format!("{THING}/properties/parts/items/type"), json!("integer"), "its 200, parts[] can be integer"),
        (format!("{THING}/properties/id/format"), Value::Null, "its 200, id has another format"),
        (format!("{THING}/required/0"), Value::Null, "its 200, id may be absent now"),
    ];
    for (pointer, value, expected) in cases {
        let found = breaks(&document(), &changed(&pointer, value));
        assert!(found.iter().any(|found| found.contains(expected)), "{pointer}: {expected:?} is not in {found:?}");
    }
}

#[test]
fn what_breaks_nobody_passes() {
    let cases: Vec<(String, Value)> = vec![
        ("/paths/~1more".into(), json!({ "get": {} })),
        (format!("{GET}/summary"), json!("Other words.")),
        (format!("{GET}/parameters/-"), json!({ "name": "q", "in": "query", "required": false })),
        (format!("{GET}/parameters/0/schema/maximum"), json!(1000)),
        (format!("{GET}/parameters/0/schema/type"), json!("number")),
        (format!("{GET}/responses/409"), json!({})),
        (format!("{GET}/responses/404"), Value::Null),
        (format!("{GET}/security/-"), json!({ "token": [] })),
        (format!("{NEW}/properties/new"), json!({ "type": "string" })),
        (format!("{NEW}/properties/name/maxLength"), json!(200)),
        (format!("{NEW}/properties/name/maxLength"), Value::Null),
        (format!("{NEW}/required/0"), Value::Null),
        (format!("{THING}/properties/new"), json!({ "type": "string" })),
        (format!("{THING}/properties/code/enum/-"), json!("y")),
        (format!("{THING}/properties/count/type"), json!("integer")),
        (format!("{THING}/required/-"), json!("count")),
    ];
    for (pointer, value) in cases {
        let found = breaks(&document(), &changed(&pointer, value));
        assert!(found.is_empty(), "{pointer}: {found:?}");
    }
    assert!(breaks(&document(), &document()).is_empty());
}

#[test]
fn the_committed_document_does_not_break_itself_and_would_be_missed() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi-v1.yaml");
    let document: Value = yaml_serde::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    assert_eq!(breaks(&document, &document), Vec::<String>::new());
    let operations = document["paths"].as_object().unwrap().values().map(|item| item.as_object().unwrap().len());
    assert_eq!(breaks(&document, &json!({ "paths": {} })).len(), operations.sum::<usize>());
}
