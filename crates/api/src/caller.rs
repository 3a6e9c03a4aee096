//! Who calls, and whether they may: an extractor, so that a handler without an answer to both cannot be written.

use crate::current;
use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use nameplate_control::WidgetTokenError;
use nameplate_domain::tenancy::{Caller, MissingScope, Scope, Whence, Who};
use std::marker::PhantomData;
use std::ops::Deref;

/// A caller who may do what `N` names.
#[derive(Debug)]
pub(crate) struct Allowed<N> {
    caller: Caller,
    need: PhantomData<N>,
}

/// What a caller must hold.
pub(crate) trait Need: Send + Sync {
    /// Whether a browser with a widget token may be the caller.
    const TAKES_WIDGET_TOKENS: bool = false;

    fn check(caller: &Caller) -> Result<(), MissingScope>;
}

/// As `N`, and browsers with widget tokens are welcome: the operation keeps to [`nameplate_domain::tenancy::Reach`].
#[derive(Debug)]
pub(crate) struct Browser<N>(PhantomData<N>);

impl<N: Need> Need for Browser<N> {
    const TAKES_WIDGET_TOKENS: bool = true;

    fn check(caller: &Caller) -> Result<(), MissingScope> {
        N::check(caller)
    }
}

/// Any valid key.
#[derive(Debug)]
pub(crate) struct AnyKey;
/// `connections:read`.
#[derive(Debug)]
pub(crate) struct ReadConnections;
/// `connections:write`.
#[derive(Debug)]
pub(crate) struct WriteConnections;
/// `connections:read` or `apps:admin`.
#[derive(Debug)]
pub(crate) struct ReadApplications;
/// `apps:admin`.
#[derive(Debug)]
pub(crate) struct AdminApplications;
/// `webhooks:write` or `apps:admin`.
#[derive(Debug)]
pub(crate) struct ManageWebhooks;
/// `usage:read`, `connections:read` or `apps:admin`.
#[derive(Debug)]
pub(crate) struct ReadUsage;

impl Need for ManageWebhooks {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        caller.require(Scope::WebhooksWrite).or_else(|_| caller.require(Scope::AppsAdmin))
    }
}

impl Need for ReadUsage {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        let reads = [Scope::ConnectionsRead, Scope::AppsAdmin].into_iter().any(|scope| caller.require(scope).is_ok());
        if reads { Ok(()) } else { caller.require(Scope::UsageRead) }
    }
}

impl Need for AnyKey {
    fn check(_: &Caller) -> Result<(), MissingScope> {
        Ok(())
    }
}

impl Need for ReadConnections {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        caller.require(Scope::ConnectionsRead)
    }
}

impl Need for WriteConnections {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        caller.require(Scope::ConnectionsWrite)
    }
}

impl Need for ReadApplications {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        caller.require(Scope::AppsAdmin).or_else(|_| caller.require(Scope::ConnectionsRead))
    }
}

impl Need for AdminApplications {
    fn check(caller: &Caller) -> Result<(), MissingScope> {
        caller.require(Scope::AppsAdmin)
    }
}

impl<N> Deref for Allowed<N> {
    type Target = Caller;

    fn deref(&self) -> &Caller {
        &self.caller
    }
}

impl<N: Need> FromRequestParts<Api> for Allowed<N> {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let caller = authenticated::<N>(parts, api).await?;
        api.control.count_call(caller.tenant);
        current::note_proven();
        may::<N>(&caller)?;
        let whence = parts.extensions.get::<Whence>().cloned().unwrap_or_default();
        Ok(Self { caller: Caller { whence, ..caller }, need: PhantomData })
    }
}

/// Who sent a request and still may do what `N` names. Nothing is counted: it is the same call as before.
pub(crate) async fn still<N: Need>(parts: &Parts, api: &Api) -> Result<Caller, Failure> {
    let caller = authenticated::<N>(parts, api).await?;
    may::<N>(&caller)?;
    Ok(caller)
}

async fn authenticated<N: Need>(parts: &Parts, api: &Api) -> Result<Caller, Failure> {
    let Some(secret) = bearer(&parts.headers) else {
        let message = match N::TAKES_WIDGET_TOKENS {
            true => "Send an API key or a widget token in the header Authorization: Bearer ….",
            false => "Send an API key in the header Authorization: Bearer sk_…",
        };
        return Err(Failure::new(Kind::Unauthorized, message));
    };
    match is_widget_token(secret) {
        true => by_widget_token::<N>(parts, api, secret).await,
        false => by_key(api, secret).await,
    }
}

fn may<N: Need>(caller: &Caller) -> Result<(), Failure> {
    N::check(caller).map_err(|MissingScope(scope)| {
        let shown = match caller.who {
            Who::WidgetToken { .. } => "This widget token",
            _ => "This API key",
        };
        Failure::new(Kind::Forbidden, format!("{shown} lacks the scope {scope}. Use one that has it."))
    })
}

/// Three parts between two dots (RFC 7519, 3.1). Keys that we make begin with `sk_` and have none.
fn is_widget_token(secret: &str) -> bool {
    !secret.starts_with("sk_") && secret.matches('.').count() == 2
}

async fn by_key(api: &Api, secret: &str) -> Result<Caller, Failure> {
    let message =
        "This API key is unknown or revoked. Create one under an application, or check for a copying mistake.";
    let caller = api.control.authenticate(secret).await?;
    caller.ok_or_else(|| Failure::new(Kind::Unauthorized, message))
}

async fn by_widget_token<N: Need>(parts: &Parts, api: &Api, token: &str) -> Result<Caller, Failure> {
    // An origin that is no text is the origin of no page that anybody allowed.
    let origins: Vec<&str> =
        parts.headers.get_all(header::ORIGIN).iter().map(|origin| origin.to_str().unwrap_or("null")).collect();
    let caller = api.control.authenticate_widget(token, &origins).await?;
    match N::TAKES_WIDGET_TOKENS {
        true => Ok(caller),
        false => {
            let message = "A widget token is not taken here; use an API key from your server.";
            Err(Failure::new(Kind::Forbidden, message))
        }
    }
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
