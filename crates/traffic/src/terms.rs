//! How manifests are to look: what the operator decided once.

use nameplate_domain::tenancy::{ApplicationId, TenantId};
use std::fmt;

/// What tells this installation's objects from others': the field manager, and the value of the label `app.kubernetes.io/instance`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Owner(String);

impl Owner {
    /// A name of an installation.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that starts with the setting's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        match is_label(text) {
            true => Ok(Self(text.to_owned())),
            false => {
                Err(format!("is {text:?}; give up to 63 lower-case letters, digits and hyphens, such as nameplate"))
            }
        }
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Everything that manifests depend on besides what is served.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Terms {
    /// Whose objects they are.
    pub owner: Owner,
    /// Which kind of object brings visitors in.
    pub flavour: Flavour,
    /// Who obtains certificates.
    pub certificates: Certificates,
    /// In which namespaces an application's Service may be.
    pub namespaces: Vec<NamespacePattern>,
    /// The platform's own namespace, which the names are kept in that others are granted; `None` grants nothing and forbids nothing.
    pub grants: Option<String>,
}

impl Terms {
    /// Whether a Service in `namespace` may be served for an application.
    #[must_use]
    pub fn allow(&self, namespace: &str, tenant: TenantId, application: ApplicationId) -> bool {
        self.namespaces.iter().any(|pattern| pattern.matches(namespace, tenant, application))
    }
}

/// Which kind of object brings visitors in.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Flavour {
    /// Gateway API: a `ListenerSet` and `HTTPRoute`s for each name, below a Gateway of the operator's.
    Gateway {
        /// The Gateway's namespace.
        namespace: String,
        /// Its name. It must allow `ListenerSet`s (`spec.allowedListeners`).
        name: String,
        /// Its listener for plain HTTP, which redirects are attached to.
        http_listener: String,
    },
    /// Traefik: `IngressRoute`s.
    Traefik {
        /// The entry point for plain HTTP.
        web: String,
        /// The entry point for TLS.
        websecure: String,
    },
    /// `Ingress`, of whichever controller.
    Ingress {
        /// `ingressClassName`; `None` for the cluster's default.
        class: Option<String>,
    },
}

/// Who obtains certificates.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Certificates {
    /// cert-manager by an issuer of the operator's, which answers HTTP-01.
    Http01(Issuer),
    /// cert-manager by DNS-01: the challenge's CNAME leads to our own acme-dns service.
    AcmeDns(AcmeDns),
    /// Nobody here: TLS ends before the cluster.
    None,
}

/// An issuer of cert-manager.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issuer {
    /// `ClusterIssuer` or `Issuer`.
    pub kind: String,
    /// Its name.
    pub name: String,
}

/// How cert-manager comes to certificates by the delegation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AcmeDns {
    /// Base URL of our acme-dns service, as pods reach it.
    pub api_url: String,
    /// The authority's ACME directory.
    pub directory: String,
    /// Contact that the authority may write to.
    pub email: Option<String>,
}

/// A namespace, or one for each tenant or application: `{tenant}` and `{application}` stand for identifiers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamespacePattern(String);

impl NamespacePattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that starts with the setting's name.
    pub fn parse(text: &str) -> Result<Self, String> {
        let filled = text.replace("{tenant}", "t").replace("{application}", "a");
        match is_label(&filled) {
            true => Ok(Self(text.to_owned())),
            false => Err(format!(
                "holds {text:?}; give names of namespaces, in which {{tenant}} and {{application}} stand for identifiers"
            )),
        }
    }

    fn matches(&self, namespace: &str, tenant: TenantId, application: ApplicationId) -> bool {
        let Self(pattern) = self;
        let filled = pattern.replace("{tenant}", &tenant.to_string());
        filled.replace("{application}", &application.to_string()) == namespace
    }
}

impl fmt::Display for NamespacePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// RFC 1123, 2.1, in lower case: what names of namespaces and values of labels may both be.
pub(crate) fn is_label(text: &str) -> bool {
    let is_inner = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (1..=63).contains(&text.len()) && text.bytes().all(is_inner) && !text.starts_with('-') && !text.ends_with('-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_namespace_is_one_tenants_or_one_applications() {
        let [tenant, application] = [1, 2].map(Uuid::from_u128);
        let allows = |pattern: &str, namespace: &str| {
            let pattern = NamespacePattern::parse(pattern).unwrap();
            pattern.matches(namespace, TenantId(tenant), ApplicationId(application))
        };
        assert!(allows("shops", "shops"));
        assert!(!allows("shops", "kube-system"));
        assert!(allows("app-{application}", &format!("app-{application}")));
        assert!(!allows("app-{application}", &format!("app-{tenant}")));
        assert!(allows("t-{tenant}", &format!("t-{tenant}")));
    }

    #[test]
    fn what_is_no_name_is_told() {
        for wrong in ["", "Shops", "a b", "-a", "a.b", "{name}", "*"] {
            assert!(NamespacePattern::parse(wrong).is_err(), "{wrong:?}");
        }
        assert!(Owner::parse("nameplate").is_ok() && Owner::parse("Name plate").is_err());
    }
}
