//! Route 53 as somebody else imitates it: moto, the AWS simulator that shares no code with ours.
#![expect(clippy::disallowed_methods, reason = "tests learn from the environment where foreign programs are")]
#![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

mod server;

use nameplate_domain::time::{Clock, Timestamp};
use nameplate_domain::zone::{Change, RrData, RrSet};
use nameplate_providers::{
    Access, AccessKey, CredentialText, ErrorKind, Part, PathForm, RequestToSign, SigningScope, ZoneWriter, by_key,
    carry_out, sign_v4,
};
use server::Moto;
use std::collections::BTreeMap;
use std::sync::Arc;

struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> Timestamp {
        // 2026-07-02T12:00:00Z.
        Timestamp::from_ms(1_782_993_600_000)
    }
}

fn opened(base: &str, credential: &str) -> Box<dyn ZoneWriter> {
    let base_urls = BTreeMap::from([("route53".to_owned(), base.to_owned())]);
    let access = Access::new(base_urls, true, Arc::new(Stopped)).unwrap();
    by_key("route53").unwrap().open.unwrap()(&CredentialText::new(credential), &access).unwrap()
}

fn set(name: &str, rtype: &str, ttl: u32, texts: &[&str]) -> RrSet {
    let data = texts.iter().map(|text| RrData::parse(&rtype.into(), text).unwrap()).collect();
    RrSet::new(name, rtype.into(), ttl, data)
}

#[tokio::test]
async fn sets_of_every_kind_are_made_changed_and_removed() {
    let moto = Moto::start(None).await;
    let id = moto.hosted_zone("customer.example").await;
    moto.hosted_zone("other.example").await;
    let writer = opened(&moto.base, "AKIAEXAMPLE:secret");

    let zones = writer.zones().await.unwrap();
    let names: Vec<&str> = zones.iter().map(|zone| zone.name.as_str()).collect();
    assert_eq!(names, ["customer.example", "other.example"]);
    let zone = writer.zone("customer.example").await.unwrap().unwrap();
    assert_eq!((&zone.id, zone.name.as_str()), (&id, "customer.example"));
    for named in [id.clone(), format!("/hostedzone/{id}")] {
        assert_eq!(writer.zone(&named).await.unwrap().as_ref(), Some(&zone), "{named}");
    }
    assert_eq!(writer.zone("missing.example").await.unwrap(), None);
    assert_eq!(writer.zone("ZMISSING").await.unwrap(), None);

    let long = format!("say \"hi\"; \\ {}", "x".repeat(300));
    let sets = [
        set("customer.example", "A", 300, &["192.0.2.1", "192.0.2.2"]),
        set("customer.example", "CAA", 300, &["0 issue \"ca.example\""]),
        set("customer.example", "MX", 300, &["10 mail.customer.example"]),
        set("*.customer.example", "AAAA", 60, &["2001:db8::1"]),
        set("_acme-challenge.customer.example", "TXT", 60, &[long.as_str(), "two"]),
        set("_sip._tcp.customer.example", "SRV", 60, &["1 2 443 sip.customer.example"]),
        set("www.customer.example", "CNAME", 60, &["xn--bcher-kva.example"]),
    ];
    let changes: Vec<Change> = sets.iter().cloned().map(Change::create).collect();
    carry_out(&*writer, &zone, &changes).await.unwrap();
    let contents = writer.read(&zone, Part::Whole).await.unwrap();
    for set in &sets {
        assert_eq!(contents.at(&set.name, &set.rtype).map(|stored| &stored.set), Some(set));
    }
    let apex_ns = contents.at("customer.example", &"NS".into()).unwrap();
    assert!(apex_ns.untouchable.is_some());

    let after = set("customer.example", "A", 60, &["192.0.2.2", "192.0.2.3"]);
    let update = Change { before: Some(sets[0].clone()), after: Some(after.clone()) };
    let delete = Change::delete(sets[6].clone());
    let both = [delete, update];
    carry_out(&*writer, &zone, &both).await.unwrap();
    writer.apply(&zone, &both).await.unwrap();
    let names = ["customer.example".to_owned(), "www.customer.example".to_owned()];
    let contents = writer.read(&zone, Part::Names(&names)).await.unwrap();
    assert_eq!(contents.at("customer.example", &"A".into()).map(|stored| &stored.set), Some(&after));
    assert!(contents.at("www.customer.example", &"CNAME".into()).is_none());

    let late = Change { before: Some(sets[0].clone()), after: Some(set("customer.example", "A", 60, &["192.0.2.9"])) };
    let failed = writer.apply(&zone, &[late]).await.unwrap_err();
    assert_eq!((failed.done, failed.error.kind), (0, ErrorKind::ZoneChanged));
}

#[tokio::test]
async fn a_signature_is_accepted_by_somebody_elses_check_and_only_with_the_right_secret() {
    let moto = Moto::start(Some(4)).await;
    let id = moto.hosted_zone("customer.example").await;
    let (key, secret) = moto.access_key().await;
    let path = format!("/2013-04-01/hostedzone/{id}/rrset/");
    let body = "<ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes><Change><Action>CREATE</Action><ResourceRecordSet><Name>www.customer.example.</Name><Type>A</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>";
    let host = moto.base.trim_start_matches("http://");
    let wrong = format!("{}x", &secret[1..]);
    for (secret, signed_body, expected) in [(&secret, body, 200), (&wrong, body, 403), (&secret, "other", 403)] {
        let signed = sign_v4(
            &RequestToSign {
                method: "POST",
                path: &path,
                path_form: PathForm::Normalised,
                query: "",
                headers: &[("host", host), ("content-type", "text/xml")],
                body: signed_body.as_bytes(),
            },
            &AccessKey { id: &key, secret, session_token: None },
            &SigningScope { region: "us-east-1", service: "route53", at: Stopped.now() },
        );
        let answer = reqwest::Client::new()
            .post(format!("{}{path}", moto.base))
            .header("content-type", "text/xml")
            .header("x-amz-date", signed.amz_date)
            .header("authorization", signed.authorization)
            .body(body)
            .send()
            .await
            .unwrap();
        let status = answer.status().as_u16();
        assert_eq!(status, expected, "{}", answer.text().await.unwrap());
    }
}
