//! What of one OpenAPI document breaks the clients of another.
//!
//! A client breaks when something that it sends is no longer taken, or when something comes that it was not told of. New operations,
//! new optional fields of requests, new fields of answers and new failures break nobody. A set of texts in answers is open, and may
//! grow, when its description says "may grow".

mod operation;
mod schema;

use serde_json::Value;

/// Two documents, the later one held against the earlier.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Pair<'a> {
    pub(crate) before: &'a Value,
    pub(crate) after: &'a Value,
}

/// Every break, as a sentence that begins with the operation.
#[must_use]
pub fn breaks(before: &Value, after: &Value) -> Vec<String> {
    let documents = Pair { before, after };
    let mut found = vec![];
    for (path, item) in entries(before, "paths") {
        for (method, operation) in item.as_object().into_iter().flatten() {
            let name = format!("{} {path}", method.to_uppercase());
            match after.get("paths").and_then(|paths| paths.get(path)).and_then(|item| item.get(method)) {
                Some(now) => operation::compare(documents, &name, Pair { before: operation, after: now }, &mut found),
                None => found.push(format!("{name}: is gone")),
            }
        }
    }
    found.sort();
    found.dedup();
    found
}

/// The entries of an object's object; none when there is none.
pub(crate) fn entries<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> + use<'a> {
    value.get(key).and_then(Value::as_object).into_iter().flatten()
}

/// What a reference leads to, or the value itself.
pub(crate) fn resolved<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|target| target.strip_prefix('#'));
    target.and_then(|pointer| document.pointer(pointer)).unwrap_or(value)
}
