//! Who calls, and whether they may: an extractor, so that a handler without an answer to both cannot be written.

use crate::credential::{Shown, look, shown};
use crate::failure::{Failure, Kind};
use crate::router::Api;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use nameplate_control::Holder;
use nameplate_domain::tenancy::{Caller, MissingScope, Scope, Who};
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
        let shown = shown(parts, api, wanted::<N>()).await?;
        let is_session = shown.signed_in.is_some();
        let caller = of_a_tenant::<N>(shown)?;
        // What people look at in the console is no use of the API.
        if !is_session {
            api.control.count_call(caller.tenant);
        }
        may::<N>(&caller)?;
        Ok(Self { caller, need: PhantomData })
    }
}

/// Who sent a request and still may do what `N` names. Nothing is counted or noted: it is the same call as before.
pub(crate) async fn still<N: Need>(parts: &Parts, api: &Api) -> Result<Caller, Failure> {
    let caller = of_a_tenant::<N>(look(parts, api, wanted::<N>()).await?)?;
    may::<N>(&caller)?;
    Ok(caller)
}

const fn wanted<N: Need>() -> &'static str {
    match N::TAKES_WIDGET_TOKENS {
        true => "Send an API key or a widget token in the header Authorization: Bearer ….",
        false => "Send an API key in the header Authorization: Bearer sk_…",
    }
}

fn of_a_tenant<N: Need>(shown: Shown) -> Result<Caller, Failure> {
    let forbidden = |message| Err(Failure::new(Kind::Forbidden, message));
    match shown.holder {
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
        let message = match caller.who {
            Who::WidgetToken { .. } => format!("This widget token lacks the scope {scope}. Use one that has it."),
            Who::SshKey { .. } => format!("This SSH key lacks the scope {scope}. Register one that has it."),
            Who::Member { .. } => format!("Your role does not include {scope}. Ask an owner or an admin."),
            _ => format!("This API key lacks the scope {scope}. Use one that has it."),
        };
        Failure::new(Kind::Forbidden, message)
    })
}
