//! Mail at the connection's own domain.

use nameplate_testkit::{Answer, World};
use serde_json::{Value, json};

/// A proven connection in a zone with its owner's records, and a credential.
async fn proven(world: &World) -> Answer {
    world.publish("TXT", "customer.test", "v=spf1 include:mailgun.org ~all").await;
    world.publish("TXT", "customer.test", "google-site-verification=1").await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let made = world.proven("shop.customer.test").await;
    world.lend("sandbox-token-9876").await;
    made
}

fn path(made: &Answer) -> String {
    format!("/v1/connections/{}/email:apply", made.at("/id"))
}

/// Values of a name and type in the zone.
async fn values(world: &World, name: &str, rtype: &str) -> Vec<String> {
    let records = world.records("customer.test").await;
    let here = records.iter().filter(|record| record["name"] == name && record["type"] == rtype);
    let mut values: Vec<String> = here.map(|record| record["value"].as_str().unwrap().to_owned()).collect();
    values.sort();
    values
}

#[tokio::test]
async fn safe_records_are_written_and_the_apex_spf_is_handed_over() {
    let world = World::start().await;
    let made = proven(&world).await;
    let before = world.records("customer.test").await;
    let body = json!({"provider": "microsoft365", "m365_tenant": "acme"});
    let mut dry = body.clone();
    dry["dry_run"] = json!(true);
    let planned = world.people.writer.post(&path(&made), dry).await.expect(200);
    assert_eq!((planned.value("/dry_run"), planned.value("/applied")), (&json!(true), &json!(false)));
    assert_eq!(world.records("customer.test").await, before);

    let applied = world.people.writer.post(&path(&made), body.clone()).await.expect(200);
    assert_eq!((applied.at("/provider"), applied.at("/domain")), ("microsoft365", "customer.test"));
    assert_eq!((applied.value("/applied"), applied.at("/write/change_set/purpose")), (&json!(true), "email"));
    assert_eq!(applied.value("/write/changes"), planned.value("/write/changes"));
    let spf = "v=spf1 include:mailgun.org include:spf.protection.outlook.com ~all";
    assert_eq!(
        applied.value("/manual_records"),
        &json!([{"host": "customer.test", "type": "TXT", "value": spf, "ttl": 3600}])
    );
    assert_eq!(applied.value("/records").as_array().unwrap().len(), 5, "{applied:#?}");

    assert_eq!(values(&world, "customer.test", "MX").await, ["customer-test.mail.protection.outlook.com"]);
    assert_eq!(values(&world, "autodiscover.customer.test", "CNAME").await, ["autodiscover.outlook.com"]);
    assert_eq!(values(&world, "_dmarc.customer.test", "TXT").await, ["v=DMARC1; p=none;"]);
    assert_eq!(
        values(&world, "selector2._domainkey.customer.test", "CNAME").await,
        ["selector2-customer-test._domainkey.acme.onmicrosoft.com"]
    );
    let after = world.records("customer.test").await;
    assert!(before.iter().all(|record| after.contains(record)), "everything of the owner's stays: {after:#?}");
    let statuses: Vec<&str> =
        applied.value("/checks").as_array().unwrap().iter().map(|check| check["status"].as_str().unwrap()).collect();
    assert_eq!(statuses.iter().filter(|status| **status == "present").count(), 5, "{applied:#?}");

    let again = world.people.writer.post(&path(&made), body).await.expect(200);
    assert_eq!((again.value("/write/changes"), again.value("/write/change_set")), (&json!([]), &Value::Null));
    assert_eq!(world.records("customer.test").await, after);
}

#[tokio::test]
async fn a_key_is_the_only_one_of_its_name_and_a_policy_of_theirs_stays() {
    let world = World::start().await;
    let made = proven(&world).await;
    world.publish("TXT", "_dmarc.customer.test", "v=DMARC1; p=reject; rua=mailto:boss@customer.test").await;
    world.publish("TXT", "zoho._domainkey.customer.test", "v=DKIM1; p=OLD").await;
    let body = json!({"provider": "zoho", "dkim_value": "v=DKIM1; k=rsa; p=MIGf", "dmarc_policy": "none"});
    let mut dry = body.clone();
    dry["dry_run"] = json!(true);
    let planned = world.people.demo.post(&path(&made), dry).await.expect(200);
    let applied = world.people.demo.post(&path(&made), body).await.expect(200);
    for answer in [planned, applied.clone()] {
        let notes = answer.value("/notes").as_array().unwrap();
        let is_told =
            |note: &Value| note.as_str().unwrap().contains("dkim_value does not look like a whole public key");
        assert!(notes.iter().any(is_told), "a key that was cut is told before and after it is written: {notes:?}");
    }
    assert_eq!(
        values(&world, "_dmarc.customer.test", "TXT").await,
        ["v=DMARC1; p=reject; rua=mailto:boss@customer.test"]
    );
    let by_hand: Vec<&str> = applied
        .value("/manual_records")
        .as_array()
        .unwrap()
        .iter()
        .map(|record| record["host"].as_str().unwrap())
        .collect();
    assert_eq!(by_hand, ["customer.test", "_dmarc.customer.test"]);
    assert_eq!(values(&world, "zoho._domainkey.customer.test", "TXT").await, ["v=DKIM1; k=rsa; p=MIGf"]);
    assert_eq!(values(&world, "customer.test", "MX").await, ["mx.zoho.com", "mx2.zoho.com", "mx3.zoho.com"]);
}

#[tokio::test]
async fn how_a_published_spf_record_ends_is_kept_or_told() {
    for (end, merged_end, told) in
        [("", " ~all", "stricter than no all before"), (" ?all", " ?all", "ends in ?all, which lets anybody send")]
    {
        let world = World::start().await;
        world.publish("TXT", "customer.test", &format!("v=spf1 include:mailgun.org{end}")).await;
        world.publish("A", "www.customer.test", "192.0.2.80").await;
        let made = world.proven("shop.customer.test").await;
        world.lend("sandbox-token-9876").await;
        let planned =
            world.people.demo.post(&path(&made), json!({"provider": "zoho", "dry_run": true})).await.expect(200);
        let merged = format!("v=spf1 include:mailgun.org include:zoho.com{merged_end}");
        assert_eq!(planned.at("/manual_records/0/value"), merged);
        let notes = planned.value("/notes").as_array().unwrap();
        assert!(notes.iter().any(|note| note.as_str().unwrap().contains(told)), "{notes:?}");
    }
}

#[tokio::test]
async fn only_the_connections_own_domain_is_written() {
    let world = World::start().await;
    let made = proven(&world).await;
    world.publish("A", "www.other.test", "192.0.2.80").await;
    let (customer, other) = (world.records("customer.test").await, world.records("other.test").await);
    for domain in ["other.test", "www.customer.test", "notcustomer.test", "a.shop.customer.test", "test", "x y"] {
        let body = json!({"provider": "zoho", "domain": domain});
        world.people.demo.post(&path(&made), body).await.refused(400, "invalid", "domain");
    }
    assert_eq!(world.records("customer.test").await, customer);
    assert_eq!(world.records("other.test").await, other);
    let own = json!({"provider": "zoho", "domain": "Shop.Customer.Test.", "dry_run": true});
    let planned = world.people.demo.post(&path(&made), own).await.expect(200);
    assert_eq!(planned.at("/domain"), "shop.customer.test");
    // Below the apex nobody else's SPF is at stake.
    assert_eq!(planned.value("/manual_records"), &json!([]));
}

#[tokio::test]
async fn without_proof_or_credential_nothing_is_written() {
    let world = World::start().await;
    world.publish("A", "www.customer.test", "192.0.2.80").await;
    let body = json!({"provider": "zoho"});
    let unproven = world.connect("new.customer.test").await;
    let proven = world.proven("shop.customer.test").await;
    world.people.demo.post(&path(&proven), body.clone()).await.refused(409, "no_credential", "shop.customer.test");
    world.lend("sandbox-token-9876").await;
    let before = world.records("customer.test").await;
    world.people.demo.post(&path(&unproven), body.clone()).await.refused(409, "not_proven", "new.customer.test");
    world.people.demo.post(&path(&proven), json!({"provider": "aol"})).await.refused(400, "invalid", "provider");
    world.people.demo.post(&path(&proven), json!({})).await.refused(400, "invalid", "provider");
    world.people.stranger.post(&path(&proven), body).await.refused(404, "not_found", "connection");
    assert_eq!(world.records("customer.test").await, before);
}

#[tokio::test]
async fn mail_that_moves_can_move_back() {
    let world = World::start().await;
    let made = proven(&world).await;
    world.publish("MX", "customer.test", "10 mail.customer.test").await;
    let applied = world.people.demo.post(&path(&made), json!({"provider": "google_workspace"})).await.expect(200);
    assert_eq!(values(&world, "customer.test", "MX").await, ["smtp.google.com"]);
    let undo = format!("/v1/change-sets/{}/undo", applied.at("/write/change_set/id"));
    let _ = world.people.demo.post(&undo, Value::Null).await.expect(200);
    assert_eq!(values(&world, "customer.test", "MX").await, ["mail.customer.test"]);
    assert_eq!(values(&world, "_dmarc.customer.test", "TXT").await, Vec::<String>::new());
}
