//! Merging, held against a small model of what a mail server concludes.

use crate::email::spf::*;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn qualifier() -> impl Strategy<Value = &'static str> {
    prop_oneof![4 => Just(""), 1 => Just("+"), 1 => Just("?"), 1 => Just("~"), 1 => Just("-")]
}

fn mechanism() -> impl Strategy<Value = String> {
    let subject = prop_oneof![
        "[abC]\\.example".prop_map(|name| format!("include:{name}")),
        "[ab]\\.example".prop_map(|name| format!("INCLUDE:{name}.")),
        Just("a".to_owned()),
        Just("MX".to_owned()),
        Just("mx:b.example/24//64".to_owned()),
        "ip4:192\\.0\\.2\\.[1-3](/32|/31)?",
        Just("ip6:2001:db8::1".to_owned()),
        Just("ptr".to_owned()),
        "exists:%\\{[iI]\\}\\.x\\.example",
    ];
    (qualifier(), subject).prop_map(|(qualifier, subject)| format!("{qualifier}{subject}"))
}

fn all() -> impl Strategy<Value = String> {
    (qualifier(), prop_oneof![Just("all"), Just("ALL")]).prop_map(|(qualifier, all)| format!("{qualifier}{all}"))
}

/// Valid records of any shape: several `all` or none, terms behind them, modifiers anywhere.
fn record() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(prop_oneof![6 => mechanism(), 1 => all(), 1 => "note=[a-z]{0,2}"], 0..8);
    let modifiers = (prop::option::of("redirect=[rs]\\.example"), prop::option::of(Just("exp=e.example".to_owned())));
    (words, modifiers, any::<prop::sample::Index>()).prop_map(|(mut words, (redirect, exp), at)| {
        words.extend(exp);
        if let Some(redirect) = redirect {
            words.insert(at.index(words.len() + 1), redirect);
        }
        format!("v=spf1 {}", words.join(" "))
    })
}

fn additions() -> impl Strategy<Value = Vec<Mechanism>> {
    let words = (prop::collection::vec(mechanism(), 0..3), prop::option::of(all()));
    words.prop_map(|(mut words, all)| {
        words.extend(all);
        format!("v=spf1 {}", words.join(" ")).parse::<SpfRecord>().unwrap().mechanisms().cloned().collect()
    })
}

/// What a mail server concludes about a sender who is in `subject` and nowhere else; `None` when another record
/// decides.
fn concluded(record: &SpfRecord, subject: &str) -> Option<Qualifier> {
    for mechanism in record.mechanisms() {
        if mechanism.kind() == MechanismKind::All || mechanism.subject() == subject {
            return Some(mechanism.qualifier());
        }
    }
    let is_elsewhere = record.modifiers().any(|modifier| modifier.name() == "redirect");
    (!is_elsewhere).then_some(Qualifier::Neutral)
}

fn alls(text: &str) -> usize {
    text.split(' ').filter(|word| word.trim_start_matches(['+', '-', '~', '?']).eq_ignore_ascii_case("all")).count()
}

fn check_form(merged: &str, is_redirected: bool) -> Result<(), TestCaseError> {
    prop_assert_eq!(merged.to_lowercase().matches("v=spf1").count(), 1);
    prop_assert_eq!(alls(merged), usize::from(!is_redirected), "{}", merged);
    let last = merged.parse::<SpfRecord>().unwrap().mechanisms().last().map(Mechanism::kind);
    prop_assert!(is_redirected || last == Some(MechanismKind::All), "{}", merged);
    Ok(())
}

proptest! {
    #[test]
    fn reading_never_panics_and_printing_is_read_again(text in "(v=spf1 )?\\PC{0,80}") {
        if let Ok(record) = text.parse::<SpfRecord>() {
            prop_assert_eq!(record.to_string().parse(), Ok(record));
        }
    }

    #[test]
    fn a_record_printed_is_the_same_record(text in record()) {
        let read: SpfRecord = text.parse().unwrap();
        prop_assert_eq!(read.to_string().parse(), Ok(read));
    }

    #[test]
    fn merging_again_changes_nothing(text in record(), add in additions()) {
        let once = merge(Some(&text), &add).unwrap();
        let again = merge(Some(&once.value), &add).unwrap();
        prop_assert_eq!(&again.value, &once.value);
        prop_assert!(!again.changed);
    }

    #[test]
    fn a_merge_has_one_version_and_one_all_at_the_end(text in record(), add in additions()) {
        let merged = merge(Some(&text), &add).unwrap();
        check_form(&merged.value, text.parse::<SpfRecord>().unwrap().redirect().is_some())?;
    }

    #[test]
    fn a_merge_leaves_the_all_as_it_is_and_warns_of_one_that_lets_anybody_send(text in record(), add in additions()) {
        let existing: SpfRecord = text.parse().unwrap();
        let merged = merge(Some(&text), &add).unwrap();
        let all = merged.value.parse::<SpfRecord>().unwrap().all();
        match existing.all() {
            Some(before) => prop_assert_eq!(all, Some(before), "{}", merged.value),
            None if existing.redirect().is_some() => prop_assert_eq!(all, None, "{}", merged.value),
            None => prop_assert!(all >= Some(Qualifier::Neutral), "{}", merged.value),
        }
        let is_open = matches!(all, Some(Qualifier::Pass | Qualifier::Neutral));
        let is_warned = merged.warnings.iter().any(|warning| warning.contains("lets anybody send"));
        prop_assert_eq!(is_warned, is_open, "{:?}", merged);
    }

    #[test]
    fn a_merge_drops_nothing_that_counted(text in record(), add in additions()) {
        let existing: SpfRecord = text.parse().unwrap();
        let merged: SpfRecord = merge(Some(&text), &add).unwrap().value.parse().unwrap();
        let subjects: BTreeSet<String> = merged.tested().map(Mechanism::subject).collect();
        for mechanism in existing.tested().chain(&add).filter(|one| one.kind() != MechanismKind::All) {
            prop_assert!(subjects.contains(&mechanism.subject()), "{} is lost: {}", mechanism, merged);
        }
        let kept: Vec<String> = existing.modifiers().map(ToString::to_string).collect();
        prop_assert_eq!(merged.modifiers().map(ToString::to_string).collect::<Vec<_>>(), kept);
    }

    #[test]
    fn a_merge_lets_nobody_in_but_those_who_are_added(text in record(), add in additions()) {
        let existing: SpfRecord = text.parse().unwrap();
        let merged: SpfRecord = merge(Some(&text), &add).unwrap().value.parse().unwrap();
        let added: Vec<String> = add.iter().map(Mechanism::subject).collect();
        let everybody = existing.mechanisms().map(Mechanism::subject).chain(["nobody".to_owned()]);
        for sender in everybody {
            let (before, after) = (concluded(&existing, &sender), concluded(&merged, &sender));
            let counted = existing.tested().any(|mechanism| mechanism.subject() == sender);
            if counted || !added.contains(&sender) {
                prop_assert_eq!(after.is_none(), before.is_none(), "{} is decided elsewhere: {}", sender, merged);
                prop_assert!(after >= before, "{}: {:?} became {:?} in {}", sender, before, after, merged);
            }
        }
    }

    #[test]
    fn several_records_become_one_that_is_stable(texts in prop::collection::vec(record(), 2..4), add in additions()) {
        let records: Vec<SpfRecord> = texts.iter().map(|text| text.parse().unwrap()).collect();
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let redirects: BTreeSet<&str> = records.iter().filter_map(SpfRecord::redirect).collect();
        match merge_all(&texts, &add) {
            Err(_) => prop_assert!(redirects.len() > 1),
            Ok(merged) => {
                let has_all = records.iter().any(|record| record.all().is_some());
                check_form(&merged.value, !redirects.is_empty() && !has_all)?;
                let one: SpfRecord = merged.value.parse().unwrap();
                let subjects: BTreeSet<String> = one.tested().map(Mechanism::subject).collect();
                for mechanism in records.iter().flat_map(SpfRecord::tested) {
                    prop_assert!(subjects.contains(&mechanism.subject()), "{} is lost: {}", mechanism, one);
                }
                let strictest = records.iter().filter_map(SpfRecord::all).max();
                prop_assert!(strictest.is_none() || one.all() == strictest, "{}", one);
                prop_assert!(!merge(Some(&merged.value), &add).unwrap().changed);
            }
        }
    }
}
