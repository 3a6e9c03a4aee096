//! The command line: exit codes, sentences, and what production refuses.

use crate::stack::{PATIENCE, Program, Stack, free_port, run};
use reqwest::Method;
use serde_json::Value;
use std::time::Instant;

#[test]
fn wrong_usage_exits_64_and_help_exits_0() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(run(folder.path(), &["no-such-command"], &[]).0, Some(64));
    assert_eq!(run(folder.path(), &["admin", "tenant", "create"], &[]).0, Some(64));
    let (code, out, _) = run(folder.path(), &["--help"], &[]);
    assert_eq!(code, Some(0));
    assert!(out.contains("Examples:") && out.contains("Exit codes:"), "{out}");
}

#[test]
fn production_names_every_variable_at_fault() {
    let folder = tempfile::tempdir().unwrap();
    let environment = [("CD_ENV", "production".to_owned()), ("PORT", "many".to_owned())];
    let (code, _, err) = run(folder.path(), &["serve"], &environment);
    assert_eq!(code, Some(1));
    for variable in ["TOKEN_HMAC_SECRET", "EDGE_TOKEN", "PORT"] {
        assert!(err.contains(variable), "{err}");
    }
    let (code, _, err) = run(folder.path(), &["dev"], &environment);
    assert_eq!(code, Some(1));
    assert!(err.contains("nameplate serve"), "{err}");
}

#[test]
fn a_port_that_is_taken_is_one_clear_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let (code, _, err) = run(folder.path(), &["serve"], &[("PORT", port.to_string())]);
    assert_eq!(code, Some(1));
    let expected = format!("port {port} (PORT) is taken by another program; stop that one, or set PORT to a free port");
    assert!(err.contains(&expected), "{err}");
    assert!(!folder.path().join("data").exists(), "nothing was made");
}

#[test]
fn a_database_that_is_not_there_is_a_sentence_without_the_password() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("postgres://someone:hunter2@127.0.0.1:{}/none", free_port());
    let (code, _, err) = run(folder.path(), &["serve"], &[("DATABASE_URL", url), ("PORT", "0".to_owned())]);
    assert_eq!(code, Some(1));
    assert!(err.contains("DATABASE_URL") && !err.contains("hunter2"), "{err}");
}

#[tokio::test]
async fn a_tenant_is_made_beside_a_running_server_and_sees_nothing_of_others() {
    let stack = Stack::start().await;
    let connection = stack.connect("mine.customer.test").await;
    let environment = [("DATABASE_URL", stack.database_url.clone())];
    let arguments = ["admin", "tenant", "create", "--name", "Second", "--json"];
    let (code, out, err) = run(stack.folder.path(), &arguments, &environment);
    assert_eq!(code, Some(0), "{err}");
    let made: Value = serde_json::from_str(&out).unwrap();
    assert_eq!(made["tenant"]["name"], "Second");
    assert_eq!(made["key"]["scopes"].as_array().unwrap().len(), 5);
    let secret = made["key"]["secret"].as_str().unwrap();

    let path = format!("/v1/connections/{}", connection["id"].as_str().unwrap());
    assert_eq!(stack.call_as(secret, Method::GET, &path, None).await.0, 404);
    let (_, list) = stack.call_as(secret, Method::GET, "/v1/connections", None).await;
    assert_eq!(list["data"], serde_json::json!([]));
}

#[test]
fn the_openapi_document_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let (code, out, _) = run(folder.path(), &["openapi"], &[]);
    assert_eq!(code, Some(0));
    assert!(out.starts_with("openapi: 3.1"), "{}", &out[..40]);
}

#[test]
fn a_second_server_on_one_sqlite_file_is_refused_with_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let url = format!("sqlite://{}/one.db", folder.path().display());
    let environment = |port: &str| [("DATABASE_URL", url.clone()), ("PORT", port.to_owned())];
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let mut first = Program::start(folder.path(), &["serve"], &environment("0"));
        first.says("that it is up", |text| text.contains("is up").then_some(())).await;
        let (code, _, err) = run(folder.path(), &["serve"], &environment("0"));
        assert_eq!(code, Some(1));
        assert!(err.contains("SQLite"), "{err}");
    });
}

#[test]
fn shells_complete_commands_and_man_has_a_page_for_each() {
    let folder = tempfile::tempdir().unwrap();
    for (shell, words) in
        [("bash", "complete -F _nameplate"), ("zsh", "#compdef nameplate"), ("fish", "complete -c nameplate")]
    {
        let (code, out, _) = run(folder.path(), &["completions", shell], &[]);
        assert_eq!(code, Some(0));
        assert!(out.contains(words) && out.contains("dry-run") && out.contains("attach"), "{shell}");
    }
    assert_eq!(run(folder.path(), &["completions", "tcsh"], &[]).0, Some(64));
    let (code, out, err) = run(folder.path(), &["man", "pages"], &[]);
    assert_eq!(code, Some(0), "{err}");
    let pages = std::fs::read_dir(folder.path().join("pages")).unwrap().count();
    assert!(out.contains(&format!("Wrote {pages} pages")), "{out}");
    let page = std::fs::read_to_string(folder.path().join("pages/nameplate-domain-add.1")).unwrap();
    assert!(page.contains("takeover") && page.contains("Exit codes") && page.contains("dry\\-run"), "{page}");
}

#[test]
fn every_command_has_examples() {
    let folder = tempfile::tempdir().unwrap();
    let reference = nameplate::commands::reference();
    let leaves = [
        "domain check",
        "domain add",
        "domain list",
        "domain remove",
        "domain attach",
        "domain watch",
        "login",
        "logout",
    ];
    let routes = ["route create", "route list", "route show", "route update", "route delete", "completions", "man"];
    for command in leaves.into_iter().chain(routes) {
        let mut words: Vec<&str> = command.split(' ').collect();
        words.push("--help");
        let (code, out, _) = run(folder.path(), &words, &[]);
        assert_eq!(code, Some(0), "{command}");
        assert!(out.contains("Example") && out.contains(&format!("nameplate {command}")), "{command}: {out}");
        assert!(!out.contains('\u{1b}'), "colours are for terminals: {out:?}");
        assert!(reference.contains(&format!("nameplate {command}\n")), "{command} is not in the reference");
    }
}

#[tokio::test]
async fn a_role_says_whether_it_is_well_by_its_own_settings() {
    let folder = tempfile::tempdir().unwrap();
    let [api, dns, ssh] = [(); 3].map(|()| free_port());
    let environment = [
        ("DATABASE_URL", format!("sqlite://{}/nameplate.db", folder.path().display())),
        ("PORT", api.to_string()),
        ("LISTEN", "0.0.0.0".to_owned()),
        ("ACME_DNS_PORT", free_port().to_string()),
        ("ACME_DNS_API_PORT", dns.to_string()),
        ("ACME_DNS_IPV4", "127.0.0.1".to_owned()),
        ("SSH_PORT", ssh.to_string()),
    ];
    for role in ["serve", "acme-dns", "ssh"] {
        let health = || run(folder.path(), &["health", role], &environment);
        let (code, _, err) = health();
        assert_eq!(code, Some(1), "{role}: nothing runs yet");
        assert!(err.contains("does not answer"), "{role}: {err}");
        // The later roles work beside the control plane's database.
        let running = Program::start(folder.path(), &[role], &environment);
        let start = Instant::now();
        while health().0 != Some(0) {
            assert!(start.elapsed() < PATIENCE, "{role} never was well: {}", running.output());
        }
        drop(running);
        assert_eq!(health().0, Some(1), "{role}: it ended");
    }
}

#[tokio::test]
async fn a_service_manager_is_told_when_a_role_is_up_and_when_it_ends() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("notify");
    let manager = tokio::net::UnixDatagram::bind(&path).unwrap();
    let environment = [
        ("DATABASE_URL", format!("sqlite://{}/nameplate.db", folder.path().display())),
        ("PORT", free_port().to_string()),
        ("NOTIFY_SOCKET", path.display().to_string()),
    ];
    let running = Program::start(folder.path(), &["serve"], &environment);
    assert_eq!(heard(&manager).await, "READY=1\n");
    assert_eq!(run(folder.path(), &["health", "serve"], &environment).0, Some(0), "it was up when it said so");
    let pid = rustix::process::Pid::from_child(&running.child);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert_eq!(heard(&manager).await, "STOPPING=1\n");
}

async fn heard(manager: &tokio::net::UnixDatagram) -> String {
    let mut message = [0; 256];
    let length = tokio::time::timeout(PATIENCE, manager.recv(&mut message)).await.expect("a message").unwrap();
    String::from_utf8_lossy(&message[..length]).into_owned()
}
