//! Default host names: `<route>.<tenant label>.<BASE_DOMAIN>`, and the wildcard that one certificate is for.

use super::{RouteName, TenantLabel};

/// The default host name of a route.
#[must_use]
pub fn default_hostname(route: &RouteName, tenant: &TenantLabel, base_domain: &str) -> String {
    format!("{route}.{tenant}.{base_domain}")
}

/// The name that a tenant's one certificate for all its routes is for.
#[must_use]
pub fn tenant_wildcard(tenant: &TenantLabel, base_domain: &str) -> String {
    format!("*.{tenant}.{base_domain}")
}

/// A name two labels below the platform's domain: routes only have such names, and nobody else has.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum OwnName {
    /// The default host name of a route, if there is one of that name.
    Route {
        /// The route's name.
        route: RouteName,
        /// The tenant's label.
        tenant: TenantLabel,
    },
    /// The wildcard above a tenant's routes.
    Wildcard {
        /// The tenant's label.
        tenant: TenantLabel,
    },
}

impl OwnName {
    /// Reads a name (lower case, no trailing dot). `None` for every name that cannot be one of these.
    #[must_use]
    pub fn read(name: &str, base_domain: &str) -> Option<Self> {
        let (first, label) = name.strip_suffix(base_domain)?.strip_suffix('.')?.split_once('.')?;
        let tenant = TenantLabel::parse(label).ok()?;
        match first {
            "*" => Some(Self::Wildcard { tenant }),
            _ => Some(Self::Route { route: RouteName::parse(first).ok()?, tenant }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BASE: &str = "saas.example";

    #[test]
    fn other_names_are_none_of_ours() {
        for other in [
            "saas.example",
            "shop.saas.example",
            "app-0190f0f0-0000-7000-8000-000000000000.saas.example",
            "a.shop.acme.saas.example",
            "shop.acme.other.example",
            "shop.acmesaas.example",
            ".acme.saas.example",
            "shop..saas.example",
            "*.*.saas.example",
            "saas.example.saas.example.com",
            "",
        ] {
            assert_eq!(OwnName::read(other, BASE), None, "{other}");
        }
    }

    proptest! {
        #[test]
        fn a_default_hostname_is_read_back(route in "\\PC{0,50}", tenant in "\\PC{0,50}") {
            let (route, tenant) = (RouteName::made_of(&route), TenantLabel::made_of(&tenant));
            let read = OwnName::read(&default_hostname(&route, &tenant, BASE), BASE);
            prop_assert_eq!(read, Some(OwnName::Route { route, tenant: tenant.clone() }));
            let wildcard = OwnName::read(&tenant_wildcard(&tenant, BASE), BASE);
            prop_assert_eq!(wildcard, Some(OwnName::Wildcard { tenant }));
        }

        #[test]
        fn reading_never_panics(name in "\\PC{0,60}", base in "[a-z.]{0,12}") {
            let _ = OwnName::read(&name, &base);
        }
    }
}
