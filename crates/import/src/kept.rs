//! What a system keeps, as places that are read one after the other.

use crate::traefik::Inline;
use crate::{caddy, certbot, traefik};
use nameplate_acme::Secret;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// Largest file of PEM that is read.
const PEM_MAX: u64 = 1024 * 1024;
/// Largest `acme.json` that is read: room for some forty thousand certificates.
const ACME_JSON_MAX: u64 = 256 * 1024 * 1024;

/// A system that keeps certificates with their keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum System {
    /// Caddy's storage directory.
    Caddy,
    /// Certbot's folder.
    Certbot,
    /// Traefik's `acme.json`.
    Traefik,
}

/// Where one certificate is.
#[derive(Debug, Clone)]
pub struct Place {
    /// For people.
    pub shown: String,
    pub(crate) source: Source,
}

#[derive(Debug, Clone)]
pub(crate) enum Source {
    Files { chain: PathBuf, key: PathBuf },
    Inline(Inline),
}

/// Why something of a system cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{path} cannot be read: {detail}")]
pub struct Unreadable {
    path: String,
    detail: String,
}

/// The certificates of one system, each where it is.
#[derive(Debug, Clone)]
pub struct Kept {
    /// In the order of their paths.
    pub places: Vec<Place>,
}

impl Kept {
    /// Looks where a system's certificates are; `at` is its folder, or file. Reads no key, unless all is in one file.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn find(system: System, at: &Path) -> Result<Self, Unreadable> {
        let places = match system {
            System::Caddy => caddy::places(at)?,
            System::Certbot => certbot::places(at)?,
            System::Traefik => {
                let text = Secret::new(read(at, ACME_JSON_MAX)?);
                let shown = at.display().to_string();
                traefik::places(text.as_bytes(), &shown).map_err(|detail| Unreadable { path: shown, detail })?
            }
        };
        Ok(Self { places })
    }
}

impl Place {
    /// Chain and key of this place, as PEM.
    ///
    /// # Errors
    /// [`Unreadable`].
    pub fn read(&self) -> Result<(Vec<u8>, Secret), Unreadable> {
        match &self.source {
            Source::Files { chain, key } => Ok((read(chain, PEM_MAX)?, Secret::new(read(key, PEM_MAX)?))),
            Source::Inline(inline) => {
                inline.decode().map_err(|detail| Unreadable { path: self.shown.clone(), detail: detail.to_owned() })
            }
        }
    }
}

/// The folders in a folder, links to folders too, in the order of their names.
pub(crate) fn subfolders(folder: &Path) -> Result<Vec<PathBuf>, Unreadable> {
    let unreadable = |error: std::io::Error| Unreadable::of(folder, &error);
    let mut folders = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        // A link that leads nowhere is told when it is read.
        if path.is_dir() || path.is_symlink() {
            folders.push(path);
        }
    }
    folders.sort_unstable();
    Ok(folders)
}

fn read(path: &Path, max: u64) -> Result<Vec<u8>, Unreadable> {
    let unreadable = |error: std::io::Error| Unreadable::of(path, &error);
    let file = File::open(path).map_err(unreadable)?;
    let size = file.metadata().map_err(unreadable)?.len();
    // Room for all of it at once: a buffer that grows leaves copies of keys behind.
    let mut bytes = Vec::with_capacity(usize::try_from(size.min(max)).unwrap_or_default() + 1);
    file.take(max + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() as u64 > max {
        let detail = format!("it is larger than {max} bytes");
        return Err(Unreadable { path: path.display().to_string(), detail });
    }
    Ok(bytes)
}

impl Unreadable {
    fn of(path: &Path, error: &std::io::Error) -> Self {
        let detail = match error.kind() {
            std::io::ErrorKind::NotFound if path.is_symlink() => "it is a link that leads nowhere".to_owned(),
            _ => error.to_string(),
        };
        Self { path: path.display().to_string(), detail }
    }
}
