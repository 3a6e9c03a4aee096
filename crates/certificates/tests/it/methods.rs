//! By which challenge a certificate is had, and what is not even tried.

use super::world::*;
use nameplate_domain::issuance::problem::Actor;
use nameplate_test_ca::ChallengeType;
use std::sync::atomic::Ordering;

fn validations(authority: &nameplate_test_ca::TestCa, method: ChallengeType) -> (u64, u64) {
    let outcomes = authority.counters().validations.get(&method).copied().unwrap_or_default();
    (outcomes.valid, outcomes.invalid)
}

#[tokio::test]
async fn a_host_that_leads_here_is_proved_over_http_by_another_edge_than_the_one_that_orders() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let orders = world.edge("a", &[("first", &ca)]);
    let answers = world.edge("b", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    let certificate = orders.obtain(&shop).await.unwrap();
    assert_eq!(certificate.facts.authority, "first");
    assert_eq!(certificate.facts.names, ["shop.example.com"]);
    assert_eq!(validations(&ca, ChallengeType::Http01), (1, 0));
    let found = answers.find(vec![shop.clone()]).await.unwrap().unwrap();
    assert_eq!(found.facts, certificate.facts);
    assert_eq!(world.heard()["stored"], 1);
}

#[tokio::test]
async fn a_wildcard_is_proved_through_the_delegated_name_and_its_value_is_taken_down() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    world.delegates("example.com");
    let wildcard = name("*.example.com");
    let certificate = edge.obtain(&wildcard).await.unwrap();
    assert_eq!(certificate.facts.names, ["*.example.com"]);
    assert_eq!(validations(&ca, ChallengeType::Dns01), (1, 0));
    assert!(world.dns.values("_acme-challenge.example.com", Record::Txt).is_empty(), "the value is taken down");
    let host = name("shop.example.com");
    let found = edge.find(vec![host, wildcard.clone()]).await.unwrap().unwrap();
    assert!(std::sync::Arc::ptr_eq(&found.resolver, &edge.at_hand(&wildcard).unwrap().resolver), "hosts share one key");
}

#[tokio::test]
async fn after_two_failures_over_http_the_next_attempt_is_a_handshake() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    // The name leads here by an alias that is ours, but not to where answers are given.
    world.dns.clear("shop.example.com");
    world.dns.add("shop.example.com", Record::Cname, "app-1.apps.nameplate.test");
    world.dns.add("app-1.apps.nameplate.test", Record::A, "192.0.2.1");
    let refused = problem(edge.obtain(&shop).await);
    assert_eq!((refused.code.as_str(), refused.actor), ("challenge_failed", Actor::Customer));
    assert!(refused.detail.unwrap().contains("Connection refused"), "the authority's own words");
    world.live(&edge, HOUR).await;
    assert_eq!(validations(&ca, ChallengeType::Http01), (0, 2));
    assert_eq!(validations(&ca, ChallengeType::TlsAlpn01), (1, 0));
    assert_eq!(world.entry(&shop).await.failures, 0);
}

#[tokio::test]
async fn strangers_who_ask_for_the_challenge_of_a_host_all_the_time_do_not_keep_it_from_the_authority() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let orders = world.edge("a", &[("first", &ca)]);
    let answers = world.edge("b", &[("first", &ca)]);
    let shop = name("shop.example.com");
    world.dns.add("shop.example.com", Record::A, "192.0.2.1");
    let host = nameplate_domain::server_name::ServerName::parse("shop.example.com").unwrap();
    let stranger = tokio::spawn(async move {
        loop {
            let _ = answers.tls_alpn01(&host).await;
            tokio::time::sleep(std::time::Duration::from_millis(1)).await;
        }
    });
    for _ in 0..2 {
        assert_eq!(problem(orders.renew(&shop).await).code, "challenge_failed");
    }
    assert_eq!(orders.renew(&shop).await.unwrap().facts.authority, "first");
    assert_eq!(validations(&ca, ChallengeType::TlsAlpn01), (1, 0));
    stranger.abort();
}

#[tokio::test]
async fn what_leads_elsewhere_is_not_ordered_and_tried_again_after_at_most_100_minutes() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    world.dns.add("shop.example.com", Record::A, "198.51.100.7");
    let shop = name("shop.example.com");
    let refused = problem(edge.obtain(&shop).await);
    assert_eq!(refused.actor, Actor::Customer);
    assert!(refused.message.contains("198.51.100.7"), "{}", refused.message);
    world.live(&edge, DAY).await;
    assert_eq!(ca.counters().orders, 0, "nothing is burnt at the authority");
    let looks = world.dns.looks.load(Ordering::SeqCst);
    assert!((15..=20).contains(&looks), "every 100 minutes, not daily: {looks}");
    world.dns.clear("shop.example.com");
    world.points_here("shop.example.com");
    world.live(&edge, HOUR * 2).await;
    assert!(edge.find(vec![shop]).await.unwrap().is_some());
}

#[tokio::test]
async fn a_challenge_value_is_given_only_for_what_looks_like_a_token() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    for token in ["", "../../secret", "DGyRejmCefe7v4NfDGDKfA"] {
        assert_eq!(edge.http01(token).await, None, "{token}");
    }
}
