//! The contract of every backend, and what can stand in its way.

use crate::manifest::{Key, Manifest, name_label};
use crate::plan::Plan;
use crate::served::{Served, Unservable};
use async_trait::async_trait;
use nameplate_domain::connection::WaitingFor;
use nameplate_domain::tenancy::ConnectionId;
use std::collections::BTreeSet;
use std::fmt;

/// How much a plan is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Within {
    /// Everything of ours.
    Everything,
    /// What is for these host names, whichever connection it is of; the rest is not looked at.
    Names(BTreeSet<String>),
}

impl Within {
    /// The labels of the names; `None` for everything.
    pub(crate) fn labels(&self) -> Option<BTreeSet<String>> {
        match self {
            Self::Everything => None,
            Self::Names(names) => Some(names.iter().map(|name| name_label(name)).collect()),
        }
    }
}

/// Whether an object that carries our labels is looked at, where `labels` are those of the names.
pub(crate) fn is_within(manifest: &Manifest, labels: Option<&BTreeSet<String>>) -> bool {
    labels.is_none_or(|labels| manifest.name_label().is_some_and(|label| labels.contains(label)))
}

/// What is applied all or nothing.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Portion {
    /// The objects of each connection by themselves: one that is refused keeps nobody else waiting.
    Connection,
    /// A whole plan, as one commit.
    Everything,
}

/// That a plan was applied.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Receipt {
    /// What was done.
    pub plan: Plan,
    /// The commit, where there is one.
    pub commit: Option<String>,
}

/// How one host name stands, as a backend sees it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Sight {
    /// Its connection.
    pub connection: ConnectionId,
    /// The name.
    pub hostname: String,
    /// Who has to act; `Nobody` where it is served.
    pub waiting_for: WaitingFor,
    /// What was seen, as a sentence.
    pub sentence: String,
    /// Whether an attempt at something failed, rather than not being finished.
    pub has_failed: bool,
    /// What tells the certificate that is served from the one before it; `None` where none is seen.
    pub certificate: Option<String>,
}

/// Who brings visitors to applications.
#[async_trait]
pub trait Backend: Send + Sync + fmt::Debug {
    /// What it is called in settings and logs.
    fn name(&self) -> &'static str;

    /// What is applied all or nothing.
    fn portion(&self) -> Portion;

    /// Whether this process is the one that writes.
    fn is_leader(&self) -> bool {
        true
    }

    /// Whether it can plan for some names alone; who cannot is always given everything.
    fn is_selective(&self) -> bool {
        false
    }

    /// Names of which something changed where it is served, and nobody here did it; waits until there are any.
    async fn changed(&self) -> BTreeSet<String> {
        std::future::pending().await
    }

    /// What is to be done so that exactly `served` is served, of what is ours within `within`. Nothing is written.
    ///
    /// # Errors
    /// [`Refusal`] when what stands there could not be read.
    async fn plan(&self, served: &[Served], within: &Within) -> Result<Plan, Refusal>;

    /// Does all of a plan, or nothing of it.
    ///
    /// # Errors
    /// [`Refusal`], after which everything is as it was; [`Refusal::Incomplete`] says what is not.
    async fn apply(&self, plan: &Plan) -> Result<Receipt, Refusal>;

    /// How these names stand.
    ///
    /// # Errors
    /// [`Refusal`] when that could not be read.
    async fn observe(&self, served: &[Served]) -> Result<Vec<Sight>, Refusal>;

    /// The certificate that a name is served with, and what signed it (DER, the leaf first); empty where none is seen.
    ///
    /// # Errors
    /// [`Refusal`] when that could not be read.
    async fn chain(&self, _: &Served) -> Result<Vec<Vec<u8>>, Refusal> {
        Ok(vec![])
    }

    /// Undoes what was done, all or nothing.
    ///
    /// # Errors
    /// As [`Backend::apply`].
    async fn take_back(&self, receipt: &Receipt) -> Result<Receipt, Refusal> {
        self.apply(&receipt.plan.reversed()).await
    }
}

/// Why nothing was done. Displays as a sentence with the remedy.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum Refusal {
    /// No manifests are made for the name.
    #[error("It is not served here: {0}.")]
    Unservable(#[from] Unservable),
    /// Somebody else set fields that we want to set.
    #[error(
        "{key}: {} set there by somebody else ({}). It is left as it is; take these fields out of what that one applies, or delete the object.",
        fields_of(owners),
        names_of(owners)
    )]
    Conflict {
        /// Which object.
        key: Key,
        /// Who, and what.
        owners: Vec<FieldOwner>,
    },
    /// An object of that name is there, and does not carry our labels.
    #[error("{key} is there and does not belong to this installation. It is left as it is; rename or delete it.")]
    Foreign {
        /// Which object.
        key: Key,
    },
    /// The cluster does not know the kind.
    #[error(
        "{key}: the cluster does not know this kind. Install the definitions of its project, or choose another TRAFFIC_FLAVOUR."
    )]
    UnknownKind {
        /// Which object.
        key: Key,
    },
    /// There is no such namespace.
    #[error("{key}: the namespace does not exist. Create it, or correct the origin of the application.")]
    NoNamespace {
        /// Which object.
        key: Key,
    },
    /// The cluster does not let us.
    #[error("{key}: the cluster forbids it: {message}. Give the service account of this program that right.")]
    Forbidden {
        /// Which object.
        key: Key,
        /// In the cluster's words.
        message: String,
    },
    /// The cluster finds fault with it: another version of the definitions, or a policy.
    #[error("{key}: the cluster does not accept it: {message}")]
    Invalid {
        /// Which object.
        key: Key,
        /// In the cluster's words.
        message: String,
    },
    /// Another object of that name stands there by now.
    #[error("{key} was changed in the meantime. It is looked at again.")]
    Outdated {
        /// Which object.
        key: Key,
    },
    /// Nobody answers.
    #[error("The cluster does not answer: {message}. It is tried again.")]
    Unreachable {
        /// What was tried, and what came of it.
        message: String,
    },
    /// Somebody changed a file that we wrote.
    #[error(
        "{path} was changed by {author} in commit {commit}. It is left as it is; revert that commit, or delete the file, and it is written anew."
    )]
    Edited {
        /// Which file, from the root of the repository.
        path: String,
        /// Which commit.
        commit: String,
        /// Who made it.
        author: String,
    },
    /// git does not let us.
    #[error("The git repository cannot be written: {message}")]
    Git {
        /// What git says, and what to do.
        message: String,
    },
    /// A part was done and could not be undone.
    #[error(
        "{cause} Taking back what was done before it failed as well; this is left: {}. The next round goes on from there.",
        list(left)
    )]
    Incomplete {
        /// Why not all was done.
        cause: Box<Refusal>,
        /// What is not as it was.
        left: Vec<Key>,
    },
}

/// A field, and who set it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldOwner {
    /// The field manager.
    pub manager: String,
    /// The field, from the object's root.
    pub field: String,
}

impl Refusal {
    /// Who has to act.
    #[must_use]
    pub fn waiting_for(&self) -> WaitingFor {
        match self {
            Self::Unservable(Unservable::NoService(_) | Unservable::ForeignNamespace(_)) | Self::NoNamespace { .. } => {
                WaitingFor::Developer
            }
            Self::Incomplete { cause, .. } => cause.waiting_for(),
            _ => WaitingFor::Platform,
        }
    }

    /// Whether it is about everything rather than about one name.
    #[must_use]
    pub const fn is_of_all(&self) -> bool {
        matches!(self, Self::Unreachable { .. } | Self::Git { .. })
    }
}

fn fields_of(owners: &[FieldOwner]) -> String {
    let fields: BTreeSet<&str> = owners.iter().map(|owner| owner.field.as_str()).collect();
    let are = if fields.len() == 1 { "was" } else { "were" };
    format!("{} {are}", fields.into_iter().collect::<Vec<_>>().join(", "))
}

fn names_of(owners: &[FieldOwner]) -> String {
    let names: BTreeSet<&str> = owners.iter().map(|owner| owner.manager.as_str()).collect();
    names.into_iter().collect::<Vec<_>>().join(", ")
}

fn list(keys: &[Key]) -> String {
    keys.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_conflict_tells_whose_it_is() {
        let owner = |manager: &str, field: &str| FieldOwner { manager: manager.into(), field: field.into() };
        let key = Key::new("HTTPRoute", "shops", "n1").unwrap();
        let conflict =
            Refusal::Conflict { key, owners: vec![owner("helm", ".spec.rules"), owner("helm", ".spec.hostnames")] };
        let text = conflict.to_string();
        assert!(
            text.contains("HTTPRoute shops/n1: .spec.hostnames, .spec.rules were set there by somebody else (helm)"),
            "{text}"
        );
        assert_eq!(conflict.waiting_for(), WaitingFor::Platform);
    }

    #[test]
    fn what_is_for_other_names_is_not_looked_at() {
        let of = |hostname: &str| {
            let connection = ConnectionId(uuid::Uuid::nil());
            let key = Key::of_ours("Ingress", "shops", hostname);
            Manifest::ours(key, "nameplate", Some((connection, hostname)), serde_json::json!({}))
        };
        let within = Within::Names(BTreeSet::from(["a.customer.com".to_owned()]));
        let labels = within.labels();
        let has = |manifest: &Manifest| is_within(manifest, labels.as_ref());
        assert!(has(&of("a.customer.com")) && !has(&of("b.customer.com")));
        let shared =
            Manifest::ours(Key::of_ours("ConfigMap", "platform", "n"), "nameplate", None, serde_json::json!({}));
        assert!(!has(&shared) && is_within(&shared, Within::Everything.labels().as_ref()));
    }
}
