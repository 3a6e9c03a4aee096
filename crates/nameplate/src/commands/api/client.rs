//! The API over HTTP.

use super::stream::Stream;
use super::{Api, Events, Request, encoded};
use crate::commands::ending::{Refusal, Stop};
use async_trait::async_trait;
use reqwest::{RequestBuilder, Response};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// Longest wait for an answer: some of them ask name servers first.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(60);
/// Longest silence of a stream; it says something every 15 seconds.
const SILENCE_MAX: Duration = Duration::from_secs(45);

/// A control plane, and the key that is shown to it.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    streams: reqwest::Client,
    /// Without a slash at its end.
    url: String,
    key: String,
    /// For whom it is asked, where that is somebody else: `X-Forwarded-For`.
    visitor: Option<String>,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client").field("url", &self.url).finish_non_exhaustive()
    }
}

impl Client {
    /// Nothing is asked yet.
    ///
    /// # Errors
    /// When this machine has no working TLS.
    pub(crate) fn new(url: String, key: String) -> Result<Self, Stop> {
        let built = |builder: reqwest::ClientBuilder| builder.build().map_err(|error| Stop::failed(error.to_string()));
        Ok(Self {
            http: built(reqwest::Client::builder().timeout(ANSWER_WAIT_MAX))?,
            streams: built(reqwest::Client::builder().connect_timeout(ANSWER_WAIT_MAX).read_timeout(SILENCE_MAX))?,
            url,
            key,
            visitor: None,
        })
    }

    /// The same way with another key, for somebody who came from `visitor`.
    pub(crate) fn on_behalf_of(&self, key: String, visitor: Option<String>) -> Self {
        Self { key, visitor, ..self.clone() }
    }

    async fn send(&self, request: RequestBuilder) -> Result<Response, Stop> {
        let request = match &self.visitor {
            Some(visitor) => request.header("x-forwarded-for", visitor),
            None => request,
        };
        request.bearer_auth(&self.key).send().await.map_err(|error| {
            Stop::Unreached(format!(
                "the control plane at {} cannot be reached ({}); start it, or set NAMEPLATE_URL",
                self.url,
                error.without_url()
            ))
        })
    }

    async fn body(&self, response: Response) -> Result<Value, Stop> {
        let status = response.status();
        let text = response
            .text()
            .await
            .map_err(|error| Stop::Unreached(format!("{} broke off its answer ({})", self.url, error.without_url())))?;
        if status.is_success() && text.is_empty() {
            return Ok(Value::Null);
        }
        let foreign = || {
            let text = format!("{} did not answer as a control plane would ({status})", self.url);
            // A proxy says so while the control plane behind it starts anew.
            if status.is_server_error() { Stop::Unreached(text) } else { Stop::Failed(text) }
        };
        let body: Value = serde_json::from_str(&text).map_err(|_| foreign())?;
        match status.is_success() {
            true => Ok(body),
            false => Err(Stop::Refused(Box::new(Refusal::read(status.as_u16(), &body).ok_or_else(foreign)?))),
        }
    }
}

#[async_trait]
impl Api for Client {
    async fn call(&self, request: Request) -> Result<Value, Stop> {
        let url = format!("{}{}", self.url, request.path);
        let builder = self.http.request(request.method, url);
        let builder = match &request.body {
            Some(body) => builder.json(body),
            None => builder,
        };
        let response = self.send(builder).await?;
        self.body(response).await
    }

    async fn listen(&self, connection: &str) -> Result<Box<dyn Events>, Stop> {
        let url = format!("{}/v1/events?connection_id={}", self.url, encoded(connection));
        let response = self.send(self.streams.get(url)).await?;
        if !response.status().is_success() {
            return Err(self
                .body(response)
                .await
                .err()
                .unwrap_or_else(|| Stop::failed("there is no stream of events")));
        }
        Ok(Box::new(Stream::new(response)))
    }
}
