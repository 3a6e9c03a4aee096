//! SSH keys: what is kept of one, and how a public key is read from the line that OpenSSH writes.

use super::{ApplicationId, Caller, Reach, Scopes, SshKeyId, TenantId, Whence, Who};
use crate::time::Timestamp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use std::fmt;
use std::time::Duration;

/// Longest line that is read, in octets. Keys that are taken have less than 300 and a comment.
const LINE_LENGTH_MAX: usize = 4096;
/// Longest comment, in characters.
const COMMENT_LENGTH_MAX: usize = 200;

/// An SSH key that acts for a tenant.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SshKey {
    /// Identifier.
    pub id: SshKeyId,
    /// Owner.
    pub tenant: TenantId,
    /// The application that it is for; `None` for a key of the whole tenant.
    pub application: Option<ApplicationId>,
    /// The label a person gave it.
    pub name: String,
    /// Type and key, as OpenSSH writes them, without a comment.
    pub public_key: String,
    /// `SHA256:…`, as OpenSSH shows it.
    pub fingerprint: String,
    /// What it may do.
    pub scopes: Scopes,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When somebody last signed in with it, to the minute.
    pub used_at: Option<Timestamp>,
    /// When it was revoked; it lets nobody in from then on.
    pub revoked_at: Option<Timestamp>,
}

impl SshKey {
    /// How exactly it is known when a key was used.
    pub const USE_NOTED_EVERY: Duration = Duration::from_mins(1);

    /// Whoever has the key.
    #[must_use]
    pub fn caller(self) -> Caller {
        Caller {
            tenant: self.tenant,
            who: Who::SshKey { id: self.id, name: self.name, fingerprint: self.fingerprint },
            scopes: self.scopes,
            reach: Reach::Tenant,
            whence: Whence::default(),
        }
    }
}

/// A public key of a type that is taken.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SshPublicKey {
    kind: &'static str,
    blob: Vec<u8>,
    comment: String,
}

/// Why a text is no public key that is taken. Nothing of the text is in it: it may be a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
pub enum SshKeyError {
    /// There is nothing.
    #[error("is empty; give what is in the .pub file, such as ssh-ed25519 AAAA… you@laptop")]
    Empty,
    /// The other half.
    #[error(
        "is a private key, which nobody else may see: make another pair with ssh-keygen -t ed25519 and give what is in its .pub file. This one was not kept"
    )]
    Private,
    /// RFC 4716, or PEM.
    #[error("is not in OpenSSH's form; ssh-keygen -i -f FILE writes it so")]
    OtherForm,
    /// More than one key, or far too much text.
    #[error("must be one line with one key, as in the .pub file")]
    SeveralLines,
    /// RSA and DSA.
    #[error("is an RSA or DSA key, which are not taken; make an Ed25519 key: ssh-keygen -t ed25519")]
    Weak,
    /// A certificate.
    #[error("is a certificate; give the plain key that it was made for")]
    Certificate,
    /// Options of `authorized_keys` before it, or something else.
    #[error(
        "must begin with the type of the key, without options before it; taken are {}",
        TYPES.map(|(name, _)| name).join(", ")
    )]
    UnknownType,
    /// What follows the type is no such key.
    #[error("is damaged: what follows the type is no key of that type; copy the line of the .pub file once more")]
    Damaged,
}

/// How many strings a key has after its type, and how long each is.
#[derive(Clone, Copy)]
enum Form {
    /// RFC 8709, 4: 32 octets.
    Ed25519,
    /// RFC 5656, 3.1: the curve's name, and an uncompressed point of so many octets.
    Ecdsa(&'static str, usize),
}

/// Types that are taken, and their forms; those that begin with `sk-` end with the name of an application (OpenSSH, PROTOCOL.u2f).
const TYPES: [(&str, Form); 6] = [
    ("ssh-ed25519", Form::Ed25519),
    ("ecdsa-sha2-nistp256", Form::Ecdsa("nistp256", 65)),
    ("ecdsa-sha2-nistp384", Form::Ecdsa("nistp384", 97)),
    ("ecdsa-sha2-nistp521", Form::Ecdsa("nistp521", 133)),
    ("sk-ssh-ed25519@openssh.com", Form::Ed25519),
    ("sk-ecdsa-sha2-nistp256@openssh.com", Form::Ecdsa("nistp256", 65)),
];

impl SshPublicKey {
    /// Reads the line of a `.pub` file.
    ///
    /// # Errors
    /// [`SshKeyError`]: what is wrong and what to do, and nothing of the text.
    pub fn parse(text: &str) -> Result<Self, SshKeyError> {
        let text = text.trim();
        if ["PRIVATE KEY", "PuTTY-User-Key-File", "SSH PRIVATE KEY FILE"].iter().any(|mark| text.contains(mark)) {
            return Err(SshKeyError::Private);
        }
        if text.is_empty() {
            return Err(SshKeyError::Empty);
        }
        if text.starts_with("----") {
            return Err(SshKeyError::OtherForm);
        }
        if text.contains(['\n', '\r']) || text.len() > LINE_LENGTH_MAX {
            return Err(SshKeyError::SeveralLines);
        }
        let (name, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
        let (kind, form) = known(name)?;
        let (encoded, comment) = rest.trim_start().split_once([' ', '\t']).unwrap_or((rest.trim_start(), ""));
        let blob = STANDARD.decode(encoded).map_err(|_| SshKeyError::Damaged)?;
        if !is_of(kind, form, &blob) {
            return Err(SshKeyError::Damaged);
        }
        let comment = comment.trim().chars().filter(|one| !one.is_control()).take(COMMENT_LENGTH_MAX).collect();
        Ok(Self { kind, blob, comment })
    }

    /// The key as it travels (RFC 4253, 6.6); its SHA-256 is the fingerprint.
    #[must_use]
    pub fn blob(&self) -> &[u8] {
        &self.blob
    }

    /// What stood behind it: mostly whose it is, and on which machine.
    #[must_use]
    pub fn comment(&self) -> &str {
        &self.comment
    }
}

/// Type and key, without the comment.
impl fmt::Display for SshPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.kind, STANDARD.encode(&self.blob))
    }
}

fn known(name: &str) -> Result<(&'static str, Form), SshKeyError> {
    if name.ends_with("-cert-v01@openssh.com") {
        return Err(SshKeyError::Certificate);
    }
    if ["ssh-rsa", "rsa-sha2-256", "rsa-sha2-512", "ssh-dss"].contains(&name) {
        return Err(SshKeyError::Weak);
    }
    TYPES.into_iter().find(|(known, _)| *known == name).ok_or(SshKeyError::UnknownType)
}

/// Whether `blob` is its own type and then what belongs to it, to the last octet.
fn is_of(kind: &str, form: Form, blob: &[u8]) -> bool {
    let mut rest = blob;
    let mut next = || {
        let (length, behind) = rest.split_first_chunk::<4>()?;
        let (string, behind) = behind.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        rest = behind;
        Some(string)
    };
    let is_typed = next() == Some(kind.as_bytes());
    let is_formed = match form {
        Form::Ed25519 => next().is_some_and(|key| key.len() == 32),
        Form::Ecdsa(curve, length) => {
            next() == Some(curve.as_bytes())
                && next().is_some_and(|point| point.len() == length && point.first() == Some(&4))
        }
    };
    let is_bound = !kind.starts_with("sk-") || next().is_some_and(|application| !application.is_empty());
    is_typed && is_formed && is_bound && rest.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGJhcmVseS1hLWtleS1idXQtMzItb2N0ZXRzISEhISEh";

    fn line(kind: &str, strings: &[&[u8]]) -> String {
        let mut blob = Vec::new();
        for string in [kind.as_bytes()].iter().chain(strings) {
            blob.extend_from_slice(&u32::try_from(string.len()).unwrap().to_be_bytes());
            blob.extend_from_slice(string);
        }
        format!("{kind} {}", STANDARD.encode(blob))
    }

    fn point(length: usize) -> Vec<u8> {
        [vec![4], vec![7; length - 1]].concat()
    }

    #[test]
    fn every_type_is_read_and_written_without_its_comment() {
        let ed25519 = line("ssh-ed25519", &[b"barely-a-key-but-32-octets!!!!!!"]);
        let all = [
            ed25519,
            line("ecdsa-sha2-nistp256", &[b"nistp256", &point(65)]),
            line("ecdsa-sha2-nistp384", &[b"nistp384", &point(97)]),
            line("ecdsa-sha2-nistp521", &[b"nistp521", &point(133)]),
            line("sk-ssh-ed25519@openssh.com", &[&[1; 32], b"ssh:"]),
            line("sk-ecdsa-sha2-nistp256@openssh.com", &[b"nistp256", &point(65), b"ssh:"]),
        ];
        for bare in all {
            let key = SshPublicKey::parse(&format!("  {bare}   ada@laptop of Ada \n")).unwrap();
            assert_eq!((key.to_string(), key.comment()), (bare.clone(), "ada@laptop of Ada"));
            assert_eq!(SshPublicKey::parse(&bare).unwrap().blob(), key.blob());
        }
    }

    #[test]
    fn what_is_no_public_key_is_told_apart() {
        let private =
            "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA\n-----END OPENSSH PRIVATE KEY-----";
        for (text, error) in [
            (" \n", SshKeyError::Empty),
            (private, SshKeyError::Private),
            ("-----BEGIN EC PRIVATE KEY-----\nx", SshKeyError::Private),
            ("PuTTY-User-Key-File-3: ssh-ed25519", SshKeyError::Private),
            ("---- BEGIN SSH2 PUBLIC KEY ----\nAAAA", SshKeyError::OtherForm),
            ("-----BEGIN PUBLIC KEY-----\nMIIB", SshKeyError::OtherForm),
            ("ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAAAgQ", SshKeyError::Weak),
            ("ssh-dss AAAAB3NzaC1kc3M", SshKeyError::Weak),
            ("ssh-ed25519-cert-v01@openssh.com AAAA", SshKeyError::Certificate),
            ("command=\"ls\" ssh-ed25519 AAAA", SshKeyError::UnknownType),
            ("hello", SshKeyError::UnknownType),
            ("ssh-ed25519", SshKeyError::Damaged),
            ("ssh-ed25519 !!!!", SshKeyError::Damaged),
            (&KEY.replace("ssh-ed25519 ", "ecdsa-sha2-nistp256 "), SshKeyError::Damaged),
            (&format!("{KEY}\n{KEY}"), SshKeyError::SeveralLines),
            (&format!("{KEY} {}", "x".repeat(5000)), SshKeyError::SeveralLines),
        ] {
            assert_eq!(SshPublicKey::parse(text), Err(error), "{text}");
        }
        let long = line("ssh-ed25519", &[&[1; 32], b"more"]);
        assert_eq!(SshPublicKey::parse(&long), Err(SshKeyError::Damaged));
        let compressed = line("ecdsa-sha2-nistp256", &[b"nistp256", &[[2; 33].as_slice(), &[0; 32]].concat()]);
        assert_eq!(SshPublicKey::parse(&compressed), Err(SshKeyError::Damaged));
    }

    proptest! {
        #[test]
        fn nothing_of_what_was_given_is_repeated(secret in "[A-Za-z0-9+/]{12,60}") {
            for text in [secret.clone(), format!("ssh-ed25519 {secret}"), format!("-----BEGIN RSA PRIVATE KEY-----\n{secret}")] {
                if let Err(error) = SshPublicKey::parse(&text) {
                    prop_assert!(!error.to_string().contains(&secret));
                }
            }
        }
    }
}
