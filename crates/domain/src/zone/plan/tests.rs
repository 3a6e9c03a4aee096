use super::*;
use crate::zone::{TtlRange, undo};
use proptest::prelude::*;

const ALL: Abilities = Abilities::all(TtlRange::from(60));

fn set(name: &str, rtype: &str, values: &[&str]) -> RrSet {
    let rtype = RrType::from(rtype);
    let data = values.iter().map(|value| RrData::parse(&rtype, value).unwrap()).collect();
    RrSet::new(name, rtype, 3600, data)
}

fn zone(sets: &[RrSet]) -> ZoneContents {
    ZoneContents { zone: "example.com".into(), sets: sets.iter().cloned().map(StoredSet::from).collect() }
}

fn exactly(name: &str, rtype: &str, value: &str) -> Wish {
    Wish::Exactly(set(name, rtype, &[value]))
}

fn among(name: &str, value: &str) -> Wish {
    Wish::Among { name: name.into(), data: RrData::Txt(value.into()), ttl: 300 }
}

fn told(changes: &[Change]) -> Vec<String> {
    let values = |set: &Option<RrSet>| set.as_ref().map_or_else(|| "-".into(), listed);
    let line = |change: &Change| {
        let (name, rtype) = change.key().unwrap();
        format!("{} {rtype} {name}: {} → {}", change.action(), values(&change.before), values(&change.after))
    };
    changes.iter().map(line).collect()
}

fn codes(result: Result<Vec<Change>, Vec<Obstacle>>) -> Vec<&'static str> {
    result.unwrap_err().iter().map(|obstacle| obstacle.code.as_str()).collect()
}

#[test]
fn a_cname_takes_the_place_of_addresses_and_nothing_else_is_touched() {
    let zone = zone(&[
        set("shop.example.com", "A", &["192.0.2.1"]),
        set("shop.example.com", "AAAA", &["2001:db8::1"]),
        set("example.com", "MX", &["10 mail.example.com"]),
    ]);
    let changes = plan(&zone, &[exactly("shop.example.com", "CNAME", "edge.saas.example")], &ALL).unwrap();
    assert_eq!(
        told(&changes),
        [
            "delete A shop.example.com: 192.0.2.1 → -",
            "delete AAAA shop.example.com: 2001:db8::1 → -",
            "create CNAME shop.example.com: - → edge.saas.example",
        ]
    );
}

#[test]
fn a_text_joins_the_others_and_keeps_their_ttl() {
    let zone = zone(&[set("_x.example.com", "TXT", &["theirs"])]);
    let changes = plan(&zone, &[among("_x.example.com", "ours")], &ALL).unwrap();
    assert_eq!(told(&changes), ["update TXT _x.example.com: theirs → ours, theirs"]);
    assert_eq!(changes[0].after.as_ref().unwrap().ttl, 3600);
    let without = Wish::Without { name: "_x.example.com".into(), data: RrData::Txt("theirs".into()) };
    assert_eq!(told(&plan(&zone, &[without], &ALL).unwrap()), ["delete TXT _x.example.com: theirs → -"]);
}

#[test]
fn what_is_there_is_not_written_again_whatever_its_ttl() {
    let zone = zone(&[set("shop.example.com", "CNAME", &["edge.saas.example"])]);
    let mut wished = set("shop.example.com", "CNAME", &["Edge.Saas.Example."]);
    wished.ttl = 1;
    assert_eq!(plan(&zone, &[Wish::Exactly(wished)], &ALL), Ok(vec![]));
}

#[test]
fn harm_is_refused() {
    let mail =
        zone(&[set("shop.example.com", "MX", &["10 mail.example.com"]), set("shop.example.com", "A", &["192.0.2.1"])]);
    let cname = [exactly("shop.example.com", "CNAME", "edge.saas.example")];
    assert_eq!(codes(plan(&mail, &cname, &ALL)), ["cname_stands_alone"]);

    let alias = zone(&[set("_x.example.com", "CNAME", &["elsewhere.example"])]);
    assert_eq!(codes(plan(&alias, &[among("_x.example.com", "ours")], &ALL)), ["cname_stands_alone"]);

    let spf = zone(&[set("example.com", "TXT", &["v=spf1 -all", "other"])]);
    assert_eq!(codes(plan(&spf, &[among("example.com", "v=spf1 include:x.example ~all")], &ALL)), ["apex_spf"]);
    let removed = Wish::Nothing { name: "example.com".into(), rtype: RrType::Txt };
    assert_eq!(codes(plan(&spf, &[removed], &ALL)), ["apex_spf"]);
    assert!(plan(&spf, &[among("example.com", "verification=1")], &ALL).is_ok(), "the SPF record stays as it is");

    let child = zone(&[set("sub.example.com", "NS", &["ns.other.example"])]);
    assert_eq!(codes(plan(&child, &[exactly("a.sub.example.com", "A", "192.0.2.1")], &ALL)), ["delegated"]);
    assert_eq!(codes(plan(&zone(&[]), &[exactly("www.example.org", "A", "192.0.2.1")], &ALL)), ["outside_of_zone"]);
    assert_eq!(
        codes(plan(&zone(&[]), &[exactly("example.com", "CNAME", "a.example")], &ALL)),
        ["apex_needs_addresses"]
    );
    let both = [exactly("a.example.com", "A", "192.0.2.1"), exactly("a.example.com", "A", "192.0.2.2")];
    assert_eq!(codes(plan(&zone(&[]), &both, &ALL)), ["contradiction"]);

    let mut managed = zone(&[set("www.example.com", "CNAME", &["parking.example"])]);
    managed.sets[0].untouchable = Some("the provider manages it.".into());
    assert_eq!(codes(plan(&managed, &[exactly("www.example.com", "A", "192.0.2.1")], &ALL)), ["untouchable"]);
}

#[test]
fn what_is_read_is_every_wished_name_and_those_above_it() {
    let wishes = [among("a.b.example.com", "x"), among("example.com", "x"), among("b.example.com", "x")];
    assert_eq!(names_to_read("example.com", &wishes), ["a.b.example.com", "b.example.com", "example.com"]);
    assert_eq!(names_to_read("example.com", &[among("a.badexample.com", "x")]), ["a.badexample.com"]);
}

#[test]
fn what_the_provider_cannot_keep_is_refused_before_anything_is_written() {
    let little = Abilities { alias: false, wildcard: false, caa: false, srv: false, txt_octets_max: 10, ..ALL };
    for (name, rtype, value, code) in [
        ("example.com", "ALIAS", "a.example", "apex_needs_addresses"),
        ("*.example.com", "A", "192.0.2.1", "not_kept"),
        ("example.com", "CAA", "0 issue \"ca.example\"", "not_kept"),
        ("_s._tcp.example.com", "SRV", "1 1 1 a.example", "not_kept"),
        ("x.example.com", "TXT", "more than ten", "not_kept"),
    ] {
        assert_eq!(codes(plan(&zone(&[]), &[exactly(name, rtype, value)], &little)), [code], "{rtype}");
    }
}

fn names() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["example.com", "a.example.com", "b.example.com", "*.example.com", "x.a.example.com"])
        .prop_map(str::to_owned)
}

fn sets() -> impl Strategy<Value = RrSet> {
    let of = |rtype: &'static str, values: Vec<&'static str>| {
        (names(), prop::sample::subsequence(values, 1..=2)).prop_map(move |(name, values)| set(&name, rtype, &values))
    };
    prop_oneof![
        of("A", vec!["192.0.2.1", "192.0.2.2", "192.0.2.3"]),
        of("AAAA", vec!["2001:db8::1", "2001:db8::2"]),
        of("MX", vec!["10 m1.example", "20 m2.example"]),
        of("TXT", vec!["v=spf1 -all", "one", "two"]),
        (names(), prop::sample::select(vec!["c1.example", "c2.example"])).prop_map(|(name, target)| set(
            &name,
            "CNAME",
            &[target]
        )),
    ]
}

/// A zone as servers would have it: one set for each name and type, and a CNAME alone.
fn zones() -> impl Strategy<Value = ZoneContents> {
    prop::collection::vec(sets(), 0..10).prop_map(|sets| {
        let mut kept: Vec<RrSet> = Vec::new();
        for set in sets {
            let is_cname = set.rtype == RrType::Cname;
            let beside = |other: &RrSet| {
                other.name == set.name && (other.rtype == set.rtype || is_cname || other.rtype == RrType::Cname)
            };
            let is_apex_cname = is_cname && set.name == "example.com";
            if !is_apex_cname && !kept.iter().any(beside) {
                kept.push(set);
            }
        }
        zone(&kept)
    })
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    let wish = (sets(), 0..4u8).prop_map(|(set, kind)| match kind {
        0 => Wish::Exactly(set),
        1 => Wish::Among { name: set.name.clone(), data: set.data[0].clone(), ttl: 300 },
        2 => Wish::Without { name: set.name.clone(), data: set.data[0].clone() },
        _ => Wish::Nothing { name: set.name, rtype: set.rtype },
    });
    prop::collection::vec(wish, 1..5)
}

fn sorted(contents: &ZoneContents) -> Vec<(String, String, Vec<RrData>)> {
    let mut sets: Vec<_> = contents
        .sets
        .iter()
        .map(|stored| (stored.set.name.clone(), stored.set.rtype.to_string(), stored.set.data.clone()))
        .collect();
    sets.sort();
    sets
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn a_plan_of_a_plan_is_empty(zone in zones(), wishes in wishes()) {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let after = carried_out(&zone, &changes);
            prop_assert_eq!(plan(&after, &wishes, &ALL), Ok(vec![]), "after {:?}", told(&changes));
        }
    }

    #[test]
    fn sets_of_other_names_stay_to_the_byte(zone in zones(), wishes in wishes()) {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let wished: Vec<String> = wishes.iter().map(|wish| wish.key().0).collect();
            let after = carried_out(&zone, &changes);
            for stored in zone.sets.iter().filter(|stored| !wished.contains(&stored.set.name)) {
                prop_assert!(after.sets.contains(stored));
            }
            for stored in zone.sets.iter().filter(|stored| !stored.set.rtype.leads_visitors()) {
                let is_wished = wishes.iter().any(|wish| wish.key() == (stored.set.name.clone(), stored.set.rtype.clone()));
                prop_assert!(is_wished || after.sets.contains(stored));
            }
        }
    }

    #[test]
    fn a_cname_stands_alone_afterwards(zone in zones(), wishes in wishes()) {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let after = carried_out(&zone, &changes);
            for cname in after.sets.iter().filter(|stored| stored.set.rtype == RrType::Cname) {
                prop_assert_eq!(after.named(&cname.set.name).count(), 1);
                prop_assert!(cname.set.name != "example.com" && cname.set.data.len() == 1);
            }
        }
    }

    #[test]
    fn an_spf_record_at_the_apex_is_never_changed(zone in zones(), wishes in wishes()) {
        let spf = RrData::Txt("v=spf1 -all".into());
        let has = |contents: &ZoneContents| contents.at("example.com", &RrType::Txt).is_some_and(|stored| stored.set.data.contains(&spf));
        if let (true, Ok(changes)) = (has(&zone), plan(&zone, &wishes, &ALL)) {
            prop_assert!(has(&carried_out(&zone, &changes)));
        }
    }

    #[test]
    fn undoing_leads_back(zone in zones(), wishes in wishes()) {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let after = carried_out(&zone, &changes);
            let back = undo(&after, &changes).unwrap();
            prop_assert_eq!(sorted(&carried_out(&after, &back)), sorted(&zone), "back by {:?}", told(&back));
        }
    }

    #[test]
    fn undoing_twice_changes_nothing_more(zone in zones(), wishes in wishes()) {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let after = carried_out(&zone, &changes);
            let undone = carried_out(&after, &undo(&after, &changes).unwrap());
            prop_assert_eq!(undo(&undone, &changes), Ok(vec![]));
        }
    }

    #[test]
    fn undoing_leaves_what_others_added(zone in zones(), wishes in wishes(), theirs in "[a-z]{3}") {
        if let Ok(changes) = plan(&zone, &wishes, &ALL) {
            let mut after = carried_out(&zone, &changes);
            let added = RrData::Txt(format!("added {theirs}"));
            let Some(text) = after.sets.iter_mut().find(|stored| stored.set.rtype == RrType::Txt) else { return Ok(()) };
            text.set.data.push(added.clone());
            let name = text.set.name.clone();
            if let Ok(back) = undo(&after, &changes) {
                let undone = carried_out(&after, &back);
                prop_assert!(undone.at(&name, &RrType::Txt).is_some_and(|stored| stored.set.data.contains(&added)));
            }
        }
    }
}
