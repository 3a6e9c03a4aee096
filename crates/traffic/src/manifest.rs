//! A manifest: one object as it is to be, and what tells it from others.

use aws_lc_rs::digest;
use nameplate_domain::tenancy::ConnectionId;
use serde_json::{Map, Value, json};
use std::fmt;

/// The label that says who looks after an object.
pub(crate) const MANAGED_BY: &str = "app.kubernetes.io/managed-by";
/// Its value.
pub(crate) const US: &str = "nameplate";
/// The label that tells installations apart.
pub(crate) const INSTANCE: &str = "app.kubernetes.io/instance";
/// The label with the connection's identifier.
pub(crate) const CONNECTION: &str = "nameplate/connection";
/// The label with the digest of the host name: names themselves may be too long for a label.
pub(crate) const NAME: &str = "nameplate/name";
/// The annotation with the host name.
pub(crate) const HOSTNAME: &str = "nameplate/hostname";
/// The annotation with the digest of the rest: what is no longer wanted in an object is noticed by it.
pub(crate) const DIGEST: &str = "nameplate/digest";

/// Which object. Ordered as objects are made: what others refer to comes first.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Key {
    rank: usize,
    /// Its kind, e.g. `HTTPRoute`.
    pub kind: &'static str,
    /// Its namespace; empty for one of the whole cluster.
    pub namespace: String,
    /// Its name.
    pub name: String,
}

/// Every kind that we make, with group and version, plural, and whether it lies in a namespace; in the order in which they are made.
pub(crate) const KINDS: [(&str, &str, &str, bool); 11] = [
    ("ConfigMap", "v1", "configmaps", true),
    ("ValidatingAdmissionPolicy", "admissionregistration.k8s.io/v1", "validatingadmissionpolicies", false),
    ("ValidatingAdmissionPolicyBinding", "admissionregistration.k8s.io/v1", "validatingadmissionpolicybindings", false),
    ("Secret", "v1", "secrets", true),
    ("Issuer", "cert-manager.io/v1", "issuers", true),
    ("Certificate", "cert-manager.io/v1", "certificates", true),
    ("ListenerSet", "gateway.networking.k8s.io/v1", "listenersets", true),
    ("Middleware", "traefik.io/v1alpha1", "middlewares", true),
    ("HTTPRoute", "gateway.networking.k8s.io/v1", "httproutes", true),
    ("IngressRoute", "traefik.io/v1alpha1", "ingressroutes", true),
    ("Ingress", "networking.k8s.io/v1", "ingresses", true),
];

impl Key {
    /// The object of that kind, which is one of ours; `None` for another.
    #[must_use]
    pub fn new(kind: &str, namespace: &str, name: &str) -> Option<Self> {
        let (known, ..) = KINDS.iter().find(|(known, ..)| *known == kind)?;
        Some(Self::of_ours(known, namespace, name))
    }

    /// The object of a kind in [`KINDS`]; a kind that is not there would be last.
    pub(crate) fn of_ours(kind: &'static str, namespace: &str, name: &str) -> Self {
        let rank = KINDS.iter().position(|(known, ..)| *known == kind).unwrap_or(KINDS.len() - 1);
        Self { rank, kind, namespace: namespace.to_owned(), name: name.to_owned() }
    }

    /// Group and version, e.g. `networking.k8s.io/v1`.
    #[must_use]
    pub fn api_version(&self) -> &'static str {
        KINDS[self.rank].1
    }

    pub(crate) const fn rank(&self) -> usize {
        self.rank
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.as_str() {
            "" => write!(f, "{} {}", self.kind, self.name),
            namespace => write!(f, "{} {namespace}/{}", self.kind, self.name),
        }
    }
}

/// One object as it is to be. Its values are never printed: Secrets are among them.
#[derive(Clone, PartialEq)]
pub struct Manifest {
    key: Key,
    value: Value,
}

impl fmt::Debug for Manifest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Manifest({})", self.key)
    }
}

impl Manifest {
    /// An object of ours: `body` is everything but version, kind and metadata.
    pub(crate) fn ours(key: Key, owner: &str, of: Option<(ConnectionId, &str)>, body: Value) -> Self {
        let mut labels = json!({ MANAGED_BY: US, INSTANCE: owner });
        let mut annotations = json!({});
        if let Some((connection, hostname)) = of {
            labels[CONNECTION] = connection.to_string().into();
            labels[NAME] = name_label(hostname).into();
            annotations[HOSTNAME] = hostname.into();
        }
        let mut value = json!({
            "apiVersion": key.api_version(),
            "kind": key.kind,
            "metadata": { "name": key.name, "labels": labels, "annotations": annotations },
        });
        if !key.namespace.is_empty() {
            value["metadata"]["namespace"] = key.namespace.clone().into();
        }
        if let (Some(whole), Value::Object(body)) = (value.as_object_mut(), body) {
            whole.extend(body);
        }
        value["metadata"]["annotations"][DIGEST] = digest_of(&value).into();
        Self { key, value }
    }

    /// An object as it was read; `None` where it is of a kind that is not ours.
    #[must_use]
    pub fn read(value: Value) -> Option<Self> {
        let text = |pointer: &str| value.pointer(pointer).and_then(Value::as_str);
        let namespace = text("/metadata/namespace").unwrap_or_default();
        let key = Key::new(text("/kind")?, namespace, text("/metadata/name")?)?;
        (text("/apiVersion")? == key.api_version()).then_some(Self { key, value })
    }

    /// Which object.
    #[must_use]
    pub const fn key(&self) -> &Key {
        &self.key
    }

    /// As it is sent.
    #[must_use]
    pub const fn value(&self) -> &Value {
        &self.value
    }

    /// Whether it carries the labels of the installation `owner`.
    #[must_use]
    pub fn is_of(&self, owner: &str) -> bool {
        self.label(MANAGED_BY) == Some(US) && self.label(INSTANCE) == Some(owner)
    }

    /// The connection that its labels name.
    #[must_use]
    pub fn connection(&self) -> Option<ConnectionId> {
        self.label(CONNECTION)?.parse().ok()
    }

    /// The host name that it is for.
    #[must_use]
    pub fn hostname(&self) -> Option<&str> {
        self.value.get("metadata")?.get("annotations")?.get(HOSTNAME)?.as_str()
    }

    pub(crate) fn name_label(&self) -> Option<&str> {
        self.label(NAME)
    }

    fn label(&self, name: &str) -> Option<&str> {
        self.value.get("metadata")?.get("labels")?.get(name)?.as_str()
    }

    pub(crate) fn digest(&self) -> Option<&str> {
        self.value.get("metadata")?.get("annotations")?.get(DIGEST)?.as_str()
    }
}

/// Whether everything in `part` is in `whole`, which may have more: defaults that a server fills in. Lists have the same length.
pub(crate) fn contains(whole: &Value, part: &Value) -> bool {
    match (whole, part) {
        (Value::Object(whole), Value::Object(part)) => {
            part.iter().all(|(name, part)| whole.get(name).is_some_and(|whole| contains(whole, part)))
        }
        (Value::Array(whole), Value::Array(part)) => {
            whole.len() == part.len() && whole.iter().zip(part).all(|(whole, part)| contains(whole, part))
        }
        _ => whole == part,
    }
}

/// The value of the label [`NAME`].
pub(crate) fn name_label(hostname: &str) -> String {
    digest_of(&hostname.into())
}

/// The first 64 bits of SHA-256, in hex, of the value with its names in order.
pub(crate) fn digest_of(value: &Value) -> String {
    let digest = digest::digest(&digest::SHA256, in_order(value).to_string().as_bytes());
    digest.as_ref()[..8].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Whether maps keep the order in which they were filled is decided by whoever else is compiled in.
fn in_order(value: &Value) -> Value {
    match value {
        Value::Object(map) => {
            let mut names: Vec<&String> = map.keys().collect();
            names.sort();
            names.into_iter().map(|name| (name.clone(), in_order(&map[name]))).collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.iter().map(in_order).collect(),
        other => other.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_do_not_matter_and_everything_else_does() {
        let wanted = json!({ "rules": [{ "name": "a" }], "n": 1 });
        assert!(contains(&json!({ "rules": [{ "name": "a", "weight": 1 }], "n": 1, "m": 2 }), &wanted));
        for other in [
            json!({ "rules": [{ "name": "b" }], "n": 1 }),
            json!({ "rules": [{ "name": "a" }, { "name": "b" }], "n": 1 }),
            json!({ "rules": [{ "name": "a" }] }),
            json!(null),
        ] {
            assert!(!contains(&other, &wanted), "{other}");
        }
    }

    #[test]
    fn a_digest_does_not_hang_on_the_order_of_names() {
        let [mut one, mut other] = [Map::new(), Map::new()];
        for name in ["a", "b"] {
            one.insert(name.into(), json!(name));
        }
        for name in ["b", "a"] {
            other.insert(name.into(), json!(name));
        }
        assert_eq!(digest_of(&one.into()), digest_of(&other.into()));
        assert_ne!(digest_of(&json!({ "a": 1 })), digest_of(&json!({ "a": 2 })));
    }

    #[test]
    fn a_secret_is_never_printed() {
        let key = Key::new("Secret", "shops", "s").unwrap();
        let secret = Manifest::ours(key, "nameplate", None, json!({ "data": { "key": "hunter2" } }));
        assert_eq!(format!("{secret:?}"), "Manifest(Secret shops/s)");
    }
}
