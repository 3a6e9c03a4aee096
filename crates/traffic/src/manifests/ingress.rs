//! `Ingress`, of whichever controller the cluster has.

use super::Site;
use crate::manifest::Manifest;
use serde_json::json;

pub(super) fn manifests(site: &Site<'_>, class: Option<&str>) -> Vec<Manifest> {
    let service = json!({ "name": site.service.name, "port": { "number": site.service.port } });
    let path = json!({ "path": "/", "pathType": "Prefix", "backend": { "service": service } });
    let mut spec = json!({ "rules": [{ "host": site.hostname(), "http": { "paths": [path] } }] });
    if site.has_certificate() {
        spec["tls"] = json!([{ "hosts": [site.hostname()], "secretName": site.name("-tls") }]);
    }
    if let Some(class) = class {
        spec["ingressClassName"] = class.into();
    }
    vec![site.object("Ingress", "", json!({ "spec": spec }))]
}
