//! The commands over SSH, as somebody has them with Debian's OpenSSH client.

use crate::shell::{Said, assert_is_as_documented};
use crate::stack::{PATIENCE, Program, Stack, free_port, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// Somebody with a key, at a machine of their own.
struct Client {
    home: PathBuf,
    port: u16,
}

impl Client {
    /// With a pair of a type as `ssh-keygen -t` makes it.
    fn new(folder: &Path, port: u16, name: &str, kind: &[&str]) -> Self {
        let home = folder.join(name);
        std::fs::create_dir(&home).unwrap();
        let mut making = Command::new("ssh-keygen");
        making.args(["-q", "-N", "", "-C", name, "-f"]).arg(home.join("key")).arg("-t").args(kind);
        assert!(making.status().unwrap().success(), "ssh-keygen {kind:?}");
        Self { home, port }
    }

    fn ed25519(stack: &Stack, name: &str) -> Self {
        Self::new(stack.folder.path(), stack.ssh, name, &["ed25519"])
    }

    fn public_key(&self) -> String {
        std::fs::read_to_string(self.home.join("key.pub")).unwrap()
    }

    /// What every client of OpenSSH is told.
    fn options(&self) -> Vec<String> {
        let here = |file: &str| self.home.join(file).display().to_string();
        let mut all = vec!["-F".to_owned(), "none".to_owned()];
        for option in [
            format!("IdentityFile={}", here("key")),
            format!("UserKnownHostsFile={}", here("known_hosts")),
            "GlobalKnownHostsFile=none".into(),
            "StrictHostKeyChecking=accept-new".into(),
            "IdentitiesOnly=yes".into(),
            "IdentityAgent=none".into(),
            "BatchMode=yes".into(),
            "LogLevel=ERROR".into(),
            format!("Port={}", self.port),
        ] {
            all.extend(["-o".to_owned(), option]);
        }
        all
    }

    fn program(&self, program: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.args(self.options()).args(arguments).current_dir(&self.home).stdin(Stdio::null());
        command
    }

    fn ends(&self, program: &str, arguments: &[&str]) -> Said {
        let output = self.program(program, arguments).output().unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Said { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
    }

    fn run(&self, line: &str) -> Said {
        self.ends("ssh", &["127.0.0.1", line])
    }

    fn start(&self, line: &str) -> Program {
        Program::of(self.program("ssh", &["127.0.0.1", line]))
    }

    fn json(&self, code: i32, line: &str) -> Value {
        let said = self.run(&format!("{line} --json"));
        assert_eq!(said.code, Some(code), "{line}: {said:?}");
        let value = serde_json::from_str(&said.out).unwrap_or_else(|error| panic!("{line}: {error}: {said:?}"));
        assert_is_as_documented(line.trim_start_matches("nameplate "), &value);
        value
    }

    fn is_refused(&self) {
        let said = self.run("domain list");
        assert_eq!(said.code, Some(255), "{said:?}");
        assert!(said.err.contains("Permission denied (publickey)"), "{said:?}");
    }
}

async fn register(stack: &Stack, client: &Client) -> Value {
    register_as(stack, "sk_test_demo", client).await
}

async fn register_as(stack: &Stack, key: &str, client: &Client) -> Value {
    let body = json!({ "public_key": client.public_key() });
    let (status, made) = stack.call_as(key, Method::POST, "/v1/ssh-keys", Some(body)).await;
    assert_eq!(status, 201, "{made}");
    made
}

async fn publish(stack: &Stack, record: &Value) {
    let text = |name: &str| record[name].as_str().unwrap().to_owned();
    stack.publish("customer.test", &text("name"), &text("type"), &text("value")).await;
}

#[tokio::test]
async fn a_domain_is_claimed_attached_and_released_by_ssh() {
    let stack = Stack::start().await;
    let ada = Client::ed25519(&stack, "ada");
    let key = register(&stack, &ada).await;
    let name = "shop.customer.test";

    let pending = ada.json(2, &format!("domain add {name} --app Demo"));
    let challenge = &pending["challenge"];
    let said = ada.run(&format!("domain add {name}"));
    let line = format!("_acme-challenge.{name} CNAME {}", challenge["value"].as_str().unwrap());
    assert_eq!((said.code, said.err.as_str()), (Some(2), ""), "{said:?}");
    assert!(said.out.contains(&line) && !said.out.contains('\u{1b}'), "{said:?}");
    assert_eq!(ada.json(2, &format!("domain attach {name} --app Demo"))["status"], "pending");

    publish(&stack, challenge).await;
    let attached = ada.json(0, &format!("nameplate domain attach {name} --app Demo --route shop"));
    assert_eq!(attached["status"], "attached", "{attached}");
    assert_eq!(ada.json(0, "domain list")["domains"][0]["hostname"], name);
    assert_eq!(ada.json(0, "route list")["routes"][0]["hostname"], name);

    let refused = ada.run(&format!("domain remove {name}"));
    assert_eq!((refused.code, refused.out.as_str()), (Some(1), ""), "{refused:?}");
    let remedy = refused.err.lines().map(str::trim).find(|line| line.starts_with("nameplate route update")).unwrap();
    assert_eq!(ada.run(remedy).code, Some(0), "what is printed can be typed: {remedy}");
    assert_eq!(ada.json(0, &format!("domain remove {name}"))["status"], "removed");

    let (_, log) = stack.call(Method::GET, "/v1/audit?actor_kind=ssh_key&limit=100", None).await;
    let entries = log["data"].as_array().unwrap();
    for action in ["connection.create", "route.create"] {
        let entry =
            entries.iter().find(|entry| entry["action"] == action).unwrap_or_else(|| panic!("{action}: {log:#}"));
        let actor = &entry["actor"];
        assert_eq!(
            (&actor["id"], &actor["name"], &actor["fingerprint"]),
            (&key["id"], &json!("ada"), &key["fingerprint"])
        );
        assert_eq!(entry["address"], "127.0.0.1");
    }
    let (_, keys) = stack.call(Method::GET, "/v1/ssh-keys", None).await;
    assert!(keys["data"][0]["last_used_at"].is_string(), "{keys}");
}

#[tokio::test]
async fn a_key_lets_in_from_its_registration_to_its_end() {
    let stack = Stack::start().await;
    let ada = Client::ed25519(&stack, "ada");
    ada.is_refused();
    let key = register(&stack, &ada).await;
    assert_eq!(ada.run("domain list").code, Some(0));
    let bare = Client { home: stack.folder.path().join("nobody"), port: stack.ssh };
    std::fs::create_dir(&bare.home).unwrap();
    let said = bare
        .ends("ssh", &["-o", "PreferredAuthentications=password,keyboard-interactive,hostbased", "127.0.0.1", "help"]);
    assert_eq!(said.code, Some(255), "{said:?}");

    let made = stack.connect("shop.customer.test").await;
    let mut watch = ada.start("domain watch shop.customer.test --json");
    watch.says("how it stands", |text| text.contains("\"status\":\"waiting\"").then_some(())).await;
    let path = format!("/v1/ssh-keys/{}", key["id"].as_str().unwrap());
    assert_eq!(stack.call(Method::DELETE, &path, None).await.0, 204);
    ada.is_refused();
    assert_eq!(watch.ends().await, Some(1), "{}", watch.output());
    assert!(watch.output().contains("\"code\": \"unauthorized\""), "{}", watch.output());
    assert_eq!(stack.connection(made["id"].as_str().unwrap()).await["state"], "pending_ownership");

    for (name, kind) in [("p256", ["ecdsa", "-b", "256"]), ("p521", ["ecdsa", "-b", "521"])] {
        let client = Client::new(stack.folder.path(), stack.ssh, name, &kind);
        register(&stack, &client).await;
        assert_eq!(client.run("domain list").code, Some(0), "{name}");
    }
    let weak = Client::new(stack.folder.path(), stack.ssh, "rsa", &["rsa", "-b", "3072"]);
    let body = json!({ "public_key": weak.public_key() });
    assert_eq!(stack.call(Method::POST, "/v1/ssh-keys", Some(body)).await.0, 400);
    weak.is_refused();
}

#[tokio::test]
async fn there_is_nothing_but_the_two_commands() {
    let stack = Stack::start().await;
    let ada = Client::ed25519(&stack, "ada");
    register(&stack, &ada).await;
    for line in [
        "admin tenant list",
        "dns detect a.test",
        "cert list",
        "login",
        "serve",
        "sh",
        "cat /etc/passwd",
        "domain list; id",
    ] {
        let said = ada.run(line);
        assert_eq!((said.code, said.out.as_str()), (Some(64), ""), "{line}: {said:?}");
        assert!(!said.err.is_empty(), "{line}");
    }
    for line in ["domain list --url http://127.0.0.1:9", "domain list --api-key sk_test_demo"] {
        assert_eq!(ada.run(line).code, Some(64), "{line}");
    }
    let help = ada.run("help");
    assert!(help.code == Some(0) && help.out.contains("domain") && !help.out.contains("admin"), "{help:?}");
    assert!(ada.run("version").out.starts_with("nameplate "));
    let shell = ada.ends("ssh", &["127.0.0.1"]);
    assert_eq!((shell.code, shell.out.as_str()), (Some(64), ""), "{shell:?}");
    assert!(shell.err.contains("Usage:"), "{shell:?}");

    let sftp = ada.ends("sftp", &["127.0.0.1"]);
    assert_eq!((sftp.code, sftp.out.as_str()), (Some(255), ""), "{sftp:?}");
    for old in [&["-O"][..], &[]] {
        let copied = ada.ends("scp", &[old, &["127.0.0.1:/etc/passwd", "here"]].concat());
        assert!(copied.code != Some(0) && !ada.home.join("here").exists(), "{copied:?}");
    }
    let remote = format!("{}:127.0.0.1:{}", free_port(), stack.ssh);
    let forwarded = ada.ends("ssh", &["-o", "ExitOnForwardFailure=yes", "-N", "-R", &remote, "127.0.0.1"]);
    assert_eq!(forwarded.code, Some(255), "{forwarded:?}");
    let api = stack.api.strip_prefix("http://").unwrap();
    let through = ada.ends("ssh", &["-W", api, "127.0.0.1"]);
    assert_eq!((through.code, through.out.as_str()), (Some(255), ""), "{through:?}");
    let local = free_port();
    let mut tunnel = Program::of(ada.program("ssh", &["-N", "-v", "-L", &format!("{local}:{api}"), "127.0.0.1"]));
    tunnel.says("that it listens", |text| text.contains("Local forwarding listening").then_some(())).await;
    let asked = stack.http.get(format!("http://127.0.0.1:{local}/healthz")).send().await;
    assert!(asked.is_err(), "nothing goes through: {asked:?}");
    let plain = ada.ends(
        "ssh",
        &["-A", "-X", "-o", "SendEnv=PATH", "-o", "SetEnv=NAMEPLATE_URL=http://x", "127.0.0.1", "domain list"],
    );
    assert_eq!(plain.code, Some(0), "what is refused is not needed: {plain:?}");
}

#[tokio::test]
async fn tenants_do_not_see_each_other() {
    let stack = Stack::start().await;
    let body = json!({ "name": "Other" });
    let (status, other) = stack.call_as("pk_test_demo", Method::POST, "/v1/platform/tenants", Some(body)).await;
    assert_eq!(status, 201, "{other}");
    let (ada, bob) = (Client::ed25519(&stack, "ada"), Client::ed25519(&stack, "bob"));
    register(&stack, &ada).await;
    register_as(&stack, other["key"]["secret"].as_str().unwrap(), &bob).await;
    let _ = ada.json(2, "domain add shop.customer.test");
    assert_eq!(bob.json(0, "domain list")["domains"], json!([]));
    for line in ["domain remove shop.customer.test", "domain watch shop.customer.test"] {
        let said = bob.run(line);
        assert_eq!(said.code, Some(1), "{line}: {said:?}");
        assert!(said.err.contains("is not connected here"), "{said:?}");
    }
    assert_eq!(ada.json(0, "domain list")["domains"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_command_ends_with_its_client() {
    let mut stack = Stack::start().await;
    let ada = Client::ed25519(&stack, "ada");
    register(&stack, &ada).await;
    let _ = stack.connect("shop.customer.test").await;
    let mut watch = ada.start("domain watch shop.customer.test");
    watch.says("how it stands", |text| text.contains("pending_ownership").then_some(())).await;
    drop(watch);
    let ended = "A command by SSH was ended before it was done";
    stack.program.says("that it has ended", |text| text.contains(ended).then_some(())).await;

    // With a terminal, Ctrl-C is sent, not carried out by the client.
    let mut typed = ada.program("ssh", &["-tt", "127.0.0.1", "domain watch shop.customer.test"]);
    let mut typed = Program::of({
        typed.stdin(Stdio::piped());
        typed
    });
    typed.says("how it stands", |text| text.contains("pending_ownership").then_some(())).await;
    assert!(typed.output().contains('\u{1b}'), "a terminal has colours");
    std::io::Write::write_all(&mut typed.child.stdin.take().unwrap(), &[3]).unwrap();
    assert_eq!(typed.ends().await, Some(130));
}

/// `nameplate ssh` on the stack's database.
async fn start_alone(stack: &Stack, port: u16) -> Program {
    let environment = [
        ("DATABASE_URL", stack.database_url.clone()),
        ("DNS_RESOLVERS", format!("127.0.0.1:{}", stack.dns)),
        ("DNS_AUTHORITATIVE_PORT", stack.dns.to_string()),
        ("SSH_PORT", port.to_string()),
        ("SSH_HOST_KEY", "alone/host_key".to_owned()),
    ];
    let mut program = Program::start(stack.folder.path(), &["ssh"], &environment);
    program.says("that it is up", |text| text.contains("Commands are taken over SSH").then_some(())).await;
    program
}

#[tokio::test]
async fn a_process_of_its_own_is_known_again_and_ends_when_it_is_asked_to() {
    let stack = Stack::start().await;
    let ada = Client::new(stack.folder.path(), free_port(), "ada", &["ed25519"]);
    let file = ada.home.join("key.pub").display().to_string();
    let (_, session) = stack.call(Method::GET, "/v1/session", None).await;
    let tenant = session["tenant"]["id"].as_str().unwrap();
    let environment = [("DATABASE_URL", stack.database_url.clone())];
    let admin = |arguments: &[&str]| {
        let (code, out, err) = run(stack.folder.path(), &[&["admin", "ssh-key"], arguments].concat(), &environment);
        (code, serde_json::from_str::<Value>(&out).unwrap_or_default(), err)
    };
    let (code, planned, err) = admin(&["add", "--tenant", tenant, &file, "--dry-run", "--json"]);
    assert_eq!(
        (code, &planned["ssh_key"]["name"], &planned["ssh_key"]["id"]),
        (Some(0), &json!("ada"), &Value::Null),
        "{err}"
    );
    let (code, added, err) = admin(&["add", "--tenant", tenant, &file, "--name", "Ada", "--json"]);
    assert_eq!(code, Some(0), "{err}");
    assert!(admin(&["add", "--tenant", tenant, &file]).2.contains("registered already"));
    let private = ada.home.join("key").display().to_string();
    assert!(admin(&["add", "--tenant", tenant, &private]).2.contains("is a private key"));
    assert_eq!(admin(&["list", "--tenant", tenant, "--json"]).1[0]["name"], "Ada");

    let mut alone = start_alone(&stack, ada.port).await;
    let pending = ada.json(2, "domain add shop.customer.test");
    publish(&stack, &pending["challenge"]).await;
    assert_eq!(ada.json(0, "domain attach shop.customer.test --app Demo")["status"], "attached");
    let _ = ada.json(2, "domain add other.customer.test");
    let mut watch = ada.start("domain watch other.customer.test");
    watch.says("how it stands", |text| text.contains("pending_ownership").then_some(())).await;
    let begun = Instant::now();
    alone.signal("-TERM");
    assert_eq!(alone.ends().await, Some(0), "{}", alone.output());
    assert!(begun.elapsed() < PATIENCE / 2, "it waited {:?}", begun.elapsed());
    assert_eq!(watch.ends().await, Some(255));

    let mut again = start_alone(&stack, ada.port).await;
    let strict = ada.ends("ssh", &["-o", "StrictHostKeyChecking=yes", "127.0.0.1", "domain list"]);
    assert_eq!(strict.code, Some(0), "it is known by its key: {strict:?}");
    let second = [environment[0].clone(), ("SSH_PORT", ada.port.to_string())];
    let (code, _, err) = run(stack.folder.path(), &["ssh"], &second);
    assert!(code == Some(1) && err.contains("SSH_PORT"), "{err}");

    let (code, revoked, err) = admin(&["revoke", added["ssh_key"]["id"].as_str().unwrap(), "--json"]);
    assert_eq!((code, &revoked["changed"]), (Some(0), &json!(true)), "{err}");
    ada.is_refused();
    again.signal("-TERM");
    assert_eq!(again.ends().await, Some(0));
}
