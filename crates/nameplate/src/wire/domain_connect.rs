//! What the platform is known by to DNS providers that let their customers consent.

use crate::config::Settings;
use nameplate_control::DomainConnect;
use nameplate_providers::domain_connect::{SigningKey, TemplateSettings};

/// As the settings say; `None` without an identifier.
///
/// # Errors
/// A key that cannot be read, as a sentence that names the setting.
pub fn open(settings: &Settings) -> Result<Option<DomainConnect>, String> {
    let Some(wanted) = &settings.providers.domain_connect else { return Ok(None) };
    let platform = &settings.platform;
    let key = match &wanted.key_file {
        None => SigningKey::generate(),
        Some(file) => {
            let pem = std::fs::read_to_string(file)
                .map_err(|error| format!("DOMAIN_CONNECT_KEY_FILE {} cannot be read: {error}", file.display()))?;
            SigningKey::from_pem("DOMAIN_CONNECT_KEY_FILE", &pem)
        }
    };
    // Targets stand below the domain that is left when the first label of the usual one is taken away.
    let suffix = platform.edge_cname_target.split_once('.').map_or(platform.base_domain.as_str(), |(_, rest)| rest);
    let key_domain = wanted.key_domain.as_deref().unwrap_or(&platform.base_domain);
    let mut templates = TemplateSettings::new(&wanted.provider_id, &wanted.provider_name, key_domain, suffix);
    templates.edge_ipv4.clone_from(&platform.edge_ipv4);
    templates.edge_ipv6.clone_from(&platform.edge_ipv6);
    Ok(Some(DomainConnect {
        templates,
        key: key.map_err(|error| error.to_string())?,
        key_label: wanted.key_label.clone(),
        public_url: settings.public_url(),
    }))
}
