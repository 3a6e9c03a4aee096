//! `GET /v1/platform/authorities`.

use crate::failure::Failure;
use crate::operator::ByOperator;
use crate::page::List;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::Instant;
use axum::extract::State;
use nameplate_domain::edge_status::{AuthorityStatus, BudgetStatus};
use serde::Serialize;
use utoipa::ToSchema;

/// A certification authority, as the edge sees it that can use it least.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Authority)]
pub(crate) struct View {
    /// Its name in the settings of the edges.
    #[schema(example = "letsencrypt")]
    name: String,
    /// Until when an edge leaves it alone, because it could not be used.
    #[schema(required = true)]
    resting_until: Option<Instant>,
    /// What may still be asked of it; empty where nothing is limited.
    budgets: Vec<BudgetView>,
}

/// A rate limit of an authority, and what is left of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = AuthorityBudget)]
struct BudgetView {
    /// What is limited: `orders`, the new orders of the platform's account.
    #[schema(example = "orders")]
    limit: String,
    /// How many at once, when nothing was used lately.
    #[schema(example = 300)]
    capacity: u32,
    /// How many now.
    #[schema(example = 288)]
    available: u32,
    /// How many come back in an hour.
    #[schema(example = 100.0)]
    refills_per_hour: f64,
    /// Until when there are none, whatever is left, because the authority said so.
    #[schema(required = true)]
    closed_until: Option<Instant>,
}

impl From<AuthorityStatus> for View {
    fn from(authority: AuthorityStatus) -> Self {
        Self {
            name: authority.name,
            resting_until: authority.resting_until.map(Instant),
            budgets: authority.budgets.into_iter().map(BudgetView::from).collect(),
        }
    }
}

impl From<BudgetStatus> for BudgetView {
    fn from(budget: BudgetStatus) -> Self {
        Self {
            limit: budget.limit,
            capacity: budget.capacity,
            available: budget.available,
            refills_per_hour: budget.refills_per_hour,
            closed_until: budget.closed_until.map(Instant),
        }
    }
}

/// List the certification authorities, and what they still allow.
///
/// As attached edges told within the last seconds. Without any, the list is empty. For platform keys only.
#[utoipa::path(get, path = "/v1/platform/authorities", operation_id = "listAuthorities", tag = "platform",
    security(("platform_key" = [])))]
pub(crate) async fn handler(_: ByOperator, State(api): State<Api>) -> Result<Shown<List<View>>, Failure> {
    let authorities = api.control.fleet_authorities().await?;
    Ok(Shown(List::whole(authorities.into_iter().map(View::from).collect())))
}
