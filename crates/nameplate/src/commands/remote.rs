//! The API, as commands use it.

use super::Failure;
use clap::Args;
use reqwest::Method;
use serde_json::Value;
use std::time::Duration;

/// Where the control plane is, and who asks.
#[derive(Args, Debug, Clone)]
pub(super) struct Remote {
    /// URL of the control plane
    #[arg(long, env = "NAMEPLATE_URL", default_value = "http://localhost:8080", global = true)]
    url: String,
    /// API key
    #[arg(long, env = "NAMEPLATE_API_KEY", hide_env_values = true, global = true)]
    api_key: Option<String>,
}

/// What the API said no to.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(super) struct Refusal {
    /// For people.
    pub(super) message: String,
}

impl Remote {
    pub(super) async fn get(&self, path: &str) -> Result<Value, Failure> {
        self.call(Method::GET, path).await
    }

    pub(super) async fn post(&self, path: &str) -> Result<Value, Failure> {
        self.call(Method::POST, path).await
    }

    async fn call(&self, method: Method, path: &str) -> Result<Value, Failure> {
        let Some(key) = &self.api_key else {
            return Err("no API key: set NAMEPLATE_API_KEY, or give --api-key".into());
        };
        let client = reqwest::Client::builder().timeout(Duration::from_secs(30)).build()?;
        let url = format!("{}{path}", self.url.trim_end_matches('/'));
        let response = client.request(method, &url).bearer_auth(key).send().await.map_err(|error| {
            format!(
                "the control plane at {} cannot be reached ({}); start it, or set NAMEPLATE_URL",
                self.url,
                error.without_url()
            )
        })?;
        let status = response.status();
        let body: Value = response.json().await.map_err(|error| {
            format!("{} did not answer as a control plane would ({})", self.url, error.without_url())
        })?;
        if status.is_success() {
            return Ok(body);
        }
        let told = body.pointer("/error/message").and_then(Value::as_str).unwrap_or("no reason given");
        Err(Refusal { message: format!("{told} ({status})") }.into())
    }
}

/// Percent-encodes a query value: host names need it for nothing but what people mistype.
pub(super) fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|byte| match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'.' | b'-' | b'_' | b'*' => char::from(byte).to_string(),
            other => format!("%{other:02X}"),
        })
        .collect()
}
