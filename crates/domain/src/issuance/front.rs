//! Wildcards of the platform's own: those above the default host names of a tenant's routes.

use super::problem::{Actor, IssuanceProblem};
use crate::certificate_name::CertificateName;
use crate::hostname::is_at_or_under;
use crate::route::FRONT_LABEL;

/// Why there is no certificate for a wildcard below the platform's domain whose challenges lead nowhere; `None` for every other name.
#[must_use]
pub fn front_missing(name: &CertificateName, base_domain: &str, acme_zone: &str) -> Option<IssuanceProblem> {
    let is_ours = name.is_wildcard() && !base_domain.is_empty() && is_at_or_under(name.base().as_str(), base_domain);
    is_ours.then(|| IssuanceProblem {
        code: "front_missing".into(),
        message: format!(
            "A certificate for {name} needs *.{base_domain} CNAME {FRONT_LABEL}.{acme_zone} in the zone of {base_domain}. Until then each \
             name below it gets one of its own, at its first visitor."
        ),
        actor: Actor::Operator,
        detail: None,
        authority: None,
        retry_at: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_operator_is_told_the_record_for_names_of_the_platform_only() {
        let told =
            |name: &str| front_missing(&CertificateName::parse(name).unwrap(), "saas.example", "acme.saas.example");
        let problem = told("*.acme-inc.saas.example").unwrap();
        assert!(problem.message.contains("*.saas.example CNAME routes.acme.saas.example"), "{problem:?}");
        assert_eq!(problem.actor, Actor::Operator);
        for other in ["*.customer.com", "shop.acme-inc.saas.example", "*.xsaas.example"] {
            assert_eq!(told(other), None, "{other}");
        }
    }
}
