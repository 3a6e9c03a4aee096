//! The authority's own keys and certificates: a root, an intermediate that signs, and what it signs.

use crate::csr::RequestedKey;
use nameplate_domain::time::Timestamp;
use rcgen::{
    BasicConstraints, Certificate, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, SerialNumber,
};
use std::time::Duration;

const DAY: Duration = Duration::from_secs(86_400);

/// Signs leaves with one key for ever.
pub(crate) struct LeafIssuer {
    issuer: Issuer<'static, KeyPair>,
    /// The intermediate's key identifier: the first part of certificate identifiers (RFC 9773, 4.1).
    pub(crate) key_identifier: Vec<u8>,
    pub(crate) root_pem: String,
    /// What follows the leaf in a chain.
    pub(crate) intermediate_pem: String,
}

/// What to put into a certificate.
pub(crate) struct Leaf<'a> {
    pub(crate) serial: [u8; 16],
    pub(crate) names: &'a [String],
    pub(crate) not_before: Timestamp,
    /// The last instant at which it is valid.
    pub(crate) not_after: Timestamp,
    pub(crate) key: &'a RequestedKey,
}

impl LeafIssuer {
    /// New keys, with certificates that are valid for twenty years from the day before `now`.
    pub(crate) fn new(name: &str, now: Timestamp) -> Result<Self, rcgen::Error> {
        let root = authority(&format!("{name} Root"), now, BasicConstraints::Unconstrained);
        let root_key = KeyPair::generate()?;
        let root_certificate = root.self_signed(&root_key)?;
        let root = Issuer::new(root, root_key);

        let intermediate = authority(&format!("{name} Intermediate"), now, BasicConstraints::Constrained(0));
        let key = KeyPair::generate()?;
        let certificate = intermediate.signed_by(&key, &root)?;
        Ok(Self {
            key_identifier: intermediate.key_identifier(&key),
            issuer: Issuer::new(intermediate, key),
            root_pem: root_certificate.pem(),
            intermediate_pem: certificate.pem(),
        })
    }

    pub(crate) fn sign(&self, leaf: &Leaf<'_>) -> Result<Certificate, rcgen::Error> {
        let mut params = CertificateParams::new(leaf.names)?;
        params.distinguished_name = DistinguishedName::new();
        params.serial_number = Some(SerialNumber::from_slice(&leaf.serial));
        params.not_before = rcgen::date_time_ymd(1970, 1, 1) + since_1970(leaf.not_before);
        params.not_after = rcgen::date_time_ymd(1970, 1, 1) + since_1970(leaf.not_after);
        params.is_ca = IsCa::ExplicitNoCa;
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.use_authority_key_identifier_extension = true;
        params.signed_by(leaf.key, &self.issuer)
    }
}

fn authority(name: &str, now: Timestamp, constraints: BasicConstraints) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.not_before = rcgen::date_time_ymd(1970, 1, 1) + since_1970(now.minus(DAY));
    params.not_after = rcgen::date_time_ymd(1970, 1, 1) + since_1970(now.plus(DAY * 365 * 20));
    params.is_ca = IsCa::Ca(constraints);
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    params.use_authority_key_identifier_extension = true;
    params
}

/// From 1970 to an instant, in whole seconds. rcgen's dates are 1970 and this.
fn since_1970(instant: Timestamp) -> Duration {
    Duration::from_secs(instant.since(Timestamp::from_ms(0)).as_secs())
}
