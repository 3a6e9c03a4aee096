use super::*;
use crate::evidence::QueryType;
use crate::issuance::samples::{Outcome, has, server, sighting, silence, through};
use crate::records::RecordType;
use proptest::prelude::*;

const OWNER: &str = "_acme-challenge.shop.customer.com";
const ZONE: &str = "acme.saas.example";
const TARGET: &str = "0a1b.acme.saas.example";

fn judged(cname: &[Outcome], txt: &[Outcome], a: &[Outcome]) -> Delegation {
    let seen = |qtype, outcomes| sighting(OWNER, qtype, outcomes);
    judge_delegation(&seen(QueryType::Cname, cname), &seen(QueryType::Txt, txt), &seen(QueryType::A, a), ZONE)
}

/// The name is a CNAME to `target`, and nothing else.
fn led_to(target: &str) -> Delegation {
    judged(&[has(&[target])], &[through(&[target], &[])], &[through(&[target], &[])])
}

fn here(token: &str) -> Delegation {
    Delegation::Here { token: token.into() }
}

fn elsewhere(target: &str) -> Delegation {
    Delegation::Elsewhere { target: target.into() }
}

fn told(delegation: &Delegation) -> Option<(String, String)> {
    let wanted = Record::new(OWNER, RecordType::Cname, TARGET, 300);
    delegation_problem(delegation, &wanted).map(|problem| (problem.code, problem.message))
}

fn assert_told(delegation: &Delegation, code: &str, parts: &[&str]) {
    let (told_code, message) = told(delegation).unwrap();
    assert_eq!(told_code, code, "{message}");
    for part in parts {
        assert!(message.contains(part), "{part:?} is not in: {message}");
    }
    assert!(message.ends_with('.'), "{message}");
}

#[test]
fn a_token_is_the_single_label_below_the_zone() {
    assert_eq!(led_to(TARGET), here("0a1b"));
    assert_eq!(led_to("0A1B.ACME.saas.example."), here("0a1b"));
    for target in
        ["acme.saas.example", "a.b.acme.saas.example", "xacme.saas.example", "0a1b.saas.example", ".acme.saas.example"]
    {
        assert_eq!(led_to(target), elsewhere(target));
    }
}

#[test]
fn an_own_text_beats_the_cname() {
    let beside = Delegation::TextBeside { values: vec!["left over".into()] };
    assert_eq!(judged(&[has(&[TARGET])], &[has(&["left over"])], &[has(&[])]), beside);
    assert_eq!(judged(&[has(&[])], &[has(&["left over"]), has(&["left over"])], &[has(&[])]), beside);
    assert_eq!(judged(&[has(&[TARGET])], &[through(&[TARGET], &["a challenge"])], &[has(&[])]), here("0a1b"));
    assert_told(&beside, "challenge_txt_beside", &["(left over)", "Remove every TXT", TARGET]);
}

#[test]
fn addresses_in_place_of_the_cname_are_a_proxy() {
    let proxied = Delegation::Proxied { addresses: vec!["104.16.0.1".into()] };
    assert_eq!(judged(&[has(&[])], &[has(&[])], &[has(&["104.16.0.1"])]), proxied);
    assert_eq!(judged(&[has(&[TARGET])], &[has(&[])], &[has(&["104.16.0.1"])]), here("0a1b"), "the CNAME is there");
    assert_eq!(judged(&[has(&[])], &[has(&[])], &[through(&["x.example"], &["104.16.0.1"])]), Delegation::Missing);
    assert_told(&proxied, "challenge_cname_proxied", &["104.16.0.1", "\"DNS only\"", OWNER, TARGET]);
    let other = Delegation::Proxied { addresses: vec!["198.51.100.7".into()] };
    assert_told(&other, "challenge_cname_proxied", &["198.51.100.7", "wildcard record", OWNER, TARGET]);
}

#[test]
fn what_could_not_be_asked_is_not_missing() {
    let why = "ns1.customer.com did not answer in time";
    for a in [silence(), has(&[]), has(&["104.16.0.1"])] {
        let unknown = judged(&[silence()], &[has(&[])], &[a]);
        assert_eq!(unknown, Delegation::Unknown { why: why.into() });
        assert_told(&unknown, "dns_unreachable", &[why]);
    }
    assert_eq!(judged(&[has(&[TARGET]), silence()], &[silence()], &[silence()]), here("0a1b"));
    assert_eq!(judged(&[has(&[]), silence()], &[silence()], &[silence()]), Delegation::Missing);
}

#[test]
fn servers_without_the_token_are_named() {
    for other in [has(&[]), has(&["other.example"]), has(&["ffff.acme.saas.example"])] {
        let partly = judged(&[has(&[TARGET]), has(&[TARGET]), other], &[has(&[])], &[has(&[])]);
        assert_eq!(partly, Delegation::NotAtAllServers { token: "0a1b".into(), missing_at: vec![server(3)] });
        assert_told(&partly, "challenge_cname_not_everywhere", &["ns3.customer.com", "Wait"]);
    }
}

#[test]
fn of_two_cnames_at_one_name_the_foreign_one_counts() {
    assert_eq!(judged(&[has(&[TARGET, "other.example"])], &[has(&[])], &[has(&[])]), elsewhere("other.example"));
}

#[test]
fn only_the_connections_own_token_is_no_problem() {
    assert_eq!(told(&here("0a1b")), None);
    assert_told(&here("ffff"), "challenge_cname_outdated", &["ffff", "connected before", TARGET]);
    let partly = Delegation::NotAtAllServers { token: "ffff".into(), missing_at: vec![server(1)] };
    assert_told(&partly, "challenge_cname_outdated", &[TARGET]);
}

#[test]
fn a_missing_cname_is_told_as_it_is_entered() {
    let parts = [TARGET, "enter only _acme-challenge.shop,", "_acme-challenge.shop.customer.com.customer.com"];
    assert_told(&Delegation::Missing, "challenge_cname_missing", &parts);
}

#[test]
fn a_suffix_that_the_provider_added_is_recognised() {
    let doubled = led_to("0a1b.acme.saas.example.customer.com");
    assert_told(&doubled, "challenge_cname_elsewhere", &["added customer.com", "\"0a1b.acme.saas.example.\""]);
    assert_told(&elsewhere("other.example"), "challenge_cname_elsewhere", &["other.example", "Change its value"]);
    let (_, message) = told(&elsewhere("0a1b.acme.saas.example.stranger.com")).unwrap();
    assert!(!message.contains("added"), "{message}");
}

#[test]
fn strange_texts_are_shown_tamed() {
    let beside =
        Delegation::TextBeside { values: vec!["a\u{1b}[2J\nb".into(), "x".repeat(5000), "c".into(), "d".into()] };
    let (_, message) = told(&beside).unwrap();
    assert!(!message.contains(char::is_control) && message.len() < 700, "{message}");
    assert!(message.contains("and 1 more"), "{message}");
}

proptest! {
    /// However servers disagree: only a token that every answer has is a delegation, and one silent server changes nothing.
    #[test]
    fn here_means_every_answer(answers in prop::collection::vec(
        prop::sample::select(vec!["0a1b.acme.saas.example", "ffff.acme.saas.example", "other.example", ""]), 1..5)) {
        let outcomes: Vec<Outcome> =
            answers.iter().map(|target| has(&Some(*target).filter(|target| !target.is_empty()).into_iter().collect::<Vec<_>>())).collect();
        let delegation = judged(&outcomes, &[has(&[])], &[has(&[])]);
        let unanimous = answers.iter().all(|target| *target == answers[0]) && answers[0].ends_with(ZONE);
        prop_assert_eq!(matches!(delegation, Delegation::Here { .. }), unanimous);
        prop_assert_eq!(delegation == Delegation::Missing, answers.iter().all(|target| target.is_empty()));
        if let Delegation::NotAtAllServers { token, missing_at } = &delegation {
            let target = format!("{token}.{ZONE}");
            prop_assert_eq!(missing_at.len(), answers.iter().filter(|answer| **answer != target).count());
        }
        let with_silence: Vec<Outcome> = outcomes.into_iter().chain([silence()]).collect();
        prop_assert_eq!(judged(&with_silence, &[has(&[])], &[has(&[])]), delegation);
    }
}
