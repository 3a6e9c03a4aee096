//! Where the name server is.

use super::pasted::{canonical, is_name};
use crate::access::Access;
use crate::credential::InvalidCredential;
use nameplate_domain::public_address::is_public;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

/// Port of name servers (RFC 1035, 4.2).
const PORT: u16 = 53;
/// How long finding the addresses of a host may take.
const LOOKUP_TIME_MAX: Duration = Duration::from_secs(5);
/// How many addresses of a host are tried.
const ADDRESSES_MAX: usize = 3;

/// A server, by address or by name.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Place {
    host: Host,
    port: u16,
    /// Whether addresses count that are not reachable from everywhere.
    allow_private: bool,
}

#[derive(Clone, PartialEq, Eq, Debug)]
enum Host {
    Address(IpAddr),
    /// Resolved whenever it is used.
    Name(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.host {
            Host::Address(address) => write!(f, "{}", SocketAddr::new(*address, self.port)),
            Host::Name(name) => write!(f, "{name}:{}", self.port),
        }
    }
}

impl Place {
    /// What a customer named: must be public, unless private networks are allowed.
    pub(super) fn of_customer(text: &str, access: &Access) -> Result<Self, InvalidCredential> {
        const FIELD: &str = "token.server";
        let place = Self::parse(text, access.allow_private).ok_or_else(|| {
            InvalidCredential::new(FIELD, "must be the primary server's host or host:port, such as ns1.example.com:53")
        })?;
        if let Host::Address(address) = place.host {
            access.check_address(FIELD, address)?;
        }
        Ok(place)
    }

    /// What the operator named, who knows the own network.
    pub(super) fn of_settings(text: &str) -> Result<Self, InvalidCredential> {
        Self::parse(text, true).ok_or_else(|| {
            let why = "cannot be used: PROVIDER_BASE_URL_RFC2136 must be the primary server's host:port";
            InvalidCredential::new("token", why)
        })
    }

    /// `host`, `host:port`, `192.0.2.1`, `192.0.2.1:53`, `2001:db8::1`, `[2001:db8::1]`, `[2001:db8::1]:53`.
    fn parse(text: &str, allow_private: bool) -> Option<Self> {
        let text = text.trim();
        let bracketed = text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
        let (host, port) = if let Ok(address) = bracketed.unwrap_or(text).parse() {
            (Host::Address(address), PORT)
        } else if let Ok(address) = text.parse::<SocketAddr>() {
            (Host::Address(address.ip()), address.port())
        } else {
            let (name, port) = match text.split_once(':') {
                Some((name, port)) => (name, port.parse().ok()?),
                None => (text, PORT),
            };
            let name = canonical(name);
            (Host::Name(is_name(&name).then_some(name)?), port)
        };
        (port != 0).then_some(Self { host, port, allow_private })
    }

    /// Where it can be reached; at least one. `Err` says why nowhere.
    pub(super) async fn addresses(&self) -> Result<Vec<SocketAddr>, String> {
        let name = match &self.host {
            Host::Address(address) => return Ok(vec![SocketAddr::new(*address, self.port)]),
            Host::Name(name) => name,
        };
        let looked_up = tokio::time::timeout(LOOKUP_TIME_MAX, tokio::net::lookup_host((name.as_str(), self.port)));
        let found = match looked_up.await {
            Ok(Ok(found)) => found,
            Ok(Err(_)) => return Err(format!("there is no host {name}")),
            Err(_) => return Err(format!("the address of {name} is not found in {} s", LOOKUP_TIME_MAX.as_secs())),
        };
        let reachable = found.filter(|address| self.allow_private || is_public(address.ip()));
        let addresses: Vec<SocketAddr> = reachable.take(ADDRESSES_MAX).collect();
        if addresses.is_empty() {
            return Err(format!("{name} has no address that is reachable from everywhere"));
        }
        Ok(addresses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_read_in_every_usual_writing() {
        for (text, shown) in [
            ("NS1.Customer.example.", "ns1.customer.example:53"),
            (" ns1.customer.example:5353 ", "ns1.customer.example:5353"),
            ("192.0.2.1", "192.0.2.1:53"),
            ("192.0.2.1:5353", "192.0.2.1:5353"),
            ("2001:db8::1", "[2001:db8::1]:53"),
            ("[2001:db8::1]", "[2001:db8::1]:53"),
            ("[2001:db8::1]:5353", "[2001:db8::1]:5353"),
        ] {
            assert_eq!(Place::parse(text, false).map(|place| place.to_string()).as_deref(), Some(shown), "{text}");
        }
    }

    #[test]
    fn what_is_no_server_is_refused() {
        for text in ["", ":53", "ns1:0", "ns1:dns", "ns1:65536", "dns://ns1", "ns1/zone", "ns1 ns2", "192.0.2.1:0"] {
            assert_eq!(Place::parse(text, true), None, "{text}");
        }
    }
}
