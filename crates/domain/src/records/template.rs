//! Record templates: what an application wants published for each of its connections.

use super::record::{Record, RecordType, canonical_value};
use crate::hostname::{Hostname, Kind};
use serde::{Deserialize, Serialize};
use std::net::{Ipv4Addr, Ipv6Addr};

/// TTL of records whose template names none, in seconds.
pub const DEFAULT_TTL_S: u32 = 300;
/// Most records that one connection may ask for.
pub const RECORDS_MAX: usize = 20;

/// One line of a template. `host` is relative to the connected host name (`@` for itself), and `value` may hold the variables
/// `{hostname}`, `{apex}`, `{app_target}`, `{edge_cname}`, `{edge_ipv4}` and `{edge_ipv6}`.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct TemplateRecord {
    /// `@`, or labels in front of the connected host name.
    pub host: String,
    /// Type.
    #[serde(rename = "type")]
    pub rtype: RecordType,
    /// Value, with variables.
    pub value: String,
    /// Seconds; [`DEFAULT_TTL_S`] when absent.
    #[serde(default)]
    pub ttl: Option<u32>,
    /// Preference of an MX.
    #[serde(default)]
    pub priority: Option<u16>,
}

/// The lines of a template, in the order in which they are shown.
pub type Template = Vec<TemplateRecord>;

/// What the variables of a template stand for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Surroundings {
    /// `app-{id}.<BASE_DOMAIN>` of the application.
    pub app_target: String,
    /// `EDGE_CNAME_TARGET`.
    pub edge_cname: String,
    /// `EDGE_IPV4`.
    pub edge_ipv4: Vec<Ipv4Addr>,
    /// `EDGE_IPV6`.
    pub edge_ipv6: Vec<Ipv6Addr>,
}

/// Why a template line cannot be used. `at` counts lines from 0.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("[{at}].{field} {reason}")]
pub struct TemplateError {
    /// Index of the line.
    pub at: usize,
    /// Field of the line.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub reason: String,
}

/// The template of an application that has none of its own: a CNAME to the edge for names below an apex, addresses (or the
/// provider's ALIAS) for an apex.
#[must_use]
pub fn default_template(kind: Kind, around: &Surroundings) -> Template {
    let line =
        |rtype, value: &str| TemplateRecord { host: "@".into(), rtype, value: value.into(), ttl: None, priority: None };
    match kind {
        Kind::Subdomain | Kind::Wildcard => vec![line(RecordType::Cname, "{edge_cname}")],
        Kind::Apex if around.edge_ipv4.is_empty() && around.edge_ipv6.is_empty() => {
            vec![line(RecordType::Alias, "{edge_cname}")]
        }
        Kind::Apex => {
            let mut lines = Vec::new();
            if !around.edge_ipv4.is_empty() {
                lines.push(line(RecordType::A, "{edge_ipv4}"));
            }
            if !around.edge_ipv6.is_empty() {
                lines.push(line(RecordType::Aaaa, "{edge_ipv6}"));
            }
            lines
        }
    }
}

/// The records a customer has to publish for `hostname`.
///
/// A line whose value is exactly `{edge_ipv4}` or `{edge_ipv6}` becomes one record per address. A CNAME at an apex becomes
/// ALIAS, since a zone's apex cannot carry a CNAME (RFC 1034, 3.6.2).
///
/// # Errors
/// [`TemplateError`] for the first line that cannot be used.
pub fn render(
    template: &[TemplateRecord],
    hostname: &Hostname,
    around: &Surroundings,
) -> Result<Vec<Record>, TemplateError> {
    if template.len() > RECORDS_MAX {
        let reason = format!("is one too many; a connection has at most {RECORDS_MAX} records");
        return Err(TemplateError { at: RECORDS_MAX, field: "host", reason });
    }
    let mut records = Vec::new();
    for (at, line) in template.iter().enumerate() {
        let wrong = |field, reason: String| TemplateError { at, field, reason };
        let host = absolute_host(&line.host, hostname).map_err(|reason| wrong("host", reason))?;
        let ttl = line.ttl.unwrap_or(DEFAULT_TTL_S);
        if !(1..=2_147_483_647).contains(&ttl) {
            return Err(wrong("ttl", "must be between 1 and 2147483647 seconds (RFC 2181, 8)".into()));
        }
        if line.rtype == RecordType::Mx && line.priority.is_none() {
            return Err(wrong("priority", "is required for an MX record".into()));
        }
        let rtype = match line.rtype {
            RecordType::Cname if host == hostname.apex() => RecordType::Alias,
            other => other,
        };
        for value in values_of(&line.value, hostname, around) {
            check_value(rtype, &value).map_err(|reason| wrong("value", reason))?;
            records.push(Record {
                host: host.clone(),
                rtype,
                value: canonical_value(rtype, &value),
                ttl,
                priority: line.priority,
            });
        }
    }
    Ok(records)
}

fn absolute_host(host: &str, hostname: &Hostname) -> Result<String, String> {
    let lower = host.trim().to_ascii_lowercase();
    if lower == "@" || lower.is_empty() {
        return Ok(hostname.as_str().to_owned());
    }
    let labels_fit = lower.split('.').all(|label| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_' || b == b'*')
    });
    let absolute = format!("{lower}.{}", hostname.base());
    match labels_fit && absolute.len() <= 253 {
        true => Ok(absolute),
        false => Err(format!("{host:?} is no name relative to the connected host name; use @ for the name itself")),
    }
}

fn values_of(value: &str, hostname: &Hostname, around: &Surroundings) -> Vec<String> {
    match value.trim() {
        "{edge_ipv4}" => around.edge_ipv4.iter().map(ToString::to_string).collect(),
        "{edge_ipv6}" => around.edge_ipv6.iter().map(ToString::to_string).collect(),
        _ => {
            let first = |addresses: Option<String>| addresses.unwrap_or_default();
            vec![
                value
                    .replace("{hostname}", hostname.as_str())
                    .replace("{apex}", hostname.apex())
                    .replace("{app_target}", &around.app_target)
                    .replace("{edge_cname}", &around.edge_cname)
                    .replace("{edge_ipv4}", &first(around.edge_ipv4.first().map(ToString::to_string)))
                    .replace("{edge_ipv6}", &first(around.edge_ipv6.first().map(ToString::to_string))),
            ]
        }
    }
}

fn check_value(rtype: RecordType, value: &str) -> Result<(), String> {
    let fits = match rtype {
        RecordType::A => value.trim().parse::<Ipv4Addr>().is_ok(),
        RecordType::Aaaa => value.trim().parse::<Ipv6Addr>().is_ok(),
        RecordType::Alias | RecordType::Cname | RecordType::Mx | RecordType::Ns => {
            is_name(&canonical_value(rtype, value))
        }
        RecordType::Caa | RecordType::Txt => !value.is_empty() && value.len() <= 4096,
    };
    match (fits, rtype) {
        (true, _) => Ok(()),
        (false, _) if value.contains('{') => Err(format!(
            "{value:?} holds an unknown variable; known are {{hostname}}, {{apex}}, {{app_target}}, {{edge_cname}}, {{edge_ipv4}}, {{edge_ipv6}}"
        )),
        (false, RecordType::A) => Err(format!("{value:?} is no IPv4 address")),
        (false, RecordType::Aaaa) => Err(format!("{value:?} is no IPv6 address")),
        (false, RecordType::Caa | RecordType::Txt) => Err("must have 1 to 4096 octets".into()),
        (false, _) => Err(format!("{value:?} is no host name")),
    }
}

fn is_name(value: &str) -> bool {
    !value.is_empty()
        && value.len() <= 253
        && value.split('.').all(|label| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_')
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hostname::PlatformNames;

    fn around() -> Surroundings {
        Surroundings {
            app_target: "app-1.saas.example".into(),
            edge_cname: "edge.saas.example".into(),
            edge_ipv4: vec![Ipv4Addr::new(192, 0, 2, 1), Ipv4Addr::new(192, 0, 2, 2)],
            edge_ipv6: vec![],
        }
    }

    fn rendered(name: &str, template: Option<Template>) -> Result<Vec<String>, TemplateError> {
        let name = Hostname::parse(name, &PlatformNames::default()).unwrap();
        let template = template.unwrap_or_else(|| default_template(name.kind(), &around()));
        let records = render(&template, &name, &around())?;
        Ok(records.iter().map(|r| format!("{} {} {} {}", r.host, r.ttl, r.rtype, r.value)).collect())
    }

    fn line(host: &str, rtype: RecordType, value: &str) -> TemplateRecord {
        TemplateRecord { host: host.into(), rtype, value: value.into(), ttl: None, priority: None }
    }

    #[test]
    fn a_subdomain_gets_a_cname_and_an_apex_every_address() {
        assert_eq!(rendered("app.customer.com", None).unwrap(), ["app.customer.com 300 CNAME edge.saas.example"]);
        assert_eq!(rendered("*.customer.com", None).unwrap(), ["*.customer.com 300 CNAME edge.saas.example"]);
        assert_eq!(
            rendered("customer.com", None).unwrap(),
            ["customer.com 300 A 192.0.2.1", "customer.com 300 A 192.0.2.2"]
        );
    }

    #[test]
    fn an_apex_without_addresses_gets_an_alias() {
        let name = Hostname::parse("customer.com", &PlatformNames::default()).unwrap();
        let bare = Surroundings { edge_ipv4: vec![], ..around() };
        let records = render(&default_template(Kind::Apex, &bare), &name, &bare).unwrap();
        assert_eq!((records[0].rtype, records[0].value.as_str()), (RecordType::Alias, "edge.saas.example"));
    }

    #[test]
    fn variables_stand_for_their_values() {
        let template = vec![
            line("@", RecordType::Cname, "{app_target}"),
            line("_own", RecordType::Txt, "of={hostname};zone={apex}"),
        ];
        assert_eq!(
            rendered("app.customer.com", Some(template)).unwrap(),
            [
                "app.customer.com 300 CNAME app-1.saas.example",
                "_own.app.customer.com 300 TXT of=app.customer.com;zone=customer.com"
            ]
        );
    }

    #[test]
    fn a_line_that_cannot_be_used_names_its_field() {
        let refused = |template: TemplateRecord| rendered("app.customer.com", Some(vec![template])).unwrap_err();
        assert_eq!(refused(line("@", RecordType::A, "1.2.3")).field, "value");
        assert_eq!(refused(line("a b", RecordType::A, "192.0.2.1")).field, "host");
        assert_eq!(refused(line("@", RecordType::Mx, "mail.example.com")).field, "priority");
        assert!(refused(line("@", RecordType::Cname, "{edge}")).reason.contains("unknown variable"));
        let zero = TemplateRecord { ttl: Some(0), ..line("@", RecordType::A, "192.0.2.1") };
        assert_eq!(refused(zero).field, "ttl");
    }
}
