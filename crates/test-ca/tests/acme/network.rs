//! Validation over the network: an HTTP server, a TLS server, and nsd as the DNS.

use crate::scene::{Scene, at_once, problem};
use bytes::Bytes;
use http_body_util::Full;
use hyper_util::rt::TokioIo;
use instant_acme::{ChallengeType, Identifier, NewOrder, Order, OrderStatus};
use nameplate_test_ca::validate::ByConnecting;
use rcgen::{CertificateParams, CustomExtension, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::PrivateKeyDer;
use rustls::sign::{CertifiedKey, SingleCertAndKey};
use std::net::{SocketAddr, UdpSocket};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::{Duration, Instant};
use tokio::net::TcpListener;
use tokio_rustls::TlsAcceptor;

/// nsd with one zone, stopped when dropped.
struct Nsd {
    process: Child,
    address: SocketAddr,
    _folder: Arc<tempfile::TempDir>,
}

impl Drop for Nsd {
    fn drop(&mut self) {
        // Not SIGKILL: nsd would leave the processes it started.
        let _ = Command::new("kill").arg(self.process.id().to_string()).status();
        let _ = self.process.wait();
    }
}

impl Nsd {
    /// Serves `test.` with these records.
    fn start(records: &str) -> Self {
        Self::start_at(address(), records)
    }

    fn start_at(address: SocketAddr, records: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().unwrap());
        let path = folder.path().display();
        let zone = format!(
            "$ORIGIN test.\n@ 60 IN SOA ns.test. hostmaster.test. 1 60 60 60 60\n@ 60 IN NS ns.test.\nns 60 IN A 127.0.0.1\n{records}\n"
        );
        std::fs::write(folder.path().join("zone"), zone).unwrap();
        let config = format!(
            "server:\n  ip-address: {ip}@{port}\n  username: \"\"\n  chroot: \"\"\n  zonesdir: \"{path}\"\n  pidfile: \"{path}/pid\"\n  xfrdfile: \"{path}/xfrd\"\n  zonelistfile: \"{path}/zones\"\n  xfrdir: \"{path}\"\n  logfile: \"{path}/log\"\nremote-control:\n  control-enable: no\nzone:\n  name: test.\n  zonefile: zone\n",
            ip = address.ip(),
            port = address.port()
        );
        std::fs::write(folder.path().join("conf"), config).unwrap();
        let start = || {
            Command::new("nsd")
                .args(["-d", "-c"])
                .arg(folder.path().join("conf"))
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .spawn()
                .expect("nsd is missing: apt-get install nsd")
        };
        let mut started = Self { process: start(), address, _folder: Arc::clone(&folder) };
        // Now and then nsd misses its own start: "did not get start signal from main".
        for _ in 0..5 {
            if started.answers() {
                return started;
            }
            drop(started);
            started = Self { process: start(), address, _folder: Arc::clone(&folder) };
        }
        panic!("nsd does not answer at {address}: {:?}", std::fs::read_to_string(folder.path().join("log")));
    }

    /// Waits until it answers over UDP; `false` when it does not.
    fn answers(&self) -> bool {
        let socket = UdpSocket::bind(("127.0.0.1", 0)).unwrap();
        socket.set_read_timeout(Some(Duration::from_millis(50))).unwrap();
        let soa_of_test = b"\0\x07\x01\0\0\x01\0\0\0\0\0\0\x04test\0\0\x06\0\x01";
        let deadline = Instant::now() + Duration::from_secs(4);
        while socket.send_to(soa_of_test, self.address).is_err() || socket.recv(&mut [0; 512]).is_err() {
            if Instant::now() > deadline {
                return false;
            }
        }
        true
    }
}

async fn scene(http_port: u16, tls_port: u16, dns: SocketAddr) -> Scene {
    let mut validator = ByConnecting::new(http_port, tls_port, dns);
    validator.patience = Duration::from_secs(2);
    Scene::with(|settings| settings.validator = Arc::new(validator)).await
}

/// An order for one name, with the key authorization and the token of its challenge.
async fn begin(scene: &Scene, name: &str, method: ChallengeType) -> (Order, String, Vec<u8>, String, String) {
    let account = scene.account().await;
    let mut order = account.new_order(&NewOrder::new(&[Identifier::Dns(name.into())])).await.unwrap();
    let parts = {
        let mut authorizations = order.authorizations();
        let mut authorization = authorizations.next().await.unwrap().unwrap();
        let challenge = authorization.challenge(method).unwrap();
        let key = challenge.key_authorization();
        (key.as_str().to_owned(), key.digest().as_ref().to_vec(), key.dns_value(), challenge.token.clone())
    };
    (order, parts.0, parts.1, parts.2, parts.3)
}

async fn end(order: &mut Order, method: ChallengeType) -> OrderStatus {
    {
        let mut authorizations = order.authorizations();
        let mut authorization = authorizations.next().await.unwrap().unwrap();
        authorization.challenge(method).unwrap().set_ready().await.unwrap();
    }
    order.poll_ready(&at_once()).await.unwrap()
}

/// tcpmux: a port where nothing listens.
const CLOSED: u16 = 1;

/// An address that no other process uses: a loopback address of its own, below the ephemeral ports.
fn address() -> SocketAddr {
    static GIVEN: AtomicU8 = AtomicU8::new(1);
    let [.., high, low] = std::process::id().to_be_bytes();
    ([127, 64 | high & 63, low, GIVEN.fetch_add(1, Ordering::SeqCst)], 15_353).into()
}

#[tokio::test]
async fn http_is_fetched_from_the_port_with_the_host_and_redirects_are_followed() {
    let dns = Nsd::start("www.shop 60 IN A 127.0.0.1");
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
    let scene = scene(listener.local_addr().unwrap().port(), CLOSED, dns.address).await;
    let (mut order, key_authorization, _, _, token) = begin(&scene, "www.shop.test", ChallengeType::Http01).await;
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let (key_authorization, token) = (key_authorization.clone(), token.clone());
            let service = hyper::service::service_fn(move |request: http::Request<hyper::body::Incoming>| {
                let host = request.headers()["host"].to_str().unwrap().to_owned();
                let path = request.uri().path().to_owned();
                let response = match (host.as_str(), path.strip_prefix("/.well-known/acme-challenge/")) {
                    ("www.shop.test", Some(asked)) if asked == token => http::Response::builder()
                        .status(302)
                        .header("location", "http://edge.test/answer")
                        .body(Full::default()),
                    ("edge.test", None) if path == "/answer" => {
                        http::Response::builder().body(Full::new(Bytes::from(format!("{key_authorization}\n"))))
                    }
                    _ => http::Response::builder().status(404).body(Full::default()),
                };
                std::future::ready(response)
            });
            let connection = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service);
            tokio::spawn(connection);
        }
    });
    assert_eq!(end(&mut order, ChallengeType::Http01).await, OrderStatus::Ready);

    let (mut other, ..) = begin(&scene, "other.shop.test", ChallengeType::Http01).await;
    assert_eq!(end(&mut other, ChallengeType::Http01).await, OrderStatus::Invalid);
    let (kind, found) = problem(scene.why(&mut other).await);
    assert_eq!(kind, "unauthorized");
    assert!(found.detail.unwrap().ends_with(": 404"));
}

#[tokio::test]
async fn a_closed_port_is_a_connection_problem() {
    let dns = Nsd::start("");
    let scene = scene(CLOSED, CLOSED, dns.address).await;
    for method in [ChallengeType::Http01, ChallengeType::TlsAlpn01] {
        let (mut order, ..) = begin(&scene, "www.shop.test", method.clone()).await;
        assert_eq!(end(&mut order, method).await, OrderStatus::Invalid);
        assert_eq!(problem(scene.why(&mut order).await).0, "connection");
    }
}

/// Presents one certificate, for one ALPN protocol.
fn challenge_tls(name: &str, extension: Option<CustomExtension>, protocol: &[u8]) -> TlsAcceptor {
    let mut params = CertificateParams::new([name.to_owned()]).unwrap();
    params.custom_extensions = extension.into_iter().collect();
    let key = KeyPair::generate().unwrap();
    let certificate = params.self_signed(&key).unwrap();
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let private = PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let signer = provider.key_provider.load_private_key(private).unwrap();
    // `with_single_cert` would refuse a certificate with a critical extension that rustls does not know.
    let certified = CertifiedKey::new(vec![certificate.into()], signer);
    let mut config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_cert_resolver(Arc::new(SingleCertAndKey::from(certified)));
    config.alpn_protocols = vec![protocol.to_vec()];
    TlsAcceptor::from(Arc::new(config))
}

#[tokio::test]
async fn a_challenge_certificate_is_taken_only_as_rfc_8737_wants_it() {
    let dns = Nsd::start("");
    let not_critical = |digest: &[u8]| {
        let mut extension = CustomExtension::new_acme_identifier(digest);
        extension.set_criticality(false);
        Some(extension)
    };
    type Make<'a> = &'a dyn Fn(&[u8]) -> Option<CustomExtension>;
    type Case<'a> = (&'a str, &'a str, Make<'a>, &'a [u8], Option<&'a str>);
    let right: Make<'_> = &|digest| Some(CustomExtension::new_acme_identifier(digest));
    let cases: [Case<'_>; 6] = [
        ("right", "www.shop.test", right, b"acme-tls/1", None),
        ("another name", "www.other.test", right, b"acme-tls/1", Some("unauthorized")),
        ("no extension", "www.shop.test", &|_| None, b"acme-tls/1", Some("unauthorized")),
        ("not critical", "www.shop.test", &not_critical, b"acme-tls/1", Some("unauthorized")),
        (
            "wrong digest",
            "www.shop.test",
            &|_| Some(CustomExtension::new_acme_identifier(&[7; 32])),
            b"acme-tls/1",
            Some("unauthorized"),
        ),
        ("no such protocol", "www.shop.test", right, b"h2", Some("tls")),
    ];
    for (what, name, extension, protocol, wanted) in cases {
        // The port must be known to the authority before the digest is known to the server.
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let scene = scene(CLOSED, listener.local_addr().unwrap().port(), dns.address).await;
        let (mut order, _, digest, ..) = begin(&scene, "www.shop.test", ChallengeType::TlsAlpn01).await;
        let acceptor = challenge_tls(name, extension(&digest), protocol);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let _ = acceptor.accept(stream).await;
            }
        });
        let status = end(&mut order, ChallengeType::TlsAlpn01).await;
        match wanted {
            None => assert_eq!(status, OrderStatus::Ready, "{what}"),
            Some(kind) => assert_eq!(problem(scene.why(&mut order).await).0, kind, "{what}"),
        }
    }
}

#[tokio::test]
async fn dns_is_asked_through_aliases_and_over_tcp_when_the_answer_is_long() {
    let empty = Nsd::start("");
    let bare = scene(CLOSED, CLOSED, empty.address).await;
    let (mut order, ..) = begin(&bare, "www.shop.test", ChallengeType::Dns01).await;
    assert_eq!(end(&mut order, ChallengeType::Dns01).await, OrderStatus::Invalid);
    let (kind, found) = problem(bare.why(&mut order).await);
    assert_eq!(kind, "dns");
    assert!(found.detail.unwrap().contains("NXDOMAIN looking up TXT for _acme-challenge.www.shop.test"));

    // nsd starts when the value is known, at the address that the authority has already.
    let many: String = (0..20).map(|number| format!("token.acme 60 IN TXT \"{number:0>43}\"\n")).collect();
    let silent = address();
    let scene = scene(CLOSED, CLOSED, silent).await;
    let (mut order, _, _, value, _) = begin(&scene, "www.shop.test", ChallengeType::Dns01).await;
    let records =
        format!("_acme-challenge.www.shop 60 IN CNAME token.acme.test.\ntoken.acme 60 IN TXT \"{value}\"\n{many}");
    let _nsd = Nsd::start_at(silent, &records);
    assert_eq!(end(&mut order, ChallengeType::Dns01).await, OrderStatus::Ready);
}

#[tokio::test]
async fn caa_is_read_from_the_dns_through_an_alias() {
    let dns_address = address();
    let scene = scene(CLOSED, CLOSED, dns_address).await;
    let (mut order, _, _, value, _) = begin(&scene, "www.shop.test", ChallengeType::Dns01).await;
    let records = format!(
        "www.shop 60 IN CNAME edge.base.test.\nedge.base 60 IN CAA 0 issue \"other.test\"\n_acme-challenge.www.shop 60 IN TXT \"{value}\""
    );
    let _nsd = Nsd::start_at(dns_address, &records);
    assert_eq!(end(&mut order, ChallengeType::Dns01).await, OrderStatus::Invalid);
    let (kind, found) = problem(scene.why(&mut order).await);
    assert_eq!(kind, "caa");
    assert!(found.detail.unwrap().contains("CAA record for www.shop.test prevents issuance"));
}
