//! Certificate signing requests (RFC 2986), as far as an authority for domain validation looks at them.

use crate::problem::{Kind, Problem};
use rcgen::{PKCS_ECDSA_P256_SHA256, PKCS_ECDSA_P384_SHA384, PKCS_RSA_SHA256, PublicKeyData, SignatureAlgorithm};
use x509_parser::certification_request::X509CertificationRequest;
use x509_parser::extensions::{GeneralName, ParsedExtension};
use x509_parser::oid_registry::{OID_EC_P256, OID_NIST_EC_P384};
use x509_parser::prelude::FromDer;
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// A request whose signature was right.
pub(crate) struct Request {
    /// Lower case, sorted, each once.
    pub(crate) names: Vec<String>,
    pub(crate) key: RequestedKey,
}

/// The key a certificate is wanted for.
#[derive(Debug)]
pub(crate) struct RequestedKey {
    /// The content of the SubjectPublicKeyInfo's bit string.
    raw: Vec<u8>,
    algorithm: &'static SignatureAlgorithm,
    /// What [`crate::keys::PublicKey::is_made_of`] compares.
    pub(crate) material: Vec<u8>,
}

impl PublicKeyData for RequestedKey {
    fn der_bytes(&self) -> &[u8] {
        &self.raw
    }

    fn algorithm(&self) -> &'static SignatureAlgorithm {
        self.algorithm
    }
}

/// Reads and checks a request in DER.
///
/// # Errors
/// `badCSR`.
pub(crate) fn read(der: &[u8]) -> Result<Request, Problem> {
    let (rest, csr) = X509CertificationRequest::from_der(der).map_err(|_| bad("Error parsing certificate request"))?;
    if !rest.is_empty() {
        return Err(bad("there is something after the certificate request"));
    }
    csr.verify_signature().map_err(|_| bad("invalid signature on CSR"))?;
    let info = &csr.certification_request_info;
    let mut names: Vec<String> =
        info.subject.iter_common_name().filter_map(|name| name.as_str().ok()).map(str::to_ascii_lowercase).collect();
    for extension in csr.requested_extensions().into_iter().flatten() {
        if let ParsedExtension::SubjectAlternativeName(alternative) = extension {
            for name in &alternative.general_names {
                match name {
                    GeneralName::DNSName(name) => names.push(name.to_ascii_lowercase()),
                    other => return Err(bad(format!("CSR contains a name that is no DNS name: {other}"))),
                }
            }
        }
    }
    names.sort_unstable();
    names.dedup();
    Ok(Request { names, key: RequestedKey::read(&info.subject_pki)? })
}

impl RequestedKey {
    pub(crate) fn read(info: &SubjectPublicKeyInfo<'_>) -> Result<Self, Problem> {
        let raw = info.subject_public_key.data.to_vec();
        let curve = info.algorithm.parameters.as_ref().and_then(|parameters| parameters.as_oid().ok());
        let (algorithm, material) = match info.parsed().map_err(|_| bad("the key cannot be read"))? {
            PublicKey::EC(_) if curve == Some(OID_EC_P256) => (&PKCS_ECDSA_P256_SHA256, raw.clone()),
            PublicKey::EC(_) if curve == Some(OID_NIST_EC_P384) => (&PKCS_ECDSA_P384_SHA384, raw.clone()),
            PublicKey::RSA(key) if key.key_size() >= 2048 => {
                let zeros = key.modulus.iter().take_while(|byte| **byte == 0).count();
                (&PKCS_RSA_SHA256, key.modulus[zeros..].to_vec())
            }
            _ => return Err(bad("the key must be EC on P-256 or P-384, or RSA of at least 2048 bits")),
        };
        Ok(Self { raw, algorithm, material })
    }
}

fn bad(detail: impl Into<String>) -> Problem {
    Problem::new(Kind::BadCsr, detail)
}
