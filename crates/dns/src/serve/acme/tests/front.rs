use super::*;

#[test]
fn the_front_has_addresses_and_texts_and_does_not_go_away() {
    let front =
        Front { label: "Routes".into(), addresses: vec!["192.0.2.7".parse().unwrap(), "2001:db8::7".parse().unwrap()] };
    let settings = AcmeZoneSettings { front: Some(front), ..settings() };
    let zone = AcmeZone::new(&settings, Arc::new(Watch::default())).unwrap();
    let name = format!("routes.{APEX}");
    let asked = |rtype| ask(&zone, &query(&name, rtype), Transport::Udp);
    let values = |rtype| asked(rtype).answers.iter().map(|record| record.data.to_string()).collect::<Vec<_>>();
    assert_eq!(values(RecordType::A), ["192.0.2.7"]);
    assert_eq!(values(RecordType::AAAA), ["2001:db8::7"]);
    assert!(values(RecordType::TXT).is_empty());
    zone.set_values("routes", vec![("one".into(), at(60)), ("two".into(), at(60))]).unwrap();
    assert_eq!(values(RecordType::TXT), ["one", "two"]);
    assert_eq!(values(RecordType::A), ["192.0.2.7"]);
    assert!(!zone.remove_token("routes"));
    zone.replace_all([LIVE]).unwrap();
    assert_eq!((zone.knows("ROUTES"), zone.len()), (true, 2));
    assert_eq!(values(RecordType::TXT), ["one", "two"]);
    assert_eq!(values(RecordType::A), ["192.0.2.7"]);
}
