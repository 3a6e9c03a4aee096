//! `GET /v1/audit`.

use super::View;
use crate::caller::{AdminApplications, Allowed};
use crate::failure::Failure;
use crate::page::{List, Window};
use crate::query::{Query, parsed};
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use axum::extract::State;
use nameplate_domain::time::{NoInstant, Timestamp};
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
    /// Only about things of this kind, e.g. `connection`: the first part of an action.
    #[serde(default)]
    #[param(example = "connection", min_length = 1, max_length = 100)]
    target_kind: Option<String>,
    /// Only by somebody of this kind: `kind` of an entry's `actor`.
    #[serde(default)]
    #[param(example = "api_key", min_length = 1, max_length = 100)]
    actor_kind: Option<String>,
    /// Only from this instant on.
    #[serde(default)]
    #[param(value_type = Option<Instant>)]
    from: Option<String>,
    /// Only before this instant.
    #[serde(default)]
    #[param(value_type = Option<Instant>)]
    to: Option<String>,
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
/// Every change by anybody is in it: by API keys, SSH keys, browsers with widget tokens, the platform's operator, and the platform by itself. Filters narrow each other.
#[utoipa::path(get, path = "/v1/audit", operation_id = "listAuditEntries", tag = "audit",
    security(("api_key" = ["apps:admin"])), params(Params))]
pub(crate) async fn handler(
    caller: Allowed<AdminApplications>,
    State(api): State<Api>,
    Query(params): Query<Params>,
) -> Result<Shown<List<View>>, Failure> {
    let window = Window::read("audit", params.limit, params.cursor.as_deref())?;
    let rows = api.control.reader().audit(caller.tenant, &filter(params)?, window.page()).await?;
    Ok(Shown(window.show(rows, |row| (row.at, row.id.0), View::from)))
}

fn filter(params: Params) -> Result<AuditFilter, Failure> {
    let text = |field, text: Option<String>| text.map(|text| filter_text(field, text)).transpose();
    Ok(AuditFilter {
        action: text("action", params.action)?,
        target_id: text("target_id", params.target_id)?,
        target_kind: text("target_kind", params.target_kind)?,
        actor_kind: text("actor_kind", params.actor_kind)?,
        from: instant("from", params.from)?,
        to: instant("to", params.to)?,
    })
}

fn instant(field: &str, text: Option<String>) -> Result<Option<Timestamp>, Failure> {
    let read = |text: String| text.parse().map_err(|error: NoInstant| Failure::invalid(format!("{field} {error}.")));
    text.map(read).transpose()
}

fn filter_text(field: &str, text: String) -> Result<String, Failure> {
    let fits = (1..=FILTER_LENGTH_MAX).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    match fits {
        true => Ok(text),
        false => Err(Failure::invalid(format!("{field} must have 1 to {FILTER_LENGTH_MAX} visible ASCII characters."))),
    }
}
