//! Answers before they are HTTP.

use crate::problem::Problem;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;
use std::time::Duration;

const REPLAY_NONCE: HeaderName = HeaderName::from_static("replay-nonce");

pub(crate) struct Reply {
    status: StatusCode,
    content_type: &'static str,
    body: Bytes,
    location: Option<String>,
    up: Option<String>,
    retry_after_s: Option<u64>,
}

impl Reply {
    pub(crate) fn empty(status: StatusCode) -> Self {
        Self { status, content_type: "", body: Bytes::new(), location: None, up: None, retry_after_s: None }
    }

    /// `Value::to_string`, because it is compiled with optimisations even in this crate's debug builds.
    pub(crate) fn json(status: StatusCode, body: &Value) -> Self {
        Self { content_type: "application/json", body: body.to_string().into(), ..Self::empty(status) }
    }

    pub(crate) fn chain(pem: String) -> Self {
        Self { content_type: "application/pem-certificate-chain", body: pem.into(), ..Self::empty(StatusCode::OK) }
    }

    pub(crate) fn at(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    pub(crate) fn up(mut self, parent: String) -> Self {
        self.up = Some(parent);
        self
    }

    pub(crate) fn retry_after(mut self, wait: Option<Duration>) -> Self {
        self.retry_after_s = wait.map(|wait| wait.as_secs());
        self
    }

    pub(crate) fn into_response(self, directory: &str, nonce: Option<&str>) -> Response<Bytes> {
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        let mut put = |name: HeaderName, value: &str| {
            if let Ok(value) = HeaderValue::from_str(value) {
                response.headers_mut().append(name, value);
            }
        };
        put(header::CACHE_CONTROL, "public, max-age=0, no-cache, no-store");
        put(header::LINK, &format!("<{directory}>;rel=\"index\""));
        if !self.content_type.is_empty() {
            put(header::CONTENT_TYPE, self.content_type);
        }
        if let Some(nonce) = nonce {
            put(REPLAY_NONCE, nonce);
        }
        if let Some(location) = &self.location {
            put(header::LOCATION, location);
        }
        if let Some(up) = &self.up {
            put(header::LINK, &format!("<{up}>;rel=\"up\""));
        }
        if let Some(seconds) = self.retry_after_s {
            put(header::RETRY_AFTER, &seconds.to_string());
        }
        response
    }
}

impl From<Problem> for Reply {
    fn from(problem: Problem) -> Self {
        Self {
            content_type: "application/problem+json",
            retry_after_s: problem.retry_after_s,
            location: problem.location.clone(),
            ..Self::json(problem.status, &problem.to_json())
        }
    }
}
