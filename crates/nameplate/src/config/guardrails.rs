//! What production refuses.

use super::environment::Reading;
use super::variables::{self as v, Variable};

/// Parts of values that everybody knows.
const KNOWN: [&str; 6] = ["dev-secret", "dev_secret", "change-me", "changeme", "change_me", "nameplate-development"];
/// Fewest characters of a secret.
const SECRET_LENGTH_MIN: usize = 16;
/// Variables that only tests set.
const TEST_BYPASSES: [&str; 3] = ["ADAPTER_TEST_MOCK", "DNS_STUB_FILE", "DNS_STUB_JSON"];

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
    if reading.environment().is_left_empty(v::BASE_DOMAIN.name) {
        reading.fault(
            v::BASE_DOMAIN.name,
            "is empty; write the platform's domain, such as saas.example: customers' records point at names below it",
        );
    }
    if value(&v::PUBLIC_URL).is_some_and(|url| !is_safe(url)) {
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
    if value(&v::DEMO_PLATFORM_KEY).is_some() {
        reading.fault(
            v::DEMO_PLATFORM_KEY.name,
            "is for development; unset it in production, and make keys with: nameplate admin platform-key create --name NAME",
        );
    }
    for bypass in TEST_BYPASSES {
        if reading.environment().value(bypass).is_some() {
            reading.fault(bypass, "is a test bypass; unset it in production");
        }
    }
}

/// Secrets that must be there, and must be secrets. `TOKEN_HMAC_SECRET` may be a list, `new,old`, while it is being changed.
fn secrets(reading: &Reading<'_>) {
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
        }
    }
}

fn is_weak(secret: &str) -> bool {
    let lower = secret.to_ascii_lowercase();
    secret.len() < SECRET_LENGTH_MIN || KNOWN.iter().any(|known| lower.contains(known))
}

/// Whether browsers send their tokens encrypted, or to this machine.
fn is_safe(url: &str) -> bool {
    let url = url.to_ascii_lowercase();
    let here = ["http://localhost", "http://127.0.0.1"].iter().find_map(|here| url.strip_prefix(here));
    url.starts_with("https://") || here.is_some_and(|rest| rest.is_empty() || rest.starts_with([':', '/']))
}

fn parts(value: Option<&str>) -> impl Iterator<Item = &str> {
    value.unwrap_or_default().split(',').map(str::trim).filter(|part| !part.is_empty())
}
