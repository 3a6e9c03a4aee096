//! Which certification authorities the edge asks, in which order.

use super::environment::Reading;
use super::variables::{self as v, Variable};
use std::path::PathBuf;

/// Who signs certificates.
#[derive(Clone, Debug)]
pub enum Issuers {
    /// The edge's own authority.
    Internal,
    /// Public ones, or others that speak ACME; the first that may and can.
    Acme(Vec<AuthoritySettings>),
}

/// One authority.
#[derive(Clone)]
pub struct AuthoritySettings {
    /// What it is called in settings, logs and the API.
    pub name: String,
    /// Its ACME directory.
    pub directory: String,
    /// Roots of the directory's own certificate, instead of the machine's.
    pub ca_file: Option<PathBuf>,
    /// Where it may write to.
    pub email: Option<String>,
    /// Key identifier and MAC key (base64url) for authorities that ask for one.
    pub external_account: Option<(String, String)>,
    /// Which of its certificate profiles.
    pub profile: Option<String>,
    /// How CAA records name it; its directory may name more.
    pub caa: Vec<String>,
    /// Whether Let's Encrypt's limits are kept.
    pub is_limited: bool,
}

impl std::fmt::Debug for AuthoritySettings {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // The MAC key is a secret.
        f.debug_struct("AuthoritySettings")
            .field("name", &self.name)
            .field("directory", &self.directory)
            .finish_non_exhaustive()
    }
}

struct Known {
    name: &'static str,
    directory: &'static str,
    caa: &'static str,
    needs_external_account: bool,
}

const KNOWN: [Known; 4] = [
    Known {
        name: "letsencrypt",
        directory: "https://acme-v02.api.letsencrypt.org/directory",
        caa: "letsencrypt.org",
        needs_external_account: false,
    },
    Known {
        name: "zerossl",
        directory: "https://acme.zerossl.com/v2/DV90",
        caa: "sectigo.com",
        needs_external_account: true,
    },
    Known {
        name: "google",
        directory: "https://dv.acme-v02.api.pki.goog/directory",
        caa: "pki.goog",
        needs_external_account: true,
    },
    Known {
        name: "sslcom",
        directory: "https://acme.ssl.com/sslcom-dv-ecc",
        caa: "ssl.com",
        needs_external_account: true,
    },
];
const STAGING: &str = "https://acme-staging-v02.api.letsencrypt.org/directory";

/// Reads `EDGE_ISSUER` and what belongs to each name in it.
pub(super) fn read(reading: &Reading<'_>) -> Issuers {
    let names: Vec<&str> = reading
        .text(&v::EDGE_ISSUER)
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    if names == ["internal"] || names.is_empty() {
        return Issuers::Internal;
    }
    if names.contains(&"internal") {
        reading.fault(
            v::EDGE_ISSUER.name,
            "is internal or a list of public authorities, not both: visitors trust only the latter",
        );
        return Issuers::Internal;
    }
    let is_name =
        |name: &&str| name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    match names.iter().find(|name| !is_name(name)) {
        Some(wrong) => {
            reading.fault(
                v::EDGE_ISSUER.name,
                format!("holds {wrong:?}; give internal, letsencrypt, or a list such as letsencrypt,zerossl"),
            );
            Issuers::Internal
        }
        None => Issuers::Acme(
            names.into_iter().enumerate().map(|(place, name)| authority(reading, name, place == 0)).collect(),
        ),
    }
}

/// The first authority takes the variables as they are, each other one those with its name behind: `EDGE_ACME_EAB_KID_ZEROSSL`.
fn authority(reading: &Reading<'_>, name: &str, is_first: bool) -> AuthoritySettings {
    let suffix = name.replace('-', "_").to_ascii_uppercase();
    let text = |variable: &Variable| {
        let named = reading.environment().value(&format!("{}_{suffix}", variable.name));
        named.or_else(|| if is_first { reading.environment().value(variable.name) } else { None })
    };
    let known = KNOWN.iter().find(|known| known.name == name);
    let staging = name == "letsencrypt" && reading.read(&v::EDGE_ACME_STAGING, false, super::values::flag);
    let given = text(&v::EDGE_ACME_DIRECTORY);
    let directory = given.or(if staging { Some(STAGING) } else { known.map(|known| known.directory) });
    if directory.is_none() {
        let variable = format!("{}_{suffix}", v::EDGE_ACME_DIRECTORY.name);
        reading.fault(&variable, format!("must be the ACME directory of {name}, an https URL"));
    }
    if given.is_some_and(|url| !url.starts_with("https://")) {
        reading.fault(v::EDGE_ACME_DIRECTORY.name, "must be an https URL");
    }
    let external_account = match (text(&v::EDGE_ACME_EAB_KID), text(&v::EDGE_ACME_EAB_HMAC_KEY)) {
        (Some(kid), Some(key)) => Some((kid.to_owned(), key.to_owned())),
        (None, None) => {
            if given.is_none() && known.is_some_and(|known| known.needs_external_account) {
                let variable = format!("{}_{suffix}", v::EDGE_ACME_EAB_KID.name);
                reading.fault(
                    &variable,
                    format!("and EDGE_ACME_EAB_HMAC_KEY_{suffix} must be set: {name} opens accounts only with them"),
                );
            }
            None
        }
        _ => {
            reading.fault(v::EDGE_ACME_EAB_KID.name, "and EDGE_ACME_EAB_HMAC_KEY belong together: set both");
            None
        }
    };
    let list =
        |text: &str| text.split(',').map(|one| one.trim().to_ascii_lowercase()).filter(|one| !one.is_empty()).collect();
    AuthoritySettings {
        name: name.to_owned(),
        directory: directory.unwrap_or_default().to_owned(),
        ca_file: text(&v::EDGE_ACME_CA_FILE).map(PathBuf::from),
        email: text(&v::EDGE_ACME_EMAIL).or(reading.environment().value(v::EDGE_ACME_EMAIL.name)).map(str::to_owned),
        external_account,
        profile: text(&v::EDGE_ACME_PROFILE).map(str::to_owned),
        caa: match (text(&v::EDGE_ACME_CAA), given) {
            (Some(names), _) => list(names),
            (None, Some(_)) => vec![],
            (None, None) => known.map(|known| known.caa.to_owned()).into_iter().collect(),
        },
        is_limited: match text(&v::EDGE_ACME_LIMITS) {
            Some("letsencrypt") => true,
            Some("none") => false,
            Some(other) => {
                reading.fault(v::EDGE_ACME_LIMITS.name, format!("is {other:?}; give letsencrypt or none"));
                true
            }
            // Somebody's own authority has limits of its own.
            None => given.is_none() && !staging,
        },
    }
}

impl Issuers {
    /// How CAA records name them.
    #[must_use]
    pub fn caa_identities(&self) -> Vec<String> {
        match self {
            Self::Internal => vec![],
            Self::Acme(all) => all.iter().flat_map(|one| one.caa.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Environment, Settings};
    use super::*;

    fn read(variables: &[(&str, &str)]) -> Result<Vec<AuthoritySettings>, Vec<String>> {
        let environment: Environment =
            variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        match Settings::read(&environment) {
            Ok(settings) => Ok(match settings.edge.issuers {
                Issuers::Internal => vec![],
                Issuers::Acme(all) => all,
            }),
            Err(faults) => Err(faults.0.into_iter().map(|fault| fault.variable).collect()),
        }
    }

    #[test]
    fn each_further_authority_has_variables_of_its_own() {
        let both = read(&[
            ("EDGE_ISSUER", "letsencrypt, zerossl"),
            ("EDGE_ACME_EMAIL", "ops@saas.example"),
            ("EDGE_ACME_PROFILE", "shortlived"),
            ("EDGE_ACME_EAB_KID_ZEROSSL", "k"),
            ("EDGE_ACME_EAB_HMAC_KEY_ZEROSSL", "s"),
        ])
        .unwrap();
        assert_eq!(both[0].caa, ["letsencrypt.org"]);
        assert_eq!((both[0].profile.as_deref(), both[1].profile.as_deref()), (Some("shortlived"), None));
        assert_eq!(both[1].external_account, Some(("k".into(), "s".into())));
        assert_eq!(both[1].email.as_deref(), Some("ops@saas.example"));
        assert!(both[0].is_limited && both[1].is_limited);
    }

    #[test]
    fn staging_and_other_directories_have_limits_of_their_own() {
        let staging = read(&[("EDGE_ISSUER", "letsencrypt"), ("EDGE_ACME_STAGING", "true")]).unwrap();
        assert!(staging[0].directory.contains("staging") && !staging[0].is_limited);
        let own =
            read(&[("EDGE_ISSUER", "letsencrypt"), ("EDGE_ACME_DIRECTORY", "https://localhost:14000/dir")]).unwrap();
        assert_eq!((own[0].directory.as_str(), own[0].is_limited), ("https://localhost:14000/dir", false));
    }

    #[test]
    fn what_is_missing_is_named() {
        assert_eq!(read(&[("EDGE_ISSUER", "zerossl")]).unwrap_err(), ["EDGE_ACME_EAB_KID_ZEROSSL"]);
        assert_eq!(read(&[("EDGE_ISSUER", "step-ca")]).unwrap_err(), ["EDGE_ACME_DIRECTORY_STEP_CA"]);
        assert_eq!(read(&[("EDGE_ISSUER", "internal,letsencrypt")]).unwrap_err(), ["EDGE_ISSUER"]);
        assert_eq!(read(&[("EDGE_ISSUER", "Let's Encrypt")]).unwrap_err(), ["EDGE_ISSUER"]);
        assert_eq!(
            read(&[("EDGE_ISSUER", "letsencrypt"), ("EDGE_ACME_EAB_KID", "k")]).unwrap_err(),
            ["EDGE_ACME_EAB_KID"]
        );
    }
}
