//! One certification authority: where it is, how we are known there, and what it says of itself.

use crate::secret::Secret;
use base64::Engine;
use base64::alphabet::{STANDARD, URL_SAFE};
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use rustls::pki_types::CertificateDer;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// An authority as the settings describe it.
#[derive(Clone, Debug)]
pub struct Directory {
    /// Its name in our settings, e.g. `letsencrypt`; stands in problems and logs.
    pub name: String,
    /// URL of the directory object (RFC 8555, 7.1.1), `https` only.
    pub url: String,
    /// Roots that the authority's API is verified against; the machine's own when empty.
    pub roots: Vec<CertificateDer<'static>>,
    /// Mail address that the account is made with.
    pub contact: Option<String>,
    /// What a new account is bound to, where the authority wants that (RFC 8555, 7.3.4).
    pub external_account: Option<ExternalAccount>,
    /// Profile of orders that name none (draft-ietf-acme-profiles).
    pub profile: Option<String>,
    /// How long one request may take, from connecting to the last byte.
    pub ask_timeout: Duration,
    /// How an order is waited for.
    pub pace: Pace,
}

impl Directory {
    /// An authority with the usual patience, no contact, no binding and the machine's roots.
    #[must_use]
    pub fn new(name: impl Into<String>, url: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            url: url.into(),
            roots: Vec::new(),
            contact: None,
            external_account: None,
            profile: None,
            ask_timeout: Duration::from_secs(20),
            pace: Pace::default(),
        }
    }
}

/// How an order is waited for. The authority's `Retry-After` goes first where it gives one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// From "the challenge is ready" to the first look; doubled at every further one. Zero looks at once, which suits an
    /// authority in the same process.
    pub first: Duration,
    /// The longest wait between two looks, unless the authority asks for more.
    pub longest: Duration,
    /// How long the authority may take in all, once everything is presented.
    pub deadline: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { first: Duration::from_millis(250), longest: Duration::from_secs(5), deadline: Duration::from_secs(120) }
    }
}

/// An account with the authority that exists outside ACME.
#[derive(Clone, Debug)]
pub struct ExternalAccount {
    /// Key identifier, as the authority gave it.
    pub kid: String,
    /// The MAC key itself, decoded.
    pub hmac_key: Secret,
}

/// The MAC key is no base64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the MAC key of the external account is not base64url")]
pub struct InvalidMacKey;

impl ExternalAccount {
    /// From the text that authorities show: base64url, with or without padding; plain base64 is understood too.
    ///
    /// # Errors
    /// When the text is empty or neither of these. The text is not repeated.
    pub fn new(kid: impl Into<String>, mac_key: &str) -> Result<Self, InvalidMacKey> {
        let lenient = GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
        let text = mac_key.trim();
        let key = GeneralPurpose::new(&URL_SAFE, lenient)
            .decode(text)
            .or_else(|_| GeneralPurpose::new(&STANDARD, lenient).decode(text))
            .map_err(|_| InvalidMacKey)?;
        if key.is_empty() {
            return Err(InvalidMacKey);
        }
        Ok(Self { kid: kid.into(), hmac_key: Secret::new(key) })
    }
}

/// What an authority says of itself in its directory object (RFC 8555, 7.1.1; RFC 9773, 4; draft-ietf-acme-profiles).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DirectoryFacts {
    /// Names it accepts in CAA records, e.g. `letsencrypt.org`.
    pub caa_identities: Vec<String>,
    /// Whether it tells when certificates are to be renewed.
    pub has_renewal_info: bool,
    /// Profiles and what they are, by name.
    pub profiles: BTreeMap<String, String>,
    /// Whether new accounts need an [`ExternalAccount`].
    pub requires_external_account: bool,
    /// URL of the terms that using it means to agree to.
    pub terms: Option<String>,
}

/// The directory object, as far as it is read here; the rest is the protocol library's.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct DirectoryObject {
    /// Where renewal information is, without a trailing slash.
    pub(crate) renewal_info: Option<String>,
    #[serde(default)]
    meta: Meta,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Meta {
    terms_of_service: Option<String>,
    caa_identities: Vec<String>,
    external_account_required: bool,
    profiles: BTreeMap<String, String>,
}

impl DirectoryObject {
    pub(crate) fn into_facts(self) -> DirectoryFacts {
        DirectoryFacts {
            caa_identities: self.meta.caa_identities,
            has_renewal_info: self.renewal_info.is_some(),
            profiles: self.meta.profiles,
            requires_external_account: self.meta.external_account_required,
            terms: self.meta.terms_of_service,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mac_key_is_read_in_the_forms_that_authorities_show() {
        for text in ["-_8AAA", "-_8AAA==", "+/8AAA", "+/8AAA==", "  -_8AAA\n"] {
            let account = ExternalAccount::new("kid", text).unwrap();
            assert_eq!(account.hmac_key.as_bytes(), [0xfb, 0xff, 0, 0], "{text}");
        }
        for text in ["", "no base64!", "+_8AAA"] {
            assert_eq!(ExternalAccount::new("kid", text).unwrap_err(), InvalidMacKey, "{text}");
        }
    }

    #[test]
    fn the_mac_key_is_not_printed() {
        let account = ExternalAccount::new("kid-1", "c2VjcmV0").unwrap();
        assert_eq!(format!("{account:?}"), r#"ExternalAccount { kid: "kid-1", hmac_key: Secret(…) }"#);
    }

    #[test]
    fn a_directory_without_meta_promises_nothing() {
        let object: DirectoryObject = serde_json::from_str(r#"{"newNonce":"https://ca.test/nonce"}"#).unwrap();
        assert_eq!(object.into_facts(), DirectoryFacts::default());
    }

    #[test]
    fn the_facts_of_a_directory_are_read() {
        let text = r#"{"newNonce":"x","renewalInfo":"https://ca.test/renewal-info","meta":{"caaIdentities":["ca.test"],
            "termsOfService":"https://ca.test/terms","externalAccountRequired":true,"website":"https://ca.test",
            "profiles":{"shortlived":"six days"}}}"#;
        let facts = serde_json::from_str::<DirectoryObject>(text).unwrap().into_facts();
        assert_eq!(facts.caa_identities, ["ca.test"]);
        assert!(facts.has_renewal_info && facts.requires_external_account);
        assert_eq!(facts.terms.as_deref(), Some("https://ca.test/terms"));
        assert_eq!(facts.profiles["shortlived"], "six days");
    }
}
