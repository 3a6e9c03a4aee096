//! Routes: a tenant's names under which its applications are reached.
//!
//! Each is served at a default host name under the platform's domain, and perhaps at one host name that a customer has proven. A route
//! consumes a claim; it neither makes nor releases one.

mod default_hostname;
mod label;
pub mod plan;

pub use default_hostname::{OwnName, default_hostname, tenant_wildcard};
pub use label::{LabelError, RouteName, TenantLabel};

use crate::hostname::Hostname;
use crate::tenancy::{ApplicationId, ConnectionId, RouteId, TenantId};
use crate::time::Timestamp;

/// The label below the ACME zone to which a wildcard record of the platform's domain leads: it has the addresses of the edges, for
/// visitors of default host names, and the texts of challenges for the tenants' wildcard certificates.
pub const FRONT_LABEL: &str = "routes";

/// A name of a tenant that leads to an application.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Route {
    /// Identifier.
    pub id: RouteId,
    /// Owner.
    pub tenant: TenantId,
    /// Its name, unique in the tenant.
    pub name: RouteName,
    /// Where it leads.
    pub application: ApplicationId,
    /// The customer's host name that it is chiefly served at; `None` for its default one.
    pub custom: Option<CustomHostname>,
    /// Where its requests go; `None` for the application's origin.
    pub origin: Option<String>,
    /// Counts changes.
    pub version: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it was last changed.
    pub updated_at: Timestamp,
}

/// A host name by the connection that holds it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CustomHostname {
    /// The connection.
    pub connection: ConnectionId,
    /// Its host name.
    pub hostname: Hostname,
}
