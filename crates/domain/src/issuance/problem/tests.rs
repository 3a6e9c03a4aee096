use super::refusal::every_type;
use super::*;
use crate::issuance::method::Method;
use proptest::prelude::*;
use std::time::Duration;

/// 2026-11-21T12:00:00Z.
const NOW: Timestamp = Timestamp::from_ms(1_795_262_400_000);
const SHOP: &str = "shop.customer.com";

fn refused(ty: &str, detail: &str, method: Option<Method>) -> (IssuanceProblem, Fault) {
    read(&format!("urn:ietf:params:acme:error:{ty}"), detail, None, SHOP, method, "letsencrypt", NOW)
}

fn code_and_fault(ty: &str, detail: &str, method: Option<Method>) -> (String, Actor, Fault) {
    let (problem, fault) = refused(ty, detail, method);
    (problem.code, problem.actor, fault)
}

#[test]
fn every_type_tells_who_must_act() {
    use Actor::{Authority, Customer, Nobody, Operator};
    let http = Some(Method::Http01);
    for (ty, method, code, actor, fault) in [
        ("accountDoesNotExist", None, "authority_account", Operator, Fault::Account),
        ("alreadyReplaced", None, "already_replaced", Nobody, Fault::Authority),
        ("badCSR", None, "request_refused", Operator, Fault::Authority),
        ("badNonce", None, "authority_unavailable", Authority, Fault::Authority),
        ("badPublicKey", None, "authority_account", Operator, Fault::Account),
        ("badSignatureAlgorithm", None, "authority_account", Operator, Fault::Account),
        ("caa", http, "caa_forbids", Customer, Fault::Authority),
        ("compound", None, "authority_refused", Authority, Fault::Authority),
        ("connection", http, "challenge_failed", Customer, Fault::Name),
        ("dns", http, "dns_failed", Customer, Fault::Name),
        ("externalAccountRequired", None, "authority_account", Operator, Fault::Account),
        ("incorrectResponse", http, "challenge_failed", Customer, Fault::Name),
        ("invalidContact", None, "authority_account", Operator, Fault::Account),
        ("invalidProfile", None, "profile_refused", Operator, Fault::Authority),
        ("malformed", None, "request_refused", Operator, Fault::Authority),
        ("orderNotReady", None, "authority_unavailable", Authority, Fault::Authority),
        ("rejectedIdentifier", None, "identifier_refused", Authority, Fault::Authority),
        ("serverInternal", None, "authority_unavailable", Authority, Fault::Authority),
        ("tls", Some(Method::TlsAlpn01), "challenge_failed", Customer, Fault::Name),
        ("unauthorized", http, "challenge_failed", Customer, Fault::Name),
        ("unauthorized", None, "authority_account", Operator, Fault::Account),
        ("unsupportedContact", None, "authority_account", Operator, Fault::Account),
        ("unsupportedIdentifier", None, "identifier_refused", Authority, Fault::Authority),
        ("userActionRequired", None, "authority_account", Operator, Fault::Account),
        ("somethingNew", None, "authority_refused", Authority, Fault::Authority),
        ("", None, "authority_refused", Authority, Fault::Authority),
    ] {
        assert_eq!(code_and_fault(ty, "x", method), (code.to_owned(), actor, fault), "{ty} {method:?}");
        let bare = read(ty, "x", None, SHOP, method, "letsencrypt", NOW);
        assert_eq!(bare, refused(ty, "x", method), "without the prefix");
    }
}

#[test]
fn a_failed_challenge_tells_where_the_authority_looked() {
    for (method, part) in [
        (Method::Http01, "http://shop.customer.com/.well-known/acme-challenge/"),
        (Method::TlsAlpn01, "shop.customer.com port 443"),
        (Method::Dns01, "_acme-challenge.shop.customer.com"),
    ] {
        let (problem, _) = refused("unauthorized", "Invalid response", Some(method));
        assert!(problem.message.contains(part) && problem.message.contains(method.as_str()), "{}", problem.message);
        assert_eq!(problem.detail.as_deref(), Some("Invalid response"));
        assert_eq!(problem.authority.as_deref(), Some("letsencrypt"));
    }
    let (wildcard, _) = read("unauthorized", "", None, "*.customer.com", Some(Method::Dns01), "letsencrypt", NOW);
    assert!(wildcard.message.contains("_acme-challenge.customer.com"), "{}", wildcard.message);
    assert_eq!(wildcard.detail, None);
}

#[test]
fn a_lookup_that_failed_is_no_caa_that_forbids() {
    let forbids = "CAA record for shop.customer.com prevents issuance";
    assert_eq!(code_and_fault("caa", forbids, None).0, "caa_forbids");
    let servfail =
        "While processing CAA for shop.customer.com: DNS problem: SERVFAIL looking up CAA for shop.customer.com";
    assert_eq!(code_and_fault("caa", servfail, None), ("dns_failed".into(), Actor::Customer, Fault::Name));
    let (dnssec, _) = refused("dns", "DNS problem: looking up TXT: DNSSEC: Bogus", Some(Method::Dns01));
    assert!(
        dnssec.message.contains("DNSSEC is broken") && dnssec.message.contains("_acme-challenge."),
        "{}",
        dnssec.message
    );
}

#[test]
fn a_name_that_no_authority_can_issue_for_is_the_names_fault() {
    let detail = "Cannot issue for \"shop.invalid\": Domain name does not end with a valid public suffix (TLD)";
    assert_eq!(code_and_fault("rejectedIdentifier", detail, None).2, Fault::Name);
    let policy =
        "The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy";
    assert_eq!(code_and_fault("rejectedIdentifier", policy, None).2, Fault::Authority);
}

fn limited(detail: &str, retry_after: Option<Timestamp>) -> (IssuanceProblem, Option<Timestamp>, bool) {
    match read("rateLimited", detail, retry_after, SHOP, None, "letsencrypt", NOW) {
        (problem, Fault::Limited { until, account_wide }) => (problem, until, account_wide),
        (problem, fault) => panic!("{problem:?} {fault:?}"),
    }
}

#[test]
fn a_rate_limit_says_until_when_and_for_whom() {
    // 2026-11-21T15:04:05Z
    let until = Timestamp::from_ms(1_795_273_445_000);
    for (detail, account_wide) in [
        (
            "too many new orders (300) from this account in the last 3h0m0s, retry after 2026-11-21 15:04:05 UTC: see https://…",
            true,
        ),
        (
            "too many certificates (50) already issued for \"customer.com\" in the last 168h0m0s, retry after 2026-11-21 15:04:05 UTC: see",
            false,
        ),
        (
            "too many certificates (5) already issued for this exact set of identifiers in the last 168h0m0s, retry after 2026-11-21T15:04:05Z",
            false,
        ),
        (
            "too many failed authorizations (5) for \"shop.customer.com\" in the last 1h0m0s, Retry After 2026-11-21 15:04:05 UTC",
            false,
        ),
        ("Service busy; retry after 2026-11-21 15:04:05 UTC", true),
    ] {
        let (problem, seen, wide) = limited(detail, None);
        assert_eq!((seen, wide), (Some(until), account_wide), "{detail}");
        assert_eq!(
            (problem.code.as_str(), problem.actor, problem.retry_at),
            ("rate_limited", Actor::Nobody, Some(until))
        );
        assert!(problem.message.contains("2026-11-21T15:04:05.000Z"), "{}", problem.message);
        assert!(problem.message.contains(if account_wide { "account" } else { SHOP }), "{}", problem.message);
    }
    let header = NOW.plus(Duration::from_secs(60));
    assert_eq!(
        limited("retry after 2026-11-21 15:04:05 UTC", Some(header)).1,
        Some(header),
        "the response counts first"
    );
    for unreadable in ["retry after a while", "retry after 2026-99-99 15:04:05 UTC", "retry after ", "no word"] {
        assert_eq!(limited(unreadable, None).1, None, "{unreadable}");
    }
    let (week, past) = (NOW.plus(Duration::from_hours(168)), NOW);
    assert_eq!(limited("retry after 2099-01-01 00:00:00 UTC", None).1, Some(week), "no limit lasts longer");
    assert_eq!(limited("retry after 2020-01-01 00:00:00 UTC", None).1, Some(past));
}

#[test]
fn a_paused_name_is_for_the_operator_to_resume() {
    let detail = "Your account is temporarily prevented from requesting certificates for shop.customer.com and possibly others. \
                  Please visit: https://portal.letsencrypt.org/sfe/v1/unpause?jwt=x";
    let (problem, until, account_wide) = limited(detail, None);
    assert_eq!(
        (problem.code.as_str(), problem.actor, until, account_wide),
        ("authority_paused", Actor::Operator, None, false)
    );
    assert!(problem.detail.unwrap().contains("https://portal.letsencrypt.org/"));
}

#[test]
fn an_authority_that_cannot_be_asked_is_passed_over() {
    let (problem, fault) = unavailable("letsencrypt", "connection refused");
    assert_eq!(
        (problem.code.as_str(), problem.actor, fault),
        ("authority_unavailable", Actor::Authority, Fault::Authority)
    );
    assert_eq!(problem.detail.as_deref(), Some("connection refused"));
    assert_eq!((problem.authority.as_deref(), problem.retry_at), (Some("letsencrypt"), None));
}

#[test]
fn words_of_others_are_made_presentable() {
    assert_eq!(presentable(" a\nb\u{1b}[31m\u{202e}c\u{0} ", 100), "a b[31mc");
    assert_eq!(presentable("äöüß", 4), "äöüß");
    assert_eq!(presentable("äöüßx", 4), "äöü…");
    assert_eq!(presentable("x", 0), "");
}

proptest! {
    #[test]
    fn any_refusal_can_be_read(
        ty in prop_oneof![prop::sample::select(every_type().collect::<Vec<_>>()), Just("about:blank"), Just("?")],
        detail in "(\\PC|[\u{0}-\u{1f}]){0,700}( retry after )?[0-9 :Tt-]{0,25}",
        method in prop::option::of(prop::sample::select(Method::ALL.to_vec())),
        retry_after in prop::option::of(any::<i64>().prop_map(Timestamp::from_ms)),
    ) {
        let (problem, fault) = read(ty, &detail, retry_after, SHOP, method, "letsencrypt", NOW);
        prop_assert!(problem.message.ends_with('.') && !problem.message.contains(char::is_control));
        prop_assert!(problem.code.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'));
        let shown = problem.detail.unwrap_or_default();
        prop_assert!(shown.chars().count() <= 500 && !shown.contains(char::is_control));
        if let Fault::Limited { until: Some(until), .. } = fault {
            prop_assert!(until >= NOW && until <= NOW.plus(Duration::from_hours(168)));
            prop_assert_eq!(problem.retry_at, Some(until));
        }
        // Who is told to act is who can: nobody else is sent after a name's fault, and no customer after ours.
        prop_assert_eq!(fault == Fault::Name, problem.actor == Actor::Customer && problem.code != "caa_forbids");
        prop_assert!(fault != Fault::Account || problem.actor == Actor::Operator);
    }
}
