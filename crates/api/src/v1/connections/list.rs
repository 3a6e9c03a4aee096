//! `GET /v1/connections`.

use super::View;
use crate::caller::{Allowed, Browser, ReadConnections};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, listed, parsed, unknown};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::StateName;
use axum::extract::State as Given;
use nameplate_domain::connection::{Connection, Explanation, State};
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::tenancy::{ApplicationId, Reach};
use nameplate_store::ConnectionFilter;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only in these states; repeat the parameter, or separate with commas.
    #[serde(default, deserialize_with = "listed")]
    #[param(value_type = Option<Vec<StateName>>, style = Form, explode = false)]
    state: Vec<String>,
    /// Only of this application.
    #[serde(default, deserialize_with = "parsed")]
    application_id: Option<Uuid>,
    /// Only of exactly this host name.
    #[serde(default)]
    hostname: Option<String>,
    /// Only of this batch.
    #[serde(default)]
    batch_id: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List connections, newest first.
///
/// A widget token sees those of its application, or of its host name, only. Filters narrow each other. Certificates are left out of lists; the connection itself shows its own.
#[utoipa::path(get, path = "/v1/connections", operation_id = "listConnections", tag = "connections",
    security(("api_key" = ["connections:read"]), ("widget_token" = ["connections:read"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<Browser<ReadConnections>>,
    Given(api): Given<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("connections", params.limit, params.cursor.as_deref())?;
    let rows = match within(&caller.reach, filter(params)?) {
        Some(filter) => api.control.reader().connections(caller.tenant, &filter, window.page()).await?,
        None => vec![],
    };
    let explanations = api.control.explain_all(&rows).await?;
    let rows: Vec<_> = rows.into_iter().zip(explanations).collect();
    let view = |(row, explanation): (Connection, Explanation)| View::of(&row, explanation, &api.control);
    Ok(Shown(window.show(rows, |(row, _)| (row.created_at, row.id.0), view)))
}

/// The filter, narrowed to what exists for the caller; `None` when that is nothing.
fn within(reach: &Reach, filter: ConnectionFilter) -> Option<ConnectionFilter> {
    let (application, hostname) = reach.narrow(filter.application, filter.hostname.as_deref())?;
    Some(ConnectionFilter { application, hostname, ..filter })
}

fn filter(params: Params) -> Result<ConnectionFilter, Failure> {
    let state =
        |name: &String| State::from_name(name).ok_or_else(|| unknown("state", name, State::ALL.map(State::as_str)));
    let hostname = |text: &str| {
        Hostname::parse(text, &PlatformNames::default())
            .map(|hostname| hostname.to_string())
            .map_err(|error| Failure::invalid(format!("hostname {error}.")))
    };
    if params.batch_id.as_ref().is_some_and(|id| id.chars().any(char::is_control)) {
        return Err(Failure::invalid("batch_id must have printable characters only."));
    }
    Ok(ConnectionFilter {
        states: params.state.iter().map(state).collect::<Result<_, _>>()?,
        application: params.application_id.map(ApplicationId),
        hostname: params.hostname.as_deref().map(hostname).transpose()?,
        batch_id: params.batch_id,
    })
}
