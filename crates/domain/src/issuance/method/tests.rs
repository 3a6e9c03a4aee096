use super::*;
use crate::issuance::samples::server;
use proptest::prelude::*;

fn delegations() -> Vec<Delegation> {
    vec![
        Delegation::Here { token: "t0".into() },
        Delegation::Missing,
        Delegation::Elsewhere { target: "other.example".into() },
        Delegation::TextBeside { values: vec!["left over".into()] },
        Delegation::Proxied { addresses: vec!["104.16.0.1".into()] },
        Delegation::NotAtAllServers { token: "t0".into(), missing_at: vec![server(2)] },
        Delegation::Unknown { why: "ns1.customer.com did not answer in time".into() },
    ]
}

fn pointings() -> Vec<Pointing> {
    vec![
        Pointing::Here,
        Pointing::BehindCdn("Cloudflare".into()),
        Pointing::Elsewhere { addresses: vec!["198.51.100.7".into()] },
        Pointing::Nowhere,
        Pointing::Unknown { why: "ns1.customer.com did not answer in time".into() },
    ]
}

fn found(
    name: &str,
    delegation: &Delegation,
    pointing: &Pointing,
    can_publish_txt: bool,
) -> Result<Vec<Method>, IssuanceProblem> {
    let name = CertificateName::parse(name).unwrap();
    methods(&Situation { name: &name, delegation, pointing, can_publish_txt })
}

const SHOP: &str = "shop.customer.com";

#[test]
fn names_are_read_as_they_are_written() {
    for method in Method::ALL {
        assert_eq!(Method::from_name(method.as_str()), Some(method));
        assert_eq!(serde_json::to_value(method).unwrap(), method.as_str());
    }
    assert_eq!(Method::from_name("dns-persist-01"), None);
    assert_eq!(Method::from_name("DNS-01"), None);
}

#[test]
fn what_visitors_reach_decides_without_a_delegation() {
    let by_pointing =
        |pointing: &Pointing| found(SHOP, &Delegation::Missing, pointing, true).map_err(|problem| problem.code);
    assert_eq!(by_pointing(&Pointing::Here), Ok(vec![Method::Http01, Method::TlsAlpn01]));
    assert_eq!(by_pointing(&Pointing::Unknown { why: String::new() }), Ok(vec![Method::Http01, Method::TlsAlpn01]));
    assert_eq!(by_pointing(&Pointing::BehindCdn("Cloudflare".into())), Ok(vec![Method::Http01]));
    assert_eq!(by_pointing(&Pointing::Nowhere), Err("points_nowhere".into()));
    let elsewhere = Pointing::Elsewhere { addresses: vec!["2001:db8:dead::1".into()] };
    assert_eq!(by_pointing(&elsewhere), Err("points_elsewhere".into()));
    let problem = found(SHOP, &Delegation::Missing, &elsewhere, true).unwrap_err();
    assert_eq!(problem.actor, Actor::Customer);
    assert!(problem.message.contains("2001:db8:dead::1"), "{}", problem.message);
    assert!(problem.message.contains("_acme-challenge.shop.customer.com"), "{}", problem.message);
}

#[test]
fn a_delegated_challenge_comes_first_wherever_visitors_go() {
    let here = Delegation::Here { token: "t0".into() };
    let all = vec![Method::Dns01, Method::Http01, Method::TlsAlpn01];
    assert_eq!(found(SHOP, &here, &Pointing::Here, true), Ok(all));
    assert_eq!(found(SHOP, &here, &Pointing::Nowhere, true), Ok(vec![Method::Dns01]));
    assert_eq!(found(SHOP, &here, &Pointing::Here, false), Ok(vec![Method::Http01, Method::TlsAlpn01]));
    let absent = found(SHOP, &here, &Pointing::Nowhere, false).unwrap_err();
    assert_eq!((absent.code.as_str(), absent.actor), ("dns_service_absent", Actor::Operator));
}

#[test]
fn a_wildcard_without_delegation_is_told_what_was_seen() {
    for (delegation, code, actor, part) in [
        (Delegation::Missing, "challenge_cname_missing", Actor::Customer, "has no CNAME"),
        (
            Delegation::Elsewhere { target: "other.example".into() },
            "challenge_cname_elsewhere",
            Actor::Customer,
            "other.example",
        ),
        (
            Delegation::TextBeside { values: vec!["left over".into()] },
            "challenge_txt_beside",
            Actor::Customer,
            "left over",
        ),
        (
            Delegation::Proxied { addresses: vec!["104.16.0.1".into()] },
            "challenge_cname_proxied",
            Actor::Customer,
            "104.16.0.1",
        ),
        (
            Delegation::NotAtAllServers { token: "t0".into(), missing_at: vec![server(2)] },
            "challenge_cname_not_everywhere",
            Actor::Nobody,
            "ns2.customer.com",
        ),
        (Delegation::Unknown { why: "SERVFAIL".into() }, "dns_unreachable", Actor::Customer, "SERVFAIL"),
    ] {
        let problem = found("*.customer.com", &delegation, &Pointing::Here, true).unwrap_err();
        assert_eq!((problem.code.as_str(), problem.actor), (code, actor));
        assert!(problem.message.contains(part), "{}", problem.message);
        assert!(problem.message.contains("_acme-challenge.customer.com"), "{}", problem.message);
    }
}

#[test]
fn the_first_method_has_two_attempts_before_the_others_have_one() {
    let all = [Method::Dns01, Method::Http01, Method::TlsAlpn01];
    let picked: Vec<Method> = (0..6).filter_map(|failures| pick(&all, failures)).collect();
    let [dns, http, tls] = all;
    assert_eq!(picked, [dns, dns, http, tls, dns, dns]);
    assert_eq!(pick(&[], 3), None);
    assert_eq!(pick(&[http], u32::MAX), Some(http));
}

proptest! {
    #[test]
    fn what_cannot_succeed_is_not_tried(
        wildcard: bool,
        delegation in prop::sample::select(delegations()),
        pointing in prop::sample::select(pointings()),
        can_publish_txt: bool,
    ) {
        let name = if wildcard { "*.customer.com" } else { SHOP };
        let found = found(name, &delegation, &pointing, can_publish_txt);
        let has = |method| found.as_ref().is_ok_and(|methods| methods.contains(&method));
        let by_dns = can_publish_txt && matches!(delegation, Delegation::Here { .. });
        let lost = matches!(pointing, Pointing::Elsewhere { .. } | Pointing::Nowhere);
        prop_assert_eq!(has(Method::Dns01), by_dns);
        prop_assert_eq!(has(Method::Http01), !wildcard && !lost);
        prop_assert_eq!(has(Method::TlsAlpn01), !wildcard && !lost && !matches!(pointing, Pointing::BehindCdn(_)));
        match found {
            Ok(methods) => {
                prop_assert!(!methods.is_empty());
                prop_assert!(!by_dns || methods[0] == Method::Dns01);
                // Every permitted method gets its turn in a row of failures.
                for method in &methods {
                    prop_assert!((0..4).any(|failures| pick(&methods, failures) == Some(*method)));
                }
            }
            Err(problem) => prop_assert!(problem.message.ends_with('.') && !problem.code.is_empty()),
        }
    }
}
