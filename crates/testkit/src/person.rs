//! People who send requests.

use crate::answer::Answer;
use crate::guard::Guard;
use reqwest::{Client, Method, RequestBuilder};
use serde_json::Value;
use std::net::SocketAddr;
use std::sync::Arc;

/// Everybody a test needs.
#[derive(Debug)]
pub struct People {
    /// The demo key: every scope of the demo tenant.
    pub demo: Person,
    /// `connections:read` of the demo tenant.
    pub reader: Person,
    /// `connections:read` and `connections:write` of the demo tenant.
    pub writer: Person,
    /// `apps:admin` of the demo tenant.
    pub admin: Person,
    /// Every scope of another tenant.
    pub stranger: Person,
    /// Whoever runs the platform, with a platform key.
    pub operator: Person,
    /// Nobody: no key at all.
    pub nobody: Person,
}

/// Somebody with a key, or without.
#[derive(Clone, Debug)]
pub struct Person {
    secret: Option<String>,
    cookie: Option<String>,
    /// Whether requests with a cookie say that a page of ours sends them.
    is_at_page: bool,
    addr: SocketAddr,
    client: Client,
    guard: Arc<Guard>,
}

impl Person {
    pub(crate) fn nobody(addr: SocketAddr, guard: Arc<Guard>) -> Self {
        let client = Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none()).build().unwrap();
        Self { secret: None, cookie: None, is_at_page: true, addr, client, guard }
    }

    /// The same person with this key.
    #[must_use]
    pub fn with_key(&self, secret: &str) -> Self {
        Self { secret: Some(secret.to_owned()), ..self.clone() }
    }

    /// The same person in a browser that has these cookies, and no key.
    #[must_use]
    pub fn with_cookie(&self, cookie: &str) -> Self {
        Self { secret: None, cookie: Some(cookie.to_owned()), ..self.clone() }
    }

    /// The same person in a browser that has signed in with their key, and sends the cookie in its place.
    pub async fn signed_in(&self) -> Self {
        let begun = self.post("/v1/session", Value::Null).await.expect(201);
        self.with_cookie(begun.header("set-cookie").split(';').next().unwrap())
    }

    /// The same person, of whose requests nothing says which page they come from.
    #[must_use]
    pub fn at_no_page(&self) -> Self {
        Self { is_at_page: false, ..self.clone() }
    }

    /// The cookies of this person's browser; empty without one.
    #[must_use]
    pub fn cookie(&self) -> &str {
        self.cookie.as_deref().unwrap_or_default()
    }

    /// The same person at another port.
    #[must_use]
    pub fn at(&self, addr: SocketAddr) -> Self {
        Self { addr, ..self.clone() }
    }

    /// The secret of this person's key; empty without one.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.secret.as_deref().unwrap_or_default()
    }

    /// GET.
    #[track_caller]
    pub fn get(&self, path: &str) -> impl Future<Output = Answer> {
        self.send(self.request(Method::GET, path))
    }

    /// POST; null sends no body.
    #[track_caller]
    pub fn post(&self, path: &str, body: Value) -> impl Future<Output = Answer> {
        let request = self.request(Method::POST, path);
        self.send(if body.is_null() { request } else { request.json(&body) })
    }

    /// PATCH.
    #[track_caller]
    pub fn patch(&self, path: &str, body: Value) -> impl Future<Output = Answer> {
        self.send(self.request(Method::PATCH, path).json(&body))
    }

    /// DELETE.
    #[track_caller]
    pub fn delete(&self, path: &str) -> impl Future<Output = Answer> {
        self.send(self.request(Method::DELETE, path))
    }

    /// A request with this person's key or cookie, to be completed and sent by [`Person::send`].
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.client.request(method, format!("http://{}{path}", self.addr));
        match (&self.secret, &self.cookie) {
            (Some(secret), _) => request.bearer_auth(secret),
            (None, Some(cookie)) => {
                let request = request.header("cookie", cookie);
                if self.is_at_page { request.header("origin", format!("http://{}", self.addr)) } else { request }
            }
            (None, None) => request,
        }
    }

    /// Sends a request, and holds the answer against the OpenAPI document. Of an event stream, which has no end, the beginning is
    /// taken for the whole.
    ///
    /// # Panics
    /// When there is no answer, or the document does not allow it.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let request = request.build().unwrap();
        let (method, path) = (request.method().to_string(), request.url().path().to_owned());
        let mut response = self.client.execute(request).await.unwrap();
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let is_stream = headers.get("content-type").is_some_and(|kind| kind == "text/event-stream");
        let text = match is_stream {
            true => String::from_utf8(response.chunk().await.unwrap().unwrap_or_default().into()).unwrap(),
            false => response.text().await.unwrap(),
        };
        let json = serde_json::from_str(&text).unwrap_or(Value::Null);
        let answer = Answer { status, headers, text, json };
        self.guard.hold(&method, &path, &answer);
        answer
    }
}
