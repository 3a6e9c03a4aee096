//! `POST /v1/invitations`.

use super::{View, role};
use crate::body::Json;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::RoleName;
use axum::extract::State;
use nameplate_control::NewInvitation;
use nameplate_domain::tenancy::Invitation;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Whom to invite, and as what.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewInvitation)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Their e-mail address, as their identity provider has it; case does not matter.
    #[schema(
        min_length = 3,
        max_length = 254,
        pattern = r"^[^@\s\x00-\x1f\x7f-\x9f]+@[^@.\s\x00-\x1f\x7f-\x9f]+(\.[^@.\s\x00-\x1f\x7f-\x9f]+)*$",
        example = "ada@acme.example"
    )]
    email: String,
    /// What they would be.
    #[schema(value_type = RoleName)]
    role: String,
}

/// An invitation with its link, which is shown in this answer and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = InvitationWithUrl)]
pub(crate) struct WithUrl {
    #[serde(flatten)]
    #[schema(inline)]
    invitation: View,
    /// Give it to the person. Null in an answer that is repeated under an Idempotency-Key.
    #[schema(required = true, example = "https://api.saas.example/console/sign-in?invitation=3fQ9…")]
    url: Option<String>,
}

/// Invite somebody to act for the tenant. The link is in this answer and never again.
///
/// It is good for 7 days and once, for the person alone whose e-mail address is the invited one and verified. Only owners invite owners; a key
/// of the whole tenant acts as an admin, and may invite the first owner.
#[utoipa::path(post, path = "/v1/invitations", operation_id = "createInvitation", tag = "members",
    security(("api_key" = ["apps:admin"])), params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<WithUrl>, Failure> {
    let new = NewInvitation { role: role(&body.value.role)?, email: body.value.email };
    let answer = |made: &Invitation| stored(&WithUrl { invitation: made.clone().into(), url: None });
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let (made, link) = api.control.create_invitation(&caller, new, once).await?;
        let url = format!("{}/console/sign-in?invitation={}", api.settings.public_url, link.reveal());
        Ok(WithUrl { invitation: made.into(), url: Some(url) })
    })
    .await
}
