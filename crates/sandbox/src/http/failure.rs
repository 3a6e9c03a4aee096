//! From a refusal to a status and a code.

use crate::book::Refusal;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde_json::json;

/// What the API answers when it does not do what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    code: &'static str,
    message: String,
}

impl Failure {
    pub(crate) fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into() }
    }
}

/// The status that belongs to a refusal, in the API and on the page, and its code.
pub(crate) fn status_of(refusal: &Refusal) -> (StatusCode, &'static str) {
    match refusal {
        Refusal::Invalid(_) => (StatusCode::BAD_REQUEST, "invalid"),
        Refusal::Conflict { .. } => (StatusCode::CONFLICT, "conflict"),
        Refusal::NoSuchZone(_) | Refusal::NoSuchRecord { .. } => (StatusCode::NOT_FOUND, "not_found"),
        Refusal::ReadOnly(_) => (StatusCode::FORBIDDEN, "read_only"),
        Refusal::Changed(_) => (StatusCode::PRECONDITION_FAILED, "changed"),
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let (status, code) = status_of(&refusal);
        Self::new(status, code, refusal.to_string())
    }
}

impl From<JsonRejection> for Failure {
    fn from(rejection: JsonRejection) -> Self {
        let status = match rejection {
            JsonRejection::JsonDataError(_) => StatusCode::BAD_REQUEST,
            _ => rejection.status(),
        };
        Self::new(status, "invalid", rejection.body_text())
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let body = json!({ "error": { "code": self.code, "message": self.message } });
        (self.status, Json(body)).into_response()
    }
}
