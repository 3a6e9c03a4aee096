//! Who knows the people that sign in to the console.

use super::environment::Reading;
use super::variables::{self as v, Variable};
use nameplate_identity::{ClientSecret, OidcSettings};
use std::path::PathBuf;

/// Where people sign in besides showing keys.
#[derive(Clone, Debug)]
pub struct IdentitySettings {
    /// `OIDC_NAME`.
    pub name: String,
    /// `OIDC_*`.
    pub oidc: OidcSettings,
}

/// `None` without a provider. `public_url` is where browsers reach the console.
pub(super) fn read(reading: &Reading<'_>, is_production: bool, public_url: &str) -> Option<IdentitySettings> {
    let named = |variable: &'static Variable| (variable, reading.text(variable));
    let all = [named(&v::OIDC_ISSUER), named(&v::OIDC_CLIENT_ID), named(&v::OIDC_CLIENT_SECRET)];
    let [(_, Some(issuer)), (_, Some(client_id)), (_, Some(client_secret))] = all else {
        if all.iter().any(|(_, text)| text.is_some()) {
            for (missing, _) in all.iter().filter(|(_, text)| text.is_none()) {
                reading.fault(missing.name, "must be set, since other settings of the identity provider are");
            }
        }
        return None;
    };
    // Values are not repeated: one of them is a secret, and they are easily swapped.
    for (variable, text) in [(&v::OIDC_CLIENT_ID, client_id), (&v::OIDC_CLIENT_SECRET, client_secret)] {
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) {
            reading.fault(variable.name, "has blanks or other characters that none has; copy it again");
        }
    }
    let is_url = issuer.starts_with("https://") || issuer.starts_with("http://") && !is_production;
    if !is_url || issuer.contains(['?', '#']) || !issuer.bytes().all(|byte| byte.is_ascii_graphic()) {
        let scheme = if is_production { "https:// in production" } else { "https:// or http://" };
        reading.fault(v::OIDC_ISSUER.name, format!("must be the provider's issuer, a URL that begins with {scheme}"));
    }
    if is_production && reading.text(&v::PUBLIC_URL).is_none() {
        let why = "must be set in production where people sign in: the provider sends them back there, and cookies are for https alone then";
        reading.fault(v::PUBLIC_URL.name, why);
    }
    let scopes = reading.text(&v::OIDC_SCOPES).unwrap_or_default();
    if !scopes.split(' ').any(|scope| scope == "openid") {
        reading.fault(v::OIDC_SCOPES.name, "must have openid among the scopes, separated by blanks");
    }
    Some(IdentitySettings {
        name: reading.text(&v::OIDC_NAME).unwrap_or_default().to_owned(),
        oidc: OidcSettings {
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            client_secret: ClientSecret::new(client_secret.to_owned()),
            scopes: scopes.to_owned(),
            return_url: format!("{public_url}/console/sign-in/oidc/return"),
            ca_file: reading.text(&v::OIDC_CA_FILE).map(PathBuf::from),
        },
    })
}

#[cfg(test)]
mod tests {
    use crate::config::{Environment, Settings};

    const OIDC: [(&str, &str); 3] = [
        ("OIDC_ISSUER", "https://id.example/realms/acme"),
        ("OIDC_CLIENT_ID", "console"),
        ("OIDC_CLIENT_SECRET", "canary-secret"),
    ];

    fn read(variables: &[(&str, &str)]) -> Result<Settings, String> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Settings::read(&environment).map_err(|faults| faults.to_string())
    }

    #[test]
    fn three_settings_are_enough_and_none_is_none() {
        assert!(read(&[]).unwrap().identity.is_none());
        let mut variables = OIDC.to_vec();
        variables.push(("PUBLIC_URL", "https://api.saas.example"));
        let identity = read(&variables).unwrap().identity.unwrap();
        assert_eq!((identity.name.as_str(), identity.oidc.scopes.as_str()), ("single sign-on", "openid email profile"));
        assert_eq!(identity.oidc.return_url, "https://api.saas.example/console/sign-in/oidc/return");
        assert!(!format!("{identity:?}").contains("canary"));
    }

    #[test]
    fn what_is_missing_or_wrong_is_named_and_secrets_are_not_repeated() {
        for (missing, _) in OIDC {
            let rest: Vec<_> = OIDC.into_iter().filter(|(name, _)| *name != missing).collect();
            let told = read(&rest).unwrap_err();
            assert!(told.contains(&format!("- {missing} must be set")) && !told.contains("canary"), "{told}");
        }
        for (name, value) in [
            ("OIDC_ISSUER", "id.example"),
            ("OIDC_ISSUER", "https://id.example/?tenant=1"),
            ("OIDC_CLIENT_SECRET", "canary secret"),
            ("OIDC_SCOPES", "email profile"),
        ] {
            let mut variables: Vec<_> = OIDC.into_iter().filter(|(known, _)| *known != name).collect();
            variables.push((name, value));
            let told = read(&variables).unwrap_err();
            assert!(told.contains(name) && !told.contains("canary"), "{told}");
        }
    }

    #[test]
    fn production_asks_providers_by_https_only_and_says_where_it_is() {
        let long = "0123456789abcdef";
        let mut variables = vec![("OIDC_ISSUER", "http://127.0.0.1:8420"), OIDC[1], OIDC[2]];
        assert!(read(&variables).is_ok());
        variables.extend([("CD_ENV", "production"), ("TOKEN_HMAC_SECRET", long), ("EDGE_TOKEN", long)]);
        assert!(read(&variables).unwrap_err().contains("OIDC_ISSUER"));
        variables[0] = OIDC[0];
        let told = read(&variables).unwrap_err();
        assert!(told.contains("- PUBLIC_URL must be set"), "{told}");
        variables.push(("PUBLIC_URL", "https://api.saas.example"));
        assert!(read(&variables).is_ok());
    }
}
