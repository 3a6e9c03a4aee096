//! acme2certifier, an ACME server that shares no code with Let's Encrypt's, over a CA of the test's own.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where foreign programs are")]

use crate::stack::{PATIENCE, free_port};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, KeyPair, KeyUsagePurpose};
use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// What its root is called, and so what its certificates name as their issuer.
pub(crate) const ROOT: &str = "The Second Root";
/// How CAA records name it.
pub(crate) const CAA_IDENTITY: &str = "second-ca.example";

/// An acme2certifier that looks names up at one DNS server and visits hosts on given ports.
pub(crate) struct SecondAuthority {
    child: Child,
    port: u16,
    folder: PathBuf,
}

impl SecondAuthority {
    pub(crate) async fn start(folder: &Path, dns: SocketAddr, http_port: u16, tls_port: u16) -> Self {
        let folder = folder.join("acme2certifier");
        std::fs::create_dir_all(folder.join("certificates")).unwrap();
        write_keys(&folder);
        std::fs::write(folder.join("acme_srv.cfg"), settings(&folder, dns)).unwrap();
        let log = std::fs::File::create(folder.join("log")).unwrap();
        let port = free_port();
        let programs = std::env::var("NAMEPLATE_TEST_FOREIGN")
            .expect("run `make test`, which installs acme2certifier for this test");
        let child = Command::new(PathBuf::from(programs).join("python3"))
            .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/authorities/run_acme2certifier.py"))
            .arg(&folder)
            .args([port, dns.port(), http_port, tls_port].map(|port| port.to_string()))
            .stdin(Stdio::null())
            .stdout(log.try_clone().unwrap())
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| {
                panic!("acme2certifier does not start ({error}); run `make test`, which installs it")
            });
        let authority = Self { child, port, folder };
        let root = reqwest::Certificate::from_pem(&std::fs::read(authority.ca_file()).unwrap()).unwrap();
        let client = reqwest::Client::builder().tls_certs_only([root]).build().unwrap();
        let start = Instant::now();
        while client.get(authority.directory()).send().await.is_err() {
            assert!(start.elapsed() < PATIENCE, "acme2certifier does not answer:\n{}", authority.log());
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        authority
    }

    pub(crate) fn directory(&self) -> String {
        format!("https://localhost:{}/directory", self.port)
    }

    /// The certificate of its own API, which is its own root.
    pub(crate) fn ca_file(&self) -> PathBuf {
        self.folder.join("api.pem")
    }

    /// The root that issued certificates chain to.
    pub(crate) fn root(&self) -> reqwest::Certificate {
        reqwest::Certificate::from_pem(&std::fs::read(self.folder.join("root.pem")).unwrap()).unwrap()
    }

    pub(crate) fn log(&self) -> String {
        std::fs::read_to_string(self.folder.join("log")).unwrap_or_default()
    }

    /// How many certificates it has signed.
    pub(crate) fn signed(&self) -> usize {
        std::fs::read_dir(self.folder.join("certificates")).unwrap().count()
    }

    /// By which challenges it was shown control, as its log has it.
    pub(crate) fn proved_by(&self) -> BTreeSet<String> {
        let log = self.log();
        let answers = log.lines().filter(|line| line.contains(" /acme/chall/"));
        let challenge = |line: &str| Some(line.split("{'data': {'type': '").nth(1)?.split('\'').next()?.to_owned());
        answers.filter_map(challenge).collect()
    }

    /// What an edge needs to know of it, where it is called `second`.
    pub(crate) fn settings(&self) -> [(&'static str, String); 4] {
        [
            ("EDGE_ACME_DIRECTORY_SECOND", self.directory()),
            ("EDGE_ACME_CA_FILE_SECOND", self.ca_file().display().to_string()),
            ("EDGE_ACME_CAA_SECOND", CAA_IDENTITY.to_owned()),
            ("EDGE_ACME_EMAIL_SECOND", "ops@nameplate-platform.com".to_owned()),
        ]
    }
}

impl Drop for SecondAuthority {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Its HTTPS, and the CA that it signs with.
fn write_keys(folder: &Path) {
    let key = KeyPair::generate().unwrap();
    let api = CertificateParams::new(["localhost".to_owned()]).unwrap().self_signed(&key).unwrap();
    std::fs::write(folder.join("api.pem"), api.pem()).unwrap();
    std::fs::write(folder.join("api.key"), key.serialize_pem()).unwrap();
    let key = KeyPair::generate().unwrap();
    let mut root = CertificateParams::default();
    root.distinguished_name.push(DnType::CommonName, ROOT);
    root.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    root.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign, KeyUsagePurpose::DigitalSignature];
    std::fs::write(folder.join("root.pem"), root.self_signed(&key).unwrap().pem()).unwrap();
    std::fs::write(folder.join("root.key"), key.serialize_pem()).unwrap();
}

/// The list of revoked certificates must be named; the file is made when the first is revoked.
fn settings(folder: &Path, dns: SocketAddr) -> String {
    let folder = folder.display();
    let dns = dns.ip();
    format!(
        "[DEFAULT]\n\
         debug: False\n\
         [CAhandler]\n\
         handler_module: acme2certifier.cahandlers.openssl_ca_handler\n\
         issuing_ca_key: {folder}/root.key\n\
         issuing_ca_cert: {folder}/root.pem\n\
         issuing_ca_crl: {folder}/crl.pem\n\
         cert_save_path: {folder}/certificates\n\
         cert_validity_days: 90\n\
         [DBhandler]\n\
         dbfile: {folder}/acme.db\n\
         [Challenge]\n\
         dns_server_list: [\"{dns}\"]\n\
         [Directory]\n\
         caaidentities: [\"{CAA_IDENTITY}\"]\n"
    )
}
