//! ARI (RFC 9773): an authority that says when, and orders that say what they replace.

use crate::lifetimes::management_url;
use crate::stack::PATIENCE;
use crate::world::World;
use nameplate_domain::certificate_name::CertificateName;
use nameplate_domain::time::Timestamp;
use nameplate_store::{Store, StoreOptions};
use reqwest::{Certificate, Client};
use serde_json::{Value, json};
use std::io::Write as _;
use std::process::{Command, Stdio};

/// Makes the name due, as if the hours until the authority is asked again had passed.
async fn hasten(folder: &std::path::Path, name: &str) {
    let url = format!("sqlite://{}/edge-data/edge.db", folder.display());
    let store = Store::open(&url, StoreOptions::default()).await.unwrap();
    let name = CertificateName::parse(name).unwrap();
    assert!(store.shelf().hasten(&name, Timestamp::from_ms(0)).await.unwrap());
}

/// PEM, by openssl.
fn pem(certificate: &[u8]) -> String {
    let mut openssl = Command::new("openssl")
        .args(["x509", "-inform", "DER"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("install openssl, which acme.sh needs as well");
    openssl.stdin.take().unwrap().write_all(certificate).unwrap();
    let output = openssl.wait_with_output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

/// Has pebble tell whoever asks that the time of this certificate (DER) came long ago.
async fn is_to_be_replaced_at_once(world: &World, certificate: &[u8]) {
    let window = json!({ "suggestedWindow": { "start": "2020-01-01T00:00:00Z", "end": "2020-01-02T00:00:00Z" } });
    let body = json!({ "certificate": pem(certificate), "ariResponse": window.to_string() });
    let root = Certificate::from_pem(&std::fs::read(world.pebble.ca_file()).unwrap()).unwrap();
    // Pebble answers nobody who does not say who he is.
    let client = Client::builder().tls_certs_only([root]).user_agent("nameplate-tests").build().unwrap();
    let url = format!("{}/set-renewal-info/", management_url(world.stack.folder.path()));
    let answer = client.post(url).json(&body).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
}

fn serial(connection: &Value) -> String {
    connection["certificate"]["serial"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_window_in_the_past_brings_another_certificate_by_itself_that_replaces_the_first() {
    let host = "shop.customer.test";
    let mut world = World::start("default").await;
    let before = world.goes_live("customer.test", host).await;
    let id = before["id"].as_str().unwrap();
    let root = world.pebble.root().await;
    let first = world.visit(&root, host).await.unwrap();
    is_to_be_replaced_at_once(&world, &first).await;
    world.restart_after(async |folder| hasten(folder, host).await).await;
    let after = world.until(id, "renewed", PATIENCE, |connection| serial(connection) != serial(&before)).await;

    let certificate = |key: &str| after["certificate"][key].as_str().unwrap().to_owned();
    assert_eq!(after["state"], "live");
    assert!(certificate("next_renewal") > certificate("not_before"), "the plan is the new certificate's: {after}");
    assert!(certificate("next_renewal") < certificate("not_after"), "{after}");
    assert_eq!(after["certificate"]["last_problem"], Value::Null);
    assert_ne!(world.visit(&root, host).await.unwrap(), first);
    let log = world.pebble.log();
    assert!(log.lines().any(|line| line.contains("ARI: order") && line.contains("replacement of")), "{log}");
}
