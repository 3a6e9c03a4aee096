//! Nameplate's API as this product's server calls it. The key is sent, and never shown.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::{Client, Method, RequestBuilder, StatusCode};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::time::Duration;

/// Longest wait for an answer: pages wait for it.
const TIMEOUT: Duration = Duration::from_secs(10);
/// The registrar's key among Nameplate's providers.
const REGISTRAR: &str = "sandbox";
/// Any text is a token of the registrar's API.
const REGISTRAR_TOKEN: &str = "acme-sites-token";

/// The API, and the right to use it.
#[derive(Clone)]
pub struct Nameplate {
    http: Client,
    base_url: String,
    key: String,
}

/// There is no HTTP client to be had.
#[derive(Debug, thiserror::Error)]
#[error("an HTTP client cannot be made")]
pub struct NoHttp(#[from] reqwest::Error);

/// Why a call came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum CallError {
    /// No answer that could be read.
    #[error("Nameplate did not answer")]
    Unreachable(#[from] reqwest::Error),
    /// It said no.
    #[error("Nameplate answered {status}: {message}")]
    Refused {
        /// The answer's status.
        status: u16,
        /// What it says to people.
        message: String,
    },
}

#[derive(Debug, Deserialize)]
struct Page<T> {
    data: Vec<T>,
    next_cursor: Option<String>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Application {
    pub(crate) id: String,
    pub(crate) name: String,
}

#[derive(Debug, Deserialize)]
struct Route {
    application_id: String,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Connection {
    pub(crate) id: String,
    pub(crate) application_id: String,
    pub(crate) hostname: String,
    pub(crate) hostname_unicode: String,
    pub(crate) state: String,
    pub(crate) setup_type: String,
    pub(crate) problem: Option<Problem>,
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub(crate) struct Problem {
    pub(crate) message: String,
}

impl Connection {
    /// Nothing is to come of it any more.
    pub(crate) fn is_over(&self) -> bool {
        matches!(self.state.as_str(), "archived" | "failed")
    }
}

#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
struct Credential {
    id: String,
    provider: String,
}

#[derive(Deserialize)]
struct Minted {
    auth_token: String,
}

impl Nameplate {
    /// The API at `base_url` (no slash at the end), with `key`.
    ///
    /// # Errors
    /// [`NoHttp`].
    pub fn new(base_url: &str, key: &str) -> Result<Self, NoHttp> {
        let http = Client::builder().timeout(TIMEOUT).no_proxy().build()?;
        Ok(Self { http, base_url: base_url.trim_end_matches('/').to_owned(), key: key.to_owned() })
    }

    /// All applications, the newest first.
    pub(crate) async fn applications(&self) -> Result<Vec<Application>, CallError> {
        self.list("/v1/applications?limit=100").await
    }

    pub(crate) async fn create_application(&self, name: &str) -> Result<Application, CallError> {
        self.post("/v1/applications", &json!({ "name": name, "environment": "test" })).await
    }

    /// The connections of an application that are under way or there, the newest first.
    pub(crate) async fn connections(&self, application: &str) -> Result<Vec<Connection>, CallError> {
        let mut connections: Vec<Connection> =
            self.list(&format!("/v1/connections?limit=100&application_id={}", escaped(application))).await?;
        connections.retain(|connection| !connection.is_over());
        Ok(connections)
    }

    /// The connections of a host name: none, where nobody could connect it.
    pub(crate) async fn connections_of(&self, host: &str) -> Result<Vec<Connection>, CallError> {
        self.list_of_name(&format!("/v1/connections?limit=100&hostname={}", escaped(host))).await
    }

    /// The application that a route leads a host name to, if one does.
    pub(crate) async fn routed_to(&self, host: &str) -> Result<Option<String>, CallError> {
        let routes: Vec<Route> = self.list_of_name(&format!("/v1/routes?limit=1&hostname={}", escaped(host))).await?;
        Ok(routes.into_iter().next().map(|route| route.application_id))
    }

    /// Takes a connection down.
    pub(crate) async fn remove(&self, connection: &str) -> Result<(), CallError> {
        let request = self.request(Method::DELETE, &format!("/v1/connections/{}", escaped(connection)));
        accepted(request.send().await?).await.map(drop)
    }

    /// A token that a browser may have.
    pub(crate) async fn widget_token(&self, application: &str) -> Result<String, CallError> {
        let minted: Minted = self.post("/v1/tokens", &json!({ "application_id": application })).await?;
        Ok(minted.auth_token)
    }

    /// Whether the application holds a token of the registrar's API.
    pub(crate) async fn may_write(&self, application: &str) -> Result<bool, CallError> {
        Ok(!self.credentials(application).await?.is_empty())
    }

    /// Hands Nameplate a token of the registrar's API, unless it has one.
    pub(crate) async fn lend(&self, application: &str) -> Result<(), CallError> {
        if self.may_write(application).await? {
            return Ok(());
        }
        let body = json!({ "provider": REGISTRAR, "token": REGISTRAR_TOKEN });
        let _: Value = self.post(&format!("/v1/applications/{}/credentials", escaped(application)), &body).await?;
        Ok(())
    }

    /// Takes the registrar's tokens back.
    pub(crate) async fn take_back(&self, application: &str) -> Result<(), CallError> {
        for credential in self.credentials(application).await? {
            let path = format!("/v1/applications/{}/credentials/{}", escaped(application), escaped(&credential.id));
            accepted(self.request(Method::DELETE, &path).send().await?).await?;
        }
        Ok(())
    }

    async fn credentials(&self, application: &str) -> Result<Vec<Credential>, CallError> {
        let path = format!("/v1/applications/{}/credentials?limit=100", escaped(application));
        let mut credentials: Vec<Credential> = self.list(&path).await?;
        credentials.retain(|credential| credential.provider == REGISTRAR);
        Ok(credentials)
    }

    /// All pages of a list. `path` has a query already.
    async fn list<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, CallError> {
        let (mut all, mut cursor) = (Vec::new(), None::<String>);
        loop {
            let from = cursor.as_deref().map(|cursor| format!("&cursor={}", escaped(cursor))).unwrap_or_default();
            let answer = self.request(Method::GET, &format!("{path}{from}")).send().await?;
            let page: Page<T> = accepted(answer).await?.json().await?;
            all.extend(page.data);
            cursor = page.next_cursor;
            if cursor.is_none() {
                return Ok(all);
            }
        }
    }

    /// As [`Nameplate::list`], of what is known of a name: nothing, where that is none that could be known.
    async fn list_of_name<T: DeserializeOwned>(&self, path: &str) -> Result<Vec<T>, CallError> {
        match self.list(path).await {
            Err(CallError::Refused { status: 400, .. }) => Ok(vec![]),
            answered => answered,
        }
    }

    async fn post<T: DeserializeOwned>(&self, path: &str, body: &Value) -> Result<T, CallError> {
        let answer = self.request(Method::POST, path).json(body).send().await?;
        Ok(accepted(answer).await?.json().await?)
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base_url)).bearer_auth(&self.key)
    }
}

impl std::fmt::Debug for Nameplate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Nameplate").field("base_url", &self.base_url).finish_non_exhaustive()
    }
}

async fn accepted(answer: reqwest::Response) -> Result<reqwest::Response, CallError> {
    let status = answer.status();
    if status.is_success() {
        return Ok(answer);
    }
    let body: Value = answer.json().await.unwrap_or_default();
    let said = body["error"]["message"].as_str();
    let message = said.or_else(|| StatusCode::canonical_reason(&status)).unwrap_or("no reason").to_owned();
    Err(CallError::Refused { status: status.as_u16(), message })
}

fn escaped(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}
