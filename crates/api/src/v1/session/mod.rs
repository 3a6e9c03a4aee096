//! Who is signed in, as what and until when.

pub(crate) mod create;
pub(crate) mod end;
pub(crate) mod get;
pub(crate) mod switch;

use crate::credential::{Shown, shown};
use crate::failure::{Failure, Kind};
use crate::router::Api;
use crate::schemas::{Instant, RoleName, ScopeName, SessionKindName};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use nameplate_control::{Holder, MEMBERSHIPS_MAX};
use nameplate_domain::tenancy::{ApiKeyId, Scope, TenantId, Who};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

const WANTED: &str = "Send an API key or a platform key in the header Authorization: Bearer …, or sign in.";

/// Whoever has shown any credential but a widget token.
#[derive(Debug)]
pub(crate) struct AnyHolder(pub(crate) Shown);

impl FromRequestParts<Api> for AnyHolder {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        holder(parts, api).await.map(Self)
    }
}

/// The holder of any credential but a widget token.
async fn holder(parts: &Parts, api: &Api) -> Result<Shown, Failure> {
    let shown = shown(parts, api, WANTED).await?;
    match &shown.holder {
        Holder::Caller(caller) if matches!(caller.who, Who::WidgetToken { .. }) => {
            let message = "A widget token is not taken here; use an API key from your server.";
            Err(Failure::new(Kind::Forbidden, message))
        }
        Holder::Caller(_) | Holder::Operator(_) => Ok(shown),
    }
}

/// Whom a credential stands for, and what they may do.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Session)]
pub(crate) struct View {
    /// Whom it stands for.
    #[schema(value_type = SessionKindName)]
    kind: &'static str,
    /// The tenant; null for a platform key.
    #[schema(required = true)]
    tenant: Option<TenantView>,
    /// The application that the API key was made under; null for a key of the whole tenant.
    #[schema(required = true)]
    application_id: Option<Uuid>,
    /// What it may do; empty for a platform key, which is for `/v1/platform`.
    #[schema(value_type = Vec<ScopeName>)]
    scopes: Vec<Scope>,
    /// What the person is to the tenant; null for keys.
    #[schema(required = true, value_type = Option<RoleName>)]
    role: Option<&'static str>,
    /// The person; null for keys.
    #[schema(required = true)]
    member: Option<PersonView>,
    /// The key; null for people.
    #[schema(required = true)]
    key: Option<KeyView>,
    /// Every tenant that the person acts for; empty for keys.
    tenants: Vec<MembershipView>,
    /// When the session ends unless it is used before; null without a session.
    #[schema(required = true)]
    expires_at: Option<Instant>,
    /// Whether it was shown as the cookie of a session.
    by_cookie: bool,
}

/// A tenant, by name.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionTenant)]
struct TenantView {
    id: Uuid,
    #[schema(example = "Acme")]
    name: String,
}

/// A person who is signed in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionMember)]
struct PersonView {
    id: Uuid,
    /// As the identity provider last told.
    #[schema(example = "ada@acme.example")]
    email: String,
    /// As the identity provider last told.
    #[schema(required = true, example = "Ada Lovelace")]
    name: Option<String>,
}

/// The key that was shown, or that a session stands for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionKey)]
struct KeyView {
    id: Uuid,
    /// The label a person gave it.
    #[schema(example = "server-prod")]
    name: String,
    /// Last four characters of its secret; of the fingerprint, for an SSH key.
    last4: String,
}

/// A tenant that a person acts for.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = SessionMembership)]
struct MembershipView {
    /// The tenant's.
    id: Uuid,
    /// The tenant's.
    #[schema(example = "Acme")]
    name: String,
    /// What the person is to it.
    #[schema(value_type = RoleName)]
    role: &'static str,
    /// Whom its audit log knows the person as.
    member_id: Uuid,
}

impl View {
    /// What is to be said of a credential.
    pub(super) async fn of(shown: &Shown, api: &Api) -> Result<Self, Failure> {
        let session = shown.signed_in.as_ref();
        let mut view = Self {
            kind: "platform_key",
            tenant: None,
            application_id: None,
            scopes: vec![],
            role: None,
            member: None,
            key: None,
            tenants: vec![],
            expires_at: session.map(|signed_in| Instant(signed_in.session.expires_at())),
            by_cookie: session.is_some(),
        };
        let who = match &shown.holder {
            Holder::Operator(operator) => &operator.who,
            Holder::Caller(caller) => {
                view.tenant = tenant(caller.tenant, api).await?;
                view.scopes = caller.scopes.iter().copied().collect();
                &caller.who
            }
        };
        match who {
            Who::ApiKey { id, name, last4 } => {
                view.kind = "api_key";
                view.key = Some(KeyView { id: id.0, name: name.clone(), last4: last4.clone() });
                view.application_id = application(*id, api).await?;
            }
            Who::SshKey { id, name, fingerprint } => {
                view.kind = "ssh_key";
                let last4 = fingerprint.chars().skip(fingerprint.chars().count().saturating_sub(4)).collect();
                view.key = Some(KeyView { id: id.0, name: name.clone(), last4 });
                let found = api.control.reader().ssh_key_of_anybody(*id).await?;
                view.application_id = found.and_then(|key| key.application).map(|id| id.0);
            }
            Who::PlatformKey { id, name, last4 } => {
                view.key = Some(KeyView { id: id.0, name: name.clone(), last4: last4.clone() });
            }
            _ => {}
        }
        if let Some(member) = session.and_then(|signed_in| signed_in.member.as_ref()) {
            view.kind = "member";
            view.role = Some(member.role.as_str());
            view.member = Some(PersonView { id: member.id.0, email: member.email.clone(), name: member.name.clone() });
            let all = api.control.reader().memberships(member.person, MEMBERSHIPS_MAX).await?;
            view.tenants = all
                .into_iter()
                .map(|membership| MembershipView {
                    id: membership.member.tenant.0,
                    name: membership.tenant_name,
                    role: membership.member.role.as_str(),
                    member_id: membership.member.id.0,
                })
                .collect();
        }
        Ok(view)
    }
}

async fn tenant(id: TenantId, api: &Api) -> Result<Option<TenantView>, Failure> {
    let found = api.control.reader().tenant(id).await?;
    Ok(found.map(|tenant| TenantView { id: tenant.id.0, name: tenant.name }))
}

async fn application(key: ApiKeyId, api: &Api) -> Result<Option<Uuid>, Failure> {
    let found = api.control.reader().api_key_of_anybody(key).await?;
    Ok(found.and_then(|key| key.application).map(|id| id.0))
}
