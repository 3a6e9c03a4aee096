//! cert-manager's `Certificate`, and what it takes to answer the challenge.

use super::Site;
use crate::manifest::{CONNECTION, INSTANCE, MANAGED_BY, Manifest, NAME, US, name_label};
use crate::served::AcmeDnsAccount;
use crate::terms::{AcmeDns, Certificates};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

/// The Secret with the key of the ACME account: one for each namespace, made and kept by cert-manager.
const ACME_ACCOUNT: &str = "nameplate-acme-account";
/// The entry of the accounts in their Secret.
const ACCOUNTS: &str = "acmedns.json";

pub(super) fn manifests(site: &Site<'_>) -> Vec<Manifest> {
    match (&site.terms.certificates, &site.served.account) {
        (Certificates::Http01(issuer), _) => {
            vec![certificate(site, &json!({ "kind": issuer.kind, "name": issuer.name }))]
        }
        (Certificates::AcmeDns(terms), Some(account)) => vec![
            accounts(site, account),
            issuer(site, terms),
            certificate(site, &json!({ "kind": "Issuer", "name": site.name("") })),
        ],
        (Certificates::AcmeDns(_) | Certificates::None, _) => vec![],
    }
}

fn certificate(site: &Site<'_>, issuer: &Value) -> Manifest {
    let labels = json!({
        MANAGED_BY: US,
        INSTANCE: site.terms.owner.as_str(),
        CONNECTION: site.served.connection.to_string(),
        NAME: name_label(site.hostname()),
    });
    let spec = json!({
        "dnsNames": [site.hostname()],
        "secretName": site.name("-tls"),
        // So that the Secret, too, is found when the name is given up.
        "secretTemplate": { "labels": labels },
        "issuerRef": { "group": "cert-manager.io", "kind": issuer["kind"], "name": issuer["name"] },
        "privateKey": { "algorithm": "ECDSA", "size": 256, "rotationPolicy": "Always" },
        "usages": ["digital signature", "key encipherment"],
    });
    site.object("Certificate", "", json!({ "spec": spec }))
}

/// An issuer of this name's own: cert-manager finds the account by the issuer, and a Secret with everybody's would be full at some
/// thousand names.
fn issuer(site: &Site<'_>, terms: &AcmeDns) -> Manifest {
    let reference = json!({ "name": site.name("-acme-dns"), "key": ACCOUNTS });
    let mut acme = json!({
        "server": terms.directory,
        "privateKeySecretRef": { "name": ACME_ACCOUNT },
        "solvers": [{ "dns01": { "acmeDNS": { "host": terms.api_url, "accountSecretRef": reference } } }],
    });
    if let Some(email) = &terms.email {
        acme["email"] = email.as_str().into();
    }
    site.object("Issuer", "", json!({ "spec": { "acme": acme } }))
}

/// What the client library of cert-manager reads: accounts by the name to be proven, in the shape of a registration's answer.
fn accounts(site: &Site<'_>, account: &AcmeDnsAccount) -> Manifest {
    let AcmeDnsAccount { username, key, subdomain, fulldomain } = account;
    let account = json!({
        "username": username, "password": key, "subdomain": subdomain, "fulldomain": fulldomain, "allowfrom": [],
    });
    let name = site.hostname().trim_start_matches("*.");
    let text = json!({ name: account }).to_string();
    let data = json!({ ACCOUNTS: BASE64_STANDARD.encode(text) });
    site.object("Secret", "-acme-dns", json!({ "type": "Opaque", "data": data }))
}
