//! Names of other systems come in with their certificates: from a real Caddy and a real certbot, which got theirs from a real authority.
//!
//! Traefik is in no package registry that these tests can reach: its `acme.json` is written here, in its documented form, out of the real
//! certificates.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where foreign programs are")]

use crate::pebble::{Pebble, PebbleSettings};
use crate::stack::{PATIENCE, Program, Stack, free_port, fresh_database, run};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::tls::TlsInfo;
use reqwest::{Certificate, Client, Method};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// An authority, a platform whose edge uses it too, and a system that is to be left: the authority visits that one.
struct World {
    stack: Stack,
    pebble: Pebble,
    /// Where the authority looks for the system that is to be left.
    old_http: u16,
    old_tls: u16,
}

impl World {
    async fn start() -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let (dns, old_http, old_tls) = (free_port(), free_port(), free_port());
        let mut settings = PebbleSettings::new(SocketAddr::from(([127, 0, 0, 1], dns)), old_http, old_tls);
        // What is counted in its log is what was done.
        settings.nonces_refused = "0";
        let pebble = Pebble::start(folder.path(), &settings).await;
        let mut environment = pebble.settings();
        environment.push(("SANDBOX_DNS_PORT", dns.to_string()));
        let database_url = fresh_database(folder.path());
        let stack = Stack::start_with(folder, database_url, &environment).await;
        for name in ["shop", "blog", "inner"] {
            stack.publish("customer.test", &format!("{name}.customer.test"), "A", "127.0.0.1").await;
        }
        Self { stack, pebble, old_http, old_tls }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.stack.folder.path().join(path)
    }

    fn orders(&self) -> usize {
        self.pebble.log().matches("POST /order-plz").count()
    }

    /// The operator imports; exit code, receipt and what was said.
    fn imports(&self, arguments: &[&str]) -> (Option<i32>, Value, String) {
        let environment = [("DATABASE_URL", self.stack.database_url.clone())];
        let (code, out, err) =
            run(self.stack.folder.path(), &[&["import"], arguments, &["--json"]].concat(), &environment);
        assert!(!out.contains("PRIVATE KEY") && !err.contains("PRIVATE KEY"));
        let receipt = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out}{err}"));
        (code, receipt, err)
    }

    fn imports_to_demo(&self, arguments: &[&str]) -> Value {
        let (code, receipt, err) = self.imports(&[arguments, &["--application", &self.stack.application]].concat());
        assert_eq!(code, Some(0), "{receipt}\n{err}");
        receipt
    }

    /// The first certificate that a visitor of the edge gets, who believes this root; `None` when there is no handshake.
    async fn leaf(&self, host: &str, root: &Certificate) -> Option<Vec<u8>> {
        let visitor = Client::builder()
            .tls_certs_only([root.clone()])
            .tls_info(true)
            .resolve(host, self.stack.tls)
            .build()
            .unwrap();
        let answer = visitor.get(self.stack.url(host, "/")).send().await.ok()?;
        answer.extensions().get::<TlsInfo>()?.peer_certificate().map(<[u8]>::to_vec)
    }

    async fn connections(&self) -> Vec<Value> {
        let (status, list) = self.stack.call(Method::GET, "/v1/connections?limit=100", None).await;
        assert_eq!(status, 200, "{list}");
        list["data"].as_array().unwrap().clone()
    }

    /// Looks until something is there.
    async fn until<T>(&self, what: &str, mut look: impl AsyncFnMut() -> Option<T>) -> T {
        let start = Instant::now();
        loop {
            if let Some(found) = look().await {
                return found;
            }
            assert!(start.elapsed() < PATIENCE, "never {what}\n{}", self.stack.program.output());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// A Caddy that serves two names with certificates of the authority and one of its own.
    async fn caddy(&self) -> Program {
        let caddyfile = format!(
            "{{\n admin off\n http_port {}\n https_port {}\n storage file_system {}\n skip_install_trust\n acme_ca {}\n acme_ca_root {}\n}}\n\
             shop.customer.test, blog.customer.test {{\n respond old\n}}\n\
             inner.customer.test {{\n tls internal\n respond old\n}}\n",
            self.old_http,
            self.old_tls,
            self.at("caddy").display(),
            self.pebble.directory(),
            self.pebble.ca_file().display(),
        );
        std::fs::write(self.at("Caddyfile"), caddyfile).unwrap();
        let mut command = Command::new("caddy");
        command.args(["run", "--adapter", "caddyfile", "--config"]).arg(self.at("Caddyfile"));
        command.env("HOME", self.stack.folder.path()).env("XDG_DATA_HOME", self.at("home")).stdin(Stdio::null());
        let caddy = Program::of(command);
        // A certificate is written first, then its key, and what it knows of both last.
        let all = || files(&self.at("caddy/certificates"), "json").len() == 3;
        self.until("three certificates of Caddy", async || all().then_some(())).await;
        caddy
    }
}

/// The files below a folder that end so.
fn files(folder: &Path, end: &str) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return vec![] };
    let below = |path: PathBuf| if path.is_dir() { files(&path, end) } else { vec![path] };
    let all = entries.flat_map(|entry| below(entry.unwrap().path()));
    all.filter(|path| path.extension().is_some_and(|extension| extension == end)).collect()
}

fn first_certificate(file: &Path) -> Vec<u8> {
    CertificateDer::from_pem_file(file).unwrap().to_vec()
}

/// What became of each name: `host result state`.
fn told(receipt: &Value) -> Vec<String> {
    let word = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let names = receipt["names"].as_array().unwrap().iter();
    names.map(|row| [&row["hostname"], &row["result"], &row["state"]].map(word).join(" ")).collect()
}

#[tokio::test]
async fn what_a_running_caddy_serves_is_served_by_the_edge_without_an_order() {
    let world = World::start().await;
    let _caddy = world.caddy().await;
    let orders = world.orders();
    assert_eq!(orders, 2, "Caddy's own");
    let kept = |name: &str| {
        let files = files(&world.at("caddy/certificates"), "crt");
        first_certificate(files.iter().find(|file| file.ends_with(format!("{name}/{name}.crt"))).unwrap())
    };
    let public = world.pebble.root().await;
    let own = Certificate::from_pem(&std::fs::read(world.at("caddy/pki/authorities/local/root.crt")).unwrap()).unwrap();
    let [shop, blog, inner] = ["shop.customer.test", "blog.customer.test", "inner.customer.test"];

    // Nothing is changed by looking.
    let plan = world.imports_to_demo(&["caddy", "./caddy", "--dry-run"]);
    assert_eq!((&plan["imported"], &plan["dry_run"]), (&json!(3), &json!(true)), "{plan}");
    assert!(world.connections().await.is_empty());

    // Without the operator's word a name waits for its proof, with its certificate ready.
    let first = world.imports_to_demo(&["caddy", "./caddy", "--receipt", "first.json"]);
    let waiting = [blog, inner, shop].map(|name| format!("{name} imported pending_ownership"));
    assert_eq!(told(&first), waiting, "{first}");
    let written: Value = serde_json::from_slice(&std::fs::read(world.at("first.json")).unwrap()).unwrap();
    assert_eq!(written, first);
    assert_eq!(world.leaf(shop, &public).await, None, "nobody has proven it");
    let again = world.imports_to_demo(&["caddy", "./caddy"]);
    assert_eq!((&again["imported"], &again["skipped"]), (&json!(0), &json!(3)), "{again}");
    assert_eq!(world.connections().await.len(), 3);

    let row = &written["names"][2];
    let by =
        |method: &str| row["prove_by"].as_array().unwrap().iter().find(|one| one["method"] == method).unwrap().clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let txt = by("txt");
    world.stack.publish("customer.test", &text(&txt["name"]), "TXT", &text(&txt["value"])).await;
    let live = world.stack.becomes(&text(&row["connection_id"]), "live").await;
    assert_eq!((&live["certificate"]["authority"], &live["proof"]["method"]), (&json!("imported"), &json!("txt")));
    assert_eq!(live["certificate"]["serial"], row["certificate"]["serial"]);
    assert_eq!(world.leaf(shop, &public).await, Some(kept(shop)));

    // With the operator's word the others are served at once: the one of the authority, and the one that Caddy signed itself.
    let vouched = world.imports_to_demo(&["caddy", "./caddy", "--operator-vouches"]);
    let served =
        [format!("{blog} imported verified"), format!("{inner} imported verified"), format!("{shop} skipped live")];
    assert_eq!(told(&vouched), served, "{vouched}");
    for (name, root) in [(blog, &public), (inner, &own)] {
        let leaf = world.until("served", async || world.leaf(name, root).await).await;
        assert_eq!(leaf, kept(name), "{name}");
    }
    let blog_id = text(&vouched["names"][0]["connection_id"]);
    let live = world.stack.becomes(&blog_id, "live").await;
    assert_eq!((&live["proof"]["method"], &live["proof"]["servers"]), (&json!("operator"), &json!([])), "{live}");
    let (_, audit) = world.stack.call(Method::GET, "/v1/audit?action=connection.vouch&limit=100", None).await;
    let word = audit["data"].as_array().unwrap().iter().find(|entry| entry["target"]["id"] == blog_id.as_str());
    let word = word.unwrap_or_else(|| panic!("{audit}"));
    assert_eq!((&word["actor"]["kind"], &word["after"]["system"]), (&json!("operator"), &json!("caddy")), "{word}");
    assert_eq!(word["after"]["certificate"]["serial"], vouched["names"][0]["certificate"]["serial"]);
    let again = world.imports_to_demo(&["caddy", "./caddy", "--operator-vouches"]);
    assert_eq!((&again["imported"], &again["skipped"]), (&json!(0), &json!(3)), "{again}");
    nothing_is_taken_from_another_tenant(&world);
    assert_eq!(world.orders(), orders, "nobody ordered anything:\n{}", world.pebble.log());
}

fn nothing_is_taken_from_another_tenant(world: &World) {
    let environment = [("DATABASE_URL", world.stack.database_url.clone())];
    let operator = |arguments: &[&str]| run(world.stack.folder.path(), arguments, &environment);
    let (_, made, _) = operator(&["admin", "tenant", "create", "--name", "Other", "--json"]);
    let tenant = serde_json::from_str::<Value>(&made).unwrap()["tenant"]["id"].as_str().unwrap().to_owned();
    let (code, _, said) = operator(&["import", "caddy", "./caddy", "--tenant", &tenant]);
    assert!(code == Some(1) && said.contains("has no application yet"), "{said}");
    let (code, _, said) = operator(&["import", "caddy", "./caddy"]);
    assert!(code == Some(64) && said.contains("--application"), "{said}");
    let (code, _, said) = operator(&["import", "caddy", "./nowhere", "--application", &world.stack.application]);
    assert!(code == Some(1) && said.contains("nowhere"), "{said}");
    let receipt = ["import", "caddy", "./caddy", "--application", &world.stack.application, "--receipt", "first.json"];
    let (code, _, said) = operator(&receipt);
    assert!(code == Some(1) && said.contains("is there already"), "{said}");
}

#[tokio::test]
async fn what_certbot_and_traefik_keep_comes_in_and_names_of_cloudflare_wait() {
    let world = World::start().await;
    certbot(&world, &["shop.customer.test", "blog.customer.test"]).await;
    let orders = world.orders();
    assert_eq!(orders, 1, "certbot's own");
    let live = world.at("certbot/live/shop.customer.test");
    let kept = first_certificate(&live.join("fullchain.pem"));

    let receipt = world.imports_to_demo(&["certbot", "./certbot", "--operator-vouches"]);
    let both = ["blog.customer.test", "shop.customer.test"].map(|name| format!("{name} imported verified"));
    assert_eq!(told(&receipt), both, "{receipt}");
    let root = world.pebble.root().await;
    for name in ["shop.customer.test", "blog.customer.test"] {
        let leaf = world.until("served", async || world.leaf(name, &root).await).await;
        assert_eq!(leaf, kept, "one certificate for both");
    }

    let encoded = |file: &str| STANDARD.encode(std::fs::read(live.join(file)).unwrap());
    let stored = json!({
        "domain": { "main": "shop.customer.test", "sans": ["blog.customer.test"] },
        "certificate": encoded("fullchain.pem"), "key": encoded("privkey.pem"), "Store": "default",
    });
    let acme_json = json!({ "http": { "Account": { "Email": "" }, "Certificates": [stored] } });
    std::fs::write(world.at("acme.json"), acme_json.to_string()).unwrap();
    let receipt = world.imports_to_demo(&["traefik", "./acme.json"]);
    assert_eq!((&receipt["imported"], &receipt["skipped"]), (&json!(0), &json!(2)), "the same ones: {receipt}");

    // Of two applications the other one gets nothing of what is held.
    let (status, other) = world.stack.call(Method::POST, "/v1/applications", Some(json!({ "name": "Other" }))).await;
    assert_eq!(status, 201, "{other}");
    let other = other["id"].as_str().unwrap();
    let (code, receipt, said) =
        world.imports(&["traefik", "./acme.json", "--operator-vouches", "--application", other]);
    assert_eq!((code, &receipt["refused"]), (Some(1), &json!(2)), "{receipt}");
    assert!(receipt.to_string().contains("is held by another application of this tenant") && said.contains("2 of 2"));

    let page = |names: &[(&str, &str)]| {
        let result: Vec<Value> = names
            .iter()
            .map(|(name, status)| json!({ "id": name, "hostname": name, "status": status, "ssl": { "wildcard": false } }))
            .collect();
        json!({ "result": result, "success": true, "errors": [] }).to_string()
    };
    let pages = [
        ("1.json", [("a.customer.test", "active"), ("shop.customer.test", "active")]),
        ("2.json", [("b.customer.test", "pending"), ("c.customer.test", "moved")]),
    ];
    for (file, names) in pages {
        std::fs::write(world.at(file), page(&names)).unwrap();
    }
    let receipt = world.imports_to_demo(&["cloudflare-saas", "1.json", "2.json"]);
    let results: Vec<String> = told(&receipt).iter().map(|line| line.rsplit_once(' ').unwrap().0.to_owned()).collect();
    assert_eq!(
        results,
        [
            "a.customer.test imported",
            "shop.customer.test skipped",
            "b.customer.test imported",
            "c.customer.test skipped"
        ]
    );
    let again = world.imports_to_demo(&["cloudflare-saas", "1.json", "2.json"]);
    assert_eq!((&again["imported"], &again["skipped"]), (&json!(0), &json!(4)), "{again}");
    std::fs::write(world.at("3.json"), r#"[{ "id": "1" }, { "hostname": "d.customer.test" }]"#).unwrap();
    let (code, receipt, _) = world.imports(&["cloudflare-saas", "3.json", "--application", &world.stack.application]);
    assert_eq!((code, &receipt["imported"], &receipt["refused"]), (Some(1), &json!(1), &json!(1)), "{receipt}");
    assert_eq!(receipt["names"][0]["place"], "3.json");
    assert_eq!(world.orders(), orders, "nobody ordered anything:\n{}", world.pebble.log());
}

/// certbot gets one certificate for these names, as its own web server.
async fn certbot(world: &World, names: &[&str]) {
    let foreign = std::env::var("NAMEPLATE_TEST_FOREIGN").expect("run `make test`, which installs certbot");
    let mut certbot = Command::new(PathBuf::from(foreign).join("certbot"));
    certbot
        .args(["certonly", "-n", "--agree-tos", "-m", "ops@nameplate-platform.com", "--standalone"])
        .args(["--server", &world.pebble.directory(), "--http-01-port", &world.old_http.to_string()])
        .args(["--config-dir", "certbot", "--work-dir", "certbot-work", "--logs-dir", "certbot-work"])
        .args(names.iter().flat_map(|name| ["-d", name]))
        .env("REQUESTS_CA_BUNDLE", world.pebble.ca_file())
        .current_dir(world.stack.folder.path());
    let done = tokio::task::spawn_blocking(move || certbot.output().unwrap()).await.unwrap();
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}\npebble:\n{}", world.pebble.log());
}
