//! How DNS providers are reached.

use super::environment::{Environment, Faults, Reading};
use super::variables as v;
use nameplate_domain::application::parse_origin;
use nameplate_providers::{all, sandbox};
use nameplate_sealing::Sealer;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

/// What the names of the variables begin with; the key of a provider follows, in capitals.
pub const BASE_URL_PREFIX: &str = "PROVIDER_BASE_URL_";
/// Providers that everybody runs for themselves: there is no usual place to reach them at.
const SELF_HOSTED: [&str; 2] = ["powerdns", "rfc2136"];

/// How DNS providers are reached, and what their credentials are sealed with.
#[derive(Clone, Default)]
pub struct ProviderSettings {
    /// `PROVIDER_BASE_URL_<KEY>`, by key.
    pub base_urls: BTreeMap<String, String>,
    /// `CREDENTIAL_ENC_KEY`.
    pub sealer: Option<Sealer>,
    /// `PUBLIC_URL`.
    pub public_url: Option<String>,
    /// `DOMAIN_CONNECT_*`; `None` without an identifier.
    pub domain_connect: Option<DomainConnectSettings>,
}

/// What the platform is known by to providers that let their customers consent.
#[derive(Clone, Debug)]
pub struct DomainConnectSettings {
    /// `DOMAIN_CONNECT_PROVIDER_ID`.
    pub provider_id: String,
    /// `DOMAIN_CONNECT_PROVIDER_NAME`.
    pub provider_name: String,
    /// `DOMAIN_CONNECT_KEY_FILE`; `None` in development: a key for this process.
    pub key_file: Option<PathBuf>,
    /// `DOMAIN_CONNECT_KEY_LABEL`.
    pub key_label: String,
    /// `DOMAIN_CONNECT_KEY_DOMAIN`.
    pub key_domain: Option<String>,
}

impl fmt::Debug for ProviderSettings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProviderSettings").field("base_urls", &self.base_urls).finish_non_exhaustive()
    }
}

/// `PROVIDER_BASE_URL_<KEY>` alone, for commands that need no other setting and run on nobody's server.
///
/// # Errors
/// [`Faults`]: every variable at fault, with what to do.
pub fn base_urls(environment: &Environment) -> Result<BTreeMap<String, String>, Faults> {
    let reading = Reading::new(environment);
    let base_urls = read_base_urls(&reading, false);
    reading.finish(base_urls)
}

pub(super) fn read(reading: &Reading<'_>, is_production: bool) -> ProviderSettings {
    let base_urls = read_base_urls(reading, is_production);
    let sealer = reading.read(&v::CREDENTIAL_ENC_KEY, None, |keys| {
        Sealer::parse(keys).map(Some).map_err(|error| format!("cannot be used: {error}"))
    });
    let public_url = reading.read(&v::PUBLIC_URL, None, |text| parse_origin(text).map(Some).map_err(str::to_owned));
    ProviderSettings { base_urls, sealer, public_url, domain_connect: domain_connect(reading, is_production) }
}

fn read_base_urls(reading: &Reading<'_>, is_production: bool) -> BTreeMap<String, String> {
    let environment = reading.environment();
    let mut base_urls = BTreeMap::new();
    for name in environment.names_starting_with(BASE_URL_PREFIX) {
        let key = name.trim_start_matches(BASE_URL_PREFIX).to_ascii_lowercase();
        let value = environment.value(name).unwrap_or_default();
        if !all().iter().copied().chain([sandbox()]).any(|spec| spec.key == key && spec.open.is_some()) {
            reading.fault(name, format!("names no DNS provider: there is no key {key:?}"));
        } else if is_production && !SELF_HOSTED.contains(&key.as_str()) {
            reading.fault(name, "is a test bypass; unset it in production");
        } else if key != "rfc2136" && !(value.starts_with("http://") || value.starts_with("https://")) {
            reading.fault(name, "must be a URL that begins with https:// or http://");
        }
        base_urls.insert(key, value.to_owned());
    }
    base_urls
}

fn domain_connect(reading: &Reading<'_>, is_production: bool) -> Option<DomainConnectSettings> {
    let provider_id = reading.text(&v::DOMAIN_CONNECT_PROVIDER_ID)?.to_owned();
    let key_file = reading.text(&v::DOMAIN_CONNECT_KEY_FILE).map(PathBuf::from);
    if is_production {
        for (variable, is_set) in [
            (&v::DOMAIN_CONNECT_KEY_FILE, key_file.is_some()),
            (&v::PUBLIC_URL, reading.text(&v::PUBLIC_URL).is_some()),
        ] {
            if !is_set {
                reading.fault(variable.name, "must be set in production when DOMAIN_CONNECT_PROVIDER_ID is");
            }
        }
    }
    Some(DomainConnectSettings {
        provider_name: reading.text(&v::DOMAIN_CONNECT_PROVIDER_NAME).unwrap_or(&provider_id).to_owned(),
        key_label: reading.text(&v::DOMAIN_CONNECT_KEY_LABEL).unwrap_or("_dck1").to_owned(),
        key_domain: reading.text(&v::DOMAIN_CONNECT_KEY_DOMAIN).map(str::to_owned),
        key_file,
        provider_id,
    })
}
