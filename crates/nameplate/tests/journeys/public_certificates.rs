//! Certificates from an authority outside: `nameplate dev` with pebble instead of its own CA.

use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_database};
use reqwest::{Client, Method};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Pebble and a stack that know each other.
struct World {
    stack: Stack,
    pebble: Pebble,
}

impl World {
    async fn start() -> Self {
        Self::start_with(&[], |_| {}).await
    }

    async fn start_with(also: &[(&str, String)], change: impl FnOnce(&mut PebbleSettings)) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let (dns, http, tls) = (free_port(), free_port(), free_port());
        let mut settings = PebbleSettings::new(SocketAddr::from(([127, 0, 0, 1], dns)), http, tls);
        change(&mut settings);
        let pebble = Pebble::start(folder.path(), &settings).await;
        let mut environment = pebble.settings();
        environment.extend([
            ("SANDBOX_DNS_PORT", dns.to_string()),
            ("EDGE_HTTP_PORT", http.to_string()),
            ("EDGE_TLS_PORT", tls.to_string()),
        ]);
        environment.extend(also.iter().map(|(name, value)| (*name, value.clone())).collect::<Vec<_>>());
        let database_url = fresh_database(folder.path());
        let stack = Stack::start_with(folder, database_url, &environment).await;
        Self { stack, pebble }
    }

    /// A visitor who trusts what pebble signs.
    async fn visitor(&self, hostname: &str) -> Client {
        Client::builder().tls_certs_only([self.pebble.root().await]).resolve(hostname, self.stack.tls).build().unwrap()
    }

    /// Waits until a connection looks as `is_right` wants it.
    async fn until(&self, id: &str, what: &str, is_right: impl Fn(&Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let connection = self.stack.connection(id).await;
            if is_right(&connection) {
                return connection;
            }
            assert!(
                start.elapsed() < PATIENCE,
                "never {what}: {connection}\n{}\npebble:\n{}",
                self.stack.program.output(),
                self.pebble.log()
            );
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn publish_proof(&self, connection: &Value, method: &str) -> String {
        let proof = proof(connection, method);
        let text = |key: &str| proof[key].as_str().unwrap().to_owned();
        self.stack.publish("customer.test", &text("name"), &text("type"), &text("value")).await
    }

    async fn publish_traffic(&self, connection: &Value) {
        for record in connection["dns_records"].as_array().unwrap() {
            let text = |key: &str| record[key].as_str().unwrap().to_owned();
            self.stack.publish("customer.test", &text("host"), &text("type"), &text("value")).await;
        }
    }
}

fn proof<'c>(connection: &'c Value, method: &str) -> &'c Value {
    let offered = connection["ownership_proofs"].as_array().unwrap();
    offered.iter().find(|offered| offered["method"] == method).unwrap_or_else(|| panic!("{method} in {connection}"))
}

fn is_issued(connection: &Value) -> bool {
    connection["certificate"]["status"] == "issued"
}

#[tokio::test]
async fn a_certificate_comes_when_traffic_does_and_ssl_issued_means_that_it_exists() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("customer.test", &connection).await;
    let live = world.until(id, "live", |connection| connection["state"] == "live").await;
    let certificate = &live["certificate"];
    assert_eq!(
        (certificate["status"].as_str(), certificate["authority"].as_str()),
        (Some("issued"), Some("letsencrypt"))
    );
    assert_eq!(certificate["names"], json!(["shop.customer.test"]));
    assert!(certificate["issuer"].as_str().unwrap().contains("Pebble"), "{certificate}");
    assert!(certificate["next_renewal"].as_str().unwrap() < certificate["not_after"].as_str().unwrap());
    assert_eq!(certificate["last_problem"], Value::Null);
    let visitor = world.visitor("shop.customer.test").await;
    let page = visitor.get(world.stack.url("shop.customer.test", "/hi")).send().await.unwrap();
    assert_eq!(page.status(), 200);
}

#[tokio::test]
async fn the_challenge_cname_proves_and_the_certificate_is_there_before_traffic_moves() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    let cname = proof(&connection, "acme_cname");
    assert_eq!(cname["name"], "_acme-challenge.shop.customer.test");
    assert!(cname["value"].as_str().unwrap().ends_with(".acme.nameplate.localhost"), "{cname}");

    world.publish_proof(&connection, "acme_cname").await;
    let early = world.until(id, "issued before traffic", is_issued).await;
    assert_eq!(early["proof"]["method"], "acme_cname", "{early}");
    assert!(["verified", "propagating"].contains(&early["state"].as_str().unwrap()), "{early}");
    assert_eq!(proof(&early, "acme_cname")["propagated"], true, "{early}");
    // The first visitor after the move does not wait, whatever comes of DNS caches.
    let visitor = world.visitor("shop.customer.test").await;
    let page = visitor.get(world.stack.url("shop.customer.test", "/")).send().await.unwrap();
    assert_eq!(page.status(), 200);

    world.publish_traffic(&connection).await;
    let live = world.until(id, "live", |connection| connection["state"] == "live").await;
    assert_eq!(live["certificate"]["serial"], early["certificate"]["serial"], "no second order");
}

#[tokio::test]
async fn a_wildcard_is_issued_through_the_delegation_and_serves_every_name_below() {
    let world = World::start().await;
    let connection = world.stack.connect("*.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    assert_eq!(proof(&connection, "acme_cname")["name"], "_acme-challenge.customer.test");
    world.publish_proof(&connection, "acme_cname").await;
    world.publish_traffic(&connection).await;
    let live = world.until(id, "live", |connection| connection["state"] == "live").await;
    assert_eq!(live["certificate"]["names"], json!(["*.customer.test"]));
    for host in ["a.customer.test", "b.customer.test"] {
        let page = world.visitor(host).await.get(world.stack.url(host, "/")).send().await.unwrap();
        assert_eq!(page.status(), 200);
    }
}

#[tokio::test]
async fn what_is_wrong_with_the_challenge_cname_is_named_with_the_remedy() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    let verify = format!("/v1/connections/{id}/verify");
    let refused = async |code: &str, remedy: &str| {
        let (status, answer) = world.stack.call(Method::POST, &verify, None).await;
        assert_eq!((status.as_u16(), answer["error"]["code"].as_str()), (409, Some("ownership_not_found")), "{answer}");
        let connection = world.stack.connection(id).await;
        assert_eq!(connection["problem"]["code"], code, "{connection}");
        let message = answer["error"]["message"].as_str().unwrap().to_ascii_lowercase();
        assert!(message.contains(remedy), "{message:?} has no {remedy:?}");
    };
    let name = "_acme-challenge.shop.customer.test";
    let record = world.stack.publish("customer.test", name, "CNAME", "old-token.acme.other-platform.test").await;
    refused("challenge_cname_elsewhere", "change").await;
    world.stack.unpublish("customer.test", &record).await;

    let record = world.stack.publish("customer.test", name, "TXT", "left-over-from-certbot").await;
    refused("challenge_txt_beside", "remove").await;
    world.stack.unpublish("customer.test", &record).await;

    let record = world.stack.publish("customer.test", name, "A", "104.16.0.7").await;
    refused("challenge_cname_proxied", "dns only").await;
    world.stack.unpublish("customer.test", &record).await;

    world.publish_proof(&connection, "acme_cname").await;
    let (status, verified) = world.stack.call(Method::POST, &verify, None).await;
    assert_eq!((status.as_u16(), verified["proof"]["method"].as_str()), (200, Some("acme_cname")), "{verified}");
}

#[tokio::test]
async fn caa_that_forbids_is_read_before_anything_is_ordered_and_the_record_to_add_is_named() {
    let world = World::start_with(&[("EDGE_ACME_CAA", "pebble.letsencrypt.org".to_owned())], |_| {}).await;
    world.stack.publish("customer.test", "customer.test", "CAA", "0 issue \"other-ca.example\"").await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("customer.test", &connection).await;
    let stalled = world.until(id, "stalled by CAA", |connection| connection["state"] == "stalled").await;
    assert_eq!(stalled["problem"]["code"], "caa_forbids", "{stalled}");
    let problem = &stalled["certificate"]["last_problem"];
    assert_eq!(
        (problem["actor"].as_str(), problem["code"].as_str()),
        (Some("customer"), Some("caa_forbids")),
        "{problem}"
    );
    assert!(problem["message"].as_str().unwrap().contains("pebble.letsencrypt.org"), "{problem}");
    assert!(!problem["retry_at"].is_null(), "{problem}");
    assert!(!world.pebble.log().contains("POST /order-plz"), "an order was made: {}", world.pebble.log());

    world.stack.publish("customer.test", "customer.test", "CAA", "0 issue \"pebble.letsencrypt.org\"").await;
    let (status, _) = world.stack.call(Method::POST, &format!("/v1/connections/{id}/certificate:renew"), None).await;
    assert_eq!(status, 200);
    world.until(id, "issued once CAA allows", is_issued).await;
    world.until(id, "live", |connection| connection["state"] == "live").await;
}

#[tokio::test]
async fn the_authoritys_own_words_reach_the_customer() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.blocked.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("blocked.test", &connection).await;
    let stalled = world.until(id, "stalled", |connection| connection["state"] == "stalled").await;
    let problem = &stalled["certificate"]["last_problem"];
    assert_eq!(problem["authority"], "letsencrypt", "{problem}");
    assert!(problem["detail"].as_str().unwrap().contains("shop.blocked.test"), "{problem}");
}

#[tokio::test]
async fn an_authority_that_is_away_is_waited_for() {
    let mut world = World::start_with(&[], |settings| settings.nonces_refused = "15").await;
    world.pebble.kill();
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("customer.test", &connection).await;
    let stalled = world.until(id, "stalled", |connection| connection["state"] == "stalled").await;
    let problem = &stalled["certificate"]["last_problem"];
    assert_eq!(
        (problem["code"].as_str(), problem["actor"].as_str()),
        (Some("authority_unavailable"), Some("authority"))
    );
    assert!(!problem["retry_at"].is_null(), "{problem}");
}

#[tokio::test]
async fn a_renewal_on_request_brings_another_certificate_without_a_gap() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("customer.test", &connection).await;
    let before = world.until(id, "live", |connection| connection["state"] == "live").await;
    let visitor = world.visitor("shop.customer.test").await;
    let key = [("NAMEPLATE_URL", world.stack.api.clone()), ("NAMEPLATE_API_KEY", "sk_test_demo".to_owned())];
    let folder = world.stack.folder.path().to_owned();
    let renewed = tokio::task::spawn_blocking(move || {
        crate::stack::run(&folder, &["cert", "renew", "shop.customer.test", "--wait", "--json"], &key)
    });
    while !renewed.is_finished() {
        let page = visitor.get(world.stack.url("shop.customer.test", "/")).send().await.unwrap();
        assert_eq!(page.status(), 200);
    }
    let (code, out, err) = renewed.await.unwrap();
    assert_eq!(code, Some(0), "{out}{err}");
    let after: Value = serde_json::from_str(&out).unwrap();
    assert_ne!(after["certificate"]["serial"], before["certificate"]["serial"]);
}

#[tokio::test]
async fn a_name_taken_down_loses_its_gate_at_once_and_is_not_renewed() {
    let world = World::start().await;
    let connection = world.stack.connect("shop.customer.test").await;
    let id = connection["id"].as_str().unwrap();
    world.stack.publish_all("customer.test", &connection).await;
    world.until(id, "live", |connection| connection["state"] == "live").await;
    let (status, _) = world.stack.call(Method::DELETE, &format!("/v1/connections/{id}"), None).await;
    assert!(status.is_success());
    let start = Instant::now();
    loop {
        let visit =
            world.visitor("shop.customer.test").await.get(world.stack.url("shop.customer.test", "/")).send().await;
        if visit.is_err() {
            break;
        }
        assert!(start.elapsed() < Duration::from_secs(10), "the gate is still open");
    }
    // The same name, proven anew, gets another certificate: the old one is gone for good.
    let again = world.stack.connect("shop.customer.test").await;
    assert_ne!(
        proof(&again, "acme_cname")["value"],
        proof(&connection, "acme_cname")["value"],
        "tokens are never used again"
    );
}

/// An edge on another machine, with a store of its own: it publishes challenges by the acme-dns service.
#[tokio::test]
async fn an_edge_far_from_the_database_proves_by_dns_all_the_same() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (dns, http, tls) = (free_port(), free_port(), free_port());
    let pebble =
        Pebble::start(folder.path(), &PebbleSettings::new(SocketAddr::from(([127, 0, 0, 1], dns)), http, tls)).await;
    let token = ("EDGE_TOKEN", "a-token-of-the-test".to_owned());
    let also = [("SANDBOX_DNS_PORT", dns.to_string()), token.clone()];
    let stack = Stack::start_with(Arc::clone(&folder), fresh_database(folder.path()), &also).await;
    let mut environment = pebble.settings();
    environment.extend([
        ("CONTROLPLANE_URL", stack.api.clone()),
        ("ACME_DNS_API_URL", format!("http://127.0.0.1:{}", stack.acme_dns_api)),
        ("EDGE_STORAGE_DIR", folder.path().join("far-edge").display().to_string()),
        ("EDGE_HTTP_PORT", http.to_string()),
        ("EDGE_TLS_PORT", tls.to_string()),
        ("DNS_RESOLVERS", format!("127.0.0.1:{dns}")),
        ("DNS_AUTHORITATIVE_PORT", dns.to_string()),
        token,
    ]);
    let mut edge = Program::start(folder.path(), &["edge"], &environment);
    edge.says("that it serves", |text| text.contains("The edge is up").then_some(())).await;

    let connection = stack.connect("*.customer.test").await;
    let cname = proof(&connection, "acme_cname");
    let text = |key: &str| cname[key].as_str().unwrap().to_owned();
    stack.publish("customer.test", &text("name"), "CNAME", &text("value")).await;
    let id = connection["id"].as_str().unwrap();
    let start = Instant::now();
    while stack.connection(id).await["proof"].is_null() {
        assert!(start.elapsed() < PATIENCE, "never proven");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let far = SocketAddr::from(([127, 0, 0, 1], tls));
    let visitor =
        Client::builder().tls_certs_only([pebble.root().await]).resolve("a.customer.test", far).build().unwrap();
    let start = Instant::now();
    loop {
        match visitor.get(format!("https://a.customer.test:{tls}/")).send().await {
            Ok(page) => break assert_eq!(page.status(), 200),
            Err(error) => {
                assert!(start.elapsed() < PATIENCE, "{error:?}\n{}\npebble:\n{}", edge.output(), pebble.log())
            }
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn an_account_is_bound_where_the_authority_wants_it() {
    let (kid, mac) = ("kid-1", "zWNDZM6eQGHWpSRTPal5eIUYFTu7EajVIoguysqZ9wG44nMEtx3MUAsUDkMTQ12W");
    let also = [("EDGE_ACME_EAB_KID", kid.to_owned()), ("EDGE_ACME_EAB_HMAC_KEY", mac.to_owned())];
    let world = World::start_with(&also, |settings| settings.external_account = Some((kid, mac))).await;
    let connection = world.stack.connect("shop.customer.test").await;
    world.stack.publish_all("customer.test", &connection).await;
    world.until(connection["id"].as_str().unwrap(), "issued", is_issued).await;
    assert!(!world.stack.program.output().contains(mac), "the MAC key is in the logs");
}
