//! Certificates in a folder, one file for each name: `shop.example.com.pem`, `_wildcard.example.com.pem`.
//!
//! Key and chain are one PEM file, so that they can never be halves of two generations. A file appears whole or not at
//! all: written beside, flushed, renamed. What cannot be read is set aside for a person to look at, and counts as absent.

use super::{Certificate, Facts, hex};
use crate::{CertificateName, ServerName};
use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What a file name has in place of `*`; no host name has an underscore.
const WILDCARD: &str = "_wildcard.";

/// The folder of certificates. All methods block.
#[derive(Debug, Clone)]
pub(crate) struct Files {
    dir: PathBuf,
}

/// What could not be done with a file.
#[derive(Debug, thiserror::Error)]
#[error("{path} could not be {doing}")]
pub(crate) struct FilesError {
    path: PathBuf,
    doing: &'static str,
    #[source]
    source: io::Error,
}

impl Files {
    pub(crate) fn new(storage_dir: &Path) -> Self {
        Self { dir: storage_dir.join("certificates") }
    }

    /// The certificate of a name. A file that holds none for this name is set aside, logged, and counts as absent.
    pub(crate) fn load(&self, name: &CertificateName) -> Result<Option<Certificate>, FilesError> {
        let path = self.path_of(name);
        let pem = match fs::read(&path) {
            Ok(pem) => pem,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(FilesError { path, doing: "read", source }),
        };
        match Certificate::from_pem(&String::from_utf8_lossy(&pem), name) {
            Ok(certificate) => Ok(Some(certificate)),
            Err(error) => {
                tracing::error!(
                    server.name = %name, path = %path.display(), error = &error as &dyn std::error::Error,
                    "A stored certificate cannot be used; it is set aside."
                );
                set_aside(&path);
                Ok(None)
            }
        }
    }

    /// Keeps a key and chain, in place of what was there.
    pub(crate) fn store(&self, name: &CertificateName, pem: &str) -> Result<(), FilesError> {
        replace_file(&self.path_of(name), pem.as_bytes())
    }

    /// Calls `found` for every stored certificate, in no order, and removes what a crash left half written.
    pub(crate) fn each(&self, mut found: impl FnMut(&CertificateName, &Facts)) -> Result<(), FilesError> {
        let failed = |doing| move |source| FilesError { path: self.dir.clone(), doing, source };
        let entries = match fs::read_dir(&self.dir) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            entries => entries.map_err(failed("listed"))?,
        };
        for entry in entries {
            let path = entry.map_err(failed("listed"))?.path();
            match path.extension().and_then(|extension| extension.to_str()) {
                Some("writing") => drop(fs::remove_file(&path)),
                Some("pem") => {
                    if let Some(name) = name_in(&path)
                        && let Some(certificate) = self.load(&name)?
                    {
                        found(&name, &certificate.facts);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// File names end at 255 octets; longer names are filed under their hash.
    fn path_of(&self, name: &CertificateName) -> PathBuf {
        let text = match name {
            CertificateName::Exact(host) => host.to_string(),
            CertificateName::Wildcard(parent) => format!("{WILDCARD}{parent}"),
        };
        if text.len() <= 200 {
            return self.dir.join(format!("{text}.pem"));
        }
        let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
        self.dir.join(format!("{}_{}.pem", &text[text.len() - 100..], hex(&hash.as_ref()[..16])))
    }
}

/// The name a file is for: its own name, or if that is a hash, what a certificate in it says is not looked into; such
/// a file is found when its name is visited.
fn name_in(path: &Path) -> Option<CertificateName> {
    let stem = path.file_stem()?.to_str()?;
    match stem.strip_prefix(WILDCARD) {
        Some(parent) => ServerName::parse(parent).ok().map(CertificateName::Wildcard),
        None => ServerName::parse(stem).ok().map(CertificateName::Exact),
    }
}

/// Writes a file so that it is there whole or as it was before, readable for the owner only, and flushed to the disk.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> Result<(), FilesError> {
    let failed = |doing| move |source| FilesError { path: path.to_owned(), doing, source };
    let dir = path.parent().unwrap_or(Path::new("."));
    DirBuilder::new().recursive(true).mode(0o700).create(dir).map_err(failed("given a folder"))?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(".writing");
    let beside = PathBuf::from(beside);
    let written = write_beside(&beside, content).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // The disk may be full; do not leave half a file on it.
        let _ = fs::remove_file(&beside);
    }
    written.and_then(|()| File::open(dir)?.sync_all()).map_err(failed("written"))
}

fn write_beside(beside: &Path, content: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(beside)?;
    file.write_all(content)?;
    file.sync_all()
}

/// Renames a file to `….set-aside`, over an older one.
pub(crate) fn set_aside(path: &Path) {
    let mut aside = path.as_os_str().to_owned();
    aside.push(".set-aside");
    match fs::rename(path, &aside) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::error!(path = %path.display(), error = &error as &dyn std::error::Error, "A file cannot be set aside.");
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_written_file_is_set_aside_and_counts_as_absent() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::new(dir.path());
        let name = CertificateName::parse("shop.example.com").unwrap();
        assert!(files.load(&name).unwrap().is_none());
        files.store(&name, "-----BEGIN PRIVATE KEY-----\nMIGH").unwrap();
        assert!(files.load(&name).unwrap().is_none());
        assert!(dir.path().join("certificates/shop.example.com.pem.set-aside").exists());
        assert!(!dir.path().join("certificates/shop.example.com.pem").exists());
    }

    #[test]
    fn the_longest_name_has_a_file_of_its_own() {
        let dir = tempfile::tempdir().unwrap();
        let files = Files::new(dir.path());
        let label = "a".repeat(61);
        let names: Vec<CertificateName> = ["b", "c", "*"]
            .map(|first| CertificateName::parse(&format!("{first}.{label}.{label}.{label}.{label}")).unwrap())
            .into();
        for name in &names {
            files.store(name, "x").unwrap();
        }
        assert_ne!(files.path_of(&names[0]), files.path_of(&names[1]));
        assert_ne!(files.path_of(&names[0]), files.path_of(&names[2]));
        assert_ne!(files.path_of(&names[1]), files.path_of(&names[2]));
    }

    #[test]
    fn a_file_name_says_which_name_it_is_for() {
        let files = Files::new(Path::new("/data"));
        for (text, path) in [
            ("shop.example.com", "/data/certificates/shop.example.com.pem"),
            ("*.example.com", "/data/certificates/_wildcard.example.com.pem"),
        ] {
            let name = CertificateName::parse(text).unwrap();
            assert_eq!(files.path_of(&name), Path::new(path));
            assert_eq!(name_in(Path::new(path)), Some(name));
        }
    }

    #[test]
    fn what_a_crash_left_is_removed() {
        let dir = tempfile::tempdir().unwrap();
        let left = dir.path().join("certificates/shop.example.com.pem.writing");
        fs::create_dir_all(left.parent().unwrap()).unwrap();
        fs::write(&left, "half").unwrap();
        Files::new(dir.path()).each(|_, _| ()).unwrap();
        assert!(!left.exists());
    }
}
