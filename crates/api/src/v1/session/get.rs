//! `GET /v1/session`.

use super::{AnyHolder, View};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;

/// Who you are: what the key or session that you send stands for.
///
/// It takes every credential but widget tokens, whatever it may do.
#[utoipa::path(get, path = "/v1/session", operation_id = "getSession", tag = "session",
    security(("api_key" = []), ("platform_key" = [])))]
pub(crate) async fn handler(holder: AnyHolder, State(api): State<Api>) -> Result<Shown<View>, Failure> {
    Ok(Shown(View::of(&holder.0, &api).await?))
}
