use crate::world::{World, acme_dns, gateway, http01, plan, serve};
use nameplate_domain::connection::WaitingFor;
use nameplate_traffic::kubernetes::Kubernetes;
use nameplate_traffic::{Backend, Served, Sight};
use serde_json::{Value, json};

fn condition(kind: &str, status: &str, reason: &str, message: &str) -> Value {
    json!({ "type": kind, "status": status, "reason": reason, "message": message, "lastTransitionTime": "2026-11-22T08:00:00Z" })
}

async fn sight(backend: &Kubernetes, served: &Served) -> Sight {
    backend.observe(std::slice::from_ref(served)).await.unwrap().remove(0)
}

#[tokio::test]
async fn who_must_act_is_read_from_what_controllers_say() {
    let world = World::new("status", 30);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    let served = world.served(1, 80);
    let name = world.name_of(1);
    let before = sight(&backend, &served).await;
    assert!(before.sentence.contains("is not there yet") && before.waiting_for == WaitingFor::Platform, "{before:?}");
    serve(&backend, std::slice::from_ref(&served)).await.unwrap();
    let silent = sight(&backend, &served).await;
    assert!(silent.sentence.contains("cert-manager has not said anything yet"), "{silent:?}");

    let issuing = [
        condition("Ready", "False", "DoesNotExist", "Issuing"),
        condition("Issuing", "True", "DoesNotExist", "Issuing"),
    ];
    world.patch_status("certificate", &name, &json!({ "conditions": issuing }));
    let challenge = json!({
        "apiVersion": "acme.cert-manager.io/v1", "kind": "Challenge", "metadata": { "name": "c" },
        "spec": {
            "authorizationURL": "https://ca.example/a", "dnsName": "www.customer1.com", "issuerRef": { "name": "le" }, "key": "k",
            "solver": {}, "token": "t", "type": "HTTP-01", "url": "https://ca.example/c",
        },
    });
    world.kubectl_with(&["apply", "-f", "-"], &challenge.to_string());
    let words = "Waiting for HTTP-01 challenge propagation: failed to perform self check GET request: no such host";
    world.patch_status(
        "challenge",
        "c",
        &json!({ "processing": true, "presented": true, "reason": words, "state": "pending" }),
    );
    let waiting = sight(&backend, &served).await;
    assert_eq!((waiting.waiting_for, waiting.has_failed), (WaitingFor::Customer, false), "{waiting:?}");
    assert!(waiting.sentence.contains("no such host"), "{waiting:?}");
    world.kubectl(&["delete", "challenge", "c"]);

    let ready = json!({ "conditions": [condition("Ready", "True", "Ready", "up to date")], "revision": 1, "notAfter": "2027-02-20T08:00:00Z" });
    world.patch_status("certificate", &name, &ready);
    let listener = |status: &str, reason: &str| {
        let conditions: Vec<Value> =
            ["Accepted", "Programmed"].map(|kind| condition(kind, status, reason, "as the Gateway says")).into();
        json!({ "conditions": conditions, "listeners": [{ "name": "https", "attachedRoutes": 1, "conditions": conditions, "supportedKinds": [] }] })
    };
    world.patch_status("listenerset", &name, &listener("False", "NotAllowed"));
    let refused = sight(&backend, &served).await;
    assert_eq!((refused.waiting_for, refused.has_failed), (WaitingFor::Platform, true), "{refused:?}");
    assert!(refused.sentence.contains("is not Accepted (NotAllowed): as the Gateway says."), "{refused:?}");
    world.patch_status("listenerset", &name, &listener("True", "Accepted"));

    let parent = |conditions: Value| json!({ "parents": [{ "parentRef": { "name": name }, "controllerName": "example.com/stand-in", "conditions": conditions }] });
    let missing = json!([
        condition("Accepted", "True", "Accepted", ""),
        condition("ResolvedRefs", "False", "BackendNotFound", "no Service shop")
    ]);
    for route in [name.clone(), format!("{name}-http")] {
        world.patch_status("httproute", &route, &parent(missing.clone()));
    }
    let missing = sight(&backend, &served).await;
    assert_eq!(missing.waiting_for, WaitingFor::Developer, "{missing:?}");
    for route in [name.clone(), format!("{name}-http")] {
        world.patch_status("httproute", &route, &parent(json!([condition("Accepted", "True", "Accepted", "")])));
    }
    let done = sight(&backend, &served).await;
    assert_eq!(done.waiting_for, WaitingFor::Nobody, "{done:?}");
    assert!(done.certificate.is_some());
    // Status is others': nothing is to be done because of it.
    assert!(plan(&backend, &[served]).await.is_empty());
}

#[tokio::test]
async fn the_secret_that_cert_manager_makes_is_kept_while_it_serves_and_goes_with_the_name() {
    let world = World::new("secret", 31);
    let backend = world.backend(world.terms(gateway(), acme_dns())).await;
    let served = world.served(1, 80);
    serve(&backend, std::slice::from_ref(&served)).await.unwrap();
    assert!(backend.chain(&served).await.unwrap().is_empty());
    let labels = world.get("certificate", &world.name_of(1))["spec"]["secretTemplate"]["labels"].clone();
    // A certificate of the bytes 1, 2, 3.
    let pem = "LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCkFRSUQKLS0tLS1FTkQgQ0VSVElGSUNBVEUtLS0tLQo=";
    let secret = json!({
        "apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
        "metadata": { "name": format!("{}-tls", world.name_of(1)), "labels": labels },
        "data": { "tls.crt": pem, "tls.key": "aw==" },
    });
    world.kubectl_with(
        &["apply", "--server-side", "--field-manager=cert-manager-certificates-issuing", "-f", "-"],
        &secret.to_string(),
    );
    assert_eq!(backend.chain(&served).await.unwrap(), [vec![1, 2, 3]]);
    assert!(plan(&backend, std::slice::from_ref(&served)).await.is_empty());
    serve(&backend, &[]).await.unwrap();
    assert!(world.ours().is_empty());
}

#[tokio::test]
async fn what_happens_to_an_object_is_heard_of() {
    let world = World::new("watch", 32);
    let backend = world.backend(world.terms(gateway(), http01())).await;
    let following = tokio::spawn(backend.clone().follow());
    serve(&backend, &[world.served(1, 80), world.served(2, 80)]).await.unwrap();
    let name = world.served(2, 80).hostname.to_string();
    // Our own writes come first, and then, of what others do, one name.
    let heard = async {
        let mut rounds = 0;
        loop {
            let revision = json!({ "conditions": [condition("Ready", "True", "Ready", &format!("round {rounds}"))] });
            world.patch_status("certificate", &world.name_of(2), &revision);
            rounds += 1;
            let names = backend.changed().await;
            if names.len() == 1 && names.contains(&name) {
                return;
            }
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(30), heard).await.unwrap();
    following.abort();
}
