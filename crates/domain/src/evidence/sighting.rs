//! One question, and what each server that was asked replied.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::net::SocketAddr;

/// What can be asked for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum QueryType {
    /// IPv4 addresses.
    A,
    /// IPv6 addresses.
    Aaaa,
    /// Certification authority authorisation.
    Caa,
    /// The alias itself, not what it leads to.
    Cname,
    /// Mail exchanges.
    Mx,
    /// Name servers.
    Ns,
    /// Start of authority.
    Soa,
    /// Texts; each value is one record's character-strings, joined.
    Txt,
}

impl QueryType {
    /// The name in zone files and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::A => "A",
            Self::Aaaa => "AAAA",
            Self::Caa => "CAA",
            Self::Cname => "CNAME",
            Self::Mx => "MX",
            Self::Ns => "NS",
            Self::Soa => "SOA",
            Self::Txt => "TXT",
        }
    }
}

impl fmt::Display for QueryType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// From where DNS was seen.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vantage {
    /// A name server of the owning zone itself.
    Authoritative,
    /// A recursive resolver, which may answer from its cache.
    Resolver,
}

/// A server that was asked.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Serialize, Deserialize)]
pub struct Server {
    /// Its name in the zone's NS set (lower case, no trailing dot); `None` for a resolver.
    pub name: Option<String>,
    /// Where it was asked; `None` when its name has no address.
    pub address: Option<SocketAddr>,
    /// What kind of witness it is.
    pub vantage: Vantage,
}

impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.name, self.address) {
            (Some(name), Some(address)) => write!(f, "{name} ({address})"),
            (Some(name), None) => f.write_str(name),
            (None, Some(address)) => write!(f, "{address}"),
            (None, None) => f.write_str("unknown server"),
        }
    }
}

/// An answer: the rrset, or the certainty that there is none.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize, Deserialize)]
pub struct Answer {
    /// The CNAME targets met on the way, in order; lower case, no trailing dot. Empty when the name is no alias.
    pub aliases: Vec<String>,
    /// Values of the asked type at the end of the way, canonical (see [`crate::records::canonical_value`]); MX values are
    /// `preference exchange`. Empty when there are none.
    pub values: Vec<String>,
    /// Smallest TTL of the records met, in seconds; `None` when there were none.
    pub ttl: Option<u32>,
    /// The name does not exist at all (NXDOMAIN); `false` when it exists without this type (NODATA).
    pub no_such_name: bool,
}

/// Why a server gave no usable answer. None of these says anything about what the zone holds.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "reason", content = "detail", rename_all = "snake_case")]
pub enum Unanswered {
    /// No reply within the time limit.
    Timeout,
    /// The server could not be reached.
    Unreachable(String),
    /// The server said that it failed (RFC 1035, RCODE 2).
    ServerFailure,
    /// The server refuses to answer (RCODE 5).
    Refused,
    /// The server answers, but not for this zone: not authoritative, or referring elsewhere.
    Lame,
    /// A reply that does not fit its question, or cannot be read.
    Malformed(String),
    /// Another response code.
    OtherCode(String),
    /// The servers of the zone could not be found.
    NoServers(String),
    /// The server said that the name is an alias, and where that ends nobody gave a usable answer.
    Beyond {
        /// The alias, the first of several; lower case, no trailing dot.
        alias: String,
        /// Who was asked in the end, and why that gave nothing.
        why: String,
    },
}

impl fmt::Display for Unanswered {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Timeout => f.write_str("did not answer in time"),
            Self::Unreachable(detail) => write!(f, "could not be reached ({detail})"),
            Self::ServerFailure => f.write_str("answered SERVFAIL"),
            Self::Refused => f.write_str("answered REFUSED"),
            Self::Lame => f.write_str("is not authoritative for the zone"),
            Self::Malformed(detail) => write!(f, "sent a reply that does not fit the question ({detail})"),
            Self::OtherCode(code) => write!(f, "answered {code}"),
            Self::NoServers(detail) => write!(f, "could not be asked: {detail}"),
            Self::Beyond { alias, why } => {
                write!(f, "says that the name leads to {alias}, where nothing usable is heard: {why}")
            }
        }
    }
}

/// What one server replied.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Reply {
    /// Who was asked.
    pub server: Server,
    /// When.
    pub at: Timestamp,
    /// The answer, or why there is none.
    pub outcome: Result<Answer, Unanswered>,
}

/// One question, and every reply to it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct Sighting {
    /// The name asked about: lower case, no trailing dot.
    pub name: String,
    /// The type asked for.
    pub qtype: QueryType,
    /// The zone that owns the name, when it was found.
    pub zone: Option<String>,
    /// One reply for each server; never empty (a zone without servers gives one [`Unanswered::NoServers`]).
    pub replies: Vec<Reply>,
}

/// Resolvers that check signatures refuse what a zone answers (RFC 4035, 4.3).
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Bogus {
    /// What one of them gave as the reason (RFC 8914).
    pub why: Option<String>,
}

impl Sighting {
    /// The answers, with who gave them.
    pub fn answers(&self) -> impl Iterator<Item = (&Reply, &Answer)> {
        self.replies.iter().filter_map(|reply| reply.outcome.as_ref().ok().map(|answer| (reply, answer)))
    }

    /// Whether at least one server gave an answer.
    #[must_use]
    pub fn was_answered(&self) -> bool {
        self.answers().next().is_some()
    }

    /// Why nobody answered, in words: the first failure.
    #[must_use]
    pub fn why_unanswered(&self) -> String {
        self.replies
            .iter()
            .find_map(|reply| reply.outcome.as_ref().err().map(|why| format!("{} {why}", reply.server)))
            .unwrap_or_else(|| "no server was asked".to_owned())
    }

    /// Every value that any server gave, without duplicates, in the order seen.
    #[must_use]
    pub fn values(&self) -> Vec<&str> {
        let mut seen = Vec::new();
        for (_, answer) in self.answers() {
            for value in &answer.values {
                if !seen.contains(&value.as_str()) {
                    seen.push(value.as_str());
                }
            }
        }
        seen
    }
}
