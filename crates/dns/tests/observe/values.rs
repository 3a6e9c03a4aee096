//! What a well-behaved zone says.

use crate::world::{World, a, cname, lines, only, txt};
use nameplate_dns::serve::RecordData;
use nameplate_domain::evidence::{Answer, QueryType, Vantage};

#[tokio::test]
async fn an_answer_names_zone_server_and_vantage() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "app.customer.test", a(1), 60);
    let sighting = world.observer().observe("App.Customer.TEST.", QueryType::A).await;
    assert_eq!((sighting.name.as_str(), sighting.zone.as_deref()), ("app.customer.test", Some("customer.test")));
    let server = &sighting.replies[0].server;
    assert_eq!((server.name.as_deref(), server.vantage), (Some("ns1.test"), Vantage::Authoritative));
    let expected = Answer { aliases: vec![], values: vec!["192.0.2.1".into()], ttl: Some(60), no_such_name: false };
    assert_eq!(only(&sighting), &Ok(expected));
}

#[tokio::test]
async fn strings_of_one_text_are_joined_and_several_texts_are_several_values() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    let long = "k".repeat(300);
    zone.insert("customer.test", "_challenge.customer.test", txt(&long), 60);
    zone.insert("customer.test", "_challenge.customer.test", txt("cd-verify-Abc"), 60);
    let sighting = world.observer().observe("_challenge.customer.test", QueryType::Txt).await;
    assert_eq!(only(&sighting).as_ref().unwrap().values, ["cd-verify-Abc".to_owned(), long]);
}

#[tokio::test]
async fn a_reply_too_long_for_udp_comes_over_tcp() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "customer.test", txt(&"x".repeat(4000)), 60);
    let sighting = world.observer().observe("customer.test", QueryType::Txt).await;
    assert_eq!(only(&sighting).as_ref().unwrap().values[0].len(), 4000);
}

#[tokio::test]
async fn a_missing_name_differs_from_a_missing_type() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "app.customer.test", txt("here"), 60);
    let observer = world.observer();
    let no_name = observer.observe("nowhere.customer.test", QueryType::A).await;
    assert!(only(&no_name).as_ref().unwrap().no_such_name);
    let no_type = observer.observe("app.customer.test", QueryType::A).await;
    assert_eq!(only(&no_type), &Ok(Answer::default()));
}

#[tokio::test]
async fn a_wildcard_answers_for_names_below_it() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "*.customer.test", cname("edge.platform.test"), 60);
    let sighting = world.observer().observe("anything.customer.test", QueryType::Cname).await;
    assert_eq!(only(&sighting).as_ref().unwrap().values, ["edge.platform.test"]);
}

#[tokio::test]
async fn a_flattened_apex_shows_the_addresses_of_its_target() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    zone.insert("customer.test", "edge.customer.test", a(1), 60);
    zone.insert("customer.test", "customer.test", RecordData::Alias("edge.customer.test".into()), 60);
    let sighting = world.observer().observe("customer.test", QueryType::A).await;
    assert_eq!(lines(&sighting), ["ns1.test:  > 192.0.2.1"]);
}

#[tokio::test]
async fn mail_and_certificate_records_have_one_form() {
    let mut world = World::new().await;
    let zone = world.customer().await;
    let mx = RecordData::Mx { preference: 10, exchange: "mail.example.com".into() };
    zone.insert("customer.test", "customer.test", mx, 60);
    let caa = RecordData::Caa { flags: 0, tag: "issue".into(), value: "letsencrypt.org".into() };
    zone.insert("customer.test", "customer.test", caa, 60);
    let observer = world.observer();
    let values = async |qtype| only(&observer.observe("customer.test", qtype).await).clone().unwrap().values;
    assert_eq!(values(QueryType::Mx).await, ["10 mail.example.com"]);
    assert_eq!(values(QueryType::Caa).await, ["0 issue \"letsencrypt.org\""]);
    assert_eq!(values(QueryType::Soa).await, ["ns1.test nobody.test 3 3600 600 604800 2"]);
}

#[tokio::test]
async fn a_secondary_that_is_behind_is_seen() {
    let mut world = World::new().await;
    world.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2]), ("ns2.test", [127, 0, 0, 3])]);
    let primary = world.server([127, 0, 0, 2], &["customer.test"]).await;
    let secondary = world.server([127, 0, 0, 3], &["customer.test"]).await;
    primary.insert("customer.test", "customer.test", txt("new"), 60);
    secondary.insert("customer.test", "customer.test", txt("old"), 60);
    let sighting = world.observer().observe("customer.test", QueryType::Txt).await;
    assert_eq!(lines(&sighting), ["ns1.test:  > new", "ns2.test:  > old"]);
}

#[tokio::test]
async fn when_resolvers_are_believed_only_they_are_asked() {
    let world = World::new().await;
    world.delegate("customer.test", &[("ns1.test", [127, 0, 0, 2])]);
    world.resolver.insert("customer.test", "app.customer.test", cname("edge.sandbox.test"), 60);
    world.resolver.insert("sandbox.test", "edge.sandbox.test", a(1), 60);
    let mut settings = world.settings();
    settings.authoritative = false;
    let sighting = crate::world::observer(settings).follow("app.customer.test", QueryType::A, &[]).await;
    assert_eq!(lines(&sighting), ["resolver: edge.sandbox.test > 192.0.2.1"]);
    assert_eq!((sighting.zone.as_deref(), sighting.replies[0].server.vantage), (None, Vantage::Resolver));
}

#[tokio::test]
async fn named_resolvers_can_be_asked_beside_the_zone() {
    let mut world = World::new().await;
    world.customer().await.insert("customer.test", "customer.test", txt("new"), 60);
    world.resolver.insert("customer.test", "customer.test", txt("old"), 60);
    let observer = world.observer();
    let sighting = observer.observe_resolvers("customer.test", QueryType::Txt).await;
    assert_eq!(lines(&sighting), ["resolver:  > old"]);
    assert_eq!(lines(&observer.observe("customer.test", QueryType::Txt).await), ["ns1.test:  > new"]);
}
