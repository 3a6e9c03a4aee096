//! `POST /v1/session/tenant`.

use super::{View, WANTED, holder};
use crate::body::Json;
use crate::credential::{Shown as Credential, bearer, by_cookie};
use crate::current;
use crate::failure::{Failure, Kind};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use nameplate_control::SignedIn;
use nameplate_domain::tenancy::{TenantId, Whence};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Which tenant to act for.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = SessionTenantChange)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// One of the session's `tenants`.
    tenant_id: Uuid,
}

/// A person who is signed in. Their present tenant may be out of service: that is why they change.
#[derive(Debug)]
pub(crate) struct Person {
    signed_in: SignedIn,
    whence: Whence,
}

impl FromRequestParts<Api> for Person {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, api: &Api) -> Result<Self, Failure> {
        let no_person = || {
            let message = "Only people who are signed in act for several tenants; a key belongs to one.";
            Failure::new(Kind::Forbidden, message)
        };
        if bearer(&parts.headers).is_some() {
            holder(parts, api).await?;
            return Err(no_person());
        }
        let signed_in = by_cookie(parts, api, WANTED).await?;
        current::note_proven();
        let whence = parts.extensions.get::<Whence>().cloned().unwrap_or_default();
        if signed_in.member.is_none() { Err(no_person()) } else { Ok(Self { signed_in, whence }) }
    }
}

/// Act for another of your tenants.
///
/// For people who are signed in; their session goes on, as a member of the other tenant.
#[utoipa::path(post, path = "/v1/session/tenant", operation_id = "switchTenant", tag = "session",
    security(("session" = [])))]
pub(crate) async fn handler(
    person: Person,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<View>, Failure> {
    let tenant = TenantId(body.value.tenant_id);
    let signed_in = api.control.switch_tenant(&person.signed_in, tenant, &person.whence).await?;
    let shown = Credential { holder: signed_in.holder.clone(), signed_in: Some(signed_in) };
    Ok(Shown(View::of(&shown, &api).await?))
}
