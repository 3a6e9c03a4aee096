use super::super::answer::Answer;
use super::*;
use hickory_proto::rr::Name;
use hickory_proto::rr::rdata::NULL;
use nameplate_domain::zone::StoredSet;
use proptest::prelude::*;

fn record(rtype: RecordType, ttl: u32, data: WireData) -> WireRecord {
    WireRecord { owner: Name::from_ascii("WWW.Customer.test.").unwrap(), rtype, ttl, data }
}

fn gathered(records: Vec<WireRecord>) -> Vec<StoredSet> {
    let mut sets = Sets::default();
    records.iter().for_each(|record| sets.add(record));
    sets.into_contents("customer.test").sets
}

fn back(data: &RrData) -> RrData {
    let rtype = data.rtype();
    let wired = record(record_type(&rtype).unwrap(), 60, WireData::Read(wire(data).unwrap()));
    let mut sets = gathered(vec![wired]);
    assert_eq!((sets.len(), sets[0].untouchable.as_deref()), (1, None));
    sets.remove(0).set.data.remove(0)
}

#[test]
fn data_comes_back_as_it_went() {
    for (rtype, text) in [
        (RrType::A, "192.0.2.1"),
        (RrType::Aaaa, "2001:db8::1"),
        (RrType::Caa, "128 issue \"ca.example; policy=ev\""),
        (RrType::Cname, "edge.platform.test"),
        (RrType::Mx, "0 "),
        (RrType::Mx, "10 mail.customer.test"),
        (RrType::Ns, "ns.customer.test"),
        (RrType::Srv, "1 2 443 _x.sip.customer.test"),
        (RrType::Txt, ""),
        (RrType::Txt, "say \"ä\""),
    ] {
        let data = RrData::parse(&rtype, text).unwrap();
        assert_eq!(back(&data), data, "{rtype} {text}");
    }
}

#[test]
fn what_has_no_form_on_the_wire_is_refused() {
    let why = |data: &RrData| wire(data).unwrap_err().to_string();
    assert!(why(&RrData::Alias("edge.platform.test".into())).contains("no name server has ALIAS records"));
    assert!(why(&RrData::Other { rtype: "HTTPS".into(), text: "1 .".into() }).contains("HTTPS"));
    assert!(why(&RrData::Cname("a..b".into())).contains("\"a..b\" is no domain name"));
}

#[test]
fn a_set_has_its_lowest_ttl_and_one_name() {
    let data = |last| WireData::Read(RData::A(A::new(192, 0, 2, last)));
    let sets = gathered(vec![record(RecordType::A, 300, data(2)), record(RecordType::A, 60, data(1))]);
    let expected = ["192.0.2.1", "192.0.2.2"].map(|text| RrData::parse(&RrType::A, text).unwrap());
    assert_eq!(sets, [RrSet::new("www.customer.test", RrType::A, 60, expected.to_vec()).into()]);
}

#[test]
fn what_the_model_cannot_say_is_left_alone() {
    let latin = WireData::Read(RData::TXT(TXT::from_bytes(vec![b"caf\xe9"])));
    assert_eq!(gathered(vec![record(RecordType::TXT, 60, latin)])[0].untouchable.as_deref(), Some(NO_TEXT));
    let broken = gathered(vec![record(RecordType::CAA, 60, WireData::Raw(vec![0, 9, 120]))]);
    assert_eq!(broken[0].untouchable.as_deref(), Some(BROKEN));
    assert_eq!((broken[0].set.rtype.clone(), broken[0].set.data[0].to_string()), (RrType::Caa, "\\# 3 000978".into()));
}

#[test]
fn other_types_are_shown_and_housekeeping_is_not() {
    let unknown = |number: u16, octets: &[u8]| {
        let rtype = RecordType::from(number);
        record(rtype, 60, WireData::Read(RData::Unknown { code: rtype, rdata: NULL::with(octets.to_vec()) }))
    };
    let shown = |records| -> Vec<(String, String)> {
        let sets = gathered(records).into_iter();
        sets.map(|stored| (stored.set.rtype.to_string(), stored.set.data[0].to_string())).collect()
    };
    assert_eq!(shown(vec![unknown(731, &[0xab, 1])]), [("TYPE731".into(), "\\# 2 ab01".into())]);
    assert_eq!(shown(vec![unknown(65305, &[7])]), [("TYPE65305".into(), "\\# 1 07".into())]);
    assert_eq!(shown(vec![unknown(43, &[0])]), [("DS".into(), "\\# 1 00".into())]);
    assert_eq!(generic(&[]), "\\# 0");
    for number in [6, 46, 47, 48, 50, 51, 59, 60, 65534] {
        assert!(gathered(vec![unknown(number, &[1])]).is_empty(), "{number}");
    }
}

/// An OPT option without content makes `hickory-proto` fail at writing it as text.
#[test]
fn data_that_has_no_text_is_shown_as_octets() {
    let mut message = vec![0, 1, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
    message.extend([0, 41, 0, 1, 0, 0, 0, 60, 0, 2, 0, 0]);
    let sets = gathered(Answer::read(&message).unwrap().answers);
    assert!(sets[0].set.data[0].to_string().starts_with("\\# "), "{sets:?}");
}

proptest! {
    /// Servers of others may send anything.
    #[test]
    fn no_data_makes_it_panic(rtype in prop_oneof![0u16..300, any::<u16>()], octets in prop::collection::vec(any::<u8>(), 0..60)) {
        let mut message = vec![0, 1, 0x80, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0];
        message.extend(rtype.to_be_bytes());
        message.extend([0, 1, 0, 0, 0, 60, 0, u8::try_from(octets.len()).unwrap()]);
        message.extend(octets);
        let answer = Answer::read(&message).unwrap();
        let sets = gathered(answer.answers);
        prop_assert!(sets.len() <= 1);
    }

    #[test]
    fn every_text_comes_back(text in "\\PC{0,900}") {
        let data = RrData::Txt(text);
        let RData::TXT(txt) = wire(&data).unwrap() else { panic!("no TXT") };
        prop_assert!(!txt.txt_data.is_empty() && txt.txt_data.iter().all(|piece| piece.len() <= CHARACTER_STRING_BYTES_MAX));
        prop_assert_eq!(back(&data), data);
    }
}
