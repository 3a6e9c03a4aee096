//! Default host names and routes, as visitors meet them.

use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::{PATIENCE, Stack, free_port, fresh_database};
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client, Method};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// A visitor of `hostname` who trusts `root`.
fn visitor(stack: &Stack, hostname: &str, root: &Certificate) -> Client {
    let client = Client::builder().tls_certs_only([root.clone()]).resolve(hostname, stack.tls).tls_info(true);
    client.pool_max_idle_per_host(0).build().unwrap()
}

/// The certificate that a name is served with, once it is served.
async fn served_with(stack: &Stack, hostname: &str, root: &Certificate) -> Vec<u8> {
    let start = Instant::now();
    loop {
        match visitor(stack, hostname, root).get(stack.url(hostname, "/")).send().await {
            Ok(page) => {
                assert_eq!(page.status(), 200, "{hostname}");
                let info = page.extensions().get::<TlsInfo>().unwrap();
                return info.peer_certificate().unwrap().to_vec();
            }
            Err(error) => {
                assert!(start.elapsed() < PATIENCE, "{hostname}: {error:?}\n{}", stack.program.output());
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
        }
    }
}

/// Waits until a name is refused.
async fn is_refused(stack: &Stack, hostname: &str, root: &Certificate) {
    let start = Instant::now();
    while visitor(stack, hostname, root).get(stack.url(hostname, "/")).send().await.is_ok() {
        assert!(start.elapsed() < Duration::from_secs(10), "{hostname} is still served");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

async fn create(stack: &Stack, name: &str) -> String {
    let body = json!({ "application_id": stack.application, "name": name });
    let (status, route) = stack.call(Method::POST, "/v1/routes", Some(body)).await;
    assert_eq!(status, 201, "{route}");
    route["default_hostname"].as_str().unwrap().to_owned()
}

fn is_for(certificate: &[u8], name: &str) -> bool {
    certificate.windows(name.len()).any(|window| window == name.as_bytes())
}

/// What every issuer has to bring about.
async fn one_certificate_serves_every_route(stack: &Stack, root: &Certificate) {
    let (first, second) = (create(stack, "first").await, create(stack, "second").await);
    assert_eq!(first, "first.demo.nameplate.localhost");
    let certificate = served_with(stack, &first, root).await;
    assert!(is_for(&certificate, "*.demo.nameplate.localhost"));
    assert_eq!(served_with(stack, &second, root).await, certificate);
    let third = create(stack, "third").await;
    let visit = visitor(stack, &third, root).get(stack.url(&third, "/")).send().await.unwrap();
    assert_eq!(visit.extensions().get::<TlsInfo>().unwrap().peer_certificate(), Some(&certificate[..]), "nobody waits");
    let (status, _) = stack.call(Method::DELETE, "/v1/routes/third", None).await;
    assert_eq!(status, 204);
    is_refused(stack, &third, root).await;
    served_with(stack, &first, root).await;
}

#[tokio::test]
async fn default_host_names_are_served_with_one_certificate_of_our_own_authority() {
    let stack = Stack::start().await;
    let root = Certificate::from_pem(&std::fs::read(stack.root_certificate()).unwrap()).unwrap();
    one_certificate_serves_every_route(&stack, &root).await;
}

#[tokio::test]
async fn default_host_names_are_served_with_one_certificate_by_dns_01_from_a_public_authority() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (dns, http, tls) = (free_port(), free_port(), free_port());
    let settings = PebbleSettings::new(SocketAddr::from(([127, 0, 0, 1], dns)), http, tls);
    let pebble = Pebble::start(folder.path(), &settings).await;
    let mut environment = pebble.settings();
    environment.extend([
        ("SANDBOX_DNS_PORT", dns.to_string()),
        ("EDGE_HTTP_PORT", http.to_string()),
        ("EDGE_TLS_PORT", tls.to_string()),
    ]);
    let database_url = fresh_database(folder.path());
    let stack = Stack::start_with(folder, database_url, &environment).await;
    one_certificate_serves_every_route(&stack, &pebble.root().await).await;
}

#[tokio::test]
async fn a_detached_name_ends_at_the_edge_at_once_and_the_application_stays_online() {
    let stack = Stack::start().await;
    let root = Certificate::from_pem(&std::fs::read(stack.root_certificate()).unwrap()).unwrap();
    let attach = json!({ "hostname": "shop.customer.test", "application_id": stack.application });
    let attached = async || {
        let (status, answer) = stack.call(Method::POST, "/v1/domains:attach", Some(attach.clone())).await;
        assert_eq!(status, 200, "{answer}");
        answer
    };
    let pending = attached().await;
    assert_eq!(pending["status"], "pending");
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let record = &pending["record"];
    stack.publish("customer.test", &text(&record["name"]), &text(&record["type"]), &text(&record["value"])).await;
    for record in pending["connection"]["dns_records"].as_array().unwrap() {
        stack.publish("customer.test", &text(&record["host"]), &text(&record["type"]), &text(&record["value"])).await;
    }
    let done = attached().await;
    assert_eq!((&done["status"], &done["route"]["hostname"]), (&json!("attached"), &json!("shop.customer.test")));
    let id = text(&done["connection"]["id"]);
    stack.becomes(&id, "live").await;
    let default = text(&done["route"]["default_hostname"]);
    served_with(&stack, "shop.customer.test", &root).await;
    served_with(&stack, &default, &root).await;

    let (status, refused) = stack.call(Method::DELETE, &format!("/v1/connections/{id}"), None).await;
    assert_eq!((status.as_u16(), &refused["error"]["code"]), (409, &json!("route_serves_hostname")), "{refused}");
    served_with(&stack, "shop.customer.test", &root).await;
    let (status, gone) = stack.call(Method::DELETE, &format!("/v1/connections/{id}?detach=true"), None).await;
    assert_eq!((status.as_u16(), &gone["state"]), (200, &json!("archived")), "{gone}");
    is_refused(&stack, "shop.customer.test", &root).await;
    served_with(&stack, &default, &root).await;
}
