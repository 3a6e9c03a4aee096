use super::*;

mod lookups;
mod properties;

const GOOGLE: &str = "v=spf1 include:_spf.google.com ~all";

fn mechanisms(text: &str) -> Vec<Mechanism> {
    text.parse::<SpfRecord>().unwrap().mechanisms().cloned().collect()
}

fn merged(existing: &[&str]) -> Merged {
    merge_all(existing, &mechanisms(GOOGLE)).unwrap()
}

/// Merges Google's mechanisms into `existing`, and expects no warning.
fn check(existing: &str, expected: &str) {
    let merged = merged(&[existing]);
    assert_eq!((merged.value.as_str(), merged.warnings.as_slice()), (expected, [].as_slice()), "{existing}");
}

/// The same, and expects warnings with these parts, in this order.
fn check_warned(existing: &[&str], expected: &str, parts: &[&str]) {
    let merged = merged(existing);
    assert_eq!(merged.value, expected, "{existing:?}");
    assert_eq!(merged.warnings.len(), parts.len(), "{:?}", merged.warnings);
    for (warning, part) in merged.warnings.iter().zip(parts) {
        assert!(warning.contains(part), "{part:?} is not in {warning:?}");
    }
}

#[test]
fn what_a_provider_needs_joins_what_is_there() {
    check("v=spf1 include:mailgun.org ~all", "v=spf1 include:mailgun.org include:_spf.google.com ~all");
    check("v=spf1 include:mailgun.org -all", "v=spf1 include:mailgun.org include:_spf.google.com -all");
    check("v=spf1 -all", "v=spf1 include:_spf.google.com -all");
    check(
        "V=SPF1  +A MX:Mail.Example.com/24//64   ~ALL",
        "v=spf1 a mx:Mail.Example.com/24//64 include:_spf.google.com ~all",
    );
    check(
        "v=spf1 a exp=explain._spf.%{d} ~all note=x",
        "v=spf1 a include:_spf.google.com ~all exp=explain._spf.%{d} note=x",
    );
    check(
        "v=spf1 exists:%{i}.x.example exists:%{I}.x.example ~all",
        "v=spf1 exists:%{i}.x.example exists:%{I}.x.example include:_spf.google.com ~all",
    );
    check("v=spf1 ip4:192.0.2.1 ip4:192.0.2.1/32 ~all", "v=spf1 ip4:192.0.2.1 include:_spf.google.com ~all");
}

#[test]
fn without_a_record_the_providers_own_is_given() {
    let fresh = merge(None, &mechanisms(GOOGLE)).unwrap();
    assert_eq!(fresh, Merged { value: GOOGLE.into(), changed: true, warnings: vec![] });
    assert_eq!(merge(None, &[Mechanism::include("a.example")]).unwrap().value, "v=spf1 include:a.example ~all");
}

#[test]
fn what_is_there_already_is_not_added() {
    for existing in [
        "v=spf1 include:_spf.google.com ~all",
        "v=spf1 INCLUDE:_SPF.Google.COM. include:mailgun.org -all",
        "v=spf1 exp=x.example include:_spf.google.com ~all",
    ] {
        let merged = merged(&[existing]);
        assert!(!merged.changed, "{existing}: {merged:?}");
        assert_eq!(merged.value, existing.parse::<SpfRecord>().unwrap().to_string());
    }
    assert!(merged(&["v=spf1 include:mailgun.org ~all"]).changed);
}

#[test]
fn the_all_that_is_there_stays_as_it_is() {
    for all in ["-all", "~all"] {
        check(&format!("v=spf1 a {all}"), &format!("v=spf1 a include:_spf.google.com {all}"));
        let stricter = merge(Some(&format!("v=spf1 a {all}")), &[Mechanism::all(Qualifier::Fail)]).unwrap();
        assert_eq!(stricter.value, format!("v=spf1 a {all}"));
    }
    for (existing, all) in [("?all", "?all"), ("+all", "+all"), ("ALL", "+all")] {
        let open = format!("ends in {all}, which lets anybody send mail as this domain. When it lists every server");
        let expected = format!("v=spf1 a include:_spf.google.com {all}");
        check_warned(&[&format!("v=spf1 a {existing}")], &expected, &[&open]);
    }
    let complete = merged(&["v=spf1 include:_spf.google.com ?all"]);
    assert_eq!((complete.changed, complete.warnings.len()), (false, 1), "warned of even where nothing is added");
}

#[test]
fn without_an_all_nothing_looser_is_added() {
    check_warned(&["v=spf1 a"], "v=spf1 a include:_spf.google.com ~all", &["stricter than no all before"]);
    let opened = merge(Some("v=spf1 a"), &[Mechanism::all(Qualifier::Pass)]).unwrap();
    assert_eq!(opened.value, "v=spf1 a ?all", "a record without all is neutral");
}

#[test]
fn the_stricter_of_two_qualifiers_of_one_mechanism_stays() {
    check_warned(
        &["v=spf1 ?include:_spf.google.com ~all"],
        "v=spf1 ?include:_spf.google.com ~all",
        &["write include:_spf.google.com"],
    );
    let strict = merge(Some("v=spf1 ~include:a.example ~all"), &mechanisms("v=spf1 -include:A.example -all")).unwrap();
    assert_eq!(strict.value, "v=spf1 -include:a.example ~all");
}

#[test]
fn what_stood_behind_the_all_does_not_begin_to_count() {
    check_warned(
        &["v=spf1 a -all include:mailgun.org ?all"],
        "v=spf1 a include:_spf.google.com -all",
        &["include:mailgun.org stands behind the all", "?all stands behind the all"],
    );
}

#[test]
fn a_redirect_stays_and_gets_no_all() {
    check_warned(
        &["v=spf1 redirect=_spf.acme.com"],
        "v=spf1 include:_spf.google.com redirect=_spf.acme.com",
        &["redirect=_spf.acme.com. It stays"],
    );
    check_warned(
        &["v=spf1 a ~all redirect=_spf.acme.com"],
        "v=spf1 a include:_spf.google.com ~all redirect=_spf.acme.com",
        &["has no effect beside the all"],
    );
}

#[test]
fn what_is_unwise_is_warned_of() {
    check_warned(&["v=spf1 ptr ~all"], "v=spf1 ptr include:_spf.google.com ~all", &["ptr is slow"]);
    let open = merge(Some("v=spf1 a +all"), &[]).unwrap();
    assert_eq!((open.value.as_str(), open.warnings.len()), ("v=spf1 a +all", 1));
    let long = format!("v=spf1 {} ~all", (0..27).map(|n| format!("ip4:192.0.2.{n}")).collect::<Vec<_>>().join(" "));
    assert!(long.len() > 255 && long.len() < 420, "{}", long.len());
    assert_eq!(merged(&[&long]).warnings, Vec::<String>::new());
    let longer = long.replace(" ~all", " ip6:2001:db8:1:2:3:4:5:6 ip6:2001:db8:1:2:3:4:5:7 ~all");
    let warned = merged(&[&longer]);
    assert!(warned.value.len() > 450 && warned.warnings[0].contains("octets; above 450"), "{warned:?}");
    let ten: String = (0..10).map(|n| format!("include:s{n}.example ")).collect();
    let many = merged(&[&format!("v=spf1 {ten}~all")]);
    assert!(many.warnings[0].contains("needs 11 DNS lookups or more"), "{many:?}");
}

#[test]
fn several_records_become_one() {
    let twice = "The domain has 2 SPF records";
    check_warned(
        &["v=spf1 include:mailgun.org ~all", "v=spf1 a include:mailgun.org -all"],
        "v=spf1 include:mailgun.org a include:_spf.google.com -all",
        &[twice],
    );
    check_warned(
        &["v=spf1 a redirect=_spf.acme.com", "v=spf1 mx ~all"],
        "v=spf1 a include:_spf.acme.com mx include:_spf.google.com ~all",
        &[twice, "it became include:_spf.acme.com"],
    );
    check_warned(
        &["v=spf1 a redirect=_spf.acme.com exp=x.example", "v=spf1 mx exp=y.example"],
        "v=spf1 a mx include:_spf.google.com redirect=_spf.acme.com exp=x.example",
        &[twice, "It stays"],
    );
    check_warned(
        &["v=spf1 a ~all", "v=spf1 -a ~all"],
        "v=spf1 -a include:_spf.google.com ~all",
        &[twice, "-a and the same with another qualifier"],
    );
    check_warned(
        &["v=spf1 ~all mx", "v=spf1 a ~all"],
        "v=spf1 a include:_spf.google.com ~all",
        &[twice, "mx stands behind the all"],
    );
    check_warned(&["v=spf1 a ?all", "v=spf1 +all"], "v=spf1 a include:_spf.google.com ?all", &[twice, "ends in ?all"]);
    let same = merged(&[GOOGLE, GOOGLE]);
    assert_eq!((same.value.as_str(), same.changed), (GOOGLE, true), "one of the two has to go");
    let torn = merge_all(&["v=spf1 redirect=a.example", "v=spf1 redirect=b.example"], &[]);
    assert_eq!(torn, Err(SpfError::TwoRedirects("a.example".into(), "b.example".into())));
}

fn refused(text: &str, part: &str) {
    let error = text.parse::<SpfRecord>().unwrap_err().to_string();
    assert!(error.contains(part), "{text:?}: {error}");
}

#[test]
fn what_mail_servers_reject_is_rejected_with_its_reason() {
    refused("", "begin with v=spf1");
    refused("include:a.example ~all", "begin with v=spf1");
    refused("v=spf10 a", "begin with v=spf1");
    refused("v=spf1 a ~all v=spf1 mx ~all", "v=spf1 twice");
    refused("v=spf1 a redirect=a.example redirect=b.example", "redirect= twice");
    refused("v=spf1 exp=a.example exp=b.example", "exp= twice");
    refused("v=spf1 inclde:a.example", "\"inclde:a.example\"");
    refused("v=spf1 include", "a domain name is needed");
    refused("v=spf1 include:", "a domain name is needed");
    refused("v=spf1 include:localhost", "a domain name is needed");
    refused("v=spf1 a:192.0.2.1", "a domain name or a prefix length");
    refused("v=spf1 a/33", "a domain name or a prefix length");
    refused("v=spf1 mx//129", "a domain name or a prefix length");
    refused("v=spf1 ip4:192.0.2.256", "an IPv4 address");
    refused("v=spf1 ip4:192.0.2.0/33", "an IPv4 address");
    refused("v=spf1 ip4:192.0.2.0/024", "an IPv4 address");
    refused("v=spf1 ip6:192.0.2.1", "an IPv6 address");
    refused("v=spf1 all:a.example", "nothing may follow");
    refused("v=spf1 exists:%{x}.example", "a domain name is needed");
    refused("v=spf1 exists:%i.example", "a domain name is needed");
    refused("v=spf1 a%", "none of all, include");
    refused("v=spf1 redirect=", "behind the =");
    refused("v=spf1\ta ~all", "begin with v=spf1");
    refused("v=spf1 a\u{a0}~all", "a character");
    refused(&format!("v=spf1 {}", "a ".repeat(3000)), "octets long");
}

#[test]
fn every_form_of_a_term_is_read_and_printed() {
    for text in [
        "v=spf1",
        "v=spf1 +all",
        "v=spf1 a a/24 a//64 a/24//64 a:b.example a:b.example/24//64 -all",
        "v=spf1 ip4:192.0.2.0/24 ip6:2001:db8::/32 ip6:::1 ~all",
        "v=spf1 ptr ptr:b.example exists:%{ir}.%{v}._spf.%{d2} ?all",
        "v=spf1 include:%{d1r/}.x%%y.example. exists:%{l1r+-}.a redirect=_spf.%{o}",
        "v=spf1 exists:%_%-%{I}.example a-b.c=%{s} x=",
    ] {
        assert_eq!(text.parse::<SpfRecord>().unwrap().to_string(), text);
    }
    assert_eq!("  v=SPF1  +A   -ALL ".parse::<SpfRecord>().unwrap().to_string(), "v=spf1 a -all");
    assert_eq!("v=spf1 all".parse::<SpfRecord>().unwrap().to_string(), "v=spf1 +all");
}

#[test]
fn a_text_is_an_spf_record_by_its_first_word() {
    assert!(is_spf("v=spf1") && is_spf("V=spf1 rubbish"));
    assert!(
        !is_spf("v=spf1x") && !is_spf(" v=spf1") && !is_spf("spf2.0/pra") && !is_spf("v=spf") && !is_spf("v=späf1")
    );
}
