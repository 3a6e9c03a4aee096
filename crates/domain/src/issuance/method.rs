//! Which challenges can succeed for a name, and which one this attempt uses.
//!
//! An attempt that cannot succeed is not made: failures are counted at the authority, and after some of them it stops
//! listening. What stands in the way is told to whoever can remove it.

use super::delegation::{self, Delegation};
use super::problem::{Actor, IssuanceProblem};
use crate::certificate_name::CertificateName;
use serde::{Deserialize, Serialize};
use std::fmt;

pub use super::pointing::{PlatformAddresses, Pointing, judge_pointing};

/// How an authority is shown that a name is ours to have a certificate for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Serialize, Deserialize)]
pub enum Method {
    /// A file on port 80 of the name (RFC 8555, 8.3).
    #[serde(rename = "http-01")]
    Http01,
    /// A certificate on port 443 of the name (RFC 8737).
    #[serde(rename = "tls-alpn-01")]
    TlsAlpn01,
    /// A TXT at `_acme-challenge.<name>` (RFC 8555, 8.4), here always behind a CNAME into the platform's ACME zone.
    #[serde(rename = "dns-01")]
    Dns01,
}

impl Method {
    /// Every method.
    pub const ALL: [Self; 3] = [Self::Http01, Self::TlsAlpn01, Self::Dns01];

    /// The name in ACME (RFC 8555, 9.7.8), in CAA records (RFC 8657, 4) and in the API.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Http01 => "http-01",
            Self::TlsAlpn01 => "tls-alpn-01",
            Self::Dns01 => "dns-01",
        }
    }

    /// The method of that name; `None` for one that we do not have.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.as_str() == name)
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What is known about a name before an order.
#[derive(Clone, Copy, Debug)]
pub struct Situation<'a> {
    /// What the certificate is for.
    pub name: &'a CertificateName,
    /// Whether its `_acme-challenge` leads to us.
    pub delegation: &'a Delegation,
    /// Whether its visitors come to us.
    pub pointing: &'a Pointing,
    /// Whether a DNS server of ours is there to publish the TXT.
    pub can_publish_txt: bool,
}

/// The methods worth trying, the best first; never empty.
///
/// A wildcard can be had by dns-01 only (RFC 8555, 7.1.3; CA/Browser Forum Baseline Requirements, 3.2.2.4). With a delegated
/// challenge dns-01 comes first, for it depends on nothing that visitors see. Most CDNs let http-01 pass and end TLS themselves.
///
/// # Errors
/// No method can succeed: who must do what.
pub fn methods(situation: &Situation<'_>) -> Result<Vec<Method>, IssuanceProblem> {
    let delegated = matches!(situation.delegation, Delegation::Here { .. });
    let by_dns = (delegated && situation.can_publish_txt).then_some(Method::Dns01);
    let by_address: &[Method] = match situation.pointing {
        _ if situation.name.is_wildcard() => &[],
        Pointing::Here | Pointing::Unknown { .. } => &[Method::Http01, Method::TlsAlpn01],
        Pointing::BehindCdn(_) => &[Method::Http01],
        Pointing::Elsewhere { .. } | Pointing::Nowhere => &[],
    };
    let methods: Vec<Method> = by_dns.into_iter().chain(by_address.iter().copied()).collect();
    if !methods.is_empty() {
        return Ok(methods);
    }
    Err(if delegated {
        no_server_of_ours(situation.name)
    } else if situation.name.is_wildcard() {
        undelegated_wildcard(situation)
    } else {
        leads_elsewhere(situation)
    })
}

/// The method for an attempt after so many failures in a row: the first one twice, then each of the others once, and again
/// from the start. `None` when there are no methods.
#[must_use]
pub fn pick(methods: &[Method], failures: u32) -> Option<Method> {
    let turns = methods.len() + 1;
    let turn = usize::try_from(failures).unwrap_or(0) % turns;
    methods.get(turn.saturating_sub(1)).copied()
}

fn no_server_of_ours(name: &CertificateName) -> IssuanceProblem {
    problem(
        "dns_service_absent",
        Actor::Operator,
        format!(
            "_acme-challenge.{} is delegated to this platform, and no DNS server of the platform publishes challenges. Start one, \
             or tell the edges where it is.",
            name.base()
        ),
    )
}

fn undelegated_wildcard(situation: &Situation<'_>) -> IssuanceProblem {
    let (name, owner) = (situation.name, format!("_acme-challenge.{}", situation.name.base()));
    let (code, seen) = delegation::hindrance(situation.delegation, &owner)
        .unwrap_or(("challenge_cname_missing", format!("{owner} has no CNAME.")));
    let actor = if matches!(situation.delegation, Delegation::NotAtAllServers { .. }) {
        Actor::Nobody
    } else {
        Actor::Customer
    };
    problem(
        code,
        actor,
        format!(
            "A certificate for {name} needs the CNAME {owner} that the connection shows, and nothing else at that name. {seen}"
        ),
    )
}

fn leads_elsewhere(situation: &Situation<'_>) -> IssuanceProblem {
    let name = situation.name.base();
    let remedy = format!(
        "Publish the records that the connection shows; or, before visitors are moved, its CNAME _acme-challenge.{name}."
    );
    let (code, seen) = match situation.pointing {
        Pointing::Elsewhere { addresses } => (
            "points_elsewhere",
            format!("{name} leads to {}, which is not this platform: remove what leads there.", addresses.join(", ")),
        ),
        _ => ("points_nowhere", format!("{name} leads to no address.")),
    };
    problem(code, Actor::Customer, format!("{seen} {remedy}"))
}

fn problem(code: &str, actor: Actor, message: String) -> IssuanceProblem {
    IssuanceProblem { code: code.to_owned(), message, actor, detail: None, authority: None, retry_at: None }
}

#[cfg(test)]
mod tests;
