//! From what a person types into the panel to a record that can be served, or the field that is wrong and why.

use nameplate_dns::serve::RecordData;
use nameplate_domain::records::{RecordType, canonical_value};
use nameplate_domain::zone;
use serde::{Deserialize, Serialize};

/// TTL of records whose author names none, in seconds: short, because this is where one tries things out.
pub(crate) const DEFAULT_TTL_S: u32 = 60;
/// Bounds of a TTL, in seconds: one second to one week.
pub(crate) const TTL_RANGE_S: std::ops::RangeInclusive<u32> = 1..=604_800;
/// The types on offer, in the order of the panel. NS is kept by the host.
pub(crate) const TYPES: [RecordType; 7] = [
    RecordType::A,
    RecordType::Aaaa,
    RecordType::Alias,
    RecordType::Caa,
    RecordType::Cname,
    RecordType::Mx,
    RecordType::Txt,
];
/// Where Domain Connect is looked for; this host keeps it in every customer's zone.
pub(crate) const DOMAIN_CONNECT_LABEL: &str = "_domainconnect";
/// Longest text, in octets; leaves room for its wire form in one TCP message.
const TEXT_BYTES_MAX: usize = 32_768;
/// Longest name (RFC 1035, 2.3.4, in text form) and label, in octets.
const NAME_BYTES_MAX: usize = 253;
const LABEL_BYTES_MAX: usize = 63;

/// A record as it is asked for.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Wish {
    /// `@` or nothing for the zone itself, a name relative to it, or an absolute name in it.
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) rtype: String,
    pub(crate) value: String,
    #[serde(default)]
    pub(crate) ttl: Option<u32>,
    #[serde(default)]
    pub(crate) priority: Option<u16>,
}

/// A record as it is kept.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    /// Absolute, lower case, no trailing dot.
    pub(crate) name: String,
    #[serde(rename = "type")]
    pub(crate) rtype: RecordType,
    /// Canonical; of an MX the exchange alone.
    pub(crate) value: String,
    /// In seconds.
    pub(crate) ttl: u32,
    /// Preference of an MX.
    pub(crate) priority: Option<u16>,
}

/// A field that cannot be taken as it is.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{field} {reason}")]
pub(crate) struct Invalid {
    pub(crate) field: &'static str,
    pub(crate) reason: String,
}

fn invalid(field: &'static str, reason: impl Into<String>) -> Invalid {
    Invalid { field, reason: reason.into() }
}

impl Wish {
    /// The record in `zone` that is wished for.
    pub(crate) fn parse(&self, zone: &str) -> Result<(Entry, RecordData), Invalid> {
        let rtype = offered_type(&self.rtype)?;
        let name = owner(&self.name, zone)?;
        if name.strip_prefix(DOMAIN_CONNECT_LABEL).and_then(|rest| rest.strip_prefix('.')) == Some(zone) {
            return Err(invalid("name", format!("{DOMAIN_CONNECT_LABEL} is kept by this host and cannot be changed")));
        }
        if rtype == RecordType::Cname && name == zone {
            return Err(invalid("type", format!("CNAME cannot stand at {zone} itself; use ALIAS there")));
        }
        let ttl = self.ttl.unwrap_or(DEFAULT_TTL_S);
        if !TTL_RANGE_S.contains(&ttl) {
            let (least, most) = (TTL_RANGE_S.start(), TTL_RANGE_S.end());
            return Err(invalid("ttl", format!("must be between {least} and {most} seconds")));
        }
        if self.priority.is_some() && rtype != RecordType::Mx {
            return Err(invalid("priority", "belongs to MX records only"));
        }
        let (value, priority) = self.value_and_priority(rtype, zone)?;
        let entry = Entry { name, rtype, value, ttl, priority };
        let data = entry.data()?;
        Ok((entry, data))
    }

    fn value_and_priority(&self, rtype: RecordType, zone: &str) -> Result<(String, Option<u16>), Invalid> {
        let typed = self.value.trim();
        if typed.is_empty() {
            return Err(invalid("value", "is missing"));
        }
        match rtype {
            RecordType::Alias | RecordType::Cname => Ok((target(typed, zone)?, None)),
            RecordType::Mx => {
                let (preference, exchange) = match typed.split_once(char::is_whitespace) {
                    Some((first, rest)) => (Some(first), rest.trim()),
                    None => (None, typed),
                };
                let from_value = preference
                    .map(|text| {
                        text.parse::<u16>()
                            .map_err(|_| invalid("value", "is not `mail.example.com` or `10 mail.example.com`"))
                    })
                    .transpose()?;
                Ok((target(exchange, zone)?, Some(from_value.or(self.priority).unwrap_or(10))))
            }
            RecordType::Txt => Ok((unquoted(typed)?, None)),
            RecordType::A | RecordType::Aaaa | RecordType::Caa | RecordType::Ns => {
                Ok((canonical_value(rtype, typed), None))
            }
        }
    }
}

impl Entry {
    /// What the name server says for it.
    pub(crate) fn data(&self) -> Result<RecordData, Invalid> {
        let value = self.value.clone();
        Ok(match self.rtype {
            RecordType::A => {
                RecordData::A(value.parse().map_err(|_| invalid("value", "is not an IPv4 address like 192.0.2.1"))?)
            }
            RecordType::Aaaa => RecordData::Aaaa(
                value.parse().map_err(|_| invalid("value", "is not an IPv6 address like 2001:db8::1"))?,
            ),
            RecordType::Alias => RecordData::Alias(value),
            RecordType::Caa => caa(&value)?,
            RecordType::Cname => RecordData::Cname(value),
            RecordType::Mx => RecordData::Mx { preference: self.priority.unwrap_or(10), exchange: value },
            RecordType::Ns => RecordData::Ns(value),
            RecordType::Txt => RecordData::Txt(value),
        })
    }

    /// The name as the panel shows it: `@`, or what stands before the zone.
    pub(crate) fn host<'a>(&'a self, zone: &str) -> &'a str {
        self.name.strip_suffix(zone).map_or(self.name.as_str(), |front| front.strip_suffix('.').unwrap_or("@"))
    }
}

fn offered_type(text: &str) -> Result<RecordType, Invalid> {
    let offered = || TYPES.map(RecordType::as_str).join(", ");
    match text.trim().parse() {
        Ok(RecordType::Ns) => Err(invalid("type", "NS is kept by this host and cannot be changed")),
        Ok(rtype) => Ok(rtype),
        Err(_) => Err(invalid("type", format!("is none of {}", offered()))),
    }
}

/// The absolute owner name.
fn owner(typed: &str, zone: &str) -> Result<String, Invalid> {
    let lower = typed.trim().to_ascii_lowercase();
    if lower.is_empty() || lower == "@" {
        return Ok(zone.to_owned());
    }
    let (name, absolute) = lower.strip_suffix('.').map_or((lower.as_str(), false), |name| (name, true));
    let within = name == zone || name.strip_suffix(zone).is_some_and(|front| front.ends_with('.'));
    let name = match (within, absolute) {
        (true, _) => name.to_owned(),
        (false, true) => return Err(invalid("name", format!("is not in the zone {zone}"))),
        (false, false) => format!("{name}.{zone}"),
    };
    check_name("name", &name, true)?;
    Ok(name)
}

/// The absolute name that a value points at; `@` is the zone itself.
fn target(typed: &str, zone: &str) -> Result<String, Invalid> {
    if typed == "@" {
        return Ok(zone.to_owned());
    }
    let name = canonical_value(RecordType::Cname, typed);
    check_name("value", &name, false)?;
    Ok(name)
}

fn check_name(field: &'static str, name: &str, wildcard: bool) -> Result<(), Invalid> {
    if name.len() > NAME_BYTES_MAX {
        return Err(invalid(field, format!("has more than {NAME_BYTES_MAX} characters")));
    }
    for (at, label) in name.split('.').enumerate() {
        if label.is_empty() {
            return Err(invalid(field, "has an empty label (two dots in a row, or a dot in front)"));
        }
        if label.len() > LABEL_BYTES_MAX {
            return Err(invalid(field, format!("has a label of more than {LABEL_BYTES_MAX} characters")));
        }
        if label == "*" && wildcard && at == 0 {
            continue;
        }
        if !label.is_ascii() {
            return Err(invalid(field, "has letters that DNS does not know; write it in its xn-- form"));
        }
        if let Some(odd) = label.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))) {
            return Err(invalid(field, format!("has the character {odd:?}, which no host name can have")));
        }
    }
    Ok(())
}

/// The text without the quotes of a zone file; several quoted strings are one text. Without quotes it is taken as it is.
fn unquoted(typed: &str) -> Result<String, Invalid> {
    let is_quoted = typed.len() >= 2 && typed.starts_with('"') && typed.ends_with('"');
    let text = match is_quoted {
        true => zone::unquoted(typed).map_err(|_| {
            invalid("value", "has quotes or escapes that do not end, or text between its quoted strings")
        })?,
        false => typed.to_owned(),
    };
    if text.len() > TEXT_BYTES_MAX {
        return Err(invalid("value", format!("has more than {TEXT_BYTES_MAX} octets")));
    }
    Ok(text)
}

/// `0 issue "letsencrypt.org"` (RFC 8659, 4.1).
fn caa(value: &str) -> Result<RecordData, Invalid> {
    let malformed = || invalid("value", "is not of the form `0 issue \"letsencrypt.org\"`");
    let mut words = value.splitn(3, char::is_whitespace);
    let (flags, tag, rest) = (words.next(), words.next(), words.next());
    let flags = flags.and_then(|flags| flags.parse().ok()).ok_or_else(malformed)?;
    let tag = tag.filter(|tag| !tag.is_empty() && tag.len() <= 15 && tag.chars().all(|c| c.is_ascii_alphanumeric()));
    let tag = tag.ok_or_else(malformed)?.to_ascii_lowercase();
    let value = unquoted(rest.ok_or_else(malformed)?.trim())?;
    Ok(RecordData::Caa { flags, tag, value })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wish(name: &str, rtype: &str, value: &str) -> Wish {
        Wish { name: name.into(), rtype: rtype.into(), value: value.into(), ttl: None, priority: None }
    }

    /// `name type priority value`, or the complaint.
    fn check(name: &str, rtype: &str, value: &str, expected: &str) {
        let found = match wish(name, rtype, value).parse("customer.test") {
            Ok((entry, _)) => {
                let priority = entry.priority.map(|p| format!("{p} ")).unwrap_or_default();
                format!("{} {} {priority}{}", entry.name, entry.rtype, entry.value)
            }
            Err(complaint) => complaint.to_string(),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn names_are_taken_as_people_write_them() {
        for name in ["app", "App.customer.test", "app.customer.test.", " app "] {
            check(name, "txt", "x", "app.customer.test TXT x");
        }
        for name in ["@", "", "customer.test", "customer.test."] {
            check(name, "TXT", "x", "customer.test TXT x");
        }
        check("*.shop", "TXT", "x", "*.shop.customer.test TXT x");
        check("_customdomain-challenge.app", "TXT", "x", "_customdomain-challenge.app.customer.test TXT x");
        check("example.com", "TXT", "x", "example.com.customer.test TXT x");
    }

    #[test]
    fn values_are_taken_as_people_write_them() {
        check("app", "CNAME", "Edge.Nameplate.localhost.", "app.customer.test CNAME edge.nameplate.localhost");
        check("app", "CNAME", "@", "app.customer.test CNAME customer.test");
        check("app", "AAAA", "2001:DB8:0::1", "app.customer.test AAAA 2001:db8::1");
        check("@", "MX", "mail.example.com", "customer.test MX 10 mail.example.com");
        check("@", "MX", "5 mail.example.com.", "customer.test MX 5 mail.example.com");
        check("app", "TXT", "\"in two \" \"parts\"", "app.customer.test TXT in two parts");
        check("app", "TXT", "say \"hi\"", "app.customer.test TXT say \"hi\"");
        check("@", "CAA", "0 issue \"letsencrypt.org\"", "customer.test CAA 0 issue \"letsencrypt.org\"");
        check("@", "ALIAS", "edge.nameplate.localhost", "customer.test ALIAS edge.nameplate.localhost");
    }

    #[test]
    fn a_complaint_names_the_field_and_what_would_do() {
        check("@", "CNAME", "edge.test", "type CNAME cannot stand at customer.test itself; use ALIAS there");
        check("app", "SRV", "x", "type is none of A, AAAA, ALIAS, CAA, CNAME, MX, TXT");
        check("app", "NS", "ns.test", "type NS is kept by this host and cannot be changed");
        check("app", "A", "1.2.3", "value is not an IPv4 address like 192.0.2.1");
        check("app", "AAAA", "1.2.3.4", "value is not an IPv6 address like 2001:db8::1");
        check("app", "CNAME", "two words", "value has the character ' ', which no host name can have");
        check("app", "CNAME", " ", "value is missing");
        check("a..b", "A", "1.2.3.4", "name has an empty label (two dots in a row, or a dot in front)");
        check("app.example.com.", "A", "1.2.3.4", "name is not in the zone customer.test");
        check("a.*", "A", "1.2.3.4", "name has the character '*', which no host name can have");
        check("münchen", "A", "1.2.3.4", "name has letters that DNS does not know; write it in its xn-- form");
        let quotes = "value has quotes or escapes that do not end, or text between its quoted strings";
        check("app", "TXT", "\"a\" b \"c\"", quotes);
        check("app", "TXT", "\"a\\\"", quotes);
        check("@", "CAA", "letsencrypt.org", "value is not of the form `0 issue \"letsencrypt.org\"`");
        check("@", "MX", "first mail.test", "value is not `mail.example.com` or `10 mail.example.com`");
    }

    #[test]
    fn ttl_and_priority_have_their_bounds() {
        let ttl = Wish { ttl: Some(0), ..wish("app", "A", "192.0.2.1") };
        assert_eq!(ttl.parse("customer.test").unwrap_err().to_string(), "ttl must be between 1 and 604800 seconds");
        let priority = Wish { priority: Some(1), ..wish("app", "A", "192.0.2.1") };
        assert_eq!(priority.parse("customer.test").unwrap_err().to_string(), "priority belongs to MX records only");
    }

    #[test]
    fn the_panel_shows_names_without_their_zone() {
        let host =
            |name: &str| wish(name, "TXT", "x").parse("customer.test").unwrap().0.host("customer.test").to_owned();
        assert_eq!((host("@"), host("a.b")), ("@".to_owned(), "a.b".to_owned()));
    }
}
