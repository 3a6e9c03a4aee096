use super::*;
use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{RrData, RrSet};
use std::collections::BTreeMap;
use std::sync::Arc;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn opened(credential: &str, base: Option<&str>) -> Result<Box<dyn ZoneWriter>, InvalidCredential> {
    let base_urls: BTreeMap<String, String> =
        base.map(|base| (SPEC.key.to_owned(), base.to_owned())).into_iter().collect();
    open(&CredentialText::new(credential), &Access::new(base_urls, true, Arc::new(Stopped)).unwrap())
}

#[test]
fn a_credential_is_a_pair_with_a_region_at_most() {
    for good in ["AKIA1:sec/ret+1", "AKIA1:secret:eu-central-1", "AKIA1:secret:cn-north-1"] {
        assert!(opened(good, None).is_ok(), "{good}");
    }
    for bad in ["AKIA1", "AKIA1:", ":secret", "ASIA1:secret"] {
        assert!(opened(bad, None).is_err(), "{bad}");
    }
    let printed = format!("{:?}", opened("AKIA1:hush-hush", None).unwrap());
    assert!(!printed.contains("hush"), "{printed}");
}

#[test]
fn each_partition_has_its_own_host() {
    for (region, host) in [
        ("eu-central-1", "https://route53.amazonaws.com\""),
        ("cn-north-1", "https://route53.amazonaws.com.cn\""),
        ("us-gov-east-1", "https://route53.us-gov.amazonaws.com\""),
    ] {
        let printed = format!("{:?}", opened(&format!("AKIA1:secret:{region}"), None).unwrap());
        assert!(printed.contains(host), "{printed}");
    }
}

#[test]
fn hosted_zone_ids_are_told_from_names() {
    for (text, id) in [
        ("Z040120927RX9CM38HPQQ", Some("Z040120927RX9CM38HPQQ")),
        ("/hostedzone/Z1", Some("Z1")),
        ("hostedzone/Z1", Some("Z1")),
        ("/hostedzone/ABCDEFG", Some("ABCDEFG")),
        ("zone.example", None),
        ("zebra", None),
        ("Z1/../Z2", None),
        ("", None),
    ] {
        assert_eq!(hosted_zone_id(text), id, "{text}");
    }
}

#[test]
fn an_old_set_is_repeated_exactly_before_the_new_one_is_made() {
    let zone = Zone { id: "Z1".into(), ..Zone::named("customer.example") };
    let a = |ip: &str, ttl| RrSet::of_one("www.customer.example", ttl, RrData::A(ip.parse().unwrap()));
    let (old, new) = (a("192.0.2.1", 300), a("192.0.2.2", 60));
    let here = [WireSet::from_set(&old)];
    let update = Change { before: Some(old.clone()), after: Some(new.clone()) };
    let xml = wire::change_request(steps(&zone, &update, &here).unwrap()).unwrap();
    let order: Vec<usize> = ["DELETE", "<TTL>300", "192.0.2.1", "CREATE", "<TTL>60", "192.0.2.2"]
        .iter()
        .map(|part| xml.find(part).unwrap_or_else(|| panic!("{part} is missing in {xml}")))
        .collect();
    assert!(order.is_sorted(), "{xml}");
    assert!(steps(&zone, &update, &[WireSet::from_set(&new)]).unwrap().is_empty(), "done already");
    let stranger = [WireSet::from_set(&a("192.0.2.9", 300))];
    assert_eq!(steps(&zone, &update, &stranger).unwrap_err().kind, ErrorKind::ZoneChanged);
    assert!(steps(&zone, &Change::delete(old), &[]).unwrap().is_empty(), "gone already");
}
