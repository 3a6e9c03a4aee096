//! What a request shows, and whom that stands for.

use crate::current;
use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use nameplate_control::{PLATFORM_KEY_PREFIX, WidgetTokenError};
use nameplate_domain::tenancy::{Caller, Operator};

/// Whoever has shown a valid credential.
#[derive(Debug)]
pub(crate) enum Holder {
    /// Somebody of a tenant's.
    Caller(Caller),
    /// Whoever runs the platform.
    Operator(Operator),
}

/// Whom the request's credential stands for. `wanted` is what to send, for whoever sends nothing.
pub(crate) async fn holder(parts: &Parts, api: &Api, wanted: &str) -> Result<Holder, Failure> {
    let Some(secret) = bearer(&parts.headers) else {
        return Err(Failure::new(Kind::Unauthorized, wanted));
    };
    let holder = match () {
        () if secret.starts_with(PLATFORM_KEY_PREFIX) => by_platform_key(api, secret).await?,
        () if is_widget_token(secret) => by_widget_token(parts, api, secret).await?,
        () => by_key(api, secret).await?,
    };
    current::note_proven();
    Ok(holder)
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
        Self::new(kind, crate::failure::sentence(&error.to_string()))
    }
}

/// What follows `Bearer` in the Authorization header (RFC 6750, 2.1).
pub(crate) fn bearer(headers: &HeaderMap) -> Option<&str> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, secret) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| secret.trim()).filter(|secret| !secret.is_empty())
}
