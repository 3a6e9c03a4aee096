//! The panel and its API.

mod api;
mod domain_connect;
mod failure;
mod panel;
mod sight;
mod visit;

use crate::book::Book;
use crate::domain_connect::DomainConnect;
use crate::visit::Visits;
use axum::Router;
use axum::extract::FromRef;
use axum::middleware::from_fn;
use axum::routing::{get, post, put};
use nameplate_pages::this_machine_only;
use std::sync::Arc;

/// What pages and API are about.
#[derive(Clone, Debug, FromRef)]
struct Desk {
    book: Arc<Book>,
    domain_connect: Arc<DomainConnect>,
    visits: Arc<Visits>,
}

/// Everything that is reachable over HTTP.
pub(crate) fn router(book: Arc<Book>, domain_connect: Arc<DomainConnect>, visits: Arc<Visits>) -> Router {
    let api = Router::new()
        .route("/zones", get(api::list_zones).post(api::create_zone))
        .route("/zones/{zone}", get(api::show_zone).delete(api::delete_zone))
        .route("/zones/{zone}/records", get(api::list_records).post(api::create_record))
        .route("/zones/{zone}/records/{id}", put(api::replace_record).delete(api::delete_record))
        .route("/zones/{zone}/changes", post(api::change_records))
        .route("/zones/{zone}/fault", post(api::set_fault))
        .route("/records", post(api::create_absolute_record))
        .fallback(api::no_such_path)
        .method_not_allowed_fallback(api::no_such_method);
    let templates = "/v2/domainTemplates/providers/{provider}/services/{service}";
    Router::new()
        .nest("/api", api)
        .route("/v2/{zone}/settings", get(domain_connect::settings))
        .route(templates, get(domain_connect::template))
        .route(&format!("{templates}/apply"), get(domain_connect::ask).post(domain_connect::decide))
        .route("/", get(panel::zones))
        .route("/style.css", get(panel::style))
        .route("/logo.svg", get(panel::logo))
        .route("/panel.js", get(panel::script))
        .route("/token", get(panel::token))
        .route("/shop", get(panel::shop))
        .route("/visit", get(visit::start))
        .route("/visit/{host}", get(visit::visit))
        .route("/visit/{host}/page", get(visit::frame))
        .route("/zones", post(panel::create_zone))
        .route("/zones/{zone}", get(panel::zone))
        .route("/zones/{zone}/delete", post(panel::delete_zone))
        .route("/zones/{zone}/fault", post(panel::set_fault))
        .route("/zones/{zone}/domain-connect", post(panel::set_domain_connect))
        .route("/zones/{zone}/records", post(panel::create_record))
        .route("/zones/{zone}/records/{id}", post(panel::replace_record))
        .route("/zones/{zone}/records/{id}/delete", post(panel::delete_record))
        .fallback(panel::no_such_page)
        .layer(from_fn(this_machine_only))
        .with_state(Desk { book, domain_connect, visits })
}
