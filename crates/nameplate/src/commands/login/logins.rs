//! Keys that were stored by `nameplate login`: one file that only its owner may read, with one key for each control plane.

use crate::commands::ending::Stop;
use crate::config::Environment;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{DirBuilder, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};

const FILE: &str = "logins.json";

/// Where they are stored.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::commands) struct Place {
    folder: PathBuf,
}

/// What is stored.
#[derive(Clone, Default, Serialize, Deserialize)]
pub(in crate::commands) struct Logins {
    /// URL of the control plane that was logged in to last.
    #[serde(default)]
    current: Option<String>,
    /// API keys, by the URL of their control plane.
    #[serde(default)]
    keys: BTreeMap<String, String>,
}

impl fmt::Debug for Logins {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Logins").field("current", &self.current).field("keys", &self.keys.keys()).finish()
    }
}

impl Logins {
    /// URL of the last login.
    pub(in crate::commands) fn current(&self) -> Option<&str> {
        self.current.as_deref()
    }

    pub(in crate::commands) fn key(&self, url: &str) -> Option<&str> {
        self.keys.get(url).map(String::as_str)
    }

    pub(in crate::commands) fn add(&mut self, url: &str, key: &str) {
        self.keys.insert(url.to_owned(), key.to_owned());
        self.current = Some(url.to_owned());
    }

    /// Forgets the key of `url`; `false` when there is none.
    pub(in crate::commands) fn remove(&mut self, url: &str) -> bool {
        if self.current.as_deref() == Some(url) {
            self.current = None;
        }
        self.keys.remove(url).is_some()
    }
}

impl Place {
    /// `$XDG_CONFIG_HOME/nameplate`, or `~/.config/nameplate` (XDG Base Directory Specification); `None` where nobody lives.
    pub(in crate::commands) fn of(environment: &Environment) -> Option<Self> {
        let absolute = |name: &str| environment.value(name).map(PathBuf::from).filter(|path| path.is_absolute());
        let config = absolute("XDG_CONFIG_HOME").or_else(|| Some(absolute("HOME")?.join(".config")))?;
        Some(Self { folder: config.join("nameplate") })
    }

    pub(in crate::commands) fn file(&self) -> PathBuf {
        self.folder.join(FILE)
    }

    /// What is stored; nothing where no file is.
    ///
    /// # Errors
    /// When others may read it, or it cannot be read.
    pub(in crate::commands) fn read(&self) -> Result<Logins, Stop> {
        let path = self.file();
        let failed = |why: &dyn fmt::Display| Stop::failed(format!("{} cannot be read: {why}", path.display()));
        let file = match File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Logins::default()),
            Err(error) => return Err(failed(&error)),
        };
        let mode = file.metadata().map_err(|error| failed(&error))?.mode();
        if mode & 0o077 != 0 {
            return Err(Stop::failed(format!(
                "{path} holds API keys and can be read by others: run `chmod 600 {path}`, and replace the keys if others use this machine",
                path = path.display()
            )));
        }
        let text = std::io::read_to_string(file).map_err(|error| failed(&error))?;
        // What cannot be parsed may be a key: it is not quoted.
        serde_json::from_str(&text).map_err(|error| {
            failed(&format!("it is no JSON of logins (line {}); remove it and log in again", error.line()))
        })
    }

    /// Stores `logins` whole, or leaves what was there.
    ///
    /// # Errors
    /// Why it was not written.
    pub(in crate::commands) fn write(&self, logins: &Logins) -> Result<(), Stop> {
        let path = self.file();
        self.replace(&path, logins)
            .map_err(|error| Stop::failed(format!("{} cannot be written: {error}", path.display())))
    }

    fn replace(&self, path: &Path, logins: &Logins) -> std::io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder)?;
        let fresh = self.folder.join(format!("{FILE}.{}", std::process::id()));
        let written = (|| {
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh)?;
            file.write_all(serde_json::to_string_pretty(logins)?.as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            std::fs::rename(&fresh, path)
        })();
        if written.is_err() {
            let _ = std::fs::remove_file(&fresh);
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt as _;

    fn place(home: &Path) -> Place {
        Place::of(&[("HOME".to_owned(), home.display().to_string())].into_iter().collect()).unwrap()
    }

    #[test]
    fn keys_are_kept_for_their_owner_alone() {
        let home = tempfile::tempdir().unwrap();
        let place = place(home.path());
        assert_eq!(place.file(), home.path().join(".config/nameplate/logins.json"));
        assert_eq!(place.read().unwrap().current(), None, "nothing is there yet");
        let mut logins = Logins::default();
        logins.add("https://one.example", "sk_live_one");
        logins.add("https://two.example", "sk_live_two");
        place.write(&logins).unwrap();
        let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!((mode(&place.file()), mode(place.file().parent().unwrap())), (0o600, 0o700));
        assert_eq!(std::fs::read_dir(place.file().parent().unwrap()).unwrap().count(), 1, "nothing else is left");

        let mut read = place.read().unwrap();
        assert_eq!(
            (read.current(), read.key("https://one.example")),
            (Some("https://two.example"), Some("sk_live_one"))
        );
        assert!(!format!("{read:?}").contains("sk_live"), "{read:?}");
        assert!(read.remove("https://two.example") && !read.remove("https://two.example"));
        assert_eq!((read.current(), read.key("https://two.example")), (None, None));
    }

    #[test]
    fn a_file_that_others_can_read_is_refused_and_never_quoted() {
        let home = tempfile::tempdir().unwrap();
        let place = place(home.path());
        place.write(&Logins::default()).unwrap();
        std::fs::set_permissions(place.file(), std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(place.read().unwrap_err().to_string().contains("chmod 600"));
        std::fs::write(place.file(), "{\"keys\": sk_live_secret").unwrap();
        std::fs::set_permissions(place.file(), std::fs::Permissions::from_mode(0o600)).unwrap();
        let said = place.read().unwrap_err().to_string();
        assert!(said.contains("line 1") && !said.contains("secret"), "{said}");
    }

    #[test]
    fn the_folder_is_the_one_of_the_specification() {
        let environment = |pairs: &[(&str, &str)]| {
            pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect::<Environment>()
        };
        let file = |pairs: &[(&str, &str)]| Place::of(&environment(pairs)).map(|place| place.file());
        let home = ("HOME", "/home/ada");
        assert_eq!(file(&[home, ("XDG_CONFIG_HOME", "/etc/me")]).unwrap(), Path::new("/etc/me/nameplate/logins.json"));
        let default = Path::new("/home/ada/.config/nameplate/logins.json");
        assert_eq!(file(&[home, ("XDG_CONFIG_HOME", "relative")]).unwrap(), default, "a relative one is to be ignored");
        assert_eq!(file(&[]), None);
    }
}
