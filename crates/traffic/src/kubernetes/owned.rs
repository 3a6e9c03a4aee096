//! What of an object we put there, by the server's own record of who set what (`managedFields`).

use serde_json::{Map, Value, json};

/// The part of `live` that `manager` applied, with what names the object and its labels; the rest is others' and defaults.
pub(super) fn owned_by(manager: &str, live: &Value) -> Value {
    let entries = live.pointer("/metadata/managedFields").and_then(Value::as_array);
    let is_ours = |entry: &&Value| {
        entry["manager"] == manager && entry["operation"] == "Apply" && entry.get("subresource").is_none()
    };
    let fields =
        entries.and_then(|entries| entries.iter().find(is_ours)).and_then(|entry| entry["fieldsV1"].as_object());
    let mut owned = fields.map_or_else(|| json!({}), |fields| part(live, fields));
    for name in ["apiVersion", "kind"] {
        owned[name] = live[name].clone();
    }
    for name in ["name", "namespace"] {
        if let Some(value) = live["metadata"].get(name) {
            owned["metadata"][name] = value.clone();
        }
    }
    owned
}

/// What `fields` (the structure of `fieldsV1`) names of a value.
fn part(value: &Value, fields: &Map<String, Value>) -> Value {
    // `.` is the value itself: with nothing else in it, all of it is meant.
    if fields.keys().all(|name| name == ".") {
        return value.clone();
    }
    let below = |fields: &Value, value: &Value| match fields.as_object() {
        Some(fields) => part(value, fields),
        None => value.clone(),
    };
    match value {
        Value::Object(map) => {
            let named = fields.iter().filter_map(|(field, fields)| {
                let name = field.strip_prefix("f:")?;
                Some((name.to_owned(), below(fields, map.get(name)?)))
            });
            Value::Object(named.collect())
        }
        Value::Array(items) => {
            let of = |(index, item): (usize, &Value)| {
                let found = fields.iter().find(|(field, _)| is_item(field, index, item))?;
                Some(below(found.1, item))
            };
            items.iter().enumerate().filter_map(of).collect()
        }
        other => other.clone(),
    }
}

/// Whether `field` names this item of a list: by some of its fields, by its value, or by its place.
fn is_item(field: &str, index: usize, item: &Value) -> bool {
    let json = |text: &str| serde_json::from_str::<Value>(text).ok();
    match field.split_once(':') {
        Some(("k", keys)) => json(keys)
            .as_ref()
            .and_then(Value::as_object)
            .is_some_and(|keys| keys.iter().all(|(name, value)| item.get(name) == Some(value))),
        Some(("v", value)) => json(value).as_ref() == Some(item),
        Some(("i", place)) => place.parse() == Ok(index),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_we_applied_is_ours() {
        let live = json!({
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "ListenerSet",
            "metadata": {
                "name": "n", "namespace": "shops", "uid": "u", "labels": { "a": "ours", "b": "theirs" },
                "managedFields": [
                    { "manager": "other", "operation": "Apply", "fieldsV1": { "f:metadata": { "f:labels": { "f:b": {} } } } },
                    { "manager": "us", "operation": "Update", "subresource": "status", "fieldsV1": { "f:status": {} } },
                    { "manager": "us", "operation": "Apply", "fieldsV1": {
                        "f:metadata": { "f:labels": { "f:a": {} } },
                        "f:spec": { "f:listeners": {
                            "k:{\"name\":\"https\"}": { ".": {}, "f:name": {}, "f:tls": { "f:refs": {} } },
                        } },
                    } },
                ],
            },
            "spec": { "listeners": [
                { "name": "http", "port": 80 },
                { "name": "https", "port": 443, "tls": { "mode": "Terminate", "refs": [{ "name": "s", "group": "" }] } },
            ] },
            "status": {},
        });
        let expected = json!({
            "apiVersion": "gateway.networking.k8s.io/v1",
            "kind": "ListenerSet",
            "metadata": { "name": "n", "namespace": "shops", "labels": { "a": "ours" } },
            "spec": { "listeners": [{ "name": "https", "tls": { "refs": [{ "name": "s", "group": "" }] } }] },
        });
        assert_eq!(owned_by("us", &live), expected);
        assert_eq!(owned_by("nobody", &live).get("spec"), None);
    }
}
