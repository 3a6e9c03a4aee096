//! Every adapter in every scenario, against a simulated provider that speaks its API.

#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

#[macro_use]
mod suite;

mod costs;
mod dialects;
mod memory;
mod replay;
mod simulator;
mod stage;

/// The tests of each provider that has a dialect.
macro_rules! providers {
    ($($key:ident),* $(,)?) => {
        /// The providers that are tested here.
        const TESTED: &[&str] = &[$(stringify!($key)),*];

        $(
            mod $key {
                #[tokio::test]
                async fn every_fixture_is_followed() {
                    crate::replay::every_fixture(crate::dialects::$key::dialect()).await;
                }

                with_every_scenario! { scenario_tests, (crate::stage::Stage::of(crate::dialects::$key::dialect())) }
            }
        )*
    };
}

// In alphabetical order, one line each.
providers! {
    azuredns,
    cloudflare,
    desec,
    digitalocean,
    dnsimple,
    dnsimple_batches,
    gandi,
    gcpdns,
    godaddy,
    hetzner,
    ionos,
    linode,
    namecheap,
    namecom,
    netlify,
    porkbun,
    powerdns,
    route53,
    vercel,
    vultr,
}

/// Providers that are tested against servers of their own only.
const ELSEWHERE: &[&str] = &["rfc2136"];

#[test]
fn every_provider_that_can_be_opened_is_tested() {
    // A second dialect of a provider has its key in front: `dnsimple_batches`.
    let tested = |key: &str| TESTED.iter().any(|name| name.split('_').next() == Some(key));
    for spec in nameplate_providers::all().iter().filter(|spec| spec.open.is_some()) {
        assert_ne!(tested(spec.key), ELSEWHERE.contains(&spec.key), "{} has no tests, or is listed twice", spec.key);
    }
}
