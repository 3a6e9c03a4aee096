//! `POST /v1/domains:attach`.

use crate::body::Json;
use crate::caller::{Allowed, WriteConnections};
use crate::failure::Failure;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{AttachStatusName, RecordTypeName};
use crate::v1::connections::View as ConnectionView;
use crate::v1::routes::{PlanView, View as RouteView};
use axum::extract::State;
use nameplate_control::{Attached, NewAttachment};
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::tenancy::ApplicationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// What to attach, and to what.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = DomainAttachment)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The host name, as people write it.
    hostname: String,
    /// The application that it is to lead to.
    application_id: Uuid,
    /// The name of the route that is to serve it, which is made unless it is there. When absent, the one that serves it, or a new one.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, pattern = "^[a-z0-9]([a-z0-9-]*[a-z0-9])?$", example = "shop")]
    route: Option<String>,
    /// Where its requests go; as it is, or the application's origin, when absent.
    #[serde(default)]
    #[schema(example = "https://origin.saas.example")]
    origin: Option<String>,
    /// Change nothing, ask no DNS server, and tell what would be done.
    #[serde(default)]
    dry_run: Option<bool>,
}

/// How far it has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DomainAttached)]
pub(crate) struct Answer {
    /// How far it has come.
    #[schema(value_type = AttachStatusName)]
    status: &'static str,
    /// The connection; null in a dry run where one would be begun.
    #[schema(required = true)]
    connection: Option<ConnectionView>,
    /// The one record that proves the host name and keeps its certificates renewable; null without a connection.
    #[schema(required = true)]
    record: Option<RecordView>,
    /// The route that serves it, or, before that, would be changed; null where one would be made.
    #[schema(required = true)]
    route: Option<RouteView>,
    /// What was done to claim and route, or is done once the proof is there.
    plan: PlanView,
}

/// A record to publish.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProofRecord)]
struct RecordView {
    #[serde(rename = "type")]
    #[schema(rename = "type", value_type = RecordTypeName)]
    rtype: RecordType,
    #[schema(example = "_acme-challenge.shop.customer.com")]
    name: String,
    #[schema(example = "0123456789abcdef0123456789abcdef.acme.saas.example")]
    value: String,
}

/// Attach a host name to an application.
///
/// Begins or resumes its connection and looks for the proof. While that is missing the answer is `pending`, has the record to publish, and
/// no route was touched; sent again once the record is there, the name is claimed and routed in one step.
#[utoipa::path(post, path = "/v1/domains:attach", operation_id = "attachDomain", tag = "domains",
    security(("api_key" = ["connections:write"])))]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    State(api): State<Api>,
    body: Json<Request>,
) -> Result<Shown<Answer>, Failure> {
    let Request { hostname, application_id, route, origin, dry_run } = body.value;
    let new = NewAttachment { hostname, application: ApplicationId(application_id), route, origin };
    let attached = match dry_run.unwrap_or_default() {
        true => api.control.plan_attachment(&caller, &new).await?,
        false => api.control.attach_domain(&caller, &new).await?,
    };
    let Attached { status, connection, record, route, steps } = attached;
    let connection = match connection {
        Some(connection) => Some(ConnectionView::with_certificate(&connection, &api).await?),
        None => None,
    };
    Ok(Shown(Answer {
        status: status.as_str(),
        connection,
        record: record.map(RecordView::from),
        route: route.map(RouteView::from),
        plan: steps.into(),
    }))
}

impl From<Record> for RecordView {
    fn from(Record { host, rtype, value, .. }: Record) -> Self {
        Self { rtype, name: host, value }
    }
}
