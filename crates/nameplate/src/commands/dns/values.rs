//! Values of records as people type them.

use super::names;
use nameplate_domain::zone::{RrData, RrType};

/// The type called `text`.
pub(super) fn rtype(text: &str) -> Result<RrType, String> {
    match RrType::from(text) {
        RrType::Other(name) => {
            let written: Vec<&str> = RrType::WRITTEN.iter().map(RrType::as_str).collect();
            Err(format!("{name:?} is no type that is written here; it is one of {}", written.join(", ")))
        }
        known => Ok(known),
    }
}

/// The data that `text` is, whatever the zone: what can be known to be wrong before anybody is asked.
pub(super) fn parse(rtype: &RrType, text: &str) -> Result<RrData, String> {
    let words = text.split_whitespace().count() + usize::from(text.ends_with(' '));
    let wrong = |why: &str| Err(format!("{text:?} is no value of a {rtype} record: {why}"));
    match rtype {
        RrType::Mx if words != 2 => {
            return wrong("a preference and a host are needed, such as \"10 mail.example.com\"");
        }
        RrType::Srv if words != 4 => {
            return wrong("priority, weight, port and a host are needed, such as \"10 5 443 sip.example.com\"");
        }
        _ => {}
    }
    let data = RrData::parse(rtype, text).map_err(|error| error.to_string())?;
    let checked = with_targets(data, |target| match target {
        "@" => Ok(target.to_owned()),
        _ => names::absolute(target),
    });
    checked.or_else(|why| wrong(&why))
}

/// `data` in `zone`: targets without a dot, and `@`, are names of the zone.
pub(super) fn in_zone(data: RrData, zone: &str) -> Result<RrData, String> {
    with_targets(data, |target| match target.contains('.') {
        true => Ok(target.to_owned()),
        false => names::owner(target, zone, zone),
    })
}

/// `data` with another name where it leads to. The root, which means "none" in MX and SRV (RFC 7505, RFC 2782), stays.
pub(super) fn with_targets(data: RrData, change: impl Fn(&str) -> Result<String, String>) -> Result<RrData, String> {
    let or_none = |target: &str| if target.is_empty() { Ok(String::new()) } else { change(target) };
    Ok(match data {
        RrData::Alias(target) => RrData::Alias(change(&target)?),
        RrData::Cname(target) => RrData::Cname(change(&target)?),
        RrData::Ns(target) => RrData::Ns(change(&target)?),
        RrData::Mx { preference, exchange } => RrData::Mx { preference, exchange: or_none(&exchange)? },
        RrData::Srv { priority, weight, port, target } => {
            RrData::Srv { priority, weight, port, target: or_none(&target)? }
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_they_are_typed() {
        for (rtype, text, value) in [
            ("CNAME", "Edge.SaaS.example.", "edge.saas.example"),
            ("CNAME", "@", "customer.com"),
            ("CNAME", "www", "www.customer.com"),
            ("MX", "10 mail", "10 mail.customer.com"),
            ("MX", "0 .", "0 "),
            ("MX", "0 ", "0 "),
            ("SRV", "1 2 443 sip.example.com", "1 2 443 sip.example.com"),
            ("TXT", "\"quotes\" stay", "\"quotes\" stay"),
            ("A", "192.0.2.1", "192.0.2.1"),
        ] {
            let data = parse(&rtype.into(), text).and_then(|data| in_zone(data, "customer.com")).unwrap();
            assert_eq!(data.to_string(), value, "{rtype} {text}");
        }
    }

    #[test]
    fn what_is_no_value_is_told() {
        for (rtype, text) in [
            ("A", "192.0.2"),
            ("AAAA", "192.0.2.1"),
            ("CNAME", "two words"),
            ("CNAME", "."),
            ("CNAME", "no/name"),
            ("MX", "10"),
            ("MX", "mail.example.com"),
            ("MX", "10 mail.example.com extra"),
            ("SRV", "1 2 sip.example.com"),
            ("CAA", "0 issue"),
        ] {
            assert!(parse(&rtype.into(), text).unwrap_err().contains(text), "{rtype} {text}");
        }
        assert!(super::rtype("PTR").unwrap_err().contains("CNAME"));
    }
}
