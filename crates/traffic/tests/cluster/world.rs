//! A corner of the cluster for one test: its own installation and namespace.

use http::Request;
use kube::Client;
use kube::client::Body;
use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use nameplate_traffic::kubernetes::{Kubernetes, connect};
use nameplate_traffic::{
    AcmeDns, AcmeDnsAccount, Backend, Certificates, Flavour, Issuer, NamespacePattern, Owner, Plan, Refusal, Served,
    Terms, Within,
};
use serde_json::Value;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use uuid::Uuid;

/// Never used up.
pub(crate) const ENDLESS: usize = usize::MAX;

pub(crate) struct World {
    /// Namespace and installation are called alike.
    pub(crate) name: String,
    number: u128,
}

fn variable(name: &str) -> PathBuf {
    std::env::var_os(name).expect("run by `make test-kubernetes KUBERNETES=folder`").into()
}

impl World {
    /// `number` is the test's own.
    pub(crate) fn new(name: &str, number: u32) -> Self {
        let world = Self { name: format!("t-{name}"), number: u128::from(number) << 64 };
        world.kubectl_with(
            &["apply", "-f", "-"],
            &format!("{{apiVersion: v1, kind: Namespace, metadata: {{name: {}}}}}", world.name),
        );
        world
    }

    pub(crate) fn terms(&self, flavour: Flavour, certificates: Certificates) -> Terms {
        Terms {
            owner: Owner::parse(&self.name).unwrap(),
            flavour,
            certificates,
            namespaces: vec![NamespacePattern::parse(&self.name).unwrap()],
            grants: None,
        }
    }

    pub(crate) fn served(&self, number: u128, port: u16) -> Served {
        Served {
            connection: ConnectionId(Uuid::from_u128(self.number + number)),
            tenant: TenantId(Uuid::nil()),
            application: ApplicationId(Uuid::nil()),
            hostname: Hostname::trusted(format!("www.customer{number}.com")),
            origin: format!("http://shop.{}.svc:{port}", self.name),
            account: Some(AcmeDnsAccount {
                username: "u".into(),
                key: "k".into(),
                subdomain: "t".into(),
                fulldomain: "t.acme.saas.example".into(),
            }),
        }
    }

    /// What the objects of a connection are called.
    pub(crate) fn name_of(&self, number: u128) -> String {
        nameplate_traffic::name_of(self.served(number, 80).connection)
    }

    pub(crate) async fn client(&self) -> Client {
        connect(Some(&variable("NAMEPLATE_TEST_KUBECONFIG"))).await.unwrap()
    }

    pub(crate) async fn backend(&self, terms: Terms) -> Kubernetes {
        Kubernetes::new(self.client().await, terms, None)
    }

    /// One whose cluster goes away after so many writes that are no dry runs.
    pub(crate) async fn dying_after(&self, writes: usize, terms: Terms) -> Kubernetes {
        self.failing(writes..ENDLESS, terms).await
    }

    /// One for whom these of the writes that are no dry runs fail, counted from 0.
    pub(crate) async fn failing(&self, which: std::ops::Range<usize>, terms: Terms) -> Kubernetes {
        let client = self.client().await;
        let written = Arc::new(AtomicUsize::new(0));
        let service = tower::service_fn(move |request: Request<Body>| {
            let (client, written, which) = (client.clone(), Arc::clone(&written), which.clone());
            async move {
                // A deletion says in its body whether it is a dry run.
                let (parts, body) = request.into_parts();
                let body = body.collect_bytes().await?;
                let is_dry = |text: &[u8]| text.windows(6).any(|window| window == b"dryRun");
                let is_dry = is_dry(&body) || is_dry(parts.uri.query().unwrap_or_default().as_bytes());
                let is_write = parts.method != http::Method::GET && !is_dry;
                let fails = is_write && which.contains(&written.fetch_add(1, Ordering::Relaxed));
                let request = Request::from_parts(parts, Body::from(body));
                if fails {
                    return Err::<http::Response<Body>, tower::BoxError>("the line was cut".into());
                }
                client.send(request).await.map_err(Into::into)
            }
        });
        Kubernetes::new(Client::new(service, "default"), terms, None)
    }

    pub(crate) fn kubectl(&self, arguments: &[&str]) -> String {
        self.kubectl_with(arguments, "")
    }

    /// What kubectl prints; a test whose kubectl fails, fails.
    pub(crate) fn kubectl_with(&self, arguments: &[&str], input: &str) -> String {
        let (is_done, output) = self.try_kubectl(arguments, input);
        assert!(is_done, "kubectl {arguments:?}: {output}");
        output
    }

    /// Whether kubectl did it, and what it printed.
    pub(crate) fn try_kubectl(&self, arguments: &[&str], input: &str) -> (bool, String) {
        let mut command = Command::new(variable("NAMEPLATE_TEST_KUBECTL"));
        command.arg("--kubeconfig").arg(variable("NAMEPLATE_TEST_KUBECONFIG")).args(["-n", &self.name]);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let output = child.wait_with_output().unwrap();
        let text = match output.status.success() {
            true => output.stdout,
            false => output.stderr,
        };
        (output.status.success(), String::from_utf8(text).unwrap())
    }

    pub(crate) fn get(&self, kind: &str, name: &str) -> Value {
        serde_json::from_str(&self.kubectl(&["get", kind, name, "-o", "json"])).unwrap()
    }

    /// Kind and name of everything that carries the labels, as kubectl sees it.
    pub(crate) fn ours(&self) -> Vec<String> {
        let kinds = "secrets,issuers.cert-manager.io,certificates.cert-manager.io,listenersets.gateway.networking.k8s.io,\
                     middlewares.traefik.io,httproutes.gateway.networking.k8s.io,ingressroutes.traefik.io,ingresses.networking.k8s.io";
        let selector = format!("app.kubernetes.io/managed-by=nameplate,app.kubernetes.io/instance={}", self.name);
        let list = self.kubectl(&["get", kinds, "-l", &selector, "-o", "name"]);
        list.lines().map(str::to_owned).collect()
    }

    pub(crate) fn patch_status(&self, kind: &str, name: &str, status: &Value) {
        let patch = serde_json::json!({ "status": status }).to_string();
        self.kubectl(&["patch", kind, name, "--subresource=status", "--type=merge", "-p", &patch]);
    }
}

pub(crate) fn gateway() -> Flavour {
    Flavour::Gateway { namespace: "edge".into(), name: "public".into(), http_listener: "http".into() }
}

pub(crate) fn traefik() -> Flavour {
    Flavour::Traefik { web: "web".into(), websecure: "websecure".into() }
}

pub(crate) fn ingress() -> Flavour {
    Flavour::Ingress { class: Some("nginx".into()) }
}

pub(crate) fn http01() -> Certificates {
    Certificates::Http01(Issuer { kind: "ClusterIssuer".into(), name: "letsencrypt".into() })
}

pub(crate) fn acme_dns() -> Certificates {
    Certificates::AcmeDns(AcmeDns {
        api_url: "http://acme-dns.platform.svc".into(),
        directory: "https://acme-v02.api.letsencrypt.org/directory".into(),
        email: Some("ops@saas.example".into()),
    })
}

pub(crate) async fn plan(backend: &Kubernetes, served: &[Served]) -> Plan {
    backend.plan(served, &Within::Everything).await.unwrap()
}

pub(crate) async fn serve(backend: &Kubernetes, served: &[Served]) -> Result<(), Refusal> {
    let plan = plan(backend, served).await;
    backend.apply(&plan).await.map(drop)
}
