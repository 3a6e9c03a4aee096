//! Files that are there whole or not at all, for their owner only.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

/// What could not be done with a file.
#[derive(Debug, thiserror::Error)]
#[error("{path} could not be {doing}")]
pub(crate) struct RootFileError {
    path: PathBuf,
    doing: &'static str,
    #[source]
    source: io::Error,
}

/// Writes a file so that it is there whole or as it was before, readable for the owner only, and flushed to the disk.
pub(crate) fn replace_file(path: &Path, content: &[u8]) -> Result<(), RootFileError> {
    let failed = |doing| move |source| RootFileError { path: path.to_owned(), doing, source };
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
