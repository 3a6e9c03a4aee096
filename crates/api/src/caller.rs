//! Who calls, and whether they may: an extractor, so that a handler without an answer to both cannot be written.

use crate::credential::{Holder, holder};
use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
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
    let wanted = match N::TAKES_WIDGET_TOKENS {
        true => "Send an API key or a widget token in the header Authorization: Bearer ….",
        false => "Send an API key in the header Authorization: Bearer sk_…",
    };
    let forbidden = |message| Err(Failure::new(Kind::Forbidden, message));
    match holder(parts, api, wanted).await? {
        Holder::Caller(Caller { who: Who::WidgetToken { .. }, .. }) if !N::TAKES_WIDGET_TOKENS => {
            forbidden("A widget token is not taken here; use an API key from your server.")
        }
        Holder::Caller(caller) => Ok(caller),
        Holder::Operator(_) => {
            forbidden("A platform key is taken under /v1/platform only; use an API key of the tenant at hand.")
        }
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
