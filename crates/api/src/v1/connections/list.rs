//! `GET /v1/connections`.

use super::View;
use crate::caller::{Allowed, Browser, ReadConnections};
use crate::failure::{Failure, Kind};
use crate::page::{List, Window};
use crate::query::{Query, listed, parsed, unknown};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::{ConnectionSortName, StateName};
use axum::extract::State as Given;
use nameplate_domain::connection::{Connection, Explanation, Order, State};
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::hostname_part::HostnamePart;
use nameplate_domain::tenancy::{ApplicationId, Reach, Who};
use nameplate_store::{ConnectionFilter, place_of};
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
    /// Only with this in the host name, in Unicode or in A-labels. A label in Unicode is found as a whole.
    #[serde(default)]
    #[param(min_length = 1, max_length = 253, example = "customer.com")]
    search: Option<String>,
    /// In this order; `-created_at` when absent. `state` puts first what needs attention (`stalled`, `drifted`, `failed`), then what
    /// is under way, then what is live, then what is archived, and within each what changed last.
    #[serde(default)]
    #[param(value_type = Option<ConnectionSortName>)]
    sort: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before, in the same order.
    #[serde(default)]
    cursor: Option<String>,
}

/// List connections, newest first or in another order.
///
/// A widget token sees those of its application, or of its host name, only, and does not search. Filters narrow each other. Pages neither repeat nor
/// leave out rows while others are added; a connection that changes its state meanwhile may move in an order by state. Certificates are left out of lists; the connection itself shows its own.
#[utoipa::path(get, path = "/v1/connections", operation_id = "listConnections", tag = "connections",
    security(("api_key" = ["connections:read"]), ("widget_token" = ["connections:read"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<Browser<ReadConnections>>,
    Given(api): Given<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    if params.search.is_some() && matches!(caller.who, Who::WidgetToken { .. }) {
        let message =
            "A widget token does not search; name the host name in hostname, or use an API key from your server.";
        return Err(Failure::new(Kind::Forbidden, message));
    }
    let order = params.sort.as_deref().map(order).transpose()?.unwrap_or_default();
    let window = Window::read(list_name(order), params.limit, params.cursor.as_deref())?;
    let (reader, limit) = (api.control.reader(), window.read_limit());
    let rows = match within(&caller.reach, filter(params)?) {
        Some(filter) => reader.connections_in(order, caller.tenant, &filter, window.after(), limit).await?,
        None => vec![],
    };
    let explanations = api.control.explain_all(&rows).await?;
    let rows: Vec<_> = rows.into_iter().zip(explanations).collect();
    let view = |(row, explanation): (Connection, Explanation)| View::of(&row, explanation, &api.control);
    Ok(Shown(window.show(rows, |(row, _)| place_of(order, row), view)))
}

fn order(name: &str) -> Result<Order, Failure> {
    Order::from_name(name).ok_or_else(|| unknown("sort", name, Order::ALL.map(Order::as_str)))
}

/// What cursors are made for: one of another order names no place in this one.
fn list_name(order: Order) -> &'static str {
    match order {
        Order::Newest => "connections",
        Order::Oldest => "connections by created_at",
        Order::LatestChange => "connections by -state_since",
        Order::EarliestChange => "connections by state_since",
        Order::Hostname => "connections by hostname",
        Order::HostnameReversed => "connections by -hostname",
        Order::Urgency => "connections by state",
    }
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
    let part = |text: &str| HostnamePart::parse(text).map_err(|error| Failure::invalid(format!("search {error}.")));
    if params.batch_id.as_ref().is_some_and(|id| id.chars().any(char::is_control)) {
        return Err(Failure::invalid("batch_id must have printable characters only."));
    }
    Ok(ConnectionFilter {
        states: params.state.iter().map(state).collect::<Result<_, _>>()?,
        application: params.application_id.map(ApplicationId),
        hostname: params.hostname.as_deref().map(hostname).transpose()?,
        search: params.search.as_deref().map(part).transpose()?,
        batch_id: params.batch_id,
    })
}
