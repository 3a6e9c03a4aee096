//! The hostname grant: an admission policy that lets a namespace use only names that were proven for it.
//!
//! One `ValidatingAdmissionPolicy` says what the names of an object are; a binding for each namespace gives it a `ConfigMap` of the
//! platform's own namespace, which tenants cannot write, with a name as each entry's key. So proving a name changes one entry.

use crate::manifest::{Key, Manifest};
use crate::served::Served;
use crate::terms::Terms;
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// The policy's name.
pub const POLICY: &str = "nameplate-hostname-grant";

/// What of which kinds is judged: group, resources.
const JUDGED: [(&str, &[&str]); 4] = [
    ("networking.k8s.io", &["ingresses"]),
    ("gateway.networking.k8s.io", &["httproutes", "listenersets", "gateways", "tlsroutes", "grpcroutes"]),
    ("traefik.io", &["ingressroutes", "ingressroutetcps"]),
    ("cert-manager.io", &["certificates"]),
];

/// For each kind, in CEL over `object`: that every name of it is granted, written `GRANTED(name)`. Where a kind without a name takes all
/// names, it must have one.
const RULES: [(&[&str], &str); 5] = [
    (
        &["Ingress"],
        "!has(object.spec.defaultBackend) && (!has(object.spec.rules) || object.spec.rules.all(r, has(r.host) && GRANTED(r.host)))",
    ),
    (
        &["HTTPRoute", "TLSRoute", "GRPCRoute"],
        "has(object.spec.hostnames) && size(object.spec.hostnames) > 0 && object.spec.hostnames.all(n, GRANTED(n))",
    ),
    (&["Gateway", "ListenerSet"], "object.spec.listeners.all(l, has(l.hostname) && GRANTED(l.hostname))"),
    (
        &["Certificate"],
        "!has(object.spec.literalSubject) && (!has(object.spec.commonName) || GRANTED(object.spec.commonName)) \
         && (!has(object.spec.dnsNames) || object.spec.dnsNames.all(n, GRANTED(n)))",
    ),
    // The first matcher is one granted name, and nothing is offered beside it.
    (
        &["IngressRoute", "IngressRouteTCP"],
        "object.spec.routes.all(r, r.match.matches('^Host(SNI)?[(]`[^`]+`[)]( && .*)?$') && !r.match.contains('||') \
         && GRANTED(r.match.split('`')[1]))",
    ),
];

/// How a name is written as the key of an entry, in which `*` cannot be.
fn entry(hostname: &str) -> String {
    hostname.strip_prefix("*.").map_or_else(|| hostname.to_owned(), |parent| format!("_wildcard.{parent}"))
}

/// In CEL: whether the name that `text` stands for is an entry, itself or by a granted wildcard.
fn granted(text: &str) -> String {
    format!(
        "(has(params.data) && (({text}.startsWith('*.') ? '_wildcard' + {text}.substring(1) : {text}) in params.data \
         || (!{text}.startsWith('*') && {text}.contains('.') && \
         '_wildcard' + {text}.substring({text}.indexOf('.')) in params.data)))"
    )
}

/// A rule with what `GRANTED(…)` stands for.
fn in_full(rule: &str) -> String {
    let mut full = String::new();
    let mut rest = rule;
    while let Some((before, after)) = rest.split_once("GRANTED(") {
        let end = closing(after);
        full.push_str(before);
        full.push_str(&granted(&after[..end]));
        rest = &after[end + 1..];
    }
    full + rest
}

/// Where the bracket that is open is closed.
fn closing(text: &str) -> usize {
    let mut open = 1;
    let is_end = |(at, char): (usize, char)| {
        open += i32::from(char == '(') - i32::from(char == ')');
        (open == 0).then_some(at)
    };
    text.char_indices().find_map(is_end).unwrap_or(text.len() - 1)
}

/// The policy, and for each namespace what it may use. Nothing where no namespace for grants is set.
#[must_use]
pub fn grants(served: &[Served], terms: &Terms) -> Vec<Manifest> {
    let Some(platform) = &terms.grants else { return vec![] };
    let mut namespaces: BTreeMap<String, Map<String, Value>> = BTreeMap::new();
    for served in served {
        if let Ok(service) = served.service(terms) {
            let entries = namespaces.entry(service.namespace).or_default();
            entries.insert(entry(served.hostname.as_str()), served.connection.to_string().into());
        }
    }
    let owner = terms.owner.as_str();
    let mut manifests = vec![policy(owner)];
    for (namespace, entries) in namespaces {
        manifests.extend([names(platform, &namespace, entries, owner), binding(platform, &namespace, owner)]);
    }
    manifests.sort_by(|a, b| a.key().cmp(b.key()));
    manifests
}

fn policy(owner: &str) -> Manifest {
    let judged = JUDGED.map(|(group, resources)| {
        json!({ "apiGroups": [group], "apiVersions": ["*"], "operations": ["CREATE", "UPDATE"], "resources": resources })
    });
    let validation = |(kinds, rule): &(&[&str], &str)| {
        let kinds = kinds.iter().map(|kind| format!("'{kind}'")).collect::<Vec<_>>().join(", ");
        json!({
            "expression": format!("!(object.kind in [{kinds}]) || ({})", in_full(rule)),
            "message": "a host name in it is not proven for this namespace; connect it first",
            "reason": "Forbidden",
        })
    };
    let validations: Vec<Value> = RULES.iter().map(validation).collect();
    let spec = json!({
        "failurePolicy": "Fail",
        "paramKind": { "apiVersion": "v1", "kind": "ConfigMap" },
        "matchConstraints": { "resourceRules": judged },
        "validations": validations,
    });
    Manifest::ours(Key::of_ours("ValidatingAdmissionPolicy", "", POLICY), owner, None, json!({ "spec": spec }))
}

fn grant_name(namespace: &str) -> String {
    format!("nameplate-names.{namespace}")
}

fn names(platform: &str, namespace: &str, entries: Map<String, Value>, owner: &str) -> Manifest {
    let key = Key::of_ours("ConfigMap", platform, &grant_name(namespace));
    Manifest::ours(key, owner, None, json!({ "data": entries }))
}

fn binding(platform: &str, namespace: &str, owner: &str) -> Manifest {
    let spec = json!({
        "policyName": POLICY,
        "validationActions": ["Deny"],
        "paramRef": { "namespace": platform, "name": grant_name(namespace), "parameterNotFoundAction": "Deny" },
        "matchResources": { "namespaceSelector": { "matchLabels": { "kubernetes.io/metadata.name": namespace } } },
    });
    let key = Key::of_ours("ValidatingAdmissionPolicyBinding", "", &grant_name(namespace));
    Manifest::ours(key, owner, None, json!({ "spec": spec }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_are_matched() {
        assert_eq!(closing("a)b"), 1);
        assert_eq!(closing("r.match.split('`')[1]))"), "r.match.split('`')[1]".len());
        assert!(RULES.iter().all(|(_, rule)| !in_full(rule).contains("GRANTED")));
    }

    #[test]
    fn a_wildcard_is_the_key_of_an_entry() {
        assert_eq!(entry("*.customer.com"), "_wildcard.customer.com");
        assert_eq!(entry("www.customer.com"), "www.customer.com");
    }
}
