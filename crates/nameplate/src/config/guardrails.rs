//! What production refuses.

use super::environment::Reading;
use super::variables::{self as v, Variable};
use std::collections::BTreeSet;

/// Parts of values that everybody knows.
const KNOWN: [&str; 8] =
    ["dev-secret", "dev_secret", "change-me", "changeme", "change_me", "development", "insecure", "example"];
/// Fewest characters of a secret.
const SECRET_LENGTH_MIN: usize = 16;
/// Fewest different characters of a secret: `aaaaaaaaaaaaaaaa` is none.
const SECRET_CHARACTERS_MIN: usize = 5;
/// Variables that only tests set.
const TEST_BYPASSES: [&str; 4] = ["ADAPTER_TEST_MOCK", "DNS_STUB_FILE", "DNS_STUB_JSON", "STRIPE_BASE_URL"];

/// Whether this is production. A misspelt one must not quietly be none.
pub(super) fn is_production(reading: &Reading<'_>) -> bool {
    reading.read(&v::CD_ENV, false, |text| match text {
        "production" => Ok(true),
        _ if text.to_ascii_lowercase().starts_with("prod") => {
            Err(format!("is {text:?}; write production, all of it and in lower case, or leave it unset"))
        }
        _ => Ok(false),
    })
}

/// Adds a fault for everything that production must not run with.
pub(super) fn check(reading: &Reading<'_>) {
    secrets(reading);
    let value = |variable: &Variable| reading.environment().value(variable.name);
    if value(&v::EDGE_DATABASE_URL).is_some() && value(&v::CREDENTIAL_ENC_KEY).is_none() {
        reading.fault(
            v::CREDENTIAL_ENC_KEY.name,
            "must be set in production when edges share a database (EDGE_DATABASE_URL): private keys are sealed with it",
        );
    }
    if parts(value(&v::CREDENTIAL_ENC_KEY)).any(|key| distinct(key) < SECRET_CHARACTERS_MIN) {
        reading.fault(
            v::CREDENTIAL_ENC_KEY.name,
            "must be 32 random bytes in production; make them with: openssl rand -base64 32",
        );
    }
    if value(&v::DEMO_API_KEY).is_some() {
        reading.fault(
            v::DEMO_API_KEY.name,
            "is for development; unset it in production, where no demo application is made",
        );
    }
    if value(&v::PUBLIC_URL).is_some_and(|url| !url.to_ascii_lowercase().starts_with("https://")) {
        reading.fault(v::PUBLIC_URL.name, "must begin with https:// in production: keys and tokens are sent there");
    }
    if parts(value(&v::CORS_ALLOWED_ORIGINS)).any(|origin| origin.to_ascii_lowercase().starts_with("http://")) {
        reading.fault(
            v::CORS_ALLOWED_ORIGINS.name,
            "names an origin with http:// and must have https:// only in production: anybody on the way could read through such a page",
        );
    }
    for proxies in [&v::TRUSTED_PROXIES, &v::EDGE_TRUSTED_PROXIES] {
        if parts(value(proxies)).any(|block| block.ends_with("/0")) {
            reading.fault(
                proxies.name,
                "trusts every address, so that anybody can pass for another; name your load balancers",
            );
        }
    }
    if value(&v::EDGE_ACME_STAGING).is_some_and(|staging| matches!(super::settings::flag(staging), Ok(true))) {
        reading.fault(v::EDGE_ACME_STAGING.name, "gives certificates that no browser trusts; unset it in production");
    }
    for bypass in TEST_BYPASSES {
        if reading.environment().value(bypass).is_some() {
            reading.fault(bypass, "is a test bypass; unset it in production");
        }
    }
}

/// Secrets that must be there, and must be secrets. Each may be a list, `new,old`, while it is being changed.
fn secrets(reading: &Reading<'_>) {
    let mut seen = BTreeSet::new();
    for secret in [&v::TOKEN_HMAC_SECRET, &v::EDGE_TOKEN] {
        let value = reading.environment().value(secret.name);
        let all: Vec<&str> = parts(value).collect();
        if all.is_empty() {
            reading.fault(secret.name, "must be set in production; make one with: openssl rand -hex 32");
        } else if all.iter().any(|part| is_weak(part)) {
            reading.fault(
                secret.name,
                format!(
                    "must be a secret of your own with at least {SECRET_LENGTH_MIN} characters in production; make one with: openssl rand -hex 32"
                ),
            );
        } else if all.iter().any(|part| !seen.insert(*part)) {
            reading.fault(
                secret.name,
                "must not be a secret that is used twice; make another one with: openssl rand -hex 32",
            );
        }
    }
}

fn is_weak(secret: &str) -> bool {
    let lower = secret.to_ascii_lowercase();
    secret.len() < SECRET_LENGTH_MIN
        || distinct(secret) < SECRET_CHARACTERS_MIN
        || KNOWN.iter().any(|known| lower.contains(known))
}

fn distinct(text: &str) -> usize {
    text.bytes().collect::<BTreeSet<u8>>().len()
}

fn parts(value: Option<&str>) -> impl Iterator<Item = &str> {
    value.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty())
}
