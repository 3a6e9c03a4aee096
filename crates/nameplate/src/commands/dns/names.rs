//! Names as people type them: relative to a zone or in full, with a final dot or not, in any script.

use nameplate_domain::hostname::{Hostname, PlatformNames, is_at_or_under};

/// Longest name, in octets without the final dot (RFC 1035, 3.1).
const NAME_MAX: usize = 253;
/// Longest label, in octets.
const LABEL_MAX: usize = 63;

/// A zone's name in canonical form; a provider's identifier, which is no name, as it is.
pub(super) fn zone(text: &str) -> String {
    let text = text.trim();
    match text.contains('.') && !text.contains('/') {
        true => absolute(text).unwrap_or_else(|_| text.to_owned()),
        false => text.to_owned(),
    }
}

/// The owner `text` of records in `zone`: absolute, lower-case A-labels, no final dot.
///
/// `@` and nothing are the apex. With a final dot, or ending with the zone's name, it is in full; everything else is relative to
/// `origin`.
pub(super) fn owner(text: &str, origin: &str, zone: &str) -> Result<String, String> {
    let text = text.trim();
    if matches!(text, "" | "@") {
        return Ok(origin.to_owned());
    }
    let name = absolute(text)?;
    match text.ends_with('.') || is_at_or_under(&name, zone) {
        true => Ok(name),
        false => absolute(&format!("{name}.{origin}")),
    }
}

/// A name in full: lower-case A-labels, no final dot; `*` only as its first label.
pub(super) fn absolute(text: &str) -> Result<String, String> {
    let bare = text.trim().strip_suffix('.').unwrap_or(text.trim());
    let labels: Vec<String> = bare.split('.').map(|label| a_label(label, text)).collect::<Result<_, _>>()?;
    let name = labels.join(".");
    if name.len() > NAME_MAX {
        return Err(format!("{name:?} is no name: it has more than {NAME_MAX} characters"));
    }
    if labels.iter().skip(1).any(|label| label == "*") {
        return Err(format!("{name:?} is no name: * can only be its first label"));
    }
    Ok(name)
}

fn a_label(label: &str, name: &str) -> Result<String, String> {
    let label = match label.is_ascii() {
        true => label.to_ascii_lowercase(),
        false => {
            let parsed = Hostname::parse(&format!("{label}.example.com"), &PlatformNames::default());
            let parsed = parsed.map_err(|error| format!("{name:?} is no name: {error}"))?;
            parsed.as_str().trim_end_matches(".example.com").to_owned()
        }
    };
    let is_usual = |label: &str| label.bytes().all(|octet| octet.is_ascii_alphanumeric() || b"-_".contains(&octet));
    if label.is_empty() {
        return Err(format!("{name:?} is no name: there is nothing between two dots"));
    }
    if label.len() > LABEL_MAX {
        return Err(format!("{name:?} is no name: {label:?} has more than {LABEL_MAX} characters"));
    }
    if label != "*" && !is_usual(&label) {
        return Err(format!("{name:?} is no name: {label:?} has other characters than letters, digits, - and _"));
    }
    Ok(label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_relative_or_in_full() {
        let zone = "customer.com";
        for (text, name) in [
            ("@", "customer.com"),
            ("www", "www.customer.com"),
            ("WWW.Customer.com", "www.customer.com"),
            ("www.customer.com.", "www.customer.com"),
            ("*.eu", "*.eu.customer.com"),
            ("_acme-challenge.www", "_acme-challenge.www.customer.com"),
            ("customer.com", "customer.com"),
            ("othercustomer.com", "othercustomer.com.customer.com"),
            ("elsewhere.example.", "elsewhere.example"),
            ("bücher", "xn--bcher-kva.customer.com"),
        ] {
            assert_eq!(owner(text, zone, zone).as_deref(), Ok(name), "{text}");
        }
        assert_eq!(owner("www", "eu.customer.com", zone).as_deref(), Ok("www.eu.customer.com"));
    }

    #[test]
    fn what_is_no_name_is_told() {
        for (text, why) in [
            ("a..b", "between two dots"),
            ("a b", "other characters"),
            ("a.*", "first label"),
            ("\u{1b}[2J", "other characters"),
            (&"a".repeat(64), "more than 63"),
            (&"a.".repeat(130), "more than 253"),
        ] {
            let refused = owner(text, "customer.com", "customer.com").unwrap_err();
            assert!(refused.contains(why) && !refused.contains('\u{1b}'), "{text:?}: {refused}");
        }
    }

    #[test]
    fn a_provider_s_identifier_stays_as_it_is() {
        assert_eq!(zone("Z0ABC"), "Z0ABC");
        assert_eq!(zone("/subscriptions/A/dnsZones/Customer.com"), "/subscriptions/A/dnsZones/Customer.com");
        assert_eq!(zone("Customer.COM."), "customer.com");
    }
}
