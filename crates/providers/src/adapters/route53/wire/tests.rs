use super::*;

fn zone() -> Zone {
    Zone { id: "Z1".into(), ..Zone::named("customer.example") }
}

fn page(sets: &str) -> Vec<WireSet> {
    let body = format!(
        "<?xml version=\"1.0\"?>\n<ListResourceRecordSetsResponse xmlns=\"{NAMESPACE}\"><ResourceRecordSets>{sets}</ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>300</MaxItems></ListResourceRecordSetsResponse>"
    );
    quick_xml::de::from_str::<SetsPage>(&body).unwrap().sets.set
}

fn set(name: &str, rtype: &str, values: &[&str]) -> String {
    let records: String =
        values.iter().map(|value| format!("<ResourceRecord><Value>{value}</Value></ResourceRecord>")).collect();
    format!(
        "<ResourceRecordSet><Name>{name}</Name><Type>{rtype}</Type><TTL>300</TTL><ResourceRecords>{records}</ResourceRecords></ResourceRecordSet>"
    )
}

fn awkward() -> String {
    let [half, rest] = [255, 45].map(|length| "x".repeat(length));
    format!("say \"hi\"; \\ ä{half}{rest}")
}

#[test]
fn sets_are_written_and_read_back() {
    for (name, rtype, text) in [
        ("customer.example", "TXT", awkward().as_str()),
        ("customer.example", "A", "192.0.2.1"),
        ("*.customer.example", "AAAA", "2001:db8::1"),
        ("www.customer.example", "CNAME", "xn--bcher-kva.example"),
        ("customer.example", "MX", "0 ."),
        ("customer.example", "MX", "10 mail.customer.example"),
        ("_sip._tcp.customer.example", "SRV", "1 2 443 sip.customer.example"),
        ("customer.example", "CAA", "0 issue \"ca.example; accounturi=https://ca.example/1\""),
    ] {
        let data = RrData::parse(&rtype.into(), text).unwrap();
        let written = RrSet::of_one(name, 300, data);
        let xml = change_request(vec![WireChange::new(Action::Create, WireSet::from_set(&written))]).unwrap();
        let inner = &xml[xml.find("<ResourceRecordSet>").unwrap()..];
        let inner = &inner[..inner.find("</Change>").unwrap()];
        let read = stored(&zone(), &page(inner));
        assert_eq!(read, [StoredSet::from(written)], "{xml}");
    }
}

#[test]
fn a_batch_has_the_documented_form() {
    let old = page(&set("\\052.customer.example.", "A", &["192.0.2.1"])).remove(0);
    let new = RrSet::of_one("*.customer.example", 60, RrData::Txt("a<b>&\"".into()));
    let xml = change_request(vec![
        WireChange::new(Action::Delete, old),
        WireChange::new(Action::Create, WireSet::from_set(&new)),
    ])
    .unwrap();
    assert_eq!(
        xml,
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><ChangeResourceRecordSetsRequest xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ChangeBatch><Changes>\
         <Change><Action>DELETE</Action><ResourceRecordSet><Name>\\052.customer.example.</Name><Type>A</Type><TTL>300</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>\
         <Change><Action>CREATE</Action><ResourceRecordSet><Name>*.customer.example.</Name><Type>TXT</Type><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>\"a&lt;b&gt;&amp;\\\"\"</Value></ResourceRecord></ResourceRecords></ResourceRecordSet></Change>\
         </Changes></ChangeBatch></ChangeResourceRecordSetsRequest>"
    );
}

#[test]
fn what_means_more_than_an_rrset_is_untouchable() {
    let listed = page(&[
        "<ResourceRecordSet><Name>customer.example.</Name><Type>A</Type><AliasTarget><HostedZoneId>Z2</HostedZoneId><DNSName>lb.amazonaws.example.</DNSName><EvaluateTargetHealth>false</EvaluateTargetHealth></AliasTarget></ResourceRecordSet>",
        "<ResourceRecordSet><Name>w.customer.example.</Name><Type>A</Type><SetIdentifier>one</SetIdentifier><Weight>1</Weight><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>",
        "<ResourceRecordSet><Name>w.customer.example.</Name><Type>A</Type><SetIdentifier>two</SetIdentifier><Weight>1</Weight><TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.2</Value></ResourceRecord></ResourceRecords></ResourceRecordSet>",
        &set("customer.example.", "NS", &["ns-1.awsdns-01.com."]),
        &set("customer.example.", "SOA", &["ns-1.awsdns-01.com. awsdns-hostmaster.amazon.com. 1 7200 900 1209600 86400"]),
        &set("customer.example.", "NAPTR", &["1 1 \"s\" \"\" \"\" ."]),
        &set("odd.customer.example.", "A", &["not an address"]),
        &set("sub.customer.example.", "NS", &["ns.other.example."]),
    ]
    .concat());
    let sets = stored(&zone(), &listed);
    let of = |name: &str, rtype: &str| {
        sets.iter()
            .find(|stored| stored.set.is_at(name, &rtype.into()))
            .map(|stored| (stored.set.data.len(), stored.untouchable.is_some()))
    };
    assert_eq!(of("customer.example", "A"), Some((1, true)));
    assert_eq!(of("w.customer.example", "A"), Some((2, true)));
    assert_eq!(of("customer.example", "NS"), Some((1, true)));
    assert_eq!(of("customer.example", "SOA"), None);
    assert_eq!(of("customer.example", "NAPTR"), Some((1, false)));
    assert_eq!(of("odd.customer.example", "A"), Some((1, true)));
    assert_eq!(of("sub.customer.example", "NS"), Some((1, false)));
}

#[test]
fn batches_stay_within_the_limits_and_in_order() {
    let step = |length: usize| {
        let set = RrSet::of_one("a.customer.example", 60, RrData::Txt("x".repeat(length)));
        vec![WireChange::new(Action::Create, WireSet::from_set(&set))]
    };
    let sizes = |steps| batches(steps).iter().map(Vec::len).collect::<Vec<_>>();
    assert_eq!(sizes(vec![step(20_000), step(10_000), step(10_000), step(1)]), [2, 2]);
    assert_eq!(sizes(vec![step(1); 1001]), [1000, 1]);
    assert_eq!(sizes(vec![]), [0usize; 0]);
}
