//! `POST /v1/connections/{id}/share-links`.

use super::View;
use crate::body::OptionalJson;
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::scoped::Named;
use axum::extract::State;
use nameplate_domain::share_link::ShareLink;
use nameplate_domain::tenancy::ConnectionId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// How long a link works.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[schema(as = NewShareLink)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// Seconds, from a minute to 30 days; 7 days when absent.
    #[serde(default)]
    #[schema(minimum = 60, maximum = 2_592_000, example = 604_800)]
    expires_in: Option<u64>,
}

/// A share link with its URL, which is shown in this answer and never again.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ShareLinkWithUrl)]
pub(crate) struct WithUrl {
    #[serde(flatten)]
    #[schema(inline)]
    link: View,
    /// Give it to whoever publishes the records: it opens without an account. Null in an answer that is repeated under an
    /// Idempotency-Key.
    #[schema(required = true, example = "https://api.saas.example/share/0190f0…")]
    url: Option<String>,
}

/// Make a link to a page that shows this connection's records and how far they are, without an account, until it is live.
///
/// The page tells nothing else. The URL is in this answer and never again.
#[utoipa::path(post, path = "/v1/connections/{id}/share-links", operation_id = "createShareLink", tag = "sharing",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])),
    params(("id" = Uuid, Path), IdempotencyKey), request_body = Option<Request>)]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    Named(connection): Named<ConnectionId>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: OptionalJson<Request>,
) -> Result<Created<WithUrl>, Failure> {
    let key = key.within(&caller.reach);
    let answer = |made: &ShareLink| stored(&WithUrl { link: made.clone().into(), url: None });
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let made = api.control.create_share_link(&caller, connection, body.value.expires_in, once).await?;
        let url = format!("{}/share/{}", api.settings.public_url, made.token);
        Ok(WithUrl { link: made.link.into(), url: Some(url) })
    })
    .await
}
