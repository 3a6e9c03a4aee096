//! What a request shows, and whom that stands for: a key or token in the header Authorization, or else the cookie of a session.

use crate::failure::{Failure, Kind, sentence};
use crate::inside::ProvenSshKey;
use crate::router::Api;
use crate::{cookie, current, own_pages};
use axum::extract::Request;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use nameplate_control::{Holder, PLATFORM_KEY_PREFIX, SignedIn, WidgetTokenError};
use nameplate_domain::tenancy::Whence;

/// A valid credential.
#[derive(Debug)]
pub(crate) struct Shown {
    /// Whom it stands for.
    pub(crate) holder: Holder,
    /// The session, when it is a cookie.
    pub(crate) signed_in: Option<SignedIn>,
}

/// Whom the request's credential stands for. `wanted` is what to send, for whoever sends nothing.
pub(crate) async fn shown(parts: &Parts, api: &Api, wanted: &str) -> Result<Shown, Failure> {
    let mut shown = look(parts, api, wanted).await?;
    current::note_proven();
    if let Some(signed_in) = &mut shown.signed_in {
        api.control.note_session_used(&mut signed_in.session).await?;
    }
    let whence = parts.extensions.get::<Whence>().cloned().unwrap_or_default();
    match &mut shown.holder {
        Holder::Caller(caller) => caller.whence = whence,
        Holder::Operator(operator) => operator.whence = whence,
    }
    Ok(shown)
}

/// As [`shown`], for a request that was answered before: nothing is noted of it.
pub(crate) async fn look(parts: &Parts, api: &Api, wanted: &str) -> Result<Shown, Failure> {
    if let Some(ProvenSshKey(fingerprint)) = parts.extensions.get() {
        return Ok(Shown { holder: by_ssh_key(api, fingerprint).await?, signed_in: None });
    }
    let Some(secret) = bearer(&parts.headers) else {
        let signed_in = by_cookie(parts, api, wanted).await?;
        if let Holder::Caller(caller) = &signed_in.holder {
            api.control.refuse_suspended(caller.tenant).await?;
        }
        return Ok(Shown { holder: signed_in.holder.clone(), signed_in: Some(signed_in) });
    };
    let holder = match () {
        () if secret.starts_with(PLATFORM_KEY_PREFIX) => by_platform_key(api, secret).await?,
        () if is_widget_token(secret) => by_widget_token(parts, api, secret).await?,
        () => by_key(api, secret).await?,
    };
    Ok(Shown { holder, signed_in: None })
}

/// Who is signed in, whether or not their tenant is in service.
pub(crate) async fn by_cookie(parts: &Parts, api: &Api, wanted: &str) -> Result<SignedIn, Failure> {
    let Some(token) = session_token(api, &parts.headers) else {
        return Err(Failure::new(Kind::Unauthorized, wanted));
    };
    own_pages::require(parts, api)?;
    let message = "This session is unknown or over, or its key was revoked: sign in again.";
    api.control.signed_in(token).await?.ok_or_else(|| Failure::new(Kind::Unauthorized, message))
}

/// What a request is counted by: its key, its token or its session's cookie.
pub(crate) fn counted_by<'r>(api: &Api, request: &'r Request) -> Option<&'r str> {
    let proven = request.extensions().get().map(|ProvenSshKey(fingerprint)| fingerprint.as_str());
    proven.or_else(|| bearer(request.headers())).or_else(|| session_token(api, request.headers()))
}

/// The session's cookie. Whoever sends the header Authorization means that.
fn session_token<'h>(api: &Api, headers: &'h HeaderMap) -> Option<&'h str> {
    let is_left_out = !headers.contains_key(header::AUTHORIZATION);
    cookie::session_of(api, headers).filter(|_| is_left_out)
}

/// Three parts between two dots (RFC 7519, 3.1). Keys that we make begin with `sk_` and have none.
fn is_widget_token(secret: &str) -> bool {
    !secret.starts_with("sk_") && secret.matches('.').count() == 2
}

async fn by_key(api: &Api, secret: &str) -> Result<Holder, Failure> {
    let message =
        "This API key is unknown or revoked. Create one under an application, or check for a copying mistake.";
    let caller = api.control.authenticate(secret).await?;
    caller.map(Holder::Caller).ok_or_else(|| Failure::new(Kind::Unauthorized, message))
}

async fn by_ssh_key(api: &Api, fingerprint: &str) -> Result<Holder, Failure> {
    let message = "This SSH key is unknown or revoked. Register it by POST /v1/ssh-keys, or use another.";
    let caller = api.control.authenticate_ssh_key(fingerprint).await?;
    caller.map(Holder::Caller).ok_or_else(|| Failure::new(Kind::Unauthorized, message))
}

async fn by_platform_key(api: &Api, secret: &str) -> Result<Holder, Failure> {
    let message =
        "This platform key is unknown or revoked. Make one with nameplate admin platform-key create --name NAME.";
    let operator = api.control.authenticate_operator(secret).await?;
    operator.map(Holder::Operator).ok_or_else(|| Failure::new(Kind::Unauthorized, message))
}

async fn by_widget_token(parts: &Parts, api: &Api, token: &str) -> Result<Holder, Failure> {
    // An origin that is no text is the origin of no page that anybody allowed.
    let origins: Vec<&str> =
        parts.headers.get_all(header::ORIGIN).iter().map(|origin| origin.to_str().unwrap_or("null")).collect();
    Ok(Holder::Caller(api.control.authenticate_widget(token, &origins).await?))
}

impl From<WidgetTokenError> for Failure {
    fn from(error: WidgetTokenError) -> Self {
        let kind = match error {
            WidgetTokenError::Refused(refused) => return refused.into(),
            WidgetTokenError::Invalid | WidgetTokenError::Expired => Kind::Unauthorized,
            WidgetTokenError::OriginNotAllowed => Kind::OriginNotAllowed,
        };
        Self::new(kind, sentence(&error.to_string()))
    }
}

/// What follows `Bearer` in the Authorization header (RFC 6750, 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim()).filter(|secret| !secret.is_empty())
}
