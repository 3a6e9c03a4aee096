//! `nameplate login` and `nameplate domain`, from claim to removal, as somebody at a shell has them.

use crate::shell::{Shell, assert_is_as_documented};
use crate::stack::Stack;
use reqwest::Method;
use serde_json::{Value, json};
use std::os::unix::fs::PermissionsExt as _;

async fn connections(stack: &Stack) -> Value {
    stack.call(Method::GET, "/v1/connections?limit=100", None).await.1["data"].take()
}

/// The customer publishes the record that a command asked for.
async fn publish(stack: &Stack, record: &Value) {
    let text = |name: &str| record[name].as_str().unwrap().to_owned();
    stack.publish("customer.test", &text("name"), &text("type"), &text("value")).await;
}

#[tokio::test]
async fn a_key_is_checked_kept_and_forgotten() {
    let stack = Stack::start().await;
    let shell = Shell::with(&stack, vec![]);
    let file = shell.home().join(".config/nameplate/logins.json");
    let refused = shell.run("domain list");
    assert_eq!(refused.code, Some(1));
    assert!(refused.err.contains("nameplate login"), "{refused:?}");
    assert_eq!(shell.run("login").code, Some(64), "nothing is piped in");
    shell.refused("unauthorized", "login --api-key sk_test_nobody");
    assert!(!file.exists(), "a key that is not taken is not kept");
    let checked = shell.json(0, "login --api-key sk_test_demo --dry-run");
    assert_eq!((&checked["dry_run"], &checked["tenant"]["name"]), (&json!(true), &json!("Demo")));
    assert!(!file.exists(), "it was only to be checked");

    let said = shell.run("login --api-key sk_test_demo");
    assert_eq!(said.code, Some(0), "{said:?}");
    assert!(!said.out.contains("sk_test_demo") && !said.err.contains("sk_test_demo"), "{said:?}");
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(shell.json(0, "domain list")["domains"], json!([]));
    assert_eq!(shell.run("cert list").code, Some(0), "other commands have it too");
    let elsewhere = shell.run("domain list --url http://127.0.0.1:9");
    assert!(elsewhere.err.contains("no API key for http://127.0.0.1:9"), "{elsewhere:?}");

    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(shell.run("domain list").err.contains("chmod 600"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(shell.json(0, "logout --dry-run")["was_logged_in"], true);
    assert_eq!(shell.json(0, "logout")["was_logged_in"], true);
    assert_eq!(shell.json(0, "logout")["was_logged_in"], false);
    assert_eq!(shell.run("domain list").code, Some(1));
}

#[tokio::test]
async fn a_platform_key_is_not_what_commands_take() {
    let stack = Stack::start().await;
    let said = Shell::with(&stack, vec![]).run("login --api-key pk_test_demo");
    assert_eq!(said.code, Some(1), "{said:?}");
    assert!(said.err.contains("platform key") && said.err.contains("sk_"), "{said:?}");
}

#[tokio::test]
async fn a_domain_is_claimed_proven_watched_and_released() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let name = "shop.customer.test";
    let checked = shell.json(0, &format!("domain check {name}"));
    assert_eq!((&checked["claim"], &checked["traffic"]["leads_to"]), (&json!("unclaimed"), &json!("nowhere")));

    // A plan, which changes nothing.
    let plan = shell.json(2, &format!("domain add {name} --app Demo --dry-run"));
    assert_eq!((&plan["status"], &plan["plan"]["steps"][0]["do"]), (&json!("planned"), &json!("claim")));
    assert_eq!(connections(&stack).await, json!([]));

    // The one record, and exit code 2 until it is there.
    let pending = shell.json(2, &format!("domain add {name} --app Demo"));
    assert_eq!((&pending["status"], &pending["resumed"]), (&json!("pending"), &json!(false)));
    let challenge = &pending["challenge"];
    assert_eq!(
        (&challenge["name"], &challenge["type"]),
        (&json!("_acme-challenge.shop.customer.test"), &json!("CNAME"))
    );
    let value = challenge["value"].as_str().unwrap();
    assert!(value.ends_with(".acme.nameplate.localhost"), "{value}");
    let again = shell.run(&format!("domain add {name}"));
    assert_eq!(again.code, Some(2), "{again:?}");
    let line = format!("_acme-challenge.shop.customer.test CNAME {value}");
    assert!(
        again.out.contains(&line) && again.err.is_empty(),
        "the same record, and no progress without a terminal: {again:?}"
    );
    assert!(!again.out.contains('\u{1b}'), "{again:?}");
    assert_eq!(connections(&stack).await.as_array().unwrap().len(), 1, "it was resumed");
    let resumed = shell.json(2, &format!("domain add {name} --dry-run"));
    assert_eq!((&resumed["resumed"], &resumed["plan"]["steps"]), (&json!(true), &json!([])));
    assert_eq!(resumed["challenge"]["value"], challenge["value"]);
    let checked = shell.json(2, &format!("domain check {name}"));
    assert_eq!((&checked["claim"], &checked["challenge"]["published"]), (&json!("pending"), &json!(false)));

    publish(&stack, challenge).await;
    let checked = shell.run(&format!("domain check {name} --json")).out;
    assert_eq!(serde_json::from_str::<Value>(&checked).unwrap()["challenge"]["published"], true, "it is looked at now");
    let verified = shell.json(0, &format!("domain add {name}"));
    assert_eq!((&verified["status"], &verified["domain"]["proof"]), (&json!("verified"), &json!("acme_cname")));
    assert_eq!(verified["challenge"]["published"], true, "it was seen just now");
    assert_eq!(shell.json(0, &format!("domain add {name} --dry-run"))["plan"]["steps"], json!([]));
    let checked = shell.json(2, &format!("domain check {name}"));
    assert_eq!(checked["claim"], "verified");
    assert_eq!(checked["traffic"]["wanted"][0]["published"], false, "visitors do not come here yet: {checked}");

    // What happens is told until it is live.
    let mut watch = shell.start(&format!("domain watch {name} --json"));
    watch.says("how it stands", |text| text.contains("\"status\":\"waiting\"").then_some(())).await;
    publish(&stack, &verified["records"][0]).await;
    assert_eq!(watch.ends().await, Some(0));
    let told: Vec<Value> = watch.output().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    told.iter().for_each(|line| assert_is_as_documented("domain watch", line));
    let (last, before) = told.split_last().unwrap();
    assert_eq!((&last["status"], &last["state"]), (&json!("live"), &json!("live")));
    assert!(before.iter().all(|line| line["status"] == "waiting"), "{told:#?}");
    let checked = shell.json(0, &format!("domain check {name}"));
    assert_eq!(
        (&checked["traffic"]["leads_to"], &checked["certificate"]["status"]),
        (&json!("platform"), &json!("issued"))
    );

    // Without a terminal, columns are parted by tabs.
    let list = shell.run("domain list");
    let columns: Vec<&str> = list.out.lines().next().unwrap().split('\t').collect();
    assert_eq!((list.out.lines().count(), columns[0], columns[1], columns[2]), (1, name, "live", "Demo"), "{list:?}");
    assert_eq!(shell.json(0, "domain list --state pending_ownership,stalled")["domains"], json!([]));
    assert_eq!(shell.json(0, "domain list --app demo --search customer")["domains"][0]["hostname"], name);

    let removed = shell.json(0, &format!("domain remove {name}"));
    assert_eq!(removed["status"], "removed");
    let dangling: Vec<&Value> =
        removed["dangling_records"].as_array().unwrap().iter().map(|record| &record["name"]).collect();
    assert!(dangling.contains(&&json!(name)), "{removed:#}");
    let absent = shell.run(&format!("domain remove {name}"));
    assert_eq!(absent.code, Some(1));
    assert!(absent.err.contains("is not connected here"), "{absent:?}");
    shell.refused("not_found", &format!("domain remove {name}"));
    shell.refused("not_found", "domain add other.customer.test --app Nope");
    shell.refused("not_found", "cert show nobody.customer.test");
    assert_eq!(shell.json(0, &format!("domain check {name}"))["claim"], "unclaimed");
}

#[tokio::test]
async fn waiting_ends_with_the_record_or_with_the_time() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let late = shell.json(2, "domain add late.customer.test --app Demo --wait --timeout 1");
    assert_eq!(late["status"], "pending");
    assert_eq!(shell.run("domain watch late.customer.test --timeout 1").code, Some(2), "somebody has to act in DNS");
    let mut waiting = shell.start("domain add shop.customer.test --app Demo --wait --json");
    let begun = std::time::Instant::now();
    let record = loop {
        let all = connections(&stack).await;
        let own = all.as_array().unwrap().iter().find(|one| one["hostname"] == "shop.customer.test").cloned();
        if let Some(own) = own {
            let proofs = own["ownership_proofs"].as_array().unwrap();
            break proofs.iter().find(|proof| proof["method"] == "acme_cname").unwrap().clone();
        }
        assert!(begun.elapsed() < crate::stack::PATIENCE, "it was never claimed: {}", waiting.output());
    };
    publish(&stack, &record).await;
    assert_eq!(waiting.ends().await, Some(0), "{}", waiting.output());
    let said: Value = serde_json::from_str(&waiting.output()).unwrap();
    assert_eq!(said["status"], "verified", "one value is printed, and no progress: {said}");

    // Whoever watches a name that is taken down meanwhile is told so.
    let mut watch = shell.start("domain watch late.customer.test");
    watch.says("how it stands", |text| text.contains("pending_ownership").then_some(())).await;
    assert_eq!(shell.run("domain remove late.customer.test").code, Some(0));
    assert_eq!(watch.ends().await, Some(1), "{}", watch.output());
}

#[tokio::test]
async fn what_somebody_else_holds_is_refused_and_can_be_taken_over() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let pending = shell.json(2, "domain add shop.customer.test --app Demo");
    publish(&stack, &pending["challenge"]).await;
    shell.until(0, "domain add shop.customer.test");

    let environment = [("DATABASE_URL", stack.database_url.clone())];
    let made = crate::stack::run(
        stack.folder.path(),
        &["admin", "tenant", "create", "--name", "Second", "--json"],
        &environment,
    );
    let made: Value = serde_json::from_str(&made.1).unwrap();
    let key = made["key"]["secret"].as_str().unwrap().to_owned();
    let (status, application) =
        stack.call_as(&key, Method::POST, "/v1/applications", Some(json!({ "name": "Only" }))).await;
    assert_eq!(status, 201, "{application}");
    let second = Shell::with(&stack, vec![("NAMEPLATE_API_KEY", key)]);
    let held = second.json(1, "domain check shop.customer.test");
    assert_eq!((&held["claim"], &held["domain"], &held["challenge"]), (&json!("held"), &Value::Null, &Value::Null));
    assert_eq!(second.run("domain add shop.customer.test --dry-run").code, Some(1), "a plan is refused as the deed is");
    second.refused("HostnameConflict", "domain add shop.customer.test");
    assert_eq!(second.json(0, "domain list")["domains"], json!([]));

    // Taking it over wants a fresh record, and leaves the holder in peace until then.
    let taking = second.json(2, "domain add shop.customer.test --takeover");
    assert_ne!(taking["challenge"]["value"], pending["challenge"]["value"]);
    assert_eq!(shell.json(2, "domain check shop.customer.test")["claim"], "verified");
    assert_eq!(second.json(2, "domain add shop.customer.test --takeover")["resumed"], true);
}

#[tokio::test]
async fn applications_go_by_id_or_by_name() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    let by_id = shell.json(2, &format!("domain add one.customer.test --app {}", stack.application));
    assert_eq!(by_id["domain"]["application_id"], stack.application);
    let by_name = shell.json(2, "domain add two.customer.test --app demo");
    assert_eq!(by_name["domain"]["application_id"], stack.application);
    let first = shell.json(2, "domain add three.customer.test");
    assert_eq!(first["domain"]["application_id"], stack.application, "the one that was made first");
    let unknown = shell.run("domain add four.customer.test --app nope");
    assert_eq!(unknown.code, Some(1));
    assert!(unknown.err.contains("there are: ") && unknown.err.contains("Demo ("), "{unknown:?}");
    let (status, _) = stack.call(Method::POST, "/v1/applications", Some(json!({ "name": "Demo" }))).await;
    assert_eq!(status, 201);
    let ambiguous = shell.run("domain add four.customer.test --app Demo");
    assert_eq!(ambiguous.code, Some(64), "{ambiguous:?}");
    assert!(ambiguous.err.contains(&stack.application), "{ambiguous:?}");
    // One name for two applications: which one is meant has to be said.
    let (_, applications) = stack.call(Method::GET, "/v1/applications", None).await;
    let other = applications["data"][0]["id"].as_str().unwrap();
    shell.json(2, &format!("domain add one.customer.test --app {other}"));
    assert_eq!(shell.run("domain remove one.customer.test").code, Some(64));
    assert_eq!(
        shell.json(0, &format!("domain remove one.customer.test --app {other}"))["domain"]["application_id"],
        other
    );
}

#[tokio::test]
async fn what_cannot_be_is_refused_with_the_reason() {
    let stack = Stack::start().await;
    let shell = Shell::of(&stack);
    for (name, why) in [("192.0.2.1", "IP address"), ("co.uk", "public suffix"), ("x.nameplate.localhost", "reserved")]
    {
        let said = shell.run(&format!("domain add {name}"));
        assert_eq!(said.code, Some(1), "{said:?}");
        assert!(said.err.contains(why), "{name}: {said:?}");
    }
    assert_eq!(shell.run("domain add").code, Some(64));
    assert_eq!(shell.run("domain add shop.customer.test --wait --dry-run").code, Some(64));
    assert_eq!(shell.run("domain list --url localhost:8080").code, Some(64));
    assert_eq!(shell.run("domain watch nobody.customer.test").code, Some(1));
    let away = shell.run("domain list --url http://127.0.0.1:9 --json");
    assert_eq!(away.code, Some(1));
    let told: Value = serde_json::from_str(&away.out).unwrap();
    assert_eq!(told["error"]["code"], "unreachable", "{away:?}");
    assert_eq!(connections(&stack).await, json!([]));
}
