//! GitOps: the same manifests as files of a git repository that a cluster follows. One commit for each plan, with a receipt.
//!
//! The program `git` is used rather than a library: it honours what the operator set up (credentials, helpers, SHA-256 repositories,
//! sparse work trees), and its plumbing does what all or nothing takes. A commit is built beside the work tree and the index, so that
//! nobody else's changes get into it, and becomes the branch's head by one compare-and-swap.

mod commit;
mod git;
mod receipt;
mod tree;

use crate::contract::{Backend, Portion, Receipt, Refusal, Sight, Within};
use crate::grant::grants;
use crate::manifests::manifests;
use crate::plan::{Plan, Standing, plan};
use crate::served::Served;
use crate::terms::Terms;
use async_trait::async_trait;
use git::Git;
use nameplate_domain::connection::WaitingFor;
use nameplate_domain::time::Clock;
use receipt::Written;
use std::path::PathBuf;
use std::sync::Arc;
use tree::{Tree, path_of};

/// Where the repository is, and what may be done with it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repository {
    /// Its work tree.
    pub folder: PathBuf,
    /// The folder in it that is ours, without a slash at either end.
    pub within: String,
    /// Where commits are pushed to; `None` leaves that to somebody else.
    pub remote: Option<String>,
    /// Who commits: `Name <address>`.
    pub author: String,
}

/// A git repository that a cluster follows.
#[derive(Clone)]
pub struct GitOps {
    git: Git,
    repository: Arc<Repository>,
    terms: Arc<Terms>,
    clock: Arc<dyn Clock>,
    /// One plan at a time has the work tree.
    turn: Arc<tokio::sync::Mutex<()>>,
}

impl std::fmt::Debug for GitOps {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("GitOps").field("repository", &self.repository).finish_non_exhaustive()
    }
}

impl GitOps {
    /// Names are served by files of this repository on these terms. `clock` dates the commits.
    #[must_use]
    pub fn new(repository: Repository, terms: Terms, clock: Arc<dyn Clock>) -> Self {
        let git = Git::new(repository.folder.clone());
        Self { git, repository: Arc::new(repository), terms: Arc::new(terms), clock, turn: Arc::default() }
    }

    fn owner(&self) -> &str {
        self.terms.owner.as_str()
    }

    /// The committed tree, with what the last receipt says of it.
    async fn tree(&self) -> Result<(Tree, Written), Refusal> {
        let tree = Tree::read(&self.git, &self.repository.within).await?;
        let written = Written::read(&tree, &self.repository.within)?;
        Ok((tree, written))
    }
}

#[async_trait]
impl Backend for GitOps {
    fn name(&self) -> &'static str {
        "gitops"
    }

    fn portion(&self) -> Portion {
        Portion::Everything
    }

    /// The whole tree is cheap to read, so that a plan is always about everything.
    async fn plan(&self, served: &[Served], within: &Within) -> Result<Plan, Refusal> {
        if *within != Within::Everything {
            return Err(Refusal::Git { message: "a plan for a repository is about everything in it".to_owned() });
        }
        let _turn = self.turn.lock().await;
        self.catch_up().await?;
        let (tree, written) = self.tree().await?;
        let mut wishes = Vec::new();
        let mut refused = Vec::new();
        for one in served {
            match manifests(one, &self.terms) {
                Ok(wish) => wishes.push(wish),
                Err(unservable) => refused.push((one.connection, unservable.into())),
            }
        }
        let others = grants(served, &self.terms);
        let standing: Vec<Standing> = tree.manifests().into_iter().map(|ours| Standing { ours, uid: None }).collect();
        let mut plan = plan(&wishes, &others, &standing, self.owner());
        plan.refused.extend(refused);
        // Nothing is changed or deleted that somebody edited: the rest of that connection waits with it.
        for (path, connection) in tree.edited(&written) {
            let of = |key: &crate::manifest::Key| path_of(&self.repository.within, key) == path;
            let touched = plan.changes.iter().find(|change| of(&change.key)).map(|change| change.connection);
            let Some(connection) = touched.or_else(|| connection.map(Some)) else { continue };
            let refusal = self.edited(&path).await?;
            match connection {
                Some(connection) => {
                    plan.changes.retain(|change| change.connection != Some(connection));
                    plan.refused.push((connection, refusal));
                }
                None => {
                    tracing::warn!(error = %refusal, "A file of the grants was changed by somebody else.");
                    plan.changes.retain(|change| !of(&change.key));
                }
            }
        }
        Ok(plan)
    }

    async fn apply(&self, plan: &Plan) -> Result<Receipt, Refusal> {
        let _turn = self.turn.lock().await;
        let commit = self.commit(plan).await?;
        Ok(Receipt { plan: plan.clone(), commit })
    }

    /// What the cluster makes of the files is not seen from here.
    async fn observe(&self, served: &[Served]) -> Result<Vec<Sight>, Refusal> {
        let (tree, _) = self.tree().await?;
        let sight = |one: &Served| {
            let wish = manifests(one, &self.terms);
            let is_written = wish.as_ref().is_ok_and(|wish| {
                wish.manifests.iter().all(|manifest| {
                    tree.manifest(&path_of(&self.repository.within, manifest.key())).as_ref() == Some(manifest)
                })
            });
            let (waiting_for, sentence, has_failed) = match (wish, is_written) {
                (Err(unservable), _) => {
                    let refusal = Refusal::from(unservable);
                    (refusal.waiting_for(), refusal.to_string(), true)
                }
                (Ok(_), true) => {
                    (WaitingFor::Nobody, format!("{} is committed to the repository.", one.hostname), false)
                }
                (Ok(_), false) => (WaitingFor::Platform, format!("{} is not committed yet.", one.hostname), false),
            };
            let hostname = one.hostname.to_string();
            Sight { connection: one.connection, hostname, waiting_for, sentence, has_failed, certificate: None }
        };
        Ok(served.iter().map(sight).collect())
    }
}
