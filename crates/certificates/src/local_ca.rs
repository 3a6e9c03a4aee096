//! The internal certificate authority: for development, tests and closed networks.
//!
//! Its root lies in the storage folder, so that `curl --cacert edge-data/ca/root.pem` trusts every certificate of this
//! edge, across restarts.

use crate::root_files::{RootFileError, replace_file, set_aside};
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::{Clock, Timestamp};
use rcgen::{
    BasicConstraints, CertificateParams, DistinguishedName, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair,
    KeyUsagePurpose, SerialNumber, date_time_ymd,
};
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// The subject's common name of every internal root.
pub(crate) const COMMON_NAME: &str = "Nameplate internal CA";
const DAY: Duration = Duration::from_secs(24 * 60 * 60);
/// Room for clocks that are behind.
const BACKDATED: Duration = Duration::from_secs(60 * 60);

/// Signs with a root of its own, ECDSA P-256. Roots live ten years, certificates ninety days.
pub struct LocalCa {
    root: rcgen::Issuer<'static, KeyPair>,
    clock: Arc<dyn Clock>,
}

/// Why there is no internal CA.
#[derive(Debug, thiserror::Error)]
pub enum LocalCaError {
    /// The root could not be made.
    #[error("the root of the internal certificate authority could not be made")]
    Root(#[source] rcgen::Error),
}

impl LocalCa {
    /// Where the root certificate lies below a storage folder.
    #[must_use]
    pub fn root_path(storage_dir: &Path) -> PathBuf {
        storage_dir.join("ca").join("root.pem")
    }

    /// The root kept in `storage_dir`, or a new one. A root that cannot be read is set aside; one that cannot be
    /// written is used all the same and lost at the end of the process. Both are logged.
    ///
    /// # Errors
    /// [`LocalCaError`] when there is no root and none can be made.
    pub fn open(storage_dir: &Path, clock: Arc<dyn Clock>) -> Result<Self, LocalCaError> {
        let certificate_path = Self::root_path(storage_dir);
        let key_path = certificate_path.with_file_name("root.key");
        if let Some(root) = kept_root(&certificate_path, &key_path) {
            return Ok(Self { root, clock });
        }
        let key = KeyPair::generate().map_err(LocalCaError::Root)?;
        let params = root_params(clock.now());
        let certificate = params.self_signed(&key).map_err(LocalCaError::Root)?;
        if let Err(error) = keep_root(&certificate_path, &key_path, &certificate.pem(), &key.serialize_pem()) {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "The root of the internal CA cannot be kept; certificates will chain to another root after a restart."
            );
        }
        Ok(Self { root: rcgen::Issuer::new(params, key), clock })
    }

    /// A fresh key and a certificate for exactly this name, which may be a wildcard.
    pub(crate) fn sign(&self, name: &CertificateName) -> Result<Signed, rcgen::Error> {
        let key = KeyPair::generate()?;
        let mut params = CertificateParams::new([name.to_string()])?;
        params.distinguished_name = DistinguishedName::new();
        params.serial_number = Some(random_serial()?);
        params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
        params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
        params.use_authority_key_identifier_extension = true;
        let now = self.clock.now();
        params.not_before = date_time_ymd(1970, 1, 1) + since_epoch(now.minus(BACKDATED));
        params.not_after = date_time_ymd(1970, 1, 1) + since_epoch(now.plus(DAY * 90));
        let certificate = params.signed_by(&key, &self.root)?;
        Ok(Signed { key: key.serialize_der(), chain: vec![certificate.der().to_vec()] })
    }
}

/// A private key (PKCS #8, DER) and its chain (DER, leaf first). Not printable: it holds a key.
pub(crate) struct Signed {
    pub(crate) key: Vec<u8>,
    pub(crate) chain: Vec<Vec<u8>>,
}

impl fmt::Debug for LocalCa {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("LocalCa")
    }
}

fn kept_root(certificate_path: &Path, key_path: &Path) -> Option<rcgen::Issuer<'static, KeyPair>> {
    let certificate = std::fs::read_to_string(certificate_path).ok()?;
    let root = std::fs::read_to_string(key_path).ok().and_then(|key| {
        let key = KeyPair::from_pem(&key).ok()?;
        let public = rcgen::PublicKeyData::subject_public_key_info(&key);
        let root = rcgen::Issuer::from_ca_cert_pem(&certificate, key).ok()?;
        is_key_of(&certificate, &public).then_some(root)
    });
    if root.is_none() {
        tracing::error!(path = %certificate_path.display(), "The root of the internal CA cannot be read; it is set aside and a new one is made.");
        set_aside(certificate_path);
        set_aside(key_path);
    }
    root
}

fn is_key_of(certificate_pem: &str, public_key_info: &[u8]) -> bool {
    let Ok((_, pem)) = x509_parser::pem::parse_x509_pem(certificate_pem.as_bytes()) else { return false };
    pem.parse_x509().is_ok_and(|certificate| certificate.public_key().raw == public_key_info)
}

fn keep_root(certificate_path: &Path, key_path: &Path, certificate: &str, key: &str) -> Result<(), RootFileError> {
    replace_file(key_path, key.as_bytes())?;
    replace_file(certificate_path, certificate.as_bytes())
}

fn root_params(now: Timestamp) -> CertificateParams {
    let mut params = CertificateParams::default();
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, COMMON_NAME);
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    params.not_before = date_time_ymd(1970, 1, 1) + since_epoch(now.minus(BACKDATED));
    params.not_after = date_time_ymd(1970, 1, 1) + since_epoch(now.plus(DAY * 3652));
    params
}

/// 128 random bits, positive.
fn random_serial() -> Result<SerialNumber, rcgen::Error> {
    let mut bytes = [0u8; 16];
    aws_lc_rs::rand::fill(&mut bytes).map_err(|_| rcgen::Error::RingUnspecified)?;
    bytes[0] = bytes[0] & 0x7f | 0x40;
    Ok(SerialNumber::from_slice(&bytes))
}

/// Whole seconds, for that is what certificates count in.
fn since_epoch(at: Timestamp) -> Duration {
    Duration::from_secs(at.since(Timestamp::from_ms(0)).as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Certificate;

    struct At(i64);
    impl Clock for At {
        fn now(&self) -> Timestamp {
            Timestamp::from_ms(self.0)
        }
    }
    const NOW: i64 = 1_790_000_000_000;

    fn issued(ca: &LocalCa) -> Certificate {
        let name = CertificateName::parse("shop.example.com").unwrap();
        let signed = ca.sign(&name).unwrap();
        Certificate::new(&name, "internal", &signed.key, &signed.chain).unwrap()
    }

    #[test]
    fn a_certificate_is_for_its_name_and_ninety_days() {
        let dir = tempfile::tempdir().unwrap();
        let facts = issued(&LocalCa::open(dir.path(), Arc::new(At(NOW))).unwrap()).facts;
        assert_eq!(facts.issuer, "internal");
        assert_eq!(facts.not_after_ms, NOW + 90 * 24 * 3600 * 1000);
        assert_eq!((facts.serial.len(), facts.fingerprint_sha256.len()), (32, 64));
    }

    #[test]
    fn the_root_is_kept_and_its_key_is_for_the_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let dir = tempfile::tempdir().unwrap();
        drop(LocalCa::open(dir.path(), Arc::new(At(NOW))).unwrap());
        let root = std::fs::read(LocalCa::root_path(dir.path())).unwrap();
        drop(LocalCa::open(dir.path(), Arc::new(At(NOW))).unwrap());
        assert_eq!(std::fs::read(LocalCa::root_path(dir.path())).unwrap(), root);
        let mode = std::fs::metadata(dir.path().join("ca/root.key")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_root_that_does_not_fit_its_key_is_set_aside() {
        let dir = tempfile::tempdir().unwrap();
        drop(LocalCa::open(dir.path(), Arc::new(At(NOW))).unwrap());
        let key = dir.path().join("ca/root.key");
        std::fs::write(&key, KeyPair::generate().unwrap().serialize_pem()).unwrap();
        issued(&LocalCa::open(dir.path(), Arc::new(At(NOW))).unwrap());
        assert!(dir.path().join("ca/root.pem.set-aside").exists());
    }
}
