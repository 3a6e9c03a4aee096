use super::*;
use crate::evidence::QueryType;
use crate::issuance::samples::{Outcome, has, sighting, silence, through};
use proptest::prelude::*;

fn ours() -> PlatformAddresses {
    PlatformAddresses {
        names: vec!["edge.saas.example".into()],
        base_domain: "saas.example".into(),
        addresses: vec!["192.0.2.1".parse().unwrap(), "2001:db8::1".parse().unwrap()],
    }
}

fn judged_by(a: &[Outcome], aaaa: &[Outcome], ours: &PlatformAddresses) -> Pointing {
    let name = "shop.customer.com";
    judge_pointing(&sighting(name, QueryType::A, a), &sighting(name, QueryType::Aaaa, aaaa), ours)
}

fn judged(a: Outcome, aaaa: Outcome) -> Pointing {
    judged_by(&[a], &[aaaa], &ours())
}

fn elsewhere(addresses: &[&str]) -> Pointing {
    Pointing::Elsewhere { addresses: addresses.iter().map(ToString::to_string).collect() }
}

#[test]
fn an_alias_of_ours_leads_here() {
    for target in ["edge.saas.example", "app-1.saas.example", "saas.example"] {
        let way = || through(&["cdn.customer.com", target], &["198.51.100.7"]);
        assert_eq!(judged(way(), way()), Pointing::Here, "{target}");
        assert_eq!(judged(through(&[target], &[]), silence()), Pointing::Here, "{target}");
    }
    assert_eq!(judged(through(&["notsaas.example"], &["198.51.100.7"]), has(&[])), elsewhere(&["198.51.100.7"]));
}

#[test]
fn all_addresses_must_be_ours() {
    assert_eq!(judged(has(&["192.0.2.1"]), has(&[])), Pointing::Here);
    assert_eq!(judged(has(&["192.0.2.1"]), has(&["2001:db8::1"])), Pointing::Here);
    assert_eq!(judged(has(&[]), has(&["2001:db8::1"])), Pointing::Here);
    assert_eq!(judged(has(&["192.0.2.1", "198.51.100.7"]), has(&[])), elsewhere(&["198.51.100.7"]));
}

#[test]
fn an_aaaa_that_was_left_behind_is_named() {
    assert_eq!(judged(has(&["192.0.2.1"]), has(&["2001:db8:dead::1"])), elsewhere(&["2001:db8:dead::1"]));
}

#[test]
fn servers_that_disagree_count_by_the_worst() {
    let aaaa = [has(&[])];
    assert_eq!(judged_by(&[has(&["192.0.2.1"]), has(&["198.51.100.7"])], &aaaa, &ours()), elsewhere(&["198.51.100.7"]));
    assert_eq!(judged_by(&[has(&["192.0.2.1"]), silence()], &aaaa, &ours()), Pointing::Here);
    let mixed = [through(&["edge.saas.example"], &["192.0.2.1"]), has(&["198.51.100.7"])];
    assert_eq!(judged_by(&mixed, &aaaa, &ours()), elsewhere(&["198.51.100.7"]));
}

#[test]
fn a_content_delivery_network_is_known_by_its_ranges_and_names() {
    let cloudflare = Pointing::BehindCdn("Cloudflare".into());
    assert_eq!(judged(has(&["104.16.0.1", "104.17.0.1"]), has(&["2606:4700::1"])), cloudflare);
    assert_eq!(judged(has(&["104.16.0.1", "198.51.100.7"]), has(&[])), elsewhere(&["104.16.0.1", "198.51.100.7"]));
    let by_name = judged(through(&["d1.cloudfront.net"], &["198.51.100.7"]), through(&["d1.cloudfront.net"], &[]));
    assert_eq!(by_name, Pointing::BehindCdn("Amazon CloudFront".into()));
    assert_eq!(
        judged(through(&["evilcloudfront.net"], &["198.51.100.7"]), has(&[])),
        elsewhere(&["198.51.100.7"]),
        "a suffix ends at a dot"
    );
}

#[test]
fn what_could_not_be_asked_is_not_absent() {
    assert_eq!(judged(has(&[]), has(&[])), Pointing::Nowhere);
    for (a, aaaa) in
        [(silence(), silence()), (has(&[]), silence()), (silence(), has(&[])), (has(&["192.0.2.1"]), silence())]
    {
        let pointing = judged(a.clone(), aaaa.clone());
        assert!(
            matches!(&pointing, Pointing::Unknown { why } if why.contains("did not answer in time")),
            "{a:?} {aaaa:?} {pointing:?}"
        );
    }
    assert_eq!(
        judged(has(&["198.51.100.7"]), silence()),
        elsewhere(&["198.51.100.7"]),
        "one foreign address is enough"
    );
}

#[test]
fn without_addresses_of_ours_nothing_is_concluded_from_others() {
    let unset = PlatformAddresses { addresses: Vec::new(), ..ours() };
    let pointing = judged_by(&[has(&["198.51.100.7"])], &[has(&[])], &unset);
    assert!(matches!(pointing, Pointing::Unknown { why } if why.contains("198.51.100.7")));
    assert_eq!(judged_by(&[has(&["104.16.0.1"])], &[has(&[])], &unset), Pointing::BehindCdn("Cloudflare".into()));
    assert_eq!(judged_by(&[through(&["edge.saas.example"], &["198.51.100.7"])], &[has(&[])], &unset), Pointing::Here);
    assert_eq!(judged_by(&[has(&[])], &[has(&[])], &PlatformAddresses::default()), Pointing::Nowhere);
}

proptest! {
    /// Whatever servers say: a name leads here only if no answer holds a foreign address without an alias of ours before it.
    #[test]
    fn here_means_that_no_visitor_is_lost(answers in prop::collection::vec(
        (prop::option::of(prop::sample::select(vec!["edge.saas.example", "cdn.example"])),
         prop::collection::vec(prop::sample::select(vec!["192.0.2.1", "198.51.100.7", "104.16.0.1"]), 0..3)), 1..4)) {
        let outcomes: Vec<Outcome> = answers.iter().map(|(alias, values)| {
            through(&alias.iter().copied().collect::<Vec<_>>(), values)
        }).collect();
        let lost = answers.iter().any(|(alias, values)| {
            *alias != Some("edge.saas.example") && values.iter().any(|value| *value != "192.0.2.1")
        });
        let reached = answers.iter().any(|(alias, values)| *alias == Some("edge.saas.example") || !values.is_empty());
        let pointing = judged_by(&outcomes, &[has(&[])], &ours());
        prop_assert_eq!(pointing == Pointing::Here, reached && !lost);
    }
}
