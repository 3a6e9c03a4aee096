//! Which authority is asked, and what its refusal means.

use super::world::*;
use nameplate_domain::issuance::budget::{Limit, Limits};
use nameplate_domain::issuance::problem::Actor;
use nameplate_test_ca::{Outage, OutageKind, Rate};
use std::sync::atomic::Ordering;
use std::time::Duration;

#[tokio::test]
async fn caa_chooses_the_second_authority() {
    let world = World::new();
    let (first, second) = (world.authority("first", |_| {}), world.authority("second", |_| {}));
    let edge = world.edge("a", &[("first", &first), ("second", &second)]);
    let shop = world.points_here("shop.example.com");
    world.dns.add("example.com", Record::Caa, "0 issue \"second.test\"");
    assert_eq!(edge.obtain(&shop).await.unwrap().facts.authority, "second");
    assert_eq!(first.counters().orders, 0);
}

#[tokio::test]
async fn caa_that_permits_nobody_is_told_with_the_record_to_add() {
    let world = World::new();
    let first = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &first)]);
    let shop = world.points_here("shop.example.com");
    world.dns.add("example.com", Record::Caa, "0 issue \"other.test\"");
    let refused = problem(edge.obtain(&shop).await);
    assert_eq!((refused.code.as_str(), refused.actor), ("caa_forbids", Actor::Customer));
    assert!(refused.message.contains("first.test"), "{}", refused.message);
    let silent = world.points_here("silent.example.org");
    world.dns.silence("example.org");
    assert_eq!(problem(edge.obtain(&silent).await).code, "caa_unknown");
    assert_eq!(first.counters().orders, 0);
}

#[tokio::test]
async fn a_dead_authority_costs_one_attempt_and_then_rests_while_the_second_works() {
    let world = World::new();
    let (first, second) = (world.authority("first", |_| {}), world.authority("second", |_| {}));
    let edge = world.edge("a", &[("first", &first), ("second", &second)]);
    for (kind, host) in [
        (OutageKind::Unavailable { retry_after: None }, "a.example.com"),
        (OutageKind::ErrorPage, "b.example.com"),
        (OutageKind::DropConnection, "c.example.com"),
        (OutageKind::Hang, "d.example.com"),
    ] {
        first.set_outage(Some(Outage::now(kind)));
        let shop = world.points_here(host);
        assert_eq!(edge.obtain(&shop).await.unwrap().facts.authority, "second", "{kind:?}");
        world.clock.pass(HOUR);
    }
    first.set_outage(None);
    let shop = world.points_here("e.example.com");
    assert_eq!(edge.obtain(&shop).await.unwrap().facts.authority, "first", "it is back");
}

#[tokio::test]
async fn while_the_only_authority_is_down_hundreds_of_names_ask_it_a_few_times() {
    let world = World::new();
    let ca = world.authority("first", |settings| settings.limits = nameplate_test_ca::Limits::none());
    let edge = world.edge("a", &[("first", &ca)]);
    let hosts: Vec<_> = (0..150).map(|number| world.points_here(&format!("shop.example-{number}.com"))).collect();
    ca.set_outage(Some(Outage::now(OutageKind::DropConnection)));
    let refused = problem(edge.obtain(&hosts[0]).await);
    assert_eq!((refused.code.as_str(), refused.actor), ("authority_unavailable", Actor::Authority));
    let looks = world.dns.looks.load(Ordering::SeqCst);
    for host in &hosts[1..] {
        let refused = problem(edge.obtain(host).await);
        assert_eq!(refused.code, "authority_unavailable");
        assert!(refused.retry_at.unwrap() > world.now());
    }
    assert_eq!(world.dns.looks.load(Ordering::SeqCst), looks, "nothing is even looked at while it rests");
    world.live(&edge, HOUR * 2).await;
    assert_eq!(ca.counters().requests, 0);
    let failures: u32 = {
        let mut sum = 0;
        for host in &hosts {
            sum += world.entry(host).await.failures;
        }
        sum
    };
    assert!(failures < 250, "in two hours few attempts met the outage: {failures}");
    ca.set_outage(None);
    world.live(&edge, HOUR * 3).await;
    assert_eq!(ca.counters().certificates, 150, "all are had once it is back");
}

#[tokio::test]
async fn our_own_budget_postpones_to_the_instant_at_which_there_is_room() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let limits = Limits { orders: Limit { count: 2, per: HOUR }, ..Limits::LETS_ENCRYPT };
    let edge = world.edge_limited("a", &[("first", &ca)], |_| {}, None, limits);
    for host in ["a.example.com", "b.example.com"] {
        let shop = world.points_here(host);
        edge.obtain(&shop).await.unwrap();
    }
    let shop = world.points_here("c.example.com");
    let refused = problem(edge.obtain(&shop).await);
    assert_eq!((refused.code.as_str(), refused.actor), ("rate_limited", Actor::Nobody));
    let retry_at = refused.retry_at.unwrap();
    let room = world.now().plus(HOUR / 2);
    assert!(room <= retry_at && retry_at <= room.plus(HOUR / 20), "{retry_at} is about {room}");
    let entry = world.entry(&shop).await;
    assert_eq!((entry.failures, entry.due_at), (0, Some(retry_at)), "waiting is no failure");
    assert_eq!(ca.counters().orders, 2);
    world.live(&edge, HOUR).await;
    assert!(edge.find(vec![shop]).await.unwrap().is_some());
    assert!(ca.counters().refusals.is_empty(), "the authority never had to refuse");
}

#[tokio::test]
async fn the_limit_of_an_authority_closes_it_for_the_fleet_until_it_says() {
    let world = World::new();
    let first = world.authority("first", |settings| {
        settings.limits.new_orders = Some(Rate { count: 1, per: HOUR * 3 });
    });
    let second = world.authority("second", |_| {});
    let one = world.edge("a", &[("first", &first), ("second", &second)]);
    let other = world.edge("b", &[("first", &first), ("second", &second)]);
    let hosts = ["a.example.com", "b.example.com", "c.example.com"].map(|host| world.points_here(host));
    assert_eq!(one.obtain(&hosts[0]).await.unwrap().facts.authority, "first");
    assert_eq!(one.obtain(&hosts[1]).await.unwrap().facts.authority, "second");
    assert_eq!(other.obtain(&hosts[2]).await.unwrap().facts.authority, "second");
    let refused: u64 = first.counters().refusals.values().sum();
    assert_eq!(refused, 1, "one edge was refused, and the other did not ask");
    world.clock.pass(HOUR * 3);
    let later = world.points_here("d.example.com");
    assert_eq!(other.obtain(&later).await.unwrap().facts.authority, "first");
}

#[tokio::test]
async fn visitors_of_a_failing_name_get_its_problem_and_order_nothing() {
    let world = World::new();
    let ca = world.authority("first", |settings| settings.forbidden_names = vec!["example.com".into()]);
    let edge = world.edge_with("a", &[("first", &ca)], |settings| settings.failure_memory = Duration::ZERO, None);
    let shop = world.points_here("shop.example.com");
    let first = problem(edge.obtain(&shop).await);
    assert_eq!(first.code, "identifier_refused");
    let (requests, heard) = (ca.counters().requests, world.heard());
    for _ in 0..50 {
        assert_eq!(problem(edge.obtain(&shop).await), first);
    }
    assert_eq!((ca.counters().requests, world.heard()), (requests, heard));
    assert_eq!(first.authority.as_deref(), Some("first"));
}

#[tokio::test]
async fn a_name_that_fails_is_not_ordered_more_often_than_the_authority_bears_even_on_request() {
    let world = World::new();
    let ca = world.authority("first", |_| {});
    let edge = world.edge("a", &[("first", &ca)]);
    let shop = world.points_here("shop.example.com");
    world.dns.clear("shop.example.com");
    world.dns.add("shop.example.com", Record::A, "192.0.2.1");
    world.dns.tls_is_closed.store(true, Ordering::SeqCst);
    let mut last = problem(edge.obtain(&shop).await);
    for _ in 0..20 {
        last = problem(edge.renew(&shop).await);
    }
    assert_eq!(last.code, "rate_limited");
    assert!(ca.counters().refusals.is_empty(), "the authority never had to refuse");
    assert_eq!(world.entry(&shop).await.failures, 5);
}
