//! An identity provider that signs with keys of its own, knows one person, and lies as a test wants it.

mod token;

use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Redirect, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use nameplate_domain::time::Clock;
use reqwest::Url;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use token::Keys;
pub use token::Signing;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

type Fields = HashMap<String, String>;

/// What goes wrong where.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Trouble {
    /// It never answers.
    Hangs,
    /// It answers with 500.
    Fails,
    /// It has much to say.
    Rambles,
}

/// What the provider says, and how.
#[derive(Clone, Debug)]
pub struct Script {
    /// Claims of the person; `None`: the person says no.
    pub person: Option<Value>,
    /// Claims of the ID token that differ from what is right; null leaves one out.
    pub lies: Value,
    /// By whom it is signed.
    pub signing: Signing,
    /// The place of the key that it signs with, and publishes.
    pub key: usize,
    /// What it tells besides; `None`: it has no such endpoint.
    pub user_info: Option<Value>,
    /// What differs in its configuration.
    pub metadata: Value,
    /// At which path something goes wrong.
    pub trouble: Option<(&'static str, Trouble)>,
}

/// A provider on this machine.
pub struct IdentityProvider {
    told: Told,
    task: AbortHandle,
}

impl std::fmt::Debug for IdentityProvider {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("IdentityProvider").field("addr", &self.told.addr).finish_non_exhaustive()
    }
}

#[derive(Clone)]
struct Told {
    addr: SocketAddr,
    clock: Arc<dyn Clock>,
    keys: Arc<Keys>,
    script: Arc<Mutex<Script>>,
    /// What was asked for each code.
    codes: Arc<Mutex<HashMap<String, Fields>>>,
    keys_fetched: Arc<AtomicUsize>,
}

impl IdentityProvider {
    /// What it knows the platform by.
    pub const CLIENT_ID: &'static str = "console";
    /// The secret of that client; it has to be encoded on its way.
    pub const CLIENT_SECRET: &'static str = "s3cret/+%of-tests";

    /// One that knows this person, and whose tokens begin by `clock`.
    pub async fn start(person: Value, clock: Arc<dyn Clock>) -> Self {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let script = Script {
            person: Some(person),
            lies: json!({}),
            signing: Signing::Own,
            key: 0,
            user_info: None,
            metadata: json!({}),
            trouble: None,
        };
        let told = Told {
            addr: listener.local_addr().unwrap(),
            clock,
            keys: Arc::new(Keys::made()),
            script: Arc::new(Mutex::new(script)),
            codes: Arc::default(),
            keys_fetched: Arc::default(),
        };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(configuration))
            .route("/authorize", get(authorize))
            .route("/token", post(token))
            .route("/keys", get(keys))
            .route("/me", get(me))
            .layer(axum::middleware::from_fn_with_state(told.clone(), troubled))
            .with_state(told.clone());
        let task = tokio::spawn(async move { axum::serve(listener, router).await.unwrap() }).abort_handle();
        Self { told, task }
    }

    /// Its issuer.
    #[must_use]
    pub fn issuer(&self) -> String {
        self.told.issuer()
    }

    /// Plays it differently from now on.
    pub fn plays(&self, change: impl FnOnce(&mut Script)) {
        change(&mut self.told.script.lock().unwrap());
    }

    /// How often its keys were asked for.
    #[must_use]
    pub fn keys_fetched(&self) -> usize {
        self.told.keys_fetched.load(Ordering::SeqCst)
    }
}

impl Drop for IdentityProvider {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Told {
    fn issuer(&self) -> String {
        format!("http://{}", self.addr)
    }

    fn script(&self) -> Script {
        self.script.lock().unwrap().clone()
    }
}

async fn troubled(State(told): State<Told>, request: axum::extract::Request, next: axum::middleware::Next) -> Response {
    match told.script().trouble.filter(|(path, _)| *path == request.uri().path()) {
        Some((_, Trouble::Hangs)) => std::future::pending().await,
        Some((_, Trouble::Fails)) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        Some((_, Trouble::Rambles)) => " ".repeat(1024 * 1024).into_response(),
        None => next.run(request).await,
    }
}

async fn configuration(State(told): State<Told>) -> Json<Value> {
    let (issuer, script) = (told.issuer(), told.script());
    let mut all = json!({
        "issuer": issuer,
        "authorization_endpoint": format!("{issuer}/authorize"),
        "token_endpoint": format!("{issuer}/token"),
        "jwks_uri": format!("{issuer}/keys"),
        "authorization_response_iss_parameter_supported": true,
    });
    if script.user_info.is_some() {
        all["userinfo_endpoint"] = json!(format!("{issuer}/me"));
    }
    merge(&mut all, &script.metadata);
    Json(all)
}

/// The person is asked for nothing: the browser goes back at once.
async fn authorize(State(told): State<Told>, Query(asked): Query<Fields>) -> Redirect {
    assert_eq!((asked["response_type"].as_str(), asked["code_challenge_method"].as_str()), ("code", "S256"));
    assert_eq!(asked["client_id"], IdentityProvider::CLIENT_ID);
    let mut back = Url::parse(&asked["redirect_uri"]).unwrap();
    back.query_pairs_mut().append_pair("state", &asked["state"]).append_pair("iss", &told.issuer());
    if told.script().person.is_some() {
        let mut codes = told.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        back.query_pairs_mut().append_pair("code", &code);
        codes.insert(code, asked);
    } else {
        back.query_pairs_mut().append_pair("error", "access_denied");
    }
    Redirect::to(back.as_str())
}

async fn token(State(told): State<Told>, headers: HeaderMap, Form(form): Form<Fields>) -> Response {
    let no = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let script = told.script();
    let encoded = format!("{}:s3cret%2F%2B%25of-tests", IdentityProvider::CLIENT_ID);
    let basic = format!("Basic {}", STANDARD.encode(encoded));
    let is_basic = headers.get(header::AUTHORIZATION).is_some_and(|value| value == basic.as_str());
    let is_posted = form.get("client_secret").is_some_and(|secret| secret == IdentityProvider::CLIENT_SECRET);
    let is_client =
        if script.metadata["token_endpoint_auth_methods_supported"].is_null() { is_basic } else { is_posted };
    if !is_client {
        return no("invalid_client");
    }
    // A code is taken once.
    let Some(asked) = told.codes.lock().unwrap().insert(form["code"].clone(), Fields::new()) else {
        return no("invalid_grant");
    };
    let challenge = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, form["code_verifier"].as_bytes());
    let is_right = |name: &str, value: &str| asked.get(name).is_some_and(|asked| asked == value);
    if !is_right("code_challenge", &URL_SAFE_NO_PAD.encode(challenge))
        || !is_right("redirect_uri", &form["redirect_uri"])
    {
        return no("invalid_grant");
    }
    let iat = told.clock.now().as_ms() / 1000;
    let mut claims = json!({
        "iss": told.issuer(),
        "aud": IdentityProvider::CLIENT_ID,
        "nonce": asked["nonce"],
        "iat": iat,
        "exp": iat + 300,
    });
    merge(&mut claims, &script.person.unwrap_or_default());
    merge(&mut claims, &script.lies);
    let id_token = told.keys.signed(&claims, script.key, script.signing);
    Json(json!({ "token_type": "Bearer", "access_token": "an-access-token", "id_token": id_token })).into_response()
}

async fn keys(State(told): State<Told>) -> Json<Value> {
    told.keys_fetched.fetch_add(1, Ordering::SeqCst);
    // One of a kind that nobody knows is among them.
    Json(json!({ "keys": [{ "kty": "FUTURE", "kid": "another" }, told.keys.published(told.script().key)] }))
}

async fn me(State(told): State<Told>, headers: HeaderMap) -> Response {
    match headers.get(header::AUTHORIZATION).is_some_and(|value| value == "Bearer an-access-token") {
        true => Json(told.script().user_info).into_response(),
        false => StatusCode::UNAUTHORIZED.into_response(),
    }
}

/// Null takes a field away.
fn merge(all: &mut Value, some: &Value) {
    let Some(fields) = some.as_object() else { return };
    for (name, value) in fields {
        match value.is_null() {
            true => drop(all.as_object_mut().unwrap().remove(name)),
            false => all[name] = value.clone(),
        }
    }
}
