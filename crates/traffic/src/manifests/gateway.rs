//! Gateway API: a `ListenerSet` of the name's own, so that no object is shared and a Gateway's 64 listeners are no limit.

use super::Site;
use crate::manifest::Manifest;
use serde_json::{Value, json};

const GROUP: &str = "gateway.networking.k8s.io";

/// The operator's Gateway.
pub(super) struct Parent<'a> {
    pub(super) namespace: &'a str,
    pub(super) name: &'a str,
    pub(super) http_listener: &'a str,
}

pub(super) fn manifests(site: &Site<'_>, parent: &Parent<'_>) -> Vec<Manifest> {
    let gateway = json!({ "group": GROUP, "kind": "Gateway", "namespace": parent.namespace, "name": parent.name });
    let mut plain = gateway.clone();
    plain["sectionName"] = parent.http_listener.into();
    if !site.has_certificate() {
        return vec![route(site, "", &plain, &to_service(site))];
    }
    let own = json!({ "group": GROUP, "kind": "ListenerSet", "name": site.name(""), "sectionName": "https" });
    vec![
        listener_set(site, &gateway),
        route(site, "", &own, &to_service(site)),
        // Attached to the Gateway's own listener: a listener for this name alone would hide the answer to an HTTP-01 challenge.
        route(site, "-http", &plain, &to_https()),
    ]
}

fn listener_set(site: &Site<'_>, gateway: &Value) -> Manifest {
    let secret = json!({ "group": "", "kind": "Secret", "name": site.name("-tls") });
    let listener = json!({
        "name": "https",
        "hostname": site.hostname(),
        "port": 443,
        "protocol": "HTTPS",
        "tls": { "mode": "Terminate", "certificateRefs": [secret] },
        "allowedRoutes": { "namespaces": { "from": "Same" } },
    });
    site.object("ListenerSet", "", json!({ "spec": { "parentRef": gateway, "listeners": [listener] } }))
}

fn route(site: &Site<'_>, ending: &str, parent: &Value, rule: &Value) -> Manifest {
    let spec = json!({ "parentRefs": [parent], "hostnames": [site.hostname()], "rules": [rule] });
    site.object("HTTPRoute", ending, json!({ "spec": spec }))
}

fn to_service(site: &Site<'_>) -> Value {
    json!({ "backendRefs": [{ "name": site.service.name, "port": site.service.port }] })
}

fn to_https() -> Value {
    let redirect = json!({ "scheme": "https", "statusCode": 301 });
    json!({ "filters": [{ "type": "RequestRedirect", "requestRedirect": redirect }] })
}
