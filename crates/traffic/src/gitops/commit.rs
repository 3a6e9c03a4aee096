//! One commit for a plan: built beside index and work tree, then made the head of the branch in one step, then checked out.

use super::GitOps;
use super::receipt::{self, File};
use super::tree::{Tree, path_of};
use crate::contract::Refusal;
use crate::plan::Plan;
use std::collections::BTreeMap;

/// Where a commit lies until the branch is moved to it.
const DRAFT: &str = "refs/nameplate/draft";
/// By which our own commits are told from others'.
const TRAILER: &str = "Nameplate-Plan";

impl GitOps {
    /// Commits the plan, and gives the commit; `None` where nothing had to be written.
    pub(super) async fn commit(&self, plan: &Plan) -> Result<Option<String>, Refusal> {
        self.settle().await?;
        let (tree, mut written) = self.tree().await?;
        let mut files: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
        for change in &plan.changes {
            let path = path_of(&self.repository.within, &change.key);
            self.check_unedited(&tree, &path, &written.files).await?;
            let content = change.after.as_ref().map(|manifest| text_of(manifest.value())).transpose()?;
            match &content {
                Some(content) => drop(written.files.insert(path.clone(), File::new(content, change.connection))),
                None => drop(written.files.remove(&path)),
            }
            if tree.content(&path) != content.as_deref() {
                files.insert(path, content);
            }
        }
        if files.is_empty() {
            return Ok(None);
        }
        files.insert(receipt::path(&self.repository.within), Some(written.content()));
        let commit = self.draft(&tree, plan, &files).await?;
        self.move_head(tree.head.as_deref(), &commit).await?;
        Ok(Some(commit))
    }

    /// What was planned from an older commit must not overwrite what came since.
    async fn check_unedited(&self, tree: &Tree, path: &str, written: &BTreeMap<String, File>) -> Result<(), Refusal> {
        let Some(content) = tree.content(path) else { return Ok(()) };
        let is_ours = written.get(path).is_some_and(|file| *file == File::new(content, file.connection));
        if is_ours { Ok(()) } else { Err(self.edited(path).await?) }
    }

    /// Who changed that file last, as what stands in the way.
    pub(super) async fn edited(&self, path: &str) -> Result<Refusal, Refusal> {
        let last = self.git.run(&["log", "-1", "--format=%h%x00%an", "--", &format!(":/{path}")]).await?;
        let (commit, author) = last.split_once('\0').unwrap_or(("?", "somebody"));
        Ok(Refusal::Edited { path: path.to_owned(), commit: commit.to_owned(), author: author.to_owned() })
    }

    /// The commit as objects of the repository that no branch has yet.
    async fn draft(
        &self,
        tree: &Tree,
        plan: &Plan,
        files: &BTreeMap<String, Option<Vec<u8>>>,
    ) -> Result<String, Refusal> {
        let mut stream = format!(
            "feature done\ncommit {DRAFT}\ncommitter {} {} +0000\n",
            self.repository.author,
            self.clock.now().as_ms() / 1000
        )
        .into_bytes();
        data(&mut stream, message_of(plan).as_bytes());
        if let Some(head) = &tree.head {
            stream.extend_from_slice(format!("from {head}\n").as_bytes());
        }
        for (path, content) in files {
            match content {
                Some(content) => {
                    stream.extend_from_slice(format!("M 100644 inline {path}\n").as_bytes());
                    data(&mut stream, content);
                }
                None => stream.extend_from_slice(format!("D {path}\n").as_bytes()),
            }
        }
        stream.extend_from_slice(b"done\n");
        self.git.run_with(&["fast-import", "--quiet", "--force", "--date-format=raw"], &stream).await?;
        self.git.run(&["rev-parse", "--verify", DRAFT]).await
    }

    /// Moves the branch, if it is still where it was, and checks out what changed. Whoever has uncommitted changes in our files is told
    /// before anything happens.
    async fn move_head(&self, before: Option<&str>, commit: &str) -> Result<(), Refusal> {
        let from = self.tree_or_empty(before).await?;
        self.git.run(&["update-index", "-q", "--refresh"]).await.ok();
        self.git.run(&["read-tree", "-n", "-m", "-u", &from, commit]).await.map_err(unclean)?;
        // To a branch that has no commit yet, the empty identifier means that there is none.
        let expected = before.map_or_else(|| "0".repeat(commit.len()), str::to_owned);
        self.git.run(&["update-ref", "-m", "nameplate: plan", "HEAD", commit, &expected]).await?;
        if let Some(remote) = &self.repository.remote
            && let Err(refusal) = self.push(remote).await
        {
            // All or nothing: what the remote does not take is not on the branch either.
            match before {
                Some(before) => {
                    self.git.run(&["update-ref", "-m", "nameplate: not pushed", "HEAD", before, commit]).await?
                }
                None => self.git.run(&["update-ref", "-d", "HEAD", commit]).await?,
            };
            return Err(refusal);
        }
        self.git.run(&["read-tree", "-m", "-u", &from, commit]).await.map(drop).map_err(unclean)
    }

    async fn push(&self, remote: &str) -> Result<(), Refusal> {
        let branch = self.branch().await?;
        self.git.run(&["push", "--quiet", remote, &format!("HEAD:{branch}")]).await.map(drop)
    }

    async fn branch(&self) -> Result<String, Refusal> {
        self.git.find(&["symbolic-ref", "--quiet", "HEAD"]).await?.ok_or_else(|| Refusal::Git {
            message: "the work tree is at no branch; check one out with: git switch BRANCH".to_owned(),
        })
    }

    /// Takes over what others pushed, where that is a step forward only.
    pub(super) async fn catch_up(&self) -> Result<(), Refusal> {
        self.settle().await?;
        let Some(remote) = &self.repository.remote else { return Ok(()) };
        let branch = self.branch().await?;
        let name = branch.trim_start_matches("refs/heads/");
        let there = self.git.run(&["ls-remote", remote, &branch]).await?;
        let Some((theirs, _)) = there.split_once('\t') else { return Ok(()) };
        let ours = self.git.find(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]).await?;
        if ours.as_deref() == Some(theirs) {
            return Ok(());
        }
        self.git.run(&["fetch", "--quiet", remote, name]).await?;
        if self.git.find(&["merge-base", "--is-ancestor", theirs, "HEAD"]).await.ok().flatten().is_some() {
            // A process that ended between commit and push.
            return self.push(remote).await;
        }
        self.git.run(&["merge", "--quiet", "--ff-only", theirs]).await.map(drop)
    }

    /// After a crash between moving the branch and checking out: index and work tree follow. Where they do already, nothing happens.
    async fn settle(&self) -> Result<(), Refusal> {
        let body =
            self.git.find(&["log", "-1", "--format=%(trailers:key=Nameplate-Plan,valueonly)"]).await.ok().flatten();
        if body.is_none_or(|trailer| trailer.trim().is_empty()) {
            return Ok(());
        }
        let before = self.git.find(&["rev-parse", "--verify", "--quiet", "HEAD^"]).await?;
        let from = self.tree_or_empty(before.as_deref()).await?;
        self.git.run(&["update-index", "-q", "--refresh"]).await.ok();
        self.git.run(&["read-tree", "-m", "-u", &from, "HEAD"]).await.map(drop).map_err(unclean)
    }

    async fn tree_or_empty(&self, commit: Option<&str>) -> Result<String, Refusal> {
        match commit {
            Some(commit) => Ok(commit.to_owned()),
            None => self.git.run(&["hash-object", "-w", "-t", "tree", "--stdin"]).await,
        }
    }
}

fn unclean(refusal: Refusal) -> Refusal {
    match refusal {
        Refusal::Git { message } => Refusal::Git {
            message: format!("{message}. Commit or undo what was changed in these files, and it is tried again"),
        },
        other => other,
    }
}

fn data(stream: &mut Vec<u8>, content: &[u8]) {
    stream.extend_from_slice(format!("data {}\n", content.len()).as_bytes());
    stream.extend_from_slice(content);
    stream.push(b'\n');
}

fn text_of(value: &serde_json::Value) -> Result<Vec<u8>, Refusal> {
    let text = yaml_serde::to_string(value);
    text.map(String::into_bytes)
        .map_err(|error| Refusal::Git { message: format!("a manifest cannot be written: {error}") })
}

/// What people read in the log, and what we know our own commits by.
fn message_of(plan: &Plan) -> String {
    let [mut made, mut changed, mut deleted] = [0, 0, 0];
    for change in &plan.changes {
        match (&change.before, &change.after) {
            (None, _) => made += 1,
            (_, None) => deleted += 1,
            _ => changed += 1,
        }
    }
    let connections: std::collections::BTreeSet<_> =
        plan.changes.iter().filter_map(|change| change.connection).collect();
    let list: Vec<serde_json::Value> = plan
        .changes
        .iter()
        .map(|change| {
            let digest = |manifest: &Option<crate::manifest::Manifest>| {
                manifest.as_ref().and_then(|one| one.digest().map(str::to_owned))
            };
            serde_json::json!([change.key.to_string(), digest(&change.before), digest(&change.after)])
        })
        .collect();
    let digest = crate::manifest::digest_of(&list.into());
    let names = match connections.len() {
        1 => "1 host name".to_owned(),
        count => format!("{count} host names"),
    };
    let of: String = connections.iter().map(|connection| format!("Nameplate-Connection: {connection}\n")).collect();
    format!(
        "Serve {names} as planned\n\n{made} objects made, {changed} changed, {deleted} deleted.\n\n{TRAILER}: {digest}\n{of}"
    )
}
