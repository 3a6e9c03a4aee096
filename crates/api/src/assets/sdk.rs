//! `GET /sdk/v1/{file}`: what pages of others load from us.
//!
//! Two names are for ever and lead to what is newest, so they are asked for again soon; every other has a hash of its content in it and
//! never changes.

use super::{FOR_EVER, NOT_KEPT, answer, content_type, is_hashed};
use crate::failure::Failure;
use crate::router::Api;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

/// Names that pages have in them.
const ENTRIES: [&str; 2] = ["connectdomain.js", "connectdomain.bundle.js"];
/// What the others are allowed: five minutes, and a day in which the old one may go out while the new one is fetched.
const FOR_NOW: &str = "public, max-age=300, stale-while-revalidate=86400";
const NOT_BUILT: &str = "// The widget was not built into this server. Run `make web`, which needs Node 20.19 or newer, then build the server again.\n";

/// For pages of every origin, also with `crossorigin` and `integrity`, and as nothing else than it is.
const FOR_EVERYBODY: [(HeaderName, HeaderValue); 3] = [
    (header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("cross-origin")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
];

pub(crate) async fn handler(State(api): State<Api>, Path(file): Path<String>, headers: HeaderMap) -> Response {
    let is_entry = ENTRIES.contains(&file.as_str());
    match api.settings.assets.find("sdk/v1", &file).await {
        Some(stored) => {
            let kept = if is_hashed(&file) && !is_entry { FOR_EVER } else { FOR_NOW };
            (FOR_EVERYBODY, answer(&file, &stored, kept, &headers)).into_response()
        }
        None if is_entry => {
            let script = (StatusCode::SERVICE_UNAVAILABLE, [(header::CONTENT_TYPE, content_type(&file))], NOT_BUILT);
            (FOR_EVERYBODY, NOT_KEPT, script).into_response()
        }
        None => (FOR_EVERYBODY, NOT_KEPT, Failure::not_found("file")).into_response(),
    }
}
