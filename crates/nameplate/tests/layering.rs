//! The layers of ARCHITECTURE.md as data, held against `cargo metadata`. Changing an arrow means changing this table in the
//! same commit and saying why.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use cargo_metadata::{DependencyKind, MetadataCommand};
use std::collections::{BTreeMap, BTreeSet};

/// Crate, and what it may import of ours.
const LAYERS: &[(&str, &[&str])] = &[
    // 0
    ("nameplate-domain", &[]),
    // 1: these never import each other
    ("nameplate-store", &["nameplate-domain"]),
    ("nameplate-dns", &["nameplate-domain"]),
    ("nameplate-acme", &["nameplate-domain"]),
    ("nameplate-sealing", &[]),
    ("nameplate-billing", &["nameplate-domain"]),
    ("nameplate-identity", &["nameplate-domain"]),
    ("nameplate-outgoing", &["nameplate-domain"]),
    // A protocol, and what may be asked by it; who is behind it is handed in.
    ("nameplate-ssh", &[]),
    ("nameplate-web", &[]),
    ("nameplate-pages", &[]),
    // 2
    ("nameplate-certificates", &["nameplate-acme", "nameplate-domain", "nameplate-sealing"]),
    ("nameplate-providers", &["nameplate-dns", "nameplate-domain", "nameplate-outgoing"]),
    ("nameplate-sandbox", &["nameplate-dns", "nameplate-domain", "nameplate-pages"]),
    // Files of other systems; whose names they become is not its business.
    ("nameplate-import", &["nameplate-acme", "nameplate-certificates", "nameplate-domain"]),
    // What a customer of ours would write: it knows the API over HTTP, and nothing of the product's own crates.
    ("nameplate-demo", &["nameplate-pages"]),
    // Kubernetes and git, as far as they bring visitors to applications.
    ("nameplate-traffic", &["nameplate-domain"]),
    // 3
    (
        "nameplate-control",
        &[
            "nameplate-billing",
            "nameplate-dns",
            "nameplate-domain",
            // Who signs in is asked of whoever knows them.
            "nameplate-identity",
            "nameplate-outgoing",
            "nameplate-providers",
            "nameplate-sealing",
            "nameplate-store",
            "nameplate-traffic",
        ],
    ),
    ("nameplate-edge", &["nameplate-certificates", "nameplate-domain"]),
    // 4
    ("nameplate-api", &["nameplate-control", "nameplate-domain", "nameplate-providers", "nameplate-store"]),
    // 5
    (
        "nameplate",
        &[
            "nameplate-acme",
            "nameplate-api",
            "nameplate-billing",
            "nameplate-certificates",
            "nameplate-control",
            "nameplate-demo",
            "nameplate-dns",
            "nameplate-domain",
            "nameplate-edge",
            "nameplate-identity",
            "nameplate-import",
            "nameplate-providers",
            "nameplate-sandbox",
            "nameplate-sealing",
            "nameplate-ssh",
            "nameplate-store",
            "nameplate-traffic",
            "nameplate-web",
        ],
    ),
    // Beside the product: a world for tests, and the measuring of it.
    (
        "nameplate-testkit",
        &[
            "nameplate-api",
            "nameplate-control",
            "nameplate-dns",
            "nameplate-domain",
            "nameplate-edge",
            "nameplate-providers",
            "nameplate-sandbox",
            "nameplate-sealing",
            "nameplate-store",
        ],
    ),
    ("nameplate-test-ca", &["nameplate-domain"]),
    ("nameplate-test-ports", &[]),
    ("nameplate-test-pages", &[]),
    ("nameplate-bench", &[]),
    ("nameplate-contract", &[]),
];

/// Crates of others that only one of ours may import.
const EXCLUSIVE: &[(&str, &[&str])] = &[
    ("sqlx", &["nameplate-store", "nameplate-testkit"]),
    ("hickory-proto", &["nameplate-dns"]),
    ("quick-xml", &["nameplate-providers"]),
    ("jsonwebtoken", &["nameplate-control", "nameplate-identity", "nameplate-providers"]),
    ("instant-acme", &["nameplate-acme"]),
    (
        "tokio-rustls",
        &["nameplate-acme", "nameplate-edge", "nameplate-test-ca", "nameplate-testkit", "nameplate-bench"],
    ),
    (
        "rcgen",
        &["nameplate-acme", "nameplate-certificates", "nameplate-test-ca", "nameplate-testkit", "nameplate-bench"],
    ),
    ("axum", &["nameplate-api", "nameplate-demo", "nameplate-pages", "nameplate-sandbox", "nameplate-testkit"]),
    ("utoipa", &["nameplate-api"]),
    ("clap", &["nameplate", "nameplate-bench"]),
    ("rmcp", &["nameplate"]),
    ("kube", &["nameplate-traffic"]),
    ("k8s-openapi", &["nameplate-traffic"]),
    ("russh", &["nameplate-ssh"]),
    ("psl", &["nameplate-domain"]),
    ("idna", &["nameplate-domain"]),
];

/// Crates that `domain` must never see: a runtime, a client, a driver, a clock of its own.
const IMPURE: &[&str] = &["tokio", "reqwest", "hyper", "sqlx", "aws-lc-rs", "rand", "tracing"];

fn arrows() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = MetadataCommand::new().no_deps().exec().unwrap();
    let normal = |package: &cargo_metadata::Package| {
        let dependencies = package.dependencies.iter().filter(|dependency| dependency.kind == DependencyKind::Normal);
        dependencies.map(|dependency| dependency.name.clone()).collect()
    };
    metadata.packages.iter().map(|package| (package.name.to_string(), normal(package))).collect()
}

#[test]
fn every_crate_imports_downwards_only() {
    let allowed: BTreeMap<&str, BTreeSet<&str>> =
        LAYERS.iter().map(|(name, may)| (*name, may.iter().copied().collect())).collect();
    for (package, imports) in arrows() {
        let Some(may) = allowed.get(package.as_str()) else { panic!("{package} has no place in the layers") };
        for import in imports.iter().filter(|import| import.starts_with("nameplate")) {
            assert!(may.contains(import.as_str()), "{package} may not import {import}");
        }
    }
}

#[test]
fn exclusive_rights_are_kept() {
    for (package, imports) in arrows() {
        for (import, owners) in EXCLUSIVE {
            let is_kept = !imports.contains(*import) || owners.contains(&package.as_str());
            assert!(is_kept, "only {owners:?} may import {import}, and {package} does");
        }
    }
}

#[test]
fn the_domain_is_pure() {
    let arrows = arrows();
    for import in IMPURE {
        assert!(!arrows["nameplate-domain"].contains(*import), "domain imports {import}");
    }
}
