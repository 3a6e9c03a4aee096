//! The routers: what is on the public port, and what is on the internal one.

use crate::internal::{ask, certificates, edges, health, metrics};
use crate::meter::Meter;
use crate::plot::Plot;
use crate::rate::Rates;
use crate::settings::{ApiSettings, Internal};
use crate::{assets, exchange, failure, logos, share_page, sign_in_elsewhere, spelling, v1};
use axum::Router;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use nameplate_control::Control;
use std::sync::Arc;

/// The API: operations, settings and counters. Cheap to clone; both routers of one process share it.
#[derive(Clone, Debug)]
pub struct Api {
    pub(crate) control: Control,
    pub(crate) settings: Arc<ApiSettings>,
    pub(crate) meter: Arc<Meter>,
    pub(crate) rates: Arc<Rates>,
    pub(crate) plot: Arc<Plot>,
}

impl Api {
    /// Puts the parts together.
    #[must_use]
    pub fn new(control: Control, settings: ApiSettings) -> Self {
        let meter = Meter::new(control.now(), Arc::clone(&settings.checks_done));
        let rates = Rates::new(&settings.rates);
        Self {
            control,
            settings: Arc::new(settings),
            meter: Arc::new(meter),
            rates: Arc::new(rates),
            plot: Arc::default(),
        }
    }
}

/// Everything for the public port: `/v1`, `/healthz` and, with [`Internal::Here`], what [`internal_router`] serves.
pub fn router(api: &Api) -> Router {
    let public = v1::router().split_for_parts().0;
    let public = public
        .route("/healthz", get(health::handler))
        .route("/logos/{file}", get(logos::handler))
        .route("/sdk/v1/{file}", get(assets::sdk::handler))
        .route("/console", get(assets::console::enter))
        .route("/console/", get(assets::console::page))
        .route("/console/sign-in/oidc", get(sign_in_elsewhere::leave))
        .route("/console/sign-in/oidc/return", get(sign_in_elsewhere::arrive))
        .route("/console/{*path}", get(assets::console::handler))
        .route("/docs", get(assets::docs::start))
        .route("/docs/", get(assets::docs::start))
        .route("/docs/{*path}", get(assets::docs::handler))
        .route("/llms", get(assets::docs::for_agents))
        .route("/llms.txt", get(assets::docs::for_agents))
        .route("/llms-full.txt", get(assets::docs::for_agents))
        .route("/llms/{*path}", get(assets::docs::markdown))
        .route("/v1/billing/webhook", post(v1::billing::webhook::handler))
        .route("/v1/domain-connect/return", get(v1::domain_connect::end::handler))
        .route("/share/{token}", get(share_page::handler));
    match api.settings.internal {
        Internal::Here => with_ask(api, measured(api, public.merge(internal()))),
        Internal::Elsewhere => measured(api, public).with_state(api.clone()),
    }
}

/// `/internal/*`, `/metrics` and `/healthz`, for `INTERNAL_PORT`.
pub fn internal_router(api: &Api) -> Router {
    with_ask(api, measured(api, internal().route("/healthz", get(health::handler))))
}

fn internal() -> Router<Api> {
    Router::new()
        .route("/internal/certificates/wanted", get(certificates::wanted))
        .route("/internal/certificates", post(certificates::report))
        .route("/internal/edges", post(edges::note))
        .route("/metrics", get(metrics::handler))
}

/// Puts around `routes` what every exchange gets. A spelling is set right before routing, so it wraps the router as a whole.
fn measured(api: &Api, routes: Router<Api>) -> Router<Api> {
    let inner = routes
        .fallback(failure::no_such_path)
        .method_not_allowed_fallback(failure::no_such_method)
        .layer(from_fn_with_state(api.clone(), exchange::around))
        .with_state(api.clone());
    Router::new().fallback_service(inner).layer(from_fn(spelling::normalise))
}

/// The edge's question stays outside of everything that [`measured`] adds: it is asked in the middle of handshakes.
fn with_ask(api: &Api, rest: Router<Api>) -> Router {
    rest.route("/internal/ask", get(ask::handler).fallback(failure::no_such_method)).with_state(api.clone())
}
