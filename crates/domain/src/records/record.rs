//! One DNS record, in the form in which it is compared.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

/// The record types that a customer may be asked to publish.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RecordType {
    /// IPv4 address (RFC 1035).
    A,
    /// IPv6 address (RFC 3596).
    Aaaa,
    /// "Address of that host" at a name that cannot carry a CNAME; providers call it ALIAS, ANAME or flattening.
    Alias,
    /// Certification authority authorisation (RFC 8659).
    Caa,
    /// Alias (RFC 1034, 3.6.2).
    Cname,
    /// Mail exchange (RFC 1035).
    Mx,
    /// Name server.
    Ns,
    /// Text (RFC 1035); the value is the joined character-strings, without quotes.
    Txt,
}

impl RecordType {
    /// Every type, in the order of the API document.
    pub const ALL: [Self; 8] =
        [Self::A, Self::Aaaa, Self::Alias, Self::Caa, Self::Cname, Self::Mx, Self::Ns, Self::Txt];

    /// The name in zone files and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Alias => "ALIAS",
            Self::Caa => "CAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Txt => "TXT",
        }
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that names no record type we deal in.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{0:?} is none of A, AAAA, ALIAS, CAA, CNAME, MX, NS, TXT")]
pub struct UnknownRecordType(pub String);

impl std::str::FromStr for RecordType {
    type Err = UnknownRecordType;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|rtype| rtype.as_str().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownRecordType(text.to_owned()))
    }
}

/// One record.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Record {
    /// Owner: absolute, lower-case A-labels, no trailing dot. `_service` labels and a leading `*.` are allowed.
    pub host: String,
    /// Type.
    #[serde(rename = "type")]
    pub rtype: RecordType,
    /// Value in the form of [`canonical_value`]: host-type targets absolute, lower case, no trailing dot; TXT as plain text.
    pub value: String,
    /// Time to live, in seconds.
    pub ttl: u32,
    /// Preference of an MX; `None` for the rest.
    pub priority: Option<u16>,
}

impl Record {
    /// A record with its value in canonical form.
    #[must_use]
    pub fn new(host: impl Into<String>, rtype: RecordType, value: &str, ttl: u32) -> Self {
        Self { host: host.into(), rtype, value: canonical_value(rtype, value), ttl, priority: None }
    }
}

/// The form in which values are compared: addresses as parsed, names lower case without trailing dot, texts untouched.
#[must_use]
pub fn canonical_value(rtype: RecordType, value: &str) -> String {
    match rtype {
        RecordType::A => value.trim().parse::<Ipv4Addr>().map_or_else(|_| value.trim().to_owned(), |a| a.to_string()),
        RecordType::Aaaa => {
            value.trim().parse::<Ipv6Addr>().map_or_else(|_| value.trim().to_lowercase(), |a| a.to_string())
        }
        RecordType::Alias | RecordType::Cname | RecordType::Mx | RecordType::Ns => {
            let lower = value.trim().to_ascii_lowercase();
            lower.strip_suffix('.').map_or(lower.clone(), str::to_owned)
        }
        RecordType::Caa | RecordType::Txt => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_compared_in_one_form() {
        assert_eq!(canonical_value(RecordType::Cname, "Edge.Example.COM."), "edge.example.com");
        assert_eq!(canonical_value(RecordType::Aaaa, "2001:DB8:0:0::1"), "2001:db8::1");
        assert_eq!(canonical_value(RecordType::Txt, "Keep My Case."), "Keep My Case.");
    }

    #[test]
    fn type_names_are_read_in_any_case() {
        assert_eq!("cname".parse(), Ok(RecordType::Cname));
        assert_eq!("SOA".parse::<RecordType>(), Err(UnknownRecordType("SOA".into())));
    }
}
