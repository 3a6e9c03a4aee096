//! The operator's command line, beside a server that is running.

use crate::stack::{Stack, run};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};

/// Shorter than a server remembers what nobody tells it of: what it acts on within this time, it has heard.
const PATIENCE: Duration = Duration::from_secs(20);

struct Operator<'a>(&'a Stack);

impl Operator<'_> {
    fn runs(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let environment = [("DATABASE_URL", self.0.database_url.clone())];
        run(self.0.folder.path(), &[&["admin"][..], arguments].concat(), &environment)
    }

    fn gets(&self, arguments: &[&str]) -> Value {
        let (code, out, err) = self.runs(&[arguments, &["--json"]].concat());
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
        serde_json::from_str(&out).unwrap()
    }

    fn is_told(&self, arguments: &[&str]) -> String {
        let (code, out, err) = self.runs(arguments);
        assert_eq!(code, Some(0), "{arguments:?}: {err}");
        out
    }

    fn is_refused(&self, arguments: &[&str], words: &str) {
        let (code, out, err) = self.runs(arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {out}");
        assert!(err.contains(words), "{arguments:?}: {err}");
    }

    /// How many entries the audit log has of each action of whoever runs the platform.
    fn deeds(&self, tenant: &str) -> BTreeMap<String, usize> {
        let all = self.gets(&["audit", "--tenant", tenant]);
        let own = all.as_array().unwrap().iter().filter(|entry| entry["actor"]["kind"] == "operator");
        own.fold(BTreeMap::new(), |mut counts, entry| {
            *counts.entry(entry["action"].as_str().unwrap().to_owned()).or_default() += 1;
            counts
        })
    }
}

/// A text of an answer.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value}"))
}

async fn answers(stack: &Stack, key: &str, status: u16) -> Value {
    let start = Instant::now();
    loop {
        let (got, body) = stack.call_as(key, Method::GET, "/v1/applications", None).await;
        if got == status {
            return body;
        }
        assert!(start.elapsed() < PATIENCE, "never {status}: {got} {body}");
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}

#[tokio::test]
async fn tenants_and_keys_are_looked_after_and_a_dry_run_changes_nothing() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    assert_eq!(operator.gets(&["tenant", "create", "--name", "Acme", "--dry-run"])["tenant"]["id"], Value::Null);
    let names =
        |all: &Value| all.as_array().unwrap().iter().map(|one| text(&one["name"]).to_owned()).collect::<Vec<_>>();
    assert_eq!(names(&operator.gets(&["tenant", "list"])), ["Demo"]);
    let made = operator.gets(&["tenant", "create", "--name", "Acme"]);
    let (tenant, first) = (text(&made["tenant"]["id"]), text(&made["key"]["secret"]));
    assert_eq!(names(&operator.gets(&["tenant", "list"])), ["Acme", "Demo"]);
    let shown = operator.gets(&["tenant", "show", tenant]);
    assert_eq!((&shown["name"], &shown["connections"], &shown["suspended"]), (&json!("Acme"), &json!(0), &Value::Null));
    assert!(operator.is_told(&["tenant", "show", tenant]).contains("connections   0, 0 of them live"));

    let narrow = ["key", "create", "--tenant", tenant, "--name", "ops", "--scope", "connections:read"];
    assert_eq!(operator.gets(&[&narrow[..], &["--dry-run"]].concat())["key"]["id"], Value::Null);
    assert_eq!(operator.gets(&["key", "list", "--tenant", tenant]).as_array().unwrap().len(), 1);
    let key = operator.gets(&narrow)["key"].clone();
    assert_eq!((&key["scopes"], &key["application_id"]), (&json!(["connections:read"]), &Value::Null));
    let (status, _) =
        stack.call_as(text(&key["secret"]), Method::POST, "/v1/applications", Some(json!({"name": "x"}))).await;
    assert_eq!(status, 403, "it has one scope only");
    let (_, application) = stack.call_as(first, Method::POST, "/v1/applications", Some(json!({"name": "Shop"}))).await;
    let under = ["key", "create", "--tenant", tenant, "--application", text(&application["id"])];
    assert_eq!(operator.gets(&under)["key"]["application_id"], application["id"]);
    let listed = operator.gets(&["key", "list", "--tenant", tenant]);
    assert_eq!(listed.as_array().unwrap().len(), 3);
    assert!(!listed.to_string().contains("secret"), "{listed}");

    let revoke = ["key", "revoke", text(&key["id"])];
    assert_eq!(operator.gets(&[&revoke[..], &["--dry-run"]].concat())["changed"], true);
    let _ = answers(&stack, text(&key["secret"]), 200).await;
    let revoked = operator.gets(&revoke);
    assert_eq!((&revoked["changed"], &revoked["heard_within_s"]), (&json!(true), &json!(1)));
    let _ = answers(&stack, text(&key["secret"]), 401).await;
    assert_eq!(operator.gets(&revoke)["changed"], false);

    let deeds =
        [("key.create", 3), ("key.revoke", 1), ("tenant.create", 1)].map(|(action, count)| (action.to_owned(), count));
    assert_eq!(operator.deeds(tenant), BTreeMap::from(deeds));
    // What a key did over the network is there with its address.
    let theirs = operator.gets(&["audit", "--tenant", tenant, "--action", "application.create"]);
    assert_eq!((&theirs[0]["actor"]["name"], &theirs[0]["address"]), (&json!("first key"), &json!("127.0.0.1")));
    assert!(operator.is_told(&["audit", "--tenant", tenant]).contains("application.create"));
}

#[tokio::test]
async fn plans_and_limits_are_set_and_a_dry_run_changes_nothing() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let made = operator.gets(&["tenant", "create", "--name", "Acme", "--plan", "pro"]);
    let tenant = text(&made["tenant"]["id"]);
    let plan = || operator.gets(&["tenant", "show", tenant])["quota"]["plan"].clone();
    assert_eq!(plan(), "pro");
    let set = ["plan", "set", "--tenant", tenant, "--plan", "growth"];
    let planned = operator.gets(&[&set[..], &["--dry-run"]].concat());
    assert_eq!(
        (&planned["changed"], &planned["after"]["plan"], plan()),
        (&json!(true), &json!("growth"), json!("pro"))
    );
    assert_eq!((&operator.gets(&set)["changed"], plan()), (&json!(true), json!("growth")));
    assert_eq!(operator.gets(&set)["changed"], false);

    let limit = |limit: &str, also: &[&str]| {
        operator.gets(&[&["plan", "limits", "--tenant", tenant, "--connect", limit][..], also].concat())["after"]
            .clone()
    };
    assert_eq!(limit("7", &["--dry-run"])["limits"], json!({"connect": 7}));
    let own = limit("none", &["--max-domains-per-app", "50"]);
    assert_eq!((&own["limits"], &own["max_domains_per_app"]), (&json!({"connect": null}), &json!(50)));
    assert_eq!(limit("plan", &[])["limits"], json!({}));
    for also in [&[][..], &["--dry-run"]] {
        let below = ["plan", "limits", "--tenant", tenant, "--connect=-1"];
        operator.is_refused(&[&below[..], also].concat(), "limits.connect");
        operator.is_refused(&[&["tenant", "suspend", tenant, "--reason", " "][..], also].concat(), "reason is empty");
        operator
            .is_refused(&[&["key", "create", "--tenant", tenant, "--name", " "][..], also].concat(), "name is empty");
    }
    assert_eq!(operator.runs(&["plan", "set", "--tenant", tenant, "--plan", "gold"]).0, Some(64));
    assert_eq!(operator.runs(&["plan", "limits", "--tenant", tenant]).0, Some(64));
    let deeds = operator.deeds(tenant);
    assert_eq!((deeds.get("subscription.change"), deeds.get("tenant.limits")), (Some(&1), Some(&2)));
}

#[tokio::test]
async fn what_fails_is_told_as_json_where_that_was_wished() {
    let stack = Stack::start().await;
    let environment = [("DATABASE_URL", stack.database_url.clone())];
    let absent = "0190f0f0-0000-7000-8000-000000000000";
    for (arguments, code, words) in [
        (&["admin", "tenant", "show", absent][..], "not_found", "there is no such tenant"),
        (&["admin", "domain", "transfer", "shop.customer.test", "--to", absent], "not_found", "no such tenant"),
        (&["admin", "tenant", "create", "--name", " "], "failed", "name is empty"),
        (&["import", "caddy", "./nowhere", "--application", &stack.application], "failed", "nowhere"),
        (&["dns", "records", "list", "customer.test", "--provider", "route54"], "usage", "route54"),
    ] {
        let (exit, out, err) = run(stack.folder.path(), &[arguments, &["--json"]].concat(), &environment);
        assert_eq!(exit, Some(if code == "usage" { 64 } else { 1 }), "{arguments:?}: {out}{err}");
        let told: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{arguments:?}: {out:?} {err}"));
        assert_eq!(told["error"]["code"], code, "{told}");
        assert!(text(&told["error"]["message"]).contains(words), "{told}");
    }
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_a_sentence() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let absent = "0190f0f0-0000-7000-8000-000000000000";
    operator.is_refused(&["tenant", "show", absent], "there is no such tenant");
    operator.is_refused(&["tenant", "suspend", absent, "--reason", "x", "--dry-run"], "there is no such tenant");
    operator.is_refused(&["tenant", "create", "--name", " "], "name is empty");
    operator.is_refused(&["tenant", "create", "--name", " ", "--dry-run"], "name is empty");
    operator.is_refused(&["key", "revoke", absent], "there is no such key");
    operator.is_refused(&["key", "create", "--tenant", absent], "there is no such tenant");
    operator.is_refused(&["audit", "--tenant", absent], "there is no such tenant");
    operator.is_refused(
        &["domain", "transfer", "shop.customer.test", "--to", absent],
        "there is no such tenant or application",
    );
    // The demo's tenant has the identifier of its first application, and several applications.
    let demo = ["--to", &stack.application, "--application", &stack.application];
    let to_demo = [&["domain", "transfer", "shop.customer.test"][..], &demo].concat();
    operator.is_refused(&to_demo[..5], "application must be given");
    operator.is_refused(&to_demo, "held by nobody");
    let unproven = stack.connect("shop.customer.test").await;
    operator.is_refused(&[&to_demo[..], &["--dry-run"]].concat(), "held by nobody");
    stack.publish_all("customer.test", &unproven).await;
    stack.becomes(text(&unproven["id"]), "live").await;
    operator.is_refused(&to_demo, "name another application");
    operator.is_refused(&[&["domain", "transfer", "192.0.2.1"][..], &demo].concat(), "hostname");
    for wrong in [
        &["tenant", "suspend", absent][..],
        &["tenant", "show", "7"],
        &["key", "create", "--tenant", absent, "--scope", "all"],
    ] {
        assert_eq!(operator.runs(wrong).0, Some(64), "{wrong:?}");
    }
    for noun in [&["tenant", "suspend"][..], &["key", "create"], &["domain", "transfer"], &["audit"]] {
        let (code, out, _) = operator.runs(&[noun, &["--help"]].concat());
        assert_eq!(code, Some(0));
        assert!(out.contains("Example") && out.contains("--json"), "{out}");
    }
}

#[tokio::test]
async fn a_suspended_tenant_is_not_served_by_a_running_edge_until_it_is_resumed() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let connection = stack.connect("shop.customer.test").await;
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(text(&connection["id"]), "live").await;
    let tenant = text(&operator.gets(&["tenant", "list"])[0]["id"]).to_owned();
    let is_served =
        async || stack.visitor("shop.customer.test").get(stack.url("shop.customer.test", "/")).send().await.is_ok();
    assert!(is_served().await);
    let suspend = ["tenant", "suspend", &tenant, "--reason", "unpaid"];
    assert_eq!(operator.gets(&[&suspend[..], &["--dry-run"]].concat())["live"], 1);
    assert!(is_served().await);
    assert_eq!(operator.deeds(&tenant), BTreeMap::new());

    let suspended = operator.gets(&suspend);
    assert_eq!((&suspended["changed"], &suspended["tenant"]["suspended"]["reason"]), (&json!(true), &json!("unpaid")));
    let refused = answers(&stack, "sk_test_demo", 403).await;
    assert_eq!(refused["error"]["code"], "suspended");
    let start = Instant::now();
    while is_served().await {
        assert!(start.elapsed() < PATIENCE, "still served");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    assert_eq!(operator.gets(&suspend)["changed"], false);
    assert_eq!(operator.gets(&["tenant", "resume", &tenant])["changed"], true);
    let _ = answers(&stack, "sk_test_demo", 200).await;
    let start = Instant::now();
    while !is_served().await {
        assert!(start.elapsed() < PATIENCE, "never served again");
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    let deeds = ["tenant.resume", "tenant.suspend"].map(|action| (action.to_owned(), 1));
    assert_eq!(operator.deeds(&tenant), BTreeMap::from(deeds));
}

#[tokio::test]
async fn a_transferred_name_is_pending_for_its_new_application_and_has_to_be_proven_anew() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let connection = stack.connect("shop.customer.test").await;
    stack.publish_all("customer.test", &connection).await;
    stack.becomes(text(&connection["id"]), "live").await;
    let made = operator.gets(&["tenant", "create", "--name", "Second"]);
    let (tenant, key) = (text(&made["tenant"]["id"]), text(&made["key"]["secret"]));
    let (_, application) = stack.call_as(key, Method::POST, "/v1/applications", Some(json!({"name": "Shop"}))).await;
    // By its tenant, which has but one; an application can be named too.
    let transfer = ["domain", "transfer", "shop.customer.test", "--to", tenant];
    for also in [&["--application", "Shop"][..], &["--application", text(&application["id"])]] {
        let planned = operator.gets(&[&transfer[..], also, &["--dry-run"]].concat());
        assert_eq!(planned["to"]["application_id"], application["id"]);
    }
    operator.is_refused(&[&transfer[..], &["--application", "Other"]].concat(), "there is no such application");

    let planned = operator.gets(&[&transfer[..], &["--dry-run"]].concat());
    assert_eq!((&planned["from"]["id"], &planned["to"]["id"]), (&connection["id"], &Value::Null));
    assert!(operator.is_told(&[&transfer[..], &["--dry-run"]].concat()).contains("fresh DNS challenge"));
    assert_eq!(stack.connection(text(&connection["id"])).await["state"], "live", "a dry run changes nothing");

    let asked =
        async || stack.call(Method::GET, "/internal/ask?domain=shop.customer.test", None).await.1["allow"].clone();
    assert_eq!(asked().await, true);
    let done = operator.gets(&transfer);
    let start = Instant::now();
    while asked().await != false {
        assert!(start.elapsed() < PATIENCE, "the edge may still serve it");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let new = text(&done["to"]["id"]);
    assert_eq!((&done["from"]["state"], &done["to"]["state"]), (&json!("archived"), &json!("pending_ownership")));
    assert_eq!(
        done["dns"].as_array().unwrap().iter().filter(|record| record["host"] == "shop.customer.test").count(),
        0,
        "{done}"
    );
    let before = stack.connection(text(&connection["id"])).await;
    assert_eq!((&before["state"], &before["problem"]["code"]), (&json!("archived"), &json!("transferred")));
    // The old challenge still stands in the zone, and proves nothing.
    let verify = format!("/v1/connections/{new}/verify");
    let (status, refused) = stack.call_as(key, Method::POST, &verify, None).await;
    assert_eq!((status.as_u16(), &refused["error"]["code"]), (409, &json!("ownership_not_found")));
    let challenge = &done["dns"][0];
    stack.publish("customer.test", text(&challenge["host"]), text(&challenge["type"]), text(&challenge["value"])).await;
    let (status, proven) = stack.call_as(key, Method::POST, &verify, None).await;
    assert_eq!(status, 200, "{proven}");

    let listed = operator.gets(&["domain", "list"]);
    let held: Vec<&Value> = listed.as_array().unwrap().iter().filter(|one| one["state"] != "archived").collect();
    assert_eq!((held.len(), &held[0]["id"], &held[0]["tenant_id"]), (1, &json!(new), &json!(tenant)));
    assert_eq!(operator.gets(&["domain", "list", "--tenant", tenant]).as_array().unwrap().len(), 1);
    assert_eq!(operator.deeds(tenant).get("connection.transfer"), Some(&1));
    assert_eq!(operator.deeds(text(&done["from"]["tenant_id"])).get("connection.archived"), Some(&1));
}

#[tokio::test]
async fn platform_keys_are_looked_after_and_hold_at_once() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let create = ["platform-key", "create", "--name", "ops"];
    assert_eq!(operator.gets(&[&create[..], &["--dry-run"]].concat())["key"]["id"], Value::Null);
    operator.is_refused(&["platform-key", "create", "--name", " "], "name is empty");
    let key = operator.gets(&create)["key"].clone();
    let secret = text(&key["secret"]);
    assert!(secret.starts_with("pk_") && secret.len() == 67, "{secret}");
    let listed = operator.gets(&["platform-key", "list"]);
    let names: Vec<&Value> = listed.as_array().unwrap().iter().map(|key| &key["name"]).collect();
    assert_eq!(names, ["ops", "demo"], "that of development is there already");
    assert!(!listed.to_string().contains(secret), "{listed}");

    // A tenant's data is not its business.
    let _ = answers(&stack, secret, 403).await;
    let revoke = ["platform-key", "revoke", text(&key["id"])];
    assert_eq!(operator.gets(&[&revoke[..], &["--dry-run"]].concat())["changed"], true);
    let _ = answers(&stack, secret, 403).await;
    assert!(operator.is_told(&revoke).starts_with("Revoked ops"));
    assert_eq!(operator.gets(&revoke)["changed"], false);
    let (status, _) = stack.call_as(secret, Method::GET, "/v1/applications", None).await;
    assert_eq!(status, 401, "nothing is remembered of it");
    operator.is_refused(&["platform-key", "revoke", "0190f0f0-0000-7000-8000-000000000000"], "no such platform key");

    let deeds = operator.gets(&["audit", "--platform"]);
    let deeds: Vec<(&str, &str)> =
        deeds.as_array().unwrap().iter().map(|entry| (text(&entry["actor"]["kind"]), text(&entry["action"]))).collect();
    let expected =
        [("operator", "platform_key.revoke"), ("operator", "platform_key.create"), ("system", "platform_key.create")];
    assert_eq!(deeds, expected);
}

#[tokio::test]
async fn people_are_invited_and_a_dry_run_invites_nobody() {
    let stack = Stack::start().await;
    let operator = Operator(&stack);
    let made = operator.gets(&["tenant", "create", "--name", "Acme"]);
    let tenant = text(&made["tenant"]["id"]);
    let invite = ["member", "invite", "--tenant", tenant, "--email", "Ada@acme.example", "--role", "owner"];
    assert_eq!(operator.gets(&[&invite[..], &["--dry-run"]].concat())["invitation"]["url"], Value::Null);
    assert!(!operator.deeds(tenant).contains_key("invitation.create"));
    let invited = operator.gets(&invite)["invitation"].clone();
    assert_eq!(invited["email"], "ada@acme.example");
    assert!(text(&invited["url"]).contains("/console/sign-in?invitation="), "{invited}");
    assert_eq!(operator.deeds(tenant)["invitation.create"], 1);
    let (_, open) = stack.call_as(text(&made["key"]["secret"]), Method::GET, "/v1/invitations", None).await;
    assert_eq!(open["data"][0]["id"], invited["id"]);
    assert_eq!(operator.gets(&["member", "list", "--tenant", tenant]), json!([]));
    let wrong = ["member", "invite", "--tenant", tenant, "--email", "ada", "--role", "owner"];
    operator.is_refused(&wrong, "email must be an e-mail address");
}
