//! Reading what stands in the cluster: everything that carries our labels, and whatever else stands in a wanted place.

use super::conflict::refusal;
use super::owned::owned_by;
use super::{Kubernetes, resource};
use crate::contract::{Refusal, Within, is_within};
use crate::manifest::{INSTANCE, KINDS, Key, MANAGED_BY, Manifest, NAME, US, name_label};
use crate::manifests::Wish;
use crate::plan::Standing;
use kube::api::{Api, DynamicObject, ListParams};
use serde_json::{Value, json};
use std::collections::BTreeSet;

/// Objects read in one go.
const PAGE: u32 = 500;
/// Names in one question; it is a part of a URL.
const NAMES_MAX: usize = 100;

impl Kubernetes {
    /// What a plan within `within` has to know.
    pub(super) async fn look(
        &self,
        within: &Within,
        wishes: &[Wish],
        others: &[Manifest],
    ) -> Result<Vec<Standing>, Refusal> {
        let labels = within.labels();
        let mut standing: Vec<Standing> = Vec::new();
        for (rank, (kind, ..)) in KINDS.iter().enumerate() {
            if self.is_looked_for(kind) {
                let found = self.list(rank, &self.selector(within)).await?;
                // Of many names, more is listed than was asked for.
                let found = found.iter().filter_map(|live| self.standing(live));
                standing.extend(found.filter(|one| is_within(&one.ours, labels.as_ref())));
            }
        }
        // Somebody else's object in a wanted place has no labels to be found by.
        let found: BTreeSet<&Key> = standing.iter().map(|one| one.ours.key()).collect();
        let wanted = wishes.iter().flat_map(|wish| &wish.manifests).chain(others).map(Manifest::key);
        let missing: Vec<Key> = wanted.filter(|key| !found.contains(key)).cloned().collect();
        for key in missing {
            if let Some(live) = self.read(&key).await? {
                standing.extend(self.standing(&live));
            }
        }
        Ok(standing)
    }

    /// Rights are asked for by kind: without grants, those of the cluster's policies are never needed.
    fn is_looked_for(&self, kind: &str) -> bool {
        let is_of_grants = kind == "ConfigMap" || kind.starts_with("ValidatingAdmission");
        !is_of_grants || self.terms.grants.is_some()
    }

    pub(super) fn selector(&self, within: &Within) -> String {
        let ours = format!("{MANAGED_BY}={US},{INSTANCE}={}", self.owner());
        match within {
            Within::Everything => ours,
            Within::Names(names) if names.len() <= NAMES_MAX => {
                let labels: Vec<String> = names.iter().map(|name| name_label(name)).collect();
                format!("{ours},{NAME} in ({})", labels.join(","))
            }
            Within::Names(_) => ours,
        }
    }

    /// All objects of one kind that are selected. Of a kind that the cluster does not know there are none.
    pub(super) async fn list(&self, rank: usize, selector: &str) -> Result<Vec<Value>, Refusal> {
        let resource = resource(rank);
        let api: Api<DynamicObject> = Api::all_with(self.client.clone(), &resource);
        let key = Key::of_ours(KINDS[rank].0, "", "*");
        let mut all = Vec::new();
        let mut page = ListParams::default().labels(selector).limit(PAGE);
        loop {
            let list = match api.list(&page).await {
                Err(kube::Error::Api(status)) if status.code == 404 => return Ok(vec![]),
                answer => answer.map_err(|error| refusal(error, &key))?,
            };
            // Items of a list do not say what they are.
            all.extend(list.items.into_iter().map(|object| as_value(&object, rank)));
            match list.metadata.continue_.filter(|token| !token.is_empty()) {
                Some(token) => page = page.continue_token(&token),
                None => return Ok(all),
            }
        }
    }

    /// The object that stands there, whosever it is.
    pub(super) async fn read(&self, key: &Key) -> Result<Option<Value>, Refusal> {
        let found = match self.api(key).get_opt(&key.name).await {
            // A namespace or a kind that is not there has nothing in it.
            Err(kube::Error::Api(status)) if status.code == 404 => None,
            answer => answer.map_err(|error| refusal(error, key))?,
        };
        Ok(found.map(|object| as_value(&object, key.rank())))
    }

    fn standing(&self, live: &Value) -> Option<Standing> {
        let mut ours = owned_by(self.owner(), live);
        // Labels say whose it is, whoever set them: cert-manager sets ours to Secrets that it makes.
        ours["metadata"]["labels"] = live["metadata"].get("labels").cloned().unwrap_or_else(|| json!({}));
        let uid = live["metadata"]["uid"].as_str().map(str::to_owned);
        Some(Standing { ours: Manifest::read(ours)?, uid })
    }
}

fn as_value(object: &DynamicObject, rank: usize) -> Value {
    // What was read from JSON is JSON.
    let mut value = serde_json::to_value(object).unwrap_or_default();
    value["apiVersion"] = KINDS[rank].1.into();
    value["kind"] = KINDS[rank].0.into();
    value
}
