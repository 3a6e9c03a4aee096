//! Certificates: what one is, where they are kept, and the ladder by which one is found.

mod files;
mod ladder;
mod site;
mod vault;

pub(crate) use files::{Files, FilesError, replace_file, set_aside};
pub(crate) use ladder::{Found, Ladder, NoSite};
pub(crate) use site::{Site, TlsTerms};
pub(crate) use vault::{Vault, VaultParts};

use crate::CertificateName;
use crate::ask::CertificateOutcome;
use crate::issue::LOCAL_CA_NAME;
use nameplate_domain::time::Timestamp;
use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::fmt::Write as _;
use std::sync::Arc;
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate};

/// A key with its chain, ready to shake hands with.
#[derive(Debug, Clone)]
pub(crate) struct Certificate {
    pub(crate) resolver: Arc<SingleCertAndKey>,
    pub(crate) facts: Arc<Facts>,
}

/// What a certificate says about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Facts {
    /// The name it is held for.
    pub(crate) name: CertificateName,
    /// `internal`, or the organisation (else common name) of who signed.
    pub(crate) issuer: String,
    /// Lower-case hex.
    pub(crate) serial: String,
    /// Lower-case hex, over the DER form.
    pub(crate) fingerprint_sha256: String,
    pub(crate) not_before_ms: i64,
    pub(crate) not_after_ms: i64,
}

/// Why a text is no certificate for a name.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CertificateError {
    #[error("there is no readable private key")]
    Key(#[source] rustls::pki_types::pem::Error),
    #[error("there is no readable certificate")]
    Chain(#[source] rustls::pki_types::pem::Error),
    #[error("there is no certificate")]
    Empty,
    #[error("the certificate cannot be parsed: {detail}")]
    Parse { detail: String },
    #[error("the certificate is not for {name}")]
    OtherName { name: CertificateName },
    #[error("the private key is not that of the certificate, or of no usable kind")]
    Mismatch(#[source] rustls::Error),
}

impl Certificate {
    /// Reads a key and a chain (leaf first) and checks that they belong together and to the name. Whether the
    /// certificate is valid at some time is another question: [`Facts::is_valid_at`].
    pub(crate) fn from_pem(pem: &str, name: &CertificateName) -> Result<Self, CertificateError> {
        let key = PrivateKeyDer::from_pem_slice(pem.as_bytes()).map_err(CertificateError::Key)?;
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem.as_bytes())
            .collect::<Result<_, _>>()
            .map_err(CertificateError::Chain)?;
        let facts = Facts::of(chain.first().ok_or(CertificateError::Empty)?, name)?;
        let certified = CertifiedKey::new(chain, any_supported_type(&key).map_err(CertificateError::Mismatch)?);
        certified.keys_match().map_err(CertificateError::Mismatch)?;
        Ok(Self { resolver: Arc::new(SingleCertAndKey::from(certified)), facts: Arc::new(facts) })
    }
}

impl Facts {
    fn of(leaf: &CertificateDer<'_>, name: &CertificateName) -> Result<Self, CertificateError> {
        let parse = |error: &dyn std::fmt::Display| CertificateError::Parse { detail: error.to_string() };
        let (_, certificate) = X509Certificate::from_der(leaf).map_err(|error| parse(&error))?;
        let names = certificate.subject_alternative_name().map_err(|error| parse(&error))?;
        let text = name.to_string();
        let is_name = |candidate: &GeneralName<'_>| matches!(candidate, GeneralName::DNSName(dns) if dns.eq_ignore_ascii_case(&text));
        if !names.is_some_and(|names| names.value.general_names.iter().any(is_name)) {
            return Err(CertificateError::OtherName { name: name.clone() });
        }
        let issuer = certificate.issuer();
        let signer = issuer.iter_organization().chain(issuer.iter_common_name()).find_map(|part| part.as_str().ok());
        let validity = certificate.validity();
        Ok(Self {
            name: name.clone(),
            issuer: signer
                .map_or("unknown", |signer| if signer == LOCAL_CA_NAME { "internal" } else { signer })
                .to_owned(),
            serial: hex(certificate.raw_serial()),
            fingerprint_sha256: hex(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, leaf).as_ref()),
            not_before_ms: validity.not_before.timestamp().saturating_mul(1000),
            not_after_ms: validity.not_after.timestamp().saturating_mul(1000),
        })
    }

    /// Two thirds through its life: the time to have the next one.
    pub(crate) fn renew_at(&self) -> Timestamp {
        Timestamp::from_ms(self.not_before_ms + (self.not_after_ms - self.not_before_ms) / 3 * 2)
    }

    /// Whether visitors would accept it. A future start is accepted: the visitor's clock is not ours.
    pub(crate) fn is_valid_at(&self, now: Timestamp) -> bool {
        now.as_ms() < self.not_after_ms
    }

    pub(crate) fn to_outcome(&self) -> CertificateOutcome {
        CertificateOutcome::Stored {
            issuer: self.issuer.clone(),
            serial: self.serial.clone(),
            fingerprint_sha256: self.fingerprint_sha256.clone(),
            not_before_ms: self.not_before_ms,
            not_after_ms: self.not_after_ms,
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
