//! What pages show, and what they never do.

use super::*;
use crate::book::{FAULTS, Numbered};
use crate::record::Entry;
use nameplate_domain::records::RecordType;

fn listed(editable: bool) -> Listed {
    Listed { zone: "customer.test".into(), records: 1, editable, fault: "none", domain_connect: editable }
}

fn record(value: &str) -> Numbered {
    let entry = Entry {
        name: "app.customer.test".into(),
        rtype: RecordType::Txt,
        value: value.into(),
        ttl: 60,
        priority: None,
    };
    Numbered { id: "7".into(), zone: "customer.test".into(), entry, built_in: false }
}

#[test]
fn what_people_type_is_text_and_never_markup() {
    let nasty = "<script>alert('1')</script>{{title}}\"";
    let draft = Draft { value: nasty.into(), ..Draft::default() };
    let page = zone(&listed(true), &[record(nasty)], &draft, Some(nasty));
    assert!(!page.contains("<script>"));
    assert_eq!(page.matches("&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;{{title}}&quot;").count(), 3);
}

#[test]
fn every_slot_of_every_page_is_filled() {
    for page in [
        zones(&[listed(true), listed(false)], "", None),
        zones(&[], "example.com", Some("zone must be under .test")),
        zone(&listed(true), &[record("x")], &Draft::default(), None),
        zone(&Listed { fault: "servfail", ..listed(false) }, &[], &Draft::default(), Some("there is no zone")),
        message("Title", "Text"),
    ] {
        assert!(!page.contains("{{"), "{page}");
    }
}

#[test]
fn a_zone_of_the_platform_has_no_buttons_to_change_it() {
    let page = zone(&listed(false), &[record("x")], &Draft::default(), None);
    assert!(!page.contains("/records"));
    assert!(
        zone(&listed(true), &[record("x")], &Draft::default(), None).contains("/zones/customer.test/records/7/delete")
    );
}

#[test]
fn a_refused_form_has_its_reason_at_the_field_and_tells_of_nothing_done() {
    let draft = Draft { rtype: "MX".into(), priority: "first".into(), ..Draft::default() };
    let page = zone(&listed(true), &[], &draft, Some("priority is not a number"));
    assert!(page.contains("<title>Error: customer.test"));
    assert!(page.contains("value=\"first\" aria-invalid=\"true\" autofocus"));
    assert!(page.contains("id=\"priority-complaint\" class=\"complaint\" role=\"alert\">Priority is not a number<"));
    assert_eq!(page.matches("aria-invalid").count(), 1);
    assert!(!page.contains("role=\"status\""));
}

#[test]
fn a_change_refused_because_the_zone_is_the_platforms_is_said_above_it() {
    let page = zone(&listed(false), &[], &Draft::default(), Some("the zone customer.test belongs to the platform"));
    assert!(page.contains("role=\"alert\">The zone customer.test belongs to the platform<"));
}

#[test]
fn every_form_names_a_status_that_a_page_has() {
    let zone_page = zone(&listed(true), &[record("x")], &Draft::default(), None);
    let pages = zones(&[listed(true)], "", None) + &zone_page;
    let told: Vec<&str> = pages
        .split("action=\"")
        .skip(1)
        .map(|action| action.split('"').next().unwrap().split_once('#').unwrap().1)
        .collect();
    assert_eq!(told, ["zone-added", "record-added", "record-deleted", "offer-set", "fault-set", "zone-removed"]);
    for status in told {
        assert!(pages.contains(&format!("<p id=\"{status}\" class=\"status\" role=\"status\">")), "{status}");
    }
}

#[test]
fn what_this_host_keeps_is_shown_without_a_button_and_not_counted() {
    let kept = Numbered { id: String::new(), built_in: true, ..record("127.0.0.1:8053") };
    let page = zone(&listed(true), &[record("x"), kept], &Draft::default(), None);
    assert!(page.contains("127.0.0.1:8053") && page.contains("Kept by this host"));
    assert!(page.contains("<span class=\"count\">1</span>"));
    assert_eq!(page.matches("/delete#record-deleted").count(), 1);
}

#[test]
fn the_newest_record_is_marked() {
    let (older, newer) =
        (Numbered { id: "9".into(), ..record("older") }, Numbered { id: "10".into(), ..record("newer") });
    let page = zone(&listed(true), &[newer, older], &Draft::default(), None);
    assert_eq!(page.matches("newest").count(), 1);
    assert!(page.split("class=\"newest\"").nth(1).unwrap().split("</tr>").next().unwrap().contains("newer"));
}

#[test]
fn a_zone_that_misbehaves_says_how() {
    let page = zone(&Listed { fault: "servfail", ..listed(true) }, &[], &Draft::default(), None);
    assert!(page.contains("On purpose, the name server answers SERVFAIL to everything."));
    assert!(FAULTS.iter().all(|(mode, _)| zone::habit(mode) != *mode));
}
