//! What production refuses, and what is nowhere to be had from outside.

use crate::stack::{Program, free_port, run};
use reqwest::{Client, Method, StatusCode};
use std::path::Path;

const TOKEN_SECRET: &str = "4f1c0b6a2d9e83757f00c1aa52be6d94";
const EDGE_TOKEN: &str = "90d3b1e8c7a64f52a6f3e1d20b5c4978";

/// What production starts with.
fn production(folder: &Path) -> Vec<(&'static str, String)> {
    vec![
        ("CD_ENV", "production".to_owned()),
        ("TOKEN_HMAC_SECRET", TOKEN_SECRET.to_owned()),
        ("EDGE_TOKEN", EDGE_TOKEN.to_owned()),
        ("BASE_DOMAIN", "platform.test".to_owned()),
        ("DATABASE_URL", format!("sqlite://{}/one.db", folder.display())),
        ("LISTEN", "127.0.0.1".to_owned()),
        ("PORT", "0".to_owned()),
    ]
}

#[test]
fn each_unsafe_setting_is_refused_by_name_and_with_the_remedy() {
    // Variable, unsafe value (empty: unset), words of the remedy.
    let cases = [
        ("TOKEN_HMAC_SECRET", "", "must be set in production"),
        ("TOKEN_HMAC_SECRET", "dev-secret", "a secret of your own"),
        ("TOKEN_HMAC_SECRET", "nameplate-development-secret", "a secret of your own"),
        ("TOKEN_HMAC_SECRET", "tooshort1234567", "at least 16 characters"),
        ("TOKEN_HMAC_SECRET", "9b2d7c4e8f1a6053d2c4b6a8e0f19375,change-me", "a secret of your own"),
        ("EDGE_TOKEN", "", "must be set in production"),
        ("EDGE_TOKEN", "secret", "a secret of your own"),
        ("ADAPTER_TEST_MOCK", "1", "unset it in production"),
        ("DNS_STUB_FILE", "stub.json", "unset it in production"),
        ("DNS_STUB_JSON", "{}", "unset it in production"),
        ("STRIPE_BASE_URL", "http://127.0.0.1:9", "unset it in production"),
        ("PROVIDER_BASE_URL_CLOUDFLARE", "http://127.0.0.1:9", "unset it in production"),
        ("PROVIDER_BASE_URL_SANDBOX", "http://127.0.0.1:9", "unset it in production"),
        ("BASE_DOMAIN", "", "write the platform's domain"),
        ("PUBLIC_URL", "http://api.saas.example", "https://"),
        ("CORS_ALLOWED_ORIGINS", "https://a.example,http://b.example", "https:// only"),
        ("TRUSTED_PROXIES", "10.0.0.0/8,0.0.0.0/0", "name your load balancers"),
        ("EDGE_TRUSTED_PROXIES", "::/0", "name your load balancers"),
        ("CD_ENV", "prod", "write production"),
        ("CD_ENV", "Production", "write production"),
    ];
    for (variable, value, remedy) in cases {
        let folder = tempfile::tempdir().unwrap();
        let mut environment = production(folder.path());
        environment.retain(|(name, _)| *name != variable);
        environment.push((variable, value.to_owned()));
        let (code, out, err) = run(folder.path(), &["serve"], &environment);
        assert_eq!(code, Some(1), "{variable}={value}: {out}{err}");
        let faults: Vec<&str> = err.lines().filter_map(|line| line.trim().strip_prefix("- ")).collect();
        assert_eq!(faults.len(), 1, "{variable}={value}: {err}");
        assert!(faults[0].starts_with(variable) && faults[0].contains(remedy), "{variable}={value}: {err}");
        let is_secret = variable.contains("SECRET") || variable.contains("TOKEN") || variable.contains("KEY");
        assert!(!is_secret || value.len() < 8 || !err.contains(value), "{variable} is repeated: {err}");
        assert!(!folder.path().join("one.db").exists(), "{variable}={value}: something was made");
    }
}

#[test]
fn all_that_is_unsafe_is_told_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let environment = [
        ("CD_ENV", "production".to_owned()),
        ("DNS_STUB_FILE", "x".to_owned()),
        ("RATE_LIMIT_KEY", "many".to_owned()),
        ("EDGE_DATABASE_URL", "postgres://edges@db.saas.example/edges".to_owned()),
    ];
    let (code, _, err) = run(folder.path(), &["serve"], &environment);
    assert_eq!(code, Some(1));
    let at_fault = ["TOKEN_HMAC_SECRET", "EDGE_TOKEN", "DNS_STUB_FILE", "RATE_LIMIT_KEY", "CREDENTIAL_ENC_KEY"];
    for variable in at_fault {
        assert_eq!(err.matches(&format!("- {variable} ")).count(), 1, "{variable}: {err}");
    }
}

#[tokio::test]
async fn keys_of_development_open_nothing_in_production() {
    let (folder, port) = (tempfile::tempdir().unwrap(), free_port());
    let mut environment = production(folder.path());
    environment.retain(|(name, _)| *name != "PORT");
    environment.push(("PORT", port.to_string()));
    let development: Vec<_> = environment.iter().filter(|(name, _)| *name != "CD_ENV").cloned().collect();
    let is_up = |text: &str| text.contains("is up").then(|| text.to_owned());
    let http = Client::new();
    let shows = async |path: &str, key: &str| {
        let request = http.get(format!("http://127.0.0.1:{port}{path}")).bearer_auth(key);
        request.send().await.unwrap().status()
    };

    let doors = [("/v1/connections", "sk_test_demo"), ("/v1/platform/overview", "pk_test_demo")];
    let mut program = Program::start(folder.path(), &["serve"], &development);
    program.says("that it is up", is_up).await;
    for (path, key) in doors {
        assert_eq!(shows(path, key).await, 200, "{path}");
    }
    program.signal("-KILL");
    program.ends().await;
    for is_first in [true, false] {
        let mut program = Program::start(folder.path(), &["serve"], &environment);
        let said = program.says("that it is up", is_up).await;
        assert_eq!(said.contains("were revoked"), is_first, "{said}");
        for (path, key) in doors {
            assert_eq!(shows(path, key).await, 401, "{path}");
        }
        program.signal("-KILL");
        program.ends().await;
    }
}

#[tokio::test]
async fn on_sqlite_production_is_one_node_and_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let environment = production(folder.path());
    let mut first = Program::start(folder.path(), &["serve"], &environment);
    let is_up = |text: &str| text.contains("is up").then(|| text.to_owned());
    let said = first.says("that it is up", is_up).await;
    assert!(said.contains("INTERNAL_PORT"), "without INTERNAL_PORT it warns: {said}");
    let elsewhere = tempfile::tempdir().unwrap();
    let (code, _, err) = run(elsewhere.path(), &["serve"], &environment);
    assert_eq!(code, Some(1), "{err}");
    assert!(err.contains("SQLite is for one node") && err.contains("postgres://"), "{err}");
    first.signal("-KILL");
    first.ends().await;
    let mut again = Program::start(elsewhere.path(), &["serve"], &environment);
    again.says("that it is up", is_up).await;
}

#[tokio::test]
async fn with_an_internal_port_nothing_internal_is_on_the_public_one() {
    let folder = tempfile::tempdir().unwrap();
    let (port, internal) = (free_port(), free_port());
    let mut environment = production(folder.path());
    environment.retain(|(name, _)| *name != "PORT");
    environment.extend([("PORT", port.to_string()), ("INTERNAL_PORT", internal.to_string())]);
    let mut program = Program::start(folder.path(), &["serve"], &environment);
    let said = program.says("that it is up", |text| text.contains("is up").then(|| text.to_owned())).await;
    assert!(!said.contains("Set INTERNAL_PORT"), "{said}");

    let http = Client::new();
    let ask = async |method: &str, port: u16, path: &str, token: Option<&str>| -> StatusCode {
        let method: Method = method.parse().unwrap();
        let mut request = http.request(method, format!("http://127.0.0.1:{port}{path}"));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        request.send().await.unwrap().status()
    };
    let wanted = "/internal/certificates/wanted?edge_id=e&wait_ms=0";
    for (method, path) in [
        ("GET", "/internal/ask?domain=a.b.test"),
        ("GET", "/internal//ask?domain=a.b.test"),
        ("GET", "/%69nternal/ask?domain=a.b.test"),
        ("GET", "/v1/../internal/ask?domain=a.b.test"),
        ("GET", wanted),
        ("POST", "/internal/certificates"),
        ("POST", "/internal/edges"),
        ("GET", "/metrics"),
        ("GET", "/Metrics"),
    ] {
        assert_eq!(ask(method, port, path, Some(EDGE_TOKEN)).await, 404, "{method} {path} on the public port");
    }
    assert_eq!(ask("GET", internal, "/v1/applications", None).await, 404, "the API is not on the internal port");
    assert_eq!(ask("GET", internal, "/internal/ask?domain=a.b.test", None).await, 200);
    assert_eq!(ask("GET", internal, "/metrics", None).await, 200);
    for port in [port, internal] {
        assert_eq!(ask("GET", port, "/healthz", None).await, 200);
    }
    // Beyond ask, an edge shows the token.
    for token in [None, Some(""), Some("wrong"), Some(&EDGE_TOKEN[..31]), Some(TOKEN_SECRET)] {
        assert_eq!(ask("GET", internal, wanted, token).await, 401, "{token:?}");
        assert_eq!(ask("POST", internal, "/internal/certificates", token).await, 401, "{token:?}");
        assert_eq!(ask("POST", internal, "/internal/edges", token).await, 401, "{token:?}");
    }
    assert_eq!(ask("GET", internal, wanted, Some(EDGE_TOKEN)).await, 200);
}

#[tokio::test]
async fn the_program_limits_what_strangers_may_ask() {
    let folder = tempfile::tempdir().unwrap();
    let port = free_port();
    let environment = [
        ("DATABASE_URL", format!("sqlite://{}/one.db", folder.path().display())),
        ("PORT", port.to_string()),
        ("RATE_LIMIT_STRANGERS", "1/4".to_owned()),
    ];
    let mut program = Program::start(folder.path(), &["serve"], &environment);
    program.says("that it is up", |text| text.contains("is up").then_some(())).await;
    let http = Client::new();
    let guess = async |key: &str| {
        http.get(format!("http://127.0.0.1:{port}/v1/applications")).bearer_auth(key).send().await.unwrap()
    };
    assert_eq!(guess("sk_test_demo").await.headers()["ratelimit-policy"], "\"key\";q=1000;w=5", "the default");
    let mut statuses = Vec::new();
    for number in 0..8 {
        statuses.push(guess(&format!("sk_test_guess_{number}")).await.status().as_u16());
    }
    assert_eq!(statuses[..4], [401; 4]);
    assert!(statuses.ends_with(&[429, 429]), "{statuses:?}");
    assert_eq!(guess("sk_test_demo").await.status(), 200);
}
