use super::*;
use crate::evidence::{Answer, Reply, Server, Unanswered, Vantage};
use crate::hostname::PlatformNames;
use crate::records::RecordType;
use crate::time::Timestamp;

const EDGE: &str = "edge.saas.example";
const APP: &str = "app-1.saas.example";

type Outcome = Result<Answer, Unanswered>;

fn name(text: &str) -> Hostname {
    Hostname::parse(text, &PlatformNames::default()).unwrap()
}

fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

fn values(values: &[&str], ttl: u32) -> Outcome {
    Ok(Answer { values: strings(values), ttl: (!values.is_empty()).then_some(ttl), ..Answer::default() })
}

fn alias(target: &str, ttl: u32) -> Outcome {
    Ok(Answer { aliases: strings(&[target]), ttl: Some(ttl), ..Answer::default() })
}

fn sighting(name: &str, qtype: QueryType, outcomes: Vec<Outcome>) -> Sighting {
    let reply = |(index, outcome)| Reply {
        server: Server {
            name: Some(format!("ns{}.customer.com", index + 1)),
            address: None,
            vantage: Vantage::Authoritative,
        },
        at: Timestamp::from_ms(0),
        outcome,
    };
    let replies = outcomes.into_iter().enumerate().map(reply).collect();
    Sighting { name: name.into(), qtype, zone: Some("customer.com".into()), replies }
}

/// A survey in which every question that is not among `seen` was answered with "nothing".
fn survey(hostname: &str, desired: Vec<Record>, seen: Vec<Sighting>) -> Survey {
    let hostname = name(hostname);
    let mut all = seen;
    for (name, qtype) in questions(&hostname, &desired) {
        if !all.iter().any(|given| given.name == name && given.qtype == qtype) {
            all.push(sighting(&name, qtype, vec![values(&[], 0)]));
        }
    }
    Survey {
        desired,
        app_target: APP.into(),
        seen: all,
        targets: vec![],
        sibling: None,
        caa: vec![],
        bogus: None,
        allowed_ca: strings(&["letsencrypt.org"]),
        apex_support: None,
        hostname,
    }
}

fn cname(host: &str) -> Vec<Record> {
    vec![Record::new(host, RecordType::Cname, EDGE, 300)]
}

fn address(host: &str) -> Vec<Record> {
    vec![Record::new(host, RecordType::A, "192.0.2.1", 300)]
}

fn one(name: &str, qtype: QueryType, outcome: Outcome) -> Sighting {
    sighting(name, qtype, vec![outcome])
}

fn found(survey: &Survey) -> Vec<String> {
    let line = |finding: &Finding| {
        let about =
            finding.record.as_ref().map(|record| format!(" {} {}", record.rtype, record.value)).unwrap_or_default();
        format!("{} {}{about}", finding.severity.as_str(), finding.code.as_str())
    };
    judge(survey).conflicts.iter().map(line).collect()
}

const SHOP: &str = "shop.customer.com";
const APEX: &str = "customer.com";

#[test]
fn an_empty_name_has_nothing_in_the_way() {
    let preflight = judge(&survey(SHOP, cname(SHOP), vec![]));
    assert_eq!(preflight, Preflight { existing: vec![], conflicts: vec![], wait_s: None });
}

#[test]
fn a_wanted_cname_meets_what_is_there() {
    let cases: [(QueryType, Outcome, &[&str]); 9] = [
        (QueryType::A, values(&["198.51.100.1"], 300), &["blocking cname_conflict A 198.51.100.1"]),
        (QueryType::Aaaa, values(&["2001:db8::1"], 300), &["blocking cname_conflict AAAA 2001:db8::1"]),
        (QueryType::Txt, values(&["v=spf1 -all"], 300), &["blocking cname_conflict TXT v=spf1 -all"]),
        (QueryType::A, alias("old.host.example", 300), &["blocking cname_conflict CNAME old.host.example"]),
        (QueryType::Mx, values(&["10 mx.mail.example"], 300), &["blocking mx_under_cname MX 10 mx.mail.example"]),
        (QueryType::A, values(&["104.21.5.6"], 300), &["blocking proxied A 104.21.5.6"]),
        (QueryType::Aaaa, values(&["2606:4700:3033::1"], 300), &["blocking proxied AAAA 2606:4700:3033::1"]),
        (QueryType::A, alias(EDGE, 300), &["info already_correct CNAME edge.saas.example"]),
        (QueryType::A, alias(APP, 300), &["info already_correct CNAME app-1.saas.example"]),
    ];
    for (qtype, outcome, expected) in cases {
        let survey = survey(SHOP, cname(SHOP), vec![one(SHOP, qtype, outcome)]);
        assert_eq!(found(&survey), expected, "{:?}", survey.seen[0]);
    }
}

#[test]
fn wanted_addresses_meet_what_is_there() {
    let cases: [(QueryType, Outcome, &[&str]); 6] = [
        (QueryType::A, values(&["198.51.100.1"], 300), &["blocking address_conflict A 198.51.100.1"]),
        (QueryType::A, alias("old.host.example", 300), &["blocking address_conflict CNAME old.host.example"]),
        (QueryType::A, values(&["104.21.5.6"], 300), &["blocking proxied A 104.21.5.6"]),
        (QueryType::Aaaa, values(&["2001:db8::9"], 300), &["warning address_conflict AAAA 2001:db8::9"]),
        (
            QueryType::A,
            values(&["192.0.2.1", "198.51.100.1"], 300),
            &["warning address_conflict A 198.51.100.1", "info already_correct A 192.0.2.1"],
        ),
        // Mail and texts stand beside addresses without harm.
        (QueryType::Mx, values(&["10 mx.mail.example"], 86_400), &[]),
    ];
    for (qtype, outcome, expected) in cases {
        let survey = survey(SHOP, address(SHOP), vec![one(SHOP, qtype, outcome)]);
        assert_eq!(found(&survey), expected, "{:?}", survey.seen[0]);
    }
}

#[test]
fn several_wanted_addresses_are_one_wish() {
    let both = ["192.0.2.1", "192.0.2.2"].map(|value| Record::new(SHOP, RecordType::A, value, 300)).to_vec();
    let survey = survey(SHOP, both, vec![one(SHOP, QueryType::A, values(&["192.0.2.1", "198.51.100.1"], 300))]);
    assert_eq!(found(&survey), ["blocking address_conflict A 198.51.100.1", "info already_correct A 192.0.2.1"]);
    assert_eq!(judge(&survey).conflicts[0].fix, "Remove it; wanted at shop.customer.com: A 192.0.2.1, A 192.0.2.2.");
}

#[test]
fn a_text_cannot_stand_beside_a_cname_but_counts_through_one() {
    let text = vec![Record::new(SHOP, RecordType::Txt, "token", 300)];
    let blocked = survey(SHOP, text.clone(), vec![one(SHOP, QueryType::Txt, alias("old.host.example", 300))]);
    assert_eq!(found(&blocked), ["blocking cname_conflict CNAME old.host.example"]);
    let delegated = Answer { values: strings(&["token"]), ..alias("elsewhere.example", 300).unwrap() };
    assert_eq!(found(&survey(SHOP, text, vec![one(SHOP, QueryType::Txt, Ok(delegated))])), ["info already_correct"]);
}

#[test]
fn records_that_lag_at_one_server_are_no_conflict_with_themselves() {
    let lagging = sighting(SHOP, QueryType::A, vec![alias(EDGE, 300), values(&[], 0)]);
    assert_eq!(found(&survey(SHOP, cname(SHOP), vec![lagging])), Vec::<String>::new());
}

#[test]
fn an_apex_without_alias_support_is_told_so() {
    let wish = || vec![Record::new(APEX, RecordType::Alias, EDGE, 300)];
    for (support, expected) in [(Some(true), vec![]), (Some(false), vec!["blocking"]), (None, vec!["warning"])] {
        let expected: Vec<String> = expected.iter().map(|severity| format!("{severity} apex_needs_alias")).collect();
        let survey = Survey { apex_support: support, ..survey(APEX, wish(), vec![]) };
        assert_eq!(found(&survey), expected, "{support:?}");
    }
}

#[test]
fn a_flattened_apex_is_already_correct() {
    let wish = vec![Record::new(APEX, RecordType::Alias, EDGE, 300)];
    let mut flattened = survey(APEX, wish, vec![one(APEX, QueryType::A, values(&["192.0.2.1"], 300))]);
    flattened.targets = vec![one(EDGE, QueryType::A, values(&["192.0.2.1", "192.0.2.2"], 60))];
    assert_eq!(found(&flattened), ["info already_correct"]);
    flattened.targets = vec![];
    flattened.apex_support = Some(true);
    assert_eq!(found(&flattened), ["blocking address_conflict A 192.0.2.1"]);
}

#[test]
fn a_wildcard_that_answers_is_no_conflict_but_its_answer_lives_on() {
    let mut shadowed = survey(SHOP, cname(SHOP), vec![one(SHOP, QueryType::A, alias("old.host.example", 7200))]);
    shadowed.sibling = Some(one("x7f3.customer.com", QueryType::A, alias("old.host.example", 7200)));
    assert_eq!(found(&shadowed), ["warning long_ttl CNAME old.host.example", "info wildcard_shadow"]);
    assert_eq!(judge(&shadowed).wait_s, Some(7200));

    // The sibling answers otherwise, or could not be asked: the record counts as the name's own.
    for sibling in [alias("another.example", 300), values(&[], 0), Err(Unanswered::Timeout)] {
        shadowed.sibling = Some(one("x7f3.customer.com", QueryType::A, sibling));
        assert!(found(&shadowed).contains(&"blocking cname_conflict CNAME old.host.example".to_owned()));
    }
}

#[test]
fn the_wait_is_the_longest_ttl_of_what_has_to_change() {
    let seen = vec![
        one(SHOP, QueryType::A, values(&["198.51.100.1"], 600)),
        one(SHOP, QueryType::Txt, values(&["note"], 14_400)),
    ];
    let preflight = judge(&survey(SHOP, cname(SHOP), seen.clone()));
    assert_eq!(preflight.wait_s, Some(14_400));
    let long = preflight.conflicts.iter().find(|finding| finding.code == FindingCode::LongTtl).unwrap();
    assert!(long.message.contains("for 4 hours after the change"), "{}", long.message);

    // Beside an address the text stays, and so its TTL does not matter.
    let preflight = judge(&survey(SHOP, address(SHOP), seen));
    assert_eq!(preflight.wait_s, Some(600));
    assert!(preflight.conflicts.iter().all(|finding| finding.code != FindingCode::LongTtl));
}

#[test]
fn existing_records_are_listed_once_with_their_longest_ttl() {
    let seen = sighting(SHOP, QueryType::A, vec![values(&["198.51.100.1"], 60), values(&["198.51.100.1"], 300)]);
    let existing = judge(&survey(SHOP, address(SHOP), vec![seen])).existing;
    let expected =
        ExistingRecord { host: SHOP.into(), rtype: QueryType::A, value: "198.51.100.1".into(), ttl: Some(300) };
    assert_eq!(existing, [expected]);
}

fn with_caa(hostname: &str, levels: &[&[&str]]) -> Vec<String> {
    let caa_at = |(name, records): (String, &&[&str])| one(&name, QueryType::Caa, values(records, 300));
    let caa = caa_names(&name(hostname)).into_iter().zip(levels).map(caa_at).collect();
    let all = found(&Survey { caa, ..survey(hostname, address(hostname), vec![]) });
    all.iter().map(|finding| finding.split(" CAA").next().unwrap().to_owned()).collect()
}

/// Host name, the records at each of its [`caa_names`], what is found.
type CaaCase = (&'static str, &'static [&'static [&'static str]], &'static [&'static str]);

#[test]
fn caa_permits_by_the_closest_records_alone() {
    const FORBIDS: &[&str] = &["blocking caa_forbids"];
    const RESTRICTS: &[&str] = &["warning caa_restricts"];
    let cases: [CaaCase; 18] = [
        (SHOP, &[&[], &[]], &[]),
        (SHOP, &[&[], &["0 issue \"letsencrypt.org\""]], &[]),
        (SHOP, &[&[], &["0 issue letsencrypt.org"]], &[]),
        (SHOP, &[&[], &["0 ISSUE \"LetsEncrypt.org\""]], &[]),
        // A dot at the end is against the grammar, and what is against it permits nobody (RFC 8659, 4.2).
        (SHOP, &[&[], &["0 issue \"letsencrypt.org.\""]], FORBIDS),
        (SHOP, &[&[], &["0 issue \"ca.example\""]], FORBIDS),
        (SHOP, &[&[], &["0 issue \";\""]], FORBIDS),
        (SHOP, &[&[], &["0 issue \";\"", "0 issue \"letsencrypt.org\""]], &[]),
        (SHOP, &[&[], &["0 iodef \"mailto:a@customer.com\""]], &[]),
        // The closest name with records decides, for better and for worse.
        (SHOP, &[&["0 issue \"letsencrypt.org\""], &["0 issue \";\""]], &[]),
        (SHOP, &[&["0 issue \";\""], &["0 issue \"letsencrypt.org\""]], FORBIDS),
        // `issuewild` matters to wildcards only, and there it replaces `issue`.
        (SHOP, &[&[], &["0 issuewild \";\""]], &[]),
        ("*.customer.com", &[&["0 issuewild \";\"", "0 issue \"letsencrypt.org\""]], FORBIDS),
        ("*.customer.com", &[&["0 issuewild \"letsencrypt.org\"", "0 issue \";\""]], &[]),
        ("*.customer.com", &[&["0 issue \"ca.example\""]], FORBIDS),
        (SHOP, &[&[], &["128 tbs \"unknown\""]], FORBIDS),
        (SHOP, &[&[], &["0 issue \"letsencrypt.org; validationmethods=dns-01\""]], RESTRICTS),
        (
            SHOP,
            &[&[], &["0 issue \"letsencrypt.org; accounturi=https://a.example/1\"", "0 issue \"letsencrypt.org\""]],
            &[],
        ),
    ];
    for (hostname, levels, expected) in cases {
        assert_eq!(with_caa(hostname, levels), expected, "{hostname} {levels:?}");
    }
}

#[test]
fn caa_binds_nobody_without_a_public_authority() {
    let caa = vec![one(SHOP, QueryType::Caa, values(&["0 issue \";\""], 300))];
    let private = Survey { caa, allowed_ca: vec![], ..survey(SHOP, address(SHOP), vec![]) };
    assert_eq!(found(&private), Vec::<String>::new());
}

#[test]
fn caa_that_the_wanted_records_replace_does_not_count() {
    let own = vec![
        one(SHOP, QueryType::Caa, values(&["0 issue \"ca.example\""], 300)),
        one(APEX, QueryType::Caa, values(&[], 0)),
    ];
    let beside = Survey { caa: own, ..survey(SHOP, cname(SHOP), vec![]) };
    assert_eq!(found(&beside), ["blocking cname_conflict CAA 0 issue \"ca.example\""]);

    let behind =
        |target: &str| Ok(Answer { values: strings(&["0 issue \"ca.example\""]), ..alias(target, 300).unwrap() });
    for (target, forbids) in [("old.host.example", false), (EDGE, true), (APP, true)] {
        let caa = vec![one(SHOP, QueryType::Caa, behind(target)), one(APEX, QueryType::Caa, values(&[], 0))];
        let seen = vec![one(SHOP, QueryType::A, alias(target, 300))];
        let survey = Survey { caa, ..survey(SHOP, cname(SHOP), seen) };
        assert_eq!(found(&survey).iter().any(|line| line.contains("caa_forbids")), forbids, "{target}");
    }
}

#[test]
fn caa_that_could_not_be_asked_is_not_taken_for_absent() {
    let caa = vec![
        one(SHOP, QueryType::Caa, Err(Unanswered::ServerFailure)),
        one(APEX, QueryType::Caa, values(&["0 issue \";\""], 300)),
    ];
    assert_eq!(found(&Survey { caa, ..survey(SHOP, cname(SHOP), vec![]) }), ["warning dns_unreachable"]);
}

#[test]
fn caa_is_looked_for_up_to_the_registrable_domain() {
    assert_eq!(caa_names(&name("a.b.customer.co.uk")), ["a.b.customer.co.uk", "b.customer.co.uk", "customer.co.uk"]);
    assert_eq!(caa_names(&name("*.customer.com")), ["customer.com"]);
}

#[test]
fn a_zone_where_nobody_answers_blocks_once() {
    let mut silent = survey(SHOP, cname(SHOP), vec![]);
    for sighting in &mut silent.seen {
        sighting.replies[0].outcome = Err(Unanswered::Timeout);
    }
    assert_eq!(found(&silent), ["blocking dns_unreachable"]);
    let message = &judge(&silent).conflicts[0].message;
    assert!(
        message.contains("customer.com gave a usable answer: ns1.customer.com did not answer in time"),
        "{message}"
    );
}

#[test]
fn a_zone_above_the_customers_is_not_theirs_to_look_after() {
    let mut silent = survey(SHOP, cname(SHOP), vec![]);
    for sighting in &mut silent.seen {
        sighting.zone = Some("com".into());
        sighting.replies[0].outcome = Err(Unanswered::Timeout);
    }
    let fix = &judge(&silent).conflicts[0].fix;
    assert!(fix.starts_with("Make sure that customer.com is registered"), "{fix}");
}

#[test]
fn servers_that_do_not_work_are_named() {
    let with_second = |outcome: Outcome| {
        let mut survey = survey(SHOP, cname(SHOP), vec![]);
        for seen in &mut survey.seen {
            *seen = sighting(&seen.name, seen.qtype, vec![values(&[], 0), outcome.clone()]);
        }
        survey
    };
    for failure in [Unanswered::Timeout, Unanswered::Lame, Unanswered::Refused] {
        let survey = with_second(Err(failure.clone()));
        assert_eq!(found(&survey), ["warning lame_delegation"]);
        let message = &judge(&survey).conflicts[0].message;
        assert!(message.contains(&format!("customer.com works: ns2.customer.com {failure}.")), "{message}");
    }
}

#[test]
fn a_server_that_failed_once_is_not_accused() {
    let flaky = sighting(SHOP, QueryType::Txt, vec![values(&[], 0), Err(Unanswered::Timeout)]);
    let fine = sighting(SHOP, QueryType::A, vec![values(&[], 0), values(&[], 0)]);
    assert_eq!(found(&survey(SHOP, cname(SHOP), vec![flaky, fine])), Vec::<String>::new());
}

#[test]
fn every_question_is_asked_once() {
    let asked = questions(&name(SHOP), &cname(SHOP));
    assert_eq!(
        asked,
        [QueryType::A, QueryType::Aaaa, QueryType::Txt, QueryType::Mx].map(|qtype| (SHOP.to_owned(), qtype))
    );
    let other = [Record::new("www.shop.customer.com", RecordType::Ns, "ns.example", 300)];
    assert_eq!(questions(&name(SHOP), &other).len(), 9);
}

#[test]
fn codes_in_the_api_are_distinct() {
    let mut codes: Vec<&str> = FindingCode::ALL.iter().map(|code| code.as_str()).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), FindingCode::ALL.len());
}

fn denied_by(zone: &str, sightings: Vec<Sighting>) -> Vec<Sighting> {
    let denied = || Ok(Answer { no_such_name: true, ..Answer::default() });
    let by = |sighting: Sighting| {
        let replies = sighting.replies.into_iter().map(|reply| Reply { outcome: denied(), ..reply }).collect();
        Sighting { zone: Some(zone.into()), replies, ..sighting }
    };
    sightings.into_iter().map(by).collect()
}

#[test]
fn a_domain_that_the_registry_does_not_know_is_named() {
    let plain = survey(SHOP, cname(SHOP), vec![]);
    assert_eq!(found(&plain), Vec::<String>::new());
    for registry in ["com", ""] {
        let survey = Survey { seen: denied_by(registry, plain.seen.clone()), ..plain.clone() };
        assert_eq!(found(&survey), ["blocking not_delegated"]);
        let finding = &judge(&survey).conflicts[0];
        assert!(finding.message.starts_with("customer.com does not exist in DNS"), "{}", finding.message);
        assert!(finding.fix.contains("clientHold"), "{}", finding.fix);
    }
    // Its own servers say that the name is not there: so it is for every name before it is connected.
    let own = Survey { seen: denied_by("customer.com", plain.seen.clone()), ..plain.clone() };
    assert_eq!(found(&own), Vec::<String>::new());
    // Refused by resolvers, so that the way to it is not known.
    let bogus =
        Survey { bogus: Some(Bogus { why: None }), seen: denied_by("com", plain.seen.clone()), ..plain.clone() };
    assert_eq!(found(&bogus), ["blocking dnssec_bogus"]);
    // Some question was answered otherwise.
    let mut mixed = denied_by("com", plain.seen.clone());
    mixed[1] = one(SHOP, mixed[1].qtype, values(&[], 0));
    assert_eq!(found(&Survey { seen: mixed, ..plain }), Vec::<String>::new());
}

#[test]
fn names_that_no_registry_sells_need_no_delegation() {
    for (hostname, apex, zone) in
        [("www.shop.github.io", "shop.github.io", "github.io"), ("www.customer.test", "customer.test", "test")]
    {
        let plain = survey(hostname, cname(hostname), vec![]);
        assert_eq!(plain.hostname.apex(), apex);
        let seen = denied_by(zone, plain.seen.clone());
        assert_eq!(found(&Survey { seen, ..plain }), Vec::<String>::new());
    }
}

#[test]
fn wrong_signatures_are_told_with_the_reason_and_the_way_out() {
    let bogus = |why: Option<&str>| {
        let survey = survey(SHOP, cname(SHOP), vec![]);
        Survey { bogus: Some(Bogus { why: why.map(str::to_owned) }), ..survey }
    };
    assert_eq!(found(&bogus(None)), ["blocking dnssec_bogus"]);
    let finding = judge(&bogus(Some("signature expired"))).conflicts.remove(0);
    assert!(
        finding.message.contains("of customer.com are wrong")
            && finding.message.ends_with("answers: signature expired.")
    );
    assert!(finding.fix.contains("delete its DS records at the registrar"), "{}", finding.fix);
}
