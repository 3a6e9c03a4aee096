//! The key that clients know this server by: a file as OpenSSH keeps it, made on the first start. Nodes behind one name have the same file.

use aws_lc_rs::rand;
use russh::keys::ssh_key::LineEnding;
use russh::keys::ssh_key::private::Ed25519Keypair;
use russh::keys::{HashAlg, PrivateKey};
use std::fmt;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Who may do what with the file: its owner, and nobody else.
const MODE: u32 = 0o600;

/// The key of a server.
#[derive(Clone)]
pub struct HostKey(pub(crate) PrivateKey);

impl fmt::Debug for HostKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HostKey({})", self.fingerprint())
    }
}

/// Why there is no host key.
#[derive(Debug, thiserror::Error)]
pub enum NoHostKey {
    /// The file cannot be read or made.
    #[error("the host key {} cannot be read or made: {source}", path.display())]
    File {
        /// Where it should be.
        path: PathBuf,
        /// The system's words.
        source: io::Error,
    },
    /// Whoever has it can pass for this server.
    #[error("everybody on this machine may read or change the host key {}; chmod 600 it", .0.display())]
    Open(PathBuf),
    /// The file is no key.
    #[error(
        "{} is no private key in OpenSSH's form without a passphrase; make one with ssh-keygen -t ed25519 -N '' -f FILE, or remove it and start again",
        .0.display()
    )]
    Unreadable(PathBuf),
    /// There is no chance.
    #[error("the system gives no random bytes")]
    NoChance,
}

impl HostKey {
    /// Reads the key, or makes one where there is none.
    ///
    /// # Errors
    /// [`NoHostKey`], as a sentence that says what to do.
    pub fn open(path: &Path) -> Result<Self, NoHostKey> {
        let failed = |source| NoHostKey::File { path: path.to_owned(), source };
        if !path.try_exists().map_err(failed)? {
            make(path, &fresh()?).map_err(failed)?;
        }
        let mode = fs::metadata(path).map_err(failed)?.permissions().mode();
        if mode & 0o007 != 0 {
            return Err(NoHostKey::Open(path.to_owned()));
        }
        let text = fs::read_to_string(path).map_err(failed)?;
        let key = PrivateKey::from_openssh(text.as_str()).ok().filter(|key| !key.is_encrypted());
        key.map(Self).ok_or_else(|| NoHostKey::Unreadable(path.to_owned()))
    }

    /// `SHA256:…`, as clients show it when they meet the server for the first time.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        self.0.fingerprint(HashAlg::Sha256).to_string()
    }
}

fn fresh() -> Result<PrivateKey, NoHostKey> {
    let mut seed = [0; 32];
    rand::fill(&mut seed).map_err(|_| NoHostKey::NoChance)?;
    Ok(PrivateKey::from(Ed25519Keypair::from_seed(&seed)))
}

/// Puts the key there whole; of two that start at once, one makes it and both read it.
fn make(path: &Path, key: &PrivateKey) -> io::Result<()> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let text = key.to_openssh(LineEnding::LF).map_err(io::Error::other)?;
    let mut beside = path.as_os_str().to_owned();
    beside.push(format!(".{}", std::process::id()));
    let beside = PathBuf::from(beside);
    // What another start left there, which had the same number.
    let _ = fs::remove_file(&beside);
    let mut file: File = OpenOptions::new().write(true).create_new(true).mode(MODE).open(&beside)?;
    let linked =
        file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).and_then(|()| fs::hard_link(&beside, path));
    fs::remove_file(&beside)?;
    match linked {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        linked => linked,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_for_its_owner_only_and_is_the_same_from_then_on() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("new/host_key");
        let made = HostKey::open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, MODE);
        assert_eq!(HostKey::open(&path).unwrap().fingerprint(), made.fingerprint());
        assert_eq!(fs::read_dir(folder.path().join("new")).unwrap().count(), 1);
        assert!(!format!("{made:?}").contains("PRIVATE"));
        let another = HostKey::open(&folder.path().join("another")).unwrap();
        assert_ne!(another.fingerprint(), made.fingerprint());
    }

    #[test]
    fn a_key_that_everybody_may_read_or_that_is_none_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("host_key");
        HostKey::open(&path).unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(HostKey::open(&path).unwrap_err().to_string().contains("chmod 600"));
        fs::write(&path, "hello").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        assert!(matches!(HostKey::open(&path), Err(NoHostKey::Unreadable(_))));
    }
}
