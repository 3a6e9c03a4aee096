use nameplate_testkit::World;
use serde_json::{Value, json};

async fn generate(world: &World, body: Value) -> Value {
    world.people.reader.post("/v1/email/records", body).await.expect(200).json
}

#[tokio::test]
async fn google_workspace_is_as_documented() {
    let world = World::start().await;
    let made = generate(&world, json!({"domain": "acme.com", "provider": "google_workspace"})).await;
    assert_eq!((&made["provider"], &made["domain"]), (&json!("google_workspace"), &json!("acme.com")));
    assert_eq!(
        made["records"],
        json!([
            {"host": "acme.com", "type": "MX", "value": "smtp.google.com", "ttl": 3600, "priority": 1},
            {"host": "acme.com", "type": "TXT", "value": "v=spf1 include:_spf.google.com ~all", "ttl": 3600},
            {"host": "_dmarc.acme.com", "type": "TXT", "value": "v=DMARC1; p=none;", "ttl": 3600},
        ])
    );
    let notes: Vec<&str> = made["notes"].as_array().unwrap().iter().map(|note| note.as_str().unwrap()).collect();
    assert!(notes.iter().any(|note| note.starts_with("DKIM:") && note.contains("google._domainkey.acme.com")));
    assert!(notes.iter().any(|note| note.starts_with("DMARC:") && note.contains("p=none")), "{notes:?}");
}

#[tokio::test]
async fn microsoft_365_needs_its_tenant_for_keys() {
    let world = World::start().await;
    let made = generate(&world, json!({"domain": "acme.com", "provider": "microsoft365"})).await;
    assert_eq!(
        made["records"],
        json!([
            {"host": "acme.com", "type": "MX", "value": "acme-com.mail.protection.outlook.com", "ttl": 3600, "priority": 0},
            {"host": "autodiscover.acme.com", "type": "CNAME", "value": "autodiscover.outlook.com", "ttl": 3600},
            {"host": "acme.com", "type": "TXT", "value": "v=spf1 include:spf.protection.outlook.com ~all", "ttl": 3600},
            {"host": "_dmarc.acme.com", "type": "TXT", "value": "v=DMARC1; p=none;", "ttl": 3600},
        ])
    );
    let tenant =
        |name: &str| generate(&world, json!({"domain": "acme.com", "provider": "microsoft365", "m365_tenant": name}));
    let made = tenant("acme").await;
    assert_eq!(tenant("Acme.OnMicrosoft.com").await, made, "the whole name is taken as well");
    let keys: Vec<(&str, &str)> = made["records"].as_array().unwrap()[4..]
        .iter()
        .map(|record| (record["host"].as_str().unwrap(), record["value"].as_str().unwrap()))
        .collect();
    assert_eq!(
        keys,
        [
            ("selector1._domainkey.acme.com", "selector1-acme-com._domainkey.acme.onmicrosoft.com"),
            ("selector2._domainkey.acme.com", "selector2-acme-com._domainkey.acme.onmicrosoft.com"),
        ]
    );
}

#[tokio::test]
async fn zoho_has_three_exchanges_and_takes_a_key() {
    let world = World::start().await;
    let body = json!({
        "domain": "acme.com", "provider": "zoho", "dkim_value": "v=DKIM1; k=rsa; p=MIGf", "dmarc_policy": "reject", "dmarc_rua": "dmarc@acme.com",
    });
    let made = generate(&world, body).await;
    assert_eq!(
        made["records"],
        json!([
            {"host": "acme.com", "type": "MX", "value": "mx.zoho.com", "ttl": 3600, "priority": 10},
            {"host": "acme.com", "type": "MX", "value": "mx2.zoho.com", "ttl": 3600, "priority": 20},
            {"host": "acme.com", "type": "MX", "value": "mx3.zoho.com", "ttl": 3600, "priority": 50},
            {"host": "acme.com", "type": "TXT", "value": "v=spf1 include:zoho.com ~all", "ttl": 3600},
            {"host": "_dmarc.acme.com", "type": "TXT", "value": "v=DMARC1; p=reject; rua=mailto:dmarc@acme.com;", "ttl": 3600},
            {"host": "zoho._domainkey.acme.com", "type": "TXT", "value": "v=DKIM1; k=rsa; p=MIGf", "ttl": 3600},
        ])
    );
}

#[tokio::test]
async fn a_placeholder_of_a_key_is_listed_with_a_note() {
    let world = World::start().await;
    for key in ["MIGfMA0", "abc123", "v=DKIM1; k=rsa; p=ABC", "test-key", "MIGfMA0GCSqGSIb3..."] {
        let made = generate(&world, json!({"domain": "acme.com", "provider": "zoho", "dkim_value": key})).await;
        let record = made["records"].as_array().unwrap().last().unwrap();
        assert_eq!(record["host"], "zoho._domainkey.acme.com");
        let value = record["value"].as_str().unwrap();
        assert!(value.starts_with("v=DKIM1; k=rsa; p=") && value.ends_with(key), "{value}");
        let told = "DKIM: dkim_value does not look like a whole public key";
        let notes = made["notes"].as_array().unwrap();
        assert!(notes.iter().any(|note| note.as_str().unwrap().starts_with(told)), "{notes:?}");
    }
}

#[tokio::test]
async fn an_existing_spf_record_is_merged_and_never_loosened() {
    let world = World::start().await;
    let spf = async |existing: &str| {
        let body = json!({"domain": "acme.com", "provider": "google_workspace", "existing_spf": existing});
        let made = generate(&world, body).await;
        let all = made["records"].as_array().unwrap();
        let of_spf = |record: &&Value| record["value"].as_str().unwrap().starts_with("v=spf1");
        let found: Vec<&str> = all.iter().filter(of_spf).map(|record| record["value"].as_str().unwrap()).collect();
        assert_eq!(found.len(), 1, "{all:?}");
        found[0].to_owned()
    };
    assert_eq!(spf("v=spf1 include:mailgun.org ~all").await, "v=spf1 include:mailgun.org include:_spf.google.com ~all");
    assert_eq!(spf("v=spf1 include:mailgun.org -all").await, "v=spf1 include:mailgun.org include:_spf.google.com -all");
    assert_eq!(spf("v=spf1 include:_spf.google.com -all").await, "v=spf1 include:_spf.google.com -all");
}

#[tokio::test]
async fn an_all_that_lets_anybody_send_stays_and_is_told() {
    let world = World::start().await;
    for all in ["?all", "+all"] {
        let existing = format!("v=spf1 include:mailgun.org {all}");
        let body = json!({"domain": "acme.com", "provider": "google_workspace", "existing_spf": existing});
        let made = generate(&world, body).await;
        let merged = format!("v=spf1 include:mailgun.org include:_spf.google.com {all}");
        assert_eq!(made["records"][1]["value"], merged);
        let told = format!("SPF: The record ends in {all}, which lets anybody send mail as this domain.");
        let notes = made["notes"].as_array().unwrap();
        assert!(notes.iter().any(|note| note.as_str().unwrap().starts_with(&told)), "{notes:?}");
    }
}

#[tokio::test]
async fn fields_that_cannot_be_used_are_named() {
    let world = World::start().await;
    let post = async |change: Value, words: &str| {
        let mut body = json!({"domain": "acme.com", "provider": "zoho"});
        body.as_object_mut().unwrap().extend(change.as_object().unwrap().clone());
        world.people.reader.post("/v1/email/records", body).await.refused(400, "invalid", words);
    };
    post(json!({"domain": null}), "domain").await;
    post(json!({"domain": ""}), "domain").await;
    post(json!({"domain": "acme"}), "domain").await;
    post(json!({"provider": "aol"}), "provider").await;
    post(json!({"dmarc_policy": "maybe"}), "dmarc_policy").await;
    post(json!({"dmarc_rua": "nobody"}), "dmarc_rua").await;
    post(json!({"dkim_value": "abc; p=none"}), "dkim_value is no DKIM record").await;
    post(json!({"dkim_value": "MIGf\nMA0"}), "dkim_value has a line break").await;
    post(json!({"dkim_value": "a".repeat(2049)}), "dkim_value is 2049 octets long").await;
    post(json!({"dkim_selector": "a b"}), "dkim_selector").await;
    post(json!({"m365_tenant": "acme.onmicrosoft.com/x"}), "m365_tenant").await;
    post(json!({"existing_spf": "not spf"}), "existing_spf").await;
    post(json!({"spf": "x"}), "spf is not a field").await;
    let without = json!({"provider": "zoho"});
    world.people.reader.post("/v1/email/records", without).await.refused(400, "invalid", "domain is required");
}
