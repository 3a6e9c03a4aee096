//! Where a provider's credential comes from. Never from an argument, which every user of the machine can see.

use super::args::Login;
use crate::commands::ending::Stop;
use crate::config::Environment;
use nameplate_providers::{CredentialText, ProviderSpec};
use std::convert::Infallible;
use std::io::Read as _;
use std::str::FromStr;

/// What the name of the variable for all providers is; `_` and a key in capitals follow for one.
const VARIABLE: &str = "NAMEPLATE_DNS_CREDENTIAL";
/// Longest credential that is read, in octets: key files of service accounts have some thousands.
const LENGTH_MAX: u64 = 64 * 1024;

/// What was typed after `--credential`. Anything but `-` is forgotten at once: it may be a secret.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(in crate::commands) enum Typed {
    StandardInput,
    SomethingElse,
}

impl FromStr for Typed {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(if text == "-" { Self::StandardInput } else { Self::SomethingElse })
    }
}

/// The credential, and where it was found, in words.
pub(super) fn read(
    login: &Login,
    spec: &ProviderSpec,
    environment: &Environment,
) -> Result<(CredentialText, String), Stop> {
    if login.credential == Some(Typed::SomethingElse) {
        return Err(Stop::usage(format!(
            "--credential takes only -, for standard input: arguments can be seen by everybody on this machine. What was typed should be \
             replaced at {}; give the new one in {VARIABLE}",
            spec.name
        )));
    }
    if login.credential == Some(Typed::StandardInput) {
        let text = text_of(std::io::stdin()).map_err(|why| Stop::failed(format!("standard input {why}")))?;
        return Ok((text, "standard input".to_owned()));
    }
    if let Some(path) = &login.credential_file {
        let place = path.display().to_string();
        let file = std::fs::File::open(path)
            .map_err(|error| Stop::failed(format!("the credential file {place} cannot be read: {error}")))?;
        let text = text_of(file).map_err(|why| Stop::failed(format!("the credential file {place} {why}")))?;
        return Ok((text, place));
    }
    let own = format!("{VARIABLE}_{}", spec.key.to_ascii_uppercase().replace('-', "_"));
    for name in [own.as_str(), VARIABLE] {
        if let Some(value) = environment.value(name) {
            return Ok((CredentialText::new(value), name.to_owned()));
        }
    }
    Err(Stop::failed(format!(
        "no credential of {}: set {VARIABLE} (its form is {}), or give --credential-file FILE or --credential -. {}",
        spec.name, spec.credential.format, spec.credential.hint
    )))
}

/// The error never holds any of what was read.
fn text_of(source: impl std::io::Read) -> Result<CredentialText, &'static str> {
    let mut text = String::new();
    source.take(LENGTH_MAX).read_to_string(&mut text).map_err(|_| "cannot be read as text")?;
    match text.trim().is_empty() {
        true => Err("is empty; a credential was expected"),
        false => Ok(CredentialText::new(&text)),
    }
}
