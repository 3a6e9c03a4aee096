//! `GET /v1/plans`.

use super::Limits;
use crate::caller::{Allowed, AnyKey};
use crate::failure::Failure;
use crate::page::List;
use crate::reply::Shown;
use crate::router::Api;
use crate::schemas::PlanName;
use axum::extract::State;
use nameplate_domain::plans::{Overrides, Plan};
use serde::Serialize;
use utoipa::ToSchema;

/// A plan.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PlanOffer)]
pub(crate) struct View {
    /// Its name, as `POST /v1/subscriptions` and `POST /v1/billing/checkout` take it.
    #[schema(value_type = PlanName)]
    id: &'static str,
    limits: Limits,
    /// Whether it is bought by `POST /v1/billing/checkout`. Without a billing provider every plan is switched to freely.
    is_for_sale: bool,
}

/// List the plans, the cheapest first, with what each allows.
///
/// A limit that is null is none. Only `connect` is enforced, when a connection is created; the others are counted and shown.
#[utoipa::path(get, path = "/v1/plans", operation_id = "listPlans", tag = "billing", security(("api_key" = [])))]
pub(crate) async fn handler(_: Allowed<AnyKey>, State(api): State<Api>) -> Result<Shown<List<View>>, Failure> {
    let billing = api.control.commerce().billing.as_deref();
    let view = |plan: Plan| View {
        id: plan.as_str(),
        limits: Limits::of(plan, &Overrides::new()),
        is_for_sale: billing.is_some_and(|billing| billing.sells(plan)),
    };
    Ok(Shown(List::whole(Plan::ALL.into_iter().map(view).collect())))
}
