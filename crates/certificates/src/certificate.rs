//! What a certificate is: a key with its chain, ready to shake hands with, and what it says about itself.

use crate::local_ca::COMMON_NAME as LOCAL_CA_NAME;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::fmt::Write as _;
use std::sync::Arc;
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

/// A key with its chain, ready to shake hands with.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// Gives it to every visitor who asks for one of its names.
    pub resolver: Arc<SingleCertAndKey>,
    /// What it says about itself.
    pub facts: Arc<Facts>,
}

/// What a certificate says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The name it is held for.
    pub name: CertificateName,
    /// Every DNS name in it, as written there.
    pub names: Vec<String>,
    /// Which authority signed it, by its name in the settings: `internal`, `letsencrypt`, ….
    pub authority: String,
    /// `internal`, or the organisation (else common name) of who signed.
    pub issuer: String,
    /// Lower-case hex.
    pub serial: String,
    /// Lower-case hex, over the DER form.
    pub fingerprint_sha256: String,
    /// Start of validity, milliseconds since 1970.
    pub not_before_ms: i64,
    /// End of validity, milliseconds since 1970.
    pub not_after_ms: i64,
}

/// Why a key and a chain are no certificate for a name.
#[derive(Debug, thiserror::Error)]
pub enum CertificateError {
    /// The chain is empty.
    #[error("there is no certificate")]
    Empty,
    /// The leaf is not X.509.
    #[error("the certificate cannot be parsed: {detail}")]
    Parse {
        /// The parser's words.
        detail: String,
    },
    /// The name is not among its subject alternative names.
    #[error("the certificate is not for {name}")]
    OtherName {
        /// The name that is missing.
        name: CertificateName,
    },
    /// The key is another one's, or of a kind that TLS has no use for.
    #[error("the private key is not that of the certificate, or of no usable kind")]
    Mismatch(#[source] rustls::Error),
}

impl Certificate {
    /// Reads a key (PKCS #8, DER) and a chain (DER, leaf first) and checks that they belong together and to the name.
    /// Whether the certificate is valid at some time is another question: [`Facts::is_valid_at`].
    ///
    /// # Errors
    /// [`CertificateError`].
    pub fn new(
        name: &CertificateName,
        authority: &str,
        key: &[u8],
        chain: &[Vec<u8>],
    ) -> Result<Self, CertificateError> {
        let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(key));
        let signer = any_supported_type(&key).map_err(CertificateError::Mismatch)?;
        let facts = Facts::of(chain.first().ok_or(CertificateError::Empty)?, name, authority)?;
        let chain = chain.iter().map(|one| CertificateDer::from(one.clone())).collect();
        let certified = CertifiedKey::new(chain, signer);
        certified.keys_match().map_err(CertificateError::Mismatch)?;
        Ok(Self { resolver: Arc::new(SingleCertAndKey::from(certified)), facts: Arc::new(facts) })
    }
}

impl Facts {
    /// What a leaf in DER form says, if it is for this name.
    ///
    /// # Errors
    /// [`CertificateError::Parse`] and [`CertificateError::OtherName`].
    pub fn of(leaf: &[u8], name: &CertificateName, authority: &str) -> Result<Self, CertificateError> {
        let parse = |error: &dyn std::fmt::Display| CertificateError::Parse { detail: error.to_string() };
        let (_, certificate) = X509Certificate::from_der(leaf).map_err(|error| parse(&error))?;
        let alternative = certificate.subject_alternative_name().map_err(|error| parse(&error))?;
        let names: Vec<String> = alternative
            .iter()
            .flat_map(|extension| &extension.value.general_names)
            .filter_map(|one| match one {
                GeneralName::DNSName(dns) => Some((*dns).to_owned()),
                _ => None,
            })
            .collect();
        let text = name.to_string();
        if !names.iter().any(|one| one.eq_ignore_ascii_case(&text)) {
            return Err(CertificateError::OtherName { name: name.clone() });
        }
        let issuer = certificate.issuer();
        let signer = issuer.iter_organization().chain(issuer.iter_common_name()).find_map(|part| part.as_str().ok());
        let validity = certificate.validity();
        Ok(Self {
            name: name.clone(),
            names,
            authority: authority.to_owned(),
            issuer: signer
                .map_or("unknown", |signer| if signer == LOCAL_CA_NAME { "internal" } else { signer })
                .to_owned(),
            serial: hex(certificate.raw_serial()),
            fingerprint_sha256: fingerprint(leaf),
            not_before_ms: validity.not_before.timestamp().saturating_mul(1000),
            not_after_ms: validity.not_after.timestamp().saturating_mul(1000),
        })
    }

    /// Start of validity.
    #[must_use]
    pub fn not_before(&self) -> Timestamp {
        Timestamp::from_ms(self.not_before_ms)
    }

    /// End of validity.
    #[must_use]
    pub fn not_after(&self) -> Timestamp {
        Timestamp::from_ms(self.not_after_ms)
    }

    /// Whether visitors would accept it. A future start is accepted: the visitor's clock is not ours.
    #[must_use]
    pub fn is_valid_at(&self, now: Timestamp) -> bool {
        now < self.not_after()
    }
}

/// SHA-256 of a DER form, lower-case hex.
pub(crate) fn fingerprint(der: &[u8]) -> String {
    hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, der).as_ref())
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
