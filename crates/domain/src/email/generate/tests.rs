use super::*;
use crate::email::request::EmailFields;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

fn generated(fields: EmailFields) -> EmailRecords {
    generate(&EmailRequest::new(&fields).unwrap())
}

fn fields(provider: &str) -> EmailFields {
    EmailFields { domain: "acme.com".into(), provider: provider.into(), ..EmailFields::default() }
}

/// Zone-file lines without TTL and class.
fn lines(wanted: &EmailRecords) -> Vec<String> {
    let line = |record: &Record| {
        let preference = record.priority.map(|preference| format!("{preference} ")).unwrap_or_default();
        format!("{} {} {preference}{}", record.host, record.rtype, record.value)
    };
    wanted.records.iter().map(line).collect()
}

fn some(text: &str) -> Option<String> {
    Some(text.to_owned())
}

#[test]
fn google_workspace_needs_these_records() {
    let wanted = generated(fields("google_workspace"));
    assert_eq!(
        serde_json::to_value(&wanted.records).unwrap(),
        json!([
            { "host": "acme.com", "type": "MX", "value": "smtp.google.com", "ttl": 3600, "priority": 1 },
            { "host": "acme.com", "type": "TXT", "value": "v=spf1 include:_spf.google.com ~all", "ttl": 3600, "priority": null },
            { "host": "_dmarc.acme.com", "type": "TXT", "value": "v=DMARC1; p=none;", "ttl": 3600, "priority": null },
        ])
    );
    let [dkim, dmarc] = wanted.notes.as_slice() else { panic!("{:?}", wanted.notes) };
    for part in ["Google Admin console", "google._domainkey.acme.com", "dkim_value"] {
        assert!(dkim.starts_with("DKIM: ") && dkim.contains(part), "{dkim}");
    }
    for part in ["p=none", "quarantine", "reject"] {
        assert!(dmarc.starts_with("DMARC: ") && dmarc.contains(part), "{dmarc}");
    }
}

#[test]
fn microsoft_365_needs_these_records() {
    let known = generated(EmailFields { m365_tenant: some("acmeinc"), ..fields("microsoft365") });
    assert_eq!(
        lines(&known),
        [
            "acme.com MX 0 acme-com.mail.protection.outlook.com",
            "autodiscover.acme.com CNAME autodiscover.outlook.com",
            "acme.com TXT v=spf1 include:spf.protection.outlook.com ~all",
            "_dmarc.acme.com TXT v=DMARC1; p=none;",
            "selector1._domainkey.acme.com CNAME selector1-acme-com._domainkey.acmeinc.onmicrosoft.com",
            "selector2._domainkey.acme.com CNAME selector2-acme-com._domainkey.acmeinc.onmicrosoft.com",
        ]
    );
    assert!(known.notes[0].contains("switch signing on for acme.com"), "{:?}", known.notes);

    let unknown = generated(EmailFields { domain: "mail.acme.co.uk".into(), ..fields("microsoft365") });
    assert_eq!(
        lines(&unknown),
        [
            "mail.acme.co.uk MX 0 mail-acme-co-uk.mail.protection.outlook.com",
            "autodiscover.mail.acme.co.uk CNAME autodiscover.outlook.com",
            "mail.acme.co.uk TXT v=spf1 include:spf.protection.outlook.com ~all",
            "_dmarc.mail.acme.co.uk TXT v=DMARC1; p=none;",
        ]
    );
    for part in
        ["Microsoft Defender portal", "selector1._domainkey.mail.acme.co.uk", "selector2._domainkey.", "m365_tenant"]
    {
        assert!(unknown.notes[0].contains(part), "{:?}", unknown.notes);
    }
}

#[test]
fn zoho_needs_these_records() {
    let with_key = generated(EmailFields { dkim_value: some("MIIBIjAN"), ..fields("zoho") });
    assert_eq!(
        lines(&with_key),
        [
            "acme.com MX 10 mx.zoho.com",
            "acme.com MX 20 mx2.zoho.com",
            "acme.com MX 50 mx3.zoho.com",
            "acme.com TXT v=spf1 include:zoho.com ~all",
            "_dmarc.acme.com TXT v=DMARC1; p=none;",
            "zoho._domainkey.acme.com TXT v=DKIM1; k=rsa; p=MIIBIjAN",
        ]
    );
    assert!(with_key.notes.iter().any(|note| note.contains("mx.zoho.eu")), "{:?}", with_key.notes);
    assert!(with_key.records.iter().all(|record| record.ttl == 3600));
}

#[test]
fn a_key_that_does_not_look_whole_is_listed_and_told() {
    for (key, listed) in [
        ("MIGfMA0", "v=DKIM1; k=rsa; p=MIGfMA0"),
        ("abc123", "v=DKIM1; k=rsa; p=abc123"),
        ("v=DKIM1; k=rsa; p=ABC", "v=DKIM1; k=rsa; p=ABC"),
    ] {
        let wanted = generated(EmailFields { dkim_value: some(key), ..fields("google_workspace") });
        assert_eq!(wanted.records.last().unwrap().value, listed);
        let told = &wanted.notes[0];
        assert!(told.starts_with("DKIM: dkim_value does not look like a whole public key: a part of it"), "{told}");
        for part in ["google._domainkey.acme.com", "Copy the whole key", "Google Admin console"] {
            assert!(told.contains(part), "{told}");
        }
        assert!(wanted.notes[1].contains("Start authentication"), "{:?}", wanted.notes);
    }
    let key = STANDARD.encode([vec![0x30, 0x81, 0x9f], vec![7; 0x9f]].concat());
    let whole = generated(EmailFields { dkim_value: Some(key), ..fields("google_workspace") });
    assert!(!whole.notes.iter().any(|note| note.contains("dkim_value")), "{:?}", whole.notes);
}

#[test]
fn an_existing_spf_record_is_merged() {
    let merge = |existing| generated(EmailFields { existing_spf: some(existing), ..fields("google_workspace") });
    let wanted = merge("v=spf1 include:mailgun.org ~all");
    assert_eq!(lines(&wanted)[1], "acme.com TXT v=spf1 include:mailgun.org include:_spf.google.com ~all");
    assert!(wanted.notes[1].starts_with("SPF: put the record listed here in place of"), "{:?}", wanted.notes);

    let enough = merge("v=spf1 include:_spf.google.com -all");
    assert_eq!(lines(&enough)[1], "acme.com TXT v=spf1 include:_spf.google.com -all");
    assert_eq!(enough.notes.len(), 2, "nothing has to be replaced: {:?}", enough.notes);

    let old = merge("v=spf1 ptr ?all");
    assert_eq!(lines(&old)[1], "acme.com TXT v=spf1 ptr include:_spf.google.com ?all");
    assert_eq!(old.notes.iter().filter(|note| note.starts_with("SPF: ")).count(), 3, "{:?}", old.notes);
}

#[test]
fn a_dmarc_policy_and_where_reports_go() {
    let dmarc = |policy: Option<&str>, rua: Option<&str>| {
        let (dmarc_policy, dmarc_rua) = (policy.map(str::to_owned), rua.map(str::to_owned));
        let wanted = generated(EmailFields { dmarc_policy, dmarc_rua, ..fields("google_workspace") });
        let notes = wanted.notes.iter().filter(|note| note.starts_with("DMARC: ")).count();
        (wanted.records[2].value.clone(), notes)
    };
    assert_eq!(dmarc(None, Some("dmarc@acme.com")), ("v=DMARC1; p=none; rua=mailto:dmarc@acme.com;".into(), 1));
    assert_eq!(dmarc(Some("quarantine"), None), ("v=DMARC1; p=quarantine;".into(), 0));
    assert_eq!(
        dmarc(Some("reject"), Some("x@mail.acme.com")),
        ("v=DMARC1; p=reject; rua=mailto:x@mail.acme.com;".into(), 0)
    );
    let foreign = generated(EmailFields { dmarc_rua: some("x@reports.example"), ..fields("google_workspace") });
    assert!(foreign.notes.iter().any(|note| note.contains("acme.com._report._dmarc.reports.example")), "{foreign:?}");
}

#[test]
fn a_field_without_effect_is_told() {
    let google = generated(EmailFields { m365_tenant: some("acme"), ..fields("google_workspace") });
    assert!(google.notes.iter().any(|note| note.contains("m365_tenant has no effect for Google Workspace")));
    let given = EmailFields { dkim_value: some("MIIB"), dkim_selector: some("s1"), ..fields("microsoft365") };
    let microsoft = generated(given);
    for field in ["dkim_value", "dkim_selector"] {
        let unused = format!("{field} has no effect for Microsoft 365");
        assert!(microsoft.notes.iter().any(|note| note.contains(&unused)), "{:?}", microsoft.notes);
    }
    let chosen = generated(EmailFields { dkim_selector: some("s1"), ..fields("zoho") });
    assert!(chosen.notes[0].contains("s1._domainkey.acme.com"), "{:?}", chosen.notes);
}

#[test]
fn the_spf_record_of_an_apex_is_never_written_unasked() {
    let wanted = generated(EmailFields { dkim_value: some("MIIB"), ..fields("zoho") });
    let (to_write, manual) = split_for_apply(&wanted, "acme.com");
    assert_eq!(manual, [wanted.records[3].clone()]);
    assert!(is_spf(&manual[0].value));
    assert_eq!(to_write.len(), wanted.records.len() - 1);
    assert!(to_write.iter().all(|record| wanted.records.contains(record) && !is_spf(&record.value)));

    let below = generated(EmailFields { domain: "mail.acme.com".into(), ..fields("zoho") });
    let (to_write, manual) = split_for_apply(&below, "acme.com");
    assert_eq!((to_write, manual), (below.records, vec![]));
}
