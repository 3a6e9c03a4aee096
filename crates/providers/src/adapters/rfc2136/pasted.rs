//! What a customer pastes: a server, a key, and perhaps the zone that they are for.

use super::SPEC;
use super::place::Place;
use crate::access::Access;
use crate::credential::{CredentialText, InvalidCredential};
use nameplate_dns::update::{InvalidKey, TsigAlgorithm, TsigKey};
use serde::Deserialize;

pub(super) const FORMAT: &str =
    "JSON {server,key_name,secret[,algorithm,zone]}, or key_name:secret[:algorithm] where the settings name the server";

/// A credential that may be used.
pub(super) struct Credential {
    pub(super) place: Place,
    pub(super) key: TsigKey,
    /// Lower case, no trailing dot.
    pub(super) zone: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pasted {
    server: Option<String>,
    key_name: String,
    secret: String,
    algorithm: Option<String>,
    zone: Option<String>,
}

pub(super) fn read(credential: &CredentialText, access: &Access) -> Result<Credential, InvalidCredential> {
    let pasted: Pasted = match credential.expose().starts_with('{') {
        true => credential.json(FORMAT)?,
        false => short(credential)?,
    };
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let key = key(&pasted.key_name, filled(pasted.algorithm).as_deref(), &pasted.secret)?;
    let zone = filled(pasted.zone).map(|zone| canonical(&zone));
    // Zones of a few addresses have a slash in their names (RFC 2317, 4).
    if zone.as_deref().is_some_and(|zone| !is_name(&zone.replace('/', "-"))) {
        return Err(InvalidCredential::new("token.zone", "must be the zone's name, such as customer.com"));
    }
    let place = match filled(pasted.server) {
        Some(server) => Place::of_customer(&server, access)?,
        None => Place::of_settings(access.setting(SPEC.key).ok_or_else(no_server)?)?,
    };
    Ok(Credential { place, key, zone })
}

/// `key_name:secret[:algorithm]`.
fn short(credential: &CredentialText) -> Result<Pasted, InvalidCredential> {
    let mut parts = credential.parts(2, 3, FORMAT)?.into_iter().map(str::to_owned);
    let mut next = || parts.next().unwrap_or_default();
    Ok(Pasted { server: None, key_name: next(), secret: next(), algorithm: parts.next(), zone: None })
}

fn no_server() -> InvalidCredential {
    let why =
        "names no server: paste JSON {\"server\", \"key_name\", \"secret\"}, or have PROVIDER_BASE_URL_RFC2136 set";
    InvalidCredential::new("token", why)
}

/// The library's own words would show what was pasted, which may be the secret in the wrong place.
fn key(name: &str, algorithm: Option<&str>, secret: &str) -> Result<TsigKey, InvalidCredential> {
    let wrong = |field: &str, why: &str| InvalidCredential::new(format!("token.{field}"), why);
    let no_name = "must be the key's name as in the server's configuration, such as nameplate or key.example.com";
    if !is_name(&canonical(name)) {
        return Err(wrong("key_name", no_name));
    }
    let algorithm = algorithm.unwrap_or(TsigAlgorithm::default().as_str());
    TsigKey::parse(name, algorithm, secret).map_err(|error| match error {
        InvalidKey::Name { .. } => wrong("key_name", no_name),
        InvalidKey::Algorithm { .. } => wrong(
            "algorithm",
            "must be hmac-sha256, hmac-sha512, hmac-sha384, hmac-sha224 or hmac-sha1, as in the server's configuration",
        ),
        InvalidKey::Secret { .. } => {
            wrong("secret", "must be base64: copy what stands after \"secret\" in the server's configuration")
        }
    })
}

/// Lower case, without blanks around it and trailing dot.
pub(super) fn canonical(name: &str) -> String {
    let lower = name.trim().to_ascii_lowercase();
    lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
}

/// Whether it may be a domain name as people give them to hosts and keys.
pub(super) fn is_name(text: &str) -> bool {
    let is_label = |label: &str| {
        let is_allowed = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'-' | b'_');
        (1..=63).contains(&label.len()) && label.bytes().all(is_allowed)
    };
    text.len() <= 253 && text.split('.').all(is_label)
}
