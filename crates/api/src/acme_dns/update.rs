//! `POST /update`: a TXT value under the account's token.

use super::{failed, forbidden, json, told};
use crate::router::Api;
use axum::body::Bytes;
use axum::extract::{ConnectInfo, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use nameplate_control::TxtRefused;
use serde::Deserialize;
use std::net::SocketAddr;

/// What is missing is empty, as in the contract's own server: a subdomain that nobody has, or a bad value.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Wish {
    subdomain: String,
    txt: String,
}

/// The peer's address counts, never what a header says of it.
pub(super) async fn handler(
    State(api): State<Api>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let Ok(wish) = serde_json::from_slice::<Wish>(&body) else { return forbidden() };
    let (user, key) = (header("x-api-user"), header("x-api-key"));
    match api.control.update_acme_txt(user, key, &wish.subdomain, &wish.txt, Some(peer.ip().to_canonical())).await {
        // The value has passed as base64url: it needs no escaping.
        Ok(()) => json(StatusCode::OK, format!(r#"{{"txt": "{}"}}"#, wish.txt)),
        Err(TxtRefused::Forbidden | TxtRefused::UnknownToken) => forbidden(),
        Err(TxtRefused::BadTxt) => told(StatusCode::BAD_REQUEST, "bad_txt", None),
        Err(error @ TxtRefused::Store(_)) => failed("a value could not be kept", &error),
    }
}
