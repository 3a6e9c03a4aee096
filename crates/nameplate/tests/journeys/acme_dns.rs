//! The acme-dns service: its contract over HTTP, its zone by `dig`, and certbot as a client that knows nothing of us.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where foreign programs are")]

use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_postgres};
use reqwest::StatusCode;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Instant;

fn api(stack: &Stack) -> String {
    format!("http://127.0.0.1:{}", stack.acme_dns_api)
}

async fn register(stack: &Stack, key: Option<&str>, body: String) -> (StatusCode, String) {
    let mut request = stack.http.post(format!("{}/register", api(stack))).body(body);
    if let Some(key) = key {
        request = request.bearer_auth(key);
    }
    let response = request.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

async fn update(url: &str, user: &str, key: &str, body: String) -> (u16, String) {
    let request =
        reqwest::Client::new().post(format!("{url}/update")).header("X-Api-User", user).header("X-Api-Key", key);
    let response = request.body(body).send().await.unwrap();
    (response.status().as_u16(), response.text().await.unwrap())
}

/// What `dig` prints of an answer, or of the header with `+noall +comments`.
fn dig(port: u16, arguments: &[&str]) -> String {
    let output = Command::new("dig")
        .args(["@127.0.0.1", "-p", &port.to_string(), "+time=2", "+tries=2"])
        .args(arguments)
        .output()
        .expect("run `make test`, which installs dig");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn text<'v>(value: &'v Value, key: &str) -> &'v str {
    value[key].as_str().unwrap_or_else(|| panic!("{key} in {value}"))
}

#[tokio::test]
async fn the_contract_is_kept_to_the_letter_and_registration_is_closed() {
    let stack = Stack::start().await;
    stack.connect("shop.customer.test").await;
    let claim = json!({ "hostname": "shop.customer.test" }).to_string();
    assert_eq!(
        register(&stack, None, String::new()).await,
        (StatusCode::UNAUTHORIZED, r#"{"error": "forbidden"}"#.into())
    );
    assert_eq!(register(&stack, Some("sk_test_wrong"), claim.clone()).await.0, 401);
    let (status, told) = register(&stack, Some("sk_test_demo"), String::new()).await;
    assert_eq!((status.as_u16(), told.contains("claim_required")), (400, true), "{told}");
    let (status, told) = register(&stack, Some("sk_test_demo"), "{".into()).await;
    assert_eq!((status.as_u16(), told.as_str()), (400, r#"{"error":"malformed_json_payload"}"#));
    for wrong in [
        json!({ "hostname": "shop.customer.test", "allowfrom": ["everywhere"] }),
        json!({ "allowfrom": ["everywhere"] }),
    ] {
        let (status, told) = register(&stack, Some("sk_test_demo"), wrong.to_string()).await;
        assert_eq!((status.as_u16(), told.contains(r#""error":"invalid_allowfrom_cidr""#)), (400, true), "{told}");
    }
    let (status, _) =
        register(&stack, Some("sk_test_demo"), json!({ "hostname": "other.customer.test" }).to_string()).await;
    assert_eq!(status, 404);

    let (status, answer) = register(&stack, Some("sk_test_demo"), claim).await;
    assert_eq!(status, 201, "{answer}");
    assert!(answer.starts_with('{') && !answer.contains('\n'), "clients read it with sed: {answer}");
    let account: Value = serde_json::from_str(&answer).unwrap();
    let (user, key, token) = (text(&account, "username"), text(&account, "password"), text(&account, "subdomain"));
    assert_eq!((key.len(), account["allowfrom"].clone()), (40, json!([])));
    assert_eq!(text(&account, "fulldomain"), format!("{token}.acme.nameplate.localhost"));

    let url = api(&stack);
    let value = "a".repeat(43);
    let wish = |token: &str, txt: &str| json!({ "subdomain": token, "txt": txt }).to_string();
    assert_eq!(update(&url, user, key, wish(token, &value)).await, (200, format!(r#"{{"txt": "{value}"}}"#)));
    let forbidden = (401, r#"{"error": "forbidden"}"#.to_owned());
    assert_eq!(update(&url, user, "wrong", wish(token, &value)).await, forbidden);
    assert_eq!(update(&url, "0198c0de-0000-7000-8000-000000000000", key, wish(token, &value)).await, forbidden);
    assert_eq!(update(&url, user, key, wish(&"0".repeat(32), &value)).await, forbidden);
    assert_eq!(update(&url, user, key, "not json".into()).await, forbidden);
    for others in ["short", "example.com", ""] {
        assert_eq!(update(&url, user, key, wish(others, &value)).await, forbidden, "{others:?}");
    }
    assert_eq!(update(&url, user, key, json!({ "txt": value }).to_string()).await, forbidden);
    let bad = (400, r#"{"error":"bad_txt"}"#.to_owned());
    assert_eq!(update(&url, user, key, wish(token, "short")).await, bad);
    assert_eq!(update(&url, user, key, json!({ "subdomain": token }).to_string()).await, bad);
    let health = stack.http.get(format!("{url}/health")).send().await.unwrap();
    assert_eq!((health.status().as_u16(), health.text().await.unwrap()), (200, String::new()));

    // An account may be bound to addresses: ours is 127.0.0.1.
    for (block, status) in [("192.0.2.0/24", 401), ("127.0.0.0/8", 200)] {
        let claim = json!({ "hostname": "shop.customer.test", "allowfrom": [block] }).to_string();
        let account: Value = serde_json::from_str(&register(&stack, Some("sk_test_demo"), claim).await.1).unwrap();
        let done = update(&url, text(&account, "username"), text(&account, "password"), wish(token, &value)).await;
        assert_eq!(done.0, status, "{block}");
    }
}

#[tokio::test]
async fn the_zone_answers_as_the_rfcs_want_it() {
    let stack = Stack::start().await;
    let connection = stack.connect("shop.customer.test").await;
    let claim = json!({ "connection_id": connection["id"] }).to_string();
    let account: Value = serde_json::from_str(&register(&stack, Some("sk_test_demo"), claim).await.1).unwrap();
    let (user, key, token) = (text(&account, "username"), text(&account, "password"), text(&account, "subdomain"));
    let name = text(&account, "fulldomain").to_owned();
    let port = stack.acme_dns;

    let header = |arguments: &[&str]| dig(port, &[arguments, &["+noall", "+comments", "+authority"]].concat());
    let absent = header(&[&name, "TXT"]);
    assert!(absent.contains("status: NOERROR") && absent.contains("ANSWER: 0") && absent.contains("SOA"), "{absent}");
    assert!(header(&[&format!("nobody.{}", &name[33..]), "TXT"]).contains("status: NXDOMAIN"));
    assert!(header(&["www.example.com", "A"]).contains("status: REFUSED"));
    assert!(dig(port, &["acme.nameplate.localhost", "SOA", "+short"]).contains("ns1.acme.nameplate.localhost"));
    assert_eq!(dig(port, &["acme.nameplate.localhost", "NS", "+short"]).trim(), "ns1.acme.nameplate.localhost.");

    // More than two values: each of ten names of one certificate has its own.
    let values: Vec<String> = (0..25).map(|number| format!("{number:0>43}")).collect();
    for value in &values {
        let wish = json!({ "subdomain": token, "txt": value }).to_string();
        assert_eq!(update(&api(&stack), user, key, wish).await.0, 200);
    }
    let start = Instant::now();
    loop {
        let shown = dig(port, &[&name, "TXT", "+short"]);
        if values.iter().all(|value| shown.contains(value.as_str())) {
            break;
        }
        assert!(start.elapsed() < PATIENCE, "{shown}");
    }
    let truncated = dig(port, &[&name, "TXT", "+ignore", "+noedns"]);
    assert!(truncated.contains(" tc"), "too much for 512 octets: {truncated}");
    assert!(dig(port, &[&name, "TXT", "+tcp", "+short"]).lines().count() == 25);
    let mixed = name.to_ascii_uppercase();
    assert!(dig(port, &[&mixed, "TXT", "+noall", "+question"]).contains(&mixed), "the case of the question is kept");
    let nodata = header(&[&name, "A"]);
    assert!(nodata.contains("status: NOERROR") && nodata.contains("ANSWER: 0"), "{nodata}");

    // Once the claim is gone, so is the token, and the account with it.
    let (status, _) =
        stack.call(reqwest::Method::DELETE, &format!("/v1/connections/{}", text(&connection, "id")), None).await;
    assert!(status.is_success());
    let start = Instant::now();
    while !header(&[&name, "TXT"]).contains("status: NXDOMAIN") {
        assert!(start.elapsed() < PATIENCE, "the token is still served");
    }
    let wish = json!({ "subdomain": token, "txt": values[0] }).to_string();
    assert_eq!(update(&api(&stack), user, key, wish).await.0, 401);
}

/// `nameplate serve` and two instances of `nameplate acme-dns` on one PostgreSQL.
#[tokio::test]
async fn what_one_instance_takes_every_instance_serves() {
    let folder = tempfile::tempdir().unwrap();
    let database_url = fresh_postgres();
    let (api_port, mut instances) = (free_port(), Vec::new());
    let common = vec![("DATABASE_URL", database_url), ("PORT", api_port.to_string())];
    let mut serve = Program::start(folder.path(), &["serve"], &common);
    serve.says("that it is up", |text| text.contains("The control plane is up").then_some(())).await;
    for _ in 0..2 {
        let (dns, rest) = (free_port(), free_port());
        let mut environment = common.clone();
        environment.extend([
            ("ACME_DNS_PORT", dns.to_string()),
            ("ACME_DNS_API_PORT", rest.to_string()),
            ("ACME_DNS_IPV4", "127.0.0.1".to_owned()),
        ]);
        let mut program = Program::start(folder.path(), &["acme-dns"], &environment);
        program.says("that it serves", |text| text.contains("The ACME zone is served").then_some(())).await;
        instances.push((program, dns, rest));
    }
    let http = reqwest::Client::new();
    let control = format!("http://127.0.0.1:{api_port}");
    let applications: Value = http
        .get(format!("{control}/v1/applications"))
        .bearer_auth("sk_test_demo")
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let new = json!({ "application_id": applications["data"][0]["id"], "hostname": "shop.customer.test" });
    let created =
        http.post(format!("{control}/v1/connections")).bearer_auth("sk_test_demo").json(&new).send().await.unwrap();
    assert_eq!(created.status(), 201);
    let claim = json!({ "hostname": "shop.customer.test" });
    let (first, second) = (&instances[0], &instances[1]);
    let registered = http
        .post(format!("http://127.0.0.1:{}/register", first.2))
        .bearer_auth("sk_test_demo")
        .json(&claim)
        .send()
        .await
        .unwrap();
    assert_eq!(registered.status(), 201);
    let account: Value = registered.json().await.unwrap();
    let value = "b".repeat(43);
    let wish = json!({ "subdomain": account["subdomain"], "txt": value }).to_string();
    let url = format!("http://127.0.0.1:{}", first.2);
    assert_eq!(update(&url, text(&account, "username"), text(&account, "password"), wish).await.0, 200);
    let start = Instant::now();
    for port in [first.1, second.1] {
        while !dig(port, &[text(&account, "fulldomain"), "TXT", "+short"]).contains(&value) {
            assert!(start.elapsed() < PATIENCE, "an instance does not know of it");
        }
    }
    drop(serve);
}

/// Programs from PyPI that `make test` installs.
fn foreign(program: &str) -> PathBuf {
    let folder =
        std::env::var("NAMEPLATE_TEST_FOREIGN").expect("run `make test`, which installs certbot for this test");
    PathBuf::from(folder).join(program)
}

#[tokio::test]
async fn certbot_gets_a_certificate_for_apex_and_wildcard_through_it() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let (dns, http, tls) = (free_port(), free_port(), free_port());
    let settings = PebbleSettings::new(SocketAddr::from(([127, 0, 0, 1], dns)), http, tls);
    let pebble = Pebble::start(folder.path(), &settings).await;
    let database_url = format!("sqlite://{}/nameplate.db", folder.path().display());
    let also = [("SANDBOX_DNS_PORT", dns.to_string())];
    let stack = Stack::start_with(Arc::clone(&folder), database_url, &also).await;
    let connection = stack.connect("customer.test").await;
    let claim = json!({ "connection_id": connection["id"] }).to_string();
    let (status, account) = register(&stack, Some("sk_test_demo"), claim).await;
    assert_eq!(status, 201);
    let account: Value = serde_json::from_str(&account).unwrap();
    let target = text(&account, "fulldomain");
    stack.publish("customer.test", "_acme-challenge.customer.test", "CNAME", target).await;

    let at = folder.path().join("certbot");
    std::fs::create_dir_all(&at).unwrap();
    std::fs::write(at.join("accounts.json"), json!({ "customer.test": account }).to_string()).unwrap();
    let credentials = at.join("credentials.ini");
    let lines = format!(
        "dns_acmedns_api_url = {}\ndns_acmedns_registration_file = {}\n",
        api(&stack),
        at.join("accounts.json").display()
    );
    std::fs::write(&credentials, lines).unwrap();
    std::fs::set_permissions(&credentials, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    let mut certbot = Command::new(foreign("certbot"));
    certbot
        .args(["certonly", "-n", "--agree-tos", "-m", "ops@nameplate-platform.com", "--server", &pebble.directory()])
        .args(["--config-dir", "d", "--work-dir", "d", "--logs-dir", "d", "--authenticator", "dns-acmedns"])
        .args(["--dns-acmedns-credentials", credentials.to_str().unwrap(), "--dns-acmedns-propagation-seconds", "1"])
        .args(["-d", "customer.test", "-d", "*.customer.test"])
        .env("REQUESTS_CA_BUNDLE", pebble.ca_file())
        .current_dir(&at);
    let done = tokio::task::spawn_blocking(move || certbot.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}\npebble:\n{}", pebble.log());
    assert!(at.join("d/live/customer.test/fullchain.pem").exists(), "{said}");
}
