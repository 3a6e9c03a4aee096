//! What a browser tells of a certificate behind its padlock.

use x509_parser::extensions::GeneralName;
use x509_parser::prelude::{FromDer as _, X509Certificate};
use x509_parser::time::ASN1Time;

/// Read from the certificate that the edge showed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct CertificateFacts {
    /// Common name of the issuer, or its whole name.
    pub(crate) issuer: String,
    /// Host names that it is for.
    pub(crate) names: Vec<String>,
    /// When it begins and ends, RFC 2822.
    pub(crate) not_before: String,
    pub(crate) not_after: String,
}

impl CertificateFacts {
    /// `None` when it is no certificate.
    pub(super) fn read(der: &[u8]) -> Option<Self> {
        let (_, certificate) = X509Certificate::from_der(der).ok()?;
        let issuer = certificate.issuer();
        let common_name = issuer.iter_common_name().next().and_then(|name| name.as_str().ok());
        let alternative = certificate.subject_alternative_name().ok().flatten();
        let names = alternative.iter().flat_map(|extension| &extension.value.general_names);
        let names = names.filter_map(|name| match name {
            GeneralName::DNSName(name) => Some((*name).to_owned()),
            _ => None,
        });
        let validity = certificate.validity();
        let time = |time: ASN1Time| time.to_rfc2822().unwrap_or_else(|_| time.to_string());
        Some(Self {
            issuer: common_name.map_or_else(|| issuer.to_string(), str::to_owned),
            names: names.collect(),
            not_before: time(validity.not_before),
            not_after: time(validity.not_after),
        })
    }
}
