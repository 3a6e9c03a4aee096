//! Our folder as it is committed.

use super::git::Git;
use super::receipt::Written;
use crate::contract::Refusal;
use crate::manifest::{Key, Manifest};
use aws_lc_rs::digest;
use nameplate_domain::tenancy::ConnectionId;
use std::collections::BTreeMap;

/// The files of our folder in the commit that the branch is at.
#[derive(Debug, Default)]
pub(super) struct Tree {
    /// That commit; `None` in a repository without any.
    pub(super) head: Option<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Tree {
    pub(super) async fn read(git: &Git, within: &str) -> Result<Self, Refusal> {
        let Some(head) = git.find(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).await? else {
            return Ok(Self::default());
        };
        let list = git.run_with(&["ls-tree", "-r", "-z", "--full-tree", &head, "--", within], b"").await?;
        // `MODE blob ID<tab>PATH`, each ended by a zero byte.
        let list = String::from_utf8_lossy(&list).into_owned();
        let entry = |line: &str| {
            let (what, path) = line.split_once('\t')?;
            let id = what.strip_prefix("100644 blob ")?;
            Some((path.to_owned(), id.to_owned()))
        };
        let entries: Vec<(String, String)> = list.split('\0').filter_map(entry).collect();
        let ids: String = entries.iter().map(|(_, id)| format!("{id}\n")).collect();
        let contents = git.run_with(&["cat-file", "--batch"], ids.as_bytes()).await?;
        let mut rest = &contents[..];
        let mut files = BTreeMap::new();
        for (path, _) in entries {
            let (content, after) = next_of(rest).ok_or_else(|| Refusal::Git {
                message: format!("the content of {path} cannot be read; look at it with: git fsck"),
            })?;
            files.insert(path, content.to_vec());
            rest = after;
        }
        Ok(Self { head: Some(head), files })
    }

    pub(super) fn content(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// The manifest in that file, if it is one that could be ours.
    pub(super) fn manifest(&self, path: &str) -> Option<Manifest> {
        read(self.content(path)?)
    }

    /// Every manifest; one at a place where ours would not be is nobody's business.
    pub(super) fn manifests(&self) -> Vec<Manifest> {
        let of = |(path, content): (&String, &Vec<u8>)| {
            let manifest = read(content)?;
            path.ends_with(&ending_of(manifest.key())).then_some(manifest)
        };
        self.files.iter().filter_map(of).collect()
    }

    /// The files that are not as we wrote them, with the connection that they were for. What was deleted is not among them.
    pub(super) fn edited(&self, written: &Written) -> Vec<(String, Option<ConnectionId>)> {
        let is_edited = |path: &str, file: &super::receipt::File| {
            self.content(path).is_some_and(|content| sha256(content) != file.sha256)
        };
        let edited = written.files.iter().filter(|(path, file)| is_edited(path, file));
        edited.map(|(path, file)| (path.clone(), file.connection)).collect()
    }
}

/// Of the output of `cat-file --batch`: the next content, and what follows it.
fn next_of(output: &[u8]) -> Option<(&[u8], &[u8])> {
    let line = output.iter().position(|byte| *byte == b'\n')?;
    let size: usize = std::str::from_utf8(&output[..line]).ok()?.rsplit(' ').next()?.parse().ok()?;
    let start = line + 1;
    Some((output.get(start..start + size)?, output.get(start + size + 1..)?))
}

fn read(content: &[u8]) -> Option<Manifest> {
    let text = std::str::from_utf8(content).ok()?;
    Manifest::read(yaml_serde::from_str(text).ok()?)
}

/// Where an object's file is.
pub(super) fn path_of(within: &str, key: &Key) -> String {
    format!("{within}/{}", ending_of(key))
}

fn ending_of(key: &Key) -> String {
    let folder = if key.namespace.is_empty() { "_cluster" } else { &key.namespace };
    format!("{folder}/{}.{}.yaml", key.name, key.kind.to_ascii_lowercase())
}

pub(super) fn sha256(content: &[u8]) -> String {
    digest::digest(&digest::SHA256, content).as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}
