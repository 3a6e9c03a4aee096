//! Rrsets in the one form in which they are compared, whatever a provider calls them.

use super::master::{quoted, unquoted};
use crate::records::{RecordType, canonical_value};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::str::FromStr;

/// The type of an rrset.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum RrType {
    /// IPv4 address (RFC 1035).
    A,
    /// IPv6 address (RFC 3596).
    Aaaa,
    /// "The addresses of that host", at an apex: ALIAS, ANAME or a CNAME that the provider flattens.
    Alias,
    /// Certification authority authorisation (RFC 8659).
    Caa,
    /// Alias (RFC 1034, 3.6.2).
    Cname,
    /// Mail exchange (RFC 1035).
    Mx,
    /// Name server.
    Ns,
    /// Service location (RFC 2782).
    Srv,
    /// Text (RFC 1035).
    Txt,
    /// A type that is never written here; upper case.
    Other(String),
}

impl RrType {
    /// The types that are written, in the order of the alphabet.
    pub const WRITTEN: [Self; 9] =
        [Self::A, Self::Aaaa, Self::Alias, Self::Caa, Self::Cname, Self::Mx, Self::Ns, Self::Srv, Self::Txt];

    /// The name in zone files.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Alias => "ALIAS",
            Self::Caa => "CAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Srv => "SRV",
            Self::Txt => "TXT",
            Self::Other(name) => name,
        }
    }

    /// Whether it says where visitors of the name are led: of these, a name has what it was given last and nothing else.
    #[must_use]
    pub const fn leads_visitors(&self) -> bool {
        matches!(self, Self::A | Self::Aaaa | Self::Alias | Self::Cname)
    }
}

impl From<String> for RrType {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl From<&str> for RrType {
    /// In any case; `ANAME` is an ALIAS.
    fn from(name: &str) -> Self {
        let upper = name.trim().to_ascii_uppercase();
        let known = Self::WRITTEN.into_iter().find(|rtype| rtype.as_str() == upper);
        known.unwrap_or_else(|| if upper == "ANAME" { Self::Alias } else { Self::Other(upper) })
    }
}

impl From<RrType> for String {
    fn from(rtype: RrType) -> Self {
        rtype.as_str().to_owned()
    }
}

impl From<RecordType> for RrType {
    fn from(rtype: RecordType) -> Self {
        Self::from(rtype.as_str())
    }
}

impl fmt::Display for RrType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The data of one record. Names in it are absolute, lower case, without trailing dot; texts are the joined character-strings.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum RrData {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// A host whose addresses are given as one's own.
    Alias(String),
    /// Who may issue certificates.
    Caa {
        /// 128 for critical (RFC 8659, 4.1).
        flags: u8,
        /// `issue`, `issuewild`, `iodef` …, lower case.
        tag: String,
        /// As it is between the quotes.
        value: String,
    },
    /// What the name is another name of.
    Cname(String),
    /// Where mail is delivered.
    Mx {
        /// Lower is tried first.
        preference: u16,
        /// A host; empty for "no mail here" (RFC 7505).
        exchange: String,
    },
    /// A name server.
    Ns(String),
    /// Where a service is.
    Srv {
        /// Lower is tried first.
        priority: u16,
        /// Share among equals.
        weight: u16,
        /// TCP or UDP port.
        port: u16,
        /// A host; empty for "no such service".
        target: String,
    },
    /// A text.
    Txt(String),
    /// Data of a type that is never written here, as the provider shows it.
    Other {
        /// Its type, upper case.
        rtype: String,
        /// As the provider shows it.
        text: String,
    },
}

/// A text that is no data of its type.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[error("{text:?} is no data of a {rtype} record: {why}")]
pub struct InvalidData {
    /// The type.
    pub rtype: RrType,
    /// What was read.
    pub text: String,
    /// What is wrong with it.
    pub why: &'static str,
}

/// A name in canonical form: lower case, no trailing dot.
fn host(text: &str) -> String {
    canonical_value(RecordType::Cname, text)
}

impl RrData {
    /// From the form that [`fmt::Display`] writes: zone-file text (RFC 1035, 5.1) with absolute names, trailing dot or not, and TXT
    /// as the plain text without quotes.
    ///
    /// # Errors
    /// [`InvalidData`].
    pub fn parse(rtype: &RrType, text: &str) -> Result<Self, InvalidData> {
        let wrong = |why| InvalidData { rtype: rtype.clone(), text: text.to_owned(), why };
        let named = |text: &str| match text.trim().is_empty() || text.contains(char::is_whitespace) {
            true => Err(wrong("a host name is needed")),
            false => Ok(host(text)),
        };
        let mut words = text.split_whitespace();
        let mut number = |why| words.next().and_then(|word| word.parse::<u16>().ok()).ok_or_else(|| wrong(why));
        Ok(match rtype {
            RrType::A => Self::A(text.trim().parse().map_err(|_| wrong("an IPv4 address is needed"))?),
            RrType::Aaaa => Self::Aaaa(text.trim().parse().map_err(|_| wrong("an IPv6 address is needed"))?),
            RrType::Alias => Self::Alias(named(text.trim())?),
            RrType::Cname => Self::Cname(named(text.trim())?),
            RrType::Ns => Self::Ns(named(text.trim())?),
            RrType::Mx => {
                let preference = number("a preference and a host are needed")?;
                Self::Mx { preference, exchange: host(words.next().unwrap_or_default()) }
            }
            RrType::Srv => {
                const WHY: &str = "priority, weight, port and a host are needed";
                let (priority, weight, port) = (number(WHY)?, number(WHY)?, number(WHY)?);
                Self::Srv { priority, weight, port, target: host(words.next().unwrap_or_default()) }
            }
            RrType::Caa => Self::parse_caa(text).ok_or_else(|| wrong("flags, tag and a quoted value are needed"))?,
            RrType::Txt => Self::Txt(text.to_owned()),
            RrType::Other(name) => Self::Other { rtype: name.clone(), text: text.to_owned() },
        })
    }

    /// From zone-file text as most providers give it: like [`RrData::parse`], with TXT in quotes, or not.
    ///
    /// # Errors
    /// [`InvalidData`].
    pub fn parse_master(rtype: &RrType, text: &str) -> Result<Self, InvalidData> {
        match rtype {
            RrType::Txt => unquoted(text).map(Self::Txt).map_err(|_| InvalidData {
                rtype: RrType::Txt,
                text: text.to_owned(),
                why: "its quotes or escapes do not end",
            }),
            _ => Self::parse(rtype, text),
        }
    }

    /// Zone-file text: names with trailing dot, TXT in quotes and in pieces of at most 255 octets.
    #[must_use]
    pub fn to_master(&self) -> String {
        let dotted = |name: &str| format!("{name}.");
        match self {
            Self::Alias(name) | Self::Cname(name) | Self::Ns(name) => dotted(name),
            Self::Mx { preference, exchange } => format!("{preference} {}", dotted(exchange)),
            Self::Srv { priority, weight, port, target } => {
                format!("{priority} {weight} {port} {}", dotted(target))
            }
            Self::Txt(text) => quoted(text),
            Self::A(_) | Self::Aaaa(_) | Self::Caa { .. } | Self::Other { .. } => self.to_string(),
        }
    }

    fn parse_caa(text: &str) -> Option<Self> {
        let (flags, rest) = text.trim().split_once(char::is_whitespace)?;
        let (tag, value) = rest.trim_start().split_once(char::is_whitespace)?;
        let value = unquoted(value.trim()).ok()?;
        Some(Self::Caa { flags: flags.parse().ok()?, tag: tag.to_ascii_lowercase(), value })
    }

    /// The type.
    #[must_use]
    pub fn rtype(&self) -> RrType {
        match self {
            Self::A(_) => RrType::A,
            Self::Aaaa(_) => RrType::Aaaa,
            Self::Alias(_) => RrType::Alias,
            Self::Caa { .. } => RrType::Caa,
            Self::Cname(_) => RrType::Cname,
            Self::Mx { .. } => RrType::Mx,
            Self::Ns(_) => RrType::Ns,
            Self::Srv { .. } => RrType::Srv,
            Self::Txt(_) => RrType::Txt,
            Self::Other { rtype, .. } => RrType::Other(rtype.clone()),
        }
    }
}

impl fmt::Display for RrData {
    /// Canonical text: names without trailing dot, TXT without quotes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => write!(f, "{address}"),
            Self::Aaaa(address) => write!(f, "{address}"),
            Self::Alias(name) | Self::Cname(name) | Self::Ns(name) => f.write_str(name),
            Self::Caa { flags, tag, value } => write!(f, "{flags} {tag} {}", quoted(value)),
            Self::Mx { preference, exchange } => write!(f, "{preference} {exchange}"),
            Self::Srv { priority, weight, port, target } => write!(f, "{priority} {weight} {port} {target}"),
            Self::Txt(text) => f.write_str(text),
            Self::Other { text, .. } => f.write_str(text),
        }
    }
}

/// All records of one name and type (RFC 2181, 5). Data is sorted and without repetition; it is never empty.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(try_from = "Written", into = "Written")]
pub struct RrSet {
    /// Owner: absolute, lower-case A-labels, no trailing dot; `*.` first for a wildcard.
    pub name: String,
    /// Type of all of its data.
    pub rtype: RrType,
    /// Seconds, as the provider states it; 1 is "automatic" at Cloudflare.
    pub ttl: u32,
    /// What the records say.
    pub data: Vec<RrData>,
}

/// As it is stored and shown.
#[derive(Serialize, Deserialize)]
struct Written {
    name: String,
    #[serde(rename = "type")]
    rtype: RrType,
    ttl: u32,
    values: Vec<String>,
}

impl From<RrSet> for Written {
    fn from(set: RrSet) -> Self {
        let values = set.data.iter().map(ToString::to_string).collect();
        Self { name: set.name, rtype: set.rtype, ttl: set.ttl, values }
    }
}

impl TryFrom<Written> for RrSet {
    type Error = InvalidData;

    fn try_from(written: Written) -> Result<Self, InvalidData> {
        let data = written.values.iter().map(|value| RrData::parse(&written.rtype, value)).collect::<Result<_, _>>()?;
        Ok(Self::new(&written.name, written.rtype, written.ttl, data))
    }
}

impl RrSet {
    /// With name and data brought into order. `data` is all of type `rtype`.
    #[must_use]
    pub fn new(name: &str, rtype: RrType, ttl: u32, data: Vec<RrData>) -> Self {
        let data: BTreeSet<RrData> = data.into_iter().collect();
        Self { name: host(name), rtype, ttl, data: data.into_iter().collect() }
    }

    /// Of one record.
    #[must_use]
    pub fn of_one(name: &str, ttl: u32, data: RrData) -> Self {
        Self::new(name, data.rtype(), ttl, vec![data])
    }

    /// Whether it has this name and type.
    #[must_use]
    pub fn is_at(&self, name: &str, rtype: &RrType) -> bool {
        self.name == name && self.rtype == *rtype
    }

    /// Whether it says the same, whatever the TTL.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.is_at(&other.name, &other.rtype) && self.data == other.data
    }
}

/// An rrset as it stands at a provider.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StoredSet {
    /// What it says.
    pub set: RrSet,
    /// Why it must not be changed: the provider manages it, or it means more than can be said here. One sentence.
    pub untouchable: Option<String>,
}

impl From<RrSet> for StoredSet {
    fn from(set: RrSet) -> Self {
        Self { set, untouchable: None }
    }
}

/// What stands in a zone, or in the part of it that was asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ZoneContents {
    /// The zone's apex: lower case, no trailing dot.
    pub zone: String,
    /// Its rrsets; SOA and the NS of the apex may be missing.
    pub sets: Vec<StoredSet>,
}

impl ZoneContents {
    /// The set of this name and type.
    #[must_use]
    pub fn at(&self, name: &str, rtype: &RrType) -> Option<&StoredSet> {
        self.sets.iter().find(|stored| stored.set.is_at(name, rtype))
    }

    /// Every set of this name.
    pub fn named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a StoredSet> {
        self.sets.iter().filter(move |stored| stored.set.name == name)
    }
}

/// The name relative to its zone, `@` for the apex: `www` of `www.example.com` in `example.com`. A name outside of the zone stays as
/// it is.
#[must_use]
pub fn relative_name<'a>(name: &'a str, zone: &str) -> &'a str {
    if name == zone {
        return "@";
    }
    name.strip_suffix(zone).and_then(|rest| rest.strip_suffix('.')).unwrap_or(name)
}

/// The absolute name of `relative`: `@` and nothing are the apex. Lower case, no trailing dot.
#[must_use]
pub fn absolute_name(relative: &str, zone: &str) -> String {
    match relative {
        "" | "@" => zone.to_owned(),
        _ => host(&format!("{relative}.{zone}")),
    }
}

impl FromStr for RrType {
    type Err = std::convert::Infallible;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        Ok(Self::from(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn data_is_read_in_many_writings_and_written_in_one() {
        for (rtype, text, canonical, master) in [
            ("A", "192.0.2.1", "192.0.2.1", "192.0.2.1"),
            ("AAAA", "2001:DB8:0:0:0:0:0:1", "2001:db8::1", "2001:db8::1"),
            ("CNAME", "Edge.Example.COM.", "edge.example.com", "edge.example.com."),
            ("ANAME", "edge.example.com", "edge.example.com", "edge.example.com."),
            ("MX", "10 Mail.example.com.", "10 mail.example.com", "10 mail.example.com."),
            ("MX", "0 .", "0 ", "0 ."),
            ("SRV", "1 2 443 sip.example.com", "1 2 443 sip.example.com", "1 2 443 sip.example.com."),
            ("CAA", "0 ISSUE \"ca.example\"", "0 issue \"ca.example\"", "0 issue \"ca.example\""),
            ("CAA", "128 issuewild ;", "128 issuewild \";\"", "128 issuewild \";\""),
            ("TXT", "Keep My Case.", "Keep My Case.", "\"Keep My Case.\""),
        ] {
            let data = RrData::parse(&rtype.into(), text).unwrap();
            assert_eq!((data.to_string().as_str(), data.to_master().as_str()), (canonical, master), "{rtype} {text}");
            assert_eq!(RrData::parse_master(&rtype.into(), &data.to_master()), Ok(data), "{rtype} {text}");
        }
    }

    #[test]
    fn what_is_no_data_is_told_from_what_is() {
        for (rtype, text) in [
            ("A", "1.2.3"),
            ("AAAA", "x"),
            ("CNAME", ""),
            ("MX", "mail.example.com"),
            ("SRV", "1 2 x"),
            ("CAA", "0 issue"),
        ] {
            assert!(RrData::parse(&rtype.into(), text).is_err(), "{rtype} {text}");
        }
    }

    #[test]
    fn names_are_relative_to_their_zone_and_back() {
        for (name, relative) in [("example.com", "@"), ("www.example.com", "www"), ("*.a.example.com", "*.a")] {
            assert_eq!(relative_name(name, "example.com"), relative);
            assert_eq!(absolute_name(relative, "example.com"), name);
        }
        assert_eq!(relative_name("badexample.com", "example.com"), "badexample.com");
    }

    #[test]
    fn a_set_is_stored_as_it_is_shown() {
        let set = RrSet::of_one("WWW.example.com.", 300, RrData::Txt("a \"b\"".into()));
        let json = serde_json::to_value(&set).unwrap();
        assert_eq!(json, serde_json::json!({"name":"www.example.com","type":"TXT","ttl":300,"values":["a \"b\""]}));
        assert_eq!(serde_json::from_value::<RrSet>(json).unwrap(), set);
    }
}
