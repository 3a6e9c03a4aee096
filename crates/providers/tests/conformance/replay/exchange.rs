//! One request and its answer as a fixture has them, and whether a request is that request.

use super::xml::canonical;
use crate::simulator::{Answer, Request};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// In texts of a fixture: whatever stands here.
const ANY: &str = "<any>";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Exchange {
    pub(crate) request: Expected,
    pub(crate) response: Response,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Expected {
    pub(crate) method: String,
    /// Decoded, with the final slash if there is one.
    pub(crate) path: String,
    /// All of it, in any order; a list where a key is there several times.
    #[serde(default)]
    pub(crate) query: BTreeMap<String, Value>,
    /// Those that matter.
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// JSON, `{"$form": {…}}`, or text; XML is compared by its meaning.
    pub(crate) body: Option<Value>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Response {
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: BTreeMap<String, String>,
    /// JSON, or text. `{base}` in it is where the replaying server listens.
    pub(crate) body: Option<Value>,
}

impl Expected {
    /// What of the request is not as expected, one line each.
    pub(crate) fn differences(&self, request: &Request) -> Vec<String> {
        let mut found = Vec::new();
        let mut differ = |what: &str, expected: String, came: String| {
            if !is_like(&expected, &came) {
                found.push(format!("{what}:\n    expected {expected}\n    came     {came}"));
            }
        };
        differ("method", self.method.clone(), request.method.clone());
        differ(
            "path",
            self.path.clone(),
            percent_encoding::percent_decode_str(&request.path).decode_utf8_lossy().into_owned(),
        );
        let pairs = |pairs: &[(String, String)]| {
            let mut pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}={value}")).collect();
            pairs.sort();
            pairs.join("&")
        };
        differ("query", pairs(&flat(&self.query)), pairs(&request.query));
        for (name, value) in &self.headers {
            differ(&format!("header {name}"), value.clone(), request.header(name).unwrap_or("(not sent)").to_owned());
        }
        let came = request.text();
        match &self.body {
            None => differ("body", String::new(), came),
            Some(Value::Object(body)) if body.contains_key("$form") => {
                let fields: BTreeMap<String, Value> = serde_json::from_value(body["$form"].clone()).unwrap();
                differ("form", pairs(&flat(&fields)), pairs(&request.form()));
            }
            Some(Value::String(text)) if text.trim_start().starts_with('<') => {
                differ("XML", canonical(text), canonical(&came));
            }
            Some(Value::String(text)) => differ("body", text.clone(), came),
            Some(body) => match serde_json::from_str::<Value>(&came) {
                Ok(json) if is_same(body, &json) => {}
                Ok(json) => differ("body", body.to_string(), json.to_string()),
                Err(_) => differ("body", body.to_string(), came),
            },
        }
        found
    }
}

impl Response {
    pub(crate) fn answer(&self, base: &str) -> Answer {
        let (content_type, text) = match &self.body {
            None => return self.with_headers(Answer::empty(self.status), base),
            Some(Value::String(text)) if text.trim_start().starts_with('<') => ("text/xml", text.clone()),
            Some(Value::String(text)) => ("text/plain", text.clone()),
            Some(body) => ("application/json", body.to_string()),
        };
        let mut answer = Answer::text(self.status, content_type, &text.replace("{base}", base));
        if self.headers.contains_key("content-type") {
            answer.headers.clear();
        }
        self.with_headers(answer, base)
    }

    fn with_headers(&self, answer: Answer, base: &str) -> Answer {
        self.headers
            .iter()
            .fold(answer, |answer, (name, value)| answer.with_header(name, value.replace("{base}", base)))
    }
}

/// Pairs of a map whose values are texts, numbers or lists of them.
fn flat(map: &BTreeMap<String, Value>) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    map.iter()
        .flat_map(|(key, value)| match value {
            Value::Array(values) => values.iter().map(|value| (key.clone(), text(value))).collect(),
            value => vec![(key.clone(), text(value))],
        })
        .collect()
}

/// Whether `came` is `expected`, in which [`ANY`] stands for any text.
pub(crate) fn is_like(expected: &str, came: &str) -> bool {
    let mut parts = expected.split(ANY);
    let Some(mut rest) = parts.next().and_then(|first| came.strip_prefix(first)) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some((_, after)) = rest.split_once(part) else { return false };
        rest = after;
    }
    rest.ends_with(last)
}

/// Whether two JSON values say the same: objects in any order, [`ANY`] in texts.
pub(crate) fn is_same(expected: &Value, came: &Value) -> bool {
    match (expected, came) {
        (Value::String(text), _) if text == ANY => true,
        (Value::String(expected), Value::String(came)) => is_like(expected, came),
        (Value::Array(expected), Value::Array(came)) => {
            expected.len() == came.len() && expected.iter().zip(came).all(|(expected, came)| is_same(expected, came))
        }
        (Value::Object(expected), Value::Object(came)) => {
            let has = |map: &Map<String, Value>, key: &String| map.contains_key(key);
            came.keys().all(|key| has(expected, key))
                && expected.iter().all(|(key, value)| came.get(key).is_some_and(|came| is_same(value, came)))
        }
        (expected, came) => expected == came,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderMap;
    use serde_json::json;

    fn came(method: &str, path: &str, query: &[(&str, &str)], body: &str) -> Request {
        let mut headers = HeaderMap::new();
        headers.insert("authorization", "Bearer t".parse().unwrap());
        let query = query.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        Request { method: method.into(), path: path.into(), query, headers, body: body.as_bytes().to_vec() }
    }

    fn expected(value: Value) -> Expected {
        serde_json::from_value(value).unwrap()
    }

    #[test]
    fn the_same_request_in_another_writing_is_the_same() {
        let request = came("POST", "/z/%40/TXT/", &[("b", "2"), ("a", "1")], r#"{"y":[1,{"q":null}],"x":"at 12:00"}"#);
        let wanted = expected(json!({"method": "POST", "path": "/z/@/TXT/", "query": {"a": 1, "b": "2"},
            "headers": {"authorization": "Bearer <any>"}, "body": {"x": "at <any>", "y": [1, {"q": null}]}}));
        assert_eq!(wanted.differences(&request), Vec::<String>::new());
        let form = expected(json!({"method": "POST", "path": "/", "body": {"$form": {"b": "x y", "a": "1"}}}));
        assert_eq!(form.differences(&came("POST", "/", &[], "a=1&b=x+y")), Vec::<String>::new());
        let xml = expected(json!({"method": "POST", "path": "/", "body": "<a x='1' y='2'><b>t</b>\n</a>"}));
        assert_eq!(
            xml.differences(&came("POST", "/", &[], "<?xml version='1.0'?><a y=\"2\" x=\"1\">\n <b>t</b></a>")),
            Vec::<String>::new()
        );
    }

    #[test]
    fn every_difference_is_shown() {
        let wanted = || {
            expected(
                json!({"method": "GET", "path": "/a", "query": {"p": 1}, "headers": {"authorization": "Bearer u"}, "body": {"a": 1}}),
            )
        };
        let found = wanted().differences(&came("PUT", "/a/", &[("p", "2")], "{}")).join("\n");
        for what in
            ["method:", "path:", "query:", "header authorization:", "body:", "expected Bearer u", "came     Bearer t"]
        {
            assert!(found.contains(what), "{what} in {found}");
        }
        let body = |body: &str| {
            wanted().differences(&came("GET", "/a", &[("p", "1")], body)).iter().any(|line| line.starts_with("body"))
        };
        assert!(body(r#"{"a":1,"b":null}"#) && body(r#"{"a":"1"}"#) && body("a=1") && body(""));
        assert!(!body(r#"{"a":1}"#));
        let without = expected(json!({"method": "GET", "path": "/a"}));
        assert_eq!(without.differences(&came("GET", "/a", &[], "{}")).len(), 1, "a body where none is expected");
        assert!(is_like("a<any>c<any>", "abcabc") && !is_like("a<any>d", "abc") && !is_like("abc", "abcd"));
    }
}
