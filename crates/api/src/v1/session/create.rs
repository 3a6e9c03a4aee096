//! `POST /v1/session`.

use super::{AnyHolder, View};
use crate::body::NoBody;
use crate::credential::Shown;
use crate::failure::{Failure, Kind};
use crate::reply::{Created, WithCookie};
use crate::router::Api;
use crate::{cookie, own_pages};
use axum::extract::State;
use axum::http::request::Parts;
use nameplate_control::{Holder, SignedIn};
use nameplate_domain::tenancy::{SessionOf, Who};

/// Sign a browser in with a key: the answer sets a cookie that counts as the key.
///
/// Scripts cannot read the cookie, and it is taken from this platform's own pages only. The session lasts 30 minutes without use and 12
/// hours at most, and ends with its key. What the browser was signed in as before is signed out.
#[utoipa::path(post, path = "/v1/session", operation_id = "createSession", tag = "session",
    security(("api_key" = []), ("platform_key" = [])))]
pub(crate) async fn handler(
    holder: AnyHolder,
    State(api): State<Api>,
    parts: Parts,
    _: NoBody,
) -> Result<WithCookie<Created<View>>, Failure> {
    own_pages::permit(&parts, &api)?;
    let AnyHolder(Shown { holder, signed_in }) = holder;
    let who = match &holder {
        Holder::Caller(caller) => &caller.who,
        Holder::Operator(operator) => &operator.who,
    };
    let of = match who {
        Who::ApiKey { id, .. } if signed_in.is_none() => SessionOf::ApiKey(*id),
        Who::PlatformKey { id, .. } if signed_in.is_none() => SessionOf::PlatformKey(*id),
        _ => {
            let message = "A session is made from a key: send one in the header Authorization: Bearer ….";
            return Err(Failure::new(Kind::Forbidden, message));
        }
    };
    let former = cookie::session_of(&api, &parts.headers);
    let (session, token) = api.control.begin_session(of, &holder, former).await?;
    let shown = Shown { holder: holder.clone(), signed_in: Some(SignedIn { session, holder, member: None }) };
    let view = View::of(&shown, &api).await?;
    Ok(WithCookie(cookie::session(&api, token.reveal()), Created::Fresh(view)))
}
