//! Traefik: an `IngressRoute` for TLS, and one that redirects to it.

use super::Site;
use crate::manifest::Manifest;
use serde_json::{Value, json};

pub(super) fn manifests(site: &Site<'_>, web: &str, websecure: &str) -> Vec<Manifest> {
    let service = json!({ "services": [{ "name": site.service.name, "port": site.service.port }] });
    if !site.has_certificate() {
        return vec![route(site, "", web, service, None)];
    }
    let tls = json!({ "secretName": site.name("-tls") });
    let redirect = json!({ "redirectScheme": { "scheme": "https", "permanent": true } });
    // Traefik asks the longest rule first, so that the answer to an HTTP-01 challenge, which has a path, goes before.
    let to_https = json!({
        "middlewares": [{ "name": site.name("-https") }],
        "services": [{ "name": site.service.name, "port": site.service.port }],
    });
    vec![
        site.object("Middleware", "-https", json!({ "spec": redirect })),
        route(site, "", websecure, service, Some(tls)),
        route(site, "-http", web, to_https, None),
    ]
}

fn route(site: &Site<'_>, ending: &str, entry_point: &str, mut rule: Value, tls: Option<Value>) -> Manifest {
    rule["kind"] = "Rule".into();
    rule["match"] = rule_for(site.hostname()).into();
    let mut spec = json!({ "entryPoints": [entry_point], "routes": [rule] });
    if let Some(tls) = tls {
        spec["tls"] = tls;
    }
    site.object("IngressRoute", ending, json!({ "spec": spec }))
}

/// The rule for one name, or for every name one label below another.
pub(crate) fn rule_for(hostname: &str) -> String {
    match hostname.strip_prefix("*.") {
        None => format!("Host(`{hostname}`)"),
        Some(parent) => format!("HostRegexp(`^[^.]+\\.{}$`)", parent.replace('.', "\\.")),
    }
}
