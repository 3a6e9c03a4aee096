use crate::world::{World, gateway, http01, ingress, plan, serve};
use nameplate_traffic::{Backend, Certificates, Manifest, Refusal};
use serde_json::json;

#[tokio::test]
async fn what_another_manager_took_over_is_told_as_its_and_left() {
    let world = World::new("conflict", 10);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    let served = [world.served(1, 80), world.served(2, 80)];
    serve(&backend, &served).await.unwrap();
    let name = world.name_of(1);
    let theirs = json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": { "name": name, "namespace": world.name },
        "spec": { "hostnames": ["other.customer1.com"] },
    });
    let apply = ["apply", "--server-side", "--field-manager=helm", "--force-conflicts", "-f", "-"];
    world.kubectl_with(&apply, &theirs.to_string());

    let planned = plan(&backend, &served).await;
    assert_eq!(planned.changes.len(), 1, "{planned:?}");
    let refusal = backend.apply(&planned).await.unwrap_err();
    let Refusal::Conflict { owners, .. } = &refusal else { panic!("{refusal:?}") };
    assert_eq!((owners[0].manager.as_str(), owners[0].field.as_str()), ("helm", ".spec.hostnames"));
    assert!(refusal.to_string().contains("somebody else (helm)"), "{refusal}");
    assert_eq!(world.get("httproute", &name)["spec"]["hostnames"], json!(["other.customer1.com"]));

    // The remedy: helm no longer applies the field.
    let without = json!({
        "apiVersion": "gateway.networking.k8s.io/v1", "kind": "HTTPRoute",
        "metadata": { "name": name, "namespace": world.name, "labels": { "theirs": "yes" } },
    });
    world.kubectl_with(&apply, &without.to_string());
    serve(&backend, &served).await.unwrap();
    let route = world.get("httproute", &name);
    assert_eq!(route["spec"]["hostnames"], json!(["www.customer1.com"]));
    assert_eq!(route["metadata"]["labels"]["theirs"], "yes");
}

#[tokio::test]
async fn an_edit_by_hand_is_noticed_and_told_too() {
    let world = World::new("edit", 11);
    let backend = world.backend(world.terms(gateway(), Certificates::None)).await;
    let served = [world.served(1, 80)];
    serve(&backend, &served).await.unwrap();
    world.kubectl(&[
        "patch",
        "httproute",
        &world.name_of(1),
        "--type=merge",
        "-p",
        r#"{"spec":{"hostnames":["x.test"]}}"#,
    ]);
    let refusal = serve(&backend, &served).await.unwrap_err();
    assert!(refusal.to_string().contains("kubectl-patch"), "{refusal}");
    // What others add beside ours is theirs.
    let world = World::new("beside", 12);
    let backend = world.backend(world.terms(ingress(), Certificates::None)).await;
    serve(&backend, &[world.served(1, 80)]).await.unwrap();
    world.kubectl(&["annotate", "ingress", &world.name_of(1), "note=theirs"]);
    assert!(plan(&backend, &[world.served(1, 80)]).await.is_empty());
}

#[tokio::test]
async fn what_somebody_deleted_is_made_again() {
    let world = World::new("deleted", 13);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    serve(&backend, &[world.served(1, 80)]).await.unwrap();
    let before = world.ours();
    world.kubectl(&["delete", "listenerset", &world.name_of(1)]);
    serve(&backend, &[world.served(1, 80)]).await.unwrap();
    assert_eq!(world.ours(), before);
}

#[tokio::test]
async fn somebody_elses_object_in_a_wanted_place_is_not_touched() {
    let world = World::new("foreign", 14);
    let backend = world.backend(world.terms(ingress(), http01())).await;
    let theirs = json!({
        "apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": { "name": world.name_of(1) },
        "spec": { "rules": [{ "host": "theirs.test" }] },
    });
    world.kubectl_with(&["create", "-f", "-"], &theirs.to_string());
    let before = world.get("ingress", &world.name_of(1));
    let planned = plan(&backend, &[world.served(1, 80), world.served(2, 80)]).await;
    assert!(matches!(planned.refused[..], [(_, Refusal::Foreign { .. })]), "{planned:?}");
    backend.apply(&planned).await.unwrap();
    assert_eq!(world.get("ingress", &world.name_of(1)), before);
    assert_eq!(world.ours().len(), 2, "the other name is served");
    serve(&backend, &[]).await.unwrap();
    assert_eq!(world.get("ingress", &world.name_of(1)), before);
    assert!(world.ours().is_empty());
}

#[tokio::test]
async fn another_object_of_that_name_is_not_changed_in_its_place() {
    let world = World::new("replaced", 15);
    let backend = world.backend(world.terms(ingress(), Certificates::None)).await;
    serve(&backend, &[world.served(1, 80)]).await.unwrap();
    let planned = plan(&backend, &[world.served(1, 8080)]).await;
    let name = world.name_of(1);
    world.kubectl(&["delete", "ingress", &name]);
    world.kubectl(&["create", "ingress", &name, "--default-backend=theirs:80"]);
    let refusal = backend.apply(&planned).await.unwrap_err();
    assert!(matches!(refusal, Refusal::Outdated { .. }), "{refusal:?}");
    assert_eq!(world.get("ingress", &name)["spec"].get("rules"), None);
}

#[tokio::test]
async fn one_object_that_the_cluster_refuses_leaves_everything_as_it_was() {
    let world = World::new("refused", 16);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    let mut planned = plan(&backend, &[world.served(1, 80)]).await;
    let last = planned.changes.last_mut().unwrap();
    let mut value = last.after.as_ref().unwrap().value().clone();
    value["spec"]["hostname"] = json!("a field that there is not");
    last.after = Manifest::read(value);
    let refusal = backend.apply(&planned).await.unwrap_err();
    assert!(matches!(&refusal, Refusal::Invalid { message, .. } if message.contains("hostname")), "{refusal:?}");
    assert!(world.ours().is_empty());
    // By a rule in CEL: a listener for HTTPS terminates TLS.
    let mut planned = plan(&backend, &[world.served(1, 80)]).await;
    let set = planned.changes.iter_mut().find(|change| change.key.kind == "ListenerSet").unwrap();
    let mut value = set.after.as_ref().unwrap().value().clone();
    value["spec"]["listeners"][0]["protocol"] = json!("HTTP");
    set.after = Manifest::read(value);
    let refusal = backend.apply(&planned).await.unwrap_err();
    assert!(matches!(&refusal, Refusal::Invalid { message, .. } if message.contains("tls")), "{refusal:?}");
    assert!(world.ours().is_empty());
}
