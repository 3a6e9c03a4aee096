use super::*;
use crate::evidence::QueryType;
use crate::issuance::samples::{Outcome, has, sighting, silence, through};

mod model;

const ACCOUNT: &str = "https://acme-v02.api.letsencrypt.org/acme/acct/1";

fn authority() -> Authority {
    Authority {
        identities: vec!["letsencrypt.org".into()],
        account_uri: Some(ACCOUNT.into()),
        name: "letsencrypt".into(),
    }
}

fn found(records: &[&str]) -> CaaSet {
    CaaSet::Found { at: "customer.com".into(), records: records.iter().map(ToString::to_string).collect() }
}

fn climbed(levels: &[(&str, &[Outcome])]) -> CaaSet {
    let sightings: Vec<Sighting> =
        levels.iter().map(|(name, outcomes)| sighting(name, QueryType::Caa, outcomes)).collect();
    relevant(&sightings)
}

#[test]
fn the_closest_name_with_records_decides_alone() {
    let (shop, apex) = ("shop.customer.com", "customer.com");
    let (ours, nobody) = ("0 issue \"letsencrypt.org\"", "0 issue \";\"");
    assert_eq!(climbed(&[]), CaaSet::Free);
    assert_eq!(climbed(&[(shop, &[has(&[])]), (apex, &[has(&[])])]), CaaSet::Free);
    assert_eq!(climbed(&[(shop, &[has(&[])]), (apex, &[has(&[ours])])]), found(&[ours]));
    let closest = CaaSet::Found { at: shop.into(), records: vec![ours.into()] };
    assert_eq!(climbed(&[(shop, &[has(&[ours])]), (apex, &[has(&[nobody])])]), closest);
    assert_eq!(climbed(&[(shop, &[has(&[ours])]), (apex, &[silence()])]), closest);
}

#[test]
fn an_alias_is_followed_and_not_climbed() {
    let behind = through(&["edge.saas.example"], &["0 issue \"ca.example\""]);
    let set = climbed(&[("shop.customer.com", &[behind]), ("customer.com", &[has(&["0 issue \"letsencrypt.org\""])])]);
    assert_eq!(set, CaaSet::Found { at: "edge.saas.example".into(), records: vec!["0 issue \"ca.example\"".into()] });
    let empty = through(&["edge.saas.example"], &[]);
    assert_eq!(
        climbed(&[("shop.customer.com", &[empty]), ("customer.com", &[has(&["0 iodef \"mailto:a@b.example\""])])]),
        found(&["0 iodef \"mailto:a@b.example\""])
    );
}

#[test]
fn a_name_that_could_not_be_asked_forbids() {
    let set =
        climbed(&[("shop.customer.com", &[silence()]), ("customer.com", &[has(&["0 issue \"letsencrypt.org\""])])]);
    assert!(matches!(&set, CaaSet::Unknown { at, .. } if at == "shop.customer.com"));
    assert_eq!(permitted(&set, &authority(), false, &Method::ALL), []);
    let problem = problem(&set, &[authority()], false);
    assert_eq!((problem.code.as_str(), problem.authority.as_deref()), ("caa_unknown", Some("letsencrypt")));
    assert!(problem.message.contains("ns1.customer.com did not answer in time"), "{}", problem.message);
    let partly = climbed(&[("customer.com", &[silence(), has(&["0 issue \";\""])])]);
    assert_eq!(partly, found(&["0 issue \";\""]), "one server that answers is enough");
}

#[test]
fn servers_that_disagree_are_read_together() {
    let set =
        climbed(&[("customer.com", &[has(&["0 issue \"a.example\""]), has(&["0 issue \"b.example\""]), has(&[])])]);
    assert_eq!(set, found(&["0 issue \"a.example\"", "0 issue \"b.example\""]));
}

/// For a host name, and for a wildcard: the permitted methods by their first letters.
fn letters(records: &[&str]) -> (String, String) {
    let of = |wildcard| {
        let methods = permitted(&found(records), &authority(), wildcard, &Method::ALL);
        methods.iter().filter_map(|method| method.as_str().chars().next()).collect()
    };
    (of(false), of(true))
}

#[test]
fn values_are_read_by_the_grammar() {
    for (value, expected) in [
        ("letsencrypt.org", "htd"),
        ("  LetsEncrypt.ORG\t", "htd"),
        ("letsencrypt.org;", "htd"),
        ("letsencrypt.org ; ", "htd"),
        ("letsencrypt.org; unknown=1", "htd"),
        ("letsencrypt.org; cansignhttpexchanges=yes; policy=ev", "htd"),
        ("letsencrypt.org; validationmethods=dns-01", "d"),
        ("letsencrypt.org;validationmethods=http-01,dns-01", "hd"),
        ("letsencrypt.org; ValidationMethods = tls-alpn-01", "t"),
        ("letsencrypt.org; validationmethods=DNS-01", ""),
        ("letsencrypt.org; validationmethods=ca-email", ""),
        ("letsencrypt.org; validationmethods=", ""),
        ("letsencrypt.org; validationmethods=dns-01; validationmethods=http-01", ""),
        ("letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1", "htd"),
        ("letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1;validationmethods=dns-01", "d"),
        ("letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/12", ""),
        ("letsencrypt.org; accounturi=", ""),
        (
            "letsencrypt.org; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1; \
             accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1",
            "",
        ),
        ("letsencrypt.org; key=val;ue", ""),
        ("letsencrypt.org; unknown", ""),
        ("letsencrypt.org; =value", ""),
        ("letsencrypt.org; a=b c", ""),
        ("letsencrypt.org; a=b;", ""),
        ("letsencrypt.org; ta_g=b", ""),
        ("letsencrypt.org.", ""),
        (".letsencrypt.org", ""),
        ("-letsencrypt.org", ""),
        ("letsencrypt.org extra", ""),
        ("*.letsencrypt.org", ""),
        ("www.letsencrypt.org", ""),
        ("létsencrypt.org", ""),
        (";", ""),
        ("", ""),
        ("; accounturi=https://acme-v02.api.letsencrypt.org/acme/acct/1", ""),
    ] {
        assert_eq!(letters(&[&format!("0 issue \"{value}\"")]).0, expected, "{value:?}");
    }
}

#[test]
fn properties_are_told_apart() {
    let all = || "htd".to_owned();
    let none = String::new;
    assert_eq!(letters(&["0 issue letsencrypt.org"]), (all(), all()), "without quotes");
    assert_eq!(letters(&["0 ISSUE \"letsencrypt.org\""]), (all(), all()));
    assert_eq!(letters(&["0 iodef \"mailto:a@b.example\""]), (all(), all()), "nothing is said about issuing");
    assert_eq!(
        letters(&["0 issue \";\"", "0 issue \"letsencrypt.org\""]),
        (all(), all()),
        "one that permits is enough"
    );
    assert_eq!(letters(&["0 issuewild \";\""]), (all(), none()));
    assert_eq!(letters(&["0 issue \";\"", "0 issuewild \"letsencrypt.org\""]), (none(), all()));
    assert_eq!(
        letters(&["0 issue \"letsencrypt.org\"", "0 issuewild \"letsencrypt.org; validationmethods=dns-01\""]),
        (all(), "d".to_owned())
    );
    assert_eq!(letters(&["0 tbs \"unknown\""]), (all(), all()));
    assert_eq!(letters(&["128 tbs \"unknown\"", "0 issue \"letsencrypt.org\""]), (none(), none()));
    assert_eq!(letters(&["1 tbs \"unknown\""]), (none(), none()), "the bit that many take for the flag");
    assert_eq!(letters(&["128 issue \"letsencrypt.org\"", "128 iodef \"mailto:a@b.example\""]), (all(), all()));
    assert_eq!(letters(&["no record at all"]), (none(), none()));
    assert_eq!(letters(&["256 issue \"letsencrypt.org\""]), (none(), none()));
}

#[test]
fn an_account_that_is_not_there_yet_is_nobodys() {
    let bound = found(&[&format!("0 issue \"letsencrypt.org; accounturi={ACCOUNT}\"")]);
    assert_eq!(permitted(&bound, &Authority { account_uri: None, ..authority() }, false, &Method::ALL), []);
}

#[test]
fn an_authority_without_identities_looks_at_no_caa() {
    let private = Authority { identities: Vec::new(), ..authority() };
    assert_eq!(permitted(&found(&["0 issue \";\""]), &private, false, &Method::ALL), Method::ALL);
    let unknown = CaaSet::Unknown { at: "customer.com".into(), why: "SERVFAIL".into() };
    assert_eq!(permitted(&unknown, &private, false, &Method::ALL), Method::ALL);
}

#[test]
fn methods_keep_their_order() {
    let among = [Method::Dns01, Method::Http01];
    assert_eq!(permitted(&CaaSet::Free, &authority(), true, &among), among);
    assert_eq!(
        permitted(
            &found(&["0 issue \"letsencrypt.org; validationmethods=http-01,dns-01\""]),
            &authority(),
            true,
            &among
        ),
        among
    );
}

#[test]
fn the_one_record_to_add_is_named_and_helps() {
    for (records, wildcard, tag) in [
        (&["0 issue \"ca.example\""][..], false, "issue"),
        (&["0 issue \"ca.example\""], true, "issue"),
        (&["0 issue \";\"", "0 issuewild \";\""], true, "issuewild"),
        (&["0 issue \"letsencrypt.org; validationmethods=ca-email\""], false, "issue"),
        (&["0 issue \"letsencrypt.org; accounturi=https://other.example/1\""], false, "issue"),
        (&["0 issue \"not a value\""], false, "issue"),
    ] {
        let set = found(records);
        let problem = problem(&set, &[authority()], wildcard);
        let add = format!("0 {tag} \"letsencrypt.org\"");
        assert_eq!((problem.code.as_str(), problem.actor), ("caa_forbids", Actor::Customer));
        assert!(
            problem.message.contains(&format!("Add CAA customer.com with the value {add};")),
            "{}",
            problem.message
        );
        assert_eq!(permitted(&set, &authority(), wildcard, &Method::ALL), []);
        let with_it: Vec<&str> = records.iter().copied().chain([add.as_str()]).collect();
        assert_eq!(permitted(&found(&with_it), &authority(), wildcard, &Method::ALL), Method::ALL, "{with_it:?}");
    }
    let stopped = problem(&found(&["128 tbs \"x\""]), &[authority()], false);
    assert!(stopped.message.contains("Remove CAA customer.com with the value 128 tbs \"x\"."), "{}", stopped.message);
    let second = Authority { name: "backup".into(), identities: vec!["ca.example".into()], account_uri: None };
    let both = problem(&found(&["0 issue \";\""]), &[authority(), second], false);
    assert_eq!(both.authority, None);
    assert!(
        both.message.contains("letsencrypt or backup") && both.message.contains("\"letsencrypt.org\""),
        "{}",
        both.message
    );
}
