//! HTTP with Stripe: bounds, repeats under an idempotency key, errors in kinds.

use super::SecretText;
use crate::BillingError;
use reqwest::header::HeaderMap;
use reqwest::{Method, Response, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::time::Duration;

/// The version whose shapes are read here; without it an account's own one would hold.
const VERSION: &str = "2024-06-20";
/// How long connecting may take.
const CONNECT_TIME_MAX: Duration = Duration::from_secs(5);
/// How long one exchange may take.
const EXCHANGE_TIME_MAX: Duration = Duration::from_secs(15);
/// How often a request is sent at most: somebody waits for it.
const TRIES_MAX: u32 = 2;
/// How long to wait before it is sent again.
const PAUSE: Duration = Duration::from_millis(300);

#[derive(Clone, Debug)]
pub(super) struct Http {
    client: reqwest::Client,
    base_url: String,
    key: SecretText,
}

/// An error as Stripe tells it. Its message is left out: it may quote the account.
#[derive(Debug, Default, Deserialize)]
struct Failure {
    #[serde(default)]
    error: Detail,
}

#[derive(Debug, Default, Deserialize)]
struct Detail {
    #[serde(rename = "type")]
    kind: Option<String>,
    code: Option<String>,
    param: Option<String>,
}

impl Http {
    pub(super) fn new(base_url: String, key: SecretText) -> Result<Self, reqwest::Error> {
        let client = reqwest::Client::builder()
            .user_agent("Nameplate")
            .connect_timeout(CONNECT_TIME_MAX)
            .timeout(EXCHANGE_TIME_MAX)
            // A redirect could carry the key to another host.
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { client, base_url, key })
    }

    /// Sends a form, and reads what comes back.
    pub(super) async fn send<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
        idempotency_key: Option<&str>,
    ) -> Result<T, BillingError> {
        self.send_if_any(method, path, form, idempotency_key).await?.ok_or(BillingError::Refused)
    }

    /// As [`Http::send`]; `None` when there is no such thing.
    pub(super) async fn send_if_any<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        form: &[(&str, &str)],
        idempotency_key: Option<&str>,
    ) -> Result<Option<T>, BillingError> {
        // Without a key a POST that was lost on its way may have been carried out.
        let is_repeatable = method != Method::POST || idempotency_key.is_some();
        let mut tries = 1;
        let answer = loop {
            let answer = self.once(&method, path, form, idempotency_key).await;
            let may_pass = match &answer {
                Ok(answer) => is_passing(answer.status(), answer.headers()),
                Err(_) => true,
            };
            if !may_pass || !is_repeatable || tries == TRIES_MAX {
                break answer;
            }
            tries += 1;
            tokio::time::sleep(PAUSE).await;
        };
        let answer = answer.map_err(|error| {
            let error = error.without_url();
            tracing::warn!(billing.path = path, error = &error as &dyn std::error::Error, "Stripe cannot be reached.");
            BillingError::Unreachable
        })?;
        match answer.status() {
            status if status.is_success() => {
                let read = answer.json().await.map_err(|error| {
                    let error = error.without_url();
                    tracing::error!(
                        billing.path = path,
                        error = &error as &dyn std::error::Error,
                        "An answer of Stripe cannot be read."
                    );
                    BillingError::Unreadable
                })?;
                Ok(Some(read))
            }
            StatusCode::NOT_FOUND if method != Method::POST => Ok(None),
            _ => Err(told(path, answer).await),
        }
    }

    async fn once(
        &self,
        method: &Method,
        path: &str,
        form: &[(&str, &str)],
        idempotency_key: Option<&str>,
    ) -> Result<Response, reqwest::Error> {
        let mut request = self.client.request(method.clone(), format!("{}{path}", self.base_url));
        request = request.bearer_auth(self.key.reveal()).header("stripe-version", VERSION);
        if let Some(key) = idempotency_key {
            request = request.header("idempotency-key", key);
        }
        if !form.is_empty() {
            request = request.form(form);
        }
        request.send().await
    }
}

/// Whether the same request may do better (<https://docs.stripe.com/api/errors>, and `Stripe-Should-Retry`).
fn is_passing(status: StatusCode, headers: &HeaderMap) -> bool {
    match headers.get("stripe-should-retry").and_then(|value| value.to_str().ok()) {
        Some("true") => true,
        Some("false") => false,
        _ => status == StatusCode::CONFLICT || status == StatusCode::TOO_MANY_REQUESTS || status.is_server_error(),
    }
}

/// What a failure means, logged with what helps the operator to find it at Stripe.
async fn told(path: &str, answer: Response) -> BillingError {
    let status = answer.status();
    let request = answer.headers().get("request-id").and_then(|id| id.to_str().ok()).unwrap_or_default().to_owned();
    let may_pass = is_passing(status, answer.headers());
    let Failure { error: Detail { kind, code, param } } = answer.json().await.unwrap_or_default();
    tracing::error!(
        billing.path = path,
        billing.status = status.as_u16(),
        billing.request = request,
        billing.kind = kind,
        billing.code = code,
        billing.param = param,
        "Stripe refused a request."
    );
    if may_pass { BillingError::Unreachable } else { BillingError::Refused }
}
