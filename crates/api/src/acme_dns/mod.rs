//! The acme-dns contract (github.com/joohoi/acme-dns), spoken by certbot, acme.sh, lego and cert-manager: paths, statuses and
//! error texts are theirs. Ours is that registration needs an API key and names a connection.

mod register;
mod txt;
mod update;

use crate::limits::{BODY_LENGTH_MAX, EXCHANGE_TIME_MAX};
use crate::peer;
use crate::router::Api;
use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post, put};
use serde::Serialize;

/// Everything for `ACME_DNS_API_PORT`. Serve it with the peers' addresses, see [`crate::serve_with_peers`].
pub fn acme_dns_router(api: &Api) -> Router {
    Router::new()
        .route("/register", post(register::handler))
        .route("/update", post(update::handler))
        .layer(from_fn_with_state(api.clone(), guessing_is_limited))
        .route("/health", get(|| async { StatusCode::OK }))
        .route("/internal/txt/{token}/{value}", put(txt::publish).delete(txt::withdraw))
        .layer(DefaultBodyLimit::max(BODY_LENGTH_MAX))
        .layer(from_fn(in_time))
        .with_state(api.clone())
}

/// A request whose body does not come is given up.
async fn in_time(request: Request, next: Next) -> Response {
    let answered = tokio::time::timeout(EXCHANGE_TIME_MAX, next.run(request)).await;
    answered.unwrap_or_else(|_| told(StatusCode::SERVICE_UNAVAILABLE, "unavailable", None))
}

/// Wrong keys count against the address that they come from, as in the API. Right ones are free of that: a machine may well renew
/// all of its certificates at once.
async fn guessing_is_limited(State(api): State<Api>, request: Request, next: Next) -> Response {
    let address = peer::client_address(&api.settings.trusted_proxies, &request);
    let turn = match api.rates.begin(address, None) {
        Ok(turn) => turn,
        Err(refused) => {
            let message =
                "Too many requests without a valid key come from this address. Wait as long as Retry-After says.";
            let mut response = told(StatusCode::TOO_MANY_REQUESTS, "rate_limited", Some(message.to_owned()));
            if let Some(wait) = refused.headers().get(header::RETRY_AFTER) {
                response.headers_mut().insert(header::RETRY_AFTER, wait.clone());
            }
            return response;
        }
    };
    let response = next.run(request).await;
    if response.status() != StatusCode::UNAUTHORIZED {
        turn.free();
    }
    response
}

/// What went wrong, in the words of the contract, and for people.
#[derive(Serialize)]
struct Told {
    error: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<String>,
}

fn told(status: StatusCode, error: &'static str, message: Option<String>) -> Response {
    (status, axum::Json(Told { error, message })).into_response()
}

/// One text for a wrong user, key, subdomain, address or body: nothing is to be learnt from it.
fn forbidden() -> Response {
    json(StatusCode::UNAUTHORIZED, r#"{"error": "forbidden"}"#.to_owned())
}

/// Our own fault; logged.
fn failed(what: &str, error: &(dyn std::error::Error + 'static)) -> Response {
    tracing::error!(error, "An acme-dns request failed: {what}.");
    told(StatusCode::INTERNAL_SERVER_ERROR, "db_error", None)
}

fn json(status: StatusCode, body: String) -> Response {
    (status, [(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body).into_response()
}
