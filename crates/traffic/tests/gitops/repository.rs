//! A repository for one test, and people who work in it.

use nameplate_domain::hostname::Hostname;
use nameplate_domain::tenancy::{ApplicationId, ConnectionId, TenantId};
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_traffic::gitops::{GitOps, Repository};
use nameplate_traffic::{
    Backend, Certificates, Flavour, Issuer, NamespacePattern, Owner, Plan, Receipt, Served, Terms, Within,
};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use tempfile::TempDir;
use uuid::Uuid;

#[derive(Debug)]
struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_800_000_000_000)
    }
}

pub(crate) struct World {
    pub(crate) folder: TempDir,
}

/// What git prints in a folder; a test whose git fails, fails.
pub(crate) fn git_in(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    let who = ["-c", "user.name=Ada", "-c", "user.email=ada@saas.example"];
    let output = command.arg("-C").arg(folder).args(who).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

impl World {
    /// Without a commit.
    pub(crate) fn empty() -> Self {
        let world = Self { folder: tempfile::tempdir().unwrap() };
        world.git(&["init", "--quiet", "--initial-branch=main"]);
        world
    }

    /// With something of somebody else's.
    pub(crate) fn new() -> Self {
        let world = Self::empty();
        world.write("apps/README.md", "Mind the step.\n");
        world.git(&["add", "."]);
        world.git(&["commit", "--quiet", "-m", "Begin"]);
        world
    }

    pub(crate) fn backend(&self) -> GitOps {
        self.pushing_to(None)
    }

    pub(crate) fn pushing_to(&self, remote: Option<&str>) -> GitOps {
        let repository = Repository {
            folder: self.folder.path().to_owned(),
            within: "clusters/shops".into(),
            remote: remote.map(str::to_owned),
            author: "Nameplate <nameplate@saas.example>".into(),
        };
        GitOps::new(repository, terms(), Arc::new(Noon))
    }

    pub(crate) fn git(&self, arguments: &[&str]) -> String {
        git_in(self.folder.path(), arguments)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.folder.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> Option<String> {
        std::fs::read_to_string(self.folder.path().join(path)).ok()
    }

    pub(crate) fn commits(&self) -> usize {
        self.git(&["rev-list", "--count", "HEAD"]).parse().unwrap()
    }

    /// Nothing is changed, staged or unknown.
    pub(crate) fn is_clean(&self) -> bool {
        self.git(&["status", "--porcelain"]).is_empty()
    }
}

pub(crate) fn terms() -> Terms {
    Terms {
        owner: Owner::parse("nameplate").unwrap(),
        flavour: Flavour::Traefik { web: "web".into(), websecure: "websecure".into() },
        certificates: Certificates::Http01(Issuer { kind: "ClusterIssuer".into(), name: "le".into() }),
        namespaces: vec![NamespacePattern::parse("shops").unwrap()],
        grants: None,
    }
}

pub(crate) fn served(number: u128, port: u16) -> Served {
    Served {
        connection: ConnectionId(Uuid::from_u128(number)),
        tenant: TenantId(Uuid::nil()),
        application: ApplicationId(Uuid::nil()),
        hostname: Hostname::trusted(format!("www.customer{number}.com")),
        origin: format!("http://shop.shops.svc:{port}"),
        account: None,
    }
}

/// Where the route of a connection is.
pub(crate) fn route_of(number: u128) -> String {
    format!("clusters/shops/shops/nameplate-{}.ingressroute.yaml", Uuid::from_u128(number))
}

pub(crate) async fn plan(backend: &GitOps, served: &[Served]) -> Plan {
    backend.plan(served, &Within::Everything).await.unwrap()
}

pub(crate) async fn serve(backend: &GitOps, served: &[Served]) -> Receipt {
    let plan = plan(backend, served).await;
    backend.apply(&plan).await.unwrap()
}
