use super::*;
use crate::connection::Problem;
use crate::evidence::Vantage;
use crate::issuance::problem::Actor;
use crate::observation::{VantageNews, VantageSeen};
use crate::records::{Record, RecordType};
use crate::time::Timestamp;
use std::collections::BTreeSet;

/// 2026-07-02 12:00:00 UTC.
const NOW: Timestamp = Timestamp::from_ms(1_782_993_600_000);

fn step(from: State, to: State) -> Moment<'static> {
    Moment::Transition { from, to, proof: None, problem: None }
}

#[test]
fn every_transition_has_a_sentence_of_its_own() {
    for (moment, expected) in [
        (step(State::Created, State::PendingOwnership), "The ownership record is waited for."),
        (
            Moment::Transition {
                from: State::PendingOwnership,
                to: State::Verified,
                proof: Some(ProofMethod::Txt),
                problem: None,
            },
            "Ownership was proven by txt.",
        ),
        (
            Moment::Transition {
                from: State::IssuingCert,
                to: State::Stalled,
                proof: None,
                problem: Some("caa_forbids"),
            },
            "Progress has paused (caa_forbids).",
        ),
        (step(State::IssuingCert, State::Live), "It went live."),
        (step(State::Drifted, State::Live), "The records are back; it is live again."),
        (step(State::Live, State::Archived), "It was taken down."),
    ] {
        assert_eq!(title(&moment), expected);
    }
    let said: BTreeSet<String> = State::ALL.map(|to| title(&step(State::Created, to))).into_iter().collect();
    assert_eq!(said.len(), State::ALL.len());
}

#[test]
fn actions_and_events_are_told_by_what_they_are() {
    assert_eq!(title(&Moment::Action("renew_certificate")), "Another certificate was asked for.");
    assert_eq!(title(&Moment::Action("a_later_verb")), "It was changed: a later verb.");
    let said = title(&Moment::Event(Announcement::FlowCompleted));
    assert_eq!(said, "Subscribers are told: the domain is live (domain.flow.completed).");
    let all: BTreeSet<String> = Announcement::ALL.map(|what| title(&Moment::Event(what))).into_iter().collect();
    assert_eq!(all.len(), Announcement::ALL.len());
}

#[test]
fn writes_and_deliveries_say_how_far_they_came() {
    let write = |purpose, status| title(&Moment::ChangeSet { purpose, status, zone: "customer.com" });
    assert_eq!(write(Purpose::Challenge, WriteStatus::Applied), "The ownership record: written to customer.com.");
    let all: BTreeSet<String> =
        Purpose::ALL.into_iter().flat_map(|purpose| WriteStatus::ALL.map(|status| write(purpose, status))).collect();
    assert_eq!(all.len(), Purpose::ALL.len() * WriteStatus::ALL.len());

    let sent =
        |status, last_status, attempts| title(&Moment::Delivery { event: "ssl.issued", status, last_status, attempts });
    assert_eq!(sent(DeliveryStatus::Pending, None, 0), "The webhook ssl.issued is on its way.");
    assert_eq!(sent(DeliveryStatus::Delivered, Some(204), 1), "The webhook ssl.issued was taken with 204.");
    assert_eq!(
        sent(DeliveryStatus::Pending, Some(503), 2),
        "The webhook ssl.issued was refused with 503, and is tried again."
    );
    assert_eq!(sent(DeliveryStatus::Failed, None, 6), "The webhook ssl.issued was given up after 6 attempts.");
}

fn seen(propagation: Propagation, value: Option<&str>) -> RecordSeen {
    RecordSeen { propagation, observed_value: value.map(str::to_owned) }
}

fn news(before: Option<RecordSeen>, after: RecordSeen, vantages: Vec<VantageNews>) -> RecordNews {
    let record = Record::new("app.customer.com", RecordType::Cname, "edge.saas.example", 300);
    RecordNews { record, before, after, vantages }
}

#[test]
fn what_was_seen_names_the_record_and_the_value() {
    let missing = || seen(Propagation::Missing, None);
    let server = Server { name: Some("ns1.customer.com".into()), address: None, vantage: Vantage::Authoritative };
    let at = |propagated, value: Option<&str>| VantageNews {
        server: server.clone(),
        before: None,
        after: VantageSeen { propagated: Some(propagated), observed_value: value.map(str::to_owned) },
    };
    for (records, expected) in [
        (vec![news(None, missing(), vec![])], "CNAME app.customer.com is missing."),
        (
            vec![news(None, seen(Propagation::Missing, Some("old.example")), vec![])],
            "CNAME app.customer.com has old.example in its place.",
        ),
        (
            vec![news(Some(missing()), seen(Propagation::Propagated, Some("edge.saas.example")), vec![])],
            "CNAME app.customer.com is in place.",
        ),
        (
            vec![news(None, seen(Propagation::Unknown, None), vec![])],
            "CNAME app.customer.com could not be asked about.",
        ),
        (
            vec![news(Some(missing()), missing(), vec![at(true, Some("edge.saas.example"))])],
            "CNAME app.customer.com: ns1.customer.com has it now.",
        ),
        (
            vec![news(Some(missing()), missing(), vec![at(false, Some("x.example")), at(false, None)])],
            "CNAME app.customer.com: ns1.customer.com has x.example, 1 more servers changed.",
        ),
        (
            vec![news(None, missing(), vec![]), news(None, missing(), vec![])],
            "CNAME app.customer.com is missing, and 1 more changed.",
        ),
        (vec![], "Nothing changed in DNS."),
    ] {
        assert_eq!(title(&Moment::Seen(&Seen::Records { records })), expected);
    }
}

#[test]
fn certificates_and_proofs_are_told_with_the_next_step() {
    let problem = Problem { code: "ownership_differs".into(), message: "It has another value.".into() };
    for (seen, expected) in [
        (Seen::Ownership { problem }, "It has another value."),
        (
            Seen::CertificateStored {
                issuer: "Let's Encrypt".into(),
                serial: "0a".into(),
                not_after: NOW,
                renew_at: None,
                renewal: None,
            },
            "A certificate by Let's Encrypt is there, valid until 2026-07-02 12:00:00 UTC.",
        ),
        (
            Seen::CertificateFailed {
                code: "caa_forbids".into(),
                message: "CAA forbids it.".into(),
                actor: Actor::Customer,
                retry_at: Some(NOW),
            },
            "The certificate could not be had: CAA forbids it; it is tried again at 2026-07-02 12:00:00 UTC.",
        ),
        (Seen::CertificateRemoved, "The edges hold no certificate any more."),
    ] {
        assert_eq!(title(&Moment::Seen(&seen)), expected);
        let kept = serde_json::to_string(&seen).unwrap();
        assert_eq!(serde_json::from_str::<Seen>(&kept).unwrap(), seen, "{kept}");
    }
}
