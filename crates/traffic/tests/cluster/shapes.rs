use crate::world::{World, acme_dns, gateway, http01, ingress, plan, serve, traefik};
use nameplate_traffic::{Backend, Certificates, Within};
use std::collections::BTreeSet;

#[tokio::test]
async fn every_shape_is_accepted_by_the_real_definitions_and_goes_again() {
    let world = World::new("shapes", 1);
    let (listener, route, rule) =
        ("listenerset.gateway.networking.k8s.io", "httproute.gateway.networking.k8s.io", "ingressroute.traefik.io");
    let (certificate, issuer, way) =
        ("certificate.cert-manager.io", "issuer.cert-manager.io", "ingress.networking.k8s.io");
    for (flavour, certificates, expected) in [
        (gateway(), http01(), vec![certificate, listener, route, route]),
        (gateway(), acme_dns(), vec!["secret", issuer, certificate, listener, route, route]),
        (gateway(), Certificates::None, vec![route]),
        (traefik(), http01(), vec![certificate, "middleware.traefik.io", rule, rule]),
        (traefik(), acme_dns(), vec!["secret", issuer, certificate, "middleware.traefik.io", rule, rule]),
        (traefik(), Certificates::None, vec![rule]),
        (ingress(), http01(), vec![certificate, way]),
        (ingress(), acme_dns(), vec!["secret", issuer, certificate, way]),
        (ingress(), Certificates::None, vec![way]),
    ] {
        let backend = world.backend(world.terms(flavour.clone(), certificates.clone())).await;
        let served = [world.served(1, 80)];
        // From the shape before to this one: what is no longer wanted goes in the same plan.
        serve(&backend, &served).await.unwrap();
        let mut kinds: Vec<String> =
            world.ours().iter().map(|name| name.split('/').next().unwrap().to_owned()).collect();
        let mut expected: Vec<String> = expected.into_iter().map(str::to_owned).collect();
        kinds.sort();
        expected.sort();
        assert_eq!(kinds, expected, "{flavour:?} {certificates:?}");
        let again = plan(&backend, &served).await;
        assert!(again.is_empty(), "{again:?}");
    }
    let backend = world.backend(world.terms(ingress(), Certificates::None)).await;
    serve(&backend, &[]).await.unwrap();
    assert_eq!(world.ours(), Vec::<String>::new());
}

#[tokio::test]
async fn a_wildcard_is_accepted_in_every_flavour() {
    let world = World::new("wildcard", 2);
    for flavour in [gateway(), traefik(), ingress()] {
        let backend = world.backend(world.terms(flavour, acme_dns())).await;
        let mut served = world.served(1, 80);
        served.hostname = nameplate_domain::hostname::Hostname::trusted("*.customer1.com".into());
        serve(&backend, &[served.clone()]).await.unwrap();
        assert!(plan(&backend, &[served]).await.is_empty());
        serve(&backend, &[]).await.unwrap();
    }
}

#[tokio::test]
async fn a_change_changes_what_it_is_about_and_applying_again_nothing() {
    let world = World::new("changes", 3);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    serve(&backend, &[world.served(1, 80), world.served(2, 80)]).await.unwrap();
    let version = |kind, number| world.get(kind, &world.name_of(number))["metadata"]["resourceVersion"].clone();
    let before = [version("httproute", 1), version("httproute", 2), version("certificate", 1)];
    serve(&backend, &[world.served(1, 8080), world.served(2, 80)]).await.unwrap();
    assert_eq!(world.get("httproute", &world.name_of(1))["spec"]["rules"][0]["backendRefs"][0]["port"], 8080);
    assert_ne!(version("httproute", 1), before[0]);
    assert_eq!([version("httproute", 2), version("certificate", 1)], [before[1].clone(), before[2].clone()]);

    // A plan about one name looks at no other.
    let only = Within::Names(BTreeSet::from([world.served(1, 80).hostname.to_string()]));
    let plan = backend.plan(&[world.served(1, 80)], &only).await.unwrap();
    assert_eq!(plan.changes.len(), 1);
    let receipt = backend.apply(&plan).await.unwrap();
    assert_eq!(world.get("httproute", &world.name_of(1))["spec"]["rules"][0]["backendRefs"][0]["port"], 80);
    backend.take_back(&receipt).await.unwrap();
    assert_eq!(world.get("httproute", &world.name_of(1))["spec"]["rules"][0]["backendRefs"][0]["port"], 8080);
}

#[tokio::test]
async fn a_plan_about_more_names_than_one_question_holds_leaves_the_others() {
    let world = World::new("many", 4);
    let backend = world.backend(world.terms(ingress(), Certificates::None)).await;
    serve(&backend, &[world.served(1, 80), world.served(2, 80)]).await.unwrap();
    let many: BTreeSet<String> = (2..200).map(|number| world.served(number, 80).hostname.to_string()).collect();
    let plan = backend.plan(&[], &Within::Names(many)).await.unwrap();
    let deleted: Vec<&str> = plan.changes.iter().map(|change| change.key.name.as_str()).collect();
    assert_eq!(deleted, [world.name_of(2)]);
    serve(&backend, &[]).await.unwrap();
}
