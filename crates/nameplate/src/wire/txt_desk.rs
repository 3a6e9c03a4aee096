//! Publishing TXT values under the ACME zone: in the database that its servers read, or by their REST API.

use nameplate_certificates::{Later, TxtDesk, TxtDeskError};
use nameplate_control::{Control, TxtRefused};
use nameplate_dns::observe::Observer;
use nameplate_domain::route::FRONT_LABEL;
use std::sync::Arc;
use std::time::Duration;

/// How long the zone's servers may take to show a value.
const SHOWN_WITHIN: Duration = Duration::from_secs(10);
/// How often they are asked.
const ASKED_EVERY: Duration = Duration::from_millis(100);

/// Who takes values.
#[derive(Clone, Debug)]
pub enum Counter {
    /// The database of the zone's servers.
    Store(Box<Control>),
    /// Their REST API.
    Http(Arc<HttpCounter>),
}

/// The acme-dns service over HTTP.
#[derive(Debug)]
pub struct HttpCounter {
    client: reqwest::Client,
    base_url: String,
    token: Option<String>,
}

impl HttpCounter {
    /// At `base_url` (scheme, host, port), showing `token`.
    ///
    /// # Errors
    /// TLS that cannot be set up.
    pub fn new(base_url: &str, token: Option<String>) -> Result<Self, reqwest::Error> {
        let one_place = reqwest::redirect::Policy::none();
        let client =
            reqwest::Client::builder().timeout(Duration::from_secs(10)).no_proxy().redirect(one_place).build()?;
        Ok(Self { client, base_url: base_url.trim_end_matches('/').to_owned(), token })
    }

    async fn send(&self, method: reqwest::Method, token: &str, value: &str) -> Result<(), TxtDeskError> {
        let request = self.client.request(method, format!("{}/internal/txt/{token}/{value}", self.base_url));
        let request = match &self.token {
            Some(secret) => request.bearer_auth(secret),
            None => request,
        };
        let failed = |what: String| TxtDeskError::Failed(format!("the acme-dns service (ACME_DNS_API_URL) {what}"));
        let response =
            request.send().await.map_err(|error| failed(format!("cannot be reached: {}", error.without_url())))?;
        match response.status().as_u16() {
            200..=299 => Ok(()),
            404 => Err(TxtDeskError::UnknownToken),
            401 => Err(failed("refuses EDGE_TOKEN".to_owned())),
            status => Err(failed(format!("answered with status {status}"))),
        }
    }
}

/// A [`TxtDesk`] that looks at the zone's servers before it says that a value is there.
#[derive(Clone, Debug)]
pub struct CheckedDesk {
    counter: Counter,
    observer: Observer,
    zone: String,
}

impl CheckedDesk {
    /// For the zone `acme.<BASE_DOMAIN>`.
    #[must_use]
    pub fn new(counter: Counter, observer: Observer, zone: String) -> Self {
        Self { counter, observer, zone }
    }

    async fn hand_in(&self, token: &str, value: &str) -> Result<(), TxtDeskError> {
        match &self.counter {
            Counter::Store(control) => control.publish_txt(token, value).await.map_err(|refused| match refused {
                TxtRefused::UnknownToken => TxtDeskError::UnknownToken,
                other => TxtDeskError::Failed(format!("the value cannot be published: {other}")),
            }),
            Counter::Http(service) => service.send(reqwest::Method::PUT, token, value).await,
        }
    }

    async fn wait_until_shown(&self, token: &str, value: &str) -> Result<(), TxtDeskError> {
        let name = format!("{token}.{}", self.zone);
        let deadline = tokio::time::Instant::now() + SHOWN_WITHIN;
        loop {
            let seen = self.observer.all_show_txt(&name, value).await;
            if seen.is_everywhere() {
                return Ok(());
            }
            if tokio::time::Instant::now() >= deadline {
                let without: Vec<String> = seen.missing.iter().map(ToString::to_string).collect();
                let silent: Vec<String> =
                    seen.unanswered.iter().map(|(server, why)| format!("{server} {why}")).collect();
                return Err(TxtDeskError::Failed(format!(
                    "not every server of {} shows a published value (without it: {}; no answer: {}). Check that the zone is delegated to nameplate acme-dns",
                    self.zone,
                    or_none(&without),
                    or_none(&silent)
                )));
            }
            tokio::time::sleep(ASKED_EVERY).await;
        }
    }
}

fn or_none(names: &[String]) -> String {
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

impl TxtDesk for CheckedDesk {
    fn publish<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, Result<(), TxtDeskError>> {
        Box::pin(async move {
            // It was read from the customer's DNS, and goes into a URL.
            if token != FRONT_LABEL && !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                return Err(TxtDeskError::UnknownToken);
            }
            self.hand_in(token, value).await?;
            self.wait_until_shown(token, value).await
        })
    }

    fn withdraw<'a>(&'a self, token: &'a str, value: &'a str) -> Later<'a, ()> {
        Box::pin(async move {
            let done = match &self.counter {
                Counter::Store(control) => control.withdraw_txt(token, value).await.map_err(|error| error.to_string()),
                Counter::Http(service) => {
                    service.send(reqwest::Method::DELETE, token, value).await.map_err(|error| error.to_string())
                }
            };
            if let Err(error) = done {
                tracing::debug!(error, "A TXT value was not taken back; it expires by itself.");
            }
        })
    }
}
