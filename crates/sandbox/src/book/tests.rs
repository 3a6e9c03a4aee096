//! What the book takes and refuses.

use super::*;
use nameplate_domain::records::RecordType;

fn book() -> Book {
    let book = Book::new([127, 0, 0, 1].into(), 1, "127.0.0.1:8053".into());
    let edge = Entry {
        name: "edge.nameplate.localhost".into(),
        rtype: RecordType::A,
        value: "127.0.0.1".into(),
        ttl: 60,
        priority: None,
    };
    book.add_platform_zone("nameplate.localhost", vec![edge]).unwrap();
    book
}

fn wish(name: &str, rtype: &str, value: &str) -> Wish {
    Wish { name: name.into(), rtype: rtype.into(), value: value.into(), ttl: None, priority: None }
}

fn complaint<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_zone_is_made_by_its_first_record() {
    let book = book();
    let name = "www.app.customer.test";
    let made = book.add_absolute(&Book::zone_of(name).unwrap(), &wish(name, "A", "192.0.2.1")).unwrap();
    assert_eq!((made.zone.as_str(), made.entry.name.as_str()), ("customer.test", "www.app.customer.test"));
    let listed: Vec<String> = book.zones().into_iter().map(|zone| zone.zone).collect();
    assert_eq!(listed, ["customer.test", "nameplate.localhost"]);
}

#[test]
fn a_refused_record_makes_no_zone() {
    let book = book();
    complaint(book.add("customer.test", &wish("app", "A", "nowhere")));
    assert_eq!(complaint(book.records("customer.test")), "there is no zone customer.test here");
}

#[test]
fn a_cname_stands_alone() {
    let book = book();
    book.add("customer.test", &wish("app", "TXT", "x")).unwrap();
    assert_eq!(
        complaint(book.add("customer.test", &wish("app", "CNAME", "edge.test"))),
        "type CNAME must stand alone, but app.customer.test has a record of type TXT; delete that first"
    );
    book.add("customer.test", &wish("www", "CNAME", "edge.test")).unwrap();
    assert_eq!(
        complaint(book.add("customer.test", &wish("www", "A", "192.0.2.1"))),
        "type A cannot stand beside the CNAME at www.customer.test; delete that first"
    );
}

#[test]
fn an_alias_is_the_addresses_of_its_name() {
    let book = book();
    book.add("customer.test", &wish("@", "A", "192.0.2.1")).unwrap();
    assert_eq!(
        complaint(book.add("customer.test", &wish("@", "ALIAS", "edge.test"))),
        "type ALIAS cannot stand beside the A at customer.test; delete that first"
    );
}

#[test]
fn the_same_record_is_not_kept_twice() {
    let book = book();
    book.add("customer.test", &wish("app", "A", "192.0.2.1")).unwrap();
    book.add("customer.test", &wish("app", "A", "192.0.2.2")).unwrap();
    assert_eq!(
        complaint(book.add("customer.test", &wish("app", "A", "192.0.2.1"))),
        "value is already at app.customer.test in a record of type A"
    );
}

#[test]
fn a_record_may_be_replaced_by_what_could_not_stand_beside_it() {
    let book = book();
    let old = book.add("customer.test", &wish("app", "A", "192.0.2.1")).unwrap();
    let new = book.replace("customer.test", &old.id, &wish("app", "CNAME", "edge.test")).unwrap();
    assert_eq!((new.id, new.entry.rtype), (old.id, RecordType::Cname));
    assert_eq!(book.records("customer.test").unwrap().len(), 1);
}

#[test]
fn zones_that_are_not_a_customers_cannot_be_changed() {
    let book = book();
    let add = |zone: &str| complaint(book.add(zone, &wish("x", "A", "192.0.2.1")));
    assert_eq!(
        add("nameplate.localhost"),
        "the zone nameplate.localhost belongs to the platform and is only shown here"
    );
    assert_eq!(add("sandbox.test"), "zone sandbox.test is this host's own");
    assert_eq!(add("test"), "zone must be a name directly under .test, like customer.test");
    assert_eq!(add("a.b.test"), "zone must be a name directly under .test, like customer.test");
    assert_eq!(add("example.com"), "zone must be a name directly under .test, like customer.test");
    assert_eq!(add("-x.test"), "zone is no host name: letters, digits and inner hyphens only");
}

#[test]
fn what_was_saved_is_taken_up_and_numbers_go_on() {
    let before = book();
    before.add("customer.test", &wish("a", "A", "192.0.2.1")).unwrap();
    let last = before.add("customer.test", &wish("b", "A", "192.0.2.1")).unwrap();
    before.remove("customer.test", &last.id).unwrap();
    let after = book();
    after.restore(before.to_save()).unwrap();
    assert_eq!(after.records("customer.test"), before.records("customer.test"));
    let next = after.add("customer.test", &wish("c", "A", "192.0.2.1")).unwrap();
    assert_ne!(next.id, last.id);
}

fn zone_with(wishes: &[Wish]) -> (Book, Vec<String>) {
    let book = book();
    let ids = wishes.iter().map(|wish| book.add("customer.test", wish).unwrap().id).collect();
    (book, ids)
}

#[test]
fn a_batch_is_carried_out_whole_or_not_at_all() {
    let (book, ids) = zone_with(&[wish("app", "A", "192.0.2.1"), wish("app", "TXT", "x")]);
    let before = book.listing("customer.test").unwrap();
    let swap = |create: Vec<Wish>| Batch { delete: ids[..1].to_vec(), create };
    let half = swap(vec![wish("b", "A", "192.0.2.2"), wish("app", "CNAME", "edge.test")]);
    assert!(complaint(book.change("customer.test", None, &half)).starts_with("type CNAME must stand alone"));
    let gone = Batch { delete: vec![ids[1].clone(), "99".into()], create: vec![] };
    assert_eq!(complaint(book.change("customer.test", None, &gone)), "the zone customer.test has no record 99");
    assert_eq!(book.listing("customer.test").unwrap(), before);
    let all = Batch { delete: ids.clone(), create: vec![wish("app", "CNAME", "edge.test")] };
    let added = book.change("customer.test", Some(before.1), &all).unwrap();
    assert_eq!(book.records("customer.test").unwrap(), added);
}

#[test]
fn a_batch_that_starts_from_other_records_changes_nothing() {
    let (book, ids) = zone_with(&[wish("app", "A", "192.0.2.1")]);
    let (_, version) = book.listing("customer.test").unwrap();
    book.add("customer.test", &wish("app", "A", "192.0.2.2")).unwrap();
    let batch = Batch { delete: ids, create: vec![] };
    assert_eq!(
        complaint(book.change("customer.test", Some(version), &batch)),
        "the records of customer.test were changed in the meantime; read them again"
    );
    assert_eq!(book.records("customer.test").unwrap().len(), 2);
}

#[test]
fn every_customers_zone_says_where_domain_connect_is_spoken() {
    let (book, _) = zone_with(&[wish("app", "A", "192.0.2.1")]);
    assert_eq!(book.texts("_domainconnect.customer.test"), ["127.0.0.1:8053"]);
    assert_eq!(book.records("customer.test").unwrap().len(), 1);
    let own = wish("_domainconnect", "TXT", "elsewhere.example");
    assert_eq!(
        complaint(book.add("customer.test", &own)),
        "name _domainconnect is kept by this host and cannot be changed"
    );
    assert!(book.texts("_domainconnect.nameplate.localhost").is_empty());
}
