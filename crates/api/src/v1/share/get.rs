//! `GET /v1/share/{token}`.

use super::Shared;
use crate::current;
use crate::failure::Failure;
use crate::reply::Private;
use crate::router::Api;
use axum::extract::{FromRequestParts, Path, State};
use axum::http::request::Parts;
use std::convert::Infallible;

/// Show the connection of a share link: its records and how far they are. Needs no key but the token.
///
/// A link that is unknown, expired or withdrawn, or whose connection is archived, is not found.
#[utoipa::path(get, path = "/v1/share/{token}", operation_id = "getSharedConnection", tag = "sharing", security(()),
    params(("token" = String, Path, description = "Last part of the link's URL.")))]
pub(crate) async fn handler(State(api): State<Api>, token: ShareToken) -> Result<Private<Shared>, Failure> {
    let shown = api.control.show_shared(&token.0).await?.ok_or_else(|| Failure::not_found("link"))?;
    current::note_proven();
    Ok(Private(Shared::of(shown, &api.control)))
}

/// The token as the path has it; nothing where it has none.
#[derive(Debug)]
pub(crate) struct ShareToken(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for ShareToken {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Infallible> {
        let found = Path::<String>::from_request_parts(parts, state).await;
        Ok(Self(found.map(|Path(token)| token).unwrap_or_default()))
    }
}
