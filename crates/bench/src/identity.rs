//! The certificate that all peers serve: ECDSA P-256, signed by an ECDSA P-256 CA, the leaf alone in the chain.

use crate::failure::Failure;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use std::fs;
use std::path::{Path, PathBuf};

/// Where certificate and key lie.
#[derive(Debug)]
pub(crate) struct Identity {
    /// PEM of the certificate.
    pub(crate) certificate: PathBuf,
    /// PEM of its key.
    pub(crate) key: PathBuf,
    /// Both in one file, as haproxy wants them.
    pub(crate) both: PathBuf,
    /// PEM of the CA's certificate.
    pub(crate) root: PathBuf,
}

/// Makes a certificate for `name` in `directory`.
///
/// # Errors
/// [`Failure`] when it cannot be made or written.
pub(crate) fn make(name: &str, directory: &Path) -> Result<Identity, Failure> {
    let Signed { certificate, key, root } =
        sign(name).map_err(|error| Failure::unexpected(format!("no certificate could be made: {error}")))?;
    let identity = Identity {
        certificate: directory.join("site.pem"),
        key: directory.join("site.key"),
        both: directory.join("site.both.pem"),
        root: directory.join("root.pem"),
    };
    for (file, text) in [
        (&identity.certificate, &certificate),
        (&identity.key, &key),
        (&identity.both, &format!("{certificate}{key}")),
        (&identity.root, &root),
    ] {
        fs::write(file, text).map_err(Failure::io(format!("writing {}", file.display())))?;
    }
    Ok(identity)
}

/// All as PEM.
struct Signed {
    certificate: String,
    key: String,
    root: String,
}

fn sign(name: &str) -> Result<Signed, rcgen::Error> {
    let mut root = CertificateParams::default();
    root.distinguished_name.push(DnType::CommonName, "Benchmark root");
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let root = CertifiedIssuer::self_signed(root, KeyPair::generate()?)?;
    let key = KeyPair::generate()?;
    let leaf = CertificateParams::new(vec![name.to_owned()])?.signed_by(&key, &root)?;
    Ok(Signed { certificate: leaf.pem(), key: key.serialize_pem(), root: root.pem() })
}
