//! Whom visitors believe.

use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use std::path::PathBuf;
use std::sync::Arc;
use tokio::sync::OnceCell;

/// Whom visitors believe: the public authorities, as this machine knows them, and the roots in some files. Cheap to clone.
#[derive(Clone, Debug, Default)]
pub struct Trust {
    machine: Arc<OnceCell<RootCertStore>>,
    files: Arc<[PathBuf]>,
}

impl Trust {
    /// Believes the roots in these files (PEM) as well. They are read for each visit, so that they may be written later; one that is not
    /// there or cannot be read adds nothing.
    #[must_use]
    pub fn also(files: Vec<PathBuf>) -> Self {
        Self { machine: Arc::default(), files: files.into() }
    }

    pub(super) async fn roots(&self) -> RootCertStore {
        let mut roots = self.machine.get_or_init(load).await.clone();
        for file in self.files.iter() {
            let pem = tokio::fs::read(file).await.unwrap_or_default();
            roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&pem).flatten());
        }
        roots
    }
}

/// Reads the machine's roots, on a thread that may wait for the disk.
async fn load() -> RootCertStore {
    let read = tokio::task::spawn_blocking(|| {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        roots
    });
    read.await.unwrap_or_else(|_| RootCertStore::empty())
}
