//! One run of this program: where it works, what it measures, how long.

use crate::failure::Failure;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;

/// What all scenarios share.
#[derive(Debug)]
pub(crate) struct Run {
    /// The program under measurement.
    pub(crate) binary: PathBuf,
    /// Superuser URL of a PostgreSQL server that may be filled; `None` leaves PostgreSQL out.
    pub(crate) postgres: Option<String>,
    /// A short run: to see that everything works, not for numbers to quote.
    pub(crate) is_quick: bool,
    directory: TempDir,
}

impl Run {
    /// # Errors
    /// [`Failure::Io`] when there is no room for temporary files.
    pub(crate) fn new(binary: PathBuf, postgres: Option<String>, is_quick: bool) -> Result<Self, Failure> {
        let doing = "making a folder for temporary files";
        // Workers of the peers run as another user and read the served files.
        let directory = tempfile::Builder::new()
            .prefix("nameplate-bench-")
            .permissions(std::fs::Permissions::from_mode(0o755))
            .tempdir()
            .map_err(Failure::io(doing))?;
        let binary = std::path::absolute(&binary).map_err(Failure::io(doing))?;
        Ok(Self { binary, postgres, is_quick, directory })
    }

    /// A fresh folder, gone at the end of the run.
    ///
    /// # Errors
    /// [`Failure::Io`] when it exists or cannot be made.
    pub(crate) fn folder(&self, name: &str) -> Result<PathBuf, Failure> {
        let path = self.directory.path().join(name);
        std::fs::create_dir(&path).map_err(Failure::io(format!("creating {}", path.display())))?;
        Ok(path)
    }

    /// `full`, or a fraction of it in a short run.
    pub(crate) fn window(&self, full: Duration) -> Duration {
        if self.is_quick { full / 5 } else { full }
    }

    /// `full`, or `quick` in a short run.
    pub(crate) fn count(&self, full: usize, quick: usize) -> usize {
        if self.is_quick { quick } else { full }
    }

    /// Whether the program under measurement was built.
    pub(crate) fn has_binary(&self) -> bool {
        self.binary.is_file()
    }

    /// # Errors
    /// [`Failure::Missing`] when the program under measurement was not built.
    pub(crate) fn require_binary(&self) -> Result<&Path, Failure> {
        match self.has_binary() {
            true => Ok(&self.binary),
            false => Err(Failure::Missing {
                what: self.binary.display().to_string(),
                remedy: "build it with `cargo build --release -p nameplate`, or name it with --binary".to_owned(),
            }),
        }
    }
}
