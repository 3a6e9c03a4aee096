//! The file in which zones survive a restart.

use crate::record::Entry;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What the file holds, as JSON.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Saved {
    /// Numbers up to this one have been given to records.
    pub(crate) last_id: u64,
    /// Zone, number, record.
    pub(crate) zones: BTreeMap<String, BTreeMap<u64, Entry>>,
    /// Zones for which Domain Connect is not offered.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(crate) undiscovered: BTreeSet<String>,
}

/// Why a file is of no use.
#[derive(Debug, thiserror::Error)]
pub enum SavedError {
    /// The system does not let us read it.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It is not what we write.
    #[error("{} does not hold sandbox zones", path.display())]
    Parse {
        /// The file.
        path: PathBuf,
        /// Where it goes wrong.
        source: serde_json::Error,
    },
    /// A zone or record in it cannot be served.
    #[error("{} holds a record that cannot be served: {reason}", path.display())]
    Record {
        /// The file.
        path: PathBuf,
        /// Field and reason.
        reason: String,
    },
}

/// Reads the file; `None` when it does not exist.
pub(crate) fn read(path: &Path) -> Result<Option<Saved>, SavedError> {
    let text = match std::fs::read(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(source) => return Err(SavedError::Read { path: path.to_owned(), source }),
    };
    serde_json::from_slice(&text).map(Some).map_err(|source| SavedError::Parse { path: path.to_owned(), source })
}

/// Writes the file as a whole: whoever reads it sees the old or the new, also after a crash.
pub(crate) fn write(path: &Path, saved: &Saved) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = std::fs::File::create(&beside)?;
    file.write_all(&serde_json::to_vec_pretty(saved)?)?;
    file.sync_all()?;
    std::fs::rename(beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_comes_back_as_it_was_and_a_missing_one_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deeper/zones.json");
        assert_eq!(read(&path).unwrap(), None);
        let saved = Saved {
            last_id: 7,
            zones: BTreeMap::from([("customer.test".into(), BTreeMap::new())]),
            undiscovered: BTreeSet::from(["customer.test".into()]),
        };
        write(&path, &saved).unwrap();
        assert_eq!(read(&path).unwrap(), Some(saved));
    }

    #[test]
    fn another_file_is_refused_by_name() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zones.json");
        std::fs::write(&path, "[]").unwrap();
        assert!(read(&path).unwrap_err().to_string().ends_with("zones.json does not hold sandbox zones"));
    }
}
