//! One operation: parameters, body, answers, and who may.

use crate::schema::{Way, compare as compare_schemas};
use crate::{Pair, entries, resolved};
use serde_json::Value;
use std::collections::BTreeSet;

pub(crate) fn compare(documents: Pair<'_>, name: &str, operation: Pair<'_>, found: &mut Vec<String>) {
    let Pair { before, after } = operation;
    if before.get("operationId") != after.get("operationId") {
        found.push(format!("{name}: has another operationId, which generated clients call it by"));
    }
    parameters(documents, name, operation, found);
    body(documents, name, operation, found);
    for (status, answer) in entries(before, "responses").filter(|(status, _)| is_success(status)) {
        match after.get("responses").and_then(|answers| answers.get(status)) {
            Some(now) => {
                let both = Pair { before: resolved(documents.before, answer), after: resolved(documents.after, now) };
                for (header, _) in entries(both.before, "headers") {
                    if both.after.get("headers").and_then(|headers| headers.get(header)).is_none() {
                        found.push(format!("{name}: the header {header} of its {status} is gone"));
                    }
                }
                contents(documents, &format!("{name}: its {status}"), both, Way::Answer, found);
            }
            None => found.push(format!("{name}: never answers {status} any more")),
        }
    }
    for (status, _) in entries(after, "responses").filter(|(status, _)| is_success(status)) {
        if before.get("responses").and_then(|answers| answers.get(status)).is_none() {
            found.push(format!("{name}: can answer {status}, which it could not"));
        }
    }
    if let (Some(was), Some(is)) = (ways_in(before), ways_in(after)) {
        for way in was.iter().filter(|way| !is.iter().any(|now| now.is_subset(way))) {
            let way: Vec<&str> = way.iter().map(String::as_str).collect();
            found.push(format!("{name}: {} is no longer enough to be let in", way.join(" and ")));
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with(['2', '3'])
}

fn parameters(documents: Pair<'_>, name: &str, operation: Pair<'_>, found: &mut Vec<String>) {
    let (was, is) = (listed(documents.before, operation.before), listed(documents.after, operation.after));
    for parameter in &was {
        let called = label(parameter);
        let Some(now) = is.iter().find(|now| label(now) == called) else {
            found.push(format!("{name}: no longer takes {called}"));
            continue;
        };
        if !flag(parameter) && flag(now) {
            found.push(format!("{name}: {called} is required now"));
        }
        if let (Some(before), Some(after)) = (parameter.get("schema"), now.get("schema")) {
            compare_schemas(documents, &format!("{name}: {called}"), Pair { before, after }, Way::Request, found);
        }
    }
    for parameter in is.iter().filter(|now| flag(now) && !was.iter().any(|was| label(was) == label(now))) {
        found.push(format!("{name}: wants {}, which is new", label(parameter)));
    }
}

fn listed<'a>(document: &'a Value, operation: &'a Value) -> Vec<&'a Value> {
    let all = operation.get("parameters").and_then(Value::as_array).into_iter().flatten();
    all.map(|parameter| resolved(document, parameter)).collect()
}

/// `query parameter limit`.
fn label(parameter: &Value) -> String {
    let text = |key: &str| parameter.get(key).and_then(Value::as_str).unwrap_or_default();
    format!("{} parameter {}", text("in"), text("name"))
}

fn flag(value: &Value) -> bool {
    value.get("required").and_then(Value::as_bool).unwrap_or_default()
}

fn body(documents: Pair<'_>, name: &str, operation: Pair<'_>, found: &mut Vec<String>) {
    let was = operation.before.get("requestBody").map(|body| resolved(documents.before, body));
    let is = operation.after.get("requestBody").map(|body| resolved(documents.after, body));
    match (was, is) {
        (Some(was), Some(is)) => {
            if !flag(was) && flag(is) {
                found.push(format!("{name}: its body is required now"));
            }
            let both = Pair { before: was, after: is };
            contents(documents, &format!("{name}: its body"), both, Way::Request, found);
        }
        (Some(_), None) => found.push(format!("{name}: no longer takes a body")),
        (None, Some(is)) if flag(is) => found.push(format!("{name}: wants a body now")),
        (None, _) => {}
    }
}

fn contents(documents: Pair<'_>, place: &str, both: Pair<'_>, way: Way, found: &mut Vec<String>) {
    for (media, content) in entries(both.before, "content") {
        let Some(now) = both.after.get("content").and_then(|content| content.get(media)) else {
            found.push(format!("{place} is no longer {media}"));
            continue;
        };
        if let (Some(before), Some(after)) = (content.get("schema"), now.get("schema")) {
            compare_schemas(documents, place, Pair { before, after }, way, found);
        }
    }
}

/// Each way of being let in, as what it needs; `None` when nothing is said.
fn ways_in(operation: &Value) -> Option<Vec<BTreeSet<String>>> {
    let ways = operation.get("security")?.as_array()?.iter();
    let needs = |way: &Value| {
        let schemes = way.as_object().into_iter().flatten();
        let of_scheme = |(scheme, scopes): (&String, &Value)| {
            let scopes = scopes.as_array().into_iter().flatten().filter_map(Value::as_str);
            let named = scopes.map(|scope| format!("{scheme} with {scope}"));
            named.chain([scheme.clone()]).collect::<Vec<_>>()
        };
        schemes.flat_map(of_scheme).collect()
    };
    Some(ways.map(needs).collect())
}
