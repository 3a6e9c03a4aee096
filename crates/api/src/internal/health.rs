//! `GET /healthz`: whether this process can serve requests.

use crate::current;
use crate::router::Api;
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use serde_json::{Value, json};
use std::time::Duration;

/// How long the store may take to answer.
const STORE_TIME_MAX: Duration = Duration::from_secs(1);

pub(crate) async fn handler(State(api): State<Api>) -> (StatusCode, Json<Value>) {
    match tokio::time::timeout(STORE_TIME_MAX, api.control.reader().ping()).await {
        Ok(Ok(())) => (StatusCode::OK, Json(json!({"status": "ok"}))),
        Ok(Err(_)) | Err(_) => {
            let why = "The store does not answer.";
            (
                StatusCode::SERVICE_UNAVAILABLE,
                Json(
                    json!({"status": "unavailable", "error": {"code": "unavailable", "message": why, "ref": current::reference()}}),
                ),
            )
        }
    }
}
