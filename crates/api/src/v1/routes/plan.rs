//! What a change would do, and answers that have it in the place of what was done.

use crate::query::parsed;
use crate::reply::Shown;
use crate::schemas::StepKindName;
use axum::response::{IntoResponse, Response as HttpResponse};
use nameplate_domain::route::plan::{Step, Target};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::openapi::schema::OneOfBuilder;
use utoipa::openapi::{Content, RefOr, Response, Schema};
use utoipa::{IntoParams, IntoResponses, ToSchema};
use uuid::Uuid;

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub(crate) struct DryRun {
    /// Change nothing, and tell what would be done. What would be refused is refused.
    #[serde(default, deserialize_with = "parsed")]
    dry_run: Option<bool>,
}

impl DryRun {
    pub(crate) fn is_wished(&self) -> bool {
        self.dry_run.unwrap_or_default()
    }
}

/// What would be done.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoutePlanned)]
pub(crate) struct Planned {
    plan: PlanView,
}

/// Changes of routes and claims, in order: all of them are made, or none.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoutePlan)]
pub(crate) struct PlanView {
    /// Empty when all is as it is to be.
    steps: Vec<StepView>,
}

/// One change.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoutePlanStep)]
pub(crate) struct StepView {
    /// The kind of change.
    #[serde(rename = "do")]
    #[schema(rename = "do", value_type = StepKindName)]
    kind: &'static str,
    /// The change in words.
    #[schema(example = "Create the route shop, served at shop.customer.com.")]
    what: String,
    /// What is there; null for what begins.
    #[schema(required = true)]
    before: Option<ThingView>,
    /// What is to be there; null for what ends.
    #[schema(required = true)]
    after: Option<ThingView>,
}

/// A route, or a claim, which has a host name only.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = RoutePlanState)]
struct ThingView {
    /// Of a route: its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "shop")]
    name: Option<String>,
    /// Of a route: where it leads.
    #[serde(skip_serializing_if = "Option::is_none")]
    application_id: Option<Uuid>,
    hostname: String,
    /// Of a route: its own origin, null without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>, example = "https://origin.saas.example")]
    origin: Option<Option<String>>,
}

impl From<Vec<Step>> for PlanView {
    fn from(steps: Vec<Step>) -> Self {
        Self { steps: steps.into_iter().map(StepView::from).collect() }
    }
}

impl From<Vec<Step>> for Planned {
    fn from(steps: Vec<Step>) -> Self {
        Self { plan: steps.into() }
    }
}

impl From<Step> for StepView {
    fn from(step: Step) -> Self {
        let (kind, what) = (step.kind(), step.to_string());
        let (before, after) = match step {
            Step::Claim { hostname } => (None, Some(ThingView::claim(hostname))),
            Step::Release { hostname } | Step::Withdraw { hostname } => (Some(ThingView::claim(hostname)), None),
            Step::Create(after) => (None, Some(after.into())),
            Step::Update { before, after } | Step::Repoint { before, after } => {
                (Some(before.into()), Some(after.into()))
            }
            Step::Delete(before) => (Some(before.into()), None),
        };
        Self { kind, what, before, after }
    }
}

impl ThingView {
    fn claim(hostname: String) -> Self {
        Self { name: None, application_id: None, hostname, origin: None }
    }
}

impl From<Target> for ThingView {
    fn from(Target { name, application, hostname, origin }: Target) -> Self {
        Self { name: Some(name.to_string()), application_id: Some(application.0), hostname, origin: Some(origin) }
    }
}

/// What was done, or, for a dry run, what would be.
#[derive(Debug)]
pub(crate) enum Done<T> {
    Really(T),
    Dry(Planned),
}

impl<T: IntoResponse> IntoResponse for Done<T> {
    fn into_response(self) -> HttpResponse {
        match self {
            Self::Really(done) => done.into_response(),
            Self::Dry(planned) => Shown(planned).into_response(),
        }
    }
}

impl<T: IntoResponses> IntoResponses for Done<T> {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let mut all = T::responses();
        for (status, planned) in Shown::<Planned>::responses() {
            match (all.get_mut(&status), planned) {
                (Some(RefOr::T(done)), RefOr::T(planned)) => either(done, &planned),
                (_, planned) => {
                    all.insert(status, planned);
                }
            }
        }
        all
    }
}

/// Lets a response have the body of another one as well.
fn either(response: &mut Response, other: &Response) {
    for (kind, content) in &mut response.content {
        let (RefOr::T(content), Some(RefOr::T(Content { schema: Some(other), .. }))) =
            (content, other.content.get(kind))
        else {
            continue;
        };
        if let Some(own) = content.schema.take() {
            let both = OneOfBuilder::new().item(own).item(other.clone()).build();
            content.schema = Some(RefOr::T(Schema::OneOf(both)));
        }
    }
}
