use super::{ask_to_register, domains, register, strangers_application, target};
use nameplate_testkit::World;
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

#[tokio::test]
async fn the_answer_has_the_cname_and_the_txt_in_its_place() {
    let world = World::start().await;
    let made = register(&world, "www.customer.test").await;
    assert_eq!((made.at("/domain"), made.at("/status")), ("www.customer.test", "pending_verification"));
    let verification = made.value("/verification");
    assert_eq!((&verification["type"], &verification["name"]), (&json!("CNAME"), &json!("www.customer.test")));
    assert_eq!(verification["value"], target(&world));
    let alternative = &verification["alternative"];
    assert_eq!(alternative["type"], "TXT");
    assert_eq!(alternative["name"], "_paas-verify.www.customer.test");
    let token = alternative["value"].as_str().unwrap();
    assert!(token.len() == 32 && token.bytes().all(|digit| digit.is_ascii_hexdigit()), "{token}");
    assert_eq!(made.value("/verified_at"), &Value::Null);
    // One record does both: it verifies the name and leads its visitors.
    assert_eq!(made.at("/dns/records/0/value"), target(&world));
    let statuses = ["/tls/status", "/dns/status", "/ingress/status"].map(|status| made.at(status));
    assert_eq!(statuses, ["none", "pending", "inactive"]);
}

#[tokio::test]
async fn an_apex_and_a_wildcard_are_verified_by_txt() {
    let world = World::start().await;
    for (domain, traffic) in [("customer.test", "A"), ("*.customer.test", "CNAME")] {
        let made = register(&world, domain).await;
        let verification = made.value("/verification");
        assert_eq!(
            (&verification["type"], &verification["name"]),
            (&json!("TXT"), &json!("_paas-verify.customer.test"))
        );
        assert_eq!(verification["value"], verification["alternative"]["value"]);
        assert_eq!((made.at("/domain"), made.at("/dns/records/0/type")), (domain, traffic));
    }
}

#[tokio::test]
async fn both_faces_show_the_same_connection() {
    let world = World::start().await;
    let made = register(&world, "Www.Bücher.test.").await;
    assert_eq!((made.at("/domain"), made.at("/domain_unicode")), ("www.xn--bcher-kva.test", "www.bücher.test"));
    let connection = world.people.reader.get(&format!("/v1/connections/{}", made.at("/id"))).await.expect(200);
    assert_eq!((connection.at("/hostname"), connection.at("/state")), (made.at("/domain"), "pending_ownership"));
    assert_eq!(connection.at("/application_id"), made.at("/application_id"));
    let proofs = connection.value("/ownership_proofs").as_array().unwrap();
    let txt = proofs.iter().find(|proof| proof["method"] == "paas_txt").unwrap();
    assert_eq!(&txt["value"], made.value("/verification/alternative/value"));
    let usage = world.people.demo.get("/v1/usage").await.expect(200);
    assert_eq!(usage.value("/connect"), &json!(1));
}

#[tokio::test]
async fn a_template_of_the_applications_own_is_kept_to() {
    let world = World::start().await;
    let template = json!([{"host": "@", "type": "CNAME", "value": "lb.acme.example"}]);
    let path = format!("/v1/applications/{}", world.application.id);
    let _ = world.people.demo.patch(&path, json!({"record_template": template})).await.expect(200);
    let made = register(&world, "www.customer.test").await;
    assert_eq!(made.at("/dns/records/0/value"), "lb.acme.example");
    assert_eq!(made.at("/verification/value"), target(&world));
}

#[tokio::test]
async fn what_is_no_domain_is_refused_with_its_reason() {
    let world = World::start().await;
    for (domain, reason) in [
        ("", "domain is empty"),
        ("https://www.customer.test", "domain is not a host name: leave out the scheme"),
        ("192.0.2.1", "domain is an IP address"),
        ("co.uk", "domain is the public suffix"),
        ("under_score.customer.test", "underscore"),
        ("a.*.customer.test", "domain has a *"),
        ("intranet", "domain is a single label"),
        ("mine.nameplate.localhost", "belongs to this platform"),
    ] {
        ask_to_register(&world, domain).await.refused(400, "invalid", reason);
    }
    let post = async |body: Value| world.people.demo.post(&domains(&world, ""), body).await;
    post(json!({})).await.refused(400, "invalid", "domain is required");
    post(json!({"domain": 5})).await.refused(400, "invalid", "domain must be a string");
    post(json!({"domain": "a.customer.test", "takeover": true})).await.refused(
        400,
        "invalid",
        "takeover is not a field",
    );
}

#[tokio::test]
async fn a_domain_of_the_application_is_registered_once_in_whatever_spelling_and_by_whatever_door() {
    let world = World::start().await;
    let _ = register(&world, "www.customer.test").await;
    let _ = world.connect("made-there.customer.test").await;
    let _ = world.proven("proven-there.customer.test").await;
    for domain in ["www.customer.test", "WWW.Customer.Test.", "made-there.customer.test", "proven-there.customer.test"]
    {
        ask_to_register(&world, domain).await.refused(409, "domain_exists", "of this application already");
    }
}

#[tokio::test]
async fn a_name_that_another_account_has_proven_is_a_conflict_and_an_unproven_one_is_not() {
    let world = World::start().await;
    let (stranger, theirs) = strangers_application(&world).await;
    let _ = register(&world, "open.customer.test").await;
    let _ = world.proven("held.customer.test").await;
    let post =
        async |domain: &str| stranger.post(&format!("/v1/apps/{theirs}/domains"), json!({"domain": domain})).await;
    let _ = post("open.customer.test").await.expect(200);
    post("held.customer.test").await.refused(409, "HostnameConflict", "held.customer.test");
}

#[tokio::test]
async fn a_domain_that_was_given_up_is_registered_anew() {
    let mut world = World::start().await;
    let first = register(&world, "www.customer.test").await;
    world.pass(Duration::from_hours(8 * 24));
    world.start_workers();
    let _ = world.until_state(first.at("/id"), "failed").await;
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!((shown.at("/status"), shown.at("/id")), ("failed", first.at("/id")));
    let second = register(&world, "www.customer.test").await;
    assert_ne!(second.at("/verification/alternative/value"), first.at("/verification/alternative/value"));
    let shown = world.people.reader.get(&domains(&world, "www.customer.test")).await.expect(200);
    assert_eq!((shown.at("/status"), shown.at("/id")), ("pending_verification", second.at("/id")));
}

#[tokio::test]
async fn the_same_request_under_the_same_key_gets_the_same_answer() {
    let world = World::start().await;
    let post = async |domain: &str| {
        let request = world.people.writer.request(Method::POST, &domains(&world, "")).header("idempotency-key", "k");
        world.people.writer.send(request.json(&json!({"domain": domain}))).await
    };
    let first = post("www.customer.test").await.expect(200);
    let second = post("www.customer.test").await.expect(200);
    assert_eq!((second.header("idempotency-replayed"), second.at("/id")), ("true", first.at("/id")));
    assert_eq!(second.json, first.json);
    post("other.customer.test").await.refused(409, "idempotency_conflict", "Idempotency-Key");
}

#[tokio::test]
async fn a_lent_credential_sets_the_domain_up_by_itself() {
    let world = World::start().await;
    world.publish("A", "customer.test", "192.0.2.1").await;
    world.lend("sandbox-token-9876").await;
    let made = register(&world, "www.customer.test").await;
    assert_eq!(made.at("/status"), "verified");
    let records = world.records("customer.test").await;
    assert!(
        records.iter().any(|record| record["type"] == "CNAME" && record["value"] == target(&world)),
        "{records:#?}"
    );
}

#[tokio::test]
async fn a_name_that_was_another_accounts_lately_is_verified_by_txt_only() {
    let world = World::start().await;
    let (stranger, theirs) = strangers_application(&world).await;
    let path = format!("/v1/apps/{theirs}/domains");
    let made = stranger.post(&path, json!({"domain": "www.customer.test"})).await.expect(200);
    super::publish_txt(&world, &made).await;
    let _ = stranger.post(&format!("{path}/www.customer.test/verify"), Value::Null).await.expect(200);
    let _ = stranger.delete(&format!("{path}/www.customer.test")).await.expect(200);

    let made = register(&world, "www.customer.test").await;
    assert_eq!(made.at("/verification/type"), "TXT");
    world.publish("CNAME", "www.customer.test", &target(&world)).await;
    let refused = super::verify(&world, "www.customer.test").await.expect(200);
    assert_eq!(refused.value("/verified"), &json!(false));
    assert!(refused.at("/problem/message").contains("another account within the last 30 days"), "{refused:#?}");
    super::publish_txt(&world, &made).await;
    assert_eq!(super::verdict(&world, "www.customer.test").await, [true, true, false]);
}
