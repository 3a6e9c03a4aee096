//! The route table: one line for each endpoint.

pub(crate) mod app_domains;
pub(crate) mod applications;
pub(crate) mod audit;
pub(crate) mod batches;
pub(crate) mod billing;
pub(crate) mod certificates;
pub(crate) mod change_sets;
pub(crate) mod connections;
pub(crate) mod credentials;
pub(crate) mod domain_connect;
pub(crate) mod domains;
pub(crate) mod email;
pub(crate) mod events;
pub(crate) mod invitations;
pub(crate) mod keys;
pub(crate) mod members;
pub(crate) mod plans;
pub(crate) mod platform;
pub(crate) mod providers;
pub(crate) mod routes;
pub(crate) mod session;
pub(crate) mod share;
pub(crate) mod share_links;
pub(crate) mod sign_in;
pub(crate) mod ssh_keys;
pub(crate) mod subscriptions;
pub(crate) mod tokens;
pub(crate) mod usage;
pub(crate) mod webhook_deliveries;
pub(crate) mod webhook_endpoints;

use crate::openapi;
use crate::router::Api;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Routes and document of `/v1`.
pub(crate) fn router() -> OpenApiRouter<Api> {
    OpenApiRouter::with_openapi(openapi::frame())
        .routes(routes!(applications::create::handler, applications::list::handler))
        .routes(routes!(applications::get::handler, applications::update::handler))
        .routes(routes!(keys::create::handler, keys::list::handler))
        .routes(routes!(keys::revoke::handler))
        .routes(routes!(keys::list_all::handler))
        .routes(routes!(keys::revoke_any::handler))
        .routes(routes!(ssh_keys::create::handler, ssh_keys::list::handler))
        .routes(routes!(ssh_keys::revoke::handler))
        .routes(routes!(credentials::create::handler, credentials::list::handler))
        .routes(routes!(credentials::delete::handler))
        .routes(routes!(credentials::check::handler))
        .routes(routes!(connections::create::handler, connections::list::handler))
        .routes(routes!(connections::create_bulk::handler))
        .routes(routes!(connections::summary::handler))
        .routes(routes!(batches::get::handler))
        .routes(routes!(connections::get::handler, connections::archive::handler))
        .routes(routes!(connections::timeline::handler))
        .routes(routes!(connections::verify::handler))
        .routes(routes!(connections::check_records::handler))
        .routes(routes!(connections::check_https::handler))
        .routes(routes!(connections::apply_records::handler))
        .routes(routes!(connections::apply_email::handler))
        .routes(routes!(email::records::handler))
        .routes(routes!(domain_connect::begin::handler))
        .routes(routes!(change_sets::list::handler))
        .routes(routes!(change_sets::get::handler))
        .routes(routes!(change_sets::undo::handler))
        .routes(routes!(connections::renew_certificate::handler))
        .routes(routes!(certificates::list::handler))
        .routes(routes!(domains::check::handler))
        .routes(routes!(app_domains::register::handler, app_domains::list::handler))
        .routes(routes!(app_domains::get::handler, app_domains::remove::handler))
        .routes(routes!(app_domains::verify::handler))
        .routes(routes!(domains::attach::handler))
        .routes(routes!(routes::create::handler, routes::list::handler))
        .routes(routes!(routes::get::handler, routes::update::handler, routes::delete::handler))
        .routes(routes!(events::stream::handler))
        .routes(routes!(audit::list::handler))
        .routes(routes!(providers::list::handler))
        .routes(routes!(plans::list::handler))
        .routes(routes!(subscriptions::get::handler))
        .routes(routes!(subscriptions::change::handler))
        .routes(routes!(usage::get::handler))
        .routes(routes!(usage::history::handler))
        .routes(routes!(billing::checkout::handler))
        .routes(routes!(billing::portal::handler))
        .routes(routes!(session::get::handler, session::create::handler, session::end::handler))
        .routes(routes!(session::switch::handler))
        .routes(routes!(sign_in::get::handler))
        .routes(routes!(members::list::handler))
        .routes(routes!(members::update::handler, members::delete::handler))
        .routes(routes!(invitations::create::handler, invitations::list::handler))
        .routes(routes!(invitations::revoke::handler))
        .routes(routes!(tokens::create::handler))
        .routes(routes!(share_links::create::handler, share_links::list::handler))
        .routes(routes!(share_links::revoke::handler))
        .routes(routes!(share::get::handler))
        .routes(routes!(webhook_endpoints::create::handler, webhook_endpoints::list::handler))
        .routes(routes!(
            webhook_endpoints::get::handler,
            webhook_endpoints::update::handler,
            webhook_endpoints::delete::handler
        ))
        .routes(routes!(webhook_endpoints::rotate_secret::handler))
        .routes(routes!(webhook_endpoints::test::handler))
        .routes(routes!(webhook_deliveries::list::handler))
        .routes(routes!(webhook_deliveries::get::handler))
        .routes(routes!(webhook_deliveries::replay::handler))
        .routes(routes!(platform::overview::handler))
        .routes(routes!(platform::tenants::create::handler, platform::tenants::list::handler))
        .routes(routes!(platform::tenants::get::handler, platform::tenants::update::handler))
        .routes(routes!(platform::tenants::suspend::handler))
        .routes(routes!(platform::tenants::resume::handler))
        .routes(routes!(platform::edges::handler))
        .routes(routes!(platform::queues::handler))
        .routes(routes!(platform::authorities::handler))
        .routes(routes!(platform::metrics::handler))
}
