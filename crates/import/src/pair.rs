//! A chain and its private key, out of PEM, checked.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der};
use aws_lc_rs::rsa::KeyPair as RsaKeyPair;
use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_ASN1_SIGNING, ECDSA_P384_SHA384_ASN1_SIGNING, ECDSA_P521_SHA512_ASN1_SIGNING, EcdsaKeyPair,
};
use nameplate_acme::Secret;
use nameplate_certificates::{Certificate, CertificateError, Facts};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::Arc;
use x509_parser::prelude::{FromDer as _, GeneralName, X509Certificate, X509Error};

/// A certificate that can be served.
#[derive(Debug, Clone)]
pub struct Pair {
    /// The names in it that can be served, each once, in their order.
    pub names: Vec<CertificateName>,
    /// DNS names in it that are none for us: `*.*.example.com`.
    pub odd_names: Vec<String>,
    /// PKCS #8, DER.
    pub key: Secret,
    /// DER, leaf first.
    pub chain: Vec<Vec<u8>>,
    /// What it says about itself.
    pub facts: Arc<Facts>,
}

/// Why a chain and a key cannot be served. Says nothing of what is in the key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unusable {
    /// The chain's text has no certificate.
    #[error("there is no certificate in it")]
    NoCertificate,
    /// The chain's text is cut off or damaged.
    #[error("the certificate cannot be read: {0}")]
    BrokenCertificate(String),
    /// The key's text has no private key.
    #[error(
        "there is no private key in it, or none in a form that is read here (PKCS #8, SEC 1, PKCS #1, not encrypted)"
    )]
    NoKey,
    /// The key's text is cut off or damaged.
    #[error("the private key cannot be read; its file is damaged")]
    BrokenKey,
    /// The key is of a kind that TLS has no use for.
    #[error(
        "the private key is of a kind that cannot be used (RSA from 2048 bits, P-256, P-384, P-521 and Ed25519 can)"
    )]
    KeyKind,
    /// The key belongs to another certificate.
    #[error("the private key is not that of the certificate")]
    OtherKey,
    /// A certificate of the chain did not sign the one before it.
    #[error("the chain is out of order: certificate {0} is not the issuer of the one before it")]
    OutOfOrder(usize),
    /// A certificate of the chain is not as it was signed, or the one after it has only the name of its issuer.
    #[error(
        "certificate {0} of the chain is damaged, or the one after it is another than its issuer: the signature does not fit"
    )]
    BadSignature(usize),
    /// It is one that signs others.
    #[error("the certificate is that of an authority, not of a host")]
    Authority,
    /// There is no DNS name in it.
    #[error("the certificate names no host")]
    NoNames,
    /// It is over.
    #[error("the certificate expired on {0}")]
    Expired(Timestamp),
    /// It has not begun.
    #[error("the certificate is not valid before {0}")]
    NotYet(Timestamp),
}

impl Pair {
    /// Reads and checks. `chain` and `key` are PEM; they may be the same text.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn read(chain: &[u8], key: &[u8], now: Timestamp) -> Result<Self, Unusable> {
        let chain = read_chain(chain)?;
        let leaf = chain.first().ok_or(Unusable::NoCertificate)?;
        let broken = |error: &dyn std::fmt::Display| Unusable::BrokenCertificate(error.to_string());
        let (_, parsed) = X509Certificate::from_der(leaf).map_err(|error| broken(&error))?;
        if parsed.is_ca() {
            return Err(Unusable::Authority);
        }
        in_order(&chain)?;
        let (names, odd_names) = names_of(&parsed)?;
        let first = names.first().ok_or(Unusable::NoNames)?;
        let key = read_key(key)?;
        let certificate = Certificate::new(first, "", key.as_bytes(), &chain).map_err(|error| match error {
            CertificateError::Mismatch(rustls::Error::InconsistentKeys(_)) => Unusable::OtherKey,
            CertificateError::Mismatch(_) => Unusable::KeyKind,
            other => broken(&other),
        })?;
        let facts = certificate.facts;
        if !facts.is_valid_at(now) {
            return Err(Unusable::Expired(facts.not_after()));
        }
        if now < facts.not_before() {
            return Err(Unusable::NotYet(facts.not_before()));
        }
        Ok(Self { names, odd_names, key, chain, facts })
    }
}

fn read_chain(pem: &[u8]) -> Result<Vec<Vec<u8>>, Unusable> {
    let mut chain = Vec::new();
    for one in CertificateDer::pem_slice_iter(pem) {
        chain.push(one.map_err(|error| Unusable::BrokenCertificate(error.to_string()))?.to_vec());
    }
    Ok(chain)
}

/// Each certificate is signed by the one after it, as visitors will check. The last one's issuer is only here when it is itself.
fn in_order(chain: &[Vec<u8>]) -> Result<(), Unusable> {
    let parsed: Result<Vec<_>, _> = chain.iter().map(|der| X509Certificate::from_der(der)).collect();
    let parsed = parsed.map_err(|error| Unusable::BrokenCertificate(error.to_string()))?;
    for (index, (_, certificate)) in parsed.iter().enumerate() {
        let issuer = match parsed.get(index + 1) {
            Some((_, next)) if certificate.issuer().as_raw() == next.subject().as_raw() => next,
            Some(_) => return Err(Unusable::OutOfOrder(index + 2)),
            None if certificate.issuer().as_raw() == certificate.subject().as_raw() => certificate,
            None => break,
        };
        match certificate.verify_signature(Some(issuer.public_key())) {
            // An algorithm that is not known here (P-521) is for visitors to judge.
            Ok(()) | Err(X509Error::SignatureUnsupportedAlgorithm) => {}
            Err(_) => return Err(Unusable::BadSignature(index + 1)),
        }
    }
    Ok(())
}

fn names_of(leaf: &X509Certificate<'_>) -> Result<(Vec<CertificateName>, Vec<String>), Unusable> {
    let alternative =
        leaf.subject_alternative_name().map_err(|error| Unusable::BrokenCertificate(error.to_string()))?;
    let (mut names, mut odd) = (Vec::new(), Vec::new());
    for name in alternative.iter().flat_map(|extension| &extension.value.general_names) {
        let GeneralName::DNSName(text) = name else { continue };
        match CertificateName::parse(text) {
            Ok(name) if !names.contains(&name) => names.push(name),
            Ok(_) => {}
            Err(_) => odd.push((*text).to_owned()),
        }
    }
    Ok((names, odd))
}

/// The first private key of the text, as PKCS #8.
fn read_key(pem: &[u8]) -> Result<Secret, Unusable> {
    let key = match PrivateKeyDer::from_pem_slice(pem) {
        Ok(key) => key,
        Err(rustls::pki_types::pem::Error::NoItemsFound) => return Err(Unusable::NoKey),
        Err(_) => return Err(Unusable::BrokenKey),
    };
    match key {
        PrivateKeyDer::Pkcs8(key) => Ok(Secret::new(key.secret_pkcs8_der().to_vec())),
        PrivateKeyDer::Sec1(key) => of_sec1(key.secret_sec1_der()),
        PrivateKeyDer::Pkcs1(key) => of_pkcs1(key.secret_pkcs1_der()),
        _ => Err(Unusable::KeyKind),
    }
}

/// SEC 1 names its curve; the right one accepts it.
fn of_sec1(der: &[u8]) -> Result<Secret, Unusable> {
    let curves = [&ECDSA_P256_SHA256_ASN1_SIGNING, &ECDSA_P384_SHA384_ASN1_SIGNING, &ECDSA_P521_SHA512_ASN1_SIGNING];
    let key = curves.into_iter().find_map(|curve| EcdsaKeyPair::from_private_key_der(curve, der).ok());
    let pkcs8 = key.ok_or(Unusable::KeyKind)?.to_pkcs8v1().map_err(|_| Unusable::KeyKind)?;
    Ok(Secret::new(pkcs8.as_ref().to_vec()))
}

fn of_pkcs1(der: &[u8]) -> Result<Secret, Unusable> {
    let key = RsaKeyPair::from_der(der).map_err(|_| Unusable::KeyKind)?;
    let pkcs8: Pkcs8V1Der<'_> = key.as_der().map_err(|_| Unusable::KeyKind)?;
    Ok(Secret::new(pkcs8.as_ref().to_vec()))
}
