//! What production refuses.

use super::environment::Reading;
use super::variables;

/// Values that everybody knows.
const KNOWN_SECRETS: [&str; 4] = ["dev-secret", "change-me", "changeme", "secret"];
/// Fewest characters of a secret.
const SECRET_LENGTH_MIN: usize = 16;
/// Variables that only tests set.
const TEST_BYPASSES: [&str; 3] = ["ADAPTER_TEST_MOCK", "DNS_STUB_FILE", "DNS_STUB_JSON"];

/// Adds a fault for everything that production must not run with.
pub(super) fn check(reading: &Reading<'_>) {
    for secret in [&variables::TOKEN_HMAC_SECRET, &variables::EDGE_TOKEN] {
        match reading.environment().value(secret.name) {
            None => reading.fault(secret.name, "must be set in production"),
            Some(value) if KNOWN_SECRETS.contains(&value) || value.len() < SECRET_LENGTH_MIN => reading.fault(
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
