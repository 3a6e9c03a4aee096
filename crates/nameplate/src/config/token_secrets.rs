//! What widget tokens and share links are signed with.

use super::environment::Reading;
use super::variables as v;
use nameplate_control::TokenSecrets;

/// What signs outside production, unless the variable is set.
pub(super) const KNOWN: &str = "nameplate-development-only";

/// `TOKEN_HMAC_SECRET`. Production refuses to start without it, so that what everybody knows signs nothing there.
///
/// # Panics
/// Never: the known secret is one.
pub(super) fn read(reading: &Reading<'_>) -> TokenSecrets {
    let known = TokenSecrets::parse(KNOWN).expect("the known secret is one");
    reading.read(&v::TOKEN_HMAC_SECRET, known, |text| TokenSecrets::parse(text).map_err(str::to_owned))
}

#[cfg(test)]
mod tests {
    use crate::config::{Environment, Settings};

    const GOOD: &str = "0123456789abcdef";

    fn faulty(value: &str) -> Vec<String> {
        let variables = [("CD_ENV", "production"), ("EDGE_TOKEN", GOOD), ("TOKEN_HMAC_SECRET", value)];
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let Err(faults) = Settings::read(&environment) else { return vec![] };
        assert!(!faults.to_string().contains(GOOD), "a secret is never repeated: {faults}");
        faults.0.into_iter().map(|fault| fault.variable).collect()
    }

    #[test]
    fn production_wants_every_secret_of_the_list_to_be_good() {
        for good in [GOOD, "0123456789abcdef,fedcba9876543210", " 0123456789abcdef , fedcba9876543210 "] {
            assert!(faulty(good).is_empty(), "{good}");
        }
        for wrong in [
            "short",
            "0123456789abcdef,short",
            "0123456789abcdef,",
            ",0123456789abcdef",
            "nameplate-development-only",
            "nameplate-development-only,0123456789abcdef",
            "0123456789abcdef,nameplate-development-only",
        ] {
            let found = faulty(wrong);
            assert!(!found.is_empty() && found.iter().all(|name| name == "TOKEN_HMAC_SECRET"), "{wrong}: {found:?}");
        }
    }
}
