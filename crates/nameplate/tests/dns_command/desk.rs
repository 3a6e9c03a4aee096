//! A person at a shell: a folder, variables, and the program.

use crate::digital_ocean::{DigitalOcean, TOKEN};
use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// What a command said.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Said {
    /// The result as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// It ended with this code.
    pub(crate) fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}\n{}", self.out, self.err);
        self
    }

    /// It ended with this code, and a sentence that has these words.
    pub(crate) fn refused(self, code: i32, words: &[&str]) -> Self {
        let said = self.ended(code);
        for word in words {
            assert!(said.err.contains(word), "{word:?} in {}", said.err);
        }
        said
    }
}

/// The person's place.
#[derive(Debug)]
pub(crate) struct Desk {
    pub(crate) host: DigitalOcean,
    pub(crate) folder: TempDir,
    variables: BTreeMap<&'static str, String>,
}

impl Desk {
    /// With a credential, and a resolver that nobody runs.
    pub(crate) fn new() -> Self {
        let host = DigitalOcean::start();
        let variables = BTreeMap::from([
            ("PROVIDER_BASE_URL_DIGITALOCEAN", host.url()),
            ("NAMEPLATE_DNS_CREDENTIAL", TOKEN.to_owned()),
            ("DNS_RESOLVERS", "127.0.0.1:1".to_owned()),
        ]);
        Self { host, folder: tempfile::tempdir().unwrap(), variables }
    }

    pub(crate) fn set(&mut self, name: &'static str, value: &str) {
        self.variables.insert(name, value.to_owned());
    }

    pub(crate) fn unset(&mut self, name: &str) {
        self.variables.remove(name);
    }

    pub(crate) fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    /// `nameplate dns …` with words as a shell splits them (single quotes only).
    pub(crate) fn run(&self, line: &str) -> Said {
        self.run_with_input(line, "")
    }

    pub(crate) fn run_with_input(&self, line: &str, input: &str) -> Said {
        let mut words = Vec::new();
        for (index, part) in line.split('\'').enumerate() {
            match index % 2 {
                0 => words.extend(part.split_whitespace().map(str::to_owned)),
                _ => words.push(part.to_owned()),
            }
        }
        let mut child = Command::new(env!("CARGO_BIN_EXE_nameplate"))
            .arg("dns")
            .args(words)
            .current_dir(self.folder.path())
            .env_clear()
            .envs(&self.variables)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Who needs no input has ended, or will.
        let _ = stdin.write_all(input.as_bytes());
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
        let said = Said { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) };
        for secret in [TOKEN, "dop_v1"] {
            assert!(!said.out.contains(secret) && !said.err.contains(secret), "the credential is shown: {said:?}");
        }
        // Neither colours without a terminal, nor what somebody put into a zone.
        for text in [&said.out, &said.err] {
            assert!(!text.contains('\u{1b}'), "a terminal would obey: {said:?}");
        }
        said
    }
}
