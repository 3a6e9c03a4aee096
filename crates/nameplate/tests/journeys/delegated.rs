//! Records written with a lent credential, while processes and the provider break.

use crate::stack::{PATIENCE, Stack, free_port, fresh_database, fresh_postgres};
use nameplate_domain::connection::Announcement;
use nameplate_store::{Store, StoreOptions};
use nameplate_testkit::{Deed, Relay};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const TOKEN: &str = "a-token-that-nobody-may-see-4711";
/// After a process died in a write, others leave its zone alone for two minutes.
const PATIENCE_AFTER_DEATH: Duration = Duration::from_secs(165);

/// How often the outbox tells of a connection that its records were written, and that it went live.
async fn announced(database_url: &str, connection: &str) -> (usize, usize) {
    let store = Store::open(database_url, StoreOptions { exclusive: false, ..StoreOptions::default() }).await.unwrap();
    let events = store.reader().events(None, None, 10_000).await.unwrap();
    let count = |kind: Announcement| {
        events.iter().filter(|event| event.kind == kind && event.connection.to_string() == connection).count()
    };
    (count(Announcement::Added), count(Announcement::FlowCompleted))
}

async fn lend(stack: &Stack) {
    let path = format!("/v1/applications/{}/credentials", stack.application);
    let (status, lent) = stack.call(Method::POST, &path, Some(json!({"provider": "sandbox", "token": TOKEN}))).await;
    assert_eq!((status.as_u16(), lent["verdict"]["status"].as_str()), (201, Some("ok")), "{lent}");
    assert!(!lent.to_string().contains(TOKEN));
}

/// A zone's records, with their numbers.
async fn records(panel: &Stack, zone: &str) -> Vec<Value> {
    let url = format!("{}/api/zones/{zone}/records", panel.panel);
    let listed: Value = panel.http.get(url).send().await.unwrap().json().await.unwrap();
    listed["data"].as_array().unwrap().clone()
}

/// Holds that the foreign records stand as they stood, and besides them one challenge and one CNAME for each of `labels`.
#[track_caller]
fn written_once(zone: &str, foreign: &[Value], now: &[Value], labels: &[&str]) {
    assert!(foreign.iter().all(|record| now.contains(record)), "{now:#?}");
    let mut names: Vec<&str> =
        now.iter().filter(|record| !foreign.contains(record)).map(|record| record["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    let challenge = |label: &&str| format!("_customdomain-challenge.{label}.{zone}");
    let mut wanted: Vec<String> =
        labels.iter().flat_map(|label| [challenge(label), format!("{label}.{zone}")]).collect();
    wanted.sort_unstable();
    assert_eq!(names, wanted, "{now:#?}");
}

async fn furnish(panel: &Stack, zone: &str) -> Vec<Value> {
    panel.publish(zone, "www", "A", "192.0.2.80").await;
    panel.publish(zone, "@", "MX", "10 mail.example").await;
    panel.publish(zone, "@", "TXT", "v=spf1 include:mail.example -all").await;
    records(panel, zone).await
}

/// A stack whose customers' zones are at `panel`, reached by way of `relay`.
async fn beside(panel: &Stack, relay: &Relay, folder: Arc<TempDir>, database_url: String) -> Stack {
    let output = panel.program.output();
    let dns_port = output.split("DNS server       127.0.0.1:").nth(1).unwrap().lines().next().unwrap().to_owned();
    let also = [
        ("DNS_RESOLVERS", format!("127.0.0.1:{dns_port}")),
        ("DNS_AUTHORITATIVE_PORT", dns_port),
        ("PROVIDER_BASE_URL_SANDBOX", relay.url()),
        ("CREDENTIAL_ENC_KEY", "5a".repeat(32)),
    ];
    Stack::start_with(folder, database_url, &also).await
}

async fn becomes_within(stack: &Stack, id: &str, state: &str, patience: Duration) {
    let start = Instant::now();
    loop {
        let connection = stack.connection(id).await;
        if connection["state"] == state {
            return;
        }
        assert!(start.elapsed() < patience, "never became {state}: {connection}\n{}", stack.program.output());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}

#[tokio::test]
async fn one_request_makes_a_name_live_and_nobody_sees_the_credential() {
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let also = [("CREDENTIAL_ENC_KEY", "5a".repeat(32)), ("LOG", "trace".to_owned())];
    let stack = Stack::start_with(folder, database_url, &also).await;
    let foreign = furnish(&stack, "customer.test").await;
    lend(&stack).await;
    let made = stack.connect("shop.customer.test").await;
    assert_eq!(made["ownership_challenge"], Value::Null, "{made}");
    assert_eq!(made["proof"]["method"], "credential", "{made}");
    let id = made["id"].as_str().unwrap();
    stack.becomes(id, "live").await;
    written_once("customer.test", &foreign, &records(&stack, "customer.test").await, &["shop"]);
    let visited = stack.visitor("shop.customer.test").get(stack.url("shop.customer.test", "/")).send().await.unwrap();
    assert_eq!(visited.status(), 200);
    assert_eq!(announced(&stack.database_url, id).await, (1, 1));

    let output = stack.program.output();
    assert!(output.contains("A zone was written."), "{output}");
    assert!(!output.contains(TOKEN), "the credential is in the log");
    let mut files = vec![stack.folder.path().to_owned()];
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        let content = std::fs::read(&path).unwrap_or_default();
        let is_inside = content.windows(TOKEN.len()).any(|window| window == TOKEN.as_bytes());
        assert!(!is_inside, "the credential is in {}", path.display());
    }
}

#[tokio::test]
async fn a_provider_that_fails_is_written_to_when_it_is_back() {
    let panel = Stack::start().await;
    let relay = Relay::start(&panel.panel).await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let stack = beside(&panel, &relay, folder, database_url).await;
    let foreign = furnish(&panel, "customer.test").await;
    lend(&stack).await;
    relay.rule(|_| Deed::Refuse(500));
    let made = stack.connect("shop.customer.test").await;
    let (id, state) = (made["id"].as_str().unwrap(), &made["state"]);
    assert_eq!((state.as_str(), made["setup_type"].as_str()), (Some("pending_ownership"), Some("automatic")), "{made}");
    assert_eq!(made["problem"]["code"], "dns_write_outage", "{made}");
    assert_eq!(records(&panel, "customer.test").await, foreign);
    // Back, but every answer to a write is lost.
    relay.rule(|passing| if passing.is_write() { Deed::DoAndSay(500) } else { Deed::Pass });
    stack.becomes(id, "live").await;
    written_once("customer.test", &foreign, &records(&panel, "customer.test").await, &["shop"]);
    assert_eq!(announced(&stack.database_url, id).await, (1, 1));
}

#[tokio::test]
async fn a_kill_in_the_middle_of_writes_leaves_each_record_once() {
    let panel = Stack::start().await;
    let relay = Relay::start(&panel.panel).await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let stack = beside(&panel, &relay, folder, database_url).await;
    let mut foreign = Vec::new();
    for zone in ["early.test", "late.test", "never.test"] {
        foreign.push(furnish(&panel, zone).await);
    }
    lend(&stack).await;
    // It dies after a challenge was written, after records were, and before anything was.
    relay.rule(|passing| match passing.is_write() {
        true if passing.path.contains("never.test") => Deed::Swallow,
        true if passing.path.contains("early.test") || passing.body.contains("CNAME") => Deed::DoAndKeepQuiet,
        _ => Deed::Pass,
    });
    let zones = ["early.test", "late.test", "never.test"];
    for zone in zones {
        let body = json!({"application_id": stack.application, "hostname": format!("shop.{zone}")});
        let request = stack.http.post(format!("{}/v1/connections", stack.api)).bearer_auth("sk_test_demo").json(&body);
        tokio::spawn(request.send());
    }
    let start = Instant::now();
    while relay.writes().len() < 4 || records(&panel, "late.test").await.len() < foreign[1].len() + 2 {
        assert!(start.elapsed() < PATIENCE, "{:#?}\n{}", relay.writes(), stack.program.output());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stack.program.signal("-KILL");
    relay.pass_everything();
    let (folder, database_url) = (Arc::clone(&stack.folder), stack.database_url.clone());
    drop(stack);
    let stack = beside(&panel, &relay, folder, database_url).await;
    for (zone, foreign) in zones.iter().zip(&foreign) {
        let (_, list) = stack.call(Method::GET, &format!("/v1/connections?hostname=shop.{zone}"), None).await;
        assert_eq!(list["data"].as_array().unwrap().len(), 1, "{list}");
        let id = list["data"][0]["id"].as_str().unwrap();
        let patience = PATIENCE_AFTER_DEATH.saturating_sub(start.elapsed());
        becomes_within(&stack, id, "live", patience).await;
        written_once(zone, foreign, &records(&panel, zone).await, &["shop"]);
        assert_eq!(announced(&stack.database_url, id).await, (1, 1));
    }
}

#[tokio::test]
async fn a_kill_in_the_middle_of_a_removal_leaves_nothing_of_ours_and_everything_of_theirs() {
    let panel = Stack::start().await;
    let relay = Relay::start(&panel.panel).await;
    let folder = Arc::new(tempfile::tempdir().unwrap());
    let database_url = fresh_database(folder.path());
    let stack = beside(&panel, &relay, folder, database_url).await;
    // It dies before anything is removed in one zone, and before it hears that everything is in the other.
    let zones = ["early.test", "late.test"];
    let mut foreign = Vec::new();
    for zone in zones {
        foreign.push(furnish(&panel, zone).await);
    }
    lend(&stack).await;
    let mut ids = Vec::new();
    for zone in zones {
        let made = stack.connect(&format!("shop.{zone}")).await;
        let id = made["id"].as_str().unwrap().to_owned();
        stack.becomes(&id, "live").await;
        ids.push(id);
    }
    for (zone, foreign) in zones.iter().zip(&foreign) {
        written_once(zone, foreign, &records(&panel, zone).await, &["shop"]);
        // Something of the customer's that came later, at the very name that we wrote.
        panel.publish(zone, "_customdomain-challenge.shop", "TXT", "of the customer").await;
    }
    relay.rule(|passing| match passing.is_write() {
        true if passing.path.contains("early.test") => Deed::Swallow,
        true => Deed::DoAndKeepQuiet,
        false => Deed::Pass,
    });
    let before = relay.writes().len();
    for id in &ids {
        let url = format!("{}/v1/connections/{id}?cleanup=true", stack.api);
        tokio::spawn(stack.http.delete(url).bearer_auth("sk_test_demo").send());
    }
    let start = Instant::now();
    while relay.writes().len() < before + 2 || records(&panel, "late.test").await.len() > foreign[1].len() + 1 {
        assert!(start.elapsed() < PATIENCE, "{:#?}\n{}", relay.writes(), stack.program.output());
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    stack.program.signal("-KILL");
    relay.pass_everything();
    let (folder, database_url) = (Arc::clone(&stack.folder), stack.database_url.clone());
    drop(stack);

    let stack = beside(&panel, &relay, folder, database_url).await;
    for ((zone, foreign), id) in zones.iter().zip(&foreign).zip(&ids) {
        let patience = PATIENCE_AFTER_DEATH.saturating_sub(start.elapsed());
        let began = Instant::now();
        loop {
            let connection = stack.connection(id).await;
            assert_eq!(connection["state"], "archived", "the end was written before");
            if connection["problem"].is_null() && connection["next_check_at"].is_null() {
                break;
            }
            assert!(began.elapsed() < patience, "never tidied: {connection}\n{}", stack.program.output());
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        let left = records(&panel, zone).await;
        assert!(foreign.iter().all(|record| left.contains(record)), "{left:#?}");
        let added: Vec<&Value> = left.iter().filter(|record| !foreign.contains(record)).collect();
        assert_eq!((added.len(), &added[0]["value"]), (1, &json!("of the customer")), "{left:#?}");
        let (_, sets) = stack.call(Method::GET, &format!("/v1/connections/{id}/change-sets"), None).await;
        for set in sets["data"].as_array().unwrap().iter().filter(|set| set["purpose"] != "cleanup") {
            assert_eq!(set["status"], "undone", "{sets}");
        }
    }
}

#[tokio::test]
async fn two_processes_write_one_zone_without_losing_a_record() {
    let database_url = fresh_postgres();
    let panel_port = free_port();
    let relay = Relay::start(&format!("http://127.0.0.1:{panel_port}")).await;
    // Slow enough that writes of both would overlap.
    relay.rule(|passing| if passing.is_write() { Deed::Late(Duration::from_millis(150)) } else { Deed::Pass });
    let also = [
        ("SANDBOX_PORT", panel_port.to_string()),
        ("PROVIDER_BASE_URL_SANDBOX", relay.url()),
        ("CREDENTIAL_ENC_KEY", "5a".repeat(32)),
    ];
    let first = Stack::start_with(Arc::new(tempfile::tempdir().unwrap()), database_url.clone(), &also).await;
    let second = beside(&first, &relay, Arc::new(tempfile::tempdir().unwrap()), database_url.clone()).await;
    let foreign = furnish(&first, "customer.test").await;
    lend(&first).await;
    let (one, two, three, four) = tokio::join!(
        first.connect("one.customer.test"),
        second.connect("two.customer.test"),
        first.connect("three.customer.test"),
        second.connect("four.customer.test"),
    );
    for made in [one, two, three, four] {
        let id = made["id"].as_str().unwrap();
        second.becomes(id, "live").await;
        assert_eq!(announced(&database_url, id).await, (1, 1), "{made}");
    }
    let now = records(&first, "customer.test").await;
    written_once("customer.test", &foreign, &now, &["one", "two", "three", "four"]);
}
