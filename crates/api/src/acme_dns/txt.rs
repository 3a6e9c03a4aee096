//! `/internal/txt/{token}/{value}`: our own edges publish the answers of their challenges.

use super::{failed, told};
use crate::internal::certificates::Edge;
use crate::router::Api;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use nameplate_control::TxtRefused;

/// 204 when it is kept, 404 for a token that is not in use.
pub(super) async fn publish(_: Edge, State(api): State<Api>, Path((token, value)): Path<(String, String)>) -> Response {
    match api.control.publish_txt(&token, &value).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(TxtRefused::BadTxt) => told(StatusCode::BAD_REQUEST, "bad_txt", None),
        Err(error @ TxtRefused::Store(_)) => failed("a value could not be kept", &error),
        Err(_) => told(StatusCode::NOT_FOUND, "unknown_token", None),
    }
}

/// 204, also when there was none.
pub(super) async fn withdraw(
    _: Edge,
    State(api): State<Api>,
    Path((token, value)): Path<(String, String)>,
) -> Response {
    match api.control.withdraw_txt(&token, &value).await {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(error) => failed("a value could not be taken back", &error),
    }
}
