//! A running sandbox, and what is needed to use it.

use nameplate_dns::observe::{Observer, ObserverSettings};
use nameplate_domain::evidence::QueryType;
use nameplate_domain::records::{Record, RecordType};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_providers::domain_connect::{SigningKey, TemplateSettings};
use nameplate_providers::{Access, CredentialText, ZoneWriter, sandbox};
use nameplate_sandbox::{PlatformZone, RunningSandbox, Sandbox, SandboxSettings};
use serde_json::{Value, json};
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, LazyLock};

pub(crate) const PLATFORM: &str = "nameplate.localhost";
pub(crate) const KEY_LABEL: &str = "_dck1";

/// Making one takes longer than everything else that a test does.
static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());

pub(crate) struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

pub(crate) fn access(base_urls: &[(&str, String)], allow_private: bool) -> Access {
    let base_urls = base_urls.iter().map(|(key, url)| ((*key).to_owned(), url.clone())).collect();
    Access::new(base_urls, allow_private, Arc::new(Noon)).unwrap()
}

pub(crate) fn template_settings() -> TemplateSettings {
    TemplateSettings {
        edge_ipv4: vec![Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)],
        edge_ipv6: vec!["2001:db8::1".parse().unwrap()],
        ..TemplateSettings::new("saas.example", "Demo SaaS", PLATFORM, PLATFORM)
    }
}

/// A sandbox with a customer's zone, the platform's own, its templates, and the key that signs for them.
pub(crate) struct World {
    pub(crate) sandbox: RunningSandbox,
    pub(crate) key: &'static SigningKey,
    pub(crate) http: reqwest::Client,
    observer: Observer,
}

impl World {
    pub(crate) async fn new() -> Self {
        let key = &*KEY;
        let name = format!("{KEY_LABEL}.{PLATFORM}");
        let published = key.public_key_records().into_iter().map(|text| Record::new(&name, RecordType::Txt, &text, 60));
        let edge = Record::new(format!("edge.{PLATFORM}"), RecordType::A, "127.0.0.1", 60);
        let platform = PlatformZone { apex: PLATFORM.into(), records: published.chain([edge]).collect() };
        let any = SocketAddr::from(([127, 0, 0, 1], 0));
        let settings = SandboxSettings {
            dns_addr: any,
            http_addr: any,
            platform: vec![platform],
            templates: template_settings().templates().into_iter().map(|(_, template)| template).collect(),
            also: vec![],
            data_file: None,
            first_records: vec![],
            clock: Arc::new(Noon),
        };
        let sandbox = Sandbox::start(settings).await.unwrap();
        let settings = ObserverSettings {
            resolvers: vec![sandbox.dns_addr()],
            authoritative_port: sandbox.dns_addr().port(),
            allow_private_servers: true,
            ..ObserverSettings::default()
        };
        let observer = Observer::new(settings, Arc::new(Noon)).unwrap();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).no_proxy().build().unwrap();
        let world = Self { sandbox, key, http, observer };
        world.api("POST", "/api/zones", &json!({ "zone": "customer.test" })).await;
        world
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.sandbox.http_addr())
    }

    /// The sandbox's API, as a person at its panel uses it.
    pub(crate) async fn api(&self, method: &str, path: &str, body: &Value) -> Value {
        let request = self.http.request(method.parse().unwrap(), self.url(path));
        let response = request.json(body).send().await.unwrap();
        assert!(response.status().is_success(), "{method} {path}: {}", response.text().await.unwrap());
        response.json().await.unwrap_or_default()
    }

    pub(crate) async fn record(&self, name: &str, rtype: &str, value: &str) {
        let wish = json!({ "name": name, "type": rtype, "value": value, "ttl": 60 });
        self.api("POST", "/api/zones/customer.test/records", &wish).await;
    }

    /// The records as the sandbox's API lists them.
    pub(crate) async fn records(&self) -> Vec<Value> {
        let listed = self.http.get(self.url("/api/zones/customer.test/records")).send().await.unwrap();
        let listed: Value = listed.json().await.unwrap();
        listed["data"].as_array().unwrap().clone()
    }

    /// What the name server says.
    pub(crate) async fn dns(&self, name: &str, qtype: QueryType) -> Vec<String> {
        let sighting = self.observer.follow(name, qtype, &[]).await;
        let mut values = sighting.replies[0].outcome.as_ref().unwrap().values.clone();
        values.sort();
        values
    }

    pub(crate) fn access(&self) -> Access {
        access(&[("sandbox", self.url("/"))], true)
    }

    /// The adapter with this token.
    pub(crate) fn writer(&self, token: &str) -> Box<dyn ZoneWriter> {
        sandbox().open.unwrap()(&CredentialText::new(token), &self.access()).unwrap()
    }
}
