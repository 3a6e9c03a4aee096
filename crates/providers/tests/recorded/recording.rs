//! Files of recorded exchanges.

use crate::http::Request;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::path::{Path, PathBuf};

/// One file: what a client and the real service said to each other, in the order on the wire.
#[derive(Debug, Deserialize)]
pub(crate) struct Recording {
    pub(crate) provider: String,
    pub(crate) auth_header: Option<String>,
    pub(crate) exchanges: Vec<Exchange>,
}

#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Exchange {
    pub(crate) request: Asked,
    pub(crate) response: Told,
}

/// A request. Placeholders in braces stand in paths that were not kept.
#[derive(Clone, Debug, Deserialize)]
#[serde(from = "Wire")]
pub(crate) struct Asked {
    pub(crate) method: String,
    /// Decoded, without empty ones.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(String, String)>,
    pub(crate) headers: Vec<(String, String)>,
    /// JSON; XML and other texts as a string; fields of a form as an object; null for none.
    pub(crate) body: Value,
}

#[derive(Deserialize)]
struct Wire {
    method: String,
    url: Option<String>,
    path: Option<String>,
    #[serde(default)]
    query: Value,
    #[serde(default)]
    headers: Map<String, Value>,
    #[serde(default)]
    body: Value,
}

/// An answer.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Told {
    pub(crate) status: u16,
    #[serde(default)]
    pub(crate) headers: Map<String, Value>,
    #[serde(default)]
    pub(crate) body: Value,
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn segments(path: &str) -> Vec<String> {
    let decoded = |part: &str| percent_encoding::percent_decode_str(part).decode_utf8_lossy().into_owned();
    path.split('/').filter(|part| !part.is_empty()).map(decoded).collect()
}

impl From<Wire> for Asked {
    fn from(wire: Wire) -> Self {
        let place = wire.url.or(wire.path).unwrap_or_default();
        let path = place
            .split_once("://")
            .map_or(place.as_str(), |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
        let path = segments(path.split('?').next().unwrap_or_default());
        let query = match wire.query {
            Value::Object(map) => map.iter().map(|(key, value)| (key.clone(), text(value))).collect(),
            Value::Array(pairs) => pairs.iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect(),
            _ => vec![],
        };
        let headers = wire.headers.iter().map(|(key, value)| (key.to_lowercase(), text(value))).collect();
        let body = match wire.body {
            Value::Object(mut map) if map.contains_key("$form") => map.remove("$form").unwrap_or_default(),
            // Some clients send an empty object where nothing is to be said.
            Value::Object(map) if map.is_empty() => Value::Null,
            other => other,
        };
        Self { method: wire.method, path, query, headers, body }
    }
}

impl From<&Request> for Asked {
    fn from(request: &Request) -> Self {
        let is_form = request.header("content-type").is_some_and(|kind| kind.contains("form-urlencoded"));
        let body = match request.text() {
            text if text.is_empty() => Value::Null,
            _ if is_form => Value::Object(request.form().into_iter().map(|(key, value)| (key, value.into())).collect()),
            text if text.trim_start().starts_with('<') => text.into(),
            _ => request.json(),
        };
        let header = |(name, value): (&axum::http::HeaderName, &axum::http::HeaderValue)| {
            (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        Self {
            method: request.method.clone(),
            path: segments(&request.path),
            query: request.query.clone(),
            headers: request.headers.iter().map(header).collect(),
            body,
        }
    }
}

impl Asked {
    /// What follows the first segment of this name, in any case.
    pub(crate) fn after(&self, anchor: &str) -> Option<Vec<&str>> {
        let at = self.path.iter().position(|part| part.eq_ignore_ascii_case(anchor))?;
        Some(self.path.iter().skip(at + 1).map(String::as_str).collect())
    }

    pub(crate) fn query(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// A field of the query or of a form.
    pub(crate) fn field(&self, key: &str) -> Option<&str> {
        let in_body = self.body.as_object().and_then(|body| {
            body.iter().find(|(known, _)| known.eq_ignore_ascii_case(key)).and_then(|(_, value)| value.as_str())
        });
        let in_query = self.query.iter().find(|(known, _)| known.eq_ignore_ascii_case(key));
        in_body.or(in_query.map(|(_, value)| value.as_str()))
    }

    pub(crate) fn is(&self, method: &str) -> bool {
        self.method == method
    }
}

impl Told {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    pub(crate) fn new(status: u16, body: Value) -> Self {
        Self { status, headers: Map::new(), body }
    }
}

/// Every file of the folders in this one, by path.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let Ok(entries) = std::fs::read_dir(folder) else { return found };
    for entry in entries.filter_map(Result::ok) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "json") {
            found.push(path);
        }
    }
    found.sort();
    found
}
