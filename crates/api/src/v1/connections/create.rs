//! `POST /v1/connections`.

use super::View;
use crate::body::{Json, Object};
use crate::caller::{Allowed, Browser, WriteConnections};
use crate::failure::Failure;
use crate::idempotency::{IdempotencyKey, stored};
use crate::reply::Created;
use crate::router::Api;
use crate::schemas::SetupTypeName;
use crate::v1::applications::{Line, template};
use axum::extract::State;
use nameplate_control::NewConnection;
use nameplate_domain::connection::{Connection, SetupType};
use nameplate_domain::tenancy::ApplicationId;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// What a connection is made of.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewConnection)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The application it is for.
    application_id: Uuid,
    /// The name to connect, as people write it; `*.` first for a wildcard.
    #[schema(example = "app.customer.com")]
    hostname: String,
    /// How records get into the zone; the detected way when absent.
    #[serde(default)]
    #[schema(value_type = Option<SetupTypeName>)]
    setup_type: Option<SetupType>,
    /// What to publish, instead of the application's template.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Line>>, min_items = 1, max_items = 20)]
    dns_records: Option<Vec<Object<Line>>>,
    /// Groups connections that are created together.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200)]
    batch_id: Option<String>,
    /// Move the host name away from its present holder once ownership is proven afresh.
    #[serde(default)]
    takeover: Option<bool>,
}

/// Start connecting a host name.
///
/// The answer has the records to publish. Nothing is proven yet, so nobody is kept from starting the same: the first to prove
/// ownership holds the name. With a widget token, `dns_records` and `takeover` cannot be chosen.
#[utoipa::path(post, path = "/v1/connections", operation_id = "createConnection", tag = "connections",
    security(("api_key" = ["connections:write"]), ("widget_token" = ["connections:write"])),
    params(IdempotencyKey))]
pub(crate) async fn handler(
    caller: Allowed<Browser<WriteConnections>>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Created<View>, Failure> {
    let request = body.value;
    let new = NewConnection {
        application: ApplicationId(request.application_id),
        hostname: request.hostname,
        setup_type: request.setup_type,
        dns_records: request.dns_records.map(template),
        batch_id: request.batch_id,
        takeover: request.takeover.unwrap_or_default(),
    };
    let key = key.within(&caller.reach);
    let answer = |created: &Connection| stored(&View::without_certificate(created, &api.control));
    key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let created = api.control.create_connection(&caller, new, once).await?;
        Ok(View::without_certificate(&created, &api.control))
    })
    .await
}
