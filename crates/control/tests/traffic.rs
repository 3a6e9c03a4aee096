//! Traffic backends beside our own edge: what is in service is served by them, and what they say is heard.
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

use async_trait::async_trait;
use nameplate_control::reconcilers::Traffic;
use nameplate_domain::certificate::ChainLink;
use nameplate_domain::connection::WaitingFor;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_testkit::{Answer, EDGE_TARGET, World, until};
use nameplate_traffic::gitops::{GitOps, Repository};
use nameplate_traffic::{
    Backend, Certificates, Flavour, NamespacePattern, Owner, Plan, Portion, Receipt, Refusal, Served, Sight, Terms,
    Within,
};
use serde_json::json;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

const NAME: &str = "shop.customer.test";

fn git(folder: &Path, arguments: &[&str]) -> String {
    // Looking takes no lock that somebody who commits meanwhile would need.
    let mut git = Command::new("git");
    let output = git.env("GIT_OPTIONAL_LOCKS", "0").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
}

async fn world_with_service() -> World {
    let world = World::start().await;
    let path = format!("/v1/applications/{}", world.application.id);
    let origin = format!("http://shop.app-{}.svc:8080", world.application.id);
    let _ = world.people.demo.patch(&path, json!({ "default_origin": origin })).await.expect(200);
    world
}

fn repository(folder: &Path, clock: Arc<dyn Clock>) -> Traffic {
    let terms = Terms {
        owner: Owner::parse("nameplate").unwrap(),
        flavour: Flavour::Traefik { web: "web".into(), websecure: "websecure".into() },
        certificates: Certificates::None,
        namespaces: vec![NamespacePattern::parse("app-{application}").unwrap()],
        grants: None,
    };
    let repository = Repository {
        folder: folder.to_owned(),
        within: "cluster".into(),
        remote: None,
        author: "Nameplate <nameplate@saas.example>".into(),
    };
    Traffic {
        backend: Arc::new(GitOps::new(repository, terms, clock)),
        known_as: None,
        has_accounts: false,
        links_of: |_| vec![],
    }
}

#[tokio::test]
async fn a_proven_name_is_committed_and_a_given_up_one_taken_out() {
    let world = world_with_service().await;
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "--quiet", "--initial-branch=main"]);
    let traffic = repository(folder.path(), Arc::clone(&world.clock) as Arc<dyn Clock>);
    let control = world.control.clone();
    let task = tokio::spawn(async move { control.bring_traffic(traffic).await });

    world.connect("unproven.customer.test").await;
    let connection = world.proven(NAME).await;
    let id = connection.at("/id").to_owned();
    let file = folder.path().join(format!("cluster/app-{}/nameplate-{id}.ingressroute.yaml", world.application.id));
    // One object, and the receipt.
    until("the route to be committed", async || {
        let is_committed = git(folder.path(), &["ls-files", "cluster"]).lines().count() == 2
            && git(folder.path(), &["status", "--porcelain"]).is_empty();
        is_committed.then_some(())
    })
    .await;
    let text = std::fs::read_to_string(&file).unwrap();
    assert!(text.contains("Host(`shop.customer.test`)") && text.contains("port: 8080"), "{text}");

    world.people.demo.delete(&format!("/v1/connections/{id}")).await;
    until("the route to be gone", async || (!file.exists()).then_some(())).await;
    until("nothing to be left over", async || git(folder.path(), &["status", "--porcelain"]).is_empty().then_some(()))
        .await;
    task.abort();
}

/// A cluster far away: what it says is what the test says.
#[derive(Debug, Default)]
struct Far {
    said: Mutex<Option<(WaitingFor, &'static str)>>,
}

#[async_trait]
impl Backend for Far {
    fn name(&self) -> &'static str {
        "far"
    }

    fn portion(&self) -> Portion {
        Portion::Connection
    }

    async fn plan(&self, _: &[Served], _: &Within) -> Result<Plan, Refusal> {
        Ok(Plan::default())
    }

    async fn apply(&self, plan: &Plan) -> Result<Receipt, Refusal> {
        Ok(Receipt { plan: plan.clone(), commit: None })
    }

    async fn observe(&self, served: &[Served]) -> Result<Vec<Sight>, Refusal> {
        let said = *self.said.lock().unwrap();
        let sight = |one: &Served| {
            let (waiting_for, sentence) = said.unwrap_or((WaitingFor::Platform, "nothing yet"));
            Sight {
                connection: one.connection,
                hostname: one.hostname.to_string(),
                waiting_for,
                sentence: sentence.to_owned(),
                has_failed: said.is_some() && waiting_for != WaitingFor::Nobody,
                certificate: (waiting_for == WaitingFor::Nobody).then(|| "1".to_owned()),
            }
        };
        Ok(served.iter().map(sight).collect())
    }

    async fn chain(&self, _: &Served) -> Result<Vec<Vec<u8>>, Refusal> {
        Ok(vec![vec![1, 2, 3]])
    }
}

fn link(_: &[Vec<u8>]) -> Vec<ChainLink> {
    vec![ChainLink {
        subject: format!("CN={NAME}"),
        issuer: "CN=Far CA".into(),
        not_before: Timestamp::from_ms(0),
        not_after: Timestamp::from_ms(4_000_000_000_000),
        serial: "2a".into(),
        fingerprint_sha256: "ab".repeat(32),
    }]
}

#[tokio::test]
async fn a_connection_waits_for_the_clusters_certificate_and_is_told_what_keeps_it() {
    let world = world_with_service().await;
    let far = Arc::new(Far::default());
    let backend: Arc<dyn Backend> = Arc::clone(&far) as Arc<dyn Backend>;
    let traffic = Traffic { backend, known_as: Some("kubernetes".into()), has_accounts: true, links_of: link };
    world.control.bring_traffic_once(&traffic).await.unwrap();
    assert_eq!(world.control.edges_attached().await.unwrap(), 1);

    let connection = world.proven(NAME).await;
    world.publish("CNAME", NAME, EDGE_TARGET).await;
    let path = format!("/v1/connections/{}", connection.at("/id"));
    let shown = async || -> Answer { world.people.demo.get(&path).await.expect(200) };
    let check = async || world.people.demo.post(&format!("{path}/records:check"), json!({})).await;
    check().await;
    assert_eq!(shown().await.at("/state"), "issuing_cert");
    world.control.bring_traffic_once(&traffic).await.unwrap();
    assert_eq!(shown().await.at("/state"), "issuing_cert", "nothing is known yet");

    let words = "HTTPRoute shops/x is not ResolvedRefs (BackendNotFound): no Service shop.";
    *far.said.lock().unwrap() = Some((WaitingFor::Platform, words));
    world.control.bring_traffic_once(&traffic).await.unwrap();
    let stalled = shown().await;
    assert_eq!((stalled.at("/state"), stalled.at("/problem/code")), ("stalled", "traffic_backend"));
    assert_eq!(stalled.at("/problem/message"), words);

    *far.said.lock().unwrap() = Some((WaitingFor::Nobody, "It is served."));
    world.control.bring_traffic_once(&traffic).await.unwrap();
    world.pass(std::time::Duration::from_secs(120));
    check().await;
    world.control.bring_traffic_once(&traffic).await.unwrap();
    assert_eq!(shown().await.at("/state"), "live");
    let accounts = world.people.demo.get("/v1/audit?action=connection.register_acme_account").await.expect(200);
    let accounts = accounts.json["data"].as_array().unwrap().len();
    assert_eq!(accounts, 1, "one account for the name, whatever the rounds");
}
