use super::*;
use crate::manifest::{CONNECTION, INSTANCE, MANAGED_BY, US};
use crate::served::AcmeDnsAccount;
use crate::terms::{AcmeDns, Issuer, NamespacePattern, Owner};
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, TenantId};
use proptest::prelude::*;
use std::collections::BTreeSet;
use uuid::Uuid;

fn flavours() -> impl Strategy<Value = Flavour> {
    prop_oneof![
        Just(Flavour::Gateway { namespace: "edge".into(), name: "public".into(), http_listener: "http".into() }),
        Just(Flavour::Traefik { web: "web".into(), websecure: "websecure".into() }),
        Just(Flavour::Ingress { class: Some("nginx".into()) }),
        Just(Flavour::Ingress { class: None }),
    ]
}

fn certificates() -> impl Strategy<Value = Certificates> {
    prop_oneof![
        Just(Certificates::None),
        Just(Certificates::Http01(Issuer { kind: "ClusterIssuer".into(), name: "le".into() })),
        Just(Certificates::AcmeDns(AcmeDns {
            api_url: "http://acme-dns.platform.svc".into(),
            directory: "https://ca.example/directory".into(),
            email: Some("ops@saas.example".into())
        })),
    ]
}

fn terms() -> impl Strategy<Value = Terms> {
    (flavours(), certificates()).prop_map(|(flavour, certificates)| Terms {
        owner: Owner::parse("nameplate").unwrap(),
        flavour,
        certificates,
        namespaces: vec![NamespacePattern::parse("shops").unwrap()],
        grants: None,
    })
}

fn served() -> impl Strategy<Value = Served> {
    (any::<u128>(), "(\\*\\.)?[a-z]{1,8}\\.[a-z]{1,8}\\.com", "[a-z]{1,8}", 1..=u16::MAX).prop_map(
        |(id, hostname, service, port)| Served {
            connection: ConnectionId(Uuid::from_u128(id)),
            tenant: TenantId(Uuid::nil()),
            application: ApplicationId(Uuid::nil()),
            hostname: Hostname::trusted(hostname),
            origin: format!("http://{service}.shops.svc:{port}"),
            account: Some(AcmeDnsAccount {
                username: "u".into(),
                key: "hunter2".into(),
                subdomain: "t".into(),
                fulldomain: "t.acme.saas.example".into(),
            }),
        },
    )
}

/// An empty object would be owned as a whole, with everything that somebody else puts into it.
fn has_empty_object(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Object(map) => map.is_empty() || map.values().any(has_empty_object),
        serde_json::Value::Array(items) => items.iter().any(has_empty_object),
        _ => false,
    }
}

proptest! {
    #[test]
    fn every_object_is_ours_in_one_namespace_and_there_once(served in served(), terms in terms()) {
        let Ok(wish) = manifests(&served, &terms) else {
            let is_http01 = matches!(terms.certificates, Certificates::Http01(_));
            prop_assert!(is_http01 && served.is_wildcard());
            return Ok(());
        };
        prop_assert_eq!(manifests(&served, &terms), Ok(wish.clone()), "the same again");
        let keys: BTreeSet<&Key> = wish.manifests.iter().map(Manifest::key).collect();
        prop_assert_eq!(keys.len(), wish.manifests.len());
        prop_assert!(wish.manifests.iter().map(Manifest::key).is_sorted());
        prop_assert!(!wish.manifests.is_empty());
        for manifest in &wish.manifests {
            let value = manifest.value();
            let labels = &value["metadata"]["labels"];
            prop_assert_eq!(&labels[MANAGED_BY], US);
            prop_assert_eq!(&labels[INSTANCE], "nameplate");
            prop_assert_eq!(&labels[CONNECTION], &served.connection.to_string());
            prop_assert_eq!(&value["metadata"]["namespace"], "shops");
            prop_assert!(!has_empty_object(value));
            prop_assert_eq!(Manifest::read(value.clone()), Some(manifest.clone()));
        }
        let has_certificate = wish.manifests.iter().any(|manifest| manifest.key().kind == "Certificate");
        prop_assert_eq!(has_certificate, terms.certificates != Certificates::None);
        prop_assert_eq!(wish.keeps.len(), usize::from(has_certificate));
    }

    #[test]
    fn another_name_or_service_is_another_digest(served in served(), terms in terms(), other in "[a-z]{9,12}") {
        let with = |served: Served| manifests(&served, &terms).map(|wish| {
            wish.manifests.iter().filter(|m| m.key().kind != "Secret").map(|m| m.digest().unwrap().to_owned()).collect::<Vec<_>>()
        });
        let renamed = Served { hostname: Hostname::trusted(format!("{other}.com")), ..served.clone() };
        if let (Ok(before), Ok(after)) = (with(served), with(renamed)) {
            prop_assert!(before.iter().zip(&after).any(|(before, after)| before != after));
        }
    }
}

#[test]
fn a_wildcard_is_a_rule_for_one_label() {
    assert_eq!(traefik::rule_for("www.customer.com"), "Host(`www.customer.com`)");
    assert_eq!(traefik::rule_for("*.customer.com"), r"HostRegexp(`^[^.]+\.customer\.com$`)");
}

#[test]
fn what_cannot_be_served_is_told_with_a_remedy() {
    let terms = Terms {
        owner: Owner::parse("nameplate").unwrap(),
        flavour: Flavour::Ingress { class: None },
        certificates: Certificates::Http01(Issuer { kind: "ClusterIssuer".into(), name: "le".into() }),
        namespaces: vec![NamespacePattern::parse("app-{application}").unwrap()],
        grants: None,
    };
    let application = Uuid::from_u128(7);
    let served = |hostname: &str, origin: &str| Served {
        connection: ConnectionId(Uuid::nil()),
        tenant: TenantId(Uuid::nil()),
        application: ApplicationId(application),
        hostname: Hostname::trusted(hostname.to_owned()),
        origin: origin.to_owned(),
        account: None,
    };
    let own = format!("http://shop.app-{application}.svc");
    let why = |served: &Served| manifests(served, &terms).map(drop).unwrap_err();
    assert!(manifests(&served("www.customer.com", &own), &terms).is_ok());
    assert_eq!(why(&served("*.customer.com", &own)), Unservable::WildcardByHttp01);
    let elsewhere = why(&served("www.customer.com", "http://api.kube-system.svc"));
    assert_eq!(elsewhere, Unservable::ForeignNamespace("kube-system".into()));
    let outside = why(&served("www.customer.com", "https://shop.example"));
    assert!(outside.to_string().contains("http://SERVICE.NAMESPACE.svc:PORT"), "{outside}");
}
