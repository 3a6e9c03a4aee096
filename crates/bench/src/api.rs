//! Speaking to a control plane as its user.

use crate::failure::Failure;
use reqwest::{Client, Method};
use serde_json::Value;
use std::net::SocketAddr;

/// A user of the API.
#[derive(Clone, Debug)]
pub(crate) struct Api {
    client: Client,
    base: String,
    key: String,
}

impl Api {
    pub(crate) fn new(address: SocketAddr, key: &str) -> Self {
        Self { client: Client::new(), base: format!("http://{address}"), key: key.to_owned() }
    }

    /// # Errors
    /// [`Failure`] when the answer is no success, with its status and body.
    pub(crate) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.send(Method::GET, path, None).await
    }

    /// # Errors
    /// As [`Api::get`].
    pub(crate) async fn post(&self, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        self.send(Method::POST, path, body).await
    }

    /// # Errors
    /// As [`Api::get`].
    pub(crate) async fn delete(&self, path: &str) -> Result<Value, Failure> {
        self.send(Method::DELETE, path, None).await
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value, Failure> {
        let doing = format!("{method} {path}");
        let mut request = self.client.request(method, format!("{}{path}", self.base)).bearer_auth(&self.key);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let response = request.send().await.map_err(Failure::http(&doing))?;
        let status = response.status();
        let text = response.text().await.map_err(Failure::http(&doing))?;
        match status.is_success() {
            true => serde_json::from_str(&text)
                .map_err(|error| Failure::unexpected(format!("{doing} answered no JSON: {error}"))),
            false => Err(Failure::unexpected(format!("{doing} answered {status}: {text}"))),
        }
    }

    /// The value of a counter or gauge in `/metrics`, summed over its labels; `None` while it is not there.
    ///
    /// # Errors
    /// [`Failure`] when `/metrics` cannot be read.
    pub(crate) async fn metric(&self, name: &str) -> Result<Option<f64>, Failure> {
        let doing = "GET /metrics";
        let response = self.client.get(format!("{}/metrics", self.base)).send().await.map_err(Failure::http(doing))?;
        let text = response.text().await.map_err(Failure::http(doing))?;
        let of_series = |line: &str| {
            let rest = line.strip_prefix(name)?;
            rest.starts_with(['{', ' ']).then(|| rest.rsplit(' ').next()?.parse::<f64>().ok())?
        };
        Ok(text.lines().filter_map(of_series).fold(None, |sum, value| Some(sum.unwrap_or(0.0) + value)))
    }
}

/// The text at a JSON pointer.
///
/// # Errors
/// [`Failure::Unexpected`] when there is none.
pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> Result<&'v str, Failure> {
    value
        .pointer(pointer)
        .and_then(Value::as_str)
        .ok_or_else(|| Failure::unexpected(format!("an answer has no {pointer}: {value}")))
}
