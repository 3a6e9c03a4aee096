//! The certificate that answers a TLS-ALPN-01 challenge.

use crate::secret::Secret;
use rcgen::{CertificateParams, CustomExtension, DistinguishedName, KeyPair, PKCS_ECDSA_P256_SHA256};
use rustls::pki_types::CertificateDer;

/// ALPN identifier of the handshake in which the certificate is shown (RFC 8737, 6.2).
pub const ACME_TLS_ALPN: &[u8] = b"acme-tls/1";

/// A self-signed certificate and its key.
#[derive(Clone, Debug)]
pub struct ChallengeCertificate {
    /// DER.
    pub certificate: CertificateDer<'static>,
    /// Its private key, PKCS #8.
    pub key_pkcs8: Secret,
}

/// The certificate could not be made: the name is no ASCII host name, or there was no randomness.
#[derive(Debug, thiserror::Error)]
#[error("no certificate could be made for the TLS-ALPN-01 challenge")]
pub struct ChallengeCertificateError(#[source] rcgen::Error);

/// For `host` alone, with the critical extension `acmeIdentifier` that holds `digest`, the SHA-256 of the key authorization
/// (RFC 8737, 3). To be shown only in handshakes with [`ACME_TLS_ALPN`].
///
/// # Errors
/// See [`ChallengeCertificateError`].
pub fn tls_alpn_certificate(host: &str, digest: &[u8; 32]) -> Result<ChallengeCertificate, ChallengeCertificateError> {
    let key = KeyPair::generate_for(&PKCS_ECDSA_P256_SHA256).map_err(ChallengeCertificateError)?;
    let mut params = CertificateParams::new([host.to_owned()]).map_err(ChallengeCertificateError)?;
    params.distinguished_name = DistinguishedName::new();
    params.custom_extensions = vec![CustomExtension::new_acme_identifier(digest)];
    let certificate = params.self_signed(&key).map_err(ChallengeCertificateError)?;
    Ok(ChallengeCertificate { certificate: certificate.der().clone(), key_pkcs8: Secret::new(key.serialize_der()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use x509_parser::prelude::*;

    #[test]
    fn the_certificate_names_its_host_alone_and_carries_the_digest_critically() {
        let made = tls_alpn_certificate("shop.example.com", &[7; 32]).unwrap();
        let (_, parsed) = X509Certificate::from_der(&made.certificate).unwrap();
        let names = parsed.subject_alternative_name().unwrap().unwrap();
        assert_eq!(names.value.general_names, [GeneralName::DNSName("shop.example.com")]);
        let identifier = parsed.extensions().iter().find(|e| e.oid.to_id_string() == "1.3.6.1.5.5.7.1.31").unwrap();
        assert!(identifier.critical);
        assert_eq!(identifier.value, [[0x04, 0x20].as_slice(), &[7; 32]].concat());
    }
}
