//! The one thing that a product adds for the widget: a token for the browser, minted with the key that stays here.

use crate::running::Acme;
use crate::site::Site;
use axum::Json;
use axum::extract::State;
use axum::extract::rejection::JsonRejection;
use axum::http::StatusCode;
use axum::http::header::CACHE_CONTROL;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::json;
use std::sync::Arc;

#[derive(Debug, Deserialize)]
pub(super) struct Wanted {
    site: String,
}

/// A real product would look here whether the signed-in person may change this site.
pub(super) async fn mint(State(acme): State<Arc<Acme>>, body: Result<Json<Wanted>, JsonRejection>) -> Response {
    let failure =
        |status: StatusCode, message: &str| (status, Json(json!({ "error": { "message": message } }))).into_response();
    let site = match body {
        Ok(Json(wanted)) => Site::of(&wanted.site),
        Err(rejection) => return failure(rejection.status(), &rejection.body_text()),
    };
    let Some(site) = site else { return failure(StatusCode::NOT_FOUND, "There is no such site.") };
    let application = acme.sites.application(site);
    match acme.sites.nameplate.widget_token(application).await {
        Ok(token) => ([(CACHE_CONTROL, "no-store")], Json(json!({ "application_id": application, "token": token })))
            .into_response(),
        Err(error) => {
            tracing::warn!(error = &error as &dyn std::error::Error, "Acme Sites got no token for the widget.");
            failure(StatusCode::BAD_GATEWAY, &error.to_string())
        }
    }
}
