use super::*;
use crate::connection::{Challenge, Problem, SetupType, State};
use crate::evidence::{Proof, ProofMethod, Propagation, RecordReport};
use crate::hostname::Hostname;
use crate::records::{Record, RecordType};
use crate::tenancy::{ApplicationId, ConnectionId, TenantId};
use proptest::prelude::*;
use uuid::Uuid;

/// 2026-07-02 12:00:00 UTC.
const NOW: Timestamp = Timestamp::from_ms(1_782_993_600_000);
const GRACE: Duration = Duration::from_hours(7 * 24);
const NEXT: &str = "DNS is looked at next at 2026-07-02 12:00:05 UTC";

fn connection(state: State) -> Connection {
    let record = Record::new("app.customer.com", RecordType::Cname, "edge.saas.example", 300);
    Connection {
        id: ConnectionId(Uuid::nil()),
        tenant: TenantId(Uuid::nil()),
        application: ApplicationId(Uuid::nil()),
        hostname: Hostname::trusted("app.customer.com".into()),
        state,
        version: 0,
        setup_type: SetupType::Manual,
        batch_id: None,
        takeover: false,
        fresh_proof: false,
        challenge: Challenge::from_random([0xab; 16]),
        proof: state.is_after_proof().then(|| proof(ProofMethod::Txt)),
        delegated: false,
        records: vec![record],
        reports: vec![],
        problem: None,
        created_at: NOW,
        updated_at: NOW,
        state_since: NOW,
        checked_at: None,
        due_at: Some(NOW.plus(Duration::from_secs(5))),
    }
}

fn proof(method: ProofMethod) -> Proof {
    Proof { method, name: "_x.app.customer.com".into(), rtype: RecordType::Txt, zone: None, servers: vec![], at: NOW }
}

fn report(record: Record, propagation: Propagation, observed: Option<&str>, code: &str) -> RecordReport {
    RecordReport {
        record,
        propagation,
        observed_value: observed.map(str::to_owned),
        problem: (propagation != Propagation::Propagated).then(|| problem(code)),
        vantages: vec![],
    }
}

fn problem(code: &str) -> Problem {
    Problem { code: code.into(), message: format!("It is {code}.") }
}

fn proven(state: State) -> Connection {
    Connection { proof: Some(proof(ProofMethod::Txt)), ..connection(state) }
}

fn seen(before: Connection, propagation: Propagation, observed: Option<&str>, code: &str) -> Connection {
    let reports = vec![report(before.records[0].clone(), propagation, observed, code)];
    let problem = reports[0].problem.clone();
    Connection { reports, problem, checked_at: Some(NOW), ..before }
}

fn found(before: Connection) -> Connection {
    seen(before, Propagation::Propagated, Some("edge.saas.example"), "")
}

fn trouble(actor: Actor) -> IssuanceProblem {
    IssuanceProblem {
        code: "caa_forbids".into(),
        message: "CAA records of customer.com forbid letsencrypt.org. Add it.".into(),
        actor,
        detail: Some("CAA record for customer.com prevents issuance.".into()),
        authority: Some("letsencrypt".into()),
        retry_at: Some(NOW.plus(Duration::from_secs(60))),
    }
}

fn circumstances(connection: &Connection) -> Circumstances<'_> {
    Circumstances { connection, certificate_until: None, trouble: None, suspended: false, drift_grace: GRACE, now: NOW }
}

fn check(connection: &Connection, hindrance: Hindrance, waiting_for: WaitingFor, sentence: &str) {
    let said = explain(&circumstances(connection));
    assert_eq!((said.hindrance, said.waiting_for), (hindrance, waiting_for), "{}", said.sentence);
    assert_eq!(said.sentence, sentence);
}

#[test]
fn before_proof_the_record_is_named_and_the_end() {
    use Hindrance::{HeldElsewhere, Ownership, Spreading, Writing};
    use WaitingFor::{Customer, Developer, Platform};
    let value = format!("cd-verify-{}", "ab".repeat(16));
    let publish = |seen: &str| {
        format!(
            "The customer has to publish TXT _customdomain-challenge.app.customer.com with the value {value} to prove ownership of \
             app.customer.com: {seen}; {NEXT}, and it is given up at 2026-07-09 12:00:00 UTC."
        )
    };
    let waiting = connection(State::PendingOwnership);
    let with = |code: &str| Connection { problem: Some(problem(code)), ..waiting.clone() };
    check(&waiting, Ownership, Customer, &publish("nobody has looked for it yet"));
    check(&with("ownership_missing"), Ownership, Customer, &publish("it is not there yet"));
    check(&with("ownership_differs"), Ownership, Customer, &publish("It is ownership_differs"));
    check(&with("no_credential"), Ownership, Customer, &publish("It is no_credential"));
    check(&with("dns_unreachable"), Ownership, Customer, &publish("It is dns_unreachable"));
    check(&connection(State::Created), Ownership, Customer, &publish("nobody has looked for it yet"));
    let stalled = Connection { state: State::Stalled, ..with("ownership_missing") };
    check(&stalled, Ownership, Customer, &publish("it is not there yet"));
    let moved = Connection { takeover: true, fresh_proof: true, ..waiting.clone() };
    assert!(explain(&circumstances(&moved)).sentence.contains("by hand, since the name is taken over"));
    let quarantined = Connection { fresh_proof: true, setup_type: SetupType::Automatic, ..waiting.clone() };
    let said = explain(&circumstances(&quarantined));
    assert_eq!(said.waiting_for, Customer);
    assert!(said.sentence.contains("by hand, since another account let the name go lately"), "{}", said.sentence);

    let held = "app.customer.com is held by another connection, so the developer has to archive that one, or to create this one anew \
                with takeover";
    check(&with("hostname_conflict"), HeldElsewhere, Developer, &format!("{held}; {NEXT}."));
    let verifying = Connection { state: State::Verifying, ..with("ownership_not_at_all_servers") };
    check(&verifying, Spreading, Customer, &format!("It is ownership_not_at_all_servers; {NEXT}."));
    let all_there = Connection { problem: verifying.problem.clone(), ..found(verifying) };
    check(&all_there, Spreading, Platform, &format!("It is ownership_not_at_all_servers; {NEXT}."));
    let automatic = Connection { setup_type: SetupType::Automatic, ..waiting };
    let writing = "The platform is writing the records of app.customer.com with a delegated DNS credential";
    check(&automatic, Writing, Platform, &format!("{writing}; {NEXT}."));
    let held_up = Connection { problem: Some(problem("dns_write_outage")), ..automatic };
    check(&held_up, Writing, Platform, &format!("{writing} (It is dns_write_outage); {NEXT}."));
    let by_code = Connection { setup_type: SetupType::Api, ..connection(State::PendingOwnership) };
    let said = explain(&circumstances(&by_code));
    assert!(said.waiting_for == Developer && said.sentence.starts_with("The developer has to publish TXT "));
}

#[test]
fn after_proof_the_record_and_what_is_there_instead_are_named() {
    use Hindrance::{Checking, Records, Spreading, Writing};
    use WaitingFor::{Customer, Platform};
    let publish = "The customer has to publish CNAME app.customer.com with the value edge.saas.example";
    let missing = Propagation::Missing;
    for state in [State::Verified, State::Propagating, State::Stalled] {
        let proven = proven(state);
        check(&proven, Records, Customer, &format!("{publish}: nobody has looked for it yet; {NEXT}."));
        let nothing = seen(proven.clone(), missing, None, "record_missing");
        check(&nothing, Records, Customer, &format!("{publish}: app.customer.com has no CNAME record; {NEXT}."));
        let other = seen(proven.clone(), missing, Some("old.example"), "record_differs");
        check(&other, Records, Customer, &format!("{publish}: app.customer.com has old.example; {NEXT}."));
        let lagging = seen(proven.clone(), missing, None, "not_at_all_servers");
        check(&lagging, Spreading, Platform, &format!("It is not_at_all_servers; {NEXT}."));
        let unknown = seen(proven.clone(), Propagation::Unknown, None, "dns_unreachable");
        check(&unknown, Records, Customer, &format!("{publish}: It is dns_unreachable; {NEXT}."));
        let refused = Connection { problem: Some(problem("dns_write_bad_credential")), ..nothing };
        check(&refused, Records, Customer, &format!("{publish}: It is dns_write_bad_credential; {NEXT}."));
        let automatic = Connection { setup_type: SetupType::Automatic, problem: None, ..proven };
        let writes = explain(&circumstances(&automatic));
        assert_eq!(writes.hindrance, if state == State::Stalled { Records } else { Writing }, "{state}");
    }
    let all_there = format!("Every record of app.customer.com is in place; {NEXT}, and moves it on then.");
    check(&found(proven(State::Verified)), Checking, Platform, &all_there);
    check(&found(proven(State::Propagating)), Checking, Platform, &all_there);
    let two = proven(State::Propagating);
    let records =
        [two.records.clone(), vec![Record::new("customer.com", RecordType::Mx, "mx.saas.example", 300)]].concat();
    let said = explain(&circumstances(&Connection { records, ..two })).sentence;
    assert!(said.contains(", and 1 more record: "), "{said}");
    check(
        &proven(State::DnsWriting),
        Writing,
        Platform,
        &format!("The platform is writing the records of app.customer.com with a delegated DNS credential; {NEXT}."),
    );
}

#[test]
fn a_missing_certificate_is_told_in_the_authoritys_words() {
    let refused = "app.customer.com has no certificate: CAA records of customer.com forbid letsencrypt.org. Add it (letsencrypt says: CAA \
                   record for customer.com prevents issuance); it is tried again at 2026-07-02 12:01:00 UTC.";
    for state in [State::IssuingCert, State::Stalled] {
        let connection = found(proven(state));
        for (actor, expected) in [
            (Actor::Customer, WaitingFor::Customer),
            (Actor::Operator, WaitingFor::Platform),
            (Actor::Authority, WaitingFor::Authority),
            (Actor::Nobody, WaitingFor::Platform),
        ] {
            let trouble = trouble(actor);
            let said = explain(&Circumstances { trouble: Some(&trouble), ..circumstances(&connection) });
            assert_eq!((said.hindrance, said.waiting_for), (Hindrance::Certificate, expected), "{state}");
            assert_eq!(said.sentence, refused);
        }
    }
    let ordered =
        "Every record of app.customer.com is in place, and an edge of the platform is obtaining the certificate";
    let issuing = found(proven(State::IssuingCert));
    check(&issuing, Hindrance::Certificate, WaitingFor::Platform, &format!("{ordered}; {NEXT}."));
    let late = Connection { problem: Some(problem("took_too_long")), ..found(proven(State::Stalled)) };
    check(&late, Hindrance::Certificate, WaitingFor::Platform, &format!("It is took_too_long; {NEXT}."));
    let cname = Record::new("_acme-challenge.app.customer.com", RecordType::Cname, "t.acme.saas.example", 300);
    let mut delegated = Connection { proof: Some(proof(ProofMethod::AcmeCname)), ..issuing };
    delegated.reports.push(report(cname, Propagation::Missing, None, "delegation_missing"));
    let said = explain(&circumstances(&delegated));
    assert_eq!(said.waiting_for, WaitingFor::Customer);
    assert!(
        said.sentence
            .starts_with("The customer has to publish CNAME _acme-challenge.app.customer.com with the value t.")
    );
}

#[test]
fn after_going_live_it_says_until_when_it_is_served() {
    use WaitingFor::{Customer, Nobody};
    let live = found(connection(State::Live));
    check(&live, Hindrance::Nothing, Nobody, "app.customer.com is live: its records are in place.");
    let until = NOW.plus(Duration::from_hours(24));
    let held = Circumstances { certificate_until: Some(until), ..circumstances(&live) };
    let text =
        "app.customer.com is live: its records are in place, and its certificate holds until 2026-07-03 12:00:00 UTC";
    assert_eq!(explain(&held).sentence, format!("{text}."));
    let trouble = trouble(Actor::Customer);
    let renewing = explain(&Circumstances { trouble: Some(&trouble), ..held });
    assert_eq!(renewing.waiting_for, Nobody);
    assert!(
        renewing.sentence.ends_with("Add it), which is tried again at 2026-07-02 12:01:00 UTC."),
        "{}",
        renewing.sentence
    );

    let gone = seen(connection(State::Drifted), Propagation::Missing, Some("old.example"), "record_differs");
    let back = "The customer has to put back CNAME app.customer.com with the value edge.saas.example: app.customer.com has old.example";
    for (certificate_until, later_h, served) in [
        (Some(NOW.plus(Duration::from_hours(2000))), 0, "goes on being served until 2026-07-09 12:00:00 UTC"),
        (Some(until), 0, "goes on being served until 2026-07-03 12:00:00 UTC"),
        (Some(NOW.plus(Duration::from_hours(2000))), 24 * 7, "is not served any more since 2026-07-09 12:00:00 UTC"),
        (None, 0, "is not served, since it has no certificate"),
    ] {
        let now = NOW.plus(Duration::from_hours(later_h));
        let said = explain(&Circumstances { certificate_until, now, ..circumstances(&gone) });
        assert_eq!((said.hindrance, said.waiting_for), (Hindrance::Drift, Customer));
        assert!(said.sentence.starts_with(&format!("{back}; app.customer.com {served}; DNS is ")), "{}", said.sentence);
    }
}

#[test]
fn an_end_says_how_to_begin_anew() {
    let again = "the developer has to create a new connection to connect it again";
    for (state, code, what) in [
        (State::Archived, None, "app.customer.com was taken down at 2026-07-02 12:00:00 UTC"),
        (
            State::Archived,
            Some("transferred"),
            "app.customer.com was proven and taken over by another connection at 2026-07-02 12:00:00 UTC",
        ),
        (
            State::Failed,
            Some("ownership_expired"),
            "Ownership of app.customer.com was not proven within 7 days, and it was given up at 2026-07-02 12:00:00 UTC",
        ),
        (State::Failed, None, "app.customer.com was given up at 2026-07-02 12:00:00 UTC"),
    ] {
        let ended = Connection { problem: code.map(problem), ..connection(state) };
        check(&ended, Hindrance::Ended, WaitingFor::Developer, &format!("{what}; {again}."));
    }
    for state in State::ALL.into_iter().filter(|state| !state.is_terminal()) {
        let connection = connection(state);
        let said = explain(&Circumstances { suspended: true, ..circumstances(&connection) });
        assert_eq!((said.hindrance, said.waiting_for), (Hindrance::Suspended, WaitingFor::Platform), "{state}");
        assert!(said.sentence.ends_with("goes on when whoever runs the platform resumes it."));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    /// Whatever the circumstances, there is a sentence; whoever is live waits for nobody, and all others are told what comes next.
    #[test]
    fn whatever_is_not_live_has_a_next_step(
        state in prop::sample::select(State::ALL.as_slice()),
        setup_type in prop::sample::select(SetupType::ALL.as_slice()),
        is_proven: bool,
        flags: [bool; 5],
        propagation in prop::option::of(prop::sample::select(&[Propagation::Propagated, Propagation::Missing, Propagation::Unknown][..])),
        observed in prop::option::of("[ -~]{0,20}"),
        code in prop::option::of(prop::sample::select(&["record_missing", "record_differs", "not_at_all_servers", "dns_unreachable",
            "hostname_conflict", "ownership_missing", "took_too_long", "no_credential", "transferred"][..])),
        actor in prop::option::of(prop::sample::select(&[Actor::Customer, Actor::Operator, Actor::Authority, Actor::Nobody][..])),
        times in prop::collection::vec(prop::option::of(prop::num::i64::ANY), 3),
    ) {
        let [wildcard, takeover, fresh_proof, suspended, checked] = flags;
        let mut connection = match is_proven { true => proven(state), false => connection(state) };
        if let Some(propagation) = propagation {
            connection = seen(connection, propagation, observed.as_deref(), code.unwrap_or("record_missing"));
        }
        let at = |index: usize| times[index].map(Timestamp::from_ms);
        connection = Connection {
            setup_type, takeover, fresh_proof, problem: code.map(problem), due_at: at(0), checked_at: checked.then_some(NOW), ..connection
        };
        if wildcard {
            connection.hostname = Hostname::trusted("*.customer.com".into());
        }
        let trouble = actor.map(|actor| IssuanceProblem { retry_at: at(1), ..trouble(actor) });
        let said = explain(&Circumstances {
            connection: &connection, certificate_until: at(2), trouble: trouble.as_ref(), suspended, drift_grace: GRACE, now: NOW,
        });
        prop_assert!(said.sentence.ends_with('.') && !said.sentence.ends_with(".."), "{}", said.sentence);
        let is_served = state == State::Live && !suspended;
        prop_assert_eq!(said.waiting_for == WaitingFor::Nobody, is_served, "{}", said.sentence);
        prop_assert_eq!(said.hindrance == Hindrance::Nothing, is_served);
        let next = ["DNS is ", "tried again", "create a new connection", "resumes it"];
        prop_assert!(is_served || next.iter().any(|step| said.sentence.contains(step)), "{}", said.sentence);
    }
}
