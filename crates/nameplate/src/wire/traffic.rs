//! The traffic backend that the settings name, beside our own edge.

use super::system_clock::SystemClock;
use crate::config::{BackendSettings, Place, Settings};
use nameplate_certificates::links_of;
use nameplate_control::Control;
use nameplate_control::reconcilers::Traffic;
use nameplate_traffic::gitops::GitOps;
use nameplate_traffic::kubernetes::{Election, Kubernetes, NoCluster, connect};
use nameplate_traffic::{Backend, Certificates};
use std::sync::Arc;
use tokio::task::JoinHandle;

/// What a cluster is known by among edges.
const CLUSTER: &str = "kubernetes";

/// Starts what keeps the backend current; nothing where our own edge is the only one.
///
/// # Errors
/// [`NoCluster`].
pub async fn start(settings: &Settings, control: &Control) -> Result<Vec<JoinHandle<()>>, NoCluster> {
    let Some(BackendSettings { terms, place }) = settings.backend.clone() else { return Ok(vec![]) };
    let mut duties = Vec::new();
    let certificates = terms.certificates.clone();
    let (backend, known_as): (Arc<dyn Backend>, Option<String>) = match place {
        Place::Repository(repository) => (Arc::new(GitOps::new(repository, terms, Arc::new(SystemClock))), None),
        Place::Cluster { kubeconfig, lease: (namespace, name) } => {
            let client = connect(kubeconfig.as_deref()).await?;
            let identity = format!("{}/{}", settings.edge.settings.edge_id, std::process::id());
            let election = Election::new(client.clone(), &namespace, &name, identity, Arc::new(SystemClock));
            let cluster = Kubernetes::new(client, terms, Some(election.elected()));
            duties.push(tokio::spawn(election.keep()));
            duties.push(tokio::spawn(cluster.clone().follow()));
            let obtains = certificates != Certificates::None;
            (Arc::new(cluster), obtains.then(|| CLUSTER.to_owned()))
        }
    };
    tracing::info!(backend = backend.name(), "Host names are served by a traffic backend.");
    let has_accounts = matches!(certificates, Certificates::AcmeDns(_));
    let traffic = Traffic { backend, known_as, has_accounts, links_of };
    let control = control.clone();
    duties.push(tokio::spawn(async move { control.bring_traffic(traffic).await }));
    Ok(duties)
}
