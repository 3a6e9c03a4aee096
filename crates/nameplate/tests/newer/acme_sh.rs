//! acme.sh with its `dns_acmedns`, a client in shell script that knows nothing of us.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where foreign programs are")]

use crate::world::World;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The rights to one challenge name, as acme.sh takes them.
struct Desk {
    url: String,
    account: Value,
}

impl Desk {
    /// Registers for a connection and has its `_acme-challenge` lead there.
    async fn for_host(world: &World, zone: &str, host: &str) -> Self {
        let connection = world.stack.connect(host).await;
        let url = format!("http://127.0.0.1:{}", world.stack.acme_dns_api);
        let registered = world
            .stack
            .http
            .post(format!("{url}/register"))
            .bearer_auth("sk_test_demo")
            .json(&json!({ "connection_id": connection["id"] }))
            .send()
            .await
            .unwrap();
        assert_eq!(registered.status(), 201);
        let account: Value = registered.json().await.unwrap();
        let target = account["fulldomain"].as_str().unwrap();
        world.stack.publish(zone, &format!("_acme-challenge.{host}"), "CNAME", target).await;
        Self { url, account }
    }
}

struct AcmeSh {
    home: PathBuf,
    ca_file: PathBuf,
    directory: String,
}

impl AcmeSh {
    fn new(world: &World) -> Self {
        let home = world.stack.folder.path().join("acme.sh");
        std::fs::create_dir_all(&home).unwrap();
        Self { home, ca_file: world.pebble.ca_file(), directory: world.pebble.directory() }
    }

    fn command(&self) -> Command {
        let program = std::env::var("NAMEPLATE_TEST_ACME_SH").unwrap_or_else(|_| "acme.sh".to_owned());
        let mut command = Command::new(program);
        command
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", &self.home)
            .current_dir(&self.home)
            .arg("--home")
            .arg(&self.home)
            .arg("--config-home")
            .arg(&self.home)
            .arg("--ca-bundle")
            .arg(&self.ca_file);
        command
    }

    async fn issue(&self, desk: &Desk, names: &[&str]) -> String {
        let mut command = self.command();
        let text = |key: &str| desk.account[key].as_str().unwrap();
        command
            .env("ACMEDNS_BASE_URL", &desk.url)
            .env("ACMEDNS_USERNAME", text("username"))
            .env("ACMEDNS_PASSWORD", text("password"))
            .env("ACMEDNS_SUBDOMAIN", text("subdomain"))
            .args(["--issue", "--dns", "dns_acmedns", "--dnssleep", "1", "--server", &self.directory])
            .args(names.iter().flat_map(|name| ["-d", name]));
        runs(command).await;
        self.chain(names[0])
    }

    /// With nothing but what it wrote down the first time.
    async fn renew(&self, name: &str) -> String {
        let mut command = self.command();
        command.args(["--renew", "--force", "--ecc", "-d", name]);
        runs(command).await;
        self.chain(name)
    }

    fn chain(&self, name: &str) -> String {
        std::fs::read_to_string(self.home.join(format!("{name}_ecc/fullchain.cer"))).unwrap()
    }

    /// What the certificate names, by openssl.
    fn names(&self, name: &str) -> String {
        let file: &Path = &self.home.join(format!("{name}_ecc/{name}.cer"));
        let output = Command::new("openssl")
            .args(["x509", "-noout", "-ext", "subjectAltName", "-in"])
            .arg(file)
            .output()
            .expect("install openssl, which acme.sh needs as well");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }
}

async fn runs(mut command: Command) {
    let done = tokio::task::spawn_blocking(move || command.output()).await.unwrap().unwrap_or_else(|error| {
        panic!("acme.sh does not start ({error}); name it in NAMEPLATE_TEST_ACME_SH, version 3.1 or newer")
    });
    let said = String::from_utf8_lossy(&done.stdout).into_owned() + &String::from_utf8_lossy(&done.stderr);
    assert!(done.status.success(), "{said}");
}

#[tokio::test]
async fn one_name_is_issued_and_renewed() {
    let world = World::start("default").await;
    let desk = Desk::for_host(&world, "customer.test", "www.customer.test").await;
    let client = AcmeSh::new(&world);
    let first = client.issue(&desk, &["www.customer.test"]).await;
    assert!(client.names("www.customer.test").contains("DNS:www.customer.test"));
    let second = client.renew("www.customer.test").await;
    assert_ne!(first, second);
}

#[tokio::test]
async fn apex_and_wildcard_are_two_values_at_one_name() {
    let world = World::start("default").await;
    let desk = Desk::for_host(&world, "customer.test", "customer.test").await;
    let client = AcmeSh::new(&world);
    let first = client.issue(&desk, &["customer.test", "*.customer.test"]).await;
    let names = client.names("customer.test");
    assert!(names.contains("DNS:customer.test") && names.contains("DNS:*.customer.test"), "{names}");
    let second = client.renew("customer.test").await;
    assert_ne!(first, second);
}
