//! HTTP with a provider: bounds, retries of what is safe to repeat, and answers in kinds.

use crate::access::{Access, RequestKind};
use crate::problem::{ErrorKind, ProviderError};
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use reqwest::{Method, StatusCode};
use serde::de::DeserializeOwned;
use std::fmt;
use std::time::{Duration, Instant};
use tracing::Instrument as _;

/// Largest answer that is read, in octets: the records of a big zone.
const ANSWER_MAX: usize = 16 * 1024 * 1024;
/// How often a request is sent at most.
const TRIES_MAX: u32 = 3;
/// A wait that is longer than this is not spent here: the caller comes back later.
const WAIT_MAX: Duration = Duration::from_secs(5);
/// Longest part of a provider's own words that is shown, in characters.
const WORDS_MAX: usize = 300;

/// One provider's API, with a credential. `Debug` prints no header.
#[derive(Clone)]
pub(crate) struct Http {
    access: Access,
    name: &'static str,
    base: String,
    headers: HeaderMap,
    secrets: Vec<String>,
    is_guarded: bool,
}

impl fmt::Debug for Http {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Http").field("provider", &self.name).field("base", &self.base).finish_non_exhaustive()
    }
}

/// A request. Paths begin with a slash; what varies in them goes through [`segment`].
#[derive(Clone)]
pub(crate) struct Call {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Option<(&'static str, Vec<u8>)>,
    is_repeatable: bool,
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl Call {
    fn new(method: Method, path: impl Into<String>) -> Self {
        // What these do once or twice is the same (RFC 9110, 9.2.2).
        let is_repeatable = matches!(method, Method::GET | Method::PUT | Method::DELETE);
        Self { method, path: path.into(), query: vec![], headers: HeaderMap::new(), body: None, is_repeatable }
    }

    pub(crate) fn get(path: impl Into<String>) -> Self {
        Self::new(Method::GET, path)
    }

    pub(crate) fn post(path: impl Into<String>) -> Self {
        Self::new(Method::POST, path)
    }

    pub(crate) fn put(path: impl Into<String>) -> Self {
        Self::new(Method::PUT, path)
    }

    pub(crate) fn patch(path: impl Into<String>) -> Self {
        Self::new(Method::PATCH, path)
    }

    pub(crate) fn delete(path: impl Into<String>) -> Self {
        Self::new(Method::DELETE, path)
    }

    pub(crate) fn query(mut self, key: &str, value: impl ToString) -> Self {
        self.query.push((key.to_owned(), value.to_string()));
        self
    }

    /// A header beside the credential's. Values that no header can carry are left out.
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(value) {
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    pub(crate) fn json(mut self, body: &serde_json::Value) -> Self {
        self.body = Some(("application/json", body.to_string().into_bytes()));
        self
    }

    pub(crate) fn form(mut self, fields: &[(String, String)]) -> Self {
        let text = reqwest::Url::parse_with_params("http://form.invalid/", fields)
            .ok()
            .and_then(|url| url.query().map(str::to_owned))
            .unwrap_or_default();
        self.body = Some(("application/x-www-form-urlencoded", text.into_bytes()));
        self
    }

    pub(crate) fn xml(mut self, body: String) -> Self {
        self.body = Some(("text/xml", body.into_bytes()));
        self
    }

    /// Doing it twice is the same as doing it once, whatever the method says: a POST that only reads, a whole set that is replaced.
    pub(crate) fn repeatable(mut self) -> Self {
        self.is_repeatable = true;
        self
    }

    /// Doing it twice is not the same as doing it once, or would hide what happened.
    pub(crate) fn once(mut self) -> Self {
        self.is_repeatable = false;
        self
    }
}

/// Text as one segment of a path: everything but unreserved characters is escaped (RFC 3986, 2.3).
pub(crate) fn segment(text: &str) -> String {
    const KEPT: &percent_encoding::AsciiSet =
        &percent_encoding::NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    percent_encoding::utf8_percent_encode(text, KEPT).to_string()
}

/// What came back.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// A header as text.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body as JSON, whatever its content type.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, ProviderError> {
        serde_json::from_slice(&self.body).map_err(|error| {
            // serde's words about types can quote values; the place is enough to find it.
            let place = format!("line {}, column {}", error.line(), error.column());
            ProviderError {
                status: Some(self.status),
                ..ProviderError::new(
                    ErrorKind::Misunderstood,
                    format!("The provider's answer has another form than documented ({place})."),
                )
            }
        })
    }

    /// `Retry-After` in seconds (RFC 9110, 10.2.3). Dates are not read: providers give seconds.
    fn retry_after(&self) -> Option<Duration> {
        self.header("retry-after")?.trim().parse().ok().map(Duration::from_secs)
    }
}

impl Http {
    /// `base` as [`Access::base_url`] gives it; `name` as people know the provider; `secrets` never appear in any text.
    pub(crate) fn new(access: &Access, name: &'static str, base: String, secrets: Vec<String>) -> Self {
        Self { access: access.clone(), name, base, headers: HeaderMap::new(), secrets, is_guarded: false }
    }

    /// The customer named the host: private addresses are refused, unless they are allowed.
    pub(crate) fn guarded(mut self) -> Self {
        self.is_guarded = true;
        self
    }

    /// A header of every request, kept out of every log.
    pub(crate) fn with_header(mut self, name: &'static str, value: &str) -> Self {
        if let Ok(mut value) = HeaderValue::from_str(value) {
            value.set_sensitive(true);
            self.headers.insert(HeaderName::from_static(name), value);
        }
        self
    }

    /// `Authorization: Bearer …` (RFC 6750).
    pub(crate) fn with_bearer(self, token: &str) -> Self {
        self.with_header("authorization", &format!("Bearer {token}"))
    }

    /// The same API with another secret beside the others, such as a token that was fetched.
    pub(crate) fn hiding(mut self, secret: &str) -> Self {
        self.secrets.push(secret.to_owned());
        self
    }

    pub(crate) fn base(&self) -> &str {
        &self.base
    }

    /// Sends it and returns whatever status came. Requests that may be repeated are, after an outage or a short wait that the
    /// provider asks for; others only when the provider says that it did nothing (429).
    ///
    /// # Errors
    /// [`ErrorKind::Outage`] when nothing was sent or repeating did not help; [`ErrorKind::UnknownOutcome`] when a request that must
    /// not be repeated got no answer.
    pub(crate) async fn send(&self, call: Call) -> Result<Answer, ProviderError> {
        let mut tried = 0;
        loop {
            tried += 1;
            let outcome = self.send_once(&call).await;
            let pause = match &outcome {
                Ok(answer) => match answer.status {
                    429 => Some(answer.retry_after().unwrap_or(backoff(tried))),
                    502..=504 if call.is_repeatable => Some(answer.retry_after().unwrap_or(backoff(tried))),
                    _ => None,
                },
                Err(error) => (error.kind == ErrorKind::Outage).then(|| backoff(tried)),
            };
            match pause {
                Some(pause) if tried < TRIES_MAX && pause <= WAIT_MAX => tokio::time::sleep(pause).await,
                _ => return outcome,
            }
        }
    }

    async fn send_once(&self, call: &Call) -> Result<Answer, ProviderError> {
        self.access.count_request();
        let started = Instant::now();
        let operation = if call.method == Method::GET { "read" } else { "write" };
        let span = tracing::debug_span!(
            "provider request", otel.kind = "client", provider = self.name, http.request.method = %call.method
        );
        let outcome = self.exchange(call).instrument(span).await;
        let said = match &outcome {
            Ok(answer) => match answer.status {
                429 => "limited",
                500.. => "failed",
                400.. => "refused",
                _ => "done",
            },
            Err(_) => "unanswered",
        };
        let kind = RequestKind { provider: self.name, operation, outcome: said };
        self.access.note_request(kind, started.elapsed());
        outcome
    }

    async fn exchange(&self, call: &Call) -> Result<Answer, ProviderError> {
        let client = if self.is_guarded { self.access.door().client() } else { &self.access.client };
        let url = if call.path.starts_with('/') { format!("{}{}", self.base, call.path) } else { call.path.clone() };
        let mut request =
            client.request(call.method.clone(), url).headers(self.headers.clone()).headers(call.headers.clone());
        if !call.query.is_empty() {
            request = request.query(&call.query);
        }
        if let Some((content_type, body)) = &call.body {
            request = request.header("content-type", *content_type).body(body.clone());
        }
        let mut response = request.send().await.map_err(|error| self.no_answer(call, &error))?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|error| self.no_answer(call, &error))? {
            if body.len() + chunk.len() > ANSWER_MAX {
                return Err(ProviderError::new(
                    ErrorKind::Misunderstood,
                    format!("{}'s answer is too long.", self.name),
                ));
            }
            body.extend_from_slice(&chunk);
        }
        Ok(Answer { status, headers, body })
    }

    fn no_answer(&self, call: &Call, error: &reqwest::Error) -> ProviderError {
        let why = if error.is_timeout() {
            "did not answer in time"
        } else if error.is_connect() {
            "cannot be reached"
        } else {
            "broke off the connection"
        };
        match error.is_connect() || call.is_repeatable {
            true => ProviderError::new(ErrorKind::Outage, format!("{} {why}.", self.name)),
            false => ProviderError::new(
                ErrorKind::UnknownOutcome,
                format!("{} {why}; whether it did what it was told is not known yet.", self.name),
            ),
        }
    }

    /// What a status means when nothing more is known. Adapters that know the provider's codes refine it.
    pub(crate) fn failure(&self, answer: &Answer) -> ProviderError {
        let name = self.name;
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let (kind, message) = match answer.status {
            401 => (
                ErrorKind::BadCredential,
                format!("{name} does not accept this credential; it may be wrong or have ended."),
            ),
            403 => (ErrorKind::Forbidden, format!("{name} does not let this credential do that.")),
            404 => (ErrorKind::NoSuchZone, format!("{name} has no such zone, or does not show it to this credential.")),
            409 => (ErrorKind::Conflict, format!("{name} says that something else is in the way.")),
            429 => (ErrorKind::RateLimited, format!("{name} takes no more requests for a while.")),
            // It may have done it before it failed.
            500.. => (ErrorKind::Outage, format!("{name} fails at the moment ({}).", status.as_u16())),
            _ => (ErrorKind::Rejected, format!("{name} refuses the request ({}).", status.as_u16())),
        };
        ProviderError {
            status: Some(answer.status),
            retry_after: answer.retry_after(),
            ..ProviderError::new(kind, message)
        }
    }

    /// `error` with the provider's own words after its sentence: shortened, without control characters and secrets.
    pub(crate) fn in_its_words(&self, mut error: ProviderError, words: &str) -> ProviderError {
        // Secrets go before the words are cut: a cut secret would not be found.
        let mut whole = words.to_owned();
        for secret in self.secrets.iter().filter(|secret| !secret.is_empty()) {
            whole = whole.replace(secret.as_str(), "…");
        }
        let shown: String = whole.chars().filter(|c| !c.is_control()).take(WORDS_MAX).collect();
        if !shown.trim().is_empty() {
            let end = if shown.trim_end().ends_with(['.', '!', '?']) { "" } else { "." };
            error.message = format!("{} {} says: {}{end}", error.message, self.name, shown.trim());
        }
        error
    }
}

fn backoff(tried: u32) -> Duration {
    Duration::from_millis(250) * 4u32.pow(tried.saturating_sub(1))
}
