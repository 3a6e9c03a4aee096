//! Where visitors of a name end up.

use crate::evidence::{Answer, Sighting};
use crate::hostname::is_at_or_under;
use crate::proxy::is_cloudflare;
use std::net::IpAddr;

/// Where visitors of a name end up.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Pointing {
    /// At one of our edges, whichever address they choose.
    Here,
    /// At a content delivery network, by its name, which may pass requests on to us.
    BehindCdn(String),
    /// At these addresses, or some of them, that are not ours.
    Elsewhere {
        /// Only the foreign ones.
        addresses: Vec<String>,
    },
    /// The name has no address.
    Nowhere,
    /// It could not be found out, or nothing is known of ourselves to compare it with.
    Unknown {
        /// Why, in words.
        why: String,
    },
}

/// How a name that leads to the platform looks.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct PlatformAddresses {
    /// CNAME targets of ours, e.g. that of the edges; lower case, no trailing dot.
    pub names: Vec<String>,
    /// A target at or under it is ours too, e.g. `app-….<base>`; empty for none.
    pub base_domain: String,
    /// The addresses of the edges, as far as they are known.
    pub addresses: Vec<IpAddr>,
}

impl PlatformAddresses {
    fn has_name(&self, name: &str) -> bool {
        let is_base = !self.base_domain.is_empty() && is_at_or_under(name, &self.base_domain);
        is_base || self.names.iter().any(|own| own == name)
    }

    fn has_address(&self, text: &str) -> bool {
        text.parse().is_ok_and(|address: IpAddr| self.addresses.contains(&address))
    }
}

/// What CNAME targets of content delivery networks end with, as their set-up guides give them.
const CDN_SUFFIXES: [(&str, &str); 16] = [
    ("cdn.cloudflare.net", "Cloudflare"),
    ("cloudfront.net", "Amazon CloudFront"),
    ("fastly.net", "Fastly"),
    ("fastlylb.net", "Fastly"),
    ("edgekey.net", "Akamai"),
    ("edgesuite.net", "Akamai"),
    ("akamaiedge.net", "Akamai"),
    ("akamaized.net", "Akamai"),
    ("azureedge.net", "Azure CDN"),
    ("azurefd.net", "Azure Front Door"),
    ("b-cdn.net", "bunny.net"),
    ("kxcdn.com", "KeyCDN"),
    ("cdn77.org", "CDN77"),
    ("gcdn.co", "Gcore"),
    ("incapdns.net", "Imperva"),
    ("impervadns.net", "Imperva"),
];

/// Judges the A and the AAAA sighting of a name, with the aliases on the way.
///
/// A name leads here when an alias on its way is ours, or when all its addresses are: one address elsewhere is enough to lose
/// visitors, and the authority, who prefer it (an AAAA that was left behind, most often). Servers of the zone that disagree count
/// by the worst of them. Without an alias or an address of ours to compare with, nothing is concluded.
#[must_use]
pub fn judge_pointing(a: &Sighting, aaaa: &Sighting, ours: &PlatformAddresses) -> Pointing {
    let answers = || [a, aaaa].into_iter().flat_map(Sighting::answers).map(|(_, answer)| answer);
    let is_by_name = |answer: &&Answer| answer.aliases.iter().any(|alias| ours.has_name(alias));
    let mut foreign: Vec<String> = Vec::new();
    for value in answers().filter(|answer| !is_by_name(answer)).flat_map(|answer| &answer.values) {
        if !ours.has_address(value) && !foreign.contains(value) {
            foreign.push(value.clone());
        }
    }
    let unanswered = [a, aaaa].into_iter().find(|sighting| !sighting.was_answered());
    let unknown = |why: String| Pointing::Unknown { why };
    if !foreign.is_empty() {
        if let Some(cdn) = cdn(answers().filter(|answer| !is_by_name(answer)), &foreign) {
            return Pointing::BehindCdn(cdn.to_owned());
        }
        if ours.addresses.is_empty() {
            return unknown(format!(
                "the addresses of the platform are not configured, so {} may be ours",
                foreign.join(", ")
            ));
        }
        return Pointing::Elsewhere { addresses: foreign };
    }
    if answers().any(|answer| is_by_name(&answer)) {
        return Pointing::Here;
    }
    if let Some(silent) = unanswered {
        return unknown(format!("{} of {}: {}", silent.qtype, silent.name, silent.why_unanswered()));
    }
    if answers().all(|answer| answer.values.is_empty()) { Pointing::Nowhere } else { Pointing::Here }
}

/// The network that all of `foreign` belong to, by an alias on the way or by published address ranges.
fn cdn<'a>(mut answers: impl Iterator<Item = &'a Answer>, foreign: &[String]) -> Option<&'static str> {
    if foreign.iter().all(|address| is_cloudflare(address)) {
        return Some("Cloudflare");
    }
    let by_name = |answer: &Answer| {
        let known = |alias: &String| CDN_SUFFIXES.iter().find(|(suffix, _)| is_at_or_under(alias, suffix));
        answer.aliases.iter().find_map(known).map(|(_, cdn)| *cdn)
    };
    answers.find_map(by_name)
}

#[cfg(test)]
mod tests;
