//! The rules of the hostname grant, judged by the CEL of a real API server: as the rules of a definition, since this one has no
//! admission policies.

use crate::world::{World, http01, ingress};
use nameplate_traffic::grants;
use serde_json::{Value, json};

/// What is defined of one kind, as far as the rule reads it.
fn schema_of(kind: &str) -> Value {
    let text = json!({ "type": "string", "maxLength": 80 });
    let list = |items: &Value| json!({ "type": "array", "maxItems": 4, "items": items });
    let object = |properties: Value| json!({ "type": "object", "properties": properties });
    object(match kind {
        "Ingress" => json!({
            "rules": list(&object(json!({ "host": text }))),
            "defaultBackend": object(json!({ "resource": text })),
        }),
        "HTTPRoute" => json!({ "hostnames": list(&text) }),
        "ListenerSet" => json!({ "listeners": list(&object(json!({ "hostname": text }))) }),
        "Certificate" => json!({ "dnsNames": list(&text), "commonName": text, "literalSubject": text }),
        _ => json!({ "routes": list(&object(json!({ "match": text }))) }),
    })
}

/// A kind that has an object and parameters in it, and the policy's expression as its rule.
fn definition(kind: &str, expression: &str) -> Value {
    let rule = expression.replace("object.", "self.object.").replace("params.", "self.params.");
    let plural = format!("{}cases", kind.to_lowercase());
    let names =
        json!({ "type": "object", "maxProperties": 8, "additionalProperties": { "type": "string", "maxLength": 80 } });
    let schema = json!({
        "type": "object",
        "x-kubernetes-validations": [{ "rule": rule, "message": "not granted" }],
        "required": ["object", "params"],
        "properties": {
            "object": { "type": "object", "required": ["kind", "spec"], "properties": {
                "kind": { "type": "string", "maxLength": 30 }, "spec": schema_of(kind),
            } },
            "params": { "type": "object", "properties": { "data": names } },
        },
    });
    json!({
        "apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
        "metadata": { "name": format!("{plural}.grant.test") },
        "spec": {
            "group": "grant.test", "scope": "Namespaced",
            "names": { "kind": format!("{kind}Case"), "plural": plural, "singular": format!("{}case", kind.to_lowercase()) },
            "versions": [{ "name": "v1", "served": true, "storage": true, "schema": { "openAPIV3Schema": schema } }],
        },
    })
}

#[tokio::test]
async fn a_namespace_uses_only_names_that_it_has_proven() {
    let world = World::new("grants", 50);
    let mut terms = world.terms(ingress(), http01());
    terms.grants = Some("platform".into());
    let mut wildcard = world.served(2, 80);
    terms.certificates = crate::world::acme_dns();
    wildcard.hostname = nameplate_domain::hostname::Hostname::trusted("*.shop.com".into());
    let manifests = grants(&[world.served(1, 80), wildcard], &terms);
    let of = |kind: &str| manifests.iter().find(|one| one.key().kind == kind).unwrap().value().clone();
    let names = of("ConfigMap");
    assert_eq!(names["metadata"]["namespace"], "platform");
    let policy = of("ValidatingAdmissionPolicy");
    let expressions: Vec<&str> = policy["spec"]["validations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["expression"].as_str().unwrap())
        .collect();

    // Kind; what it may have; what it may not.
    let mine = "www.customer1.com";
    for (kind, good, bad) in [
        (
            "Ingress",
            vec![json!({ "rules": [{ "host": mine }, { "host": "a.shop.com" }, { "host": "*.shop.com" }] })],
            vec![
                json!({ "rules": [{ "host": mine }, { "host": "www.victim.com" }] }),
                json!({ "rules": [{}] }),
                json!({ "rules": [{ "host": "*.customer1.com" }] }),
                json!({ "defaultBackend": { "resource": "r" } }),
                json!({ "rules": [{ "host": "a.b.shop.com" }] }),
                json!({ "rules": [{ "host": "shop.com" }] }),
            ],
        ),
        (
            "HTTPRoute",
            vec![json!({ "hostnames": [mine] })],
            vec![json!({}), json!({ "hostnames": [] }), json!({ "hostnames": [mine, "www.victim.com"] })],
        ),
        (
            "ListenerSet",
            vec![json!({ "listeners": [{ "hostname": mine }] })],
            vec![
                json!({ "listeners": [{ "hostname": mine }, {}] }),
                json!({ "listeners": [{ "hostname": "www.victim.com" }] }),
            ],
        ),
        (
            "Certificate",
            vec![json!({ "dnsNames": [mine], "commonName": mine })],
            vec![
                json!({ "dnsNames": ["www.victim.com"] }),
                json!({ "dnsNames": [mine], "commonName": "www.victim.com" }),
                json!({ "dnsNames": [mine], "literalSubject": "CN=www.victim.com" }),
            ],
        ),
        (
            "IngressRoute",
            vec![
                json!({ "routes": [{ "match": format!("Host(`{mine}`)") }, { "match": format!("Host(`{mine}`) && PathPrefix(`/a`)") }] }),
            ],
            vec![
                json!({ "routes": [{ "match": "Host(`www.victim.com`)" }] }),
                json!({ "routes": [{ "match": format!("Host(`{mine}`) || Host(`www.victim.com`)") }] }),
                json!({ "routes": [{ "match": "PathPrefix(`/`)" }] }),
                json!({ "routes": [{ "match": "HostRegexp(`.*`)" }] }),
                json!({ "routes": [{ "match": format!("!Host(`{mine}`)") }] }),
                json!({ "routes": [{ "match": format!("Host(`{mine}`, `www.victim.com`)") }] }),
            ],
        ),
    ] {
        let expression = expressions.iter().find(|one| one.contains(&format!("'{kind}'"))).unwrap();
        world.kubectl_with(&["apply", "--server-side", "-f", "-"], &definition(kind, expression).to_string());
        let crd = format!("crd/{}cases.grant.test", kind.to_lowercase());
        world.kubectl(&["wait", "--for=condition=Established", "--timeout=30s", &crd]);
        let attempt = |spec: &Value| {
            let case = json!({
                "apiVersion": "grant.test/v1", "kind": format!("{kind}Case"), "metadata": { "name": "case" },
                "object": { "kind": kind, "spec": spec }, "params": { "data": names["data"] },
            });
            world.try_kubectl(&["create", "--dry-run=server", "-f", "-"], &case.to_string())
        };
        for spec in good {
            let (is_accepted, words) = attempt(&spec);
            assert!(is_accepted, "{kind} {spec}: {words}");
        }
        for spec in bad {
            let (is_accepted, words) = attempt(&spec);
            assert!(!is_accepted && words.contains("not granted"), "{kind} {spec}: {words}");
        }
    }
}
