//! The panel and its API.

mod api;
mod failure;
mod guard;
mod panel;

use crate::book::Book;
use axum::Router;
use axum::middleware::from_fn;
use axum::routing::{delete, get, post, put};
use std::sync::Arc;

/// Everything that is reachable over HTTP.
pub(crate) fn router(book: Arc<Book>) -> Router {
    let api = Router::new()
        .route("/zones", get(api::list_zones).post(api::create_zone))
        .route("/zones/{zone}", delete(api::delete_zone))
        .route("/zones/{zone}/records", get(api::list_records).post(api::create_record))
        .route("/zones/{zone}/records/{id}", put(api::replace_record).delete(api::delete_record))
        .route("/zones/{zone}/fault", post(api::set_fault))
        .route("/records", post(api::create_absolute_record))
        .fallback(api::no_such_path)
        .method_not_allowed_fallback(api::no_such_method);
    Router::new()
        .nest("/api", api)
        .route("/", get(panel::zones))
        .route("/style.css", get(panel::style))
        .route("/zones", post(panel::create_zone))
        .route("/zones/{zone}", get(panel::zone))
        .route("/zones/{zone}/delete", post(panel::delete_zone))
        .route("/zones/{zone}/fault", post(panel::set_fault))
        .route("/zones/{zone}/records", post(panel::create_record))
        .route("/zones/{zone}/records/{id}/delete", post(panel::delete_record))
        .fallback(panel::no_such_page)
        .layer(from_fn(guard::this_machine_only))
        .with_state(book)
}
