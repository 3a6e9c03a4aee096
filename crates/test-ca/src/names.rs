//! Which names may be ordered: the policy of a public authority on identifiers.

use crate::problem::{Kind, Problem};
use nameplate_domain::hostname::{Hostname, HostnameError, PlatformNames, is_at_or_under};
use serde_json::Value;
use std::net::IpAddr;

/// The names of an order: lower case, sorted, each once. `*.` stands before wildcards.
///
/// # Errors
/// The refusal of the whole order, with one part per name when several are refused.
pub(crate) fn read(identifiers: &Value, most: usize, forbidden: &[String]) -> Result<Vec<String>, Problem> {
    let mut names = Vec::new();
    for identifier in identifiers.as_array().map(Vec::as_slice).unwrap_or_default() {
        let (kind, value) = (identifier["type"].as_str().unwrap_or(""), identifier["value"].as_str().unwrap_or(""));
        if kind != "dns" {
            let detail = format!("NewOrder request included unsupported identifier: type {kind:?}, value {value:?}");
            return Err(Problem::new(Kind::UnsupportedIdentifier, detail));
        }
        if value.is_empty() {
            return Err(Problem::malformed("NewOrder request included empty identifier"));
        }
        names.push(value.to_ascii_lowercase());
    }
    if names.is_empty() {
        return Err(Problem::malformed("NewOrder request did not specify any identifiers"));
    }
    names.sort_unstable();
    names.dedup();
    if names.len() > most {
        return Err(Problem::malformed(format!("Order cannot contain more than {most} identifiers")));
    }
    refuse_bad(&names, forbidden)?;
    refuse_redundant(&names)?;
    Ok(names)
}

fn refuse_bad(names: &[String], forbidden: &[String]) -> Result<(), Problem> {
    let refused: Vec<(String, Problem)> =
        names.iter().filter_map(|name| Some((name.clone(), fault(name, forbidden)?))).collect();
    let Some((first, problem)) = refused.first() else { return Ok(()) };
    let mut whole = problem.clone();
    let others = match refused.len() {
        1 => String::new(),
        many => format!(" (and {} more problems. Refer to sub-problems for more information.)", many - 1),
    };
    whole.detail = format!("Invalid identifiers requested :: Cannot issue for {first:?}: {}{others}", problem.detail);
    if refused.len() > 1 {
        whole.subproblems = refused;
    }
    Err(whole)
}

/// What is wrong with one name, in Let's Encrypt's words.
fn fault(name: &str, forbidden: &[String]) -> Option<Problem> {
    let malformed = |detail: &str| Some(Problem::malformed(detail));
    let rejected = |detail: &str| Some(Problem::new(Kind::RejectedIdentifier, detail));
    let base = name.strip_prefix("*.").unwrap_or(name);
    if base.parse::<IpAddr>().is_ok() {
        return malformed("Identifier type is DNS but the value is an IP address");
    }
    if base.contains('*') {
        return malformed("Domain name has more than one wildcard, or one that is not its leftmost label");
    }
    if !base.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'.') {
        return malformed("Domain name contains an invalid character");
    }
    if name.len() > 253 {
        return malformed("Domain name is longer than 253 bytes");
    }
    let labels: Vec<&str> = base.split('.').collect();
    if labels.len() < 2 {
        return malformed("Domain name needs at least one dot");
    }
    if labels.iter().any(|label| label.is_empty() || label.len() > 63 || label.starts_with('-') || label.ends_with('-'))
    {
        return malformed("Domain name has a label that is empty, too long, or begins or ends with a hyphen");
    }
    if labels.last().is_some_and(|label| label.bytes().all(|byte| byte.is_ascii_digit())) {
        return malformed("Domain name does not end with a valid public suffix (TLD)");
    }
    match Hostname::parse(base, &PlatformNames::default()) {
        Err(HostnameError::PublicSuffix(_)) => return malformed("Domain name is an ICANN TLD"),
        Err(HostnameError::SpecialUse(_)) => {
            return rejected("Domain name does not end with a valid public suffix (TLD)");
        }
        _ => {}
    }
    if forbidden.iter().any(|root| is_at_or_under(base, root)) {
        return rejected(
            "The ACME server refuses to issue a certificate for this domain name, because it is forbidden by policy",
        );
    }
    None
}

/// Let's Encrypt refuses `www.a.test` beside `*.a.test`.
fn refuse_redundant(names: &[String]) -> Result<(), Problem> {
    for name in names {
        let covering = name.split_once('.').map(|(_, parent)| format!("*.{parent}"));
        if !name.starts_with("*.") && covering.is_some_and(|wildcard| names.contains(&wildcard)) {
            return Err(Problem::malformed(format!(
                "Domain name {name:?} is redundant with a wildcard domain in the same request. Remove one or the other from the certificate request."
            )));
        }
    }
    Ok(())
}

/// The registered domain under which certificates of a name are counted.
pub(crate) fn registered_domain(name: &str) -> String {
    Hostname::trusted(name.to_owned()).apex().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn order(names: &[&str]) -> Result<Vec<String>, Problem> {
        let identifiers: Value = names.iter().map(|name| json!({ "type": "dns", "value": name })).collect();
        read(&identifiers, 3, &["forbidden.test".to_owned()])
    }

    #[test]
    fn names_are_lowered_sorted_and_kept_once() {
        assert_eq!(order(&["b.Test", "*.a.test", "B.test"]).unwrap(), ["*.a.test", "b.test"]);
    }

    #[test]
    fn bad_names_are_refused_with_the_right_type() {
        for bad in
            ["1.2.3.4", "a_b.test", "bücher.test", "a..test", "-a.test", "single", "co.uk", "a.*.test", "**.a.test"]
        {
            assert_eq!(order(&[bad]).unwrap_err().kind, Kind::Malformed, "{bad}");
        }
        for bad in ["host.local", "www.forbidden.test"] {
            assert_eq!(order(&[bad]).unwrap_err().kind, Kind::RejectedIdentifier, "{bad}");
        }
        assert_eq!(order(&["a.b", "a.c", "a.d", "a.e"]).unwrap_err().kind, Kind::Malformed);
        assert!(order(&["*.a.test", "www.a.test"]).unwrap_err().detail.contains("redundant"));
        assert!(order(&["*.a.test", "a.test"]).is_ok());
    }

    #[test]
    fn several_refused_names_are_told_apart_by_sub_problems() {
        let problem = order(&["a_b.test", "ok.test", "forbidden.test"]).unwrap_err();
        let refused: Vec<&str> = problem.subproblems.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(refused, ["a_b.test", "forbidden.test"]);
    }

    #[test]
    fn the_registered_domain_follows_the_public_suffix_list() {
        assert_eq!(registered_domain("a.b.example.co.uk"), "example.co.uk");
        assert_eq!(registered_domain("*.shop.kunde.test"), "kunde.test");
    }
}
