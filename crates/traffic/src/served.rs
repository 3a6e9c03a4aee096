//! What is wanted: a proven host name in service, and the Service that answers for it.

use crate::terms::{Certificates, Terms, is_label};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use std::fmt;

/// A host name in service.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Served {
    /// Its connection.
    pub connection: ConnectionId,
    /// Whose it is.
    pub tenant: TenantId,
    /// The application it is connected for.
    pub application: ApplicationId,
    /// The name; `*.` first for a wildcard.
    pub hostname: Hostname,
    /// Where its requests go (`http[s]://host[:port]`).
    pub origin: String,
    /// With which TXT values are set below its challenge; only where certificates come by the delegation.
    pub account: Option<AcmeDnsAccount>,
}

/// An account of our acme-dns service. Never printed.
#[derive(Clone, PartialEq, Eq)]
pub struct AcmeDnsAccount {
    /// `X-Api-User`.
    pub username: String,
    /// `X-Api-Key`.
    pub key: String,
    /// The connection's token.
    pub subdomain: String,
    /// Where the values stand.
    pub fulldomain: String,
}

impl fmt::Debug for AcmeDnsAccount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AcmeDnsAccount").field("username", &self.username).finish_non_exhaustive()
    }
}

/// A Service of the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Service {
    /// Its namespace.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// One of its ports.
    pub port: u16,
}

impl Service {
    /// Reads the Service that an origin names: `http://SERVICE.NAMESPACE.svc[.cluster.local][:PORT]`.
    #[must_use]
    pub fn of_origin(origin: &str) -> Option<Self> {
        let authority = origin.strip_prefix("http://")?;
        let (host, port) = match authority.split_once(':') {
            Some((host, port)) => (host, port.parse().ok()?),
            None => (authority, 80),
        };
        let host = host.strip_suffix(".cluster.local").unwrap_or(host).strip_suffix(".svc")?;
        let (name, namespace) = host.split_once('.')?;
        let are_names = is_label(name) && is_label(namespace);
        (are_names && port != 0).then(|| Self { namespace: namespace.to_owned(), name: name.to_owned(), port })
    }
}

/// Why no manifests are made for a name. Displays as the end of a sentence.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Unservable {
    /// Its requests go elsewhere than to a Service.
    #[error("its origin {0} is no Service of the cluster; set the origin to http://SERVICE.NAMESPACE.svc:PORT")]
    NoService(String),
    /// The application may not use Services of that namespace.
    #[error("the namespace {0} is not one that this application may be served from; it must match TRAFFIC_NAMESPACES")]
    ForeignNamespace(String),
    /// A certificate for `*.` takes DNS-01.
    #[error("a certificate for a wildcard is not to be had by HTTP-01; set TRAFFIC_CERTIFICATES=acme_dns")]
    WildcardByHttp01,
    /// There is nothing that TXT values could be set with.
    #[error("there is no acme-dns account for it yet")]
    NoAccount,
}

impl Served {
    /// The Service that answers, if manifests can be made.
    ///
    /// # Errors
    /// [`Unservable`].
    pub fn service(&self, terms: &Terms) -> Result<Service, Unservable> {
        let service = Service::of_origin(&self.origin).ok_or_else(|| Unservable::NoService(self.origin.clone()))?;
        if !terms.allow(&service.namespace, self.tenant, self.application) {
            return Err(Unservable::ForeignNamespace(service.namespace));
        }
        match &terms.certificates {
            Certificates::Http01(_) if self.is_wildcard() => Err(Unservable::WildcardByHttp01),
            Certificates::AcmeDns(_) if self.account.is_none() => Err(Unservable::NoAccount),
            _ => Ok(service),
        }
    }

    pub(crate) fn is_wildcard(&self) -> bool {
        self.hostname.as_str().starts_with("*.")
    }
}

#[cfg(test)]
mod tests {
    use super::Service;

    #[test]
    fn an_origin_names_a_service() {
        let service = |origin: &str| Service::of_origin(origin).map(|s| (s.name, s.namespace, s.port));
        let shop = |port| Some(("shop".to_owned(), "acme".to_owned(), port));
        assert_eq!(service("http://shop.acme.svc"), shop(80));
        assert_eq!(service("http://shop.acme.svc:8080"), shop(8080));
        assert_eq!(service("http://shop.acme.svc.cluster.local:8080"), shop(8080));
        for other in [
            "https://shop.acme.svc",
            "http://shop.acme",
            "http://shop.svc",
            "http://a.b.c.svc",
            "http://10.0.0.1:80",
            "http://shop.acme.svc:0",
            "http://shop.acme.svc:http",
            "http://[::1]:80",
        ] {
            assert_eq!(service(other), None, "{other}");
        }
    }
}
