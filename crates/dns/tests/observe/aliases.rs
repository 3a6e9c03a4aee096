//! Aliases that leave the zone.

use crate::world::{World, a, cname, lines, only};
use nameplate_dns::serve::{Fault, Zones};
use nameplate_domain::evidence::{QueryType, Unanswered};

/// `customer.test` on 127.0.0.2 and `platform.test` on 127.0.0.3.
async fn two_zones(world: &mut World) -> (Zones, Zones) {
    let customer = world.customer().await;
    world.delegate("platform.test", &[("ns.platform.test", [127, 0, 0, 3])]);
    world.resolver.insert(
        "platform.test",
        "ns.platform.test",
        nameplate_dns::serve::RecordData::A([127, 0, 0, 3].into()),
        60,
    );
    let platform = world.server([127, 0, 0, 3], &["platform.test"]).await;
    (customer, platform)
}

#[tokio::test]
async fn a_chain_is_followed_from_zone_to_zone() {
    let mut world = World::new().await;
    let (customer, platform) = two_zones(&mut world).await;
    customer.insert("customer.test", "app.customer.test", cname("web.customer.test"), 60);
    customer.insert("customer.test", "web.customer.test", cname("app-1.platform.test"), 60);
    platform.insert("platform.test", "app-1.platform.test", cname("edge.platform.test"), 30);
    platform.insert("platform.test", "edge.platform.test", a(1), 300);
    let observer = world.observer();
    let sighting = observer.follow("app.customer.test", QueryType::A, &[]).await;
    assert_eq!(lines(&sighting), ["ns1.test: web.customer.test app-1.platform.test edge.platform.test > 192.0.2.1"]);
    assert_eq!(only(&sighting).as_ref().unwrap().ttl, Some(30));
    assert_eq!(sighting.zone.as_deref(), Some("customer.test"));
    let observed = observer.observe("app.customer.test", QueryType::A).await;
    assert_eq!(lines(&observed), ["ns1.test: web.customer.test app-1.platform.test > "]);
}

#[tokio::test]
async fn the_way_ends_at_a_wanted_target() {
    let mut world = World::new().await;
    let (customer, platform) = two_zones(&mut world).await;
    customer.insert("customer.test", "app.customer.test", cname("edge.platform.test"), 60);
    platform.set_fault("platform.test", Some(Fault::Silence));
    let sighting = world.observer().follow("app.customer.test", QueryType::A, &["Edge.Platform.test."]).await;
    assert_eq!(lines(&sighting), ["ns1.test: edge.platform.test > "]);
}

#[tokio::test]
async fn a_target_that_cannot_be_asked_is_no_absence() {
    let mut world = World::new().await;
    let (customer, platform) = two_zones(&mut world).await;
    customer.insert("customer.test", "app.customer.test", cname("edge.platform.test"), 60);
    platform.set_fault("platform.test", Some(Fault::ServerFailure));
    let sighting = world.observer().follow("app.customer.test", QueryType::A, &[]).await;
    let lost = "says that the name leads to edge.platform.test, where nothing usable is heard";
    let [line] = &lines(&sighting)[..] else { panic!("{sighting:?}") };
    assert!(line.starts_with(&format!("ns1.test: {lost}: ns.platform.test (127.0.0.3:")), "{line}");
    assert!(line.ends_with("answered SERVFAIL"), "{line}");
}

#[tokio::test]
async fn a_target_that_does_not_exist_is_an_answer() {
    let mut world = World::new().await;
    let (customer, _platform) = two_zones(&mut world).await;
    customer.insert("customer.test", "app.customer.test", cname("gone.platform.test"), 60);
    let sighting = world.observer().follow("app.customer.test", QueryType::A, &[]).await;
    assert_eq!(lines(&sighting), ["ns1.test: gone.platform.test > "]);
}

#[tokio::test]
async fn a_circle_over_two_zones_ends() {
    let mut world = World::new().await;
    let (customer, platform) = two_zones(&mut world).await;
    customer.insert("customer.test", "app.customer.test", cname("edge.platform.test"), 60);
    platform.insert("platform.test", "edge.platform.test", cname("app.customer.test"), 60);
    let sighting = world.observer().follow("app.customer.test", QueryType::A, &[]).await;
    assert_eq!(lines(&sighting), ["ns1.test: edge.platform.test app.customer.test > "]);
}

#[tokio::test]
async fn a_chain_without_end_is_given_up() {
    let mut world = World::new().await;
    let (customer, platform) = two_zones(&mut world).await;
    for n in 0..12 {
        customer.insert("customer.test", &format!("a{n}.customer.test"), cname(&format!("b{n}.platform.test")), 60);
        platform.insert(
            "platform.test",
            &format!("b{n}.platform.test"),
            cname(&format!("a{}.customer.test", n + 1)),
            60,
        );
    }
    let sighting = world.observer().follow("a0.customer.test", QueryType::A, &[]).await;
    assert_eq!(only(&sighting), &Err(Unanswered::Malformed("more than 8 aliases from zone to zone".into())));
}

#[tokio::test]
async fn servers_of_the_target_that_disagree_are_all_heard() {
    let mut world = World::new().await;
    let customer = world.customer().await;
    world.delegate("platform.test", &[("ns3.test", [127, 0, 0, 3]), ("ns4.test", [127, 0, 0, 4])]);
    let third = world.server([127, 0, 0, 3], &["platform.test"]).await;
    let fourth = world.server([127, 0, 0, 4], &["platform.test"]).await;
    customer.insert("customer.test", "app.customer.test", cname("edge.platform.test"), 60);
    third.insert("platform.test", "edge.platform.test", a(3), 60);
    fourth.insert("platform.test", "edge.platform.test", a(4), 60);
    let sighting = world.observer().follow("app.customer.test", QueryType::A, &[]).await;
    assert_eq!(
        lines(&sighting),
        ["ns1.test: edge.platform.test > 192.0.2.3", "ns1.test: edge.platform.test > 192.0.2.4"]
    );
}
