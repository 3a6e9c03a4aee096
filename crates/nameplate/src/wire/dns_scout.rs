//! Looking at DNS before a certificate is ordered.

use nameplate_certificates::{Later, Scout, ScoutReport};
use nameplate_control::Chance;
use nameplate_dns::observe::Observer;
use nameplate_domain::certificate_name::CertificateName;

/// Asks the zone's own servers.
#[derive(Clone, Debug)]
pub struct DnsScout(Observer);

impl DnsScout {
    /// By this observer.
    #[must_use]
    pub fn new(observer: Observer) -> Self {
        Self(observer)
    }
}

impl Scout for DnsScout {
    fn look<'a>(&'a self, name: &'a CertificateName) -> Later<'a, ScoutReport> {
        Box::pin(async move {
            let (base, visited) = match name {
                CertificateName::Exact(host) => (host.as_str(), host.to_string()),
                CertificateName::Wildcard(parent) => (parent.as_str(), format!("{}.{parent}", Chance.label())),
            };
            let (caa, challenge, addresses) = tokio::join!(
                self.0.climb_caa(base),
                self.0.look_at_challenge(base),
                self.0.look_at_addresses(&visited)
            );
            ScoutReport { caa, challenge, addresses }
        })
    }
}
