//! The sandbox's adapter does what every adapter has to do.

use crate::world::{PLATFORM, World};
use nameplate_domain::evidence::QueryType;
use nameplate_domain::zone::{Change, RrData, RrSet, RrType, Wish, ZoneContents, plan};
use nameplate_providers::{ErrorKind, Part, Zone, ZoneWriter, carry_out, sandbox};
use serde_json::Value;

fn set(name: &str, rtype: RrType, values: &[&str]) -> RrSet {
    let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
    RrSet::new(name, rtype, 300, data)
}

fn customer() -> Zone {
    Zone::named("customer.test")
}

async fn whole(writer: &dyn ZoneWriter) -> ZoneContents {
    writer.read(&customer(), Part::Whole).await.unwrap()
}

/// Writes what is wished, by the plan for it.
async fn write(writer: &dyn ZoneWriter, wishes: &[Wish]) -> Vec<Change> {
    let changes = plan(&whole(writer).await, wishes, &sandbox().abilities()).unwrap();
    carry_out(writer, &customer(), &changes).await.unwrap();
    changes
}

#[tokio::test]
async fn a_token_sees_its_zones_and_never_the_platforms() {
    let world = World::new().await;
    world.api("POST", "/api/zones", &serde_json::json!({ "zone": "other.test" })).await;
    let names = async |token: &str| -> Vec<String> {
        world.writer(token).zones().await.unwrap().into_iter().map(|zone| zone.name).collect()
    };
    assert_eq!(names("sandbox-token").await, ["customer.test", "other.test"]);
    assert_eq!(names("limited:customer.test").await, ["customer.test"]);
    let limited = world.writer("limited:customer.test");
    assert_eq!(limited.zone("customer.test").await.unwrap(), Some(customer()));
    assert_eq!(limited.zone("other.test").await.unwrap(), None);
    assert_eq!(limited.zone(PLATFORM).await.unwrap(), None);
    assert_eq!(world.writer("any").zone(PLATFORM).await.unwrap(), None);
    let missing = limited.read(&Zone::named("other.test"), Part::Whole).await.unwrap_err();
    assert_eq!((missing.kind, missing.code.as_deref()), (ErrorKind::NoSuchZone, Some("not_found")));
    let wrong = world.writer("wrong-secret").zones().await.unwrap_err();
    assert_eq!(wrong.kind, ErrorKind::BadCredential);
    assert!(!wrong.to_string().contains("wrong-secret"), "{wrong}");
}

#[tokio::test]
async fn every_kind_of_set_is_written_read_served_and_removed() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    world.record("mail", "MX", "10 mail.example.com").await;
    let before = world.records().await;
    let sets = [
        set("app.customer.test", RrType::A, &["192.0.2.1", "192.0.2.2"]),
        set("app.customer.test", RrType::Aaaa, &["2001:db8::1"]),
        set("app.customer.test", RrType::Txt, &["one", "two"]),
        set("customer.test", RrType::Mx, &["10 a.example.com", "20 b.example.com"]),
        set("customer.test", RrType::Caa, &["0 issue \"letsencrypt.org\"", "0 iodef \"mailto:a@customer.test\""]),
        set("customer.test", RrType::Alias, &["edge.nameplate.localhost"]),
        set("*.customer.test", RrType::Cname, &["edge.nameplate.localhost"]),
        set("_a._b.deep.customer.test", RrType::Txt, &["x"]),
    ];
    let changes: Vec<Change> = sets.iter().cloned().map(Change::create).collect();
    writer.apply(&customer(), &changes).await.unwrap();
    let contents = whole(&*writer).await;
    for set in &sets {
        assert_eq!(contents.at(&set.name, &set.rtype).map(|stored| &stored.set), Some(set));
    }
    assert_eq!(contents.sets.len(), sets.len() + 1);
    assert_eq!(world.dns("app.customer.test", QueryType::A).await, ["192.0.2.1", "192.0.2.2"]);
    assert_eq!(world.dns("customer.test", QueryType::A).await, ["127.0.0.1"]);
    assert_eq!(world.dns("any.customer.test", QueryType::Cname).await, ["edge.nameplate.localhost"]);

    let ids = world.records().await;
    writer.apply(&customer(), &changes).await.unwrap();
    assert_eq!(world.records().await, ids, "repeating does nothing, not even to numbers");

    let part = [("app.customer.test").to_owned()];
    assert_eq!(writer.read(&customer(), Part::Names(&part)).await.unwrap().sets.len(), 3);
    let back: Vec<Change> = sets.iter().cloned().map(Change::delete).collect();
    writer.apply(&customer(), &back).await.unwrap();
    writer.apply(&customer(), &back).await.unwrap();
    assert_eq!(world.records().await, before, "others keep every byte and their numbers");
}

#[tokio::test]
async fn one_value_changes_and_its_siblings_stay_the_records_they_were() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    let old = set("app.customer.test", RrType::A, &["192.0.2.1", "192.0.2.2"]);
    writer.apply(&customer(), &[Change::create(old.clone())]).await.unwrap();
    let id = |records: &[Value]| records.iter().find(|record| record["value"] == "192.0.2.2").unwrap()["id"].clone();
    let kept = id(&world.records().await);
    let new = set("app.customer.test", RrType::A, &["192.0.2.2", "192.0.2.3"]);
    writer.apply(&customer(), &[Change { before: Some(old), after: Some(new.clone()) }]).await.unwrap();
    assert_eq!(whole(&*writer).await.at("app.customer.test", &RrType::A).unwrap().set, new);
    assert_eq!(id(&world.records().await), kept);
    let slower = RrSet { ttl: 600, ..new.clone() };
    writer.apply(&customer(), &[Change { before: Some(new), after: Some(slower.clone()) }]).await.unwrap();
    assert_eq!(whole(&*writer).await.at("app.customer.test", &RrType::A).unwrap().set, slower);
}

#[tokio::test]
async fn texts_come_back_as_they_were_whatever_is_in_them() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    let long = "0123456789".repeat(80);
    for text in [
        "plain",
        "",
        " blanks on both sides ",
        "\"in quotes\"",
        "a \"quote\" inside",
        "\"",
        "back\\slash and \\\"both\\\"",
        "\\195\\164",
        "v=DKIM1; k=rsa; p=MIIB",
        "größer 🌍 than ASCII",
        "\ttab\t",
        "\"one\" \"two\"",
        &long,
    ] {
        let wanted = RrSet::of_one("_t.customer.test", 60, RrData::Txt(text.to_owned()));
        let before = whole(&*writer).await.at("_t.customer.test", &RrType::Txt).map(|stored| stored.set.clone());
        writer.apply(&customer(), &[Change { before, after: Some(wanted.clone()) }]).await.unwrap();
        assert_eq!(whole(&*writer).await.sets[0].set, wanted, "{text:?}");
    }
    assert_eq!(world.dns("_t.customer.test", QueryType::Txt).await, [long]);
}

#[tokio::test]
async fn a_cname_takes_the_place_of_addresses_and_back_in_one_step() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    let name = "shop.customer.test";
    write(&*writer, &[Wish::Exactly(set(name, RrType::A, &["192.0.2.1"]))]).await;
    let cname = Wish::Exactly(set(name, RrType::Cname, &["edge.nameplate.localhost"]));
    assert_eq!(write(&*writer, std::slice::from_ref(&cname)).await.len(), 2);
    assert_eq!(world.dns(name, QueryType::A).await, ["127.0.0.1"]);
    assert!(write(&*writer, &[cname]).await.is_empty(), "a plan for what stands is empty");
    write(&*writer, &[Wish::Exactly(set(name, RrType::A, &["192.0.2.7"]))]).await;
    assert_eq!(world.dns(name, QueryType::A).await, ["192.0.2.7"]);
}

#[tokio::test]
async fn the_apex_can_be_led_by_a_name() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    write(&*writer, &[Wish::Exactly(set("customer.test", RrType::Alias, &["edge.nameplate.localhost"]))]).await;
    assert_eq!(world.dns("customer.test", QueryType::A).await, ["127.0.0.1"]);
}

#[tokio::test]
async fn what_somebody_else_changed_is_not_written_over() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    world.record("app", "A", "192.0.2.9").await;
    let before = world.records().await;
    let other = set("new.customer.test", RrType::Txt, &["x"]);
    let change = Change {
        before: Some(set("app.customer.test", RrType::A, &["192.0.2.1"])),
        after: Some(set("app.customer.test", RrType::A, &["192.0.2.2"])),
    };
    let failed = writer.apply(&customer(), &[Change::create(other), change]).await.unwrap_err();
    assert_eq!((failed.error.kind, failed.done), (ErrorKind::ZoneChanged, 0));
    assert_eq!(world.records().await, before);
}

#[tokio::test]
async fn changes_are_all_carried_out_or_none() {
    let world = World::new().await;
    let writer = world.writer("sandbox-token");
    let good = Change::create(set("a.customer.test", RrType::A, &["192.0.2.1"]));
    let refused = Change::create(set("b.customer.test", RrType::Ns, &["ns.example.com"]));
    let failed = writer.apply(&customer(), &[good.clone(), refused]).await.unwrap_err();
    assert_eq!((failed.error.kind, failed.done), (ErrorKind::Rejected, 0));
    assert!(failed.to_string().contains("NS is kept by this host"), "{failed}");
    let blocked = Change::create(set("a.customer.test", RrType::Cname, &["edge.nameplate.localhost"]));
    let failed = writer.apply(&customer(), &[good, blocked]).await.unwrap_err();
    assert_eq!(failed.error.kind, ErrorKind::Conflict);
    assert!(world.records().await.is_empty());
}
