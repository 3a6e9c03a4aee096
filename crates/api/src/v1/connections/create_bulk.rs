//! `POST /v1/connections:bulk`.

use super::View;
use crate::body::{Large, Object};
use crate::caller::{Allowed, WriteConnections};
use crate::failure::{Failure, Told};
use crate::idempotency::IdempotencyKey;
use crate::reply::Answered;
use crate::router::Api;
use crate::schemas::SetupTypeName;
use crate::v1::applications::{Line, template};
use axum::extract::State;
use nameplate_control::{Bulk, BulkConnection, BulkOutcome, Control, NewConnection, NewConnections, Stored};
use nameplate_domain::connection::SetupType;
use nameplate_domain::tenancy::ApplicationId;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

/// Many connections. Either `connections` or `hostnames`.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewConnections)]
#[serde(deny_unknown_fields)]
pub(crate) struct Request {
    /// The application they are for.
    application_id: Uuid,
    /// Groups them; a fresh one when absent. With one of your own, the request can be sent again after it broke off: what is in the batch
    /// already is not created again.
    #[serde(default)]
    #[schema(min_length = 1, max_length = 200, example = "import-2026-11")]
    batch_id: Option<String>,
    /// One entry for each connection.
    #[serde(default)]
    #[schema(value_type = Option<Vec<Item>>, min_items = 1, max_items = 1000)]
    connections: Option<Vec<Object<Item>>>,
    /// The short form: host names only.
    #[serde(default)]
    #[schema(min_items = 1, max_items = 1000, example = json!(["app.customer.com", "shop.other.example"]))]
    hostnames: Option<Vec<String>>,
}

/// One of many connections.
#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = NewConnectionOfMany)]
#[serde(deny_unknown_fields)]
pub(crate) struct Item {
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
    /// Move the host name away from its present holder once ownership is proven afresh.
    #[serde(default)]
    takeover: Option<bool>,
}

/// What became of each.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkConnections)]
pub(crate) struct Report {
    /// The batch that they are in: see `GET /v1/batches/{batch_id}`.
    #[schema(example = "import-2026-11")]
    batch_id: String,
    /// How many were created.
    #[schema(example = 998)]
    created: usize,
    /// How many were in the batch already.
    #[schema(example = 0)]
    existing: usize,
    /// How many were refused.
    #[schema(example = 2)]
    refused: usize,
    /// One entry for each wish, in its order.
    data: Vec<Entry>,
}

/// What became of one of many connections.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BulkConnection)]
struct Entry {
    /// Place of the wish in the request, from 0.
    #[schema(example = 0)]
    index: usize,
    /// As the request has it.
    #[schema(example = "app.customer.com")]
    hostname: String,
    /// What `POST /v1/connections` would have answered: 201, or the status of the error. 200 when it was in the batch already.
    #[schema(example = 201)]
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection: Option<View>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Told>,
}

/// Start connecting many host names at once, up to 1,000.
///
/// Each is created or refused by itself, and counted by itself. The workers look for their records from now on, and write those of
/// automatic ones, spread over the next minute.
#[utoipa::path(post, path = "/v1/connections:bulk", operation_id = "createConnections", tag = "connections",
    security(("api_key" = ["connections:write"])), params(IdempotencyKey), request_body = Request)]
pub(crate) async fn handler(
    caller: Allowed<WriteConnections>,
    key: IdempotencyKey,
    State(api): State<Api>,
    body: Large<Request>,
) -> Result<Answered<Report>, Failure> {
    let new = body.value.into_new()?;
    let answer = |bulk: &Bulk| Stored {
        status: 200,
        body: serde_json::to_string(&Report::of(bulk, &api.control)).unwrap_or_else(|_| "null".to_owned()),
    };
    let created = key.once(&api, caller.tenant, &body.fingerprint, &answer, async |once| {
        let bulk = api.control.create_connections(&caller, new, once).await?;
        Ok(Report::of(&bulk, &api.control))
    });
    Ok(created.await?.into())
}

impl Request {
    fn into_new(self) -> Result<NewConnections, Failure> {
        let application = ApplicationId(self.application_id);
        let bare = |hostname| NewConnection {
            application,
            hostname,
            setup_type: None,
            dns_records: None,
            batch_id: None,
            takeover: false,
        };
        let connections = match (self.connections, self.hostnames) {
            (Some(items), None) => items
                .into_iter()
                .map(|Object(item)| NewConnection {
                    setup_type: item.setup_type,
                    dns_records: item.dns_records.map(template),
                    takeover: item.takeover.unwrap_or_default(),
                    ..bare(item.hostname)
                })
                .collect(),
            (None, Some(hostnames)) => hostnames.into_iter().map(bare).collect(),
            (Some(_), Some(_)) => {
                return Err(Failure::invalid("connections and hostnames exclude each other; send one of them."));
            }
            (None, None) => return Err(Failure::invalid("connections is required, or hostnames in its place.")),
        };
        Ok(NewConnections { application, batch_id: self.batch_id, connections })
    }
}

impl Report {
    fn of(bulk: &Bulk, control: &Control) -> Self {
        let data: Vec<Entry> =
            bulk.outcomes.iter().enumerate().map(|(index, outcome)| Entry::of(index, outcome, control)).collect();
        let count = |status: u16| data.iter().filter(|entry| entry.status == status).count();
        let (created, existing) = (count(201), count(200));
        Self { batch_id: bulk.batch_id.clone(), created, existing, refused: data.len() - created - existing, data }
    }
}

impl Entry {
    fn of(index: usize, BulkOutcome { hostname, result }: &BulkOutcome, control: &Control) -> Self {
        let hostname = hostname.clone();
        let shown = |status, connection| Self { index, hostname: hostname.clone(), status, connection, error: None };
        match result {
            Ok(BulkConnection::Created(made)) => shown(201, Some(View::without_certificate(made, control))),
            Ok(BulkConnection::Known(known)) => {
                shown(200, Some(View::of(known, control.explain_by_itself(known), control)))
            }
            Err(refused) => {
                let failure = Failure::of(refused);
                Self { error: Some(failure.told()), ..shown(failure.status(), None) }
            }
        }
    }
}
