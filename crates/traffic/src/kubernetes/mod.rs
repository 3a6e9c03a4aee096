//! Kubernetes: manifests by server-side apply under our own field manager. Force is never used: what somebody else set stays theirs.

mod apply;
mod conflict;
mod lease;
mod look;
mod owned;
mod verdict;
mod watch;

pub use lease::{Elected, Election};
use watch::News;

use crate::contract::{Backend, Portion, Receipt, Refusal, Sight, Within};
use crate::grant::grants;
use crate::manifest::{KINDS, Key};
use crate::manifests::{Wish, manifests};
use crate::plan::{Plan, plan};
use crate::served::Served;
use crate::terms::Terms;
use async_trait::async_trait;
use kube::api::{Api, ApiResource, DynamicObject};
use kube::config::{KubeConfigOptions, Kubeconfig};
use kube::{Client, Config};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Longest wait for the answer to one request.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Why there is no way to the cluster.
#[derive(Debug, thiserror::Error)]
#[error("the cluster cannot be reached: {0}")]
pub struct NoCluster(String);

/// A cluster, and how names are served in it.
#[derive(Clone)]
pub struct Kubernetes {
    client: Client,
    terms: Arc<Terms>,
    elected: Option<Elected>,
    news: Arc<News>,
}

impl std::fmt::Debug for Kubernetes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Kubernetes").field("terms", &self.terms).finish_non_exhaustive()
    }
}

/// A way to the cluster: by the file, or as the environment says (`KUBECONFIG`, or the service account of a pod).
///
/// # Errors
/// [`NoCluster`].
pub async fn connect(kubeconfig: Option<&Path>) -> Result<Client, NoCluster> {
    let no_cluster = |error: &dyn std::error::Error| NoCluster(in_full(error));
    let mut config = match kubeconfig {
        Some(path) => {
            let file = Kubeconfig::read_from(path).map_err(|error| no_cluster(&error))?;
            let options = KubeConfigOptions::default();
            Config::from_custom_kubeconfig(file, &options).await.map_err(|error| no_cluster(&error))?
        }
        None => Config::infer().await.map_err(|error| no_cluster(&error))?,
    };
    // A watch that hears nothing for as long begins anew.
    config.read_timeout = Some(ANSWER_WITHIN);
    Client::try_from(config).map_err(|error| no_cluster(&error))
}

/// An error with what it comes from, on one line.
fn in_full(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        let words = error.to_string();
        if !text.contains(&words) {
            text = format!("{text}: {words}");
        }
        cause = error.source();
    }
    text
}

impl Kubernetes {
    /// Names are served in this cluster on these terms. Whoever shares the cluster with another process of the installation writes only
    /// while it is elected.
    #[must_use]
    pub fn new(client: Client, terms: Terms, elected: Option<Elected>) -> Self {
        Self { client, terms: Arc::new(terms), elected, news: Arc::default() }
    }

    fn api(&self, key: &Key) -> Api<DynamicObject> {
        let resource = resource(key.rank());
        match key.namespace.as_str() {
            "" => Api::all_with(self.client.clone(), &resource),
            namespace => Api::namespaced_with(self.client.clone(), namespace, &resource),
        }
    }

    fn owner(&self) -> &str {
        self.terms.owner.as_str()
    }

    /// What is wanted, and what cannot be had.
    fn wishes(&self, served: &[Served], plan: &mut Plan) -> Vec<Wish> {
        let mut wishes = Vec::new();
        for one in served {
            match manifests(one, &self.terms) {
                Ok(wish) => wishes.push(wish),
                Err(unservable) => plan.refused.push((one.connection, unservable.into())),
            }
        }
        wishes
    }
}

/// The kind of that place in [`KINDS`].
fn resource(rank: usize) -> ApiResource {
    let (kind, api_version, plural, _) = KINDS[rank];
    let (group, version) = api_version.split_once('/').unwrap_or(("", api_version));
    ApiResource {
        group: group.into(),
        version: version.into(),
        api_version: api_version.into(),
        kind: kind.into(),
        plural: plural.into(),
    }
}

#[async_trait]
impl Backend for Kubernetes {
    fn name(&self) -> &'static str {
        "kubernetes"
    }

    fn portion(&self) -> Portion {
        Portion::Connection
    }

    /// Grants are of everything that a namespace may use.
    fn is_selective(&self) -> bool {
        self.terms.grants.is_none()
    }

    async fn changed(&self) -> BTreeSet<String> {
        self.news.wait().await
    }

    fn is_leader(&self) -> bool {
        self.elected.as_ref().is_none_or(Elected::is_leader)
    }

    async fn plan(&self, served: &[Served], within: &Within) -> Result<Plan, Refusal> {
        let mut refused = Plan::default();
        let wishes = self.wishes(served, &mut refused);
        let others = match within {
            Within::Everything => grants(served, &self.terms),
            Within::Names(_) => vec![],
        };
        let standing = self.look(within, &wishes, &others).await?;
        let mut plan = plan(&wishes, &others, &standing, self.owner());
        plan.refused.extend(refused.refused);
        Ok(plan)
    }

    async fn apply(&self, plan: &Plan) -> Result<Receipt, Refusal> {
        self.preflight(plan).await?;
        self.carry_out(plan).await?;
        Ok(Receipt { plan: plan.clone(), commit: None })
    }

    async fn observe(&self, served: &[Served]) -> Result<Vec<Sight>, Refusal> {
        self.sights(served).await
    }

    async fn chain(&self, served: &Served) -> Result<Vec<Vec<u8>>, Refusal> {
        self.certificates(served).await
    }
}
