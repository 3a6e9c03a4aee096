//! The manifests of one served host name. Pure: the same wish and terms give the same bytes.

mod certificate;
mod gateway;
mod ingress;
#[cfg(test)]
mod tests;
mod traefik;

use crate::manifest::{Key, Manifest};
use crate::served::{Served, Service, Unservable};
use crate::terms::{Certificates, Flavour, Terms};
use nameplate_domain::tenancy::ConnectionId;
use serde_json::Value;

/// The objects that one host name is served by.
#[derive(Clone, PartialEq, Debug)]
pub struct Wish {
    /// Its connection.
    pub connection: ConnectionId,
    /// The name.
    pub hostname: String,
    /// What is to be there, in the order in which it is made.
    pub manifests: Vec<Manifest>,
    /// What others make under our labels, and what is to stay while the name is served: the certificate's Secret.
    pub keeps: Vec<Key>,
}

/// What all objects of a connection are called, but for an ending.
#[must_use]
pub fn name_of(connection: ConnectionId) -> String {
    format!("nameplate-{connection}")
}

/// The objects that `served` is served by.
///
/// # Errors
/// [`Unservable`], which says what has to change.
pub fn manifests(served: &Served, terms: &Terms) -> Result<Wish, Unservable> {
    let service = served.service(terms)?;
    let site = Site { served, terms, service: &service };
    let mut manifests = certificate::manifests(&site);
    manifests.extend(match &terms.flavour {
        Flavour::Gateway { namespace, name, http_listener } => {
            gateway::manifests(&site, &gateway::Parent { namespace, name, http_listener })
        }
        Flavour::Traefik { web, websecure } => traefik::manifests(&site, web, websecure),
        Flavour::Ingress { class } => ingress::manifests(&site, class.as_deref()),
    });
    manifests.sort_by(|a, b| a.key().cmp(b.key()));
    let keeps = match site.has_certificate() {
        true => vec![site.key("Secret", "-tls")],
        false => vec![],
    };
    Ok(Wish { connection: served.connection, hostname: served.hostname.to_string(), manifests, keeps })
}

/// What every object of a name is made from.
struct Site<'a> {
    served: &'a Served,
    terms: &'a Terms,
    service: &'a Service,
}

impl Site<'_> {
    fn hostname(&self) -> &str {
        self.served.hostname.as_str()
    }

    fn has_certificate(&self) -> bool {
        self.terms.certificates != Certificates::None
    }

    fn name(&self, ending: &str) -> String {
        name_of(self.served.connection) + ending
    }

    /// The object of a kind in `manifest::KINDS`.
    fn key(&self, kind: &'static str, ending: &str) -> Key {
        Key::of_ours(kind, &self.service.namespace, &self.name(ending))
    }

    fn object(&self, kind: &'static str, ending: &str, body: Value) -> Manifest {
        let of = Some((self.served.connection, self.hostname()));
        Manifest::ours(self.key(kind, ending), self.terms.owner.as_str(), of, body)
    }
}
