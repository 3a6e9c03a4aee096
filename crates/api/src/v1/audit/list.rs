//! `GET /v1/audit`.

use super::View;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use axum::extract::State;
use nameplate_store::AuditFilter;
use serde::Deserialize;
use utoipa::IntoParams;

/// Longest text of a filter, in characters.
const FILTER_LENGTH_MAX: usize = 100;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct Params {
    /// Only of exactly this action.
    #[serde(default)]
    #[param(example = "connection.archived", min_length = 1, max_length = 100)]
    action: Option<String>,
    /// Only about the thing with this id.
    #[serde(default)]
    #[param(min_length = 1, max_length = 100)]
    target_id: Option<String>,
    /// Entries of one page; 20 when absent.
    #[serde(default, deserialize_with = "parsed")]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u32>,
    /// `next_cursor` of the page before.
    #[serde(default)]
    cursor: Option<String>,
}

/// List who did what, newest first.
///
/// Every change by anybody is in it: by API keys, browsers with widget tokens, the platform's operator, and the platform by itself.
#[utoipa::path(get, path = "/v1/audit", operation_id = "listAuditEntries", tag = "audit",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("audit", params.limit, params.cursor.as_deref())?;
    let filter = AuditFilter {
        action: params.action.map(|text| filter_text("action", text)).transpose()?,
        target_id: params.target_id.map(|text| filter_text("target_id", text)).transpose()?,
    };
    let rows = api.control.reader().audit(caller.tenant, &filter, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.at, row.id.0), View::from)))
}

fn filter_text(field: &str, text: String) -> Result<String, Failure> {
    let fits = (1..=FILTER_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match fits {
        true => Ok(text),
        false => Err(Failure::invalid(format!("{field} must have 1 to {FILTER_LENGTH_MAX} visible ASCII characters."))),
    }
}
