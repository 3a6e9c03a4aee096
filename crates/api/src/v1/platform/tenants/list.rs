//! `GET /v1/platform/tenants`.

use super::View;
use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_domain::tenancy::TenantId;
use serde::Deserialize;
use utoipa::IntoParams;
use uuid::Uuid;

/// Longest text that is searched for, in characters.
const SEARCH_LENGTH_MAX: usize = 200;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Part of the name, in whatever case, or the whole id.
    #[serde(default)]
    #[param(example = "acme", min_length = 1, max_length = 200)]
    search: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List the tenants, newest first, with how much each has.
///
/// For platform keys only.
#[utoipa::path(get, path = "/v1/platform/tenants", operation_id = "listTenants", tag = "platform",
    security(("platform_key" = [])), params(Params))]
pub(crate) async fn handler(
    _: ByOperator,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("tenants", params.limit, params.cursor.as_deref())?;
    let search = params.search.as_deref().map(searchable).transpose()?;
    let (reader, default_plan) = (api.control.reader(), api.control.commerce().default_plan);
    if let Some(id) = search.and_then(|text| Uuid::try_parse(text).ok()) {
        let found = reader.tenant_summary(TenantId(id)).await?;
        return Ok(Shown(List::whole(found.into_iter().map(|tenant| View::of(tenant, default_plan)).collect())));
    }
    let rows = reader.tenant_summaries(window.page(), search).await?;
    let at = |row: &nameplate_store::TenantSummary| (row.tenant.created_at, row.tenant.id.0);
    Ok(Shown(window.show(rows, at, |row| View::of(row, default_plan))))
}

fn searchable(text: &str) -> Result<&str, Failure> {
    let text = text.trim();
    let fits = (1..=SEARCH_LENGTH_MAX).contains(&text.chars().count()) && !text.contains(char::is_control);
    match fits {
        true => Ok(text),
        false => Err(Failure::invalid(format!(
            "search must have 1 to {SEARCH_LENGTH_MAX} characters of a name, or be an id."
        ))),
    }
}
