//! Counting lookups, held against small zones.

use crate::email::spf::*;

/// Texts by name; a name without an entry has none.
type Zone<'a> = &'a [(&'a str, &'a str)];

fn counted(record: &str, zone: Zone<'_>) -> (LookupCount, Vec<String>) {
    let mut counter = SpfCounter::new("acme.com", record.parse().unwrap());
    let mut asked = Vec::new();
    loop {
        let wanted = counter.wanted();
        if wanted.is_empty() {
            return (counter.counted(), asked);
        }
        for name in wanted {
            let texts: Vec<&str> = zone.iter().filter(|(known, _)| *known == name).map(|(_, text)| *text).collect();
            let is_silent = texts == ["silent"];
            counter.answered(&name, (!is_silent).then_some(texts.as_slice()));
            asked.push(name);
        }
        assert!(asked.len() <= NAMES_MAX, "{asked:?}");
    }
}

fn check(record: &str, zone: Zone<'_>, lookups: usize) {
    let (count, _) = counted(record, zone);
    assert_eq!(count, LookupCount { lookups, over_limit: lookups > 10, ..LookupCount::default() }, "{record}");
}

#[test]
fn terms_that_ask_dns_count_and_others_do_not() {
    check("v=spf1 ip4:192.0.2.1 ip6:2001:db8::1 -all", &[], 0);
    check("v=spf1 a mx ptr exists:%{i}.x.example a:b.example/24 -all", &[], 5);
    check("v=spf1 include:a.example -all", &[("a.example", "v=spf1 ip4:192.0.2.1 -all")], 1);
    check("v=spf1 -all a mx include:b.example", &[], 0);
    check("v=spf1 redirect=a.example", &[("a.example", "v=spf1 a mx -all")], 3);
    check("v=spf1 ~all redirect=a.example", &[], 0);
    check("v=spf1 include:%{d}.x.example redirect=%{d}.y.example", &[], 2);
}

#[test]
fn what_is_included_counts_each_time() {
    let zone: Zone<'_> = &[
        ("_spf.google.com", "google-site-verification=x"),
        ("_spf.google.com", "v=spf1 include:_netblocks.google.com include:_netblocks2.google.com ~all"),
        ("_netblocks.google.com", "v=spf1 ip4:192.0.2.0/24 ~all"),
        ("_netblocks2.google.com", "v=spf1 ip6:2001:db8::/32 ~all"),
        ("twice.example", "v=spf1 include:_spf.google.com include:_SPF.google.com. ~all"),
    ];
    check("v=spf1 include:_spf.google.com ~all", zone, 3);
    check("v=spf1 include:twice.example ~all", zone, 7);
    let (_, asked) = counted("v=spf1 include:twice.example include:_spf.google.com ~all", zone);
    assert_eq!(asked, ["twice.example", "_spf.google.com", "_netblocks.google.com", "_netblocks2.google.com"]);
}

#[test]
fn ten_lookups_are_enough_and_eleven_too_many() {
    let ten = "v=spf1 a mx ptr a:a.example a:b.example a:c.example a:d.example a:e.example include:i.example ~all";
    check(ten, &[("i.example", "v=spf1 a ~all")], 10);
    check(ten, &[("i.example", "v=spf1 a mx ~all")], 11);
}

#[test]
fn records_that_lead_back_to_themselves_are_named() {
    let zone: Zone<'_> = &[("a.example", "v=spf1 include:b.example -all"), ("b.example", "v=spf1 redirect=A.example")];
    let (count, _) = counted("v=spf1 include:a.example include:ACME.com -all", zone);
    assert_eq!(count.loops, ["a.example", "acme.com"]);
    assert!(count.fails() && !count.over_limit);
}

#[test]
fn included_names_without_one_valid_record_are_named() {
    let zone: Zone<'_> = &[
        ("text.example", "hello"),
        ("two.example", "v=spf1 -all"),
        ("two.example", "v=spf1 ~all"),
        ("bad.example", "v=spf1 rubbish"),
    ];
    let includes = "include:text.example include:two.example include:bad.example include:gone.example";
    let (count, _) = counted(&format!("v=spf1 {includes} -all"), zone);
    assert_eq!(count.broken, ["text.example", "two.example", "bad.example", "gone.example"]);
    assert_eq!((count.lookups, count.void_lookups, count.fails()), (4, 1, true));
}

#[test]
fn a_name_nobody_answers_about_is_unknown_and_asked_once() {
    let (count, asked) = counted("v=spf1 include:quiet.example a -all", &[("quiet.example", "silent")]);
    assert_eq!((count.lookups, count.unknown.as_slice()), (2, ["quiet.example".to_owned()].as_slice()));
    assert_eq!(asked, ["quiet.example"]);
    assert!(!count.fails(), "silence is no fault of the record");
}

#[test]
fn records_made_to_be_endless_end() {
    // Every name includes ten more, and so on.
    let fan = |name: &str| {
        let includes: String = (0..10).map(|n| format!("include:x{n}.{name} ")).collect();
        format!("v=spf1 {includes}-all")
    };
    let record = |name: &str| Some(Published::Spf(fan(&name[name.len().saturating_sub(30)..].replace("..", "."))));
    let count = count("acme.com", &fan("a.example").parse().unwrap(), &record);
    assert_eq!((count.lookups, count.over_limit), (100, true));
    let mut counter = SpfCounter::new("acme.com", fan("a.example").parse().unwrap());
    let mut asked = 0;
    while let Some(name) = counter.wanted().pop() {
        counter.answered(&name, Some(&[fan(&name)]));
        asked += 1;
    }
    assert_eq!(asked, NAMES_MAX);
}

#[test]
fn the_questions_of_a_record_are_told() {
    let questions =
        needed_lookups(&"v=spf1 a include:B.example. exists:%{i}.x ~mx:c.example redirect=d.example".parse().unwrap());
    let told: Vec<(&str, Option<&str>, bool)> =
        questions.iter().map(|one| (one.term.as_str(), one.name.as_deref(), one.is_record)).collect();
    assert_eq!(
        told,
        [
            ("a", None, false),
            ("include:B.example.", Some("b.example"), true),
            ("exists:%{i}.x", None, false),
            ("~mx:c.example", Some("c.example"), false),
            ("redirect=d.example", Some("d.example"), true),
        ]
    );
}
