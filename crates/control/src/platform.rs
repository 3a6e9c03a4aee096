//! What is true of the platform as a whole.

use nameplate_domain::application::Application;
use nameplate_domain::hostname::PlatformNames;
use nameplate_domain::records::Surroundings;
use nameplate_domain::tenancy::ApplicationId;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::time::Duration;

/// Settings that operations depend on.
#[derive(Clone, Debug)]
pub struct Platform {
    /// `BASE_DOMAIN`, lower case, no trailing dot.
    pub base_domain: String,
    /// `EDGE_CNAME_TARGET`, lower case, no trailing dot.
    pub edge_cname_target: String,
    /// `EDGE_IPV4`.
    pub edge_ipv4: Vec<Ipv4Addr>,
    /// `EDGE_IPV6`.
    pub edge_ipv6: Vec<Ipv6Addr>,
    /// `EDGE_ORIGIN_DEFAULT`: where requests go when the application names no origin.
    pub default_origin: String,
    /// `DRIFT_GRACE`: how long a drifted name goes on being served.
    pub drift_grace: Duration,
    /// How long after its last word an edge still counts as attached.
    pub edge_silence_max: Duration,
    /// Names of the certification authorities we use, as CAA records write them; empty for the internal one.
    pub ca_identities: Vec<String>,
    /// Whether the development DNS host is there.
    pub sandbox: bool,
}

impl Platform {
    /// The names that nobody may connect.
    #[must_use]
    pub fn names(&self) -> PlatformNames {
        PlatformNames { base_domain: self.base_domain.clone(), cname_target: self.edge_cname_target.clone() }
    }

    /// The zone that challenges are delegated into.
    #[must_use]
    pub fn acme_zone(&self) -> String {
        format!("acme.{}", self.base_domain)
    }

    /// The application's own host name.
    #[must_use]
    pub fn app_target(&self, application: ApplicationId) -> String {
        Application::target(application, &self.base_domain)
    }

    /// What the variables of a record template stand for.
    #[must_use]
    pub fn surroundings(&self, application: ApplicationId) -> Surroundings {
        Surroundings {
            app_target: self.app_target(application),
            edge_cname: self.edge_cname_target.clone(),
            edge_ipv4: self.edge_ipv4.clone(),
            edge_ipv6: self.edge_ipv6.clone(),
        }
    }
}
