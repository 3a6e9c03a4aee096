//! The API, as commands use it: whoever runs them brings the way to it.

pub(crate) mod answers;
pub(crate) mod client;
pub(crate) mod stream;

use super::ending::Stop;
use async_trait::async_trait;
use reqwest::Method;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// The way to the API, with the credential of whoever the command is run for.
#[async_trait]
pub(crate) trait Api: Send + Sync {
    /// Sends a request and gives the body of its answer, null where it has none.
    async fn call(&self, request: Request) -> Result<Value, Stop>;

    /// Listens to what happens to a connection, from now on.
    async fn listen(&self, connection: &str) -> Result<Box<dyn Events>, Stop>;
}

/// What happens to a connection.
#[async_trait]
pub(crate) trait Events: Send {
    /// Waits for the next event; `false` when no more will come.
    async fn next(&mut self) -> bool;
}

/// One request.
#[derive(Clone, PartialEq, Debug)]
pub(crate) struct Request {
    pub(crate) method: Method,
    /// From the root, with its query.
    pub(crate) path: String,
    pub(crate) body: Option<Value>,
}

impl Request {
    pub(crate) fn new(method: Method, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn with(self, body: Value) -> Self {
        Self { body: Some(body), ..self }
    }
}

/// Sends a request and reads what it answers.
pub(crate) async fn ask<T: DeserializeOwned>(api: &dyn Api, request: Request) -> Result<T, Stop> {
    let path = request.path.clone();
    read(api.call(request).await?, &path)
}

/// Reads a part of an answer.
pub(crate) fn read<T: DeserializeOwned>(answer: Value, path: &str) -> Result<T, Stop> {
    let path = path.split('?').next().unwrap_or_default();
    serde_json::from_value(answer).map_err(|error| {
        Stop::failed(format!(
            "{path} did not answer as this version of nameplate expects ({error}); update the older of the two"
        ))
    })
}

/// Entries of a list, page by page, until there are `limit`; and whether there are more.
pub(crate) async fn list<T: DeserializeOwned>(api: &dyn Api, path: &str, limit: usize) -> Result<(Vec<T>, bool), Stop> {
    let (mut entries, mut cursor) = (Vec::new(), String::new());
    let joint = if path.contains('?') { '&' } else { '?' };
    loop {
        let page_size = limit.saturating_sub(entries.len()).clamp(1, 100);
        let mut page = api.call(Request::get(format!("{path}{joint}limit={page_size}{cursor}"))).await?;
        if let Some(Value::Array(data)) = page.get_mut("data").map(Value::take) {
            for entry in data {
                entries.push(read(entry, path)?);
            }
        }
        let next = page.get("next_cursor").and_then(Value::as_str).map(encoded);
        match next {
            Some(_) if entries.len() >= limit => return Ok((entries, true)),
            Some(next) => cursor = format!("&cursor={next}"),
            None => return Ok((entries, false)),
        }
    }
}

/// Percent-encodes a part of a path or a value of a query: host names need it for nothing but what people mistype.
pub(crate) fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'*' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
