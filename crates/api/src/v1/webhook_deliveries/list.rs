//! `GET /v1/webhook-deliveries`.

use super::View;
use crate::caller::{Allowed, ManageWebhooks};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed, unknown};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{DeliveryEventName, DeliveryStatusName};
use axum::extract::State;
use nameplate_domain::connection::Announcement;
use nameplate_domain::tenancy::{ConnectionId, EventId, WebhookEndpointId};
use nameplate_domain::webhook::{DeliveryStatus, TEST_EVENT};
use nameplate_store::DeliveryFilter;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only to this endpoint.
    #[serde(default, deserialize_with = "parsed")]
    endpoint_id: Option<Uuid>,
    /// Only of this status.
    #[serde(default)]
    #[param(value_type = Option<DeliveryStatusName>)]
    status: Option<String>,
    /// Only of events of this name.
    #[serde(default, rename = "type")]
    #[param(value_type = Option<DeliveryEventName>)]
    kind: Option<String>,
    /// Only about this connection.
    #[serde(default, deserialize_with = "parsed")]
    connection_id: Option<Uuid>,
    /// Only of this one event: to which endpoints it went.
    #[serde(default, deserialize_with = "parsed")]
    event_id: Option<Uuid>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List deliveries of the last 30 days, newest first.
///
/// A delivery is one event for one receiver. Filters narrow each other; attempts are shown with each delivery itself.
#[utoipa::path(get, path = "/v1/webhook-deliveries", operation_id = "listWebhookDeliveries", tag = "webhooks",
    security(("api_key" = ["webhooks:write"]), ("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<ManageWebhooks>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("webhook-deliveries", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().webhook_deliveries(caller.tenant, &filter(params)?, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.created_at, row.id.0), View::from)))
}

fn filter(params: Params) -> Result<DeliveryFilter, Failure> {
    let status = |name: String| {
        DeliveryStatus::from_name(&name)
            .ok_or_else(|| unknown("status", &name, DeliveryStatus::ALL.map(DeliveryStatus::as_str)))
    };
    let kind = |name: String| match name == TEST_EVENT || Announcement::from_name(&name).is_some() {
        true => Ok(name),
        false => {
            let known = Announcement::ALL.into_iter().map(Announcement::as_str).chain([TEST_EVENT]);
            Err(unknown("type", &name, known))
        }
    };
    Ok(DeliveryFilter {
        endpoint: params.endpoint_id.map(WebhookEndpointId),
        status: params.status.map(status).transpose()?,
        kind: params.kind.map(kind).transpose()?,
        connection: params.connection_id.map(ConnectionId),
        event: params.event_id.map(EventId),
    })
}
