//! Hearing at once what happens to our objects: a certificate that is ready, an object that somebody deleted.

use super::{Kubernetes, resource};
use crate::contract::Within;
use crate::manifest::{HOSTNAME, KINDS};
use crate::terms::{Certificates, Flavour};
use futures_util::stream::{SelectAll, StreamExt};
use kube::ResourceExt;
use kube::api::{Api, DynamicObject, PartialObjectMeta};
use kube::runtime::WatchStreamExt;
use kube::runtime::watcher::{self, Event, watcher};
use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use tokio::sync::Notify;

/// Names of which something changed.
#[derive(Debug, Default)]
pub(super) struct News {
    names: Mutex<BTreeSet<String>>,
    more: Notify,
}

impl News {
    fn note(&self, name: String) {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(name);
        self.more.notify_one();
    }

    pub(super) async fn wait(&self) -> BTreeSet<String> {
        loop {
            let names = std::mem::take(&mut *self.names.lock().unwrap_or_else(PoisonError::into_inner));
            if !names.is_empty() {
                return names;
            }
            self.more.notified().await;
        }
    }
}

impl Kubernetes {
    /// Listens for changes of our objects, for ever. What is missed is seen when everything is looked at.
    pub async fn follow(self) {
        let config = watcher::Config::default().labels(&self.selector(&Within::Everything));
        let mut all = SelectAll::new();
        for rank in self.followed() {
            let api: Api<PartialObjectMeta<DynamicObject>> = Api::all_with(self.client.clone(), &resource(rank));
            all.push(watcher(api, config.clone()).default_backoff().boxed());
        }
        while let Some(event) = all.next().await {
            match event {
                Ok(Event::Apply(object) | Event::Delete(object)) => self.heard_of(&object),
                // What is there at the beginning is no news.
                Ok(Event::Init | Event::InitApply(_) | Event::InitDone) => {}
                Err(error) => {
                    tracing::debug!(
                        error = &error as &dyn std::error::Error,
                        "A watch of the cluster was cut; it begins anew."
                    );
                }
            }
        }
    }

    fn heard_of(&self, object: &PartialObjectMeta<DynamicObject>) {
        if let Some(name) = object.annotations().get(HOSTNAME) {
            self.news.note(name.clone());
        }
    }

    /// The kinds that these terms make: others may be unknown to the cluster.
    fn followed(&self) -> Vec<usize> {
        let of_flavour: &[&str] = match self.terms.flavour {
            Flavour::Gateway { .. } => &["ListenerSet", "HTTPRoute"],
            Flavour::Traefik { .. } => &["IngressRoute"],
            Flavour::Ingress { .. } => &["Ingress"],
        };
        let has_certificates = self.terms.certificates != Certificates::None;
        let is_made = |kind: &str| of_flavour.contains(&kind) || (has_certificates && kind == "Certificate");
        (0..KINDS.len()).filter(|rank| is_made(KINDS[*rank].0)).collect()
    }
}
