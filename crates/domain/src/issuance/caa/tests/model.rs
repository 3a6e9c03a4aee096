//! The same question answered a second time, from what the records were meant to say before they were written down.

use super::*;
use proptest::prelude::*;

/// One property as somebody meant it.
#[derive(Clone, Debug)]
struct Meant {
    critical: bool,
    tag: &'static str,
    issuer: &'static str,
    parameters: Vec<(&'static str, &'static str)>,
    /// What spoils the value.
    spoilt_by: &'static str,
    /// How it is written: what has no case in capitals, and with blanks.
    loud: bool,
    airy: bool,
}

impl Meant {
    fn written(&self) -> String {
        let air = if self.airy { "  " } else { "" };
        let in_case = |text: &str| if self.loud { text.to_ascii_uppercase() } else { text.to_owned() };
        let mut value = format!("{air}{}", in_case(self.issuer));
        for (tag, text) in &self.parameters {
            value += &format!("{air};{air}{}{air}={air}{text}", in_case(tag));
        }
        value += self.spoilt_by;
        format!("{} {} \"{value}{air}\"", if self.critical { 128 } else { 0 }, in_case(self.tag))
    }
}

fn meant() -> impl Strategy<Value = Meant> {
    let parameter = prop::sample::select(vec![
        ("accounturi", ACCOUNT),
        ("accounturi", "https://other.example/2"),
        ("validationmethods", "dns-01"),
        ("validationmethods", "http-01,tls-alpn-01"),
        ("validationmethods", ""),
        ("policy", "ev"),
    ]);
    (
        prop::bool::weighted(0.15),
        prop::sample::select(vec!["issue", "issue", "issuewild", "iodef", "tbs"]),
        prop::sample::select(vec!["letsencrypt.org", "letsencrypt.org", "ca.example", ""]),
        prop::collection::vec(parameter, 0..3),
        prop::sample::select(vec!["", "", "", "; no equals sign", ";;", "; a=é"]),
        any::<bool>(),
        any::<bool>(),
    )
        .prop_map(|(critical, tag, issuer, parameters, spoilt_by, loud, airy)| Meant {
            critical,
            tag,
            issuer,
            parameters,
            spoilt_by,
            loud,
            airy,
        })
}

/// What stands at one name: nothing that can be asked, or records, perhaps behind an alias.
#[derive(Clone, Debug)]
enum Rung {
    Silent,
    Holds { behind_alias: bool, properties: Vec<Meant> },
}

fn rung() -> impl Strategy<Value = Rung> {
    prop_oneof![
        1 => Just(Rung::Silent),
        8 => (any::<bool>(), prop::collection::vec(meant(), 0..4))
            .prop_map(|(behind_alias, properties)| Rung::Holds { behind_alias, properties }),
    ]
}

/// RFC 8659, 3 and 4, and RFC 8657, word by word and slowly.
fn may_issue(tree: &[Rung], wildcard: bool, method: Method) -> bool {
    let Some(decisive) =
        tree.iter().find(|rung| !matches!(rung, Rung::Holds { properties, .. } if properties.is_empty()))
    else {
        return true;
    };
    let Rung::Holds { properties, .. } = decisive else { return false };
    if properties.iter().any(|property| property.critical && property.tag == "tbs") {
        return false;
    }
    let with_tag =
        |tag: &str| properties.iter().filter(|property| property.tag == tag).cloned().collect::<Vec<Meant>>();
    let mut deciding = with_tag("issue");
    if wildcard && !with_tag("issuewild").is_empty() {
        deciding = with_tag("issuewild");
    }
    if deciding.is_empty() {
        return true;
    }
    for property in deciding {
        let all = |tag: &str| {
            property.parameters.iter().filter(|(name, _)| *name == tag).map(|(_, text)| *text).collect::<Vec<&str>>()
        };
        let accounts = all("accounturi");
        let ways = all("validationmethods");
        let mut satisfied = property.spoilt_by.is_empty() && property.issuer == "letsencrypt.org";
        if accounts.len() > 1 || ways.len() > 1 {
            satisfied = false;
        }
        if accounts.len() == 1 && accounts[0] != ACCOUNT {
            satisfied = false;
        }
        if ways.len() == 1 {
            let listed = match method {
                Method::Dns01 => ways[0] == "dns-01",
                Method::Http01 | Method::TlsAlpn01 => ways[0] == "http-01,tls-alpn-01",
            };
            satisfied = satisfied && listed;
        }
        if satisfied {
            return true;
        }
    }
    false
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]
    #[test]
    fn what_is_permitted_is_what_was_meant(tree in prop::collection::vec(rung(), 1..4), wildcard: bool) {
        let names = ["a.b.customer.com", "b.customer.com", "customer.com"];
        let sightings: Vec<Sighting> = tree.iter().zip(names).map(|(rung, name)| {
            let outcome = match rung {
                Rung::Silent => silence(),
                Rung::Holds { behind_alias, properties } => {
                    let written: Vec<String> = properties.iter().map(Meant::written).collect();
                    let aliases: &[&str] = if *behind_alias { &["edge.saas.example"] } else { &[] };
                    through(aliases, &written.iter().map(String::as_str).collect::<Vec<_>>())
                }
            };
            sighting(name, QueryType::Caa, &[outcome])
        }).collect();
        let set = relevant(&sightings);
        let meant: Vec<Method> =
            Method::ALL.into_iter().filter(|method| may_issue(&tree, wildcard, *method)).collect();
        prop_assert_eq!(permitted(&set, &authority(), wildcard, &Method::ALL), meant, "{:?}", set);
    }

    #[test]
    fn any_text_can_be_read(records in prop::collection::vec("\\PC{0,60}", 0..4), wildcard: bool) {
        let set = CaaSet::Found { at: "customer.com".into(), records };
        let _ = permitted(&set, &authority(), wildcard, &Method::ALL);
        let _ = problem(&set, &[authority()], wildcard);
    }
}
