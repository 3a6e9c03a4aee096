//! `DELETE /v1/session`.

use super::{WANTED, holder};
use crate::body::NoBody;
use crate::credential::bearer;
use crate::failure::{Failure, Kind};
use crate::reply::{Gone, WithCookie};
use crate::router::Api;
use crate::{cookie, own_pages};
use axum::extract::State;
use axum::http::request::Parts;
use nameplate_domain::tenancy::Whence;

/// Sign the browser out.
///
/// The session has ended before the answer comes, on every server, and its cookie is cleared. It succeeds as well when the session was over.
#[utoipa::path(delete, path = "/v1/session", operation_id = "endSession", tag = "session",
    security(("api_key" = []), ("platform_key" = [])))]
pub(crate) async fn handler(State(api): State<Api>, parts: Parts, _: NoBody) -> Result<WithCookie<Gone>, Failure> {
    if bearer(&parts.headers).is_some() {
        // A key is no session; there is nothing to end but that of the same browser.
        holder(&parts, &api).await?;
    }
    let token = cookie::session_of(&api, &parts.headers);
    match token {
        Some(token) => {
            own_pages::require(&parts, &api)?;
            let whence = parts.extensions.get::<Whence>().cloned().unwrap_or_default();
            api.control.end_session(token, &whence).await?;
        }
        None if bearer(&parts.headers).is_none() => return Err(Failure::new(Kind::Unauthorized, WANTED)),
        None => {}
    }
    Ok(WithCookie(cookie::no_session(&api), Gone))
}
