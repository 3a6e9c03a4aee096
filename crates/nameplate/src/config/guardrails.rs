//! What production refuses.

use super::environment::Reading;
use super::{token_secrets, variables};

/// Values that everybody knows.
const KNOWN_SECRETS: [&str; 5] = ["dev-secret", "change-me", "changeme", "secret", token_secrets::KNOWN];
/// Fewest characters of a secret.
const SECRET_LENGTH_MIN: usize = 16;
/// Variables that only tests set.
const TEST_BYPASSES: [&str; 3] = ["ADAPTER_TEST_MOCK", "DNS_STUB_FILE", "DNS_STUB_JSON"];

/// Adds a fault for everything that production must not run with.
pub(super) fn check(reading: &Reading<'_>) {
    for secret in [&variables::TOKEN_HMAC_SECRET, &variables::EDGE_TOKEN] {
        let is_weak = |value: &str| KNOWN_SECRETS.contains(&value) || value.len() < SECRET_LENGTH_MIN;
        // `new,old` while it is being changed: the weakest one is what a forger needs.
        let is_list = *secret == variables::TOKEN_HMAC_SECRET;
        let is_any_weak = |value: &str| match is_list {
            true => value.split(',').map(str::trim).any(is_weak),
            false => is_weak(value),
        };
        match reading.environment().value(secret.name) {
            None => reading.fault(secret.name, "must be set in production"),
            Some(value) if is_any_weak(value) => reading.fault(
                secret.name,
                format!("must be a secret of your own with at least {SECRET_LENGTH_MIN} characters in production"),
            ),
            Some(_) => {}
        }
    }
    let is_set = |variable: &variables::Variable| reading.environment().value(variable.name).is_some();
    if is_set(&variables::EDGE_DATABASE_URL) && !is_set(&variables::CREDENTIAL_ENC_KEY) {
        reading.fault(
            variables::CREDENTIAL_ENC_KEY.name,
            "must be set in production when edges share a database (EDGE_DATABASE_URL): private keys are sealed with it",
        );
    }
    for bypass in TEST_BYPASSES {
        if reading.environment().value(bypass).is_some() {
            reading.fault(bypass, "is a test bypass; unset it in production");
        }
    }
}
