//! The key of a certificate, and whether the certificate that came is the one that was ordered.

use crate::secret::Secret;
use rcgen::{CertificateParams, DistinguishedName, KeyPair, PKCS_ECDSA_P256_SHA256, PublicKeyData};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::collections::BTreeSet;
use x509_parser::certificate::X509Certificate;
use x509_parser::extensions::GeneralName;
use x509_parser::prelude::FromDer;

/// A fresh private key.
pub(super) struct CertificateKey(KeyPair);

/// Why a chain is of no use.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Unfit {
    #[error("it is no PEM text with certificates in it")]
    NoChain,
    #[error("its first certificate cannot be read")]
    Unreadable,
    #[error("it is for another key")]
    OtherKey,
    #[error("it is for {0}")]
    OtherNames(String),
}

impl CertificateKey {
    /// ECDSA P-256: every authority takes it, and every visitor.
    pub(super) fn generate() -> Result<Self, rcgen::Error> {
        KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map(Self)
    }

    /// A signing request for these names, with an empty subject, DER (RFC 2986).
    pub(super) fn request(&self, names: &[&str]) -> Result<Vec<u8>, rcgen::Error> {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        let mut params = CertificateParams::new(names)?;
        params.distinguished_name = DistinguishedName::new();
        Ok(params.serialize_request(&self.0)?.der().to_vec())
    }

    pub(super) fn into_secret(self) -> Secret {
        Secret::new(self.0.serialize_der())
    }
}

/// The chain, DER, leaf first, if its leaf is for this key and exactly these names.
pub(super) fn chain(pem: &str, key: &CertificateKey, names: &[&str]) -> Result<Vec<Vec<u8>>, Unfit> {
    let chain: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem.as_bytes()).collect();
    let chain = chain.map_err(|_| Unfit::NoChain)?;
    let leaf = chain.first().ok_or(Unfit::NoChain)?;
    let (_, leaf) = X509Certificate::from_der(leaf).map_err(|_| Unfit::Unreadable)?;
    if leaf.public_key().raw != key.0.subject_public_key_info() {
        return Err(Unfit::OtherKey);
    }
    let ordered: BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
    let came = names_of(&leaf)?;
    if came != ordered {
        return Err(Unfit::OtherNames(came.into_iter().collect::<Vec<_>>().join(", ")));
    }
    Ok(chain.iter().map(|certificate| certificate.to_vec()).collect())
}

/// Subject alternative names, lower case; those that are no DNS names as they print.
fn names_of(leaf: &X509Certificate<'_>) -> Result<BTreeSet<String>, Unfit> {
    let extension = leaf.subject_alternative_name().map_err(|_| Unfit::Unreadable)?;
    let names = extension.iter().flat_map(|extension| &extension.value.general_names);
    Ok(names
        .map(|name| match name {
            GeneralName::DNSName(name) => name.to_ascii_lowercase(),
            other => other.to_string(),
        })
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pem(key: &CertificateKey, names: &[&str]) -> String {
        let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        CertificateParams::new(names).unwrap().self_signed(&key.0).unwrap().pem()
    }

    #[test]
    fn a_chain_for_our_key_and_names_is_taken_whole() {
        let key = CertificateKey::generate().unwrap();
        let pem = pem(&key, &["*.shop.test", "SHOP.test"]) + &pem(&key, &["ca.test"]);
        assert_eq!(chain(&pem, &key, &["shop.test", "*.shop.test"]).unwrap().len(), 2);
    }

    #[test]
    fn a_chain_for_another_key_or_for_other_names_is_refused() {
        let (key, other) = (CertificateKey::generate().unwrap(), CertificateKey::generate().unwrap());
        let names = |came: &[&str], ordered: &[&str]| chain(&pem(&key, came), &key, ordered).unwrap_err();
        assert_eq!(chain(&pem(&other, &["a.test"]), &key, &["a.test"]).unwrap_err(), Unfit::OtherKey);
        assert_eq!(names(&["a.test", "b.test"], &["a.test"]), Unfit::OtherNames("a.test, b.test".to_owned()));
        assert_eq!(names(&["a.test"], &["a.test", "b.test"]), Unfit::OtherNames("a.test".to_owned()));
        assert_eq!(names(&["a.test"], &["*.a.test"]), Unfit::OtherNames("a.test".to_owned()));
    }

    #[test]
    fn what_is_no_chain_is_refused() {
        let key = CertificateKey::generate().unwrap();
        let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
        assert_eq!(chain("", &key, &["a.test"]).unwrap_err(), Unfit::NoChain);
        assert_eq!(chain("<html>", &key, &["a.test"]).unwrap_err(), Unfit::NoChain);
        assert_eq!(chain(broken, &key, &["a.test"]).unwrap_err(), Unfit::Unreadable);
    }

    #[test]
    fn a_request_names_what_is_ordered_and_nothing_else() {
        use x509_parser::certification_request::X509CertificationRequest;
        let key = CertificateKey::generate().unwrap();
        let der = key.request(&["a.test", "*.a.test"]).unwrap();
        let (_, request) = X509CertificationRequest::from_der(&der).unwrap();
        assert_eq!(request.certification_request_info.subject.iter().count(), 0);
        assert_eq!(request.certification_request_info.subject_pki.raw, key.0.subject_public_key_info());
    }
}
