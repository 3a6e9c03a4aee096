//! `GET /metrics`: aggregates only, no tenant and no secret.

use crate::router::Api;
use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse, Response};

pub(crate) async fn handler(State(api): State<Api>) -> Response {
    let text = api.meter.text(&api.control).await;
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text).into_response()
}
