//! Where the files are: in the program, or in a folder while somebody works on them.

use super::encoding::Encoding;
use bytes::Bytes;
use nameplate_control::hash_of;
use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

/// How many octets of the hash are in a tag.
const TAG_OCTETS: usize = 12;

/// A file in the program.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Asset {
    /// Its place below the server's root, without a slash in front: `sdk/v1/connectdomain.js`.
    pub path: &'static str,
    /// As it is.
    pub plain: &'static [u8],
    /// Compressed by Brotli.
    pub brotli: Option<&'static [u8]>,
    /// Compressed by gzip.
    pub gzip: Option<&'static [u8]>,
}

/// What is served below `/sdk/v1/` and `/console/`. Cheap to clone; without files by default.
#[derive(Clone)]
pub struct Assets(Place);

#[derive(Clone)]
enum Place {
    Program(Arc<BTreeMap<&'static str, Stored>>),
    Folders(Arc<[PathBuf]>),
}

/// A file in every form in which it is there.
#[derive(Clone)]
pub(super) struct Stored {
    plain: Bytes,
    brotli: Option<Bytes>,
    gzip: Option<Bytes>,
    /// Hex, of the content.
    hash: String,
}

impl Assets {
    /// These files.
    #[must_use]
    pub fn built_in(files: impl IntoIterator<Item = Asset>) -> Self {
        let stored = |Asset { path, plain, brotli, gzip }| (path, Stored::new(plain, brotli, gzip));
        Self(Place::Program(Arc::new(files.into_iter().map(stored).collect())))
    }

    /// Whatever is in the first of these folders that has it, when it is asked for.
    #[must_use]
    pub fn on_disk(folders: impl Into<Arc<[PathBuf]>>) -> Self {
        Self(Place::Folders(folders.into()))
    }

    /// The file at `path` below `folder`; `path` is whatever was asked for.
    pub(super) async fn find(&self, folder: &str, path: &str) -> Option<Stored> {
        match &self.0 {
            Place::Program(files) => files.get(format!("{folder}/{path}").as_str()).cloned(),
            Place::Folders(folders) if path.split('/').all(is_plain_name) => {
                for place in folders.iter() {
                    if let Ok(content) = tokio::fs::read(place.join(folder).join(path)).await {
                        return Some(Stored::of(content.into(), None, None));
                    }
                }
                None
            }
            Place::Folders(_) => None,
        }
    }
}

impl Default for Assets {
    fn default() -> Self {
        Self::built_in([])
    }
}

impl fmt::Debug for Assets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Place::Program(files) => f.debug_tuple("Program").field(&files.keys()).finish(),
            Place::Folders(folders) => f.debug_tuple("Folders").field(folders).finish(),
        }
    }
}

impl Stored {
    pub(super) fn new(plain: &'static [u8], brotli: Option<&'static [u8]>, gzip: Option<&'static [u8]>) -> Self {
        Self::of(Bytes::from_static(plain), brotli.map(Bytes::from_static), gzip.map(Bytes::from_static))
    }

    fn of(plain: Bytes, brotli: Option<Bytes>, gzip: Option<Bytes>) -> Self {
        let hash = hash_of(&plain)[..TAG_OCTETS].iter().map(|octet| format!("{octet:02x}")).collect();
        Self { plain, brotli, gzip, hash }
    }

    pub(super) const fn has(&self, encoding: Encoding) -> bool {
        match encoding {
            Encoding::Brotli => self.brotli.is_some(),
            Encoding::Gzip => self.gzip.is_some(),
            Encoding::Identity => true,
        }
    }

    /// In that form, or as it is where there is none.
    pub(super) fn body(&self, encoding: Encoding) -> Bytes {
        let compressed = match encoding {
            Encoding::Brotli => &self.brotli,
            Encoding::Gzip => &self.gzip,
            Encoding::Identity => &None,
        };
        compressed.as_ref().unwrap_or(&self.plain).clone()
    }

    /// A strong tag: another one for each form, since their octets differ (RFC 9110, 8.8.3).
    pub(super) fn tag(&self, encoding: Encoding) -> String {
        match encoding.name() {
            Some(name) => format!("\"{}-{name}\"", self.hash),
            None => format!("\"{}\"", self.hash),
        }
    }
}

/// Whether it names something in a folder itself: no way up, none down, nothing hidden.
fn is_plain_name(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with('.')
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._-".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_way_out_of_the_folder_is_no_name() {
        for name in ["connectdomain.js", "ui.PWY9M8tA.js", "en.ngN7Uod-.js"] {
            assert!(is_plain_name(name), "{name}");
        }
        for name in ["", "..", ".", ".env", "../a.js", "a/b.js", "a\\b.js", "/etc/passwd", "a\0.js", "ä.js", "C:a.js"]
        {
            assert!(!is_plain_name(name), "{name:?}");
        }
    }
}
