use super::*;

fn fields(domain: &str, provider: &str) -> EmailFields {
    EmailFields { domain: domain.into(), provider: provider.into(), ..EmailFields::default() }
}

/// A request in which one field is `value`.
fn with(field: &str, value: &str) -> Result<EmailRequest, EmailFieldError> {
    let mut fields = fields("acme.com", "google_workspace");
    let place = match field {
        "domain" => {
            fields.domain = value.into();
            return EmailRequest::new(&fields);
        }
        "provider" => {
            fields.provider = value.into();
            return EmailRequest::new(&fields);
        }
        "dkim_value" => &mut fields.dkim_value,
        "dkim_selector" => &mut fields.dkim_selector,
        "m365_tenant" => &mut fields.m365_tenant,
        "dmarc_policy" => &mut fields.dmarc_policy,
        "dmarc_rua" => &mut fields.dmarc_rua,
        "existing_spf" => &mut fields.existing_spf,
        other => panic!("{other} is no field"),
    };
    *place = Some(value.into());
    EmailRequest::new(&fields)
}

#[test]
fn each_refusal_names_the_field_and_the_remedy() {
    for (field, value, part) in [
        ("domain", "", "is empty"),
        ("domain", "*.acme.com", "is a wildcard; mail goes to a domain, such as acme.com"),
        ("domain", "me@acme.com", "leave out the part before the @"),
        ("domain", "_dmarc.acme.com", "underscore"),
        ("domain", "co.uk", "public suffix"),
        ("domain", "192.0.2.1", "IP address"),
        ("provider", "gmail", "google_workspace, microsoft365, zoho"),
        ("provider", "", "google_workspace, microsoft365, zoho"),
        ("dkim_value", "MIIB\nAAAA", "leave these out"),
        ("dkim_value", "MIIB\u{2026}", "not ASCII"),
        ("dkim_value", "\"\"", "copy the public key"),
        ("dkim_value", "your DKIM-key here", "no key in base64"),
        ("dkim_value", "v=DKIM1; p=MIGf... and so on", "no key in base64"),
        ("dkim_value", "MIIB;", "no DKIM record"),
        ("dkim_value", "MIIB; p=none", "no DKIM record"),
        ("dkim_value", "v=DKIM1; k=rsa", "no DKIM record"),
        ("dkim_value", "v=DKIM2; p=MIIB", "begin it with v=DKIM1"),
        ("dkim_value", "p=MIIB; v=DKIM1", "begin it with v=DKIM1"),
        ("dkim_value", "v=DKIM1; p=MIIB; p=MIIC", "no DKIM record"),
        ("dkim_selector", "google._domainkey", "in front of ._domainkey"),
        ("dkim_selector", "-a", "in front of ._domainkey"),
        ("dkim_selector", "a..b", "in front of ._domainkey"),
        ("dkim_selector", "s1\0", "leave these out"),
        ("m365_tenant", "acme.onmicrosoft.com.example", "in front of .onmicrosoft.com"),
        ("m365_tenant", "acme.com", "in front of .onmicrosoft.com"),
        ("m365_tenant", ".onmicrosoft.com", "in front of .onmicrosoft.com"),
        ("m365_tenant", "acme_", "in front of .onmicrosoft.com"),
        ("dmarc_policy", "strict", "none, quarantine, reject"),
        ("dmarc_rua", "acme.com", "give one, such as dmarc@acme.com"),
        ("dmarc_rua", "a@acme.com,b@acme.com", "give one, such as"),
        ("dmarc_rua", "a b@acme.com", "give one, such as"),
        ("dmarc_rua", "a;p=none@acme.com", "give one, such as"),
        ("dmarc_rua", "a!10m@acme.com", "give one, such as"),
        ("dmarc_rua", "a.@acme.com", "give one, such as"),
        ("dmarc_rua", "https://acme.com/reports", "give one, such as"),
        ("existing_spf", "include:mailgun.org ~all", "begin with v=spf1"),
        ("existing_spf", "v=spf1 a\r\n~all", "leave these out"),
        ("existing_spf", "v=spf1 mailgun.org ~all", "\"mailgun.org\""),
        ("existing_spf", "\"v=spf1 ~all", "quotes"),
    ] {
        let error = with(field, value).unwrap_err();
        assert_eq!(error.field, field, "{value:?}: {error}");
        assert!(error.reason.contains(part), "{field} {value:?}: {error}");
        assert!(error.to_string().starts_with(field));
    }
}

#[test]
fn what_does_not_fit_into_a_name_is_refused() {
    let label = "a".repeat(60);
    let long = format!("{label}.{label}.{label}.{label}.com");
    assert_eq!(with("domain", &long).unwrap_err().field, "domain");
    let mut selected = fields(&format!("{label}.{label}.com.de"), "google_workspace");
    selected.dkim_selector = Some(format!("{label}.{}", "a".repeat(59)));
    assert_eq!(EmailRequest::new(&selected).unwrap_err().field, "dkim_selector");
    assert!(with("dkim_selector", &"a".repeat(64)).is_err());
    assert!(with("dkim_selector", &format!("{label}.{}", "a".repeat(59))).is_ok());
    assert_eq!(with("dkim_selector", &format!("{label}.{label}")).unwrap_err().field, "dkim_selector");
    assert!(with("dmarc_rua", &format!("{}@acme.com", "a".repeat(64))).is_ok());
    assert_eq!(with("dmarc_rua", &format!("{}@acme.com", "a".repeat(65))).unwrap_err().field, "dmarc_rua");
    assert!(with("dkim_value", &"MIIB".repeat(512)).is_ok());
    assert!(with("dkim_value", &"MIIB".repeat(513)).unwrap_err().reason.contains("2052 octets"));

    // The longest domain of which `selector1-…` is one label.
    let fits = format!("{}.com", "a".repeat(49));
    assert!(EmailRequest::new(&fields(&fits, "microsoft365")).is_ok());
    let error = EmailRequest::new(&fields(&format!("a{fits}"), "microsoft365")).unwrap_err();
    assert!(error.to_string().starts_with("domain is too long for the host names that Microsoft"), "{error}");
}

#[test]
fn fields_are_kept_in_one_form() {
    assert_eq!(with("domain", " Bücher.Example. ").unwrap().domain().as_str(), "xn--bcher-kva.example");
    assert_eq!(with("domain", "mail.acme.com").unwrap().key_host().unwrap(), "google._domainkey.mail.acme.com");
    assert_eq!(with("dkim_selector", "S1.Mail").unwrap().key_host().unwrap(), "s1.mail._domainkey.acme.com");
    for tenant in ["Acme", "acme.onmicrosoft.com", " ACME.OnMicrosoft.com "] {
        assert_eq!(with("m365_tenant", tenant).unwrap().m365_tenant.as_deref(), Some("acme"), "{tenant}");
    }
    for address in ["dmarc+x@ACME.com", "mailto:dmarc+x@acme.com", "MAILTO:dmarc+x@acme.com."] {
        assert_eq!(with("dmarc_rua", address).unwrap().dmarc_rua.as_deref(), Some("dmarc+x@acme.com"), "{address}");
    }
    for text in ["v=spf1 a ~all", " \"v=spf1 \" \"a ~all\" "] {
        assert_eq!(with("existing_spf", text).unwrap().existing_spf.unwrap().to_string(), "v=spf1 a ~all");
    }
    assert_eq!(with("existing_spf", " ").unwrap(), EmailRequest::new(&fields("acme.com", "google_workspace")).unwrap());
}

#[test]
fn a_key_is_given_alone_or_as_a_record() {
    for (given, kept) in [
        ("MIIBIjAN", "v=DKIM1; k=rsa; p=MIIBIjAN"),
        (" MIIB IjAN ", "v=DKIM1; k=rsa; p=MIIBIjAN"),
        ("pIIBIjp=", "v=DKIM1; k=rsa; p=pIIBIjp="),
        ("\"v=DKIM1; k=rsa; \" \"p=MIIB\" \"IjAN\"", "v=DKIM1; k=rsa; p=MIIBIjAN"),
        ("v=DKIM1;k=rsa;p=MIIBIjAN;", "v=DKIM1; k=rsa; p=MIIBIjAN"),
        ("p=MIIBIjAN", "v=DKIM1; k=rsa; p=MIIBIjAN"),
        ("test-key", "v=DKIM1; k=rsa; p=test-key"),
        ("MIGfMA0GCSqGSIb3...", "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3..."),
        ("v=DKIM1; k=dsa; p=ABC", "v=DKIM1; k=dsa; p=ABC"),
        ("v=DKIM1; k=rsa; p=", "v=DKIM1; k=rsa; p="),
        ("v=DKIM1; t=s; p=MIIBIjAN; k=ed25519", "v=DKIM1; k=ed25519; t=s; p=MIIBIjAN"),
    ] {
        let request = with("dkim_value", given).unwrap();
        assert_eq!(request.dkim_value.as_deref(), Some(kept), "{given}");
        assert_eq!(with("dkim_value", kept).unwrap(), request, "the normal form is kept as it is");
    }
}
