//! The providers, in the order in which they are listed.

use crate::adapters as of;
use crate::spec::ProviderSpec;

static PROVIDERS: &[&ProviderSpec] = &[
    &of::cloudflare::SPEC,
    &of::digitalocean::SPEC,
    &of::gandi::SPEC,
    &of::desec::SPEC,
    &of::hetzner::SPEC,
    &of::vercel::SPEC,
    &of::dnsimple::SPEC,
    &of::porkbun::SPEC,
    &of::linode::SPEC,
    &of::vultr::SPEC,
    &of::namecom::SPEC,
    &of::godaddy::SPEC,
    &of::ionos::SPEC,
    &of::netlify::SPEC,
    &of::route53::SPEC,
    &of::gcpdns::SPEC,
    &of::azuredns::SPEC,
    &of::namecheap::SPEC,
    &of::domain_connect::SPEC,
    &of::powerdns::SPEC,
    &of::rfc2136::SPEC,
];

/// Every provider.
#[must_use]
pub fn all() -> &'static [&'static ProviderSpec] {
    PROVIDERS
}

/// The provider with this key, to the letter.
#[must_use]
pub fn by_key(key: &str) -> Option<&'static ProviderSpec> {
    PROVIDERS.iter().copied().find(|spec| spec.key == key)
}

/// The development stack's own DNS host. It is in no list of providers: production has none, and a stack that runs one says so.
#[must_use]
pub fn sandbox() -> &'static ProviderSpec {
    &of::sandbox::SPEC
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{others, sandbox};
    use std::collections::BTreeSet;

    #[test]
    fn the_fleet_is_complete_and_in_order() {
        let keys: Vec<&str> = all().iter().map(|spec| spec.key).collect();
        let expected = "cloudflare digitalocean gandi desec hetzner vercel dnsimple porkbun linode vultr namecom godaddy ionos \
                        netlify route53 gcpdns azuredns namecheap domain-connect powerdns rfc2136";
        assert_eq!(keys.join(" "), expected);
    }

    #[test]
    fn a_provider_is_found_by_its_exact_key() {
        assert_eq!(by_key("route53").map(|spec| spec.name), Some("Amazon Route 53"));
        assert_eq!(by_key("Route53"), None);
        assert_eq!(by_key("sandbox"), None);
    }

    #[test]
    fn no_key_and_no_pattern_is_claimed_twice() {
        let mut claimed = BTreeSet::new();
        for spec in all().iter().copied().chain([sandbox()]) {
            assert!(claimed.insert(format!("key {}", spec.key)), "{}", spec.key);
            for pattern in spec.nameservers {
                assert!(claimed.insert(pattern.as_str().to_owned()), "{} of {}", pattern.as_str(), spec.key);
            }
        }
        for host in others() {
            assert!(claimed.insert(format!("key {}", host.key)), "{}", host.key);
            for suffix in host.suffixes {
                assert!(claimed.insert((*suffix).to_owned()), "{suffix} of {}", host.key);
            }
        }
    }

    #[test]
    fn every_text_can_be_shown_as_it_is() {
        for spec in all().iter().copied().chain([sandbox()]) {
            let credential = &spec.credential;
            for sentence in [Some(credential.hint), credential.gate].into_iter().flatten() {
                assert!(
                    sentence.ends_with('.') && sentence.starts_with(char::is_uppercase),
                    "{}: {sentence}",
                    spec.key
                );
            }
            for url in [spec.docs_url, spec.console_url].into_iter().flatten() {
                assert!(url.starts_with("https://"), "{}: {url}", spec.key);
            }
            assert_eq!(credential.format.is_empty(), spec.model == crate::Model::Redirect, "{}", spec.key);
        }
    }
}
