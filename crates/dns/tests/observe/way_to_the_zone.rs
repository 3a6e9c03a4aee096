//! From a name to the zone that owns it.

use crate::world::{World, a, add_zone, cname, lines, only, reply_to, txt};
use hickory_proto::op::Message;
use hickory_proto::rr::rdata::{A, NS};
use hickory_proto::rr::{Name, RData, Record};
use nameplate_dns::observe::{NameServer, Zone};
use nameplate_dns::serve::{Apex, Fault, Node, RecordData, ZoneSource, Zones};
use nameplate_domain::evidence::{QueryType, Unanswered, Vantage};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn the_zone_is_found_from_deep_below_and_past_an_alias() {
    let mut world = World::new().await;
    world.customer().await;
    world.resolver.insert("customer.test", "app.customer.test", cname("edge.sandbox.test"), 60);
    let expected = Zone {
        name: "customer.test".into(),
        servers: vec![NameServer { name: "ns1.test".into(), addresses: vec![[127, 0, 0, 2].into()] }],
    };
    let observer = world.observer();
    for name in ["customer.test", "app.customer.test", "_acme-challenge.app.customer.test", "a.b.c.customer.test"] {
        assert_eq!(observer.zone_of(name).await.as_ref(), Ok(&expected), "{name}");
    }
}

#[tokio::test]
async fn a_zone_cut_between_is_respected() {
    let mut world = World::new().await;
    world.customer().await;
    world.delegate("shop.customer.test", &[("ns2.test", [127, 0, 0, 3])]);
    let shop = world.server([127, 0, 0, 3], &["shop.customer.test"]).await;
    shop.insert("shop.customer.test", "www.shop.customer.test", a(3), 60);
    let sighting = world.observer().observe("www.shop.customer.test", QueryType::A).await;
    assert_eq!(sighting.zone.as_deref(), Some("shop.customer.test"));
    assert_eq!(lines(&sighting), ["ns2.test:  > 192.0.2.3"]);
}

/// A server of `test` that knows one delegation, and says so without authority.
fn refers_to_new_test(request: &Message) -> Vec<Vec<u8>> {
    let child = Name::from_ascii("new.test.").unwrap();
    let server = Name::from_ascii("ns.new.test.").unwrap();
    let mut reply = reply_to(request);
    reply.metadata.authoritative = false;
    reply.add_authority(Record::from_rdata(child, 60, RData::NS(NS(server.clone()))));
    reply.add_additional(Record::from_rdata(server, 60, RData::A(A([127, 0, 0, 4].into()))));
    vec![reply.to_vec().unwrap()]
}

#[tokio::test]
async fn a_delegation_that_the_resolver_does_not_know_yet_is_found() {
    let mut world = World::new().await;
    let parent = RecordData::Ns("ns.test".into());
    world.resolver.insert("test", "test", parent, 60);
    world.resolver.insert("test", "ns.test", RecordData::A([127, 0, 0, 3].into()), 60);
    world.scripted([127, 0, 0, 3], refers_to_new_test).await;
    let new = world.server([127, 0, 0, 4], &["new.test"]).await;
    new.insert("new.test", "app.new.test", a(4), 60);
    let observer = world.observer();
    let sighting = observer.observe("app.new.test", QueryType::A).await;
    assert_eq!(sighting.zone.as_deref(), Some("new.test"));
    assert_eq!(lines(&sighting), ["ns.new.test:  > 192.0.2.4"]);
}

#[tokio::test]
async fn when_the_resolver_fails_at_the_zone_its_parent_tells_who_fails() {
    let mut world = World::new().await;
    world.resolver.insert("test", "test", RecordData::Ns("ns.test".into()), 60);
    world.resolver.insert("test", "ns.test", RecordData::A([127, 0, 0, 3].into()), 60);
    world.scripted([127, 0, 0, 3], refers_to_new_test).await;
    add_zone(&world.resolver, "new.test");
    world.resolver.set_fault("new.test", Some(Fault::ServerFailure));
    let sighting = world.observer().observe("app.new.test", QueryType::A).await;
    assert_eq!(lines(&sighting), ["ns.new.test: could not be reached (connection refused)"]);
}

#[tokio::test]
async fn without_any_resolver_nothing_is_known() {
    let world = World::new().await;
    let mut settings = world.settings();
    settings.resolvers = vec![([127, 0, 0, 9], world.port).into()];
    let sighting = crate::world::observer(settings).observe("customer.test", QueryType::A).await;
    assert_eq!(only(&sighting), &Err(Unanswered::Unreachable("connection refused".into())));
    assert_eq!(sighting.replies[0].server.vantage, Vantage::Resolver);
}

#[tokio::test]
async fn the_second_resolver_helps_out() {
    let mut world = World::new().await;
    world.customer().await.insert("customer.test", "customer.test", a(1), 60);
    let mut settings = world.settings();
    settings.resolvers.insert(0, ([127, 0, 0, 9], world.port).into());
    let sighting = crate::world::observer(settings).observe("customer.test", QueryType::A).await;
    assert_eq!(lines(&sighting), ["ns1.test:  > 192.0.2.1"]);
}

#[tokio::test]
async fn a_moved_zone_is_found_again_once_forgotten() {
    let mut world = World::new().await;
    world.customer().await.insert("customer.test", "customer.test", txt("before"), 60);
    let observer = world.observer();
    observer.observe("customer.test", QueryType::Txt).await;
    world.resolver.remove("test", "ns1.test", &RecordData::A([127, 0, 0, 2].into()));
    world.delegate("customer.test", &[("ns2.test", [127, 0, 0, 3])]);
    let after = world.server([127, 0, 0, 3], &["customer.test"]).await;
    after.insert("customer.test", "customer.test", txt("after"), 60);
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns1.test:  > before"]);
    observer.forget("_challenge.customer.test").await;
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns2.test:  > after"]);
}

#[tokio::test]
async fn a_zone_that_its_servers_disown_is_looked_up_again() {
    let mut world = World::new().await;
    let before = world.customer().await;
    before.insert("customer.test", "customer.test", txt("before"), 60);
    let observer = world.observer();
    observer.observe("customer.test", QueryType::Txt).await;
    world.delegate("customer.test", &[("ns2.test", [127, 0, 0, 3])]);
    let after = world.server([127, 0, 0, 3], &["customer.test"]).await;
    after.insert("customer.test", "customer.test", txt("after"), 60);
    before.remove_zone("customer.test");
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns1.test: answered REFUSED"]);
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns2.test:  > after"]);
}

/// Zones that count how often anything is asked about one name.
struct Counted {
    zones: Zones,
    name: &'static str,
    asked: Arc<AtomicUsize>,
}

impl ZoneSource for Counted {
    fn enclosing(&self, name: &str) -> Option<Arc<Apex>> {
        if name == self.name {
            self.asked.fetch_add(1, Ordering::Relaxed);
        }
        self.zones.enclosing(name)
    }

    fn node(&self, apex: &str, name: &str) -> Option<Arc<Node>> {
        self.zones.node(apex, name)
    }
}

#[tokio::test]
async fn many_at_once_look_for_the_zone_once_and_never_remember_answers() {
    let resolver = Zones::new();
    add_zone(&resolver, "test");
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Counted { zones: resolver.clone(), name: "customer.test", asked: Arc::clone(&asked) };
    let mut world = World::with_resolver(resolver, Arc::new(counted)).await;
    let zone = world.customer().await;
    zone.insert("customer.test", "customer.test", txt("first"), 60);
    let observer = world.observer();
    let all = (0..20).map(|_| observer.observe("customer.test", QueryType::Txt));
    for sighting in futures_util::future::join_all(all).await {
        assert_eq!(lines(&sighting), ["ns1.test:  > first"]);
    }
    assert_eq!(asked.load(Ordering::Relaxed), 2, "one SOA and one NS question");
    zone.remove("customer.test", "customer.test", &txt("first"));
    zone.insert("customer.test", "customer.test", txt("second"), 60);
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns1.test:  > second"]);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}
