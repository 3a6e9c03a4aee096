//! What the certificates of a chain say about themselves.

use crate::certificate::{fingerprint, hex};
use nameplate_domain::certificate::ChainLink;
use nameplate_domain::time::Timestamp;
use x509_parser::prelude::{FromDer as _, X509Certificate};

/// What each certificate of a chain (DER, the leaf first) says; it ends where one cannot be parsed.
#[must_use]
pub fn links_of(chain: &[Vec<u8>]) -> Vec<ChainLink> {
    chain.iter().map_while(|der| link_of(der)).collect()
}

fn link_of(der: &[u8]) -> Option<ChainLink> {
    let (_, certificate) = X509Certificate::from_der(der).ok()?;
    let instant = |seconds: i64| Timestamp::from_ms(seconds.saturating_mul(1000));
    let validity = certificate.validity();
    Some(ChainLink {
        subject: certificate.subject().to_string(),
        issuer: certificate.issuer().to_string(),
        not_before: instant(validity.not_before.timestamp()),
        not_after: instant(validity.not_after.timestamp()),
        serial: hex(certificate.raw_serial()),
        fingerprint_sha256: fingerprint(der),
    })
}
