//! Domain Connect as a customer meets it: a signed request, a page with two buttons, and what becomes of the zone.

use crate::open::{Open, Response, settings};
use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use nameplate_domain::evidence::QueryType;
use nameplate_domain::records::{Record, RecordType};
use nameplate_sandbox::{Sandbox, SandboxError};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

const APPLY: &str = "/v2/domainTemplates/providers/saas.example/services/web/apply";

fn template() -> Value {
    json!({
        "providerId": "saas.example", "providerName": "Demo <SaaS>", "serviceId": "web", "serviceName": "your shop",
        "syncPubKeyDomain": "nameplate.localhost", "hostRequired": true,
        "records": [
            {"type": "CNAME", "host": "@", "pointsTo": "%target%.nameplate.localhost", "ttl": 300},
            {"type": "TXT", "host": "_proof", "data": "proof-%token%", "ttl": 300, "txtConflictMatchingMode": "All"},
        ],
    })
}

/// A sandbox that knows the template, and the key that signs for it.
struct Service {
    open: Open,
    key: KeyPair,
}

impl Service {
    async fn new() -> Self {
        let key = KeyPair::generate(KeySize::Rsa2048).unwrap();
        let spki: PublicKeyX509Der<'_> = key.public_key().as_der().unwrap();
        let text = STANDARD.encode(spki.as_ref());
        let mut settings = settings(None);
        for (at, part) in [&text[..200], &text[200..]].into_iter().enumerate() {
            let value = format!("p={},a=RS256,d={part}", at + 1);
            let record = Record::new("_dck1.nameplate.localhost", RecordType::Txt, &value, 60);
            settings.platform[0].records.push(record);
        }
        settings.templates = vec![template()];
        let open = Open::of(settings).await;
        open.form("/zones", "zone=customer.test").await;
        Self { open, key }
    }

    /// The address of a request, signed.
    fn url(&self, query: &str) -> String {
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), query.as_bytes(), &mut signature).unwrap();
        let signature = STANDARD.encode(signature);
        format!("{APPLY}?{query}&key=_dck1&sig={}", utf8_percent_encode(&signature, NON_ALPHANUMERIC))
    }

    fn request(&self) -> String {
        self.url(
            "domain=customer.test&host=shop&target=edge&token=1&redirect_uri=https%3A%2F%2Fsaas.example%2Fback&state=s",
        )
    }

    async fn record(&self, name: &str, rtype: &str, value: &str) {
        let wish = json!({ "name": name, "type": rtype, "value": value });
        assert_eq!(self.open.json("POST", "/api/zones/customer.test/records", &wish).await.status, 201);
    }

    /// The records as `name type value`.
    async fn records(&self) -> Vec<String> {
        let listed = self.open.get("/api/zones/customer.test/records").await.json();
        let text = |record: &Value, field: &str| record[field].as_str().unwrap().to_owned();
        let line =
            |record: &Value| format!("{} {} {}", text(record, "name"), text(record, "type"), text(record, "value"));
        listed["data"].as_array().unwrap().iter().map(line).collect()
    }

    /// Presses a button of a page.
    async fn press(&self, url: &str, page: &Response, button: &str) -> Response {
        let token = page.body.split("name=\"form_token\" value=\"").nth(1).unwrap().split('"').next().unwrap();
        self.open.form(url, &format!("form_token={token}&decision={button}")).await
    }
}

#[tokio::test]
async fn a_service_learns_from_dns_and_two_questions_what_it_can_ask_for() {
    let service = Service::new().await;
    let host = service.open.sandbox.http_addr().to_string();
    assert_eq!(service.open.dns("_domainconnect.customer.test", QueryType::Txt).await, format!(" > {host}"));
    let settings = service.open.get("/v2/customer.test/settings").await.json();
    assert_eq!(settings["urlSyncUX"], json!(format!("http://{host}")));
    assert_eq!(settings["urlAPI"], settings["urlSyncUX"]);
    assert_eq!(service.open.get("/v2/nobody.test/settings").await.status, 404);
    assert_eq!(service.open.get("/v2/nameplate.localhost/settings").await.status, 404);
    let known = "/v2/domainTemplates/providers/saas.example/services/web";
    assert_eq!(service.open.get(known).await.json(), template());
    assert_eq!(service.open.get(&known.replace("web", "mail")).await.status, 404);
}

#[tokio::test]
async fn a_customer_sees_what_would_change_and_allows_it() {
    let service = Service::new().await;
    service.record("shop", "A", "192.0.2.9").await;
    service.record("_proof.shop", "TXT", "proof-0").await;
    service.record("www", "A", "192.0.2.8").await;
    let url = service.request();
    let page = service.open.get(&url).await;
    assert_eq!(page.status, 200);
    for shown in
        ["Demo &lt;SaaS&gt;", "shop.customer.test", "192.0.2.9", "edge.nameplate.localhost", "proof-0", "proof-1"]
    {
        assert!(page.body.contains(shown), "{shown}");
    }
    assert!(!page.body.contains("192.0.2.8") && !page.body.contains("{{"), "{}", page.body);
    assert!(page.body.contains("2 records that stand there now will be deleted."));
    assert!(page.head.contains("form-action 'self' https://saas.example;"), "{}", page.head);
    assert_eq!(service.records().await.len(), 3, "looking changes nothing");
    let done = service.press(&url, &page, "connect").await;
    assert_eq!(done.status, 303);
    assert!(done.head.contains("location: https://saas.example/back?state=s\r\n"), "{}", done.head);
    assert_eq!(
        service.records().await,
        [
            "_proof.shop.customer.test TXT proof-1",
            "shop.customer.test CNAME edge.nameplate.localhost",
            "www.customer.test A 192.0.2.8"
        ]
    );
    assert_eq!(service.open.dns("shop.customer.test", QueryType::A).await, "edge.nameplate.localhost > 127.0.0.1");
    let again = service.open.get(&url).await;
    assert!(again.body.contains("All these records stand already"));
    let before = service.records().await;
    assert_eq!(service.press(&url, &again, "connect").await.status, 303);
    assert_eq!(service.records().await, before);
}

#[tokio::test]
async fn a_customer_who_gives_up_goes_back_with_that_word() {
    let service = Service::new().await;
    let url = service.request();
    let page = service.open.get(&url).await;
    let back = service.press(&url, &page, "cancel").await;
    let location = "location: https://saas.example/back?error=access_denied&error_description=user_cancel&state=s\r\n";
    assert!(back.status == 303 && back.head.contains(location), "{}", back.head);
    assert!(service.records().await.is_empty());
}

#[tokio::test]
async fn a_form_that_was_on_no_page_of_this_request_changes_nothing() {
    let service = Service::new().await;
    let url = service.request();
    let page = service.open.get(&url).await;
    let forged = service.open.form(&url, "form_token=0&decision=connect").await;
    assert_eq!(forged.status, 409);
    let other = service.url("domain=customer.test&host=blog&target=edge&token=1");
    assert_eq!(service.press(&other, &page, "connect").await.status, 409);
    service.record("shop", "A", "192.0.2.9").await;
    let late = service.press(&url, &page, "connect").await;
    assert_eq!(late.status, 409);
    assert!(late.body.contains("This page was out of date") && late.body.contains("192.0.2.9"));
    assert_eq!(service.records().await, ["shop.customer.test A 192.0.2.9"]);
    assert_eq!(service.press(&url, &late, "connect").await.status, 303);
}

/// What a request that is not shown gets: status, and the sentence.
async fn check(service: &Service, url: &str, status: u16, sentence: &str) {
    for response in [service.open.get(url).await, service.open.form(url, "form_token=0&decision=connect").await] {
        assert_eq!(response.status, status, "{url}");
        assert!(response.body.contains(&format!("role=\"alert\">{sentence}.</p>")), "{}", response.body);
        assert!(!response.head.contains("location:"), "{}", response.head);
    }
    assert!(service.records().await.is_empty());
}

#[tokio::test]
async fn a_request_that_nobody_vouches_for_is_not_shown() {
    let service = Service::new().await;
    let query = "domain=customer.test&host=shop&target=edge&token=1&redirect_uri=https%3A%2F%2Fevil.example";
    let unsigned = "The request is not signed, so anybody could have made it";
    check(&service, &format!("{APPLY}?{query}"), 403, unsigned).await;
    let wrong = "The signature of the request is wrong: somebody else made it, or it was changed on its way";
    check(&service, &service.request().replace("host=shop", "host=blog"), 403, wrong).await;
    let key = "The request names the key _none.nameplate.localhost, and no such key is published there";
    check(&service, &service.request().replace("key=_dck1", "key=_none"), 403, key).await;
}

#[tokio::test]
async fn a_request_that_cannot_be_carried_out_says_why() {
    let service = Service::new().await;
    let of = |query: &str| service.url(query);
    let template = service.request().replace("services/web", "services/mail");
    check(&service, &template, 404, "This DNS host has no template mail of saas.example").await;
    let zone = of("domain=other.test&host=shop&target=edge&token=1");
    check(&service, &zone, 404, "There is no zone other.test here").await;
    let platform = of("domain=nameplate.localhost&host=shop&target=edge&token=1");
    check(&service, &platform, 404, "There is no zone nameplate.localhost here").await;
    let host = of("domain=customer.test&target=edge&token=1");
    check(&service, &host, 400, "Host is missing, and this template is for names below a domain only").await;
    let variable = of("domain=customer.test&host=shop&target=edge");
    check(&service, &variable, 400, "Token is missing").await;
    let back = of("domain=customer.test&host=shop&target=edge&token=1&redirect_uri=javascript%3Aalert(1)");
    check(&service, &back, 400, "Redirect_uri is not of the form https://host/path").await;
}

#[tokio::test]
async fn without_an_address_to_return_to_the_customer_is_told_here() {
    let service = Service::new().await;
    let url = service.url("domain=customer.test&host=shop&target=edge&token=1");
    let page = service.open.get(&url).await;
    let given_up = service.press(&url, &page, "cancel").await;
    assert!(given_up.status == 200 && given_up.body.contains("Nothing was changed."));
    let done = service.press(&url, &page, "connect").await;
    assert!(done.status == 200 && done.body.contains("shop.customer.test is connected"));
    assert_eq!(service.records().await.len(), 2);
}

#[tokio::test]
async fn the_panel_shows_what_this_host_keeps_and_lets_nobody_change_it() {
    let service = Service::new().await;
    let page = service.open.get("/zones/customer.test").await;
    assert!(page.body.contains("_domainconnect") && page.body.contains("Kept by this host"));
    let wish = json!({ "name": "_domainconnect", "type": "TXT", "value": "x" });
    let refused = service.open.json("POST", "/api/zones/customer.test/records", &wish).await.failure();
    assert_eq!(refused, (400, "invalid: name _domainconnect is kept by this host and cannot be changed".into()));
    assert!(service.records().await.is_empty());
}

#[tokio::test]
async fn a_customer_can_keep_services_from_asking() {
    let open = Open::new().await;
    open.form("/zones", "zone=customer.test").await;
    let announced = async || open.dns("_domainconnect.customer.test", QueryType::Txt).await;
    let before = announced().await;
    assert!(before.contains("127.0.0.1:"), "{before}");
    assert_eq!(open.form("/zones/customer.test/domain-connect", "domain_connect=off").await.status, 303);
    assert_eq!(announced().await, "no such name");
    assert_eq!(open.get("/v2/customer.test/settings").await.status, 404);
    let page = open.get("/zones/customer.test").await.body;
    assert!(page.contains("Domain Connect is off") && !page.contains("Kept by this host"), "{page}");
    assert_eq!(open.form("/zones/customer.test/domain-connect", "domain_connect=on").await.status, 303);
    assert_eq!(announced().await, before);
    assert_eq!(open.get("/v2/customer.test/settings").await.status, 200);
    assert_eq!(open.form("/zones/nameplate.localhost/domain-connect", "domain_connect=off").await.status, 403);
}

#[tokio::test]
async fn a_template_that_anybody_could_use_is_not_taken() {
    let mut settings = settings(None);
    let mut open_to_all = template();
    open_to_all.as_object_mut().unwrap().remove("syncPubKeyDomain");
    settings.templates = vec![template(), open_to_all];
    let refused = Sandbox::start(settings).await.unwrap_err();
    assert!(matches!(refused, SandboxError::Template { at: 1, .. }));
    assert_eq!(refused.to_string(), "templates[1] cannot be applied: missing field `syncPubKeyDomain`");
}
