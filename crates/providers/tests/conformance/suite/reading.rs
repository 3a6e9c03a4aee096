//! Zones and their records, as they are.

use crate::simulator::{Kind, Shown};
use crate::stage::{Stage, ZONE, ZONES, name};
use nameplate_domain::zone::{RrType, ZoneContents};
use nameplate_providers::{Part, Zone};

pub(crate) async fn zones_are_listed_over_every_page(stage: Stage) {
    stage.sim.limit_pages(2);
    let mut names: Vec<String> = stage.writer.zones().await.unwrap().into_iter().map(|zone| zone.name).collect();
    names.sort();
    match stage.sim.dialect().sees_one_zone() {
        true => assert_eq!(names, [ZONE]),
        false => assert_eq!(names, ZONES),
    }
}

pub(crate) async fn a_zone_is_found_by_its_exact_name(stage: Stage) {
    let found = stage.writer.zone(ZONE).await.unwrap();
    assert_eq!(found.as_ref(), Some(&stage.zone));
    assert_eq!(stage.writer.zone(&stage.zone.id).await.unwrap().as_ref(), Some(&stage.zone), "by identifier");
    for unknown in ["unknown.example", "www.customer.example", "customer.exampl", "notcustomer.example"] {
        assert_eq!(stage.writer.zone(unknown).await, Ok(None), "{unknown}");
    }
}

pub(crate) async fn the_whole_zone_is_read_over_every_page(stage: Stage) {
    for items in [usize::MAX, 7, 2] {
        stage.sim.limit_pages(items);
        let contents = stage.writer.read(&stage.zone, Part::Whole).await.unwrap();
        assert_shows_everything(&stage, &contents, |_| true);
    }
}

pub(crate) async fn names_are_read_and_no_others_missed(stage: Stage) {
    stage.sim.limit_pages(2);
    let names = ["", "www", "pool", "ww", "deep.er.still", "nothing-here"].map(name);
    let contents = stage.writer.read(&stage.zone, Part::Names(&names)).await.unwrap();
    assert_shows_everything(&stage, &contents, |name| names.iter().any(|known| known == name));
    assert_eq!(contents.named(&name("nothing-here")).count(), 0);
    let reads = stage.sim.log().iter().filter(|logged| logged.kind == Kind::Read).count();
    assert!(stage.sim.writes() == 0 && reads > 0, "reading writes nothing");
}

/// That `contents` has every set of the wanted names as the provider keeps it.
fn assert_shows_everything(stage: &Stage, contents: &ZoneContents, wanted: impl Fn(&str) -> bool) {
    assert_eq!(contents.zone, ZONE);
    let state = stage.state();
    let kept = state.sets();
    for ((name, rtype), records) in kept.iter().filter(|((name, _), _)| wanted(name)) {
        let shown = records.first().unwrap().shown;
        let place = format!("{rtype} {name}");
        let Some(stored) = contents.at(name, rtype) else {
            assert!(matches!(shown, Shown::Hidden | Shown::OrNot), "{place} is missing");
            continue;
        };
        match shown {
            Shown::Plainly => assert_eq!(stored.untouchable, None, "{place} can be written"),
            Shown::Untouchable | Shown::OrNot => assert!(stored.untouchable.is_some(), "{place} must not be touched"),
            Shown::Hidden => panic!("{place} means nothing to what is written and is to be left out"),
        }
        // What is not understood is only known to be there.
        if !matches!(rtype, RrType::Other(_)) {
            let mut data: Vec<_> = records.iter().map(|record| record.data.clone()).collect();
            data.sort();
            assert_eq!(stored.set.data, data, "{place}");
            assert_eq!(stored.set.ttl, records.first().unwrap().ttl, "TTL of {place}");
        }
    }
    for stored in contents.sets.iter().filter(|stored| wanted(&stored.set.name)) {
        let key = (stored.set.name.clone(), stored.set.rtype.clone());
        assert!(kept.contains_key(&key), "{} {} is not in the zone", key.1, key.0);
    }
    let mut keys: Vec<_> = contents.sets.iter().map(|stored| (&stored.set.name, &stored.set.rtype)).collect();
    keys.sort();
    assert!(keys.windows(2).all(|pair| pair.first() != pair.last()), "a set is there twice: {keys:?}");
}

pub(crate) async fn a_zone_by_another_name(stage: &Stage) -> Zone {
    stage.writer.zone(ZONES[1]).await.unwrap().unwrap()
}
