//! People sign in to the console by an identity provider, as their browser does it.

use crate::stack::{Stack, free_port, fresh_database};
use nameplate::wire::system_clock::SystemClock;
use nameplate_testkit::{IdentityProvider, Trouble};
use reqwest::redirect::Policy;
use reqwest::{Client, Method, Response, Url, header};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

const AWAY: &str = "/console/sign-in/oidc";

/// A browser that has cookies for one host.
struct Browser {
    http: Client,
    api: String,
    /// Path and value, by name.
    cookies: Mutex<BTreeMap<String, (String, String)>>,
}

impl Browser {
    fn new(api: &str) -> Self {
        let http = Client::builder().no_proxy().redirect(Policy::none()).build().unwrap();
        Self { http, api: api.to_owned(), cookies: Mutex::default() }
    }

    async fn ask(&self, method: Method, url: &str) -> Response {
        let mut request = self.http.request(method, url).header("sec-fetch-site", "none");
        if let Some(path) = url.strip_prefix(&self.api) {
            let cookies = self.cookies.lock().unwrap();
            let fit = cookies.iter().filter(|(_, (below, _))| path.starts_with(below.as_str()));
            let fit: Vec<String> = fit.map(|(name, (_, value))| format!("{name}={value}")).collect();
            request = request.header(header::COOKIE, fit.join("; "));
        }
        let answer = request.send().await.unwrap();
        for cookie in answer.headers().get_all(header::SET_COOKIE) {
            let mut parts = cookie.to_str().unwrap().split("; ");
            let (name, value) = parts.next().unwrap().split_once('=').unwrap();
            let path = parts.find_map(|part| part.strip_prefix("Path=")).unwrap();
            let mut cookies = self.cookies.lock().unwrap();
            match value.is_empty() {
                true => drop(cookies.remove(name)),
                false => drop(cookies.insert(name.to_owned(), (path.to_owned(), value.to_owned()))),
            }
        }
        answer
    }

    /// Goes to the provider; gives the URL that it sends back to.
    async fn away(&self, query: &str) -> String {
        let answer = self.ask(Method::GET, &format!("{}{AWAY}{query}", self.api)).await;
        assert_eq!(answer.status(), 303);
        let there = self.ask(Method::GET, leads_to(&answer)).await;
        leads_to(&there).to_owned()
    }

    /// To the provider and back; gives where that leads to.
    async fn sign_in(&self, query: &str) -> String {
        let back = self.away(query).await;
        self.arrive(&back).await
    }

    async fn arrive(&self, back: &str) -> String {
        let answer = self.ask(Method::GET, back).await;
        assert_eq!((answer.status().as_u16(), &answer.headers()["cache-control"]), (303, &"no-store".parse().unwrap()));
        assert!(!self.cookies.lock().unwrap().contains_key("nameplate_sign_in"), "it is used up");
        leads_to(&answer).to_owned()
    }

    async fn session(&self) -> Value {
        self.ask(Method::GET, &format!("{}/v1/session", self.api)).await.json().await.unwrap()
    }
}

fn leads_to(answer: &Response) -> &str {
    answer.headers()[header::LOCATION].to_str().unwrap()
}

fn person(subject: &str, email: &str) -> Value {
    json!({ "sub": subject, "email": email, "email_verified": true, "name": subject })
}

/// The platform in front of a provider that knows Ada.
async fn start() -> (Stack, IdentityProvider) {
    let provider = IdentityProvider::start(person("ada", "ada@acme.example"), Arc::new(SystemClock)).await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let port = free_port();
    let settings = [
        ("PORT", port.to_string()),
        ("PUBLIC_URL", format!("http://127.0.0.1:{port}")),
        ("OIDC_ISSUER", provider.issuer()),
        ("OIDC_CLIENT_ID", IdentityProvider::CLIENT_ID.to_owned()),
        ("OIDC_CLIENT_SECRET", IdentityProvider::CLIENT_SECRET.to_owned()),
        ("OIDC_NAME", "Acme SSO".to_owned()),
    ];
    (Stack::start_with(folder, database_url, &settings).await, provider)
}

async fn invitation(stack: &Stack, email: &str) -> String {
    let wish = json!({ "email": email, "role": "owner" });
    let (status, made) = stack.call(Method::POST, "/v1/invitations", Some(wish)).await;
    assert_eq!(status, 201, "{made}");
    made["url"].as_str().unwrap().split_once("invitation=").unwrap().1.to_owned()
}

fn problem(place: &str) -> String {
    let url = Url::parse(&format!("http://console{place}")).unwrap();
    assert_eq!(url.path(), "/console/sign-in", "{place}");
    let told: BTreeMap<_, _> = url.query_pairs().into_owned().collect();
    assert!(!told["ref"].is_empty());
    told["problem"].clone()
}

#[tokio::test]
async fn an_invited_owner_joins_and_comes_back() {
    let (stack, _provider) = start().await;
    let browser = Browser::new(&stack.api);
    let offered = browser.ask(Method::GET, &format!("{}/v1/sign-in", stack.api)).await.json::<Value>().await.unwrap();
    assert_eq!(offered, json!({ "oidc": { "name": "Acme SSO" } }));

    let link = invitation(&stack, "ada@acme.example").await;
    let query = format!("?return_to=%2Fconsole%2Fmembers%3Frole%3Downer&invitation={link}");
    assert_eq!(browser.sign_in(&query).await, "/console/members?role=owner&signed-in");
    let session = browser.session().await;
    assert_eq!(session["member"]["email"], "ada@acme.example", "{session}");
    assert_eq!((&session["role"], &session["by_cookie"]), (&json!("owner"), &json!(true)));

    let cookie = format!("nameplate_session={}", browser.cookies.lock().unwrap()["nameplate_session"].1);
    let out = browser.http.delete(format!("{}/v1/session", stack.api)).header("cookie", cookie);
    assert_eq!(out.header("origin", &stack.api).send().await.unwrap().status(), 204);
    assert_eq!(browser.session().await["error"]["code"], "unauthorized");
    assert_eq!(browser.sign_in("").await, "/console/?signed-in", "no invitation is needed any more");
    assert_eq!(browser.session().await["member"]["id"], session["member"]["id"]);
    assert_eq!(problem(&browser.sign_in(&format!("?invitation={link}")).await), "invitation_over");

    let tenant = session["tenant"]["id"].as_str().unwrap();
    let suspend = format!("/v1/platform/tenants/{tenant}/suspend");
    let (status, _) =
        stack.call_as("pk_test_demo", Method::POST, &suspend, Some(json!({ "reason": "unpaid bills" }))).await;
    assert!(status.is_success(), "{status}");
    assert_eq!(problem(&browser.sign_in("").await), "suspended");
}

#[tokio::test]
async fn whoever_is_not_meant_stays_outside_and_is_told_why() {
    let (mut stack, provider) = start().await;
    let browser = Browser::new(&stack.api);
    assert_eq!(problem(&browser.sign_in("").await), "no_membership");
    let link = invitation(&stack, "somebody@acme.example").await;
    let query = format!("?invitation={link}");
    assert_eq!(problem(&browser.sign_in(&query).await), "invitation_for_another");

    provider.plays(|script| script.lies = json!({ "email": "somebody@acme.example", "email_verified": false }));
    assert_eq!(problem(&browser.sign_in(&query).await), "email_unverified");
    provider.plays(|script| script.lies = json!({ "nonce": "another" }));
    let told = browser.sign_in(&query).await;
    assert_eq!(problem(&told), "provider");
    let reference = told.split("ref=").nth(1).unwrap();
    let of_it = |text: &str| text.lines().find(|line| line.contains("could not sign in")).map(str::to_owned);
    let line = stack.program.says("why nobody signed in", of_it).await;
    assert!(line.contains(reference) && line.contains("another visit"), "{line}");
    provider.plays(|script| script.trouble = Some(("/token", Trouble::Fails)));
    assert_eq!(problem(&browser.sign_in(&query).await), "provider");
    provider.plays(|script| script.person = None);
    assert_eq!(problem(&browser.sign_in(&query).await), "denied");
    assert_eq!(browser.session().await["error"]["code"], "unauthorized");
    assert!(!stack.program.output().contains(&link), "nothing of a link is logged");
}

#[tokio::test]
async fn a_way_back_is_the_browsers_own_and_is_gone_once() {
    let (stack, _provider) = start().await;
    let browser = Browser::new(&stack.api);
    let leaving = browser.http.get(format!("{}{AWAY}", stack.api)).send().await.unwrap();
    let cookie = leaving.headers()[header::SET_COOKIE].to_str().unwrap();
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Max-Age=600"), "{cookie}");

    let link = invitation(&stack, "ada@acme.example").await;
    let back = browser.away(&format!("?invitation={link}")).await;
    let copied = browser.cookies.lock().unwrap().clone();
    let other = Browser::new(&stack.api);
    assert_eq!(problem(&other.arrive(&back).await), "state", "another browser has no such cookie");
    other.away("").await;
    assert_eq!(problem(&other.arrive(&back).await), "state", "or one of another way");
    assert_eq!(browser.arrive(&back).await, "/console/?signed-in");
    assert_eq!(problem(&browser.arrive(&back).await), "state");
    *browser.cookies.lock().unwrap() = copied;
    assert_eq!(problem(&browser.arrive(&back).await), "state", "also for who has kept the cookie");

    let forged = Browser::new(&stack.api);
    let made_up = ("/".to_owned(), "A".repeat(200));
    forged.cookies.lock().unwrap().insert("nameplate_sign_in".to_owned(), made_up);
    assert_eq!(problem(&forged.arrive(&back).await), "state");
}

#[tokio::test]
async fn nobody_takes_an_invitation_because_another_site_wants_it() {
    let (stack, _provider) = start().await;
    let http = Browser::new(&stack.api).http;
    let leave = async |query: &str, site: &str| {
        let request = http.get(format!("{}{AWAY}{query}", stack.api)).header("sec-fetch-site", site);
        request.send().await.unwrap()
    };
    for site in ["cross-site", "same-site"] {
        let answer = leave("?invitation=0a1b%26x", site).await;
        assert_eq!((answer.status().as_u16(), leads_to(&answer)), (303, "/console/sign-in?invitation=0a1bx"));
        assert!(!answer.headers().contains_key(header::SET_COOKIE), "{site}");
    }
    for (query, site) in [("?invitation=0a1b", "same-origin"), ("?invitation=0a1b", "none"), ("", "cross-site")] {
        let answer = leave(query, site).await;
        assert!(!leads_to(&answer).starts_with('/'), "{query} {site}: {}", leads_to(&answer));
    }
}

#[tokio::test]
async fn nobody_is_sent_elsewhere() {
    let (stack, _provider) = start().await;
    let browser = Browser::new(&stack.api);
    for place in ["https://evil.example/", "//evil.example", "/console/../v1/session", "/console%5C..%5C..", "/share/x"]
    {
        let answer = browser.ask(Method::GET, &format!("{}{AWAY}?return_to={place}", stack.api)).await;
        assert_eq!(answer.status(), 400, "{place}");
        let told: Value = answer.json().await.unwrap();
        assert!(told["error"]["message"].as_str().unwrap().starts_with("return_to must be"), "{told}");
    }
}

#[tokio::test]
async fn without_a_provider_only_keys_sign_in() {
    let stack = Stack::start().await;
    let browser = Browser::new(&stack.api);
    let offered = browser.ask(Method::GET, &format!("{}/v1/sign-in", stack.api)).await.json::<Value>().await.unwrap();
    assert_eq!(offered, json!({ "oidc": null }));
    let answer = browser.ask(Method::GET, &format!("{}{AWAY}", stack.api)).await;
    assert_eq!(problem(leads_to(&answer)), "not_configured");
}
