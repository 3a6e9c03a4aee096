//! The whole way, from a TXT in DNS to records in a zone, with the sandbox as the DNS provider.

use crate::world::{KEY_LABEL, World, template_settings};
use nameplate_domain::connection::Challenge;
use nameplate_domain::evidence::QueryType;
use nameplate_domain::hostname::{Hostname, PlatformNames};
use nameplate_domain::records::{Record, RecordType};
use nameplate_providers::domain_connect::{Ask, Returned, Settings, SigningKey, apply_url, discover, supports};
use std::collections::BTreeMap;

const TOKEN: &str = "0123456789abcdef0123456789abcdef";
const BACK: &str = "https://app.saas.example/connected?lang=de";

impl World {
    async fn settings(&self) -> Settings {
        let txt = self.dns("_domainconnect.customer.test", QueryType::Txt).await;
        discover(&self.access(), &txt[0], "customer.test").await.unwrap()
    }

    async fn apply_url(&self, hostname: &str, records: &[Record], key: &SigningKey) -> String {
        let settings = self.settings().await;
        let ours = template_settings();
        let hostname = Hostname::parse(hostname, &PlatformNames::default()).unwrap();
        let fit = ours.fits(&hostname, "customer.test", records, &Challenge::trusted(TOKEN.into())).unwrap();
        let service_id = ours.service_id(fit.service);
        assert_eq!(supports(&self.access(), &settings, &ours.provider_id, service_id).await, Ok(true));
        let ask = Ask {
            zone: "customer.test",
            provider_id: &ours.provider_id,
            service_id,
            fit: &fit,
            redirect_uri: BACK,
            state: "st&te",
            key_label: KEY_LABEL,
        };
        apply_url(&settings, &ask, key).unwrap()
    }

    /// Opens the page, presses a button, and reads the query that the customer comes back with.
    async fn press(&self, url: &str, button: &str) -> String {
        let page = self.http.get(url).send().await.unwrap();
        assert_eq!(page.status(), 200);
        let page = page.text().await.unwrap();
        let token = page.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
        let form = BTreeMap::from([("form_token", token.as_str()), ("decision", button)]);
        let sent = self.http.post(url).form(&form).send().await.unwrap();
        assert_eq!(sent.status(), 303);
        let location = sent.headers()["location"].to_str().unwrap();
        location.strip_prefix("https://app.saas.example/connected?").unwrap().to_owned()
    }
}

fn record(host: &str, rtype: RecordType, value: &str) -> Record {
    Record::new(host, rtype, value, 300)
}

async fn allowed(world: &World, hostname: &str, records: &[Record]) {
    let url = world.apply_url(hostname, records, world.key).await;
    let back = Returned::parse(&world.press(&url, "connect").await);
    assert_eq!((back.state.as_deref(), back.returned), (Some("st&te"), Returned::Done));
}

#[tokio::test]
async fn a_subdomain_is_connected() {
    let world = World::new().await;
    world.record("shop", "A", "192.0.2.9").await;
    world.record("_customdomain-challenge.shop", "TXT", "cd-verify-old").await;
    world.record("_customdomain-challenge.shop", "TXT", "of somebody else").await;
    let name = "shop.customer.test";
    allowed(&world, name, &[record(name, RecordType::Cname, "edge.nameplate.localhost")]).await;
    assert_eq!(world.dns(name, QueryType::A).await, ["127.0.0.1"]);
    let texts = world.dns("_customdomain-challenge.shop.customer.test", QueryType::Txt).await;
    assert_eq!(texts, [format!("cd-verify-{TOKEN}"), "of somebody else".to_owned()]);
    assert_eq!(world.records().await.len(), 3);
}

#[tokio::test]
async fn a_wildcard_is_connected() {
    let world = World::new().await;
    let name = "*.customer.test";
    allowed(&world, name, &[record(name, RecordType::Cname, "edge.nameplate.localhost")]).await;
    assert_eq!(world.dns("any.customer.test", QueryType::A).await, ["127.0.0.1"]);
    let texts = world.dns("_customdomain-challenge.customer.test", QueryType::Txt).await;
    assert_eq!(texts, [format!("cd-verify-{TOKEN}")]);
}

#[tokio::test]
async fn an_apex_is_connected_with_the_addresses_that_are_asked_for() {
    let world = World::new().await;
    world.record("@", "A", "192.0.2.9").await;
    world.record("@", "MX", "10 mail.example.com").await;
    let name = "customer.test";
    let v4 = [record(name, RecordType::A, "192.0.2.1"), record(name, RecordType::A, "192.0.2.2")];
    allowed(&world, name, &v4).await;
    assert_eq!(world.dns(name, QueryType::A).await, ["192.0.2.1", "192.0.2.2"]);
    assert!(world.dns(name, QueryType::Aaaa).await.is_empty());
    let all = [&v4[..], &[record(name, RecordType::Aaaa, "2001:db8::1")]].concat();
    allowed(&world, name, &all).await;
    assert_eq!(world.dns(name, QueryType::A).await, ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(world.dns(name, QueryType::Aaaa).await, ["2001:db8::1"]);
    assert_eq!(world.records().await.len(), 5, "the MX stays, beside three addresses and the challenge");
}

#[tokio::test]
async fn a_customer_who_gives_up_comes_back_with_nothing_changed() {
    let world = World::new().await;
    let name = "shop.customer.test";
    let url = world.apply_url(name, &[record(name, RecordType::Cname, "edge.nameplate.localhost")], world.key).await;
    let back = Returned::parse(&world.press(&url, "cancel").await);
    assert_eq!((back.state.as_deref(), back.returned), (Some("st&te"), Returned::Cancelled));
    assert!(world.records().await.is_empty());
}

#[tokio::test]
async fn another_key_or_a_changed_request_is_not_shown() {
    let world = World::new().await;
    let name = "shop.customer.test";
    let records = [record(name, RecordType::Cname, "edge.nameplate.localhost")];
    let strange = world.apply_url(name, &records, &SigningKey::generate().unwrap()).await;
    let changed = world.apply_url(name, &records, world.key).await.replace("target=edge", "target=evil");
    for url in [strange, changed] {
        let refused = world.http.get(url).send().await.unwrap();
        assert_eq!(refused.status(), 403);
        assert!(refused.text().await.unwrap().contains("The signature of the request is wrong"));
    }
}

#[tokio::test]
async fn the_sandbox_tells_who_it_is() {
    let world = World::new().await;
    let settings = world.settings().await;
    assert_eq!((settings.provider_id.as_str(), settings.provider_name.as_str()), ("sandbox.test", "Sandbox Domains"));
    assert_eq!(settings.name_servers, ["ns1.sandbox.test"]);
    assert!(settings.url_control_panel.unwrap().ends_with("/zones/customer.test"));
    let unknown = supports(&world.access(), &world.settings().await, "saas.example", "mail").await;
    assert_eq!(unknown, Ok(false));
}
